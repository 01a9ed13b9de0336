-- The spine: frameworks, cycles, challenges with their dates and stage, tasks,
-- the team, and the hand-overs with their sealed copies.

-- +goose Up

-- A framework is data with versions: areas, prompts, lists, offsets, windows.
CREATE TABLE framework (
	id         uuid PRIMARY KEY,
	region_id  uuid NOT NULL REFERENCES region,
	version    integer NOT NULL CHECK (version > 0),
	body       jsonb NOT NULL,
	created_at timestamptz NOT NULL,
	CONSTRAINT one_framework_per_version UNIQUE (region_id, version)
);

CREATE TABLE cycle (
	id           uuid PRIMARY KEY,
	region_id    uuid NOT NULL REFERENCES region,
	framework_id uuid NOT NULL REFERENCES framework,
	name         text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
	first_day    date NOT NULL,
	last_day     date NOT NULL,
	opened_at    timestamptz NOT NULL,
	CHECK (last_day > first_day),
	CONSTRAINT one_cycle_per_name UNIQUE (region_id, name)
);

CREATE TABLE challenge (
	id              uuid PRIMARY KEY,
	region_id       uuid NOT NULL REFERENCES region,
	cycle_id        uuid NOT NULL REFERENCES cycle,
	framework_id    uuid NOT NULL REFERENCES framework,
	host_council_id uuid NOT NULL REFERENCES council,
	name            text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 120),
	stage           text NOT NULL DEFAULT 'scheduled' CHECK (stage IN ('scheduled', 'preparing', 'reading', 'on_site',
		'drafting', 'fact_check', 'finalising', 'final', 'follow_up', 'closed')),
	stage_since     timestamptz NOT NULL,
	moved_early_reason text,
	ended           text CHECK (ended IN ('postponed', 'withdrawn', 'closed_early')),
	ended_reason    text,
	onsite_first    date NOT NULL,
	onsite_last     date NOT NULL,
	dates_version   integer NOT NULL DEFAULT 1,
	agreed_at       timestamptz,
	agreed_by       uuid REFERENCES person,
	submitted_at    timestamptz,
	documents_shared_at timestamptz,
	presented_at    timestamptz,
	draft_handed_over_at timestamptz,
	comments_close_at timestamptz,
	comments_ended_at timestamptz,
	finalised_at    timestamptz,
	published_at    timestamptz,
	publication_note text,
	CHECK (onsite_last >= onsite_first),
	CHECK (ended IS NULL OR ended_reason <> ''),
	CONSTRAINT one_challenge_per_council_in_a_cycle UNIQUE (cycle_id, host_council_id),
	UNIQUE (id, region_id)
);
CREATE INDEX challenge_by_region ON challenge (region_id, onsite_first DESC, id DESC);
CREATE INDEX challenge_by_date ON challenge (onsite_first DESC, id DESC);

-- The other dates follow from the on-site dates (S2) unless set by hand.
CREATE TABLE challenge_date (
	challenge_id uuid NOT NULL REFERENCES challenge,
	kind         text NOT NULL,
	on_day       date NOT NULL,
	by_hand      boolean NOT NULL DEFAULT false,
	PRIMARY KEY (challenge_id, kind)
);

-- What the host director answered to dates and team, and why. Read by the host and the region.
CREATE TABLE proposal_answer (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL REFERENCES challenge,
	region_id    uuid NOT NULL,
	person_id    uuid NOT NULL REFERENCES person,
	agreed       boolean NOT NULL,
	about        text NOT NULL CHECK (about IN ('dates', 'team', 'both')),
	reason       text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 2000),
	at           timestamptz NOT NULL,
	CHECK (agreed OR reason <> ''),
	FOREIGN KEY (challenge_id, region_id) REFERENCES challenge (id, region_id)
);
CREATE INDEX proposal_answer_by_challenge ON proposal_answer (challenge_id, at);

CREATE TABLE task (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL REFERENCES challenge,
	kind         text NOT NULL,
	subject      text NOT NULL DEFAULT '',
	title        text NOT NULL,
	path         text NOT NULL DEFAULT '',
	for_role     text,
	for_person   uuid REFERENCES person,
	waiting      uuid REFERENCES person,
	due_on       date,
	opened_at    timestamptz NOT NULL,
	done_at      timestamptz,
	done_by      uuid REFERENCES person,
	CHECK (for_role IS NOT NULL OR for_person IS NOT NULL)
);
CREATE UNIQUE INDEX one_open_task_for_a_thing ON task (challenge_id, kind, subject) WHERE done_at IS NULL;
CREATE INDEX task_open ON task (challenge_id, due_on) WHERE done_at IS NULL;

