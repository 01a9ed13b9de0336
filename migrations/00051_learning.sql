-- Learning (E2, E3): what somebody takes home, for themselves alone until they
-- share it; what was shared, without the host until it has published or agreed;
-- and the themes of a region.

-- +goose Up

-- Who may read and write what a region shares: people with a live part or post
-- there. An evaluator has none, and somebody who left has none any more (V4).
-- +goose StatementBegin
CREATE FUNCTION regions_i_learn_in() RETURNS uuid[]
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT coalesce(array_agg(DISTINCT region), '{}') FROM (
		SELECT p.region_id AS region FROM person p WHERE p.id = app_actor() AND p.region_id IS NOT NULL
			AND EXISTS (SELECT FROM role_holding h WHERE h.person_id = p.id AND h.ended_at IS NULL AND h.role NOT IN ('evaluator', 'invitee', 'operator'))
		UNION ALL SELECT unnest(keys_of('region'))) r $$;
-- +goose StatementEnd

-- Read by its owner alone.
CREATE TABLE learning_idea (
	id           uuid PRIMARY KEY,
	person_id    uuid NOT NULL REFERENCES person,
	region_id    uuid NOT NULL REFERENCES region,
	challenge_id uuid REFERENCES challenge,
	area_key     text NOT NULL DEFAULT '',
	words        text NOT NULL CHECK (char_length(words) BETWEEN 1 AND 4000),
	noted_at     timestamptz NOT NULL,
	version      integer NOT NULL DEFAULT 1
);
CREATE INDEX learning_idea_by_person ON learning_idea (person_id, noted_at DESC, id DESC);

-- A copy of an idea as it was shared. It does not say which challenge it came
-- from; the owner's idea does.
CREATE TABLE shared_idea (
	id           uuid PRIMARY KEY,
	idea_id      uuid NOT NULL REFERENCES learning_idea ON DELETE CASCADE,
	region_id    uuid NOT NULL REFERENCES region,
	person_id    uuid NOT NULL REFERENCES person,
	author       text NOT NULL CHECK (author <> ''),
	area_key     text NOT NULL DEFAULT '',
	words        text NOT NULL CHECK (char_length(words) BETWEEN 1 AND 4000),
	shared_on    date NOT NULL,
	withdrawn_on date
);
CREATE UNIQUE INDEX one_sharing_of_an_idea ON shared_idea (idea_id) WHERE withdrawn_on IS NULL;
CREATE INDEX shared_idea_by_region ON shared_idea (region_id, shared_on DESC, id DESC) WHERE withdrawn_on IS NULL;
CREATE INDEX shared_idea_search ON shared_idea USING gin (to_tsvector('english', words));

-- That the host may be named beside shared ideas, and counts in themes, also
-- before it has published.
CREATE TABLE learning_agreement (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL,
	region_id    uuid NOT NULL,
	person_id    uuid NOT NULL REFERENCES person,
	agreed_on    date NOT NULL,
	withdrawn_on date,
	FOREIGN KEY (challenge_id, region_id) REFERENCES challenge (id, region_id)
);
CREATE UNIQUE INDEX one_agreement_at_a_time ON learning_agreement (challenge_id) WHERE withdrawn_on IS NULL;

-- Past row-level security: whether a host may be named.
-- +goose StatementBegin
CREATE FUNCTION host_is_open(which uuid) RETURNS boolean
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT coalesce((SELECT c.published_at IS NOT NULL FROM challenge c WHERE c.id = which), false)
		OR EXISTS (SELECT FROM learning_agreement a WHERE a.challenge_id = which AND a.withdrawn_on IS NULL) $$;
-- +goose StatementEnd
-- The hosts of shared ideas of the actor's regions that may be named.
-- +goose StatementBegin
CREATE FUNCTION hosts_of_ideas(ideas uuid[]) RETURNS TABLE (id uuid, host text)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT s.id, k.name FROM shared_idea s JOIN learning_idea i ON i.id = s.idea_id JOIN challenge c ON c.id = i.challenge_id
		JOIN council k ON k.id = c.host_council_id
		WHERE s.id = ANY (ideas) AND s.withdrawn_on IS NULL AND s.region_id = ANY (regions_i_learn_in()) AND host_is_open(c.id) $$;
-- +goose StatementEnd
-- Search goes past row-level security, which never uses the index, and joins the
-- regions itself; it gives ids, and the rows are read under the policies.
-- +goose StatementBegin
CREATE FUNCTION find_shared_ideas(wanted text) RETURNS uuid[]
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT coalesce(array_agg(id), '{}') FROM (SELECT s.id FROM shared_idea s
		WHERE to_tsvector('english', s.words) @@ websearch_to_tsquery('english', wanted) AND s.withdrawn_on IS NULL AND s.region_id = ANY (regions_i_learn_in())
		ORDER BY s.shared_on DESC, s.id DESC LIMIT 500) found $$;
