-- The evaluation (E1): surveys, who was asked, what was answered, and the pooled
-- tables that come of it.
--
-- What somebody answered and that they answered lie apart. The mark has a name and
-- no date; an answer has no name, no date but a month, one row for each question
-- with nothing that holds a person's rows together. Each new sheet writes all rows
-- of its pile anew in an order of chance, so neither place nor transaction of a row
-- says when it came. Nobody reads answers. The job of the day pools them once a
-- survey has closed, into tables of five people or more, and takes the rows away.

-- +goose Up

CREATE TABLE survey (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL,
	region_id    uuid NOT NULL,
	host_council_id uuid NOT NULL REFERENCES council,
	framework_id uuid NOT NULL REFERENCES framework,
	wave         text NOT NULL CHECK (wave IN ('visit', 'months_6', 'months_12', 'months_24')),
	opens_on     date NOT NULL,
	closes_on    date NOT NULL CHECK (closes_on > opens_on),
	reminded_on  date,
	released_on  date,
	FOREIGN KEY (challenge_id, region_id) REFERENCES challenge (id, region_id),
	CONSTRAINT one_survey_for_a_time UNIQUE (challenge_id, wave),
	UNIQUE (challenge_id, id)
);
CREATE INDEX survey_by_region ON survey (region_id, opens_on DESC, id DESC);
CREATE INDEX survey_not_released ON survey (closes_on) WHERE released_on IS NULL;

-- How many were asked and answered; never who.
CREATE TABLE survey_turnout (
	survey_id    uuid NOT NULL,
	challenge_id uuid NOT NULL,
	region_id    uuid NOT NULL,
	audience     text NOT NULL CHECK (audience IN ('team', 'host', 'participants')),
	asked        integer NOT NULL CHECK (asked BETWEEN 0 AND 5000),
	answered     integer NOT NULL DEFAULT 0 CHECK (answered >= 0),
	paper        integer NOT NULL DEFAULT 0 CHECK (paper BETWEEN 0 AND answered),
	PRIMARY KEY (survey_id, audience),
	FOREIGN KEY (challenge_id, survey_id) REFERENCES survey (challenge_id, id)
);
CREATE INDEX survey_turnout_by_challenge ON survey_turnout (challenge_id);
CREATE INDEX survey_turnout_by_region ON survey_turnout (region_id);

-- Who is asked, and the mark that they answered. It goes when the survey closes.
CREATE TABLE survey_asked (
	survey_id    uuid NOT NULL,
	challenge_id uuid NOT NULL,
	person_id    uuid NOT NULL REFERENCES person,
	audience     text NOT NULL CHECK (audience IN ('team', 'host')),
	role         text NOT NULL,
	answered     boolean NOT NULL DEFAULT false,
	PRIMARY KEY (survey_id, person_id),
	FOREIGN KEY (challenge_id, survey_id) REFERENCES survey (challenge_id, id)
);
CREATE INDEX survey_asked_by_person ON survey_asked (person_id);

-- How many of each role answered: what the pooling needs to know, no more.
CREATE TABLE survey_cell (
	survey_id uuid NOT NULL REFERENCES survey,
	region_id uuid NOT NULL,
	audience  text NOT NULL,
	role      text NOT NULL,
	answered  integer NOT NULL CHECK (answered > 0),
	PRIMARY KEY (survey_id, audience, role)
);

-- The piles. By survey without role, and by role without survey: the two together
-- would name a director.
CREATE TABLE survey_answer (
	id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	survey_id    uuid NOT NULL,
	challenge_id uuid NOT NULL,
	audience     text NOT NULL,
	question_id  text NOT NULL,
	option       text NOT NULL,
	words        text NOT NULL DEFAULT '' CHECK (char_length(words) <= 2000),
	month        date NOT NULL CHECK (extract(day FROM month) = 1),
	FOREIGN KEY (challenge_id, survey_id) REFERENCES survey (challenge_id, id)
);
CREATE INDEX survey_answer_by_survey ON survey_answer (survey_id, audience);
CREATE TABLE survey_role_answer (
	id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	region_id   uuid NOT NULL REFERENCES region,
	year        integer NOT NULL,
	audience    text NOT NULL,
	role        text NOT NULL,
	question_id text NOT NULL,
	option      text NOT NULL
);
CREATE INDEX survey_role_answer_by_year ON survey_role_answer (region_id, year, audience);

