-- The three days on site: the programme of sessions, who is invited, briefings,
-- questions, what people tell the team afterwards, and the daily conversation
-- (O1 to O6).

-- +goose Up

-- What everybody on the challenge may know: which kinds of people the lead wants
-- to meet, and when the programme was shared. Never a session.
CREATE TABLE visit_programme (
	challenge_id uuid PRIMARY KEY REFERENCES challenge,
	wanted       text[] NOT NULL DEFAULT '{}',
	wanted_by    uuid REFERENCES person,
	wanted_at    timestamptz,
	shared_by    uuid REFERENCES person,
	shared_at    timestamptz
);

-- A session: the host's until the programme is shared. Times are minutes after
-- midnight, on the clock in London. Who comes is not here.
CREATE TABLE visit_session (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL REFERENCES challenge,
	kind         text NOT NULL CHECK (kind IN ('group', 'one_to_one', 'visit', 'drop_in', 'team_meeting', 'break')),
	audience     text NOT NULL CHECK (audience IN ('front_line', 'managers', 'providers', 'partners', 'draw_on_care', 'carers', 'leaders', 'councillors', 'none')),
	title        text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 120),
	day          date NOT NULL,
	starts       integer NOT NULL CHECK (starts BETWEEN 0 AND 1439),
	ends         integer NOT NULL CHECK (ends BETWEEN 1 AND 1440),
	place        text NOT NULL DEFAULT '' CHECK (char_length(place) <= 120),
	room         text NOT NULL DEFAULT '' CHECK (char_length(room) <= 80),
	address      text NOT NULL DEFAULT '' CHECK (char_length(address) <= 200),
	map_link     text NOT NULL DEFAULT '' CHECK (map_link = '' OR (map_link ~ '^https://' AND char_length(map_link) <= 300)),
	getting_there text NOT NULL DEFAULT '' CHECK (char_length(getting_there) <= 300),
	travel       integer NOT NULL DEFAULT 0 CHECK (travel BETWEEN 0 AND 240),
	access_needs text NOT NULL DEFAULT '' CHECK (char_length(access_needs) <= 500),
	access_met   boolean NOT NULL DEFAULT false,
	interpreter  text NOT NULL DEFAULT '' CHECK (char_length(interpreter) <= 100),
	interpreter_booked boolean NOT NULL DEFAULT false,
	size         text NOT NULL CHECK (size IN ('one', 'two_to_five', 'six_to_eight', 'nine_or_more', 'open')),
	size_reason  text NOT NULL DEFAULT '' CHECK (char_length(size_reason) <= 300),
	whole_team   boolean NOT NULL DEFAULT false,
	lead_id      uuid REFERENCES person,
	notes_id     uuid REFERENCES person,
	organiser_id uuid REFERENCES person,
	version      integer NOT NULL DEFAULT 1,
	added_by     uuid NOT NULL REFERENCES person,
	added_at     timestamptz NOT NULL,
	taken_out_at timestamptz,
	-- no names are kept of people who draw on care and carers (O5)
	names_kept   boolean NOT NULL CHECK (names_kept = (audience NOT IN ('draw_on_care', 'carers'))),
	UNIQUE (challenge_id, id),
	UNIQUE (challenge_id, id, names_kept),
	CONSTRAINT a_session_ends_after_it_starts CHECK (ends > starts),
	CONSTRAINT leaders_are_met_separately CHECK (kind <> 'group' OR audience <> 'leaders'),
	CONSTRAINT another_group_size_needs_a_reason CHECK (kind <> 'group' OR size = 'six_to_eight' OR size_reason <> ''),
	CONSTRAINT one_leads_and_another_takes_notes CHECK (lead_id <> notes_id)
);
CREATE INDEX visit_session_by_day ON visit_session (challenge_id, day, starts, id);

-- Telephone numbers for the days on site: the host's, and the lead's.
CREATE TABLE visit_number (
	challenge_id uuid NOT NULL REFERENCES challenge,
	side         text NOT NULL CHECK (side IN ('host', 'lead')),
	person_id    uuid NOT NULL REFERENCES person,
	phone        text NOT NULL CHECK (char_length(phone) BETWEEN 5 AND 40),
	PRIMARY KEY (challenge_id, side)
);

