-- What is written about a challenge, each table in the room it belongs to.

-- +goose Up

-- Text that several people write: one row a document, one row a version.
CREATE TABLE prose_document (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL REFERENCES challenge,
	room         text NOT NULL CHECK (room IN ('host', 'practice', 'team', 'leaders', 'council')),
	cupboard     text NOT NULL DEFAULT '',
	version      integer NOT NULL DEFAULT 0,
	body         text NOT NULL DEFAULT '' CHECK (char_length(body) <= 50000),
	updated_by   uuid REFERENCES person,
	updated_at   timestamptz,
	UNIQUE (challenge_id, id)
);
CREATE INDEX prose_document_by_challenge ON prose_document (challenge_id, room);

CREATE TABLE prose_version (
	document_id  uuid NOT NULL,
	challenge_id uuid NOT NULL,
	room         text NOT NULL,
	cupboard     text NOT NULL DEFAULT '',
	version      integer NOT NULL,
	body         text NOT NULL,
	person_id    uuid NOT NULL REFERENCES person,
	at           timestamptz NOT NULL,
	PRIMARY KEY (document_id, version),
	FOREIGN KEY (challenge_id, document_id) REFERENCES prose_document (challenge_id, id)
);

-- Self-assessment (room: host; cupboard: the area) ----------------------------

CREATE TABLE assessment_area (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL REFERENCES challenge,
	area_key     text NOT NULL,
	owner_id     uuid REFERENCES person,
	judgement    text NOT NULL DEFAULT '' CHECK (judgement IN ('', 'Strong', 'Good', 'Some way to go', 'A long way to go', 'Not sure')),
	CONSTRAINT one_area_per_challenge UNIQUE (challenge_id, area_key)
);
CREATE TABLE assessment_answer (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL,
	area_key     text NOT NULL,
	prompt_id    text NOT NULL,
	prose_id     uuid NOT NULL,
	ready_at     timestamptz,
	ready_by     uuid REFERENCES person,
	FOREIGN KEY (challenge_id, area_key) REFERENCES assessment_area (challenge_id, area_key),
	FOREIGN KEY (challenge_id, prose_id) REFERENCES prose_document (challenge_id, id),
	CONSTRAINT one_answer_per_prompt UNIQUE (challenge_id, prompt_id),
	UNIQUE (challenge_id, id)
);

-- Documents (room: host until shared) -----------------------------------------

