-- Gathering for a cycle: what each council offers and asks for, who can come and
-- when, and what they are tied to. It is planning: a council's directors read and
-- write what is their council's, a person what is theirs, the region's coordinators
-- all of it; no other council and no other region anything (V1, V3). What a person
-- is tied to (T5) and what they need (T10) is between them and the coordinators.

-- +goose Up

-- The councils that the actor directs, as DASS or acting DASS.
-- +goose StatementBegin
CREATE FUNCTION councils_i_speak_for() RETURNS uuid[]
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT coalesce(array_agg(DISTINCT scope_id), '{}') FROM role_holding
		WHERE person_id = app_actor() AND scope = 'council' AND role = 'dass' AND ended_at IS NULL $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION councils_i_speak_for() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION councils_i_speak_for() TO peerchallenge_app;

ALTER TABLE cycle ADD CONSTRAINT one_region_of_a_cycle UNIQUE (id, region_id);
ALTER TABLE council ADD CONSTRAINT one_region_of_a_council UNIQUE (id, region_id);

-- The gathering of a cycle is open from here on; answers are asked for by a day.
CREATE TABLE gathering (
	cycle_id  uuid PRIMARY KEY,
	region_id uuid NOT NULL,
	answer_by date NOT NULL,
	opened_by uuid NOT NULL REFERENCES person,
	opened_at timestamptz NOT NULL,
	UNIQUE (cycle_id, region_id),
	FOREIGN KEY (cycle_id, region_id) REFERENCES cycle (id, region_id)
);
CREATE INDEX gathering_by_region ON gathering (region_id);

-- What a council offers and asks for. Days it cannot host are in
-- council_closed_dates, as ever. It counts once it is answered.
CREATE TABLE council_offer (
	cycle_id    uuid NOT NULL,
	council_id  uuid NOT NULL,
	region_id   uuid NOT NULL,
	months      date[] NOT NULL DEFAULT '{}', -- first days of the months it would like; none means any (S4)
	look_at     text NOT NULL DEFAULT '' CHECK (char_length(look_at) <= 4000),
	signed_name text NOT NULL DEFAULT '' CHECK (char_length(signed_name) <= 200), -- under the cycle's memorandum of understanding
	signed_on   date,
	answered_at timestamptz NOT NULL,
	answered_by uuid NOT NULL REFERENCES person,
	typed_by    uuid REFERENCES person, -- who entered it, when not the council itself
	version     integer NOT NULL DEFAULT 1,
	PRIMARY KEY (cycle_id, council_id),
	FOREIGN KEY (cycle_id, region_id) REFERENCES gathering (cycle_id, region_id),
	FOREIGN KEY (council_id, region_id) REFERENCES council (id, region_id),
	CONSTRAINT a_signature_has_a_name_and_a_day CHECK ((signed_on IS NULL) = (signed_name = '')),
	CONSTRAINT months_are_at_most_a_cycle CHECK (cardinality(months) <= 60)
);

-- When the council expects an external assessment, as near as it knows (S4).
CREATE TABLE council_assessment (
	id         uuid PRIMARY KEY,
	cycle_id   uuid NOT NULL,
	council_id uuid NOT NULL,
	first_day  date NOT NULL,
	last_day   date NOT NULL,
	what       text NOT NULL CHECK (char_length(what) BETWEEN 1 AND 300),
	FOREIGN KEY (cycle_id, council_id) REFERENCES council_offer (cycle_id, council_id) ON DELETE CASCADE,
	CONSTRAINT an_assessment_ends_after_it_begins CHECK (last_day >= first_day)
);
CREATE INDEX council_assessment_by_offer ON council_assessment (cycle_id, council_id, first_day);

-- The council's form as it was left, half filled and all: its directors' alone.
CREATE TABLE council_offer_draft (
	cycle_id   uuid NOT NULL,
	council_id uuid NOT NULL,
	region_id  uuid NOT NULL,
	form       jsonb NOT NULL CHECK (pg_column_size(form) <= 200000),
	saved_by   uuid NOT NULL REFERENCES person,
	saved_at   timestamptz NOT NULL,
	PRIMARY KEY (cycle_id, council_id),
	FOREIGN KEY (cycle_id, region_id) REFERENCES gathering (cycle_id, region_id),
	FOREIGN KEY (council_id, region_id) REFERENCES council (id, region_id)
);

