-- Practice findings go to the team and the host's director, not to all who hold the
-- leaders' key: senior leaders read what is presented, no practice findings (P3).
-- The pages said so already; now the database does.

-- +goose Up

-- The challenges of which the actor holds a room's key because of one of these parts.
-- +goose StatementBegin
CREATE FUNCTION keys_as(which text, parts text[]) RETURNS uuid[]
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ BEGIN RETURN (SELECT coalesce(array_agg(DISTINCT scope_id), '{}') FROM room_key
		WHERE person_id = app_actor() AND room = which AND cupboard = '' AND because = ANY (parts) AND revoked_at IS NULL); END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION keys_as(text, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keys_as(text, text[]) TO peerchallenge_app;

DROP POLICY to_or_from ON handover_part;
CREATE POLICY to_or_from ON handover_part FOR SELECT USING (
	(challenge_id::text || '/' || from_room) = ANY ((SELECT my_rooms())::text[])
	OR ((challenge_id::text || '/' || to_room) = ANY ((SELECT my_rooms())::text[]) AND (from_room <> 'practice'
		OR challenge_id = ANY ((SELECT keys_as('leaders', '{dass,lead,deputy_lead,councillor,senior_manager,expert}'))::uuid[]))));
-- and what leaves the practice review is written by the three alone
DROP POLICY from_a_room_of_mine ON handover_part;
CREATE POLICY from_a_room_of_mine ON handover_part FOR INSERT WITH CHECK (
	(challenge_id::text || '/' || from_room) = ANY ((SELECT my_rooms())::text[])
	OR (from_room <> 'practice' AND (challenge_id::text || '/' || to_room) = ANY ((SELECT my_rooms())::text[])));

-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['practice_shared', 'practice_correction'] LOOP
		EXECUTE format('DROP POLICY practice_or_leaders ON %I', t);
		EXECUTE format('CREATE POLICY practice_team_or_director ON %I FOR SELECT USING (challenge_id = ANY ((SELECT keys_of(''practice''))::uuid[])
			OR challenge_id = ANY ((SELECT keys_as(''leaders'', ''{dass,lead,deputy_lead,councillor,senior_manager,expert}''))::uuid[]))', t);
	END LOOP;
END $$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['practice_shared', 'practice_correction'] LOOP
		EXECUTE format('DROP POLICY practice_team_or_director ON %I', t);
		EXECUTE format('CREATE POLICY practice_or_leaders ON %I FOR SELECT USING (
			challenge_id = ANY ((SELECT keys_of(''practice''))::uuid[]) OR challenge_id = ANY ((SELECT keys_of(''leaders''))::uuid[]))', t);
	END LOOP;
END $$;
-- +goose StatementEnd
DROP POLICY to_or_from ON handover_part;
CREATE POLICY to_or_from ON handover_part FOR SELECT USING (
	(challenge_id::text || '/' || to_room) = ANY ((SELECT my_rooms())::text[])
	OR (challenge_id::text || '/' || from_room) = ANY ((SELECT my_rooms())::text[]));
DROP POLICY from_a_room_of_mine ON handover_part;
CREATE POLICY from_a_room_of_mine ON handover_part FOR INSERT WITH CHECK (
	(challenge_id::text || '/' || from_room) = ANY ((SELECT my_rooms())::text[])
	OR (challenge_id::text || '/' || to_room) = ANY ((SELECT my_rooms())::text[]));
DROP FUNCTION keys_as(text, text[]);
