-- Somebody who left the team after findings were presented may still record a
-- reservation (F8), though leaving ended all they could open (V4). So the database
-- tells them which challenges those are, and takes their words; they read their
-- own word and nothing else.

-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION places_left() RETURNS TABLE (challenge_id uuid, name text, host text, role text, left_at timestamptz, still_open boolean)
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ BEGIN RETURN QUERY SELECT DISTINCT ON (c.id) c.id, c.name, k.name, m.role, m.ended_at, c.finalised_at IS NULL AND c.ended IS NULL
		FROM team_member m JOIN challenge c ON c.id = m.challenge_id JOIN council k ON k.id = c.host_council_id
		WHERE m.person_id = app_actor() AND m.state = 'ended' AND m.role <> 'visiting_psw' AND m.undertaking_at IS NOT NULL
			AND c.presented_at <= m.ended_at
			AND NOT EXISTS (SELECT FROM room_key r WHERE r.scope_id = c.id AND r.person_id = m.person_id AND r.room = 'team' AND r.revoked_at IS NULL)
		ORDER BY c.id, m.ended_at DESC; END $$;
-- +goose StatementEnd

-- Records it in the actor's own name: "recorded", "closed" once the report is
-- final, "absent" for everybody who has no such place.
-- +goose StatementBegin
CREATE FUNCTION reserve_after_leaving(which uuid, own_words text, with_name boolean, for_public boolean, now_at timestamptz) RETURNS text
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ BEGIN
	IF NOT EXISTS (SELECT FROM places_left() l WHERE l.challenge_id = which) THEN
		RETURN 'absent';
	END IF;
	-- making the report final locks the same row first
	PERFORM FROM handover_chain h WHERE h.challenge_id = which FOR UPDATE;
	IF NOT EXISTS (SELECT FROM challenge c WHERE c.id = which AND c.finalised_at IS NULL AND c.ended IS NULL) THEN
		RETURN 'closed';
	END IF;
	INSERT INTO sign_off AS s (challenge_id, person_id, kind, words, named, public, at)
	VALUES (which, app_actor(), 'reservation', own_words, with_name, for_public, now_at)
	ON CONFLICT (challenge_id, person_id) DO UPDATE SET kind = 'reservation', words = own_words, named = with_name, public = for_public, at = now_at;
	RETURN 'recorded';
END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION places_left(), reserve_after_leaving(uuid, text, boolean, boolean, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION places_left(), reserve_after_leaving(uuid, text, boolean, boolean, timestamptz) TO peerchallenge_app;

CREATE POLICY own_word ON sign_off FOR SELECT USING (person_id = app_actor());

-- +goose Down
DROP POLICY own_word ON sign_off;
DROP FUNCTION reserve_after_leaving(uuid, text, boolean, boolean, timestamptz);
DROP FUNCTION places_left();
