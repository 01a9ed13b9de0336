-- A member's own word on training opens nothing by itself: the coordinator confirms
-- it, and only then do keys come (T9). Until now the days alone were enough, and
-- everybody may write their own.

-- +goose Up

-- The invented region of the demonstration was told as confirmed. In others the
-- coordinator looks at each, and until then the members open nothing but what
-- everybody on the challenge does.
UPDATE team_member m SET trained_by = (SELECT h.person_id FROM role_holding h WHERE h.scope = 'region' AND h.scope_id = m.region_id
	AND h.role = 'coordinator' AND h.ended_at IS NULL ORDER BY h.starts_on, h.id LIMIT 1)
FROM region r WHERE r.id = m.region_id AND r.fictional AND m.trained_by IS NULL AND m.trained_on IS NOT NULL;
UPDATE room_key k SET revoked_at = now() FROM team_member m WHERE m.challenge_id = k.scope_id AND m.person_id = k.person_id AND m.role = k.because
	AND m.state = 'accepted' AND m.trained_by IS NULL AND k.room <> 'common' AND k.revoked_at IS NULL;

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION keys_implied(which uuid, today date, roles text[], rooms text[], cupboards text[], from_stages int[])
	RETURNS TABLE (person_id uuid, room text, cupboard text, because text)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
	SELECT DISTINCT r.person_id, rule.room, CASE WHEN rule.cupboard = '*' THEN r.cupboard ELSE rule.cupboard END, r.role
	FROM roles_held(which, today) r
	JOIN unnest(roles, rooms, cupboards, from_stages) AS rule(role, room, cupboard, from_stage) ON rule.role = r.role
	JOIN challenge c ON c.id = which
	WHERE array_position(ARRAY['scheduled', 'preparing', 'reading', 'on_site', 'drafting', 'fact_check', 'finalising',
		'final', 'follow_up', 'closed'], c.stage) >= rule.from_stage
	  -- nothing is opened before the undertaking is signed and the coordinator has confirmed both trainings (T9)
	  AND (rule.room = 'common' OR NOT EXISTS (SELECT FROM team_member m WHERE m.challenge_id = which
		AND m.person_id = r.person_id AND m.role = r.role AND m.state = 'accepted'
		AND (m.undertaking_at IS NULL OR m.trained_on IS NULL OR m.co_production_on IS NULL OR m.trained_by IS NULL)))
	$$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION stage_facts(which uuid[], today date)
	RETURNS TABLE (challenge_id uuid, stage text, ended text, onsite_first date, onsite_last date, agreed_at timestamptz, submitted_at timestamptz,
		documents_shared_at timestamptz, presented_at timestamptz, draft_handed_over_at timestamptz, comments_close_at timestamptz,
		comments_ended_at timestamptz, finalised_at timestamptz, dates jsonb, leads int, councillors int, senior_managers int, experts int,
		unready int, objections int, documents_open int, practice_in boolean, no_expert_said boolean, answers_open int, sign_offs_open int)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
	SELECT c.id, c.stage, c.ended, c.onsite_first, c.onsite_last, c.agreed_at, c.submitted_at, c.documents_shared_at, c.presented_at,
		c.draft_handed_over_at, c.comments_close_at, c.comments_ended_at, c.finalised_at,
		coalesce((SELECT jsonb_object_agg(d.kind, d.on_day) FROM challenge_date d WHERE d.challenge_id = c.id), '{}'),
		r.leads, r.councillors, r.senior_managers, r.experts,
		(SELECT count(*)::int FROM team_member m WHERE m.challenge_id = c.id AND m.state = 'accepted' AND m.role <> 'visiting_psw'
			AND (m.undertaking_at IS NULL OR m.trained_on IS NULL OR m.co_production_on IS NULL OR m.trained_by IS NULL)),
		t.objections, t.documents, EXISTS (SELECT FROM handover h WHERE h.challenge_id = c.id AND h.kind = 'practice_findings'),
		EXISTS (SELECT FROM report p WHERE p.challenge_id = c.id AND p.no_expert_reason <> ''), t.answers, t.sign_offs
	FROM unnest(which) AS w(id) JOIN challenge c ON c.id = w.id,
	LATERAL (SELECT count(*) FILTER (WHERE x.role = 'lead')::int AS leads, count(*) FILTER (WHERE x.role = 'councillor')::int AS councillors,
		count(*) FILTER (WHERE x.role = 'senior_manager')::int AS senior_managers, count(*) FILTER (WHERE x.role = 'expert')::int AS experts
		FROM roles_held(c.id, today) x) r,
	LATERAL (SELECT count(*) FILTER (WHERE y.kind = 'proposal-objection')::int AS objections, count(*) FILTER (WHERE y.kind = 'documents')::int AS documents,
		count(*) FILTER (WHERE y.kind = 'answer')::int AS answers, count(*) FILTER (WHERE y.kind = 'sign-off')::int AS sign_offs
		FROM task y WHERE y.challenge_id = c.id AND y.done_at IS NULL) t
	WHERE app_job() = 'stages' OR c.id = ANY (keys_of('common'))
	$$;
-- +goose StatementEnd

-- Only a coordinator of the region confirms, in their own name, and what was
-- confirmed is changed by a coordinator alone.
-- +goose StatementBegin
CREATE FUNCTION training_is_confirmed_by_the_region() RETURNS trigger
	LANGUAGE plpgsql SET search_path = public, pg_temp
	AS $$
