-- The ground: database roles, the actor, people, councils, regions, keys, the
-- audit trail and mail. Row-level security is ENABLEd, not FORCEd: the owner
-- migrates and backs up; the program always serves as peerchallenge_app or
-- peerchallenge_public, which own nothing.

-- +goose Up
-- +goose StatementBegin
DO $$
DECLARE name text;
BEGIN
	FOREACH name IN ARRAY ARRAY['peerchallenge_app', 'peerchallenge_public'] LOOP
		BEGIN
			EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOBYPASSRLS', name);
		EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- roles belong to the whole cluster
		END;
		-- the login of `make run` puts on these roles; in production the app's own login is a member
		IF NOT pg_has_role(current_user, name, 'MEMBER') THEN
			EXECUTE format('GRANT %I TO CURRENT_USER', name);
		END IF;
	END LOOP;
END $$;
-- +goose StatementEnd

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO peerchallenge_app, peerchallenge_public;

-- Who is asking. Empty (as set_config leaves it) means nobody, and nobody reads nothing.
-- +goose StatementBegin
CREATE FUNCTION app_actor() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
	AS $$ SELECT nullif(current_setting('app.actor', true), '')::uuid $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION app_job() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
	AS $$ SELECT nullif(current_setting('app.job', true), '') $$;
-- +goose StatementEnd

-- Regions and councils -------------------------------------------------------

CREATE TABLE region (
	id         uuid PRIMARY KEY,
	slug       text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9-]{1,60}$'),
	name       text NOT NULL CHECK (name <> ''),
	short_code text NOT NULL DEFAULT '',
	fictional  boolean NOT NULL DEFAULT false,
	created_at timestamptz NOT NULL
);

CREATE TABLE council (
	id            uuid PRIMARY KEY,
	region_id     uuid NOT NULL REFERENCES region,
	code          text NOT NULL,
	slug          text NOT NULL CHECK (slug ~ '^[a-z0-9-]{1,80}$'),
	name          text NOT NULL CHECK (name <> ''),
	official_name text NOT NULL,
	CONSTRAINT one_council_per_code UNIQUE (code),
	CONSTRAINT one_council_per_slug UNIQUE (slug)
);
CREATE INDEX council_by_region ON council (region_id, name);

-- Elections a coordinator entered or confirmed (S3); the rest is computed.
CREATE TABLE council_election (
	council_id  uuid NOT NULL REFERENCES council,
	polling_day date NOT NULL,
	votes       text NOT NULL CHECK (votes IN ('votes', 'does_not', 'not_known')),
	entered_by  uuid NOT NULL,
	entered_at  timestamptz NOT NULL,
	PRIMARY KEY (council_id, polling_day)
);

CREATE TABLE council_closed_dates (
	id         uuid PRIMARY KEY,
	council_id uuid NOT NULL REFERENCES council,
	first_day  date NOT NULL,
	last_day   date NOT NULL,
	reason     text NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 300),
	CHECK (last_day >= first_day)
);
CREATE INDEX closed_dates_by_council ON council_closed_dates (council_id, first_day);

-- People ---------------------------------------------------------------------

CREATE TABLE person (
	id         uuid PRIMARY KEY,
	name       text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
	region_id  uuid REFERENCES region,
	council_id uuid REFERENCES council,
	post       text NOT NULL DEFAULT '',
	operator   boolean NOT NULL DEFAULT false,
	-- raised by a reset or a lost post: sessions of an older epoch end at once (V4)
	session_epoch integer NOT NULL DEFAULT 1,
	created_at timestamptz NOT NULL
);
CREATE INDEX person_by_region ON person (region_id, name, id);

CREATE TABLE person_contact (
	person_id uuid PRIMARY KEY REFERENCES person,
	region_id uuid REFERENCES region,
	email     text NOT NULL CHECK (email = lower(email) AND email LIKE '%_@_%'),
	phone     text NOT NULL DEFAULT '',
	CONSTRAINT one_person_per_email UNIQUE (email)
);