-- +goose StatementEnd
-- Findings by area of the final reports that are public or whose host agreed,
-- counted together; a table only when three hosts or more are in it, so that no
-- host's report is read from it, and never the hosts.
-- +goose StatementBegin
CREATE FUNCTION regional_themes(of_region uuid) RETURNS TABLE (area_key text, area_name text, kind text, n integer, hosts integer)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
	WITH reports AS (
		SELECT DISTINCT ON (h.challenge_id) h.id, h.challenge_id FROM handover h JOIN challenge c ON c.id = h.challenge_id
		WHERE c.region_id = of_region AND of_region = ANY (regions_i_learn_in()) AND h.kind = 'finalise' AND host_is_open(c.id)
		ORDER BY h.challenge_id, h.number DESC),
	findings AS (
		SELECT convert_from(p.body, 'UTF8')::jsonb AS f FROM reports r JOIN handover_part p ON p.handover_id = r.id
		WHERE p.name LIKE 'finding/%' AND p.body IS NOT NULL)
	SELECT f ->> 'area_key', max(f ->> 'area_name'), f ->> 'kind', count(*)::integer, (SELECT count(DISTINCT challenge_id)::integer FROM reports)
	FROM findings WHERE (SELECT count(DISTINCT challenge_id) FROM reports) >= 3
	GROUP BY f ->> 'area_key', f ->> 'kind' $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION regions_i_learn_in(), host_is_open(uuid), hosts_of_ideas(uuid[]), find_shared_ideas(text), regional_themes(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION regions_i_learn_in(), hosts_of_ideas(uuid[]), find_shared_ideas(text), regional_themes(uuid) TO peerchallenge_app;

-- Rights and policies ----------------------------------------------------------

GRANT SELECT, INSERT, DELETE ON learning_idea TO peerchallenge_app;
GRANT UPDATE (challenge_id, area_key, words, version) ON learning_idea TO peerchallenge_app;
GRANT SELECT, INSERT ON shared_idea, learning_agreement TO peerchallenge_app;
GRANT UPDATE (withdrawn_on) ON shared_idea, learning_agreement TO peerchallenge_app;

ALTER TABLE learning_idea ENABLE ROW LEVEL SECURITY;
ALTER TABLE shared_idea ENABLE ROW LEVEL SECURITY;
ALTER TABLE learning_agreement ENABLE ROW LEVEL SECURITY;

CREATE POLICY own ON learning_idea FOR SELECT USING (person_id = app_actor());
CREATE POLICY own_adds ON learning_idea FOR INSERT WITH CHECK (person_id = app_actor() AND region_id = ANY ((SELECT regions_i_learn_in())::uuid[])
	AND (challenge_id IS NULL OR challenge_id = ANY ((SELECT keys_of('common'))::uuid[])));
CREATE POLICY own_changes ON learning_idea FOR UPDATE USING (person_id = app_actor())
	WITH CHECK (person_id = app_actor() AND (challenge_id IS NULL OR challenge_id = ANY ((SELECT keys_of('common'))::uuid[])));
CREATE POLICY own_removes ON learning_idea FOR DELETE USING (person_id = app_actor());
CREATE POLICY own_or_shared ON shared_idea FOR SELECT USING (
	person_id = app_actor() OR (withdrawn_on IS NULL AND region_id = ANY ((SELECT regions_i_learn_in())::uuid[])));
CREATE POLICY own_shares ON shared_idea FOR INSERT WITH CHECK (person_id = app_actor() AND region_id = ANY ((SELECT regions_i_learn_in())::uuid[])
	AND idea_id IN (SELECT id FROM learning_idea WHERE person_id = app_actor()));
CREATE POLICY own_withdraws ON shared_idea FOR UPDATE USING (person_id = app_actor());
CREATE POLICY on_it_or_region ON learning_agreement FOR SELECT USING (
	challenge_id = ANY ((SELECT keys_of('common'))::uuid[]) OR region_id = ANY ((SELECT keys_of('region'))::uuid[]));
CREATE POLICY director_agrees ON learning_agreement FOR INSERT WITH CHECK (
	person_id = app_actor() AND challenge_id = ANY ((SELECT parts_of('{dass}'))::uuid[]));
CREATE POLICY director_withdraws ON learning_agreement FOR UPDATE USING (challenge_id = ANY ((SELECT parts_of('{dass}'))::uuid[]));

-- +goose Down
DROP FUNCTION regional_themes(uuid), find_shared_ideas(text), hosts_of_ideas(uuid[]), host_is_open(uuid);
DROP TABLE learning_agreement, shared_idea, learning_idea;
DROP FUNCTION regions_i_learn_in();
