-- Preparing: scope and key lines of enquiry, the risk awareness tool (A4), what
-- experts by experience are promised before they say yes (T10), access needs,
-- and training as a gate of its own (T9).

-- +goose Up

-- Scope (room: common). Each change is a new version, agreed again by both.
CREATE TABLE scope_version (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL REFERENCES challenge,
	version      integer NOT NULL CHECK (version > 0),
	what         text NOT NULL CHECK (char_length(what) BETWEEN 1 AND 3000),
	focus        text NOT NULL DEFAULT '' CHECK (char_length(focus) <= 2000),
	questions    text[] NOT NULL CHECK (cardinality(questions) BETWEEN 1 AND 6),
	person_id    uuid NOT NULL REFERENCES person,
	at           timestamptz NOT NULL,
	CONSTRAINT one_scope_per_version UNIQUE (challenge_id, version)
);
CREATE TABLE scope_agreement (
	challenge_id uuid NOT NULL,
	version      integer NOT NULL,
	side         text NOT NULL CHECK (side IN ('host', 'team')),
	person_id    uuid NOT NULL REFERENCES person,
	at           timestamptz NOT NULL,
	PRIMARY KEY (challenge_id, version, side),
	FOREIGN KEY (challenge_id, version) REFERENCES scope_version (challenge_id, version)
);
CREATE TABLE scope_comment (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL,
	version      integer NOT NULL,
	person_id    uuid NOT NULL REFERENCES person,
	words        text NOT NULL CHECK (char_length(words) BETWEEN 1 AND 2000),
	at           timestamptz NOT NULL,
	FOREIGN KEY (challenge_id, version) REFERENCES scope_version (challenge_id, version)
);
CREATE INDEX scope_comment_by_challenge ON scope_comment (challenge_id, at);
GRANT SELECT, INSERT ON scope_version, scope_agreement, scope_comment TO peerchallenge_app;
ALTER TABLE scope_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE scope_agreement ENABLE ROW LEVEL SECURITY;
ALTER TABLE scope_comment ENABLE ROW LEVEL SECURITY;
CREATE POLICY common ON scope_version FOR SELECT USING (challenge_id = ANY ((SELECT keys_of('common'))::uuid[]));
CREATE POLICY host_proposes ON scope_version FOR INSERT WITH CHECK (
	person_id = app_actor() AND challenge_id = ANY ((SELECT parts_of('{dass}'))::uuid[]));
CREATE POLICY common ON scope_agreement FOR SELECT USING (challenge_id = ANY ((SELECT keys_of('common'))::uuid[]));
CREATE POLICY own_side_agrees ON scope_agreement FOR INSERT WITH CHECK (person_id = app_actor() AND (
	(side = 'host' AND challenge_id = ANY ((SELECT parts_of('{dass}'))::uuid[]))
	OR (side = 'team' AND challenge_id = ANY ((SELECT parts_of('{lead,deputy_lead}'))::uuid[]))));
CREATE POLICY common ON scope_comment FOR SELECT USING (challenge_id = ANY ((SELECT keys_of('common'))::uuid[]));
CREATE POLICY both_sides_comment ON scope_comment FOR INSERT WITH CHECK (
	person_id = app_actor() AND challenge_id = ANY ((SELECT parts_of('{dass,lead,deputy_lead}'))::uuid[]));

-- Risk awareness (room: host; locked part: area:risk). Every save is a version;
-- the newest is the answer, and none is ever changed.
CREATE TABLE risk_answer (
	id             uuid PRIMARY KEY,
	challenge_id   uuid NOT NULL REFERENCES challenge,
	area_id        text NOT NULL,
	version        integer NOT NULL CHECK (version > 0),
	level          text NOT NULL DEFAULT '' CHECK (char_length(level) <= 20),
	words          text NOT NULL DEFAULT '' CHECK (char_length(words) <= 5000),
	document_id    uuid,
	document_title text NOT NULL DEFAULT '' CHECK (char_length(document_title) <= 200),
	person_id      uuid NOT NULL REFERENCES person,
	at             timestamptz NOT NULL,
	FOREIGN KEY (challenge_id, document_id) REFERENCES document (challenge_id, id),
	CONSTRAINT one_risk_answer_per_version UNIQUE (challenge_id, area_id, version)
);
GRANT SELECT, INSERT ON risk_answer TO peerchallenge_app;
ALTER TABLE risk_answer ENABLE ROW LEVEL SECURITY;
CREATE POLICY room_or_part ON risk_answer FOR ALL USING (
	(challenge_id::text || '/host') = ANY ((SELECT my_rooms())::text[])
	OR (challenge_id::text || '/host/area:risk') = ANY ((SELECT my_cupboards())::text[]));
CREATE POLICY in_own_name ON risk_answer AS RESTRICTIVE FOR INSERT WITH CHECK (person_id = app_actor());