CREATE TABLE credential (
	person_id     uuid PRIMARY KEY REFERENCES person,
	password_hash text NOT NULL,
	changed_at    timestamptz NOT NULL
);

-- A link or code sent by e-mail; only hashes are kept.
CREATE TABLE sign_in_token (
	id         uuid PRIMARY KEY,
	person_id  uuid NOT NULL REFERENCES person,
	purpose    text NOT NULL CHECK (purpose IN ('sign_in', 'reset', 'invitation')),
	link_hash  bytea NOT NULL UNIQUE,
	code_hash  bytea,
	expires_at timestamptz NOT NULL,
	used_at    timestamptz
);
CREATE INDEX sign_in_token_by_person ON sign_in_token (person_id, expires_at);

-- Guesses are counted for an account name whether or not anybody has it.
CREATE TABLE sign_in_attempt (
	account_hash bytea NOT NULL,
	at           timestamptz NOT NULL
);
CREATE INDEX sign_in_attempt_by_account ON sign_in_attempt (account_hash, at);

CREATE TABLE sessions (
	token  text PRIMARY KEY,
	data   bytea NOT NULL,
	expiry timestamptz NOT NULL
);
CREATE INDEX sessions_by_expiry ON sessions (expiry);

-- Roles, dated. Scope says where: the installation, a region, a council (a
-- standing post there) or one challenge. A role ends; its row stays.
CREATE TABLE role_holding (
	id        uuid PRIMARY KEY,
	person_id uuid NOT NULL REFERENCES person,
	role      text NOT NULL CHECK (role IN ('operator', 'coordinator', 'dass', 'psw',
		'link_officer', 'senior_leader', 'host_reader', 'contributor', 'council_reader',
		'invitee', 'lead', 'deputy_lead', 'councillor', 'senior_manager', 'expert', 'visiting_psw')),
	scope     text NOT NULL CHECK (scope IN ('installation', 'region', 'council', 'challenge')),
	scope_id  uuid,
	cupboard  text NOT NULL DEFAULT '',
	title     text NOT NULL DEFAULT '',
	acting    boolean NOT NULL DEFAULT false,
	starts_on date NOT NULL,
	ends_on   date,
	ended_at  timestamptz,
	CHECK ((scope = 'installation') = (scope_id IS NULL)),
	CHECK (ends_on IS NULL OR ends_on >= starts_on)
);
CREATE UNIQUE INDEX one_live_holding_of_a_role ON role_holding
	(person_id, role, scope, coalesce(scope_id, '00000000-0000-0000-0000-000000000000'), cupboard) WHERE ended_at IS NULL;
CREATE INDEX role_holding_by_scope ON role_holding (scope_id, role) WHERE ended_at IS NULL;
CREATE INDEX role_holding_by_person ON role_holding (person_id) WHERE ended_at IS NULL;

-- Keys -----------------------------------------------------------------------

CREATE TABLE room_key (
	id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	person_id  uuid NOT NULL REFERENCES person,
	scope      text NOT NULL CHECK (scope IN ('challenge', 'region', 'council')),
	scope_id   uuid NOT NULL,
	room       text NOT NULL CHECK (room IN ('common', 'host', 'practice', 'team', 'leaders',
		'shared', 'council', 'region')),
	cupboard   text NOT NULL DEFAULT '',
	because    text NOT NULL,
	granted_at timestamptz NOT NULL,
	revoked_at timestamptz
);
CREATE UNIQUE INDEX one_live_key_per_room_and_role ON room_key (person_id, room, scope_id, cupboard, because)
	WHERE revoked_at IS NULL;
CREATE INDEX room_key_by_scope ON room_key (scope_id, room);

