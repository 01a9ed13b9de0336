-- Calendar feeds: an address that a calendar program reads, for somebody's own
-- visits or for a region's. Dates, council and what; no names, no content. The
-- address is kept as a hash, works until it is taken back, and shows at most what its
-- owner may see at that moment (V4).

-- +goose Up
CREATE TABLE calendar_feed (
	id         uuid PRIMARY KEY,
	person_id  uuid NOT NULL REFERENCES person,
	region_id  uuid REFERENCES region, -- NULL: their own visits
	token_hash bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
	made_at    timestamptz NOT NULL,
	ended_at   timestamptz
);
CREATE UNIQUE INDEX one_live_feed_of_a_kind ON calendar_feed (person_id, coalesce(region_id, '00000000-0000-0000-0000-000000000000')) WHERE ended_at IS NULL;
GRANT SELECT, INSERT ON calendar_feed TO peerchallenge_app;
GRANT UPDATE (ended_at) ON calendar_feed TO peerchallenge_app;
ALTER TABLE calendar_feed ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON calendar_feed FOR SELECT USING (person_id = app_actor());
CREATE POLICY own_adds ON calendar_feed FOR INSERT WITH CHECK (
	person_id = app_actor() AND (region_id IS NULL OR region_id = ANY ((SELECT keys_of('region'))::uuid[])));
CREATE POLICY own_ends ON calendar_feed FOR UPDATE USING (person_id = app_actor());

-- What an address shows; no row when there is no such live address. The keys of its
-- owner are read as they are now.
-- +goose StatementBegin
CREATE FUNCTION feed_of(hash bytea) RETURNS TABLE (challenge_id uuid, name text, council text, kind text, first_day date, last_day date)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
	WITH feed AS (SELECT f.person_id, f.region_id FROM calendar_feed f WHERE f.token_hash = hash AND f.ended_at IS NULL),
	seen AS (SELECT c.id, c.name, k.name AS council, c.onsite_first, c.onsite_last FROM feed f
		JOIN challenge c ON c.ended IS NULL AND CASE WHEN f.region_id IS NULL
			THEN EXISTS (SELECT FROM room_key r WHERE r.person_id = f.person_id AND r.scope_id = c.id AND r.room = 'common' AND r.because <> 'coordinator' AND r.revoked_at IS NULL)
			ELSE c.region_id = f.region_id AND EXISTS (SELECT FROM room_key r WHERE r.person_id = f.person_id AND r.scope_id = f.region_id AND r.room = 'region' AND r.revoked_at IS NULL) END
		JOIN council k ON k.id = c.host_council_id)
	SELECT id, name, council, 'on site', onsite_first, onsite_last FROM seen
	UNION ALL
	SELECT s.id, s.name, s.council, 'practice review', min(d.on_day), max(d.on_day) FROM seen s
		JOIN challenge_date d ON d.challenge_id = s.id AND d.kind IN ('practice_starts', 'practice_ends') GROUP BY 1, 2, 3
	UNION ALL
	SELECT s.id, s.name, s.council, 'follow-up', d.on_day, d.on_day FROM seen s JOIN challenge_date d ON d.challenge_id = s.id AND d.kind = 'follow_up_1'
	ORDER BY 5, 2 $$;
-- +goose StatementEnd
-- Whether there is such an address at all: an empty calendar is not a missing one.
-- +goose StatementBegin
CREATE FUNCTION feed_lives(hash bytea) RETURNS boolean
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT EXISTS (SELECT FROM calendar_feed WHERE token_hash = hash AND ended_at IS NULL) $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION feed_of(bytea), feed_lives(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION feed_of(bytea), feed_lives(bytea) TO peerchallenge_app;

-- +goose Down
DROP FUNCTION feed_of(bytea), feed_lives(bytea);
DROP TABLE calendar_feed;