DECLARE
	confirms boolean := NEW.trained_by IS NOT NULL;
	touches boolean := NEW.trained_by IS NOT NULL;
BEGIN
	IF current_user <> 'peerchallenge_app' THEN
		RETURN NEW; -- a migration, not the program
	END IF;
	IF TG_OP = 'UPDATE' THEN
		confirms := confirms AND NEW.trained_by IS DISTINCT FROM OLD.trained_by;
		touches := NEW.trained_by IS DISTINCT FROM OLD.trained_by OR (OLD.trained_by IS NOT NULL
			AND (NEW.trained_on, NEW.co_production_on) IS DISTINCT FROM (OLD.trained_on, OLD.co_production_on));
	END IF;
	IF (touches AND NEW.region_id <> ALL (keys_of('region'))) OR (confirms AND NEW.trained_by IS DISTINCT FROM app_actor()) THEN
		RAISE EXCEPTION 'training is confirmed by the coordinator' USING ERRCODE = '42501';
	END IF;
	RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER training_is_confirmed_by_the_region BEFORE INSERT OR UPDATE ON team_member
	FOR EACH ROW EXECUTE FUNCTION training_is_confirmed_by_the_region();

-- +goose Down
DROP TRIGGER training_is_confirmed_by_the_region ON team_member;
DROP FUNCTION training_is_confirmed_by_the_region();
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION stage_facts(which uuid[], today date)
	RETURNS TABLE (challenge_id uuid, stage text, ended text, onsite_first date, onsite_last date, agreed_at timestamptz, submitted_at timestamptz,
		documents_shared_at timestamptz, presented_at timestamptz, draft_handed_over_at timestamptz, comments_close_at timestamptz,
		comments_ended_at timestamptz, finalised_at timestamptz, dates jsonb, leads int, councillors int, senior_managers int, experts int,
		unready int, objections int, documents_open int, practice_in boolean, no_expert_said boolean, answers_open int, sign_offs_open int)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
	SELECT c.id, c.stage, c.ended, c.onsite_first, c.onsite_last, c.agreed_at, c.submitted_at, c.documents_shared_at, c.presented_at,
		c.draft_handed_over_at, c.comments_close_at, c.comments_ended_at, c.finalised_at,
		coalesce((SELECT jsonb_object_agg(d.kind, d.on_day) FROM challenge_date d WHERE d.challenge_id = c.id), '{}'),
		r.leads, r.councillors, r.senior_managers, r.experts,
		(SELECT count(*)::int FROM team_member m WHERE m.challenge_id = c.id AND m.state = 'accepted' AND m.role <> 'visiting_psw'
			AND (m.undertaking_at IS NULL OR m.trained_on IS NULL)),
		t.objections, t.documents, EXISTS (SELECT FROM handover h WHERE h.challenge_id = c.id AND h.kind = 'practice_findings'),
		EXISTS (SELECT FROM report p WHERE p.challenge_id = c.id AND p.no_expert_reason <> ''), t.answers, t.sign_offs
	FROM unnest(which) AS w(id) JOIN challenge c ON c.id = w.id,
	LATERAL (SELECT count(*) FILTER (WHERE x.role = 'lead')::int AS leads, count(*) FILTER (WHERE x.role = 'councillor')::int AS councillors,
		count(*) FILTER (WHERE x.role = 'senior_manager')::int AS senior_managers, count(*) FILTER (WHERE x.role = 'expert')::int AS experts
		FROM roles_held(c.id, today) x) r,
	LATERAL (SELECT count(*) FILTER (WHERE y.kind = 'proposal-objection')::int AS objections, count(*) FILTER (WHERE y.kind = 'documents')::int AS documents,
		count(*) FILTER (WHERE y.kind = 'answer')::int AS answers, count(*) FILTER (WHERE y.kind = 'sign-off')::int AS sign_offs
		FROM task y WHERE y.challenge_id = c.id AND y.done_at IS NULL) t
	WHERE app_job() = 'stages' OR c.id = ANY (keys_of('common'))
	$$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION keys_implied(which uuid, today date, roles text[], rooms text[], cupboards text[], from_stages int[])
	RETURNS TABLE (person_id uuid, room text, cupboard text, because text)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
	SELECT DISTINCT r.person_id, rule.room, CASE WHEN rule.cupboard = '*' THEN r.cupboard ELSE rule.cupboard END, r.role
	FROM roles_held(which, today) r
	JOIN unnest(roles, rooms, cupboards, from_stages) AS rule(role, room, cupboard, from_stage) ON rule.role = r.role
	JOIN challenge c ON c.id = which
	WHERE array_position(ARRAY['scheduled', 'preparing', 'reading', 'on_site', 'drafting', 'fact_check', 'finalising',
		'final', 'follow_up', 'closed'], c.stage) >= rule.from_stage
	  -- nothing is opened before the undertaking is signed and both trainings are done (T9)
	  AND (rule.room = 'common' OR NOT EXISTS (SELECT FROM team_member m WHERE m.challenge_id = which
		AND m.person_id = r.person_id AND m.role = r.role AND m.state = 'accepted'
		AND (m.undertaking_at IS NULL OR m.trained_on IS NULL OR m.co_production_on IS NULL)))
	$$;
-- +goose StatementEnd