-- The ids of all challenges (or regions) whose room the actor may enter. Asked
-- once for each statement; a policy that joined the keys row by row was
-- hundreds of times slower.
-- +goose StatementBegin
CREATE FUNCTION keys_of(which text) RETURNS uuid[]
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT coalesce(array_agg(DISTINCT scope_id), '{}') FROM room_key
		WHERE person_id = app_actor() AND room = which AND cupboard = '' AND revoked_at IS NULL $$;
-- +goose StatementEnd

-- The same for rows that carry their room in a column: 'scope/room'.
-- +goose StatementBegin
CREATE FUNCTION my_rooms() RETURNS text[]
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT coalesce(array_agg(DISTINCT scope_id::text || '/' || room), '{}') FROM room_key
		WHERE person_id = app_actor() AND cupboard = '' AND revoked_at IS NULL $$;
-- +goose StatementEnd

-- 'scope/room/cupboard' for every locked part the actor holds a key to.
-- +goose StatementBegin
CREATE FUNCTION my_cupboards() RETURNS text[]
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT coalesce(array_agg(DISTINCT scope_id::text || '/' || room || '/' || cupboard), '{}') FROM room_key
		WHERE person_id = app_actor() AND cupboard <> '' AND revoked_at IS NULL $$;
-- +goose StatementEnd

-- Everybody whose name the actor may read: those who hold, or held, the common
-- key of a challenge the actor holds it for.
-- +goose StatementBegin
CREATE FUNCTION people_i_meet() RETURNS uuid[]
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT coalesce(array_agg(DISTINCT theirs.person_id), '{}')
		FROM room_key mine JOIN room_key theirs ON theirs.scope_id = mine.scope_id AND theirs.room = 'common'
		WHERE mine.person_id = app_actor() AND mine.room = 'common' AND mine.revoked_at IS NULL $$;
-- +goose StatementEnd

-- Audit ----------------------------------------------------------------------

-- One line for each act; ids, never words. The app may add and read, nothing else (V5).
CREATE TABLE audit_line (
	id           uuid PRIMARY KEY,
	at           timestamptz NOT NULL,
	person_id    uuid,
	job          text,
	verb         text NOT NULL,
	challenge_id uuid,
	region_id    uuid,
	room         text,
	subject_id   uuid
);
CREATE INDEX audit_line_by_challenge ON audit_line (challenge_id, at DESC, id DESC);
CREATE INDEX audit_line_by_person ON audit_line (person_id, at DESC, id DESC);

-- Mail -----------------------------------------------------------------------

-- What, where, when and a link, never content. One row for each recipient.
CREATE TABLE mail (
	id         uuid PRIMARY KEY,
	person_id  uuid NOT NULL REFERENCES person,
	kind       text NOT NULL,
	subject    text NOT NULL CHECK (subject !~ '[\r\n]'),
	body       text NOT NULL,
	queued_at  timestamptz NOT NULL,
	tries      integer NOT NULL DEFAULT 0,
	next_try   timestamptz NOT NULL,
	sent_at    timestamptz,
	given_up_at timestamptz,
	last_error text
);
CREATE INDEX mail_waiting ON mail (next_try) WHERE sent_at IS NULL AND given_up_at IS NULL;

-- Rights and policies --------------------------------------------------------

GRANT SELECT ON region, council, council_election, council_closed_dates, person, person_contact, role_holding, room_key, audit_line TO peerchallenge_app;
GRANT INSERT ON region, council, audit_line TO peerchallenge_app;
GRANT INSERT, UPDATE ON person, person_contact, role_holding, council_election TO peerchallenge_app;
GRANT INSERT, DELETE ON council_closed_dates TO peerchallenge_app;
GRANT SELECT, INSERT, UPDATE ON credential, sign_in_token, mail TO peerchallenge_app;
GRANT SELECT, INSERT, DELETE ON sign_in_attempt TO peerchallenge_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON sessions TO peerchallenge_app;

