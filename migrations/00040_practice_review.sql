-- The practice review (P1 to P4): what the two visiting principal social workers
-- and the host's write (room: practice), and what they hand over (read by those of
-- the leaders' room, and by the three themselves).

-- +goose Up

-- The sample, agreed beforehand and drawn by the reviewers (P4); one row a challenge.
CREATE TABLE practice_review (
	challenge_id uuid PRIMARY KEY REFERENCES challenge,
	wanted       jsonb NOT NULL,                 -- kind of work -> number of files
	why          text NOT NULL CHECK (char_length(why) BETWEEN 1 AND 1000),
	version      integer NOT NULL DEFAULT 1,     -- a changed proposal is agreed again
	proposed_by  uuid NOT NULL REFERENCES person,
	proposed_at  timestamptz NOT NULL,
	agreed_at    timestamptz,
	available    jsonb,                          -- kind of work -> how many made-up references there are
	counted_by   uuid REFERENCES person,
	counted_at   timestamptz,
	seed         text,
	method       text NOT NULL DEFAULT '',
	drawn_by     uuid REFERENCES person,
	drawn_at     timestamptz,
	findings_version integer NOT NULL DEFAULT 0, -- grows with every change of a practice finding
	CONSTRAINT sample_is_drawn_from_references_after_it_is_agreed CHECK (drawn_at IS NULL
		OR (agreed_at IS NOT NULL AND available IS NOT NULL AND seed IS NOT NULL AND drawn_by IS NOT NULL AND drawn_by <> counted_by))
);
CREATE TABLE practice_agreement (
	challenge_id uuid NOT NULL REFERENCES practice_review,
	person_id    uuid NOT NULL REFERENCES person,
	version      integer NOT NULL,
	at           timestamptz NOT NULL,
	PRIMARY KEY (challenge_id, person_id)
);

-- One drawn file and what was answered about it (P1). The reference is made up for
-- the review; which case it is stays inside the council.
CREATE TABLE practice_file (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL REFERENCES practice_review,
	label        text NOT NULL CHECK (label ~ '^[A-Z]{1,2}$'),
	place        integer NOT NULL,
	reference    text NOT NULL,
	kind         text NOT NULL,
	age_band     text NOT NULL DEFAULT '',
	team_type    text NOT NULL DEFAULT '',
	answers      jsonb NOT NULL DEFAULT '{}',
	overall      text NOT NULL DEFAULT '',
	learning     text NOT NULL DEFAULT '' CHECK (char_length(learning) <= 5000),
	not_people   text[] NOT NULL DEFAULT '{}',
	version      integer NOT NULL DEFAULT 0,
	saved_by     uuid REFERENCES person,
	saved_at     timestamptz,
	done_at      timestamptz,
	UNIQUE (challenge_id, id),
	CONSTRAINT one_file_per_label UNIQUE (challenge_id, label),
	CONSTRAINT one_file_per_reference UNIQUE (challenge_id, reference),
	CHECK (done_at IS NULL OR overall <> '')
);

-- A focus group of the practice review (P2). No name of anybody who came is kept (O5).
CREATE TABLE practice_group (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL REFERENCES challenge,
	kind         text NOT NULL,
	meets_on     date NOT NULL,
	starts       text NOT NULL CHECK (char_length(starts) BETWEEN 1 AND 50),
	place        text NOT NULL CHECK (char_length(place) BETWEEN 1 AND 200),
	expected     integer NOT NULL CHECK (expected BETWEEN 1 AND 100),
	size_reason  text NOT NULL DEFAULT '' CHECK (char_length(size_reason) <= 1000),
	host_psw_in  boolean NOT NULL,
	reach        text NOT NULL CHECK (char_length(reach) BETWEEN 1 AND 500), -- how to tell the reviewers something afterwards
	came         integer CHECK (came BETWEEN 0 AND 100),
	themes       text NOT NULL DEFAULT '' CHECK (char_length(themes) <= 10000),
	conditions   text NOT NULL DEFAULT '' CHECK (char_length(conditions) <= 10000),
	not_people   text[] NOT NULL DEFAULT '{}',
	version      integer NOT NULL DEFAULT 1,
	saved_by     uuid NOT NULL REFERENCES person,
	saved_at     timestamptz NOT NULL,
	UNIQUE (challenge_id, id)
);
CREATE INDEX practice_group_by_challenge ON practice_group (challenge_id, meets_on);

