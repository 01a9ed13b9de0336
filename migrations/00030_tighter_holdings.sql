-- The second wall, tighter: a mistake in a query of ours must not be enough to
-- give oneself a part, to decide about oneself, to write under another's name, or
-- to make rules for keys. The first wall (verbs and services) is unchanged.

-- +goose Up

-- A role belongs to one kind of place. Without this, whoever could write any
-- holding could write "operator" there.
ALTER TABLE role_holding ADD CONSTRAINT role_fits_its_scope CHECK (
	(scope = 'installation' AND role = 'operator') OR (scope = 'region' AND role = 'coordinator')
	OR (scope = 'council' AND role IN ('dass', 'psw'))
	OR (scope = 'challenge' AND role NOT IN ('operator', 'coordinator', 'dass', 'psw')));
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION is_operator() RETURNS boolean
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT EXISTS (SELECT FROM role_holding WHERE person_id = app_actor() AND role = 'operator'
		AND scope = 'installation' AND ended_at IS NULL) $$;
-- +goose StatementEnd

-- The challenges on which the actor has one of these parts.
-- +goose StatementBegin
CREATE FUNCTION parts_of(parts text[]) RETURNS uuid[]
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT coalesce(array_agg(DISTINCT scope_id), '{}') FROM room_key
		WHERE person_id = app_actor() AND room = 'common' AND because = ANY (parts) AND revoked_at IS NULL $$;
-- +goose StatementEnd

-- The regions in which the actor may add people: those they coordinate, and those
-- of challenges whose host they direct or gather for.
-- +goose StatementBegin
CREATE FUNCTION regions_i_add_to() RETURNS uuid[]
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT coalesce(array_agg(DISTINCT region), '{}') FROM (
		SELECT unnest(keys_of('region')) AS region
		UNION ALL SELECT region_id FROM challenge WHERE id = ANY (parts_of('{dass,link_officer}'))
		UNION ALL SELECT c.region_id FROM role_holding h JOIN council c ON c.id = h.scope_id
			WHERE h.person_id = app_actor() AND h.scope = 'council' AND h.role = 'dass' AND h.ended_at IS NULL) r $$;
-- +goose StatementEnd

-- Who may be sent a first way in: anybody for the operator, people of the region
-- for its coordinator; for a host, only somebody who has no password yet.
-- +goose StatementBegin
CREATE FUNCTION may_invite(who uuid) RETURNS boolean
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT is_operator() OR EXISTS (SELECT FROM person p WHERE p.id = who AND (p.region_id = ANY (keys_of('region'))
		OR (p.region_id = ANY (regions_i_add_to()) AND NOT EXISTS (SELECT FROM credential x WHERE x.person_id = who)))) $$;
-- +goose StatementEnd

-- Parts: the region places people; the host's director names people of the host,
-- the link officer contributors; a visitor takes up the place offered, and leaves.
DROP POLICY within_reach ON role_holding;
DROP POLICY within_reach_changes ON role_holding;
CREATE POLICY within_reach ON role_holding FOR INSERT WITH CHECK (
	(scope = 'installation' AND (SELECT is_operator()))
	OR (scope = 'region' AND (scope_id = ANY ((SELECT keys_of('region'))::uuid[]) OR (SELECT is_operator())))
	OR (scope = 'council' AND scope_id IN (SELECT id FROM council WHERE region_id = ANY ((SELECT keys_of('region'))::uuid[])))
	OR (scope = 'challenge' AND scope_id IN (SELECT id FROM challenge WHERE region_id = ANY ((SELECT keys_of('region'))::uuid[])))
	OR (scope = 'challenge' AND role IN ('link_officer', 'senior_leader', 'host_reader', 'council_reader', 'contributor')
		AND scope_id = ANY ((SELECT parts_of('{dass}'))::uuid[]))
	OR (scope = 'challenge' AND role = 'contributor' AND scope_id = ANY ((SELECT parts_of('{link_officer}'))::uuid[]))
	OR (scope = 'challenge' AND person_id = app_actor() AND EXISTS (SELECT FROM team_member m
		WHERE m.challenge_id = scope_id AND m.person_id = app_actor() AND m.role = role_holding.role AND m.state = 'accepted')));
