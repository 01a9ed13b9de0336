-- The team, to the letter: why a second of one council or somebody of another
-- region was asked (T3, T6), and the councillor's brief on day 1 (T2).

-- +goose Up

-- Read by everybody on the challenge, like the rest of the place.
ALTER TABLE team_member ADD COLUMN asked_because text NOT NULL DEFAULT '' CHECK (char_length(asked_because) <= 1000);

-- Somebody of another region who came as a visitor; their council by its name.
ALTER TABLE person ADD COLUMN outside_council text NOT NULL DEFAULT '' CHECK (char_length(outside_council) <= 200);

-- Somebody who works for a council of another region, for a coordinator who
-- knows their address (T3). To ask them gives their name away to nobody before
-- they are on the challenge (V3).
-- +goose StatementBegin
CREATE FUNCTION visitor_elsewhere(address text) RETURNS uuid
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT p.id FROM person_contact c JOIN person p ON p.id = c.person_id
		WHERE c.email = address AND cardinality(keys_of('region')) > 0
		  AND p.council_id IS NOT NULL AND p.region_id <> ALL (keys_of('region')) $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION visitor_elsewhere(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION visitor_elsewhere(text) TO peerchallenge_app;

-- Read by the councillor, the lead and the coordinator.
CREATE TABLE councillor_brief (
	id             uuid PRIMARY KEY,
	challenge_id   uuid NOT NULL,
	member_id      uuid NOT NULL,
	person_id      uuid NOT NULL REFERENCES person,
	stands         boolean NOT NULL,
	words          text NOT NULL DEFAULT '' CHECK (char_length(words) <= 1000),
	at             timestamptz NOT NULL,
	decision       text CHECK (decision IN ('goes_on', 'leaves')),
	decision_words text NOT NULL DEFAULT '' CHECK (char_length(decision_words) <= 1000),
	decided_by     uuid REFERENCES person,
	decided_at     timestamptz,
	FOREIGN KEY (challenge_id, member_id) REFERENCES team_member (challenge_id, id),
	CONSTRAINT one_brief_answer_per_place UNIQUE (member_id),
	CHECK (decision IS NULL OR NOT stands),
	CHECK ((decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL) = (decided_by IS NULL)),
	CHECK (decision IS DISTINCT FROM 'goes_on' OR decision_words <> '')
);
CREATE INDEX councillor_brief_by_challenge ON councillor_brief (challenge_id);
GRANT SELECT, INSERT ON councillor_brief TO peerchallenge_app;
GRANT UPDATE (decision, decision_words, decided_by, decided_at) ON councillor_brief TO peerchallenge_app;
ALTER TABLE councillor_brief ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_lead_or_coordinator ON councillor_brief FOR SELECT USING (
	person_id = app_actor() OR challenge_id = ANY ((SELECT parts_of('{lead,deputy_lead,coordinator}'))::uuid[]));
CREATE POLICY own ON councillor_brief FOR INSERT WITH CHECK (
	person_id = app_actor() AND decision IS NULL AND challenge_id = ANY ((SELECT parts_of('{councillor}'))::uuid[])
	AND EXISTS (SELECT FROM team_member m WHERE m.id = member_id AND m.person_id = app_actor()));
CREATE POLICY lead_or_coordinator_decides ON councillor_brief FOR UPDATE USING (
	person_id <> app_actor() AND challenge_id = ANY ((SELECT parts_of('{lead,deputy_lead,coordinator}'))::uuid[]))
	WITH CHECK (decided_by = app_actor());

-- +goose Down
DROP TABLE councillor_brief;
DROP FUNCTION visitor_elsewhere(text);
ALTER TABLE person DROP COLUMN outside_council;
ALTER TABLE team_member DROP COLUMN asked_because;