-- A practice finding: a pattern in words (P3, P4).
CREATE TABLE practice_finding (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL REFERENCES practice_review,
	kind         text NOT NULL CHECK (kind IN ('strength', 'consideration', 'recommendation')),
	title        text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
	prose_id     uuid NOT NULL,
	place        integer NOT NULL,
	not_people   text[] NOT NULL DEFAULT '{}',
	person_id    uuid NOT NULL REFERENCES person,
	added_at     timestamptz NOT NULL,
	withdrawn_at timestamptz,
	UNIQUE (challenge_id, id),
	FOREIGN KEY (challenge_id, prose_id) REFERENCES prose_document (challenge_id, id)
);
CREATE TABLE practice_source (
	finding_id   uuid NOT NULL,
	challenge_id uuid NOT NULL,
	file_id      uuid,
	group_id     uuid,
	FOREIGN KEY (challenge_id, finding_id) REFERENCES practice_finding (challenge_id, id),
	FOREIGN KEY (challenge_id, file_id) REFERENCES practice_file (challenge_id, id),
	FOREIGN KEY (challenge_id, group_id) REFERENCES practice_group (challenge_id, id),
	CHECK ((file_id IS NULL) <> (group_id IS NULL)),
	CONSTRAINT one_source_once UNIQUE NULLS NOT DISTINCT (finding_id, file_id, group_id)
);
-- What each of the three says of the findings as they stand (P3).
CREATE TABLE practice_position (
	challenge_id uuid NOT NULL REFERENCES practice_review,
	person_id    uuid NOT NULL REFERENCES person,
	position     text NOT NULL CHECK (position IN ('agree', 'differ')),
	words        text NOT NULL DEFAULT '' CHECK (char_length(words) <= 2000),
	not_people   text[] NOT NULL DEFAULT '{}',
	version      integer NOT NULL,
	at           timestamptz NOT NULL,
	PRIMARY KEY (challenge_id, person_id),
	CHECK ((position = 'differ') = (words <> ''))
);

-- That the practice findings were handed over, and until when facts are corrected.
CREATE TABLE practice_shared (
	challenge_id uuid PRIMARY KEY REFERENCES challenge,
	handover_id  uuid NOT NULL,
	handed_by    uuid NOT NULL REFERENCES person,
	handed_at    timestamptz NOT NULL,
	closes_at    timestamptz NOT NULL,
	FOREIGN KEY (challenge_id, handover_id) REFERENCES handover (challenge_id, id)
);
CREATE TABLE practice_correction (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL REFERENCES practice_shared,
	number       integer NOT NULL CHECK (number > 0),
	finding      text NOT NULL,
	title        text NOT NULL,
	words        text NOT NULL CHECK (char_length(words) BETWEEN 1 AND 3000),
	person_id    uuid NOT NULL REFERENCES person,
	sent_at      timestamptz NOT NULL,
	decision     text CHECK (decision IN ('changed', 'partly_changed', 'kept')),
	answer       text NOT NULL DEFAULT '' CHECK (char_length(answer) <= 3000),
	answered_by  uuid REFERENCES person,
	answered_at  timestamptz,
	UNIQUE (challenge_id, id),
	CONSTRAINT one_correction_per_number UNIQUE (challenge_id, number),
	CHECK ((answered_at IS NULL) = (decision IS NULL)),
	CHECK (answered_at IS NULL OR answer <> '')
);
-- Why a practice review goes on without two visiting reviewers and the host's (T6).
CREATE TABLE practice_exception (
	challenge_id uuid PRIMARY KEY REFERENCES challenge,
	reason       text NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 1000),
	person_id    uuid NOT NULL REFERENCES person,
	at           timestamptz NOT NULL
);

-- That they are handed over is a fact for every slice, as the other hand-overs are.
ALTER TABLE challenge ADD COLUMN practice_at timestamptz;
GRANT UPDATE (practice_at) ON challenge TO peerchallenge_app;

GRANT SELECT, INSERT ON practice_review, practice_agreement, practice_file, practice_group, practice_finding, practice_source,
	practice_position, practice_shared, practice_correction, practice_exception TO peerchallenge_app;
GRANT UPDATE (wanted, why, version, proposed_by, proposed_at, agreed_at, available, counted_by, counted_at, seed, method, drawn_by,
	drawn_at, findings_version) ON practice_review TO peerchallenge_app;
GRANT UPDATE (version, at) ON practice_agreement TO peerchallenge_app;
GRANT UPDATE (age_band, team_type, answers, overall, learning, not_people, version, saved_by, saved_at, done_at) ON practice_file TO peerchallenge_app;
GRANT UPDATE (kind, meets_on, starts, place, expected, size_reason, host_psw_in, reach, came, themes, conditions, not_people, version,
	saved_by, saved_at) ON practice_group TO peerchallenge_app;