-- Team -----------------------------------------------------------------------

CREATE TABLE team_member (
	id            uuid PRIMARY KEY,
	challenge_id  uuid NOT NULL,
	region_id     uuid NOT NULL,
	person_id     uuid NOT NULL REFERENCES person,
	role          text NOT NULL CHECK (role IN ('lead', 'deputy_lead', 'councillor', 'senior_manager', 'expert', 'visiting_psw')),
	state         text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'accepted', 'declined', 'ended')),
	proposed_at   timestamptz NOT NULL,
	answered_at   timestamptz,
	undertaking_at timestamptz,
	trained_on    date,
	ended_at      timestamptz,
	FOREIGN KEY (challenge_id, region_id) REFERENCES challenge (id, region_id),
	UNIQUE (challenge_id, id),
	CHECK (undertaking_at IS NULL OR state IN ('accepted', 'ended'))
);
CREATE UNIQUE INDEX one_place_on_a_team ON team_member (challenge_id, person_id) WHERE state IN ('proposed', 'accepted');
CREATE UNIQUE INDEX one_lead_on_a_team ON team_member (challenge_id) WHERE role = 'lead' AND state IN ('proposed', 'accepted');
CREATE INDEX team_member_by_person ON team_member (person_id) WHERE state IN ('proposed', 'accepted');

-- Declarations of interest (T5): the person and the region's coordinators, nobody else.
CREATE TABLE declaration (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL,
	region_id    uuid NOT NULL,
	person_id    uuid NOT NULL REFERENCES person,
	interest     text NOT NULL CHECK (interest IN ('none', 'to_be_weighed', 'barring')),
	grounds      text[] NOT NULL DEFAULT '{}',
	words        text NOT NULL DEFAULT '' CHECK (char_length(words) <= 2000),
	at           timestamptz NOT NULL,
	decision     text CHECK (decision IN ('may_take_part', 'may_not')),
	decided_by   uuid REFERENCES person,
	decided_at   timestamptz,
	FOREIGN KEY (challenge_id, region_id) REFERENCES challenge (id, region_id),
	CHECK (decision IS NULL OR interest = 'to_be_weighed'),
	CONSTRAINT one_declaration_per_person UNIQUE (challenge_id, person_id)
);

-- Why somebody said no, for the region only.
CREATE TABLE decline (
	team_member_id uuid PRIMARY KEY,
	challenge_id   uuid NOT NULL,
	region_id      uuid NOT NULL,
	person_id      uuid NOT NULL REFERENCES person,
	reason         text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 2000),
	FOREIGN KEY (challenge_id, team_member_id) REFERENCES team_member (challenge_id, id),
	FOREIGN KEY (challenge_id, region_id) REFERENCES challenge (id, region_id)
);

-- Hand-overs -----------------------------------------------------------------

-- The head of a challenge's chain of sealed copies; locked before anything else.
CREATE TABLE handover_chain (
	challenge_id uuid PRIMARY KEY REFERENCES challenge,
	number       integer NOT NULL DEFAULT 0,
	seal         bytea NOT NULL
);

CREATE TABLE handover (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL REFERENCES challenge,
	number       integer NOT NULL CHECK (number > 0),
	kind         text NOT NULL CHECK (kind IN ('submit', 'share', 'present', 'hand_over_draft', 'comment', 'answer',
		'finalise', 'publish', 'practice_findings', 'report_progress')),
	from_room    text NOT NULL,
	to_room      text NOT NULL,
	person_id    uuid NOT NULL REFERENCES person,
	as_role      text NOT NULL,
	at           timestamptz NOT NULL,
	previous     bytea NOT NULL,
	seal         bytea NOT NULL,
	CONSTRAINT one_handover_per_number UNIQUE (challenge_id, number),
	UNIQUE (challenge_id, id)
);
CREATE INDEX handover_by_kind ON handover (challenge_id, kind, number DESC);

