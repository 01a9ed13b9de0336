-- Nobody writes in another's name: what a row says about who wrote it must be
-- the actor. Restrictive, so it holds beside the policies that open a room. A
-- sign-off of somebody else may only say that they did not answer (F8); a report
-- is published by a director (F9).

-- +goose Up
-- +goose StatementBegin
DO $$
DECLARE
	pair text[];
BEGIN
	FOREACH pair SLICE 1 IN ARRAY ARRAY[
		['note', 'person_id'], ['finding', 'person_id'], ['finding_evidence', 'person_id'], ['finding_position', 'person_id'],
		['finding_question', 'person_id'], ['reading_mark', 'person_id'], ['comment_draft', 'person_id'],
		['document', 'added_by'], ['document_version', 'added_by'], ['unscanned_acceptance', 'person_id'],
		['prose_version', 'person_id'], ['answer_draft', 'person_id'], ['answer', 'person_id']]
	LOOP
		EXECUTE format('CREATE POLICY in_own_name ON %I AS RESTRICTIVE FOR INSERT WITH CHECK (%I = app_actor())', pair[1], pair[2]);
	END LOOP;
END $$;
-- +goose StatementEnd
CREATE POLICY in_own_name ON sign_off AS RESTRICTIVE FOR INSERT WITH CHECK (person_id = app_actor() OR kind = 'did_not_answer');
CREATE POLICY in_own_name_changes ON sign_off AS RESTRICTIVE FOR UPDATE USING (true) WITH CHECK (person_id = app_actor() OR kind = 'did_not_answer');
CREATE POLICY by_a_director ON published_report AS RESTRICTIVE FOR INSERT TO peerchallenge_app WITH CHECK (
	EXISTS (SELECT FROM role_holding h WHERE h.person_id = app_actor() AND h.role = 'dass' AND h.ended_at IS NULL));

-- +goose Down
DROP POLICY by_a_director ON published_report;
DROP POLICY in_own_name_changes ON sign_off;
-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['note', 'finding', 'finding_evidence', 'finding_position', 'finding_question', 'reading_mark',
		'comment_draft', 'document', 'document_version', 'unscanned_acceptance', 'prose_version', 'answer_draft', 'answer', 'sign_off']
	LOOP
		EXECUTE format('DROP POLICY in_own_name ON %I', t);
	END LOOP;
END $$;
-- +goose StatementEnd
