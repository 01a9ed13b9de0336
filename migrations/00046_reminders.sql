-- Who has to move next: what each stage waits for as one set of facts, which task
-- somebody was reminded of and when, a host's request to postpone (S4), and
-- directors who name somebody to act for them for a time.

-- +goose Up

-- What a stage waits for, as facts: dates, whether and how many, never content and
-- never who. One answer for pages, for the job that moves stages, and for moving
-- on early; to others than those on a challenge it says nothing.
-- +goose StatementBegin
CREATE FUNCTION stage_facts(which uuid[], today date)
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

-- Whether anybody has begun on a task: those it is for, or anybody with an act of
-- its kind ("self-assessment.write"), since it was opened. A yes or no only, for
-- the job that nudges coordinators.
-- +goose StatementBegin
CREATE FUNCTION tasks_begun(which uuid[]) RETURNS uuid[]
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
	SELECT coalesce(array_agg(t.id), '{}') FROM task t WHERE app_job() = 'reminders' AND t.id = ANY (which)
		AND EXISTS (SELECT FROM audit_line l WHERE l.challenge_id = t.challenge_id AND l.at > t.opened_at
			AND (split_part(l.verb, '.', 1) = rtrim(t.kind, 's') OR l.person_id = t.for_person
				OR l.person_id IN (SELECT k.person_id FROM room_key k WHERE k.scope_id = t.challenge_id AND k.room = 'common'
					AND k.because = t.for_role AND k.revoked_at IS NULL)))
	$$;
-- +goose StatementEnd

-- One mail a day to a person, with all that person's reminders of that day.
CREATE TABLE reminder_digest (
	person_id uuid NOT NULL REFERENCES person,
	on_day    date NOT NULL,
	sent_at   timestamptz NOT NULL,
	PRIMARY KEY (person_id, on_day)
);

-- Each reminder by itself: one that cannot be sent blocks no other. A task whose
-- date moved is reminded of anew (S5).
ALTER TABLE task ADD CONSTRAINT task_of_its_challenge UNIQUE (challenge_id, id);
CREATE TABLE reminder (
	challenge_id uuid NOT NULL,
	task_id      uuid NOT NULL,
	person_id    uuid NOT NULL,
	kind         text NOT NULL CHECK (kind IN ('week_before', 'on_the_day', 'three_days_after', 'nothing_begun', 'nothing_begun_due')),
	due_on       date NOT NULL,
	on_day       date NOT NULL,
	PRIMARY KEY (task_id, person_id, kind, due_on),
	FOREIGN KEY (challenge_id, task_id) REFERENCES task (challenge_id, id),
	FOREIGN KEY (person_id, on_day) REFERENCES reminder_digest (person_id, on_day)
);
CREATE INDEX reminder_by_person ON reminder (person_id, on_day DESC);

-- A director asks the region to postpone, on notice of an assessment by the Care
-- Quality Commission or for another reason (S4). Read by the host and the region.
CREATE TABLE postponement_request (
	id            uuid PRIMARY KEY,
	challenge_id  uuid NOT NULL,
	region_id     uuid NOT NULL,
	person_id     uuid NOT NULL REFERENCES person,
	notice        text NOT NULL CHECK (notice IN ('cqc', 'other')),
	words         text NOT NULL CHECK (char_length(words) BETWEEN 1 AND 1000),
	asked_at      timestamptz NOT NULL,
	decided       text CHECK (decided IN ('postponed', 'kept')),
	decided_by    uuid REFERENCES person,
	decided_at    timestamptz,
	decided_words text CHECK (char_length(decided_words) <= 1000),
	FOREIGN KEY (challenge_id, region_id) REFERENCES challenge (id, region_id),
	CHECK ((decided IS NULL) = (decided_at IS NULL))
);
CREATE UNIQUE INDEX one_open_request_to_postpone ON postponement_request (challenge_id) WHERE decided IS NULL;

-- The councils of which the actor is the director, and not somebody's stand-in:
-- who acts for a director cannot hand that on.
-- +goose StatementBegin
CREATE FUNCTION councils_i_direct() RETURNS uuid[]
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT coalesce(array_agg(DISTINCT scope_id), '{}') FROM role_holding
		WHERE person_id = app_actor() AND scope = 'council' AND role = 'dass' AND NOT acting AND ended_at IS NULL $$;
-- +goose StatementEnd

GRANT SELECT, INSERT ON reminder_digest, reminder, postponement_request TO peerchallenge_app;
GRANT UPDATE (decided, decided_by, decided_at, decided_words) ON postponement_request TO peerchallenge_app;
ALTER TABLE reminder_digest ENABLE ROW LEVEL SECURITY;
ALTER TABLE reminder ENABLE ROW LEVEL SECURITY;
ALTER TABLE postponement_request ENABLE ROW LEVEL SECURITY;

CREATE POLICY own ON reminder_digest FOR SELECT USING (person_id = app_actor() OR app_job() = 'reminders');
CREATE POLICY job_sends ON reminder_digest FOR INSERT WITH CHECK (app_job() = 'reminders');
CREATE POLICY own ON reminder FOR SELECT USING (person_id = app_actor() OR app_job() = 'reminders');
CREATE POLICY job_sends ON reminder FOR INSERT WITH CHECK (app_job() = 'reminders');
CREATE POLICY reminders_job ON challenge FOR SELECT USING (app_job() = 'reminders');
CREATE POLICY reminders_job ON task FOR SELECT USING (app_job() = 'reminders');
CREATE POLICY reminders_job ON room_key FOR SELECT USING (app_job() = 'reminders');

CREATE POLICY host_or_region ON postponement_request FOR SELECT USING (
	challenge_id = ANY ((SELECT keys_of('host'))::uuid[]) OR region_id = ANY ((SELECT keys_of('region'))::uuid[]));
CREATE POLICY director_asks ON postponement_request FOR INSERT WITH CHECK (
	person_id = app_actor() AND decided IS NULL AND challenge_id = ANY ((SELECT parts_of('{dass}'))::uuid[]));
CREATE POLICY region_decides ON postponement_request FOR UPDATE USING (region_id = ANY ((SELECT keys_of('region'))::uuid[]))
	WITH CHECK (decided_by = app_actor());

CREATE POLICY director_names_acting ON role_holding FOR INSERT WITH CHECK (
	scope = 'council' AND role = 'dass' AND acting AND ends_on IS NOT NULL AND scope_id = ANY ((SELECT councils_i_direct())::uuid[]));
CREATE POLICY director_ends_acting ON role_holding FOR UPDATE USING (
	scope = 'council' AND role = 'dass' AND acting AND scope_id = ANY ((SELECT councils_i_direct())::uuid[]));

REVOKE EXECUTE ON FUNCTION stage_facts(uuid[], date), tasks_begun(uuid[]), councils_i_direct() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stage_facts(uuid[], date), tasks_begun(uuid[]), councils_i_direct() TO peerchallenge_app;

-- +goose Down
DROP POLICY director_ends_acting ON role_holding;
DROP POLICY director_names_acting ON role_holding;
DROP POLICY reminders_job ON room_key;
DROP POLICY reminders_job ON task;
DROP POLICY reminders_job ON challenge;
DROP TABLE postponement_request, reminder, reminder_digest;
ALTER TABLE task DROP CONSTRAINT task_of_its_challenge;
DROP FUNCTION councils_i_direct();
DROP FUNCTION tasks_begun(uuid[]);
DROP FUNCTION stage_facts(uuid[], date);