CREATE POLICY within_reach_changes ON role_holding FOR UPDATE USING (
	(scope = 'installation' AND (SELECT is_operator()))
	OR (scope = 'region' AND (scope_id = ANY ((SELECT keys_of('region'))::uuid[]) OR (SELECT is_operator())))
	OR (scope = 'council' AND scope_id IN (SELECT id FROM council WHERE region_id = ANY ((SELECT keys_of('region'))::uuid[])))
	OR (scope = 'challenge' AND scope_id IN (SELECT id FROM challenge WHERE region_id = ANY ((SELECT keys_of('region'))::uuid[])))
	OR (scope = 'challenge' AND role IN ('link_officer', 'senior_leader', 'host_reader', 'council_reader', 'contributor')
		AND scope_id = ANY ((SELECT parts_of('{dass}'))::uuid[]))
	OR (scope = 'challenge' AND role = 'contributor' AND scope_id = ANY ((SELECT parts_of('{link_officer}'))::uuid[]))
	OR (scope = 'challenge' AND person_id = app_actor()));
-- a role ends; nothing else of it ever changes
REVOKE UPDATE ON role_holding FROM peerchallenge_app;
GRANT UPDATE (ends_on, ended_at) ON role_holding TO peerchallenge_app;

-- People: nobody makes themselves operator, or moves region.
REVOKE UPDATE ON person, person_contact FROM peerchallenge_app;
GRANT UPDATE (name, post, session_epoch) ON person TO peerchallenge_app;
GRANT UPDATE (email, phone) ON person_contact TO peerchallenge_app;
DROP POLICY region_or_operator_adds ON person;
CREATE POLICY region_or_operator_adds ON person FOR INSERT WITH CHECK (
	(SELECT is_operator()) OR (NOT operator AND region_id = ANY ((SELECT regions_i_add_to())::uuid[])));
DROP POLICY adds_with_person ON person_contact;
CREATE POLICY adds_with_person ON person_contact FOR INSERT WITH CHECK (
	(SELECT is_operator()) OR region_id = ANY ((SELECT regions_i_add_to())::uuid[]));
DROP POLICY invites ON sign_in_token;
CREATE POLICY invites ON sign_in_token FOR INSERT WITH CHECK (
	purpose = 'invitation' AND invited_by = app_actor() AND may_invite(person_id));

-- The team: the region asks; each answers for themselves.
DROP POLICY common ON team_member;
CREATE POLICY common ON team_member FOR SELECT USING (challenge_id = ANY ((SELECT keys_of('common'))::uuid[]));
CREATE POLICY region_asks ON team_member FOR INSERT WITH CHECK (region_id = ANY ((SELECT keys_of('region'))::uuid[]));
CREATE POLICY own_or_region_changes ON team_member FOR UPDATE USING (
	challenge_id = ANY ((SELECT keys_of('common'))::uuid[])
	AND (person_id = app_actor() OR region_id = ANY ((SELECT keys_of('region'))::uuid[])));
REVOKE UPDATE ON team_member FROM peerchallenge_app;
GRANT UPDATE (state, answered_at, undertaking_at, trained_on, ended_at) ON team_member TO peerchallenge_app;

-- Nobody decides about their own link (T5): the person declares, the region decides
-- about others.
DROP POLICY own_or_region_changes ON declaration;
CREATE POLICY own_changes ON declaration FOR UPDATE USING (person_id = app_actor())
	WITH CHECK (person_id = app_actor() AND decision IS NULL);
CREATE POLICY region_decides ON declaration FOR UPDATE USING (
	person_id <> app_actor() AND region_id = ANY ((SELECT keys_of('region'))::uuid[]));

