-- What the host does with the report (U1 to U3): its response, its plan with
-- actions and measures, and progress at three checks by both sides.

-- +goose Up
ALTER TABLE handover DROP CONSTRAINT handover_kind_check;
ALTER TABLE handover ADD CONSTRAINT handover_kind_check CHECK (kind IN ('submit', 'share', 'present', 'hand_over_draft', 'comment', 'answer',
	'finalise', 'publish', 'practice_findings', 'report_progress', 'respond', 'plan', 'publish_progress'));

-- Drafting in the host's room. The director opens it: each recommendation of the
-- final report is laid beside the response to it, for those who draft.
CREATE TABLE response_draft (
	challenge_id uuid NOT NULL REFERENCES challenge,
	finding_id   uuid NOT NULL,
	number       integer NOT NULL CHECK (number > 0),
	title        text NOT NULL,
	words        text NOT NULL,
	decision     text NOT NULL DEFAULT '' CHECK (decision IN ('', 'accepted', 'in_part', 'not')),
	reason       text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 2000),
	version      integer NOT NULL DEFAULT 1,
	person_id    uuid NOT NULL REFERENCES person,
	saved_at     timestamptz NOT NULL,
	PRIMARY KEY (challenge_id, finding_id),
	FOREIGN KEY (challenge_id, finding_id) REFERENCES finding (challenge_id, id),
	CONSTRAINT one_recommendation_per_number UNIQUE (challenge_id, number)
);
CREATE TABLE plan_action (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL,
	finding_id   uuid NOT NULL,
	words        text NOT NULL CHECK (char_length(words) BETWEEN 1 AND 1000),
	owner_id     uuid REFERENCES person,
	owner_name   text NOT NULL DEFAULT '' CHECK (char_length(owner_name) <= 200),
	due_on       date NOT NULL,
	evidence     text NOT NULL CHECK (char_length(evidence) BETWEEN 1 AND 1000),
	version      integer NOT NULL DEFAULT 1,
	person_id    uuid NOT NULL REFERENCES person,
	added_at     timestamptz NOT NULL,
	removed_at   timestamptz,
	FOREIGN KEY (challenge_id, finding_id) REFERENCES response_draft (challenge_id, finding_id),
	UNIQUE (challenge_id, id),
	CHECK ((owner_id IS NULL) <> (owner_name = ''))
);
CREATE INDEX plan_action_by_recommendation ON plan_action (challenge_id, finding_id, due_on);
CREATE INDEX plan_action_by_owner ON plan_action (owner_id) WHERE removed_at IS NULL;
-- How far an action is: its owner says, or the host's director and link officer.
CREATE TABLE action_progress (
	action_id    uuid PRIMARY KEY,
	challenge_id uuid NOT NULL,
	state        text NOT NULL CHECK (state IN ('not_started', 'under_way', 'done')),
	note         text NOT NULL DEFAULT '' CHECK (char_length(note) <= 2000),
	version      integer NOT NULL DEFAULT 1,
	person_id    uuid NOT NULL REFERENCES person,
	saved_at     timestamptz NOT NULL,
	FOREIGN KEY (challenge_id, action_id) REFERENCES plan_action (challenge_id, id)
);
CREATE INDEX action_progress_by_challenge ON action_progress (challenge_id);
CREATE TABLE measure (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL,
	finding_id   uuid NOT NULL,
	indicator_id text NOT NULL DEFAULT '' CHECK (char_length(indicator_id) <= 40),
	name         text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
	definition   text NOT NULL CHECK (char_length(definition) BETWEEN 1 AND 1000),
	unit         text NOT NULL CHECK (char_length(unit) BETWEEN 1 AND 60),
	source       text NOT NULL CHECK (char_length(source) BETWEEN 1 AND 300),
	better       text NOT NULL CHECK (better IN ('higher', 'lower')),
	baseline     double precision NOT NULL,
	baseline_period text NOT NULL CHECK (char_length(baseline_period) BETWEEN 1 AND 60),
	baseline_on  date NOT NULL,
	region_low   double precision,
	region_high  double precision,
	version      integer NOT NULL DEFAULT 1,
	person_id    uuid NOT NULL REFERENCES person,
	added_at     timestamptz NOT NULL,
	removed_at   timestamptz,
	FOREIGN KEY (challenge_id, finding_id) REFERENCES response_draft (challenge_id, finding_id),
	UNIQUE (challenge_id, id),
	CHECK ((region_low IS NULL) = (region_high IS NULL)),
	CHECK (region_low <= region_high)
);
CREATE INDEX measure_by_recommendation ON measure (challenge_id, finding_id, added_at);
CREATE TABLE measure_reading (
	measure_id   uuid NOT NULL,
	check_number integer NOT NULL CHECK (check_number BETWEEN 1 AND 3),
	challenge_id uuid NOT NULL,
	value        double precision,
	period       text NOT NULL DEFAULT '' CHECK (char_length(period) <= 60),
	person_id    uuid NOT NULL REFERENCES person,
	saved_at     timestamptz NOT NULL,
	PRIMARY KEY (measure_id, check_number),
	FOREIGN KEY (challenge_id, measure_id) REFERENCES measure (challenge_id, id),
	CONSTRAINT a_value_has_its_period CHECK ((value IS NULL) = (period = ''))
);
CREATE INDEX measure_reading_by_challenge ON measure_reading (challenge_id);

