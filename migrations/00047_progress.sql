-- The coordinator's view of all challenges says where nobody has begun, as the
-- reminders do: a yes or no about each task, for the coordinators of the region.

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

-- +goose Down
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