CREATE TABLE document (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL REFERENCES challenge,
	title        text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
	removed_at   timestamptz,
	added_by     uuid NOT NULL REFERENCES person,
	added_at     timestamptz NOT NULL,
	UNIQUE (challenge_id, id)
);
CREATE INDEX document_by_challenge ON document (challenge_id, title);
CREATE TABLE document_version (
	id           uuid PRIMARY KEY,
	document_id  uuid NOT NULL,
	challenge_id uuid NOT NULL,
	version      integer NOT NULL CHECK (version > 0),
	file_name    text NOT NULL,
	digest       text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
	size         bigint NOT NULL CHECK (size > 0),
	mime         text NOT NULL,
	scan         text NOT NULL CHECK (scan IN ('not_scanned', 'clean', 'stopped')),
	added_by     uuid NOT NULL REFERENCES person,
	added_at     timestamptz NOT NULL,
	FOREIGN KEY (challenge_id, document_id) REFERENCES document (challenge_id, id),
	CONSTRAINT one_version_per_number UNIQUE (document_id, version)
);
CREATE INDEX document_version_by_challenge ON document_version (challenge_id);
CREATE TABLE document_requirement (
	challenge_id uuid NOT NULL REFERENCES challenge,
	requirement_key text NOT NULL,
	status       text NOT NULL DEFAULT 'outstanding' CHECK (status IN ('outstanding', 'provided', 'covered', 'not_available')),
	document_id  uuid,
	reason       text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 2000),
	changed_by   uuid REFERENCES person,
	changed_at   timestamptz,
	PRIMARY KEY (challenge_id, requirement_key),
	FOREIGN KEY (challenge_id, document_id) REFERENCES document (challenge_id, id),
	CHECK ((status IN ('provided', 'covered')) = (document_id IS NOT NULL)),
	CHECK (status <> 'not_available' OR reason <> '')
);
-- That files are not scanned is said, and accepted once on record (D2).
CREATE TABLE unscanned_acceptance (
	challenge_id uuid PRIMARY KEY REFERENCES challenge,
	person_id    uuid NOT NULL REFERENCES person,
	at           timestamptz NOT NULL
);
-- What was handed to the team (room: shared).
CREATE TABLE shared_document (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL,
	handover_id  uuid NOT NULL,
	document_id  uuid NOT NULL,
	version      integer NOT NULL,
	title        text NOT NULL,
	requirement_key text NOT NULL DEFAULT '',
	file_name    text NOT NULL,
	digest       text NOT NULL,
	size         bigint NOT NULL,
	mime         text NOT NULL,
	scan         text NOT NULL,
	shared_at    timestamptz NOT NULL,
	FOREIGN KEY (challenge_id, handover_id) REFERENCES handover (challenge_id, id),
	UNIQUE (challenge_id, id),
	CONSTRAINT shared_once_per_version UNIQUE (document_id, version)
);
CREATE INDEX shared_document_by_challenge ON shared_document (challenge_id, title);
-- Required documents that are covered or not available, as told to the team (room: shared).
CREATE TABLE shared_requirement (
	challenge_id uuid NOT NULL,
	handover_id  uuid NOT NULL,
	requirement_key text NOT NULL,
	status       text NOT NULL,
	reason       text NOT NULL DEFAULT '',
	document_title text NOT NULL DEFAULT '',
	PRIMARY KEY (handover_id, requirement_key),
	FOREIGN KEY (challenge_id, handover_id) REFERENCES handover (challenge_id, id)
);
-- Reading marks (room: team).
CREATE TABLE reading_mark (
	shared_document_id uuid NOT NULL,
	challenge_id uuid NOT NULL,
	person_id    uuid NOT NULL REFERENCES person,
	read_at      timestamptz NOT NULL,
	PRIMARY KEY (shared_document_id, person_id),
	FOREIGN KEY (challenge_id, shared_document_id) REFERENCES shared_document (challenge_id, id)
);

-- Notes, findings, report (room: team) ----------------------------------------

CREATE TABLE note (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL REFERENCES challenge,
	person_id    uuid NOT NULL REFERENCES person,
	source       text NOT NULL CHECK (source IN ('read', 'heard', 'seen')),
	place        text NOT NULL DEFAULT '' CHECK (char_length(place) <= 200),
	lived_experience boolean NOT NULL DEFAULT false,
	area_key     text NOT NULL DEFAULT '',
	body         text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 10000),
	at           timestamptz NOT NULL,
	sent_once    text,
	UNIQUE (challenge_id, id),
	CONSTRAINT one_note_per_sending UNIQUE (challenge_id, person_id, sent_once)
);
CREATE INDEX note_by_challenge ON note (challenge_id, at DESC, id DESC);

CREATE TABLE finding (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL REFERENCES challenge,
	area_key     text NOT NULL,
	kind         text NOT NULL CHECK (kind IN ('strength', 'consideration', 'recommendation')),
	title        text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
	title_version integer NOT NULL DEFAULT 1,
	prose_id     uuid NOT NULL,
	answers_id   uuid,
	lived_experience boolean NOT NULL DEFAULT false,
	place        integer NOT NULL DEFAULT 0,
	person_id    uuid NOT NULL REFERENCES person,
	added_at     timestamptz NOT NULL,
	withdrawn_at timestamptz,
	change_reason text NOT NULL DEFAULT '' CHECK (char_length(change_reason) <= 2000),
	UNIQUE (challenge_id, id),
	FOREIGN KEY (challenge_id, prose_id) REFERENCES prose_document (challenge_id, id),
	FOREIGN KEY (challenge_id, answers_id) REFERENCES finding (challenge_id, id),
	CONSTRAINT only_recommendations_answer CHECK (answers_id IS NULL OR kind = 'recommendation')
);
CREATE INDEX finding_by_challenge ON finding (challenge_id, area_key, kind, place, id);