-- Each side drafts on its own: the host's statement in the host's room, the
-- lead's view in the team's.
CREATE TABLE progress_draft (
	challenge_id uuid NOT NULL REFERENCES challenge,
	check_number integer NOT NULL CHECK (check_number BETWEEN 1 AND 3),
	room         text NOT NULL CHECK (room IN ('host', 'team')),
	finding_id   uuid NOT NULL,
	state        text NOT NULL DEFAULT '' CHECK (state IN ('', 'achieved', 'on_track', 'slipped', 'not_achieved')),
	words        text NOT NULL DEFAULT '' CHECK (char_length(words) <= 3000),
	new_date     date,
	reason       text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 1000),
	version      integer NOT NULL DEFAULT 1,
	person_id    uuid NOT NULL REFERENCES person,
	saved_at     timestamptz NOT NULL,
	PRIMARY KEY (challenge_id, check_number, room, finding_id),
	FOREIGN KEY (challenge_id, finding_id) REFERENCES finding (challenge_id, id)
);
-- When each side recorded a check, and how it was closed: times, no content.
CREATE TABLE progress_check (
	challenge_id uuid NOT NULL REFERENCES challenge,
	number       integer NOT NULL CHECK (number BETWEEN 1 AND 3),
	host_at      timestamptz,
	lead_at      timestamptz,
	closed_at    timestamptz,
	closed_by    uuid REFERENCES person,
	silent       text NOT NULL DEFAULT '' CHECK (silent IN ('', 'host', 'lead', 'both')),
	PRIMARY KEY (challenge_id, number),
	CONSTRAINT a_check_closes_by_both_or_says_who_was_silent CHECK (closed_at IS NULL
		OR silent = CASE WHEN host_at IS NULL AND lead_at IS NULL THEN 'both' WHEN host_at IS NULL THEN 'host' WHEN lead_at IS NULL THEN 'lead' ELSE '' END)
);

-- Progress for everybody: a part of its own beside the published report.
CREATE TABLE published_progress (
	id           uuid PRIMARY KEY,
	council_slug text NOT NULL,
	visited_on   date NOT NULL,
	version      integer NOT NULL CHECK (version > 0),
	html         bytea NOT NULL,
	etag         text NOT NULL,
	seal         text NOT NULL,
	published_at timestamptz NOT NULL,
	taken_down_at timestamptz,
	CONSTRAINT one_progress_per_version UNIQUE (council_slug, visited_on, version)
);
CREATE TABLE progress_publication (
	published_progress_id uuid PRIMARY KEY REFERENCES published_progress,
	challenge_id uuid NOT NULL,
	handover_id  uuid NOT NULL,
	FOREIGN KEY (challenge_id, handover_id) REFERENCES handover (challenge_id, id)
);
CREATE INDEX progress_publication_by_challenge ON progress_publication (challenge_id);

-- Rights and policies ---------------------------------------------------------
GRANT SELECT, INSERT ON response_draft, plan_action, action_progress, measure, measure_reading, progress_draft, progress_check,
	published_progress, progress_publication TO peerchallenge_app;
GRANT UPDATE (decision, reason, version, person_id, saved_at) ON response_draft TO peerchallenge_app;
GRANT UPDATE (words, owner_id, owner_name, due_on, evidence, version, person_id, removed_at) ON plan_action TO peerchallenge_app;
GRANT UPDATE (state, note, version, person_id, saved_at) ON action_progress TO peerchallenge_app;
GRANT UPDATE (name, definition, unit, source, better, baseline, baseline_period, baseline_on, region_low, region_high, version, person_id, removed_at)
	ON measure TO peerchallenge_app;