-- Somebody offered for the cycle: by their council, or by the coordinator for those
-- of no council (experts by experience) or of another region (person.outside_council).
-- One row a person: nobody is offered by two councils.
CREATE TABLE person_offer (
	cycle_id    uuid NOT NULL,
	person_id   uuid NOT NULL REFERENCES person,
	region_id   uuid NOT NULL,
	council_id  uuid,
	role        text NOT NULL CHECK (role IN ('lead', 'councillor', 'senior_manager', 'expert', 'psw')),
	skills      text NOT NULL DEFAULT '' CHECK (char_length(skills) <= 1000),
	experienced boolean NOT NULL DEFAULT false, -- has done a challenge before (T8)
	max_visits  integer NOT NULL DEFAULT 1, -- how often at most in this cycle (T7)
	max_days    integer, -- and how many days in all, where a limit was named
	offered_by  uuid NOT NULL REFERENCES person,
	offered_at  timestamptz NOT NULL,
	PRIMARY KEY (cycle_id, person_id),
	UNIQUE (cycle_id, person_id, region_id),
	FOREIGN KEY (cycle_id, region_id) REFERENCES gathering (cycle_id, region_id),
	FOREIGN KEY (council_id, region_id) REFERENCES council (id, region_id),
	CONSTRAINT between_one_and_twelve_visits CHECK (max_visits BETWEEN 1 AND 12),
	CONSTRAINT between_one_and_a_hundred_days CHECK (max_days BETWEEN 1 AND 100)
);
CREATE INDEX person_offer_by_council ON person_offer (cycle_id, council_id);
CREATE INDEX person_offer_by_person ON person_offer (person_id);

-- Their own answer. Who answered "no" is not planned with.
CREATE TABLE person_answer (
	cycle_id    uuid NOT NULL,
	person_id   uuid NOT NULL,
	region_id   uuid NOT NULL,
	answer      text NOT NULL CHECK (answer IN ('yes', 'no')),
	answered_at timestamptz NOT NULL,
	typed_by    uuid REFERENCES person, -- who entered it, when not the person
	PRIMARY KEY (cycle_id, person_id),
	FOREIGN KEY (cycle_id, person_id, region_id) REFERENCES person_offer (cycle_id, person_id, region_id) ON DELETE CASCADE
);

-- Days on which they cannot come. No reason is asked, so none is kept.
CREATE TABLE person_unavailable (
	id        uuid PRIMARY KEY,
	cycle_id  uuid NOT NULL,
	person_id uuid NOT NULL,
	region_id uuid NOT NULL,
	first_day date NOT NULL,
	last_day  date NOT NULL,
	FOREIGN KEY (cycle_id, person_id, region_id) REFERENCES person_offer (cycle_id, person_id, region_id) ON DELETE CASCADE,
	CONSTRAINT days_away_end_after_they_begin CHECK (last_day >= first_day)
);
CREATE INDEX person_unavailable_by_person ON person_unavailable (cycle_id, person_id, first_day);

-- What ties them to a council that might host them (T5): theirs and the region's
-- coordinators', not their own director's.
CREATE TABLE person_link (
	id         uuid PRIMARY KEY,
	cycle_id   uuid NOT NULL,
	person_id  uuid NOT NULL,
	region_id  uuid NOT NULL,
	council_id uuid NOT NULL,
	kind       text NOT NULL CHECK (kind IN ('employer', 'former_employer', 'draws_on_care', 'relation', 'rather_not', 'other')),
	barring    boolean NOT NULL,
	from_year  integer CHECK (from_year BETWEEN 1940 AND 2100),
	until_year integer CHECK (until_year BETWEEN 1940 AND 2100),
	words      text NOT NULL DEFAULT '' CHECK (char_length(words) <= 500),
	FOREIGN KEY (cycle_id, person_id, region_id) REFERENCES person_offer (cycle_id, person_id, region_id) ON DELETE CASCADE,
	FOREIGN KEY (council_id, region_id) REFERENCES council (id, region_id),
	CONSTRAINT one_link_of_a_kind_with_a_council UNIQUE (cycle_id, person_id, council_id, kind),
	CONSTRAINT barring_follows_from_the_kind CHECK (barring = (kind IN ('employer', 'draws_on_care', 'relation', 'rather_not'))),
	CONSTRAINT a_former_employer_has_its_years CHECK ((kind = 'former_employer') = (until_year IS NOT NULL)),
	CONSTRAINT years_are_in_order CHECK (from_year IS NULL OR until_year >= from_year),
	CONSTRAINT no_reason_is_kept_for_rather_not CHECK (kind <> 'rather_not' OR words = '')
);
CREATE INDEX person_link_by_person ON person_link (cycle_id, person_id);