CREATE TABLE handover_part (
	handover_id  uuid NOT NULL,
	challenge_id uuid NOT NULL,
	from_room    text NOT NULL,
	to_room      text NOT NULL,
	ordinal      integer NOT NULL CHECK (ordinal > 0),
	name         text NOT NULL,
	body         bytea,
	nonce        bytea,
	hash         bytea NOT NULL CHECK (octet_length(hash) = 32),
	erased_at    timestamptz,
	PRIMARY KEY (handover_id, ordinal),
	FOREIGN KEY (challenge_id, handover_id) REFERENCES handover (challenge_id, id),
	CHECK ((body IS NULL) = (erased_at IS NOT NULL)),
	CHECK ((nonce IS NULL) = (erased_at IS NOT NULL))
);
CREATE INDEX handover_part_by_challenge ON handover_part (challenge_id, name);

-- Keys follow from roles -------------------------------------------------------

-- Makes the keys of one challenge exactly those its roles imply today: the only
-- way keys come and go. The rules are handed in by access.Rules; "held" below is
-- the one place that says which role somebody has on a challenge.
-- +goose StatementBegin
CREATE FUNCTION roles_on(which uuid, today date)
	RETURNS TABLE (person_id uuid, role text, cupboard text, acting boolean)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
	SELECT h.person_id, CASE WHEN h.scope = 'council' AND h.role = 'psw' THEN 'host_psw' ELSE h.role END, h.cupboard, h.acting
	FROM challenge c JOIN role_holding h
		ON (h.scope = 'challenge' AND h.scope_id = c.id)
		OR (h.scope = 'council' AND h.scope_id = c.host_council_id AND h.role IN ('dass', 'psw'))
		OR (h.scope = 'region' AND h.scope_id = c.region_id AND h.role = 'coordinator')
	WHERE c.id = which AND h.ended_at IS NULL AND h.starts_on <= today AND (h.ends_on IS NULL OR h.ends_on >= today)
	$$;
-- +goose StatementEnd

-- What keys the rules imply; verify compares this with the keys there are.
-- +goose StatementBegin
CREATE FUNCTION keys_implied(which uuid, today date, roles text[], rooms text[], cupboards text[], from_stages int[])
	RETURNS TABLE (person_id uuid, room text, cupboard text, because text)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
	SELECT DISTINCT r.person_id, rule.room, CASE WHEN rule.cupboard = '*' THEN r.cupboard ELSE rule.cupboard END, r.role
	FROM roles_on(which, today) r
	JOIN unnest(roles, rooms, cupboards, from_stages) AS rule(role, room, cupboard, from_stage) ON rule.role = r.role
	JOIN challenge c ON c.id = which
	WHERE array_position(ARRAY['scheduled', 'preparing', 'reading', 'on_site', 'drafting', 'fact_check', 'finalising',
		'final', 'follow_up', 'closed'], c.stage) >= rule.from_stage
	  -- nothing of the challenge is opened before the undertaking is signed (T9)
	  AND (rule.room = 'common' OR NOT EXISTS (SELECT FROM team_member m WHERE m.challenge_id = which
		AND m.person_id = r.person_id AND m.role = r.role AND m.state = 'accepted' AND m.undertaking_at IS NULL))
	$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION sync_keys(which uuid, today date, at timestamptz, roles text[], rooms text[], cupboards text[], from_stages int[])
	RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
DECLARE
	changed integer := 0;
	lost uuid;
BEGIN
	IF app_actor() IS NULL AND app_job() IS NULL THEN
		RAISE EXCEPTION 'keys are not changed by nobody' USING ERRCODE = '42501';
	END IF;
	FOR lost IN
		WITH gone AS (
			UPDATE room_key k SET revoked_at = at
			WHERE k.scope = 'challenge' AND k.scope_id = which AND k.revoked_at IS NULL
			  AND NOT EXISTS (SELECT FROM keys_implied(which, today, roles, rooms, cupboards, from_stages) i
				WHERE i.person_id = k.person_id AND i.room = k.room AND i.cupboard = k.cupboard AND i.because = k.because)
			RETURNING k.person_id)
		SELECT person_id FROM gone
	LOOP
		changed := changed + 1;
		PERFORM pg_notify('keys', lost::text); -- open pages of the person are closed (V4)
	END LOOP;
	WITH come AS (
		INSERT INTO room_key (person_id, scope, scope_id, room, cupboard, because, granted_at)
		SELECT i.person_id, 'challenge', which, i.room, i.cupboard, i.because, at
		FROM keys_implied(which, today, roles, rooms, cupboards, from_stages) i
		ON CONFLICT DO NOTHING RETURNING 1)
	SELECT changed + count(*) INTO changed FROM come;
	RETURN changed;