GRANT UPDATE (value, period, person_id, saved_at) ON measure_reading TO peerchallenge_app;
GRANT UPDATE (state, words, new_date, reason, version, person_id, saved_at) ON progress_draft TO peerchallenge_app;
GRANT UPDATE (host_at, lead_at, closed_at, closed_by, silent) ON progress_check TO peerchallenge_app;
GRANT UPDATE (taken_down_at) ON published_progress TO peerchallenge_app;
GRANT SELECT ON published_progress TO peerchallenge_public;

ALTER TABLE response_draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE plan_action ENABLE ROW LEVEL SECURITY;
ALTER TABLE action_progress ENABLE ROW LEVEL SECURITY;
ALTER TABLE measure ENABLE ROW LEVEL SECURITY;
ALTER TABLE measure_reading ENABLE ROW LEVEL SECURITY;
ALTER TABLE progress_draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE progress_check ENABLE ROW LEVEL SECURITY;
ALTER TABLE published_progress ENABLE ROW LEVEL SECURITY;
ALTER TABLE progress_publication ENABLE ROW LEVEL SECURITY;

CREATE POLICY room_host ON response_draft FOR ALL USING (challenge_id = ANY ((SELECT keys_of('host'))::uuid[]));
CREATE POLICY room_host ON measure FOR ALL USING (challenge_id = ANY ((SELECT keys_of('host'))::uuid[]));
CREATE POLICY room_host ON measure_reading FOR ALL USING (challenge_id = ANY ((SELECT keys_of('host'))::uuid[]));
-- an action is also its owner's to read, while they are on the challenge
CREATE POLICY room_host ON plan_action FOR ALL USING (challenge_id = ANY ((SELECT keys_of('host'))::uuid[]));
CREATE POLICY own ON plan_action FOR SELECT USING (owner_id = app_actor() AND removed_at IS NULL
	AND challenge_id = ANY ((SELECT keys_of('common'))::uuid[]));
CREATE POLICY room_host ON action_progress FOR ALL USING (challenge_id = ANY ((SELECT keys_of('host'))::uuid[]));
CREATE POLICY own_actions ON action_progress FOR ALL USING (challenge_id = ANY ((SELECT keys_of('common'))::uuid[])
	AND action_id IN (SELECT id FROM plan_action WHERE owner_id = app_actor() AND removed_at IS NULL));
CREATE POLICY room_of_the_side ON progress_draft FOR ALL USING ((challenge_id::text || '/' || room) = ANY ((SELECT my_rooms())::text[]));
CREATE POLICY common ON progress_check FOR SELECT USING (challenge_id = ANY ((SELECT keys_of('common'))::uuid[]) OR app_job() = 'stages');
CREATE POLICY by_those_who_record ON progress_check FOR INSERT WITH CHECK (
	challenge_id = ANY ((SELECT parts_of('{dass,lead,deputy_lead,coordinator}'))::uuid[]));
CREATE POLICY by_those_who_record_changes ON progress_check FOR UPDATE USING (
	challenge_id = ANY ((SELECT parts_of('{dass,lead,deputy_lead,coordinator}'))::uuid[]));
CREATE POLICY everybody_reads ON published_progress FOR SELECT USING (true);
CREATE POLICY published_by_the_app ON published_progress FOR INSERT TO peerchallenge_app
	WITH CHECK (cardinality((SELECT parts_of('{dass}'))::uuid[]) > 0);
CREATE POLICY taken_down_by_the_app ON published_progress FOR UPDATE TO peerchallenge_app
	USING (cardinality((SELECT parts_of('{dass,coordinator}'))::uuid[]) > 0);
CREATE POLICY room_council ON progress_publication FOR ALL USING (challenge_id = ANY ((SELECT keys_of('council'))::uuid[]));

-- Nobody writes in another's name.
-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['response_draft', 'plan_action', 'action_progress', 'measure', 'measure_reading', 'progress_draft'] LOOP
		EXECUTE format('CREATE POLICY in_own_name ON %I AS RESTRICTIVE FOR INSERT WITH CHECK (person_id = app_actor())', t);
		EXECUTE format('CREATE POLICY in_own_name_changes ON %I AS RESTRICTIVE FOR UPDATE USING (true) WITH CHECK (person_id = app_actor())', t);
	END LOOP;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP TABLE progress_publication, published_progress, progress_check, progress_draft, measure_reading, measure, action_progress,
	plan_action, response_draft;
ALTER TABLE handover DROP CONSTRAINT handover_kind_check;
ALTER TABLE handover ADD CONSTRAINT handover_kind_check CHECK (kind IN ('submit', 'share', 'present', 'hand_over_draft', 'comment', 'answer',
	'finalise', 'publish', 'practice_findings', 'report_progress')) NOT VALID;