-- Training they hold and the undertaking they signed for the cycle (T9). Their own
-- word counts once a coordinator has confirmed it.
CREATE TABLE person_training (
	cycle_id         uuid NOT NULL,
	person_id        uuid NOT NULL,
	region_id        uuid NOT NULL,
	role_on          date, -- trained for the role
	co_production_on date,
	undertaking_on   date, -- confidentiality
	confirmed_by     uuid REFERENCES person,
	confirmed_at     timestamptz,
	PRIMARY KEY (cycle_id, person_id),
	FOREIGN KEY (cycle_id, person_id, region_id) REFERENCES person_offer (cycle_id, person_id, region_id) ON DELETE CASCADE,
	CONSTRAINT who_confirmed_and_when CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL)),
	CONSTRAINT nobody_confirms_their_own_training CHECK (confirmed_by <> person_id)
);

-- Access needs: the coordinators' alone. Whether a lead may be told is said here,
-- and the words reach a lead only through access_need of a challenge (T10).
CREATE TABLE person_need (
	cycle_id     uuid NOT NULL,
	person_id    uuid NOT NULL,
	region_id    uuid NOT NULL,
	words        text NOT NULL DEFAULT '' CHECK (char_length(words) <= 2000),
	lead_may_see boolean NOT NULL DEFAULT false,
	at           timestamptz NOT NULL,
	PRIMARY KEY (cycle_id, person_id),
	FOREIGN KEY (cycle_id, person_id, region_id) REFERENCES person_offer (cycle_id, person_id, region_id) ON DELETE CASCADE
);

-- What an expert by experience is promised before they are asked to say yes (T10).
CREATE TABLE person_promise (
	cycle_id    uuid NOT NULL,
	person_id   uuid NOT NULL,
	region_id   uuid NOT NULL,
	hours       text NOT NULL CHECK (char_length(hours) BETWEEN 1 AND 1000),
	payment     text NOT NULL CHECK (char_length(payment) BETWEEN 1 AND 1000),
	expenses    text NOT NULL CHECK (char_length(expenses) BETWEEN 1 AND 1000),
	benefits    text NOT NULL CHECK (char_length(benefits) BETWEEN 1 AND 1000),
	buddy       text NOT NULL CHECK (char_length(buddy) BETWEEN 1 AND 300),
	support     text NOT NULL CHECK (char_length(support) BETWEEN 1 AND 1000),
	format      text NOT NULL CHECK (format IN ('web', 'email', 'large_print', 'easy_read', 'telephone')),
	written_by  uuid NOT NULL REFERENCES person,
	written_at  timestamptz NOT NULL,
	read_out_by uuid REFERENCES person,
	read_out_on date,
	PRIMARY KEY (cycle_id, person_id),
	FOREIGN KEY (cycle_id, person_id, region_id) REFERENCES person_offer (cycle_id, person_id, region_id) ON DELETE CASCADE,
	CONSTRAINT who_read_it_out_and_when CHECK ((read_out_by IS NULL) = (read_out_on IS NULL))
);

-- Every mail that asked or reminded somebody, so that the list can count them.
CREATE TABLE gathering_reminder (
	cycle_id  uuid NOT NULL,
	region_id uuid NOT NULL,
	person_id uuid NOT NULL REFERENCES person,
	on_day    date NOT NULL,
	sent_by   uuid NOT NULL REFERENCES person,
	CONSTRAINT one_reminder_a_day PRIMARY KEY (cycle_id, person_id, on_day),
	FOREIGN KEY (cycle_id, region_id) REFERENCES gathering (cycle_id, region_id)
);

-- Rights and policies --------------------------------------------------------

GRANT SELECT, INSERT ON gathering, gathering_reminder TO peerchallenge_app;
GRANT UPDATE (answer_by) ON gathering TO peerchallenge_app;
GRANT SELECT, INSERT, UPDATE ON council_offer, person_answer, person_training, person_need, person_promise TO peerchallenge_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON council_offer_draft, person_offer TO peerchallenge_app;
GRANT SELECT, INSERT, DELETE ON council_assessment, person_unavailable, person_link TO peerchallenge_app;

ALTER TABLE gathering ENABLE ROW LEVEL SECURITY;
ALTER TABLE gathering_reminder ENABLE ROW LEVEL SECURITY;
ALTER TABLE council_offer ENABLE ROW LEVEL SECURITY;
ALTER TABLE council_assessment ENABLE ROW LEVEL SECURITY;
ALTER TABLE council_offer_draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE person_offer ENABLE ROW LEVEL SECURITY;
ALTER TABLE person_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE person_unavailable ENABLE ROW LEVEL SECURITY;
ALTER TABLE person_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE person_training ENABLE ROW LEVEL SECURITY;
ALTER TABLE person_need ENABLE ROW LEVEL SECURITY;
ALTER TABLE person_promise ENABLE ROW LEVEL SECURITY;