GRANT UPDATE (kind, title, not_people, withdrawn_at) ON practice_finding TO peerchallenge_app;
GRANT UPDATE (position, words, not_people, version, at) ON practice_position TO peerchallenge_app;
GRANT UPDATE (handover_id) ON practice_shared TO peerchallenge_app;
GRANT UPDATE (decision, answer, answered_by, answered_at) ON practice_correction TO peerchallenge_app;
GRANT UPDATE (reason, person_id, at) ON practice_exception TO peerchallenge_app;
GRANT DELETE ON practice_source TO peerchallenge_app;

-- +goose StatementBegin
DO $$
DECLARE
	t text;
	pair text[];
BEGIN
	FOREACH t IN ARRAY ARRAY['practice_review', 'practice_agreement', 'practice_file', 'practice_group', 'practice_finding',
		'practice_source', 'practice_position'] LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
		EXECUTE format('CREATE POLICY room_practice ON %I FOR ALL USING (challenge_id = ANY ((SELECT keys_of(''practice''))::uuid[]))', t);
	END LOOP;
	-- nobody agrees, writes or signs for another
	FOREACH pair SLICE 1 IN ARRAY ARRAY[['practice_review', 'proposed_by'], ['practice_agreement', 'person_id'], ['practice_group', 'saved_by'],
		['practice_finding', 'person_id'], ['practice_position', 'person_id'], ['practice_shared', 'handed_by'],
		['practice_correction', 'person_id'], ['practice_exception', 'person_id']] LOOP
		EXECUTE format('CREATE POLICY in_own_name ON %I AS RESTRICTIVE FOR INSERT WITH CHECK (%I = app_actor())', pair[1], pair[2]);
	END LOOP;
	FOREACH t IN ARRAY ARRAY['practice_agreement', 'practice_position', 'practice_exception'] LOOP
		EXECUTE format('CREATE POLICY in_own_name_changes ON %I AS RESTRICTIVE FOR UPDATE USING (true) WITH CHECK (person_id = app_actor())', t);
	END LOOP;
END $$;
-- +goose StatementEnd

ALTER TABLE practice_shared ENABLE ROW LEVEL SECURITY;
CREATE POLICY practice_or_leaders ON practice_shared FOR SELECT USING (
	challenge_id = ANY ((SELECT keys_of('practice'))::uuid[]) OR challenge_id = ANY ((SELECT keys_of('leaders'))::uuid[]));
CREATE POLICY practice_hands_over ON practice_shared FOR INSERT WITH CHECK (challenge_id = ANY ((SELECT keys_of('practice'))::uuid[]));
CREATE POLICY practice_changes ON practice_shared FOR UPDATE USING (challenge_id = ANY ((SELECT keys_of('practice'))::uuid[]));

ALTER TABLE practice_correction ENABLE ROW LEVEL SECURITY;
CREATE POLICY practice_or_leaders ON practice_correction FOR SELECT USING (
	challenge_id = ANY ((SELECT keys_of('practice'))::uuid[]) OR challenge_id = ANY ((SELECT keys_of('leaders'))::uuid[]));
CREATE POLICY director_corrects ON practice_correction FOR INSERT WITH CHECK (challenge_id = ANY ((SELECT parts_of('{dass}'))::uuid[]));
CREATE POLICY reviewers_answer ON practice_correction FOR UPDATE USING (challenge_id = ANY ((SELECT parts_of('{visiting_psw}'))::uuid[])
	AND challenge_id = ANY ((SELECT keys_of('practice'))::uuid[]));

ALTER TABLE practice_exception ENABLE ROW LEVEL SECURITY;
CREATE POLICY common ON practice_exception FOR SELECT USING (challenge_id = ANY ((SELECT keys_of('common'))::uuid[]));
CREATE POLICY coordinator_says_why ON practice_exception FOR INSERT WITH CHECK (challenge_id = ANY ((SELECT parts_of('{coordinator}'))::uuid[]));
CREATE POLICY coordinator_changes ON practice_exception FOR UPDATE USING (challenge_id = ANY ((SELECT parts_of('{coordinator}'))::uuid[]));

-- +goose Down
ALTER TABLE challenge DROP COLUMN practice_at;
DROP TABLE practice_exception, practice_correction, practice_shared, practice_position, practice_source, practice_finding,
	practice_group, practice_file, practice_agreement, practice_review;