-- A hand-over is made by somebody who may enter the room it leaves or reaches.
DROP POLICY as_oneself ON handover;
CREATE POLICY as_oneself ON handover FOR INSERT WITH CHECK (
	person_id = app_actor() AND challenge_id = ANY ((SELECT keys_of('common'))::uuid[])
	AND ((challenge_id::text || '/' || from_room) = ANY ((SELECT my_rooms())::text[])
		OR (challenge_id::text || '/' || to_room) = ANY ((SELECT my_rooms())::text[])));

-- Only a director publishes.
DROP POLICY published_by_the_app ON published_report;
CREATE POLICY published_by_the_app ON published_report FOR INSERT TO peerchallenge_app
	WITH CHECK (cardinality((SELECT parts_of('{dass}'))::uuid[]) > 0);
DROP POLICY taken_down_by_the_app ON published_report;
CREATE POLICY taken_down_by_the_app ON published_report FOR UPDATE TO peerchallenge_app
	USING (cardinality((SELECT parts_of('{dass,coordinator}'))::uuid[]) > 0);

-- A council's closed dates are planning: its region's, and those on its challenges (V3).
DROP POLICY region_reads ON council_closed_dates;
CREATE POLICY region_or_met ON council_closed_dates FOR SELECT USING (
	council_id IN (SELECT id FROM council WHERE region_id = ANY ((SELECT keys_of('region'))::uuid[]))
	OR council_id IN (SELECT host_council_id FROM challenge));

-- What a challenge is and where it belongs never changes after it is placed.
REVOKE UPDATE ON challenge FROM peerchallenge_app;
GRANT UPDATE (stage, stage_since, moved_early_reason, ended, ended_reason, onsite_first, onsite_last, dates_version, agreed_at,
	agreed_by, submitted_at, documents_shared_at, presented_at, draft_handed_over_at, comments_close_at, comments_ended_at,
	finalised_at, published_at, publication_note) ON challenge TO peerchallenge_app;

-- The rules that keys follow from, as access.Rules has them (a test compares).
-- sync_keys takes the program's rules, and refuses any others: else whoever can
-- ask one question of the database could hand in rules of their own. A change of
-- the rules is a migration, as it should be.
CREATE TABLE room_rule (
	role       text NOT NULL,
	room       text NOT NULL,
	cupboard   text NOT NULL DEFAULT '',
	from_stage integer NOT NULL CHECK (from_stage BETWEEN 1 AND 10),
	PRIMARY KEY (role, room, cupboard)
);
ALTER TABLE room_rule ENABLE ROW LEVEL SECURITY;
INSERT INTO room_rule (role, room, cupboard, from_stage) VALUES
	('coordinator', 'common', '', 1), ('coordinator', 'council', '', 8), ('dass', 'common', '', 1), ('dass', 'host', '', 1),
	('dass', 'leaders', '', 1), ('dass', 'shared', '', 1), ('dass', 'council', '', 1), ('host_psw', 'common', '', 1),
	('host_psw', 'practice', '', 1), ('host_psw', 'council', '', 8), ('link_officer', 'common', '', 1), ('link_officer', 'host', '', 1),
	('link_officer', 'shared', '', 1), ('senior_leader', 'common', '', 1), ('senior_leader', 'leaders', '', 1), ('senior_leader', 'shared', '', 1),
	('senior_leader', 'council', '', 8), ('senior_leader', 'host', 'comments', 1), ('host_reader', 'common', '', 1), ('host_reader', 'host', '', 1),
	('contributor', 'common', '', 1), ('contributor', 'host', '*', 1), ('council_reader', 'common', '', 8), ('council_reader', 'council', '', 8),
	('invitee', 'common', '', 1), ('visiting_psw', 'common', '', 1), ('visiting_psw', 'practice', '', 1), ('visiting_psw', 'shared', '', 1),
	('visiting_psw', 'council', '', 8), ('lead', 'common', '', 1), ('lead', 'shared', '', 3), ('lead', 'team', '', 3),
	('lead', 'leaders', '', 3), ('lead', 'council', '', 8), ('deputy_lead', 'common', '', 1), ('deputy_lead', 'shared', '', 3),
	('deputy_lead', 'team', '', 3), ('deputy_lead', 'leaders', '', 3), ('deputy_lead', 'council', '', 8), ('councillor', 'common', '', 1),
	('councillor', 'shared', '', 3), ('councillor', 'team', '', 3), ('councillor', 'leaders', '', 3), ('councillor', 'council', '', 8),
	('senior_manager', 'common', '', 1), ('senior_manager', 'shared', '', 3), ('senior_manager', 'team', '', 3), ('senior_manager', 'leaders', '', 3),
	('senior_manager', 'council', '', 8), ('expert', 'common', '', 1), ('expert', 'shared', '', 3), ('expert', 'team', '', 3),
	('expert', 'leaders', '', 3), ('expert', 'council', '', 8);