-- That a region gathers is known to its coordinators, its directors and whoever is offered.
CREATE POLICY region_directors_and_offered ON gathering FOR SELECT USING (
	region_id = ANY ((SELECT keys_of('region'))::uuid[])
	OR region_id IN (SELECT c.region_id FROM council c WHERE c.id = ANY ((SELECT councils_i_speak_for())::uuid[]))
	OR cycle_id IN (SELECT o.cycle_id FROM person_offer o WHERE o.person_id = app_actor()));
CREATE POLICY region_opens ON gathering FOR INSERT WITH CHECK (
	opened_by = app_actor() AND region_id = ANY ((SELECT keys_of('region'))::uuid[]));
CREATE POLICY region_changes ON gathering FOR UPDATE USING (region_id = ANY ((SELECT keys_of('region'))::uuid[]));

CREATE POLICY region ON gathering_reminder FOR SELECT USING (region_id = ANY ((SELECT keys_of('region'))::uuid[]));
CREATE POLICY region_reminds ON gathering_reminder FOR INSERT WITH CHECK (
	sent_by = app_actor() AND region_id = ANY ((SELECT keys_of('region'))::uuid[]));

-- A council's own, or a coordinator on its behalf and in their own name.
CREATE POLICY council_or_region ON council_offer FOR SELECT USING (
	council_id = ANY ((SELECT councils_i_speak_for())::uuid[]) OR region_id = ANY ((SELECT keys_of('region'))::uuid[]));
CREATE POLICY own_or_typed ON council_offer FOR INSERT WITH CHECK (answered_by = app_actor()
	AND ((typed_by IS NULL AND council_id = ANY ((SELECT councils_i_speak_for())::uuid[]))
	OR (typed_by = app_actor() AND region_id = ANY ((SELECT keys_of('region'))::uuid[]))));
CREATE POLICY own_or_typed_changes ON council_offer FOR UPDATE USING (
	council_id = ANY ((SELECT councils_i_speak_for())::uuid[]) OR region_id = ANY ((SELECT keys_of('region'))::uuid[]))
	WITH CHECK (answered_by = app_actor()
	AND ((typed_by IS NULL AND council_id = ANY ((SELECT councils_i_speak_for())::uuid[]))
	OR (typed_by = app_actor() AND region_id = ANY ((SELECT keys_of('region'))::uuid[]))));
CREATE POLICY with_the_offer ON council_assessment FOR ALL USING (
	(cycle_id, council_id) IN (SELECT o.cycle_id, o.council_id FROM council_offer o));
CREATE POLICY directors ON council_offer_draft FOR ALL USING (council_id = ANY ((SELECT councils_i_speak_for())::uuid[]))
	WITH CHECK (saved_by = app_actor() AND council_id = ANY ((SELECT councils_i_speak_for())::uuid[]));

CREATE POLICY own_council_or_region ON person_offer FOR SELECT USING (
	person_id = app_actor() OR council_id = ANY ((SELECT councils_i_speak_for())::uuid[])
	OR region_id = ANY ((SELECT keys_of('region'))::uuid[]));
CREATE POLICY council_or_region_offers ON person_offer FOR INSERT WITH CHECK (offered_by = app_actor()
	AND (council_id = ANY ((SELECT councils_i_speak_for())::uuid[]) OR region_id = ANY ((SELECT keys_of('region'))::uuid[])));
CREATE POLICY council_or_region_changes ON person_offer FOR UPDATE USING (
	council_id = ANY ((SELECT councils_i_speak_for())::uuid[]) OR region_id = ANY ((SELECT keys_of('region'))::uuid[]));
CREATE POLICY council_or_region_withdraws ON person_offer FOR DELETE USING (
	council_id = ANY ((SELECT councils_i_speak_for())::uuid[]) OR region_id = ANY ((SELECT keys_of('region'))::uuid[]));

-- The director who offered somebody sees whether they said yes, and when they cannot come.
CREATE POLICY with_the_offer ON person_answer FOR SELECT USING (
	person_id = app_actor() OR region_id = ANY ((SELECT keys_of('region'))::uuid[])
	OR (cycle_id, person_id) IN (SELECT o.cycle_id, o.person_id FROM person_offer o));