-- The open link for participants: the organiser gives it out.
CREATE TABLE survey_link (
	survey_id    uuid PRIMARY KEY,
	challenge_id uuid NOT NULL,
	token        text NOT NULL UNIQUE CHECK (char_length(token) >= 40),
	FOREIGN KEY (challenge_id, survey_id) REFERENCES survey (challenge_id, id)
);

-- An earlier survey of the region, typed in from a file.
CREATE TABLE survey_import (
	id          uuid PRIMARY KEY,
	region_id   uuid NOT NULL REFERENCES region,
	title       text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
	sheets      integer NOT NULL CHECK (sheets >= 5),
	digest      text NOT NULL,
	imported_on date NOT NULL,
	CONSTRAINT one_import_of_a_file UNIQUE (region_id, digest)
);

-- One pooled table: how often each answer to one question was given, by five
-- people or more who could say. It is never changed. Whatever is shown is a table
-- of these or a sum of several.
CREATE TABLE survey_result (
	id            uuid PRIMARY KEY,
	region_id     uuid NOT NULL REFERENCES region,
	challenge_id  uuid,
	import_id     uuid REFERENCES survey_import,
	of_surveys    uuid[] NOT NULL DEFAULT '{}',
	of_challenges uuid[] NOT NULL DEFAULT '{}',
	year          integer NOT NULL,
	wave          text NOT NULL,
	audience      text NOT NULL,
	role          text NOT NULL DEFAULT '',
	question_id   text NOT NULL,
	counts        jsonb NOT NULL,
	said          integer NOT NULL,
	cannot_say    integer NOT NULL CHECK (cannot_say >= 0),
	blank         integer NOT NULL CHECK (blank >= 0),
	CONSTRAINT fewer_than_five_show_nothing CHECK (said >= 5),
	CONSTRAINT from_surveys_or_a_file CHECK ((import_id IS NULL) = (cardinality(of_surveys) > 0)),
	CONSTRAINT a_role_is_of_the_region CHECK (role = '' OR challenge_id IS NULL)
);
CREATE INDEX survey_result_by_region ON survey_result (region_id, audience);
CREATE INDEX survey_result_by_challenge ON survey_result (challenge_id) WHERE challenge_id IS NOT NULL;

-- Words people wrote, where five or more answered; in no order.
CREATE TABLE survey_words (
	id           uuid PRIMARY KEY,
	region_id    uuid NOT NULL,
	challenge_id uuid NOT NULL,
	survey_id    uuid NOT NULL,
	audience     text NOT NULL,
	question_id  text NOT NULL,
	words        text NOT NULL CHECK (words <> ''),
	FOREIGN KEY (challenge_id, survey_id) REFERENCES survey (challenge_id, id)
);
CREATE INDEX survey_words_by_challenge ON survey_words (challenge_id);

-- That the host lets the independent evaluator see what came of it.
CREATE TABLE evaluation_consent (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL,
	region_id    uuid NOT NULL,
	person_id    uuid NOT NULL REFERENCES person,
	given_on     date NOT NULL,
	withdrawn_on date,
	FOREIGN KEY (challenge_id, region_id) REFERENCES challenge (id, region_id)
);
CREATE UNIQUE INDEX one_consent_at_a_time ON evaluation_consent (challenge_id) WHERE withdrawn_on IS NULL;
CREATE INDEX evaluation_consent_by_region ON evaluation_consent (region_id) WHERE withdrawn_on IS NULL;

-- The independent evaluator is a role in a region, beside the coordinator.
-- +goose StatementBegin
DO $$
DECLARE
	was text;