-- +goose StatementBegin
CREATE FUNCTION rules_are_ours(roles text[], rooms text[], cupboards text[], from_stages int[]) RETURNS boolean
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT NOT EXISTS (
		(SELECT * FROM unnest(roles, rooms, cupboards, from_stages) EXCEPT SELECT role, room, cupboard, from_stage FROM room_rule)
		UNION ALL
		(SELECT role, room, cupboard, from_stage FROM room_rule EXCEPT SELECT * FROM unnest(roles, rooms, cupboards, from_stages))) $$;
-- +goose StatementEnd
ALTER FUNCTION sync_keys(uuid, date, timestamptz, text[], text[], text[], int[]) RENAME TO sync_keys_by;
-- +goose StatementBegin
CREATE FUNCTION sync_keys(which uuid, today date, at timestamptz, roles text[], rooms text[], cupboards text[], from_stages int[])
	RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
BEGIN
	IF NOT rules_are_ours(roles, rooms, cupboards, from_stages) THEN
		RAISE EXCEPTION 'these are not the rules of room_rule; a change of access.Rules needs a migration' USING ERRCODE = '42501';
	END IF;
	RETURN sync_keys_by(which, today, at, roles, rooms, cupboards, from_stages);
END $$;
-- +goose StatementEnd

-- roles_on, asked by the program, answers only about challenges the actor meets.
-- +goose StatementBegin
CREATE FUNCTION roles_held(which uuid, today date)
	RETURNS TABLE (person_id uuid, role text, cupboard text, acting boolean)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
	SELECT h.person_id, CASE WHEN h.scope = 'council' AND h.role = 'psw' THEN 'host_psw' ELSE h.role END, h.cupboard, h.acting
	FROM challenge c JOIN role_holding h
		ON (h.scope = 'challenge' AND h.scope_id = c.id)
		OR (h.scope = 'council' AND h.scope_id = c.host_council_id AND h.role IN ('dass', 'psw'))
		OR (h.scope = 'region' AND h.scope_id = c.region_id AND h.role = 'coordinator')
	WHERE c.id = which AND h.ended_at IS NULL AND h.starts_on <= today AND (h.ends_on IS NULL OR h.ends_on >= today)
	$$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION roles_on(which uuid, today date)
	RETURNS TABLE (person_id uuid, role text, cupboard text, acting boolean)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT * FROM roles_held(which, today)
		WHERE app_job() IS NOT NULL OR which = ANY (keys_of('common')) $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION keys_implied(which uuid, today date, roles text[], rooms text[], cupboards text[], from_stages int[])
	RETURNS TABLE (person_id uuid, room text, cupboard text, because text)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
	SELECT DISTINCT r.person_id, rule.room, CASE WHEN rule.cupboard = '*' THEN r.cupboard ELSE rule.cupboard END, r.role
	FROM roles_held(which, today) r
	JOIN unnest(roles, rooms, cupboards, from_stages) AS rule(role, room, cupboard, from_stage) ON rule.role = r.role
	JOIN challenge c ON c.id = which
	WHERE array_position(ARRAY['scheduled', 'preparing', 'reading', 'on_site', 'drafting', 'fact_check', 'finalising',
		'final', 'follow_up', 'closed'], c.stage) >= rule.from_stage
	  AND (rule.room = 'common' OR NOT EXISTS (SELECT FROM team_member m WHERE m.challenge_id = which
		AND m.person_id = r.person_id AND m.role = r.role AND m.state = 'accepted' AND m.undertaking_at IS NULL))
	$$;
