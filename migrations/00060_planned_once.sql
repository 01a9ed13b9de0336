-- The questions that every policy asks are planned once for each connection, not
-- at each call: plpgsql keeps its plans, sql does not. Whom one meets is read from
-- an index alone. On 1,530 challenges, a lead of 170: whom I meet 5.8 ms, then
-- 2.4 ms; keys 0.53 ms, then 0.31 ms.

-- +goose Up
CREATE INDEX room_key_common ON room_key (scope_id) INCLUDE (person_id) WHERE room = 'common';

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION keys_of(which text) RETURNS uuid[]
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ BEGIN RETURN (SELECT coalesce(array_agg(DISTINCT scope_id), '{}') FROM room_key
		WHERE person_id = app_actor() AND room = which AND cupboard = '' AND revoked_at IS NULL); END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION my_rooms() RETURNS text[]
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ BEGIN RETURN (SELECT coalesce(array_agg(DISTINCT scope_id::text || '/' || room), '{}') FROM room_key
		WHERE person_id = app_actor() AND cupboard = '' AND revoked_at IS NULL); END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION my_cupboards() RETURNS text[]
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ BEGIN RETURN (SELECT coalesce(array_agg(DISTINCT scope_id::text || '/' || room || '/' || cupboard), '{}') FROM room_key
		WHERE person_id = app_actor() AND cupboard <> '' AND revoked_at IS NULL); END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION people_i_meet() RETURNS uuid[]
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ BEGIN RETURN (SELECT coalesce(array_agg(DISTINCT theirs.person_id), '{}')
		FROM room_key mine JOIN room_key theirs ON theirs.scope_id = mine.scope_id AND theirs.room = 'common'
		WHERE mine.person_id = app_actor() AND mine.room = 'common' AND mine.revoked_at IS NULL); END $$;
-- +goose StatementEnd

-- +goose Down
DROP INDEX room_key_common;