END $$;
-- +goose StatementEnd

-- The same for a region: its coordinators hold its key.
-- +goose StatementBegin
CREATE FUNCTION sync_region_keys(which uuid, today date, at timestamptz)
	RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
DECLARE changed integer;
BEGIN
	IF app_actor() IS NULL AND app_job() IS NULL THEN
		RAISE EXCEPTION 'keys are not changed by nobody' USING ERRCODE = '42501';
	END IF;
	UPDATE room_key k SET revoked_at = at
	WHERE k.scope = 'region' AND k.scope_id = which AND k.revoked_at IS NULL
	  AND NOT EXISTS (SELECT FROM role_holding h WHERE h.person_id = k.person_id AND h.scope = 'region' AND h.scope_id = which
		AND h.role = 'coordinator' AND h.ended_at IS NULL AND h.starts_on <= today AND (h.ends_on IS NULL OR h.ends_on >= today));
	INSERT INTO room_key (person_id, scope, scope_id, room, because, granted_at)
	SELECT DISTINCT h.person_id, 'region', which, 'region', 'coordinator', at
	FROM role_holding h
	WHERE h.scope = 'region' AND h.scope_id = which AND h.role = 'coordinator' AND h.ended_at IS NULL
	  AND h.starts_on <= today AND (h.ends_on IS NULL OR h.ends_on >= today)
	ON CONFLICT DO NOTHING;
	GET DIAGNOSTICS changed = ROW_COUNT;
	RETURN changed;
END $$;
-- +goose StatementEnd

-- Whose keys follow when a post in a region or council changes hands; asked by
-- people who need not see those challenges themselves, so it gives ids alone.
-- +goose StatementBegin
CREATE FUNCTION challenges_of(region_or_council uuid) RETURNS SETOF uuid
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT id FROM challenge WHERE region_id = region_or_council OR host_council_id = region_or_council ORDER BY id $$;
-- +goose StatementEnd

-- Rights and policies --------------------------------------------------------

GRANT SELECT, INSERT ON framework, cycle, challenge, challenge_date, proposal_answer, task, team_member, declaration,
	decline, handover_chain, handover, handover_part TO peerchallenge_app;
GRANT UPDATE ON cycle, challenge, challenge_date, task, team_member, declaration, handover_chain TO peerchallenge_app;
GRANT UPDATE (body, nonce, erased_at) ON handover_part TO peerchallenge_app;

ALTER TABLE framework ENABLE ROW LEVEL SECURITY;
ALTER TABLE cycle ENABLE ROW LEVEL SECURITY;
ALTER TABLE challenge ENABLE ROW LEVEL SECURITY;
ALTER TABLE challenge_date ENABLE ROW LEVEL SECURITY;
ALTER TABLE proposal_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE task ENABLE ROW LEVEL SECURITY;
ALTER TABLE team_member ENABLE ROW LEVEL SECURITY;
ALTER TABLE declaration ENABLE ROW LEVEL SECURITY;
ALTER TABLE decline ENABLE ROW LEVEL SECURITY;
ALTER TABLE handover_chain ENABLE ROW LEVEL SECURITY;
ALTER TABLE handover ENABLE ROW LEVEL SECURITY;
ALTER TABLE handover_part ENABLE ROW LEVEL SECURITY;

-- A framework and a cycle hold questions and dates, no content; they are read by
-- whoever meets a challenge of theirs, and by the region.
CREATE POLICY signed_in_reads ON framework FOR SELECT USING (app_actor() IS NOT NULL OR app_job() = 'stages');
CREATE POLICY region_adds ON framework FOR INSERT WITH CHECK (region_id = ANY ((SELECT keys_of('region'))::uuid[]) OR (SELECT is_operator()));
CREATE POLICY signed_in_reads ON cycle FOR SELECT USING (app_actor() IS NOT NULL OR app_job() = 'stages');
CREATE POLICY region_writes ON cycle FOR INSERT WITH CHECK (region_id = ANY ((SELECT keys_of('region'))::uuid[]));
CREATE POLICY region_changes ON cycle FOR UPDATE USING (region_id = ANY ((SELECT keys_of('region'))::uuid[]));