-- +goose StatementEnd

-- Functions past row-level security are the app's, never everybody's: the role
-- that reads published pages may ask none of them.
REVOKE EXECUTE ON FUNCTION app_actor(), app_job(), keys_of(text), my_rooms(), my_cupboards(), people_i_meet(), is_operator(),
	parts_of(text[]), regions_i_add_to(), may_invite(uuid), roles_on(uuid, date), roles_held(uuid, date),
	keys_implied(uuid, date, text[], text[], text[], int[]), rules_are_ours(text[], text[], text[], int[]),
	sync_keys(uuid, date, timestamptz, text[], text[], text[], int[]), sync_keys_by(uuid, date, timestamptz, text[], text[], text[], int[]),
	sync_region_keys(uuid, date, timestamptz), challenges_of(uuid), person_to_invite(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app_actor(), app_job(), keys_of(text), my_rooms(), my_cupboards(), people_i_meet(), is_operator(),
	parts_of(text[]), regions_i_add_to(), may_invite(uuid), roles_on(uuid, date),
	sync_keys(uuid, date, timestamptz, text[], text[], text[], int[]),
	sync_region_keys(uuid, date, timestamptz), challenges_of(uuid), person_to_invite(text) TO peerchallenge_app;

-- +goose Down
GRANT EXECUTE ON FUNCTION app_actor(), app_job(), keys_of(text), my_rooms(), my_cupboards(), people_i_meet(), is_operator(),
	roles_on(uuid, date), keys_implied(uuid, date, text[], text[], text[], int[]),
	sync_region_keys(uuid, date, timestamptz), challenges_of(uuid), person_to_invite(text) TO PUBLIC;
DROP FUNCTION sync_keys(uuid, date, timestamptz, text[], text[], text[], int[]);
ALTER FUNCTION sync_keys_by(uuid, date, timestamptz, text[], text[], text[], int[]) RENAME TO sync_keys;
GRANT EXECUTE ON FUNCTION sync_keys(uuid, date, timestamptz, text[], text[], text[], int[]) TO PUBLIC;
DROP FUNCTION rules_are_ours(text[], text[], text[], int[]);
DROP TABLE room_rule;
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION roles_on(which uuid, today date)
	RETURNS TABLE (person_id uuid, role text, cupboard text, acting boolean)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
	SELECT h.person_id, CASE WHEN h.scope = 'council' AND h.role = 'psw' THEN 'host_psw' ELSE h.role END, h.cupboard, h.acting
	FROM challenge c JOIN role_holding h
		ON (h.scope = 'challenge' AND h.scope_id = c.id)
		OR (h.scope = 'council' AND h.scope_id = c.host_council_id AND h.role IN ('dass', 'psw'))
		OR (h.scope = 'region' AND h.scope_id = c.region_id AND h.role = 'coordinator')
	WHERE c.id = which AND h.ended_at IS NULL AND h.starts_on <= today AND (h.ends_on IS NULL OR h.ends_on >= today)
	$$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION keys_implied(which uuid, today date, roles text[], rooms text[], cupboards text[], from_stages int[])
	RETURNS TABLE (person_id uuid, room text, cupboard text, because text)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
	SELECT DISTINCT r.person_id, rule.room, CASE WHEN rule.cupboard = '*' THEN r.cupboard ELSE rule.cupboard END, r.role
	FROM roles_on(which, today) r
	JOIN unnest(roles, rooms, cupboards, from_stages) AS rule(role, room, cupboard, from_stage) ON rule.role = r.role
	JOIN challenge c ON c.id = which
	WHERE array_position(ARRAY['scheduled', 'preparing', 'reading', 'on_site', 'drafting', 'fact_check', 'finalising',
		'final', 'follow_up', 'closed'], c.stage) >= rule.from_stage
	  AND (rule.room = 'common' OR NOT EXISTS (SELECT FROM team_member m WHERE m.challenge_id = which
		AND m.person_id = r.person_id AND m.role = r.role AND m.state = 'accepted' AND m.undertaking_at IS NULL))
	$$;
-- +goose StatementEnd
DROP FUNCTION roles_held(uuid, date);
GRANT UPDATE ON challenge, team_member, person, person_contact, role_holding TO peerchallenge_app;
DROP POLICY region_or_met ON council_closed_dates;
CREATE POLICY region_reads ON council_closed_dates FOR SELECT USING (app_actor() IS NOT NULL);
DROP POLICY taken_down_by_the_app ON published_report;
CREATE POLICY taken_down_by_the_app ON published_report FOR UPDATE TO peerchallenge_app USING (app_actor() IS NOT NULL);
DROP POLICY published_by_the_app ON published_report;
CREATE POLICY published_by_the_app ON published_report FOR INSERT TO peerchallenge_app WITH CHECK (app_actor() IS NOT NULL);
DROP POLICY as_oneself ON handover;
CREATE POLICY as_oneself ON handover FOR INSERT WITH CHECK (
	person_id = app_actor() AND challenge_id = ANY ((SELECT keys_of('common'))::uuid[]));
DROP POLICY region_decides ON declaration;
DROP POLICY own_changes ON declaration;
CREATE POLICY own_or_region_changes ON declaration FOR UPDATE USING (
	person_id = app_actor() OR region_id = ANY ((SELECT keys_of('region'))::uuid[]));
DROP POLICY own_or_region_changes ON team_member;
DROP POLICY region_asks ON team_member;
DROP POLICY common ON team_member;
CREATE POLICY common ON team_member FOR ALL USING (challenge_id = ANY ((SELECT keys_of('common'))::uuid[]));
DROP POLICY invites ON sign_in_token;
CREATE POLICY invites ON sign_in_token FOR INSERT WITH CHECK (purpose = 'invitation' AND app_actor() IS NOT NULL);
DROP POLICY adds_with_person ON person_contact;
CREATE POLICY adds_with_person ON person_contact FOR INSERT WITH CHECK (app_actor() IS NOT NULL);
DROP POLICY region_or_operator_adds ON person;
CREATE POLICY region_or_operator_adds ON person FOR INSERT WITH CHECK (
	region_id = ANY ((SELECT keys_of('region'))::uuid[]) OR (SELECT is_operator())
	OR EXISTS (SELECT FROM council c JOIN role_holding h ON h.scope = 'council' AND h.scope_id = c.id
		WHERE h.person_id = app_actor() AND h.role = 'dass' AND h.ended_at IS NULL AND c.id = council_id)
	OR EXISTS (SELECT FROM role_holding h WHERE h.person_id = app_actor() AND h.role = 'link_officer' AND h.ended_at IS NULL));
DROP POLICY within_reach_changes ON role_holding;
DROP POLICY within_reach ON role_holding;
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
DROP FUNCTION may_invite(uuid);
DROP FUNCTION regions_i_add_to();
DROP FUNCTION parts_of(text[]);
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION is_operator() RETURNS boolean
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT EXISTS (SELECT FROM role_holding WHERE person_id = app_actor() AND role = 'operator' AND ended_at IS NULL) $$;
-- +goose StatementEnd
ALTER TABLE role_holding DROP CONSTRAINT role_fits_its_scope;
