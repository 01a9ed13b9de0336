-- Documents that the team, or a visiting principal social worker, asks the host for
-- by name, with a reason, and what the host answers (D1). Both sides read it (room:
-- shared). Which document was provided is an id: its title is read by the host from
-- its own list, by the team only once the director has shared it (V2).

-- +goose Up
CREATE TABLE document_request (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL REFERENCES challenge,
	number       integer NOT NULL CHECK (number > 0),
	title        text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
	reason       text NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 2000),
	asked_by     uuid NOT NULL REFERENCES person,
	asked_at     timestamptz NOT NULL,
	status       text NOT NULL DEFAULT 'outstanding' CHECK (status IN ('outstanding', 'provided', 'covered', 'not_available')),
	document_id  uuid,
	words        text NOT NULL DEFAULT '' CHECK (char_length(words) <= 2000),
	answered_by  uuid REFERENCES person,
	answered_at  timestamptz,
	UNIQUE (challenge_id, id),
	CONSTRAINT one_document_request_per_number UNIQUE (challenge_id, number),
	FOREIGN KEY (challenge_id, document_id) REFERENCES document (challenge_id, id),
	CHECK ((status = 'outstanding') = (answered_at IS NULL) AND (answered_at IS NULL) = (answered_by IS NULL)),
	CONSTRAINT only_a_provided_or_covering_document_is_named CHECK (document_id IS NULL OR status IN ('provided', 'covered')),
	CONSTRAINT what_is_not_available_says_why CHECK (status <> 'not_available' OR words <> '')
);
GRANT SELECT, INSERT ON document_request TO peerchallenge_app;
GRANT UPDATE (status, document_id, words, answered_by, answered_at) ON document_request TO peerchallenge_app;
ALTER TABLE document_request ENABLE ROW LEVEL SECURITY;
CREATE POLICY shared ON document_request FOR SELECT USING (challenge_id = ANY ((SELECT keys_of('shared'))::uuid[]));
CREATE POLICY visitors_ask ON document_request FOR INSERT WITH CHECK (asked_by = app_actor() AND status = 'outstanding'
	AND challenge_id = ANY ((SELECT keys_as('shared', '{visiting_psw,lead,deputy_lead,councillor,senior_manager,expert}'))::uuid[]));
CREATE POLICY host_answers ON document_request FOR UPDATE USING (challenge_id = ANY ((SELECT keys_as('shared', '{dass,link_officer}'))::uuid[]))
	WITH CHECK (answered_by = app_actor() OR status = 'outstanding');

-- They go with the documents; proposed corrections of a report with the working texts (I2).
ALTER FUNCTION destroy_kind(uuid, text) RENAME TO destroy_kind_first;
-- +goose StatementBegin
CREATE FUNCTION destroy_kind(which uuid, of_kind text) RETURNS integer
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
DECLARE
	n integer := 0;
BEGIN
	IF of_kind = 'documents' THEN
		UPDATE document_request SET title = 'A document, since destroyed', reason = 'Destroyed', document_id = NULL,
			words = CASE WHEN status = 'not_available' THEN 'Destroyed' ELSE '' END WHERE challenge_id = which;
	ELSIF of_kind = 'working_texts' THEN
		UPDATE report_correction SET title = '', body = '', what_changed = 'Destroyed' WHERE challenge_id = which;
		GET DIAGNOSTICS n = ROW_COUNT;
	END IF;
	RETURN n + destroy_kind_first(which, of_kind);
END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION destroy_kind(uuid, text) FROM PUBLIC;

-- +goose Down
DROP FUNCTION destroy_kind(uuid, text);
ALTER FUNCTION destroy_kind_first(uuid, text) RENAME TO destroy_kind;
DROP TABLE document_request;
