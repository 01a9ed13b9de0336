-- A copy of what is held about oneself, and erasing somebody whose last part has
-- ended without breaking the record (V7).

-- +goose Up
ALTER TABLE person ADD COLUMN erased_at timestamptz;

-- The mails to oneself: what and when, never the links in them.
-- +goose StatementBegin
CREATE FUNCTION my_mails() RETURNS TABLE (subject text, queued_at timestamptz, sent_at timestamptz)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT m.subject, m.queued_at, m.sent_at FROM mail m WHERE m.person_id = app_actor() ORDER BY m.queued_at DESC LIMIT 500 $$;
-- +goose StatementEnd

-- Why a coordinator cannot erase somebody: 'missing', 'self', 'erased', 'live' (a part
-- has not ended), 'request' (a request for information holds it back), or nothing.
-- +goose StatementBegin
CREATE FUNCTION why_not_erased(who uuid, today date) RETURNS text
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT coalesce((SELECT CASE
		WHEN NOT (p.region_id = ANY (keys_of('region'))) OR p.operator THEN 'missing'
		WHEN p.id = app_actor() THEN 'self'
		WHEN p.erased_at IS NOT NULL THEN 'erased'
		WHEN EXISTS (SELECT FROM role_holding h LEFT JOIN challenge c ON h.scope = 'challenge' AND c.id = h.scope_id
			WHERE h.person_id = who AND h.ended_at IS NULL AND (h.ends_on IS NULL OR h.ends_on >= today)
			AND (c.id IS NULL OR (c.stage <> 'closed' AND c.ended IS DISTINCT FROM 'withdrawn' AND c.ended IS DISTINCT FROM 'closed_early'))) THEN 'live'
		WHEN EXISTS (SELECT FROM team_member m JOIN challenge c ON c.id = m.challenge_id WHERE m.person_id = who AND m.state IN ('proposed', 'accepted')
			AND c.stage <> 'closed' AND c.ended IS DISTINCT FROM 'withdrawn' AND c.ended IS DISTINCT FROM 'closed_early') THEN 'live'
		WHEN EXISTS (SELECT FROM information_request r WHERE r.closed_at IS NULL AND 'people' = ANY (r.kinds)
			AND EXISTS (SELECT FROM room_key k WHERE k.person_id = who AND k.scope_id = r.challenge_id)) THEN 'request'
		ELSE '' END FROM person p WHERE p.id = who), 'missing') $$;
-- +goose StatementEnd

-- The name becomes "Somebody who was …"; contact, ways to sign in, needs and words
-- about the person go; ids stay, so that every record and sealed copy still holds.
-- +goose StatementBegin
CREATE FUNCTION erase_person(who uuid, label text, today date, now_at timestamptz) RETURNS void
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
REVOKE EXECUTE ON FUNCTION my_mails(), why_not_erased(uuid, date), erase_person(uuid, text, date, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION my_mails(), why_not_erased(uuid, date), erase_person(uuid, text, date, timestamptz) TO peerchallenge_app;

-- +goose Down
DROP FUNCTION erase_person(uuid, text, date, timestamptz);
DROP FUNCTION why_not_erased(uuid, date);
DROP FUNCTION my_mails();
ALTER TABLE person DROP COLUMN erased_at;
