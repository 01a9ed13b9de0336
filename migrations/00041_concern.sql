-- Serious concerns (C1): that one was raised, when, to whom, and that they
-- acknowledged it. There is no column for what it is about. And mail to somebody
-- who is no user: the contact at the host may be none.

-- +goose Up
CREATE TABLE concern_contact (
	challenge_id uuid NOT NULL REFERENCES challenge,
	kind         text NOT NULL CHECK (kind IN ('safeguarding', 'leaders')),
	name         text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
	post         text NOT NULL DEFAULT '' CHECK (char_length(post) <= 200),
	phone        text NOT NULL CHECK (char_length(phone) BETWEEN 3 AND 50),
	email        text NOT NULL CHECK (email = lower(email) AND email LIKE '%_@_%' AND char_length(email) <= 254),
	entered_by   uuid NOT NULL REFERENCES person,
	entered_at   timestamptz NOT NULL,
	PRIMARY KEY (challenge_id, kind)
);
CREATE TABLE concern (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL REFERENCES challenge,
	raised_by    uuid NOT NULL REFERENCES person,
	raised_at    timestamptz NOT NULL,
	about_leaders boolean NOT NULL,
	contact_name text NOT NULL DEFAULT '',      -- empty: none was entered, the council's main way
	contact_post text NOT NULL DEFAULT '',
	link_hash    bytea,
	acknowledged_at timestamptz,
	CONSTRAINT one_concern_per_link UNIQUE (link_hash),
	CHECK ((contact_name = '') = (link_hash IS NULL)),
	CHECK (acknowledged_at IS NULL OR link_hash IS NOT NULL)
);
CREATE INDEX concern_by_challenge ON concern (challenge_id, raised_at DESC);

GRANT SELECT, INSERT ON concern_contact, concern TO peerchallenge_app;
GRANT UPDATE (name, post, phone, email, entered_by, entered_at) ON concern_contact TO peerchallenge_app;

ALTER TABLE concern_contact ENABLE ROW LEVEL SECURITY;
CREATE POLICY common ON concern_contact FOR SELECT USING (challenge_id = ANY ((SELECT keys_of('common'))::uuid[]));
CREATE POLICY host_enters ON concern_contact FOR INSERT WITH CHECK (
	entered_by = app_actor() AND challenge_id = ANY ((SELECT parts_of('{dass,link_officer}'))::uuid[]));
CREATE POLICY host_changes ON concern_contact FOR UPDATE USING (challenge_id = ANY ((SELECT parts_of('{dass,link_officer}'))::uuid[]))
	WITH CHECK (entered_by = app_actor());

-- Raiser and lead; the contact reads it through the link alone.
ALTER TABLE concern ENABLE ROW LEVEL SECURITY;
CREATE POLICY raiser_and_lead ON concern FOR SELECT USING (
	raised_by = app_actor() OR challenge_id = ANY ((SELECT parts_of('{lead,deputy_lead}'))::uuid[]));
CREATE POLICY anyone_on_it_raises ON concern FOR INSERT WITH CHECK (
	raised_by = app_actor() AND acknowledged_at IS NULL AND challenge_id = ANY ((SELECT keys_of('common'))::uuid[]));

-- The leads to tell: everybody on a challenge may ask, by id alone, as keys are
-- read by everybody on it. What the link opens, and acknowledging by it: the hash
-- of 32 random bytes is the right to ask.
-- +goose StatementBegin
CREATE FUNCTION concern_by_link(hash bytea)
	RETURNS TABLE (id uuid, challenge_id uuid, challenge_name text, council text, raised_by text, raised_at timestamptz, about_leaders boolean,
		contact_name text, acknowledged_at timestamptz)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT n.id, n.challenge_id, c.name, k.name, p.name, n.raised_at, n.about_leaders, n.contact_name, n.acknowledged_at
		FROM concern n JOIN challenge c ON c.id = n.challenge_id JOIN council k ON k.id = c.host_council_id JOIN person p ON p.id = n.raised_by
		WHERE n.link_hash = hash $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION acknowledge_concern(hash bytea, at timestamptz) RETURNS integer
	LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ WITH done AS (UPDATE concern SET acknowledged_at = at WHERE link_hash = hash AND acknowledged_at IS NULL RETURNING 1)
		SELECT count(*)::integer FROM done $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION concern_hearers(hash bytea) RETURNS SETOF uuid
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT n.raised_by FROM concern n WHERE n.link_hash = hash
		UNION SELECT k.person_id FROM concern n JOIN room_key k ON k.scope_id = n.challenge_id AND k.room = 'common'
			AND k.because IN ('lead', 'deputy_lead') AND k.revoked_at IS NULL WHERE n.link_hash = hash $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION concern_by_link(bytea), acknowledge_concern(bytea, timestamptz), concern_hearers(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION concern_by_link(bytea), acknowledge_concern(bytea, timestamptz), concern_hearers(bytea) TO peerchallenge_app;

-- A mail goes to a person, or to an address of somebody who is none.
ALTER TABLE mail ALTER COLUMN person_id DROP NOT NULL;
ALTER TABLE mail ADD COLUMN address text CHECK (address LIKE '%_@_%' AND address !~ '[\r\n]');
ALTER TABLE mail ADD CONSTRAINT mail_goes_to_somebody CHECK ((person_id IS NULL) <> (address IS NULL));

-- +goose Down
DELETE FROM mail WHERE person_id IS NULL;
ALTER TABLE mail DROP CONSTRAINT mail_goes_to_somebody;
ALTER TABLE mail DROP COLUMN address;
ALTER TABLE mail ALTER COLUMN person_id SET NOT NULL;
DROP FUNCTION concern_hearers(bytea);
DROP FUNCTION acknowledge_concern(bytea, timestamptz);
DROP FUNCTION concern_by_link(bytea);
DROP TABLE concern, concern_contact;