-- What an expert by experience is promised (T10): for them and the region.
CREATE TABLE expert_promise (
	challenge_id  uuid NOT NULL,
	region_id     uuid NOT NULL,
	person_id     uuid NOT NULL REFERENCES person,
	hours         text NOT NULL CHECK (char_length(hours) BETWEEN 1 AND 1000),
	payment       text NOT NULL CHECK (char_length(payment) BETWEEN 1 AND 1000),
	expenses      text NOT NULL CHECK (char_length(expenses) BETWEEN 1 AND 1000),
	benefits      text NOT NULL CHECK (char_length(benefits) BETWEEN 1 AND 1000),
	buddy         text NOT NULL CHECK (char_length(buddy) BETWEEN 1 AND 300),
	support       text NOT NULL CHECK (char_length(support) BETWEEN 1 AND 1000),
	format        text NOT NULL CHECK (format IN ('web', 'email', 'large_print', 'easy_read', 'telephone')),
	written_by    uuid NOT NULL REFERENCES person,
	written_at    timestamptz NOT NULL,
	read_out_by   uuid REFERENCES person,
	read_out_on   date,
	PRIMARY KEY (challenge_id, person_id),
	FOREIGN KEY (challenge_id, region_id) REFERENCES challenge (id, region_id),
	CHECK ((read_out_by IS NULL) = (read_out_on IS NULL))
);
-- The words a region begins with for the next expert.
CREATE TABLE expert_default (
	region_id  uuid PRIMARY KEY REFERENCES region,
	hours      text NOT NULL DEFAULT '' CHECK (char_length(hours) <= 1000),
	payment    text NOT NULL DEFAULT '' CHECK (char_length(payment) <= 1000),
	expenses   text NOT NULL DEFAULT '' CHECK (char_length(expenses) <= 1000),
	benefits   text NOT NULL DEFAULT '' CHECK (char_length(benefits) <= 1000),
	support    text NOT NULL DEFAULT '' CHECK (char_length(support) <= 1000),
	changed_by uuid NOT NULL REFERENCES person,
	changed_at timestamptz NOT NULL
);
-- Access needs of somebody who is asked or on the team: theirs and the region's;
-- the lead's only if they agree (T10).
CREATE TABLE access_need (
	challenge_id uuid NOT NULL,
	region_id    uuid NOT NULL,
	person_id    uuid NOT NULL REFERENCES person,
	words        text NOT NULL DEFAULT '' CHECK (char_length(words) <= 2000),
	lead_may_see boolean NOT NULL DEFAULT false,
	at           timestamptz NOT NULL,
	PRIMARY KEY (challenge_id, person_id),
	FOREIGN KEY (challenge_id, region_id) REFERENCES challenge (id, region_id)
);
GRANT SELECT, INSERT, UPDATE ON expert_promise, expert_default, access_need TO peerchallenge_app;
ALTER TABLE expert_promise ENABLE ROW LEVEL SECURITY;
ALTER TABLE expert_default ENABLE ROW LEVEL SECURITY;
ALTER TABLE access_need ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_or_region ON expert_promise FOR SELECT USING (
	person_id = app_actor() OR region_id = ANY ((SELECT keys_of('region'))::uuid[]));
CREATE POLICY region_writes ON expert_promise FOR INSERT WITH CHECK (
	written_by = app_actor() AND region_id = ANY ((SELECT keys_of('region'))::uuid[]));
CREATE POLICY region_changes ON expert_promise FOR UPDATE USING (region_id = ANY ((SELECT keys_of('region'))::uuid[]));
CREATE POLICY region ON expert_default FOR ALL USING (region_id = ANY ((SELECT keys_of('region'))::uuid[]))
	WITH CHECK (changed_by = app_actor() AND region_id = ANY ((SELECT keys_of('region'))::uuid[]));
CREATE POLICY own_region_or_lead ON access_need FOR SELECT USING (
	person_id = app_actor() OR region_id = ANY ((SELECT keys_of('region'))::uuid[])
	OR (lead_may_see AND challenge_id = ANY ((SELECT parts_of('{lead,deputy_lead}'))::uuid[])));
CREATE POLICY own ON access_need FOR INSERT WITH CHECK (
	person_id = app_actor() AND challenge_id = ANY ((SELECT keys_of('common'))::uuid[]));
CREATE POLICY own_changes ON access_need FOR UPDATE USING (person_id = app_actor());

-- Training (T9): trained_on is for the role, co_production_on in co-production.
ALTER TABLE team_member ADD COLUMN co_production_on date, ADD COLUMN trained_by uuid REFERENCES person;
UPDATE team_member SET co_production_on = trained_on;
GRANT UPDATE (co_production_on, trained_by) ON team_member TO peerchallenge_app;
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

-- +goose Down
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
	  AND (rule.room = 'common' OR NOT EXISTS (SELECT FROM team_member m WHERE m.challenge_id = which
		AND m.person_id = r.person_id AND m.role = r.role AND m.state = 'accepted' AND m.undertaking_at IS NULL))
	$$;
-- +goose StatementEnd
ALTER TABLE team_member DROP COLUMN co_production_on, DROP COLUMN trained_by;
DROP TABLE access_need, expert_default, expert_promise, risk_answer, scope_comment, scope_agreement, scope_version;