BEGIN
	SELECT pg_get_constraintdef(oid) INTO STRICT was FROM pg_constraint WHERE conname = 'role_holding_role_check';
	ALTER TABLE role_holding DROP CONSTRAINT role_holding_role_check;
	EXECUTE 'ALTER TABLE role_holding ADD CONSTRAINT role_holding_role_check '
		|| replace(was, '''coordinator''::text', '''coordinator''::text, ''evaluator''::text');
	SELECT pg_get_constraintdef(oid) INTO STRICT was FROM pg_constraint WHERE conname = 'role_fits_its_scope';
	ALTER TABLE role_holding DROP CONSTRAINT role_fits_its_scope;
	was := replace(was, '''coordinator''::text,', '''coordinator''::text, ''evaluator''::text,');
	EXECUTE 'ALTER TABLE role_holding ADD CONSTRAINT role_fits_its_scope '
		|| replace(was, '(role = ''coordinator''::text)', '(role = ANY (ARRAY[''coordinator''::text, ''evaluator''::text]))');
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION evaluator_regions() RETURNS uuid[]
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT coalesce(array_agg(DISTINCT scope_id), '{}') FROM role_holding
		WHERE person_id = app_actor() AND role = 'evaluator' AND scope = 'region' AND ended_at IS NULL $$;
-- +goose StatementEnd
-- The challenges that the actor evaluates: in their regions, where the host agreed.
-- +goose StatementBegin
CREATE FUNCTION evaluated() RETURNS uuid[]
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT coalesce(array_agg(challenge_id), '{}') FROM evaluation_consent
		WHERE withdrawn_on IS NULL AND region_id = ANY (evaluator_regions()) $$;
-- +goose StatementEnd

-- Puts one sheet onto the pile of a survey, and onto that of a role, and writes
-- both piles anew in an order of chance.
-- +goose StatementBegin
CREATE FUNCTION survey_put(which uuid, whose text, as_role text, sheet jsonb, on_paper boolean) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
DECLARE
	s survey;
BEGIN
	SELECT * INTO STRICT s FROM survey WHERE id = which;
	UPDATE survey_turnout SET answered = answered + 1, paper = paper + on_paper::int WHERE survey_id = which AND audience = whose;
	WITH gone AS (
		DELETE FROM survey_answer WHERE survey_id = which AND audience = whose RETURNING question_id, option, words),
	pile AS (
		SELECT question_id, option, words FROM gone
		UNION ALL SELECT key, coalesce(value ->> 'option', ''), coalesce(value ->> 'words', '') FROM jsonb_each(sheet))
	INSERT INTO survey_answer (survey_id, challenge_id, audience, question_id, option, words, month)
	SELECT which, s.challenge_id, whose, question_id, option, words, date_trunc('month', s.opens_on)::date FROM pile ORDER BY random();
	IF as_role <> '' THEN
		PERFORM pg_advisory_xact_lock(hashtextextended('survey ' || s.region_id || extract(year FROM s.opens_on) || whose, 0));
		WITH gone AS (
			DELETE FROM survey_role_answer WHERE region_id = s.region_id AND year = extract(year FROM s.opens_on) AND audience = whose
			RETURNING role, question_id, option),
		pile AS (
			SELECT role, question_id, option FROM gone
			UNION ALL SELECT as_role, key, value ->> 'option' FROM jsonb_each(sheet) WHERE coalesce(value ->> 'option', '') <> '')
		INSERT INTO survey_role_answer (region_id, year, audience, role, question_id, option)
		SELECT s.region_id, extract(year FROM s.opens_on), whose, role, question_id, option FROM pile ORDER BY random();
	END IF;
END $$;
-- +goose StatementEnd

-- A member of the team or of the host answers, once. False when they have, or
-- were not asked, or it is not open.
-- +goose StatementBegin
CREATE FUNCTION survey_answer_own(which uuid, today date, sheet jsonb) RETURNS boolean
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
DECLARE
	me survey_asked;
BEGIN
	PERFORM FROM survey WHERE id = which AND released_on IS NULL AND today BETWEEN opens_on AND closes_on FOR SHARE;
	IF NOT FOUND THEN RETURN false; END IF;
	UPDATE survey_asked SET answered = true WHERE survey_id = which AND person_id = app_actor() AND NOT answered RETURNING * INTO me;
	IF NOT FOUND THEN RETURN false; END IF;
	PERFORM survey_put(which, me.audience, me.role, sheet, false);
	RETURN true;
END $$;
-- +goose StatementEnd

-- What the open link is for; no row for a link that is none.
-- +goose StatementBegin
CREATE FUNCTION survey_by_link(link text)
	RETURNS TABLE (id uuid, council text, wave text, opens_on date, closes_on date, questions jsonb)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT s.id, c.name, s.wave, s.opens_on, s.closes_on, coalesce(f.body -> 'survey', '[]')
		FROM survey_link l JOIN survey s ON s.id = l.survey_id JOIN council c ON c.id = s.host_council_id JOIN framework f ON f.id = s.framework_id
		WHERE l.token = link $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION survey_answer_by_link(link text, today date, sheet jsonb, most integer) RETURNS boolean
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
DECLARE
	which uuid;
BEGIN
	SELECT s.id INTO which FROM survey_link l JOIN survey s ON s.id = l.survey_id
		WHERE l.token = link AND s.released_on IS NULL AND today BETWEEN s.opens_on AND s.closes_on FOR SHARE OF s;
	IF which IS NULL THEN RETURN false; END IF;
	PERFORM FROM survey_turnout WHERE survey_id = which AND audience = 'participants' AND answered < most FOR UPDATE;
	IF NOT FOUND THEN RETURN false; END IF;
	PERFORM survey_put(which, 'participants', '', sheet, false);
	RETURN true;
END $$;
-- +goose StatementEnd
-- The organiser types in what was answered on paper, also in the week after.
-- +goose StatementBegin
CREATE FUNCTION survey_answer_paper(which uuid, today date, sheet jsonb) RETURNS boolean
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
BEGIN
	PERFORM FROM survey s WHERE s.id = which AND s.challenge_id = ANY (parts_of('{dass,link_officer}'))
		AND s.released_on IS NULL AND today BETWEEN s.opens_on AND s.closes_on FOR SHARE;
	IF NOT FOUND THEN RETURN false; END IF;
	PERFORM FROM survey_turnout WHERE survey_id = which AND audience = 'participants' FOR UPDATE;
	PERFORM survey_put(which, 'participants', '', sheet, true);
	RETURN true;
END $$;
-- +goose StatementEnd

-- For the job of the day alone: closes a survey (who answered is forgotten, how
-- many of each role is kept), counts what is closed and not yet pooled, and takes
-- away what has been pooled.
-- +goose StatementBegin
CREATE FUNCTION survey_close(which uuid, today date) RETURNS boolean
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
BEGIN
	IF app_job() IS DISTINCT FROM 'stages' THEN RAISE EXCEPTION 'for the job alone' USING ERRCODE = '42501'; END IF;
	UPDATE survey SET released_on = today WHERE id = which AND released_on IS NULL AND closes_on < today;
	IF NOT FOUND THEN RETURN false; END IF;
	INSERT INTO survey_cell (survey_id, region_id, audience, role, answered)
	SELECT a.survey_id, s.region_id, a.audience, a.role, count(*) FROM survey_asked a JOIN survey s ON s.id = a.survey_id
	WHERE a.survey_id = which AND a.answered GROUP BY 1, 2, 3, 4;
	INSERT INTO survey_cell (survey_id, region_id, audience, role, answered)
	SELECT survey_id, region_id, audience, '', answered FROM survey_turnout WHERE survey_id = which AND audience = 'participants' AND answered > 0;
	DELETE FROM survey_asked WHERE survey_id = which;
	DELETE FROM survey_link WHERE survey_id = which;
	-- words go out where five or more answered, else nowhere
	INSERT INTO survey_words (id, region_id, challenge_id, survey_id, audience, question_id, words)
	SELECT gen_random_uuid(), t.region_id, a.challenge_id, a.survey_id, a.audience, a.question_id, a.words
	FROM survey_answer a JOIN survey_turnout t ON t.survey_id = a.survey_id AND t.audience = a.audience
	WHERE a.survey_id = which AND a.option = '' AND a.words <> '' AND t.answered >= 5 ORDER BY random();
	DELETE FROM survey_answer WHERE survey_id = which AND option = '';
	RETURN true;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION survey_piles(of_region uuid)
	RETURNS TABLE (survey_id uuid, challenge_id uuid, year integer, wave text, closes_on date, audience text, question_id text, option text, n integer)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT s.id, s.challenge_id, extract(year FROM s.opens_on)::integer, s.wave, s.closes_on, a.audience, a.question_id, a.option, count(*)::integer
		FROM survey s JOIN survey_answer a ON a.survey_id = s.id
		WHERE app_job() = 'stages' AND s.region_id = of_region AND s.released_on IS NOT NULL
		GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY s.closes_on, s.id, a.audience, a.question_id, a.option $$;
-- +goose StatementEnd
-- Years whose surveys have all closed.
-- +goose StatementBegin
CREATE FUNCTION survey_role_piles(of_region uuid, before_year integer)
	RETURNS TABLE (year integer, audience text, role text, question_id text, option text, n integer)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT a.year, a.audience, a.role, a.question_id, a.option, count(*)::integer FROM survey_role_answer a
		WHERE app_job() = 'stages' AND a.region_id = of_region AND a.year < before_year
		  AND NOT EXISTS (SELECT FROM survey s WHERE s.region_id = of_region AND extract(year FROM s.opens_on) = a.year AND s.released_on IS NULL)
		GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5 $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION survey_pooled(surveys uuid[], whose text, question text) RETURNS void
	LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ DELETE FROM survey_answer WHERE app_job() = 'stages' AND survey_id = ANY (surveys) AND audience = whose AND question_id = question $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION survey_role_pooled(of_region uuid, of_year integer) RETURNS void
	LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ DELETE FROM survey_role_answer WHERE app_job() = 'stages' AND region_id = of_region AND year = of_year $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION evaluator_regions(), evaluated(), survey_put(uuid, text, text, jsonb, boolean), survey_answer_own(uuid, date, jsonb),
	survey_by_link(text), survey_answer_by_link(text, date, jsonb, integer), survey_answer_paper(uuid, date, jsonb), survey_close(uuid, date),
	survey_piles(uuid), survey_role_piles(uuid, integer), survey_pooled(uuid[], text, text), survey_role_pooled(uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION evaluator_regions(), evaluated(), survey_answer_own(uuid, date, jsonb),
	survey_by_link(text), survey_answer_by_link(text, date, jsonb, integer), survey_answer_paper(uuid, date, jsonb), survey_close(uuid, date),
	survey_piles(uuid), survey_role_piles(uuid, integer), survey_pooled(uuid[], text, text), survey_role_pooled(uuid, integer) TO peerchallenge_app;

-- Rights and policies ----------------------------------------------------------

GRANT SELECT, INSERT ON survey, survey_turnout, survey_asked, survey_link, survey_import, survey_result, evaluation_consent TO peerchallenge_app;
GRANT SELECT ON survey_cell, survey_words TO peerchallenge_app;
GRANT UPDATE (reminded_on) ON survey TO peerchallenge_app;
GRANT UPDATE (asked) ON survey_turnout TO peerchallenge_app;
GRANT UPDATE (withdrawn_on) ON evaluation_consent TO peerchallenge_app;

ALTER TABLE survey ENABLE ROW LEVEL SECURITY;
ALTER TABLE survey_turnout ENABLE ROW LEVEL SECURITY;
ALTER TABLE survey_asked ENABLE ROW LEVEL SECURITY;
ALTER TABLE survey_cell ENABLE ROW LEVEL SECURITY;
ALTER TABLE survey_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE survey_role_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE survey_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE survey_import ENABLE ROW LEVEL SECURITY;
ALTER TABLE survey_result ENABLE ROW LEVEL SECURITY;
ALTER TABLE survey_words ENABLE ROW LEVEL SECURITY;
ALTER TABLE evaluation_consent ENABLE ROW LEVEL SECURITY;

CREATE POLICY on_it_region_or_evaluator ON survey FOR SELECT USING (
	challenge_id = ANY ((SELECT keys_of('common'))::uuid[]) OR region_id = ANY ((SELECT keys_of('region'))::uuid[])
	OR challenge_id = ANY ((SELECT evaluated())::uuid[]) OR app_job() = 'stages');
CREATE POLICY job_opens ON survey FOR INSERT WITH CHECK (app_job() = 'stages');
CREATE POLICY job_changes ON survey FOR UPDATE USING (app_job() = 'stages');
CREATE POLICY on_it_region_or_evaluator ON survey_turnout FOR SELECT USING (
	challenge_id = ANY ((SELECT keys_of('common'))::uuid[]) OR region_id = ANY ((SELECT keys_of('region'))::uuid[])
	OR challenge_id = ANY ((SELECT evaluated())::uuid[]) OR app_job() = 'stages');
CREATE POLICY job_opens ON survey_turnout FOR INSERT WITH CHECK (app_job() = 'stages' AND answered = 0);
CREATE POLICY organiser_says_how_many ON survey_turnout FOR UPDATE USING (
	audience = 'participants' AND challenge_id = ANY ((SELECT parts_of('{dass,link_officer}'))::uuid[]));
CREATE POLICY own_or_job ON survey_asked FOR SELECT USING (person_id = app_actor() OR app_job() = 'stages');
CREATE POLICY job_asks ON survey_asked FOR INSERT WITH CHECK (app_job() = 'stages' AND NOT answered);
CREATE POLICY job ON survey_cell FOR SELECT USING (app_job() = 'stages');
CREATE POLICY organiser ON survey_link FOR SELECT USING (challenge_id = ANY ((SELECT parts_of('{dass,link_officer}'))::uuid[]));
CREATE POLICY job_makes ON survey_link FOR INSERT WITH CHECK (app_job() = 'stages');
CREATE POLICY region_or_evaluator ON survey_import FOR SELECT USING (
	region_id = ANY ((SELECT keys_of('region'))::uuid[]) OR region_id = ANY ((SELECT evaluator_regions())::uuid[]));
CREATE POLICY region_adds ON survey_import FOR INSERT WITH CHECK (region_id = ANY ((SELECT keys_of('region'))::uuid[]));
-- The region reads all of its pooled tables; director and team that of their own
-- challenge; the evaluator those in which every host agreed.
CREATE POLICY region_own_or_evaluator ON survey_result FOR SELECT USING (
	region_id = ANY ((SELECT keys_of('region'))::uuid[])
	OR challenge_id = ANY ((SELECT parts_of('{dass,lead,deputy_lead,councillor,senior_manager,expert}'))::uuid[])
	OR (role = '' AND region_id = ANY ((SELECT evaluator_regions())::uuid[]) AND of_challenges <@ (SELECT evaluated())::uuid[])
	OR app_job() = 'stages');
CREATE POLICY job_pools ON survey_result FOR INSERT WITH CHECK (app_job() = 'stages' AND import_id IS NULL);
CREATE POLICY region_imports ON survey_result FOR INSERT WITH CHECK (
	import_id IS NOT NULL AND challenge_id IS NULL AND role = '' AND region_id = ANY ((SELECT keys_of('region'))::uuid[]));
CREATE POLICY region_own_or_evaluator ON survey_words FOR SELECT USING (
	region_id = ANY ((SELECT keys_of('region'))::uuid[])
	OR challenge_id = ANY ((SELECT parts_of('{dass,lead,deputy_lead,councillor,senior_manager,expert}'))::uuid[])
	OR challenge_id = ANY ((SELECT evaluated())::uuid[]));
CREATE POLICY on_it_region_or_evaluator ON evaluation_consent FOR SELECT USING (
	challenge_id = ANY ((SELECT keys_of('common'))::uuid[]) OR region_id = ANY ((SELECT keys_of('region'))::uuid[])
	OR region_id = ANY ((SELECT evaluator_regions())::uuid[]));
CREATE POLICY director_gives ON evaluation_consent FOR INSERT WITH CHECK (
	person_id = app_actor() AND challenge_id = ANY ((SELECT parts_of('{dass}'))::uuid[]));
CREATE POLICY director_withdraws ON evaluation_consent FOR UPDATE USING (challenge_id = ANY ((SELECT parts_of('{dass}'))::uuid[]));

-- +goose Down
DELETE FROM role_holding WHERE role = 'evaluator';
-- +goose StatementBegin
DO $$
DECLARE
	was text;
BEGIN
	SELECT pg_get_constraintdef(oid) INTO STRICT was FROM pg_constraint WHERE conname = 'role_fits_its_scope';
	ALTER TABLE role_holding DROP CONSTRAINT role_fits_its_scope;
	EXECUTE 'ALTER TABLE role_holding ADD CONSTRAINT role_fits_its_scope ' || replace(
		replace(was, '(role = ANY (ARRAY[''coordinator''::text, ''evaluator''::text]))', '(role = ''coordinator''::text)'), ', ''evaluator''::text', '');
	SELECT pg_get_constraintdef(oid) INTO STRICT was FROM pg_constraint WHERE conname = 'role_holding_role_check';
	ALTER TABLE role_holding DROP CONSTRAINT role_holding_role_check;
	EXECUTE 'ALTER TABLE role_holding ADD CONSTRAINT role_holding_role_check ' || replace(was, ', ''evaluator''::text', '');
END $$;
-- +goose StatementEnd
DROP TABLE survey_words, survey_result, survey_import, survey_link, survey_role_answer, survey_answer, survey_cell, survey_asked,
	survey_turnout, survey CASCADE;
DROP FUNCTION survey_role_pooled(uuid, integer), survey_pooled(uuid[], text, text), survey_role_piles(uuid, integer), survey_piles(uuid),
	survey_close(uuid, date), survey_answer_paper(uuid, date, jsonb), survey_answer_by_link(text, date, jsonb, integer), survey_by_link(text),
	survey_answer_own(uuid, date, jsonb), survey_put(uuid, text, text, jsonb, boolean);
DROP TABLE evaluation_consent;
DROP FUNCTION evaluated();
DROP FUNCTION evaluator_regions();