ALTER TABLE region ENABLE ROW LEVEL SECURITY;
ALTER TABLE council ENABLE ROW LEVEL SECURITY;
ALTER TABLE council_election ENABLE ROW LEVEL SECURITY;
ALTER TABLE council_closed_dates ENABLE ROW LEVEL SECURITY;
ALTER TABLE person ENABLE ROW LEVEL SECURITY;
ALTER TABLE person_contact ENABLE ROW LEVEL SECURITY;
ALTER TABLE credential ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in_token ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in_attempt ENABLE ROW LEVEL SECURITY;
ALTER TABLE role_holding ENABLE ROW LEVEL SECURITY;
ALTER TABLE room_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE mail ENABLE ROW LEVEL SECURITY;

-- +goose StatementBegin
CREATE FUNCTION is_operator() RETURNS boolean
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT EXISTS (SELECT FROM role_holding WHERE person_id = app_actor() AND role = 'operator' AND ended_at IS NULL) $$;
-- +goose StatementEnd

CREATE POLICY signed_in_reads ON region FOR SELECT USING (app_actor() IS NOT NULL OR app_job() IS NOT NULL);
CREATE POLICY operator_adds ON region FOR INSERT WITH CHECK ((SELECT is_operator()));
CREATE POLICY signed_in_reads ON council FOR SELECT USING (app_actor() IS NOT NULL OR app_job() IS NOT NULL);
CREATE POLICY operator_adds ON council FOR INSERT WITH CHECK ((SELECT is_operator()));
CREATE POLICY signed_in_reads ON council_election FOR SELECT USING (app_actor() IS NOT NULL);
CREATE POLICY coordinator_writes ON council_election FOR INSERT WITH CHECK (
	council_id IN (SELECT id FROM council WHERE region_id = ANY ((SELECT keys_of('region'))::uuid[])));
CREATE POLICY coordinator_changes ON council_election FOR UPDATE USING (
	council_id IN (SELECT id FROM council WHERE region_id = ANY ((SELECT keys_of('region'))::uuid[])));
CREATE POLICY region_reads ON council_closed_dates FOR SELECT USING (app_actor() IS NOT NULL);
CREATE POLICY coordinator_writes ON council_closed_dates FOR ALL USING (
	council_id IN (SELECT id FROM council WHERE region_id = ANY ((SELECT keys_of('region'))::uuid[])));

CREATE POLICY self_region_or_met ON person FOR SELECT USING (
	id = app_actor() OR operator OR region_id = ANY ((SELECT keys_of('region'))::uuid[])
	OR id = ANY ((SELECT people_i_meet())::uuid[])
	OR app_job() IN ('sign-in', 'mail') OR (SELECT is_operator()));
CREATE POLICY region_or_operator_adds ON person FOR INSERT WITH CHECK (
	region_id = ANY ((SELECT keys_of('region'))::uuid[]) OR (SELECT is_operator())
	OR EXISTS (SELECT FROM council c JOIN role_holding h ON h.scope = 'council' AND h.scope_id = c.id
		WHERE h.person_id = app_actor() AND h.role = 'dass' AND h.ended_at IS NULL AND c.id = council_id)
	OR EXISTS (SELECT FROM role_holding h WHERE h.person_id = app_actor() AND h.role = 'link_officer' AND h.ended_at IS NULL));
CREATE POLICY self_or_region_changes ON person FOR UPDATE USING (
	id = app_actor() OR region_id = ANY ((SELECT keys_of('region'))::uuid[]) OR app_job() = 'sign-in' OR (SELECT is_operator()));

CREATE POLICY self_region_or_job ON person_contact FOR SELECT USING (
	person_id = app_actor() OR region_id = ANY ((SELECT keys_of('region'))::uuid[])
	OR app_job() IN ('sign-in', 'mail') OR (SELECT is_operator()));
