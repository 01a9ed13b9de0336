-- School holidays, as a coordinator entered them for one council or several: days to
-- keep free where possible (S4). They are facts of public life, as elections are.
-- What nobody entered is not known, and said to be so.

-- +goose Up
CREATE TABLE council_school_holiday (
	id         uuid PRIMARY KEY,
	council_id uuid NOT NULL REFERENCES council,
	first_day  date NOT NULL,
	last_day   date NOT NULL,
	name       text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
	entered_by uuid NOT NULL REFERENCES person,
	entered_at timestamptz NOT NULL,
	CHECK (last_day >= first_day),
	CONSTRAINT one_school_holiday_with_these_days UNIQUE (council_id, first_day, last_day)
);

GRANT SELECT, INSERT, UPDATE (name, entered_by, entered_at), DELETE ON council_school_holiday TO peerchallenge_app;

ALTER TABLE council_school_holiday ENABLE ROW LEVEL SECURITY;
CREATE POLICY signed_in_reads ON council_school_holiday FOR SELECT USING (app_actor() IS NOT NULL);
CREATE POLICY coordinator_writes ON council_school_holiday FOR ALL USING (
	council_id IN (SELECT id FROM council WHERE region_id = ANY ((SELECT keys_of('region'))::uuid[])));

-- +goose Down
DROP TABLE council_school_holiday;
