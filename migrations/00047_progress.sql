-- The coordinator's view of all challenges says where nobody has begun, as the
-- reminders do: a yes or no about each task, for the coordinators of the region. And
-- who acts for a director is known to that director.

-- +goose Up
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION tasks_begun(which uuid[]) RETURNS uuid[]
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
	SELECT coalesce(array_agg(t.id), '{}') FROM task t JOIN challenge c ON c.id = t.challenge_id
	WHERE (app_job() = 'reminders' OR c.region_id = ANY (keys_of('region'))) AND t.id = ANY (which)
		AND EXISTS (SELECT FROM audit_line l WHERE l.challenge_id = t.challenge_id AND l.at > t.opened_at
			AND (split_part(l.verb, '.', 1) = rtrim(t.kind, 's') OR l.person_id = t.for_person
				OR l.person_id IN (SELECT k.person_id FROM room_key k WHERE k.scope_id = t.challenge_id AND k.room = 'common'
					AND k.because = t.for_role AND k.revoked_at IS NULL)))
	$$;
-- +goose StatementEnd

-- A director reads the names of those who act for them, also before their first day.
-- +goose StatementBegin
CREATE FUNCTION acting_for_me() RETURNS uuid[]
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT coalesce(array_agg(DISTINCT person_id), '{}') FROM role_holding
		WHERE scope = 'council' AND role = 'dass' AND acting AND ended_at IS NULL AND scope_id = ANY (councils_i_direct()) $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION acting_for_me() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION acting_for_me() TO peerchallenge_app;
CREATE POLICY acting_for_me ON person FOR SELECT USING (id = ANY ((SELECT acting_for_me())::uuid[]));

-- +goose Down
DROP POLICY acting_for_me ON person;
DROP FUNCTION acting_for_me();
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION tasks_begun(which uuid[]) RETURNS uuid[]
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
	SELECT coalesce(array_agg(t.id), '{}') FROM task t WHERE app_job() = 'reminders' AND t.id = ANY (which)
		AND EXISTS (SELECT FROM audit_line l WHERE l.challenge_id = t.challenge_id AND l.at > t.opened_at
			AND (split_part(l.verb, '.', 1) = rtrim(t.kind, 's') OR l.person_id = t.for_person
				OR l.person_id IN (SELECT k.person_id FROM room_key k WHERE k.scope_id = t.challenge_id AND k.room = 'common'
					AND k.because = t.for_role AND k.revoked_at IS NULL)))
	$$;
-- +goose StatementEnd