-- Names of those invited: the organiser's alone, and never of people who draw on
-- care or carers: the reference holds only where names are kept.
CREATE TABLE visit_invitation (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL,
	session_id   uuid NOT NULL,
	names_kept   boolean NOT NULL DEFAULT true CHECK (names_kept),
	name         text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
	coming       boolean,
	added_by     uuid NOT NULL REFERENCES person,
	added_at     timestamptz NOT NULL,
	CONSTRAINT no_names_are_kept_of_people_who_draw_on_care_or_carers
		FOREIGN KEY (challenge_id, session_id, names_kept) REFERENCES visit_session (challenge_id, id, names_kept)
);
CREATE INDEX visit_invitation_by_session ON visit_invitation (challenge_id, session_id);

-- How many are expected and what they need: the organiser, and the team once shared.
CREATE TABLE visit_expected (
	session_id   uuid PRIMARY KEY,
	challenge_id uuid NOT NULL,
	coming       integer CHECK (coming BETWEEN 0 AND 200),
	needs        text NOT NULL DEFAULT '' CHECK (char_length(needs) <= 1000),
	FOREIGN KEY (challenge_id, session_id) REFERENCES visit_session (challenge_id, id)
);

-- The briefing of a session (O2): its page is open to whoever has the link.
CREATE TABLE visit_briefing (
	session_id   uuid PRIMARY KEY,
	challenge_id uuid NOT NULL,
	token        text NOT NULL UNIQUE CHECK (char_length(token) >= 26),
	made_at      timestamptz NOT NULL,
	given_at     timestamptz,
	given_by     uuid REFERENCES person,
	FOREIGN KEY (challenge_id, session_id) REFERENCES visit_session (challenge_id, id)
);

CREATE TABLE visit_question (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL,
	session_id   uuid NOT NULL,
	person_id    uuid NOT NULL REFERENCES person,
	words        text NOT NULL CHECK (char_length(words) BETWEEN 1 AND 300),
	at           timestamptz NOT NULL,
	FOREIGN KEY (challenge_id, session_id) REFERENCES visit_session (challenge_id, id)
);
CREATE INDEX visit_question_by_session ON visit_question (challenge_id, session_id, id);

-- What somebody told the team afterwards: a text and a day, nobody's name.
CREATE TABLE visit_telling (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL,
	session_id   uuid NOT NULL,
	body         text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 4000),
	on_day       date NOT NULL,
	FOREIGN KEY (challenge_id, session_id) REFERENCES visit_session (challenge_id, id)
);
CREATE INDEX visit_telling_by_challenge ON visit_telling (challenge_id, on_day DESC, id);

-- The daily conversation (O4). It goes when the notes go.
CREATE TABLE visit_day (
	challenge_id uuid NOT NULL REFERENCES challenge,
	day          date NOT NULL,
	topics       text[] NOT NULL CHECK (cardinality(topics) BETWEEN 1 AND 5),
	person_id    uuid NOT NULL REFERENCES person,
	at           timestamptz NOT NULL,
	version      integer NOT NULL DEFAULT 1,
	PRIMARY KEY (challenge_id, day)
);
CREATE TABLE visit_day_line (
	challenge_id uuid NOT NULL REFERENCES challenge,
	day          date NOT NULL,
	words        text NOT NULL CHECK (char_length(words) BETWEEN 1 AND 300),
	person_id    uuid NOT NULL REFERENCES person,
	at           timestamptz NOT NULL,
	PRIMARY KEY (challenge_id, day)
);
-- That somebody was heard at the team's own meeting, and nothing else.
CREATE TABLE visit_heard (
	challenge_id uuid NOT NULL REFERENCES challenge,
	day          date NOT NULL,
	heard_id     uuid NOT NULL REFERENCES person,
	person_id    uuid NOT NULL REFERENCES person,
	at           timestamptz NOT NULL,
	PRIMARY KEY (challenge_id, day, heard_id)
);

-- A note may say at which session it was taken (O3).
ALTER TABLE note ADD COLUMN session_id uuid,
	ADD CONSTRAINT note_of_a_session FOREIGN KEY (challenge_id, session_id) REFERENCES visit_session (challenge_id, id);
CREATE INDEX note_by_session ON note (session_id) WHERE session_id IS NOT NULL;