CREATE TABLE finding_evidence (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL,
	finding_id   uuid NOT NULL,
	source       text NOT NULL CHECK (source IN ('read', 'heard', 'seen')),
	note_id      uuid,
	shared_document_id uuid,
	words        text NOT NULL DEFAULT '' CHECK (char_length(words) <= 1000),
	person_id    uuid NOT NULL REFERENCES person,
	at           timestamptz NOT NULL,
	FOREIGN KEY (challenge_id, finding_id) REFERENCES finding (challenge_id, id),
	FOREIGN KEY (challenge_id, note_id) REFERENCES note (challenge_id, id),
	FOREIGN KEY (challenge_id, shared_document_id) REFERENCES shared_document (challenge_id, id),
	CHECK (note_id IS NOT NULL OR shared_document_id IS NOT NULL OR words <> '')
);
CREATE INDEX finding_evidence_by_finding ON finding_evidence (finding_id);

CREATE TABLE finding_position (
	finding_id   uuid NOT NULL,
	challenge_id uuid NOT NULL,
	person_id    uuid NOT NULL REFERENCES person,
	position     text NOT NULL CHECK (position IN ('agree', 'differ', 'add')),
	words        text NOT NULL DEFAULT '' CHECK (char_length(words) <= 2000),
	at           timestamptz NOT NULL,
	PRIMARY KEY (finding_id, person_id),
	FOREIGN KEY (challenge_id, finding_id) REFERENCES finding (challenge_id, id),
	CHECK (position = 'agree' OR words <> '')
);

CREATE TABLE finding_question (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL,
	finding_id   uuid NOT NULL,
	person_id    uuid NOT NULL REFERENCES person,
	words        text NOT NULL CHECK (char_length(words) BETWEEN 1 AND 2000),
	asked_at     timestamptz NOT NULL,
	answer       text NOT NULL DEFAULT '' CHECK (char_length(answer) <= 2000),
	answered_by  uuid REFERENCES person,
	answered_at  timestamptz,
	withdrawn_at timestamptz,
	FOREIGN KEY (challenge_id, finding_id) REFERENCES finding (challenge_id, id),
	CHECK ((answered_at IS NULL) = (answer = '')),
	CHECK (answered_at IS NULL OR withdrawn_at IS NULL)
);
CREATE INDEX finding_question_by_finding ON finding_question (finding_id);

CREATE TABLE report (
	challenge_id uuid PRIMARY KEY REFERENCES challenge,
	summary_id   uuid NOT NULL,
	no_expert_reason text NOT NULL DEFAULT '' CHECK (char_length(no_expert_reason) <= 1000),
	summary_change_reason text NOT NULL DEFAULT '' CHECK (char_length(summary_change_reason) <= 2000),
	FOREIGN KEY (challenge_id, summary_id) REFERENCES prose_document (challenge_id, id)
);

CREATE TABLE sign_off (
	challenge_id uuid NOT NULL REFERENCES challenge,
	person_id    uuid NOT NULL REFERENCES person,
	kind         text NOT NULL CHECK (kind IN ('signed', 'reservation', 'did_not_answer')),
	words        text NOT NULL DEFAULT '' CHECK (char_length(words) <= 5000),
	named        boolean NOT NULL DEFAULT false,
	public       boolean NOT NULL DEFAULT false,
	at           timestamptz NOT NULL,
	PRIMARY KEY (challenge_id, person_id),
	CHECK (kind <> 'reservation' OR words <> ''),
	CHECK (public OR NOT named)
);

-- Comments and answers ---------------------------------------------------------