CREATE POLICY adds_with_person ON person_contact FOR INSERT WITH CHECK (app_actor() IS NOT NULL);
CREATE POLICY self_or_region_changes ON person_contact FOR UPDATE USING (
	person_id = app_actor() OR region_id = ANY ((SELECT keys_of('region'))::uuid[]) OR (SELECT is_operator()));

CREATE POLICY sign_in_only ON credential FOR ALL USING (app_job() = 'sign-in');
CREATE POLICY sign_in_only ON sign_in_token FOR ALL USING (app_job() = 'sign-in');
CREATE POLICY invites ON sign_in_token FOR INSERT WITH CHECK (purpose = 'invitation' AND app_actor() IS NOT NULL);
CREATE POLICY sign_in_only ON sign_in_attempt FOR ALL USING (app_job() = 'sign-in');

-- Posts in councils and regions are common knowledge among signed-in people; who
-- is on a challenge is read with its common key.
CREATE POLICY posts_and_own_challenges ON role_holding FOR SELECT USING (
	person_id = app_actor() OR scope = 'installation' OR (scope IN ('region', 'council') AND app_actor() IS NOT NULL)
	OR (scope = 'challenge' AND scope_id = ANY ((SELECT keys_of('common'))::uuid[]))
	OR app_job() IN ('sign-in'));
CREATE POLICY within_reach ON role_holding FOR INSERT WITH CHECK (
	(scope = 'installation' AND (SELECT is_operator()))
	OR (scope = 'region' AND (scope_id = ANY ((SELECT keys_of('region'))::uuid[]) OR (SELECT is_operator())))
	OR (scope = 'council' AND scope_id IN (SELECT id FROM council WHERE region_id = ANY ((SELECT keys_of('region'))::uuid[])))
	OR (scope = 'challenge' AND scope_id = ANY ((SELECT keys_of('common'))::uuid[])));
CREATE POLICY within_reach_changes ON role_holding FOR UPDATE USING (
	(scope = 'installation' AND (SELECT is_operator()))
	OR (scope = 'region' AND (scope_id = ANY ((SELECT keys_of('region'))::uuid[]) OR (SELECT is_operator())))
	OR (scope = 'council' AND scope_id IN (SELECT id FROM council WHERE region_id = ANY ((SELECT keys_of('region'))::uuid[])))
	OR (scope = 'challenge' AND scope_id = ANY ((SELECT keys_of('common'))::uuid[])));

-- Everybody on a challenge may read who holds its keys (V1).
CREATE POLICY own_and_common ON room_key FOR SELECT USING (
	person_id = app_actor() OR scope_id = ANY ((SELECT keys_of('common'))::uuid[]));

CREATE POLICY own_and_rooms ON audit_line FOR SELECT USING (
	person_id = app_actor() OR (challenge_id::text || '/' || room) = ANY ((SELECT my_rooms())::text[]));
CREATE POLICY as_oneself ON audit_line FOR INSERT WITH CHECK (
	person_id IS NOT DISTINCT FROM app_actor() AND job IS NOT DISTINCT FROM app_job());

CREATE POLICY queue ON mail FOR INSERT WITH CHECK (app_actor() IS NOT NULL OR app_job() IS NOT NULL);
CREATE POLICY mail_job ON mail FOR ALL USING (app_job() = 'mail');

-- +goose Down
DROP TABLE mail, audit_line;
DROP POLICY own_and_common ON room_key;
DROP POLICY self_region_or_met ON person;
DROP FUNCTION is_operator() CASCADE;
DROP FUNCTION people_i_meet() CASCADE;
DROP FUNCTION my_cupboards() CASCADE;
DROP FUNCTION my_rooms() CASCADE;
DROP FUNCTION keys_of(text) CASCADE;
DROP TABLE room_key, role_holding, sessions, sign_in_attempt, sign_in_token, credential,
	person_contact, person, council_closed_dates, council_election, council, region CASCADE;
DROP FUNCTION app_job() CASCADE;
DROP FUNCTION app_actor() CASCADE;
