-- Whoever is erased leaves no links, needs, training or days away in what was
-- gathered for a cycle, and is not planned with (V7).

-- +goose Up
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION erase_person(who uuid, label text, today date, now_at timestamptz) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ BEGIN
	IF why_not_erased(who, today) <> '' OR label NOT LIKE 'Somebody who was %' THEN
		RAISE EXCEPTION 'this person cannot be erased' USING ERRCODE = '42501';
	END IF;
	UPDATE person SET name = label, post = '', outside_council = '', session_epoch = session_epoch + 1, erased_at = now_at WHERE id = who;
	DELETE FROM person_contact WHERE person_id = who;
	DELETE FROM credential WHERE person_id = who;
	DELETE FROM sign_in_token WHERE person_id = who;
	DELETE FROM access_need WHERE person_id = who;
	DELETE FROM expert_promise WHERE person_id = who;
	DELETE FROM visit_number WHERE person_id = who;
	DELETE FROM person_link WHERE person_id = who;
	DELETE FROM person_need WHERE person_id = who;
	DELETE FROM person_promise WHERE person_id = who;
	DELETE FROM person_training WHERE person_id = who;
	DELETE FROM person_unavailable WHERE person_id = who;
	UPDATE person_offer SET skills = '' WHERE person_id = who;
	UPDATE person_answer SET answer = 'no' WHERE person_id = who; -- nobody plans with them
	UPDATE mail SET subject = 'Erased', body = '', given_up_at = CASE WHEN sent_at IS NULL THEN coalesce(given_up_at, now_at) END WHERE person_id = who;
	UPDATE declaration SET words = '', grounds = '{}' WHERE person_id = who;
	UPDATE decline SET reason = '' WHERE person_id = who;
	UPDATE role_holding SET ended_at = now_at WHERE person_id = who AND ended_at IS NULL;
	UPDATE room_key SET revoked_at = now_at WHERE person_id = who AND revoked_at IS NULL;
END $$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION erase_person(who uuid, label text, today date, now_at timestamptz) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ BEGIN
	IF why_not_erased(who, today) <> '' OR label NOT LIKE 'Somebody who was %' THEN
		RAISE EXCEPTION 'this person cannot be erased' USING ERRCODE = '42501';
	END IF;
	UPDATE person SET name = label, post = '', outside_council = '', session_epoch = session_epoch + 1, erased_at = now_at WHERE id = who;
	DELETE FROM person_contact WHERE person_id = who;
	DELETE FROM credential WHERE person_id = who;
	DELETE FROM sign_in_token WHERE person_id = who;
	DELETE FROM access_need WHERE person_id = who;
	DELETE FROM expert_promise WHERE person_id = who;
	DELETE FROM visit_number WHERE person_id = who;
	UPDATE mail SET subject = 'Erased', body = '', given_up_at = CASE WHEN sent_at IS NULL THEN coalesce(given_up_at, now_at) END WHERE person_id = who;
	UPDATE declaration SET words = '', grounds = '{}' WHERE person_id = who;
	UPDATE decline SET reason = '' WHERE person_id = who;
	UPDATE role_holding SET ended_at = now_at WHERE person_id = who AND ended_at IS NULL;
	UPDATE room_key SET revoked_at = now_at WHERE person_id = who AND revoked_at IS NULL;
END $$;
-- +goose StatementEnd