-- Who builds: the host's director and link officer. A senior leader who was let
-- into drafts is not among them: leaders see time, kind and size band alone (O5).
-- +goose StatementBegin
CREATE FUNCTION programmes_i_build() RETURNS uuid[]
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT coalesce(array_agg(DISTINCT scope_id), '{}') FROM room_key
		WHERE person_id = app_actor() AND room = 'host' AND cupboard = '' AND because IN ('dass', 'link_officer') AND revoked_at IS NULL $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION programmes_i_read() RETURNS uuid[]
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT coalesce(array_agg(DISTINCT k.scope_id), '{}') FROM room_key k
		WHERE k.person_id = app_actor() AND k.cupboard = '' AND k.revoked_at IS NULL AND (
			(k.room = 'host' AND k.because IN ('dass', 'link_officer'))
			OR (k.room = 'shared' AND k.because IN ('lead', 'deputy_lead', 'councillor', 'senior_manager', 'expert', 'visiting_psw')
				AND EXISTS (SELECT FROM visit_programme p WHERE p.challenge_id = k.scope_id AND p.shared_at IS NOT NULL))) $$;
-- +goose StatementEnd

-- How many sessions there are for each kind of people: all that the common room
-- learns of a programme.
-- +goose StatementBegin
CREATE FUNCTION programme_counts(which uuid) RETURNS TABLE (audience text, sessions bigint)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT s.audience, count(*) FROM visit_session s
		WHERE s.challenge_id = which AND which = ANY (keys_of('common')) AND s.taken_out_at IS NULL AND s.audience <> 'none'
		GROUP BY s.audience $$;
-- +goose StatementEnd

-- What senior leaders see of a shared programme (O5): time, kind and size band.
-- Of a one-to-one not even the kind of person: a time and a kind would name them.
-- +goose StatementBegin
CREATE FUNCTION programme_outline(which uuid) RETURNS TABLE (day date, starts integer, ends integer, kind text, audience text, size text)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT s.day, s.starts, s.ends, s.kind, CASE WHEN s.kind = 'one_to_one' THEN 'none' ELSE s.audience END, s.size
		FROM visit_session s JOIN visit_programme p ON p.challenge_id = s.challenge_id AND p.shared_at IS NOT NULL
		WHERE s.challenge_id = which AND which = ANY (keys_of('leaders')) AND s.taken_out_at IS NULL
			AND s.kind NOT IN ('team_meeting', 'break')
		ORDER BY s.day, s.starts, s.id $$;
-- +goose StatementEnd

-- The open page of a briefing, for whoever has the link (O2).
-- +goose StatementBegin
CREATE FUNCTION briefing_page(link text) RETURNS TABLE (kind text, audience text, title text, day date, starts integer, ends integer,
		place text, room text, address text, map_link text, interpreter text, host_council text, host_slug text, region_name text, lead_name text, lead_role text,
		notes_name text, notes_role text, stage text, open boolean)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT s.kind, s.audience, s.title, s.day, s.starts, s.ends, s.place, s.room, s.address, s.map_link,
			CASE WHEN s.interpreter_booked THEN s.interpreter ELSE '' END, k.name, k.slug, r.name,
			l.name, (SELECT m.role FROM team_member m WHERE m.challenge_id = c.id AND m.person_id = s.lead_id AND m.state = 'accepted'),
			n.name, (SELECT m.role FROM team_member m WHERE m.challenge_id = c.id AND m.person_id = s.notes_id AND m.state = 'accepted'),
			c.stage, c.ended IS NULL AND c.stage IN ('preparing', 'reading', 'on_site', 'drafting')
		FROM visit_briefing b JOIN visit_session s ON s.id = b.session_id AND s.taken_out_at IS NULL
		JOIN challenge c ON c.id = b.challenge_id JOIN council k ON k.id = c.host_council_id JOIN region r ON r.id = c.region_id
		LEFT JOIN person l ON l.id = s.lead_id LEFT JOIN person n ON n.id = s.notes_id
		WHERE b.token = link $$;
-- +goose StatementEnd

-- Somebody tells the team something. It goes to the team alone; the same sending
-- twice is one telling. A link that was passed round too far takes no more.
-- +goose StatementBegin
CREATE FUNCTION tell_the_team(link text, telling uuid, words text, today date) RETURNS text
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
DECLARE
	at_session uuid;
	of_challenge uuid;
BEGIN
	SELECT b.session_id, b.challenge_id INTO at_session, of_challenge
	FROM visit_briefing b JOIN visit_session s ON s.id = b.session_id AND s.taken_out_at IS NULL JOIN challenge c ON c.id = b.challenge_id
	WHERE b.token = link AND c.ended IS NULL AND c.stage IN ('preparing', 'reading', 'on_site', 'drafting')
	FOR UPDATE OF b;
	IF at_session IS NULL THEN
		RETURN 'closed';
	END IF;
	IF (SELECT count(*) FROM visit_telling t WHERE t.session_id = at_session) >= 100 THEN
		RETURN 'full';
	END IF;
	INSERT INTO visit_telling (id, challenge_id, session_id, body, on_day) VALUES (telling, of_challenge, at_session, words, today)
	ON CONFLICT (id) DO NOTHING;
	RETURN 'told';