CREATE POLICY common_or_region ON challenge FOR SELECT USING (
	id = ANY ((SELECT keys_of('common'))::uuid[]) OR region_id = ANY ((SELECT keys_of('region'))::uuid[]) OR app_job() = 'stages');
CREATE POLICY region_adds ON challenge FOR INSERT WITH CHECK (region_id = ANY ((SELECT keys_of('region'))::uuid[]));
CREATE POLICY common_changes ON challenge FOR UPDATE USING (
	id = ANY ((SELECT keys_of('common'))::uuid[]) OR region_id = ANY ((SELECT keys_of('region'))::uuid[]) OR app_job() = 'stages');

CREATE POLICY common ON challenge_date FOR ALL USING (challenge_id = ANY ((SELECT keys_of('common'))::uuid[]) OR app_job() = 'stages');
CREATE POLICY host_or_region ON proposal_answer FOR SELECT USING (
	challenge_id = ANY ((SELECT keys_of('host'))::uuid[]) OR region_id = ANY ((SELECT keys_of('region'))::uuid[]));
CREATE POLICY host_answers ON proposal_answer FOR INSERT WITH CHECK (
	person_id = app_actor() AND challenge_id = ANY ((SELECT keys_of('host'))::uuid[]));
CREATE POLICY common ON task FOR ALL USING (challenge_id = ANY ((SELECT keys_of('common'))::uuid[]) OR app_job() = 'stages');
CREATE POLICY common ON team_member FOR ALL USING (challenge_id = ANY ((SELECT keys_of('common'))::uuid[]));

CREATE POLICY own_or_region ON declaration FOR SELECT USING (
	person_id = app_actor() OR region_id = ANY ((SELECT keys_of('region'))::uuid[]));
CREATE POLICY own ON declaration FOR INSERT WITH CHECK (
	person_id = app_actor() AND challenge_id = ANY ((SELECT keys_of('common'))::uuid[]));
CREATE POLICY own_or_region_changes ON declaration FOR UPDATE USING (
	person_id = app_actor() OR region_id = ANY ((SELECT keys_of('region'))::uuid[]));
CREATE POLICY own_or_region ON decline FOR SELECT USING (
	person_id = app_actor() OR region_id = ANY ((SELECT keys_of('region'))::uuid[]));
CREATE POLICY own ON decline FOR INSERT WITH CHECK (person_id = app_actor());

CREATE POLICY common ON handover_chain FOR ALL USING (challenge_id = ANY ((SELECT keys_of('common'))::uuid[]));
CREATE POLICY common ON handover FOR SELECT USING (challenge_id = ANY ((SELECT keys_of('common'))::uuid[]));
CREATE POLICY as_oneself ON handover FOR INSERT WITH CHECK (
	person_id = app_actor() AND challenge_id = ANY ((SELECT keys_of('common'))::uuid[]));
CREATE POLICY to_or_from ON handover_part FOR SELECT USING (
	(challenge_id::text || '/' || to_room) = ANY ((SELECT my_rooms())::text[])
	OR (challenge_id::text || '/' || from_room) = ANY ((SELECT my_rooms())::text[]));
CREATE POLICY from_a_room_of_mine ON handover_part FOR INSERT WITH CHECK (
	(challenge_id::text || '/' || from_room) = ANY ((SELECT my_rooms())::text[])
	OR (challenge_id::text || '/' || to_room) = ANY ((SELECT my_rooms())::text[]));
CREATE POLICY erase ON handover_part FOR UPDATE USING (
	(challenge_id::text || '/' || from_room) = ANY ((SELECT my_rooms())::text[])) WITH CHECK (body IS NULL AND nonce IS NULL);

-- +goose Down
DROP FUNCTION challenges_of(uuid);
DROP FUNCTION sync_region_keys(uuid, date, timestamptz);
DROP FUNCTION sync_keys(uuid, date, timestamptz, text[], text[], text[], int[]);
DROP FUNCTION keys_implied(uuid, date, text[], text[], text[], int[]);
DROP FUNCTION roles_on(uuid, date);
DROP TABLE handover_part, handover, handover_chain, decline, declaration, team_member, task, proposal_answer,
	challenge_date, challenge, cycle, framework;