-- Being drafted by the host's leaders (room: host; cupboard: comments). The team never sees these.
CREATE TABLE comment_draft (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL REFERENCES challenge,
	person_id    uuid NOT NULL REFERENCES person,
	kind         text NOT NULL DEFAULT '' CHECK (kind IN ('', 'fact', 'clarify', 'perspective')),
	passage      text NOT NULL DEFAULT '' CHECK (char_length(passage) <= 200),
	words        text NOT NULL DEFAULT '' CHECK (char_length(words) <= 5000),
	evidence_document_id uuid,
	remark       text NOT NULL DEFAULT '' CHECK (char_length(remark) <= 2000),
	saved_at     timestamptz NOT NULL,
	sent_at      timestamptz,
	UNIQUE (challenge_id, id),
	FOREIGN KEY (challenge_id, evidence_document_id) REFERENCES document (challenge_id, id)
);
CREATE INDEX comment_draft_by_challenge ON comment_draft (challenge_id, saved_at);

-- Sent (room: leaders).
CREATE TABLE comment (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL,
	number       integer NOT NULL CHECK (number > 0),
	person_id    uuid NOT NULL REFERENCES person,
	kind         text NOT NULL CHECK (kind IN ('fact', 'clarify', 'perspective')),
	passage      text NOT NULL,
	passage_text text NOT NULL,
	words        text NOT NULL CHECK (words <> ''),
	evidence_title text NOT NULL DEFAULT '',
	handover_id  uuid NOT NULL,
	sent_at      timestamptz NOT NULL,
	answered_at  timestamptz,
	UNIQUE (challenge_id, id),
	CONSTRAINT one_comment_per_number UNIQUE (challenge_id, number),
	FOREIGN KEY (challenge_id, handover_id) REFERENCES handover (challenge_id, id)
);

-- Being drafted by the team (room: team). The host never sees these.
CREATE TABLE answer_draft (
	comment_id   uuid PRIMARY KEY,
	challenge_id uuid NOT NULL,
	decision     text NOT NULL DEFAULT '' CHECK (decision IN ('', 'changed', 'partly_changed', 'kept')),
	words        text NOT NULL DEFAULT '' CHECK (char_length(words) <= 5000),
	remark       text NOT NULL DEFAULT '' CHECK (char_length(remark) <= 2000),
	version      integer NOT NULL DEFAULT 1,
	person_id    uuid NOT NULL REFERENCES person,
	saved_at     timestamptz NOT NULL,
	FOREIGN KEY (challenge_id, comment_id) REFERENCES comment (challenge_id, id)
);

-- Given (room: leaders).
CREATE TABLE answer (
	comment_id   uuid PRIMARY KEY,
	challenge_id uuid NOT NULL,
	decision     text NOT NULL CHECK (decision IN ('changed', 'partly_changed', 'kept')),
	words        text NOT NULL CHECK (words <> ''),
	person_id    uuid NOT NULL REFERENCES person,
	handover_id  uuid NOT NULL,
	answered_at  timestamptz NOT NULL,
	FOREIGN KEY (challenge_id, comment_id) REFERENCES comment (challenge_id, id),
	FOREIGN KEY (challenge_id, handover_id) REFERENCES handover (challenge_id, id)
);

-- Published (room: public): read by a role of its own, finished pages as bytes.
CREATE TABLE published_report (
	id           uuid PRIMARY KEY,
	region_name  text NOT NULL,
	council_name text NOT NULL,
	council_slug text NOT NULL,
	visited_on   date NOT NULL,
	version      integer NOT NULL CHECK (version > 0),
	title        text NOT NULL,
	summary      text NOT NULL,
	html         bytea NOT NULL,
	etag         text NOT NULL,
	seal         text NOT NULL,
	what_changed text NOT NULL DEFAULT '',
	published_at timestamptz NOT NULL,
	taken_down_at timestamptz,
	CONSTRAINT one_report_per_version UNIQUE (council_slug, visited_on, version)
);
CREATE INDEX published_report_newest ON published_report (published_at DESC, id DESC);
-- Which challenge a published report came from: not for the public.
CREATE TABLE publication (
	published_report_id uuid PRIMARY KEY REFERENCES published_report,
	challenge_id uuid NOT NULL,
	handover_id  uuid NOT NULL,
	FOREIGN KEY (challenge_id, handover_id) REFERENCES handover (challenge_id, id)
);

