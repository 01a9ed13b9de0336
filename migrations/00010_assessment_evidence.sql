-- Evidence that answers of the self-assessment point to (A3), and why a submitted
-- one was reopened (A5).

-- +goose Up

-- Room: host; locked part: the area. The title is kept, since a contributor may
-- not read the documents themselves.
CREATE TABLE assessment_evidence (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL,
	area_key     text NOT NULL,
	answer_id    uuid NOT NULL,
	document_id  uuid NOT NULL,
	title        text NOT NULL CHECK (title <> ''),
	person_id    uuid NOT NULL REFERENCES person,
	at           timestamptz NOT NULL,
	FOREIGN KEY (challenge_id, area_key) REFERENCES assessment_area (challenge_id, area_key),
	FOREIGN KEY (challenge_id, answer_id) REFERENCES assessment_answer (challenge_id, id),
	FOREIGN KEY (challenge_id, document_id) REFERENCES document (challenge_id, id),
	CONSTRAINT one_link_per_document_and_answer UNIQUE (answer_id, document_id)
);
CREATE INDEX assessment_evidence_by_challenge ON assessment_evidence (challenge_id, answer_id);

-- Room: shared, and host. Only ever added to.
CREATE TABLE assessment_reopening (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL REFERENCES challenge,
	person_id    uuid NOT NULL REFERENCES person,
	reason       text NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 500),
	at           timestamptz NOT NULL
);
CREATE INDEX assessment_reopening_by_challenge ON assessment_reopening (challenge_id, at DESC);

GRANT SELECT, INSERT, DELETE ON assessment_evidence TO peerchallenge_app;
GRANT SELECT, INSERT ON assessment_reopening TO peerchallenge_app;

ALTER TABLE assessment_evidence ENABLE ROW LEVEL SECURITY;
CREATE POLICY room_or_part ON assessment_evidence FOR ALL USING (
	(challenge_id::text || '/host') = ANY ((SELECT my_rooms())::text[])
	OR (challenge_id::text || '/host/area:' || area_key) = ANY ((SELECT my_cupboards())::text[]));
ALTER TABLE assessment_reopening ENABLE ROW LEVEL SECURITY;
CREATE POLICY shared_or_host ON assessment_reopening FOR SELECT USING (
	challenge_id = ANY ((SELECT keys_of('shared'))::uuid[]) OR challenge_id = ANY ((SELECT keys_of('host'))::uuid[]));
CREATE POLICY host_adds ON assessment_reopening FOR INSERT WITH CHECK (
	person_id = app_actor() AND challenge_id = ANY ((SELECT keys_of('host'))::uuid[]));

-- +goose Down
DROP TABLE assessment_reopening, assessment_evidence;
