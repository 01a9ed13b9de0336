-- A correction of a report that is final (F8): one member proposes other words for a
-- passage and says what changed, another member agrees (room: team), and the lead
-- seals a new version. The versions before stay as they are.

-- +goose Up
CREATE TABLE report_correction (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL REFERENCES challenge,
	passage      text NOT NULL CHECK (char_length(passage) BETWEEN 1 AND 100),
	title        text NOT NULL DEFAULT '' CHECK (char_length(title) <= 200),
	body         text NOT NULL CHECK (char_length(body) <= 50000),
	what_changed text NOT NULL CHECK (char_length(what_changed) BETWEEN 1 AND 1000),
	of_mark      text NOT NULL,                 -- of the final version that it corrects
	proposed_by  uuid NOT NULL REFERENCES person,
	proposed_at  timestamptz NOT NULL,
	agreed_by    uuid REFERENCES person,
	agreed_at    timestamptz,
	withdrawn_at timestamptz,
	handover_id  uuid,
	UNIQUE (challenge_id, id),
	FOREIGN KEY (challenge_id, handover_id) REFERENCES handover (challenge_id, id),
	CHECK ((agreed_by IS NULL) = (agreed_at IS NULL)),
	CONSTRAINT another_member_agrees_to_a_correction CHECK (agreed_by <> proposed_by),
	CONSTRAINT only_agreed_corrections_are_sealed CHECK (handover_id IS NULL OR (agreed_at IS NOT NULL AND withdrawn_at IS NULL))
);
CREATE UNIQUE INDEX one_open_correction_of_a_passage ON report_correction (challenge_id, passage)
	WHERE handover_id IS NULL AND withdrawn_at IS NULL;

GRANT SELECT, INSERT ON report_correction TO peerchallenge_app;
GRANT UPDATE (agreed_by, agreed_at, withdrawn_at, handover_id) ON report_correction TO peerchallenge_app;
ALTER TABLE report_correction ENABLE ROW LEVEL SECURITY;
CREATE POLICY room_team ON report_correction FOR ALL USING (challenge_id = ANY ((SELECT keys_of('team'))::uuid[]));
CREATE POLICY in_own_name ON report_correction AS RESTRICTIVE FOR INSERT WITH CHECK (proposed_by = app_actor()
	AND agreed_by IS NULL AND handover_id IS NULL);
CREATE POLICY agreed_in_own_name ON report_correction AS RESTRICTIVE FOR UPDATE USING (handover_id IS NULL AND withdrawn_at IS NULL)
	WITH CHECK (agreed_by IS NULL OR agreed_by = app_actor() OR handover_id IS NOT NULL OR withdrawn_at IS NOT NULL);

-- +goose Down
DROP TABLE report_correction;