END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION programmes_i_build(), programmes_i_read(), programme_counts(uuid), programme_outline(uuid), briefing_page(text),
	tell_the_team(text, uuid, text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION programmes_i_build(), programmes_i_read(), programme_counts(uuid), programme_outline(uuid), briefing_page(text),
	tell_the_team(text, uuid, text, date) TO peerchallenge_app;

GRANT SELECT ON visit_telling TO peerchallenge_app;
GRANT SELECT, INSERT ON visit_programme, visit_session, visit_number, visit_invitation, visit_expected, visit_briefing, visit_question,
	visit_day, visit_day_line, visit_heard TO peerchallenge_app;
GRANT UPDATE ON visit_programme TO peerchallenge_app;
GRANT UPDATE (kind, audience, names_kept, title, day, starts, ends, place, room, address, map_link, getting_there, travel, access_needs, access_met,
	interpreter, interpreter_booked, size, size_reason, whole_team, lead_id, notes_id, organiser_id, version, taken_out_at) ON visit_session TO peerchallenge_app;
GRANT UPDATE (person_id, phone) ON visit_number TO peerchallenge_app;
GRANT UPDATE (coming) ON visit_invitation TO peerchallenge_app;
GRANT UPDATE (coming, needs) ON visit_expected TO peerchallenge_app;
GRANT UPDATE (given_at, given_by) ON visit_briefing TO peerchallenge_app;
GRANT UPDATE (topics, person_id, at, version) ON visit_day TO peerchallenge_app;
GRANT UPDATE (words, person_id, at) ON visit_day_line TO peerchallenge_app;
GRANT DELETE ON visit_invitation, visit_question, visit_heard TO peerchallenge_app;

ALTER TABLE visit_programme ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit_session ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit_number ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit_invitation ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit_expected ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit_briefing ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit_question ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit_telling ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit_day ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit_day_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit_heard ENABLE ROW LEVEL SECURITY;

CREATE POLICY common_reads ON visit_programme FOR SELECT USING (challenge_id = ANY ((SELECT keys_of('common'))::uuid[]));
CREATE POLICY host_and_lead_write ON visit_programme FOR INSERT WITH CHECK (
	challenge_id = ANY ((SELECT parts_of('{dass,link_officer,lead,deputy_lead}'))::uuid[]));
CREATE POLICY host_and_lead_change ON visit_programme FOR UPDATE USING (
	challenge_id = ANY ((SELECT parts_of('{dass,link_officer,lead,deputy_lead}'))::uuid[]));

CREATE POLICY readers_and_organiser ON visit_session FOR SELECT USING (
	challenge_id = ANY ((SELECT programmes_i_read())::uuid[])
	OR (challenge_id::text || '/host/session:' || id) = ANY ((SELECT my_cupboards())::text[]));
CREATE POLICY host_builds ON visit_session FOR INSERT WITH CHECK (challenge_id = ANY ((SELECT programmes_i_build())::uuid[]));
CREATE POLICY host_or_lead_changes ON visit_session FOR UPDATE USING (
	challenge_id = ANY ((SELECT programmes_i_build())::uuid[])
	OR (challenge_id = ANY ((SELECT programmes_i_read())::uuid[]) AND challenge_id = ANY ((SELECT parts_of('{lead,deputy_lead}'))::uuid[])));
CREATE POLICY in_own_name ON visit_session AS RESTRICTIVE FOR INSERT WITH CHECK (added_by = app_actor());

CREATE POLICY readers ON visit_number FOR SELECT USING (challenge_id = ANY ((SELECT programmes_i_read())::uuid[]));
CREATE POLICY own_side ON visit_number FOR INSERT WITH CHECK (
	(side = 'host' AND challenge_id = ANY ((SELECT programmes_i_build())::uuid[]))
	OR (side = 'lead' AND challenge_id = ANY ((SELECT parts_of('{lead,deputy_lead}'))::uuid[])));
CREATE POLICY own_side_changes ON visit_number FOR UPDATE USING (
	(side = 'host' AND challenge_id = ANY ((SELECT programmes_i_build())::uuid[]))
	OR (side = 'lead' AND challenge_id = ANY ((SELECT parts_of('{lead,deputy_lead}'))::uuid[])));
CREATE POLICY in_own_name ON visit_number AS RESTRICTIVE FOR INSERT WITH CHECK (person_id = app_actor());

CREATE POLICY organiser ON visit_invitation FOR ALL USING (
	(challenge_id::text || '/host/session:' || session_id) = ANY ((SELECT my_cupboards())::text[]));
CREATE POLICY in_own_name ON visit_invitation AS RESTRICTIVE FOR INSERT WITH CHECK (added_by = app_actor());
CREATE POLICY organiser ON visit_expected FOR ALL USING (
	(challenge_id::text || '/host/session:' || session_id) = ANY ((SELECT my_cupboards())::text[]));
CREATE POLICY team_reads ON visit_expected FOR SELECT USING (
	challenge_id = ANY ((SELECT keys_of('team'))::uuid[]) AND challenge_id = ANY ((SELECT programmes_i_read())::uuid[]));

CREATE POLICY readers_and_organiser ON visit_briefing FOR SELECT USING (
	challenge_id = ANY ((SELECT programmes_i_read())::uuid[])
	OR (challenge_id::text || '/host/session:' || session_id) = ANY ((SELECT my_cupboards())::text[]));
CREATE POLICY host_makes ON visit_briefing FOR INSERT WITH CHECK (challenge_id = ANY ((SELECT programmes_i_build())::uuid[]));
CREATE POLICY host_or_organiser_gives ON visit_briefing FOR UPDATE USING (
	challenge_id = ANY ((SELECT programmes_i_build())::uuid[])
	OR (challenge_id::text || '/host/session:' || session_id) = ANY ((SELECT my_cupboards())::text[]));

CREATE POLICY room_team ON visit_question FOR ALL USING (challenge_id = ANY ((SELECT keys_of('team'))::uuid[]));
CREATE POLICY in_own_name ON visit_question AS RESTRICTIVE FOR INSERT WITH CHECK (person_id = app_actor());
CREATE POLICY room_team ON visit_telling FOR SELECT USING (challenge_id = ANY ((SELECT keys_of('team'))::uuid[]));

-- The daily conversation is between the team and the host's director: not even
-- the rest of the host's leaders read it (O4).
CREATE POLICY team_and_director ON visit_day FOR SELECT USING (
	challenge_id = ANY ((SELECT keys_of('team'))::uuid[]) OR challenge_id = ANY ((SELECT parts_of('{dass}'))::uuid[]));
CREATE POLICY lead_writes ON visit_day FOR INSERT WITH CHECK (
	person_id = app_actor() AND challenge_id = ANY ((SELECT keys_of('team'))::uuid[]) AND challenge_id = ANY ((SELECT parts_of('{lead,deputy_lead}'))::uuid[]));
CREATE POLICY lead_changes ON visit_day FOR UPDATE USING (
	challenge_id = ANY ((SELECT keys_of('team'))::uuid[]) AND challenge_id = ANY ((SELECT parts_of('{lead,deputy_lead}'))::uuid[]))
	WITH CHECK (person_id = app_actor());
CREATE POLICY team_and_director ON visit_day_line FOR SELECT USING (
	challenge_id = ANY ((SELECT keys_of('team'))::uuid[]) OR challenge_id = ANY ((SELECT parts_of('{dass}'))::uuid[]));
CREATE POLICY director_writes ON visit_day_line FOR INSERT WITH CHECK (
	person_id = app_actor() AND challenge_id = ANY ((SELECT parts_of('{dass}'))::uuid[]));
CREATE POLICY director_changes ON visit_day_line FOR UPDATE USING (challenge_id = ANY ((SELECT parts_of('{dass}'))::uuid[]))
	WITH CHECK (person_id = app_actor());
CREATE POLICY room_team ON visit_heard FOR ALL USING (challenge_id = ANY ((SELECT keys_of('team'))::uuid[]));
CREATE POLICY in_own_name ON visit_heard AS RESTRICTIVE FOR INSERT WITH CHECK (person_id = app_actor());

-- +goose Down
ALTER TABLE note DROP COLUMN session_id;
DROP TABLE visit_heard, visit_day_line, visit_day, visit_telling, visit_question, visit_briefing, visit_expected, visit_invitation,
	visit_number, visit_session CASCADE;
DROP FUNCTION tell_the_team(text, uuid, text, date);
DROP FUNCTION briefing_page(text);
DROP FUNCTION programme_outline(uuid);
DROP FUNCTION programme_counts(uuid);
DROP FUNCTION programmes_i_read();
DROP FUNCTION programmes_i_build();
DROP TABLE visit_programme;
