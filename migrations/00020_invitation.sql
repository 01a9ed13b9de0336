-- What the welcome page of an invitation says (who invited, what for), and how
-- somebody who may invite finds a person already known in their own region.

-- +goose Up
ALTER TABLE sign_in_token
	ADD COLUMN invited_by uuid REFERENCES person,
	ADD COLUMN invited_for text NOT NULL DEFAULT '' CHECK (char_length(invited_for) <= 400);

-- The person with an address, for those who invite: coordinators within their
-- region, directors and link officers within the region they belong to, the
-- operator everywhere. Anybody else is told nothing, not even that it is taken.
-- +goose StatementBegin
CREATE FUNCTION person_to_invite(address text) RETURNS uuid
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT p.id FROM person_contact c JOIN person p ON p.id = c.person_id
		WHERE c.email = address AND (p.id = app_actor() OR is_operator() OR p.region_id = ANY (keys_of('region'))
			OR p.region_id IN (SELECT me.region_id FROM person me
				JOIN role_holding h ON h.person_id = me.id AND h.ended_at IS NULL AND h.role IN ('dass', 'link_officer')
				WHERE me.id = app_actor())) $$;
-- +goose StatementEnd

-- +goose Down
DROP FUNCTION person_to_invite(text);
ALTER TABLE sign_in_token DROP COLUMN invited_by, DROP COLUMN invited_for;