CREATE POLICY own_or_typed ON person_answer FOR INSERT WITH CHECK (
	(typed_by IS NULL AND person_id = app_actor()) OR (typed_by = app_actor() AND region_id = ANY ((SELECT keys_of('region'))::uuid[])));
CREATE POLICY own_or_typed_changes ON person_answer FOR UPDATE USING (
	person_id = app_actor() OR region_id = ANY ((SELECT keys_of('region'))::uuid[]))
	WITH CHECK ((typed_by IS NULL AND person_id = app_actor()) OR (typed_by = app_actor() AND region_id = ANY ((SELECT keys_of('region'))::uuid[])));
CREATE POLICY own_council_or_region ON person_unavailable FOR ALL USING (
	person_id = app_actor() OR region_id = ANY ((SELECT keys_of('region'))::uuid[])
	OR (cycle_id, person_id) IN (SELECT o.cycle_id, o.person_id FROM person_offer o WHERE o.council_id = ANY ((SELECT councils_i_speak_for())::uuid[])));

-- Between the person and the coordinators.
CREATE POLICY own_or_region ON person_link FOR ALL USING (
	person_id = app_actor() OR region_id = ANY ((SELECT keys_of('region'))::uuid[]));
CREATE POLICY own_or_region ON person_need FOR ALL USING (
	person_id = app_actor() OR region_id = ANY ((SELECT keys_of('region'))::uuid[]));
CREATE POLICY own_or_region ON person_training FOR SELECT USING (
	person_id = app_actor() OR region_id = ANY ((SELECT keys_of('region'))::uuid[]));
CREATE POLICY own_word_or_confirmed ON person_training FOR INSERT WITH CHECK (
	(person_id = app_actor() AND confirmed_by IS NULL)
	OR (region_id = ANY ((SELECT keys_of('region'))::uuid[]) AND coalesce(confirmed_by = app_actor(), true)));
CREATE POLICY own_word_or_confirmed_changes ON person_training FOR UPDATE USING (
	person_id = app_actor() OR region_id = ANY ((SELECT keys_of('region'))::uuid[]))
	WITH CHECK ((person_id = app_actor() AND confirmed_by IS NULL)
	OR (region_id = ANY ((SELECT keys_of('region'))::uuid[]) AND coalesce(confirmed_by = app_actor(), true)));
CREATE POLICY own_or_region ON person_promise FOR SELECT USING (
	person_id = app_actor() OR region_id = ANY ((SELECT keys_of('region'))::uuid[]));
CREATE POLICY region_writes ON person_promise FOR INSERT WITH CHECK (
	written_by = app_actor() AND region_id = ANY ((SELECT keys_of('region'))::uuid[]));
CREATE POLICY region_changes ON person_promise FOR UPDATE USING (region_id = ANY ((SELECT keys_of('region'))::uuid[]));

-- A director reads the names of their own council's people, to offer them, and
-- keeps the days on which their council takes no visit.
CREATE POLICY own_councils_people ON person FOR SELECT USING (council_id = ANY ((SELECT councils_i_speak_for())::uuid[]));
DROP POLICY region_or_met ON council_closed_dates;
CREATE POLICY region_or_met ON council_closed_dates FOR SELECT USING (app_actor() IS NOT NULL -- no job needs them
	AND (council_id IN (SELECT id FROM council WHERE region_id = ANY ((SELECT keys_of('region'))::uuid[]))
	OR council_id IN (SELECT host_council_id FROM challenge)));
CREATE POLICY own_council ON council_closed_dates FOR ALL USING (council_id = ANY ((SELECT councils_i_speak_for())::uuid[]));

-- +goose Down
DROP POLICY own_council ON council_closed_dates;
DROP POLICY region_or_met ON council_closed_dates;
CREATE POLICY region_or_met ON council_closed_dates FOR SELECT USING (
	council_id IN (SELECT id FROM council WHERE region_id = ANY ((SELECT keys_of('region'))::uuid[]))
	OR council_id IN (SELECT host_council_id FROM challenge));
DROP POLICY own_councils_people ON person;
DROP TABLE gathering_reminder, person_promise, person_need, person_training, person_link, person_unavailable, person_answer,
	council_offer_draft, council_assessment, council_offer CASCADE;
DROP TABLE person_offer, gathering CASCADE;
ALTER TABLE council DROP CONSTRAINT one_region_of_a_council;
ALTER TABLE cycle DROP CONSTRAINT one_region_of_a_cycle;
DROP FUNCTION councils_i_speak_for() CASCADE;