-- Rights and policies ----------------------------------------------------------

GRANT SELECT, INSERT ON prose_document, prose_version, assessment_area, assessment_answer, document, document_version,
	document_requirement, unscanned_acceptance, shared_document, shared_requirement, reading_mark, note, finding,
	finding_evidence, finding_position, finding_question, report, sign_off, comment_draft, comment, answer_draft, answer,
	published_report, publication TO peerchallenge_app;
GRANT UPDATE ON prose_document, assessment_area, assessment_answer, document, document_requirement, finding,
	finding_position, finding_question, report, sign_off, comment_draft, answer_draft TO peerchallenge_app;
GRANT UPDATE (answered_at) ON comment TO peerchallenge_app;
GRANT UPDATE (taken_down_at) ON published_report TO peerchallenge_app;
GRANT DELETE ON finding_evidence, reading_mark, comment_draft TO peerchallenge_app;
GRANT SELECT ON published_report TO peerchallenge_public;

-- One policy a table: who holds the key of its room may read and write there.
-- +goose StatementBegin
DO $$
DECLARE
	pair text[];
BEGIN
	FOREACH pair SLICE 1 IN ARRAY ARRAY[
		['document', 'host'], ['document_version', 'host'], ['document_requirement', 'host'], ['unscanned_acceptance', 'host'],
		['shared_document', 'shared'], ['shared_requirement', 'shared'],
		['reading_mark', 'team'], ['note', 'team'], ['finding', 'team'], ['finding_evidence', 'team'],
		['finding_position', 'team'], ['finding_question', 'team'], ['report', 'team'], ['sign_off', 'team'],
		['answer_draft', 'team'], ['comment', 'leaders'], ['answer', 'leaders'], ['publication', 'council']]
	LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', pair[1]);
		EXECUTE format('CREATE POLICY room_%s ON %I FOR ALL USING (challenge_id = ANY ((SELECT keys_of(%L))::uuid[]))',
			pair[2], pair[1], pair[2]);
	END LOOP;
	-- The room in a column, with its locked parts.
	FOREACH pair SLICE 1 IN ARRAY ARRAY[
		['prose_document', 'room', 'cupboard'], ['prose_version', 'room', 'cupboard'],
		['assessment_area', '''host''', '''area:'' || area_key'], ['assessment_answer', '''host''', '''area:'' || area_key'],
		['comment_draft', '''host''', '''comments''']]
	LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', pair[1]);
		EXECUTE format('CREATE POLICY room_or_part ON %I FOR ALL USING (
			(challenge_id::text || ''/'' || %s) = ANY ((SELECT my_rooms())::text[])
			OR (challenge_id::text || ''/'' || %s || ''/'' || %s) = ANY ((SELECT my_cupboards())::text[]))',
			pair[1], pair[2], pair[2], pair[3]);
	END LOOP;
END $$;
-- +goose StatementEnd

ALTER TABLE published_report ENABLE ROW LEVEL SECURITY;
CREATE POLICY everybody_reads ON published_report FOR SELECT USING (true);
CREATE POLICY published_by_the_app ON published_report FOR INSERT TO peerchallenge_app WITH CHECK (app_actor() IS NOT NULL);
CREATE POLICY taken_down_by_the_app ON published_report FOR UPDATE TO peerchallenge_app USING (app_actor() IS NOT NULL);

-- +goose Down
DROP TABLE publication, published_report, answer, answer_draft, comment, comment_draft, sign_off, report,
	finding_question, finding_position, finding_evidence, finding, note, reading_mark, shared_requirement,
	shared_document, unscanned_acceptance, document_requirement, document_version, document, assessment_answer,
	assessment_area, prose_version, prose_document;
