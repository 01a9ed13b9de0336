-- What is kept, who holds it, and when it goes: the agreements that must be there
-- before any content (I1), what is destroyed when, with proof (I2), requests for
-- information, which hold destruction back (I3), and taking a published version
-- down (I4).

-- +goose Up

-- Who the controllers are, the data protection impact assessment and the data
-- sharing agreement, recorded for a cycle; a later record follows, none is changed.
ALTER TABLE cycle ADD CONSTRAINT cycle_of_its_region UNIQUE (id, region_id);
CREATE TABLE information_agreement (
	cycle_id             uuid NOT NULL,
	region_id            uuid NOT NULL,
	version              integer NOT NULL CHECK (version > 0),
	controllers          text NOT NULL CHECK (char_length(controllers) BETWEEN 1 AND 1000),
	assessment_on        date NOT NULL,
	assessment_by        text NOT NULL CHECK (char_length(assessment_by) BETWEEN 1 AND 200),
	assessment_reference text NOT NULL CHECK (char_length(assessment_reference) BETWEEN 1 AND 200),
	agreement_on         date NOT NULL,
	agreement_by         text NOT NULL CHECK (char_length(agreement_by) BETWEEN 1 AND 200),
	agreement_reference  text NOT NULL CHECK (char_length(agreement_reference) BETWEEN 1 AND 200),
	recorded_by          uuid NOT NULL REFERENCES person,
	recorded_at          timestamptz NOT NULL,
	CONSTRAINT one_record_of_agreements_per_version PRIMARY KEY (cycle_id, version),
	FOREIGN KEY (cycle_id, region_id) REFERENCES cycle (id, region_id)
);

-- The host's director confirms them for the challenge. The fact lies on the
-- challenge, so that every slice can ask it; only a confirmation sets it.
ALTER TABLE challenge ADD COLUMN information_agreed_at timestamptz, ADD CONSTRAINT challenge_of_its_cycle UNIQUE (id, cycle_id);
CREATE TABLE information_confirmation (
	challenge_id uuid PRIMARY KEY,
	cycle_id     uuid NOT NULL,
	version      integer NOT NULL,
	person_id    uuid NOT NULL REFERENCES person,
	at           timestamptz NOT NULL,
	FOREIGN KEY (challenge_id, cycle_id) REFERENCES challenge (id, cycle_id),
	FOREIGN KEY (cycle_id, version) REFERENCES information_agreement (cycle_id, version)
);
-- +goose StatementBegin
CREATE FUNCTION information_is_agreed() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ BEGIN
	UPDATE challenge SET information_agreed_at = NEW.at WHERE id = NEW.challenge_id;
	RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER information_is_agreed AFTER INSERT ON information_confirmation FOR EACH ROW EXECUTE FUNCTION information_is_agreed();

-- Requests for information, and who asked: a name that the region alone reads.
CREATE TABLE information_request (
	id            uuid PRIMARY KEY,
	challenge_id  uuid NOT NULL,
	region_id     uuid NOT NULL,
	law           text NOT NULL CHECK (law IN ('foi', 'subject_access', 'other')),
	words         text NOT NULL CHECK (char_length(words) BETWEEN 1 AND 2000),
	kinds         text[] NOT NULL CHECK (cardinality(kinds) > 0),
	received_on   date NOT NULL,
	due_on        date NOT NULL CHECK (due_on > received_on),
	logged_by     uuid NOT NULL REFERENCES person,
	logged_at     timestamptz NOT NULL,
	outcome       text CHECK (outcome IN ('given', 'given_in_part', 'refused', 'nothing_held', 'withdrawn')),
	outcome_words text NOT NULL DEFAULT '' CHECK (char_length(outcome_words) <= 2000),
	closed_by     uuid REFERENCES person,
	closed_at     timestamptz,
	FOREIGN KEY (challenge_id, region_id) REFERENCES challenge (id, region_id),
	UNIQUE (id, region_id),
	CHECK ((outcome IS NULL) = (closed_at IS NULL) AND (outcome IS NULL) = (closed_by IS NULL))
);
CREATE INDEX information_request_by_challenge ON information_request (challenge_id, received_on DESC, id);
CREATE TABLE information_requester (
	request_id uuid PRIMARY KEY,
	region_id  uuid NOT NULL,
	name       text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
	FOREIGN KEY (request_id, region_id) REFERENCES information_request (id, region_id)
);

-- The proof: what went, of which challenge, when it was due and when it went. How
-- many is read by those who could read the things themselves, and by the region.
CREATE TABLE destruction (
	challenge_id uuid NOT NULL REFERENCES challenge,
	kind         text NOT NULL,
	due_on       date NOT NULL,
	at           timestamptz NOT NULL,
	PRIMARY KEY (challenge_id, kind)
);
CREATE TABLE destruction_count (
	challenge_id uuid NOT NULL,
	kind         text NOT NULL,
	region_id    uuid NOT NULL,
	room         text NOT NULL,
	items        integer NOT NULL CHECK (items >= 0),
	PRIMARY KEY (challenge_id, kind),
	FOREIGN KEY (challenge_id, kind) REFERENCES destruction (challenge_id, kind)
);

-- Taking a published version down: one side takes it out of sight at once, the
-- other lets its text go for good, or puts it back.
CREATE TABLE takedown (
	id           uuid PRIMARY KEY,
	challenge_id uuid NOT NULL REFERENCES challenge,
	published_report_id uuid NOT NULL REFERENCES published_report,
	reason       text NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 1000),
	asked_by     uuid NOT NULL REFERENCES person,
	asked_as     text NOT NULL CHECK (asked_as IN ('dass', 'coordinator')),
	asked_at     timestamptz NOT NULL,
	decision     text CHECK (decision IN ('erased', 'put_back')),
	decided_by   uuid REFERENCES person,
	decided_as   text CHECK (decided_as IN ('dass', 'coordinator')),
	decided_at   timestamptz,
	CHECK ((decision IS NULL) = (decided_at IS NULL)),
	CONSTRAINT both_sides_decide CHECK (decided_as <> asked_as AND decided_by <> asked_by)
);
CREATE UNIQUE INDEX one_open_takedown_of_a_version ON takedown (published_report_id) WHERE decision IS NULL;
ALTER TABLE published_report ADD COLUMN erased_at timestamptz,
	ADD CONSTRAINT what_is_erased_is_down CHECK (erased_at IS NULL OR (taken_down_at IS NOT NULL AND html = '' AND summary = ''));

-- A finding keeps what it stands on after a note is gone: read, heard or seen, and
-- which of its notes were of one session.
ALTER TABLE finding_evidence ADD COLUMN was_place text;

-- When things go -----------------------------------------------------------------

-- The day from which things of a kind go: the raw ones some weeks after the report
-- is final (or after the challenge was ended for good), working copies a year after
-- it closed. Null while that day is not known.
-- +goose StatementBegin
CREATE FUNCTION information_due(which uuid, of_kind text) RETURNS date
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT CASE
		WHEN of_kind IN ('notes', 'practice', 'daily', 'tellings', 'invited', 'comment_drafts') THEN
			(coalesce(c.finalised_at, CASE WHEN c.ended IN ('withdrawn', 'closed_early') THEN (SELECT max(l.at) FROM audit_line l
				WHERE l.challenge_id = c.id AND l.verb IN ('challenge.withdraw', 'challenge.close-early')) END) AT TIME ZONE 'Europe/London')::date
			+ 7 * coalesce((f.body #>> '{windows,notes_destroyed_weeks}')::int, 12)
		WHEN of_kind IN ('documents', 'working_texts') AND c.stage = 'closed' THEN ((c.stage_since AT TIME ZONE 'Europe/London') + interval '1 year')::date
		END FROM challenge c JOIN framework f ON f.id = c.framework_id WHERE c.id = which $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION kinds_held(which uuid) RETURNS text[]
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT coalesce(array_agg(DISTINCT k), '{}') FROM information_request r, unnest(r.kinds) k
		WHERE r.challenge_id = which AND r.closed_at IS NULL $$;
-- +goose StatementEnd
-- What everybody on the challenge reads of it: the day, and whether something holds it back.
-- +goose StatementBegin
CREATE FUNCTION information_days(which uuid, kinds text[]) RETURNS TABLE (kind text, due_on date, held boolean)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT k, information_due(which, k), k = ANY (kinds_held(which)) FROM unnest(kinds) k WHERE which = ANY (keys_of('common')) $$;
-- +goose StatementEnd

-- Destroys one kind of one challenge, and says how many went. Not for the program:
-- only destroy_due calls it.
-- +goose StatementBegin
CREATE FUNCTION destroy_kind(which uuid, of_kind text) RETURNS integer
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
DECLARE
	n integer := 0;
	more integer;
BEGIN
	CASE of_kind
	WHEN 'notes' THEN
		UPDATE finding_evidence e SET note_id = NULL, words = 'A note, since destroyed', was_place = r.place
		FROM (SELECT v.id, CASE WHEN btrim(o.place) <> '' THEN 'note ' || dense_rank() OVER (PARTITION BY v.finding_id ORDER BY lower(btrim(o.place))) END AS place
			FROM finding_evidence v JOIN note o ON o.id = v.note_id WHERE v.challenge_id = which) r
		WHERE r.id = e.id;
		DELETE FROM note WHERE challenge_id = which;
		GET DIAGNOSTICS n = ROW_COUNT;
		DELETE FROM visit_question WHERE challenge_id = which;
	WHEN 'daily' THEN
		DELETE FROM visit_day_line WHERE challenge_id = which;
		DELETE FROM visit_heard WHERE challenge_id = which;
		DELETE FROM visit_day WHERE challenge_id = which;
		GET DIAGNOSTICS n = ROW_COUNT;
	WHEN 'tellings' THEN
		DELETE FROM visit_telling WHERE challenge_id = which;
		GET DIAGNOSTICS n = ROW_COUNT;
	WHEN 'invited' THEN
		DELETE FROM visit_invitation WHERE challenge_id = which;
		GET DIAGNOSTICS n = ROW_COUNT;
		UPDATE visit_expected SET needs = '' WHERE challenge_id = which;
	WHEN 'comment_drafts' THEN
		DELETE FROM comment_draft WHERE challenge_id = which;
		GET DIAGNOSTICS n = ROW_COUNT;
		DELETE FROM answer_draft WHERE challenge_id = which;
		GET DIAGNOSTICS more = ROW_COUNT;
		n := n + more;
	WHEN 'practice' THEN
		-- the labels stay: a finding keeps that it rests on three files or more (P4)
		IF to_regclass('practice_file') IS NOT NULL THEN
			EXECUTE $q$UPDATE practice_file SET answers = '{}', overall = CASE WHEN done_at IS NULL THEN '' ELSE 'destroyed' END, learning = '',
				age_band = '', team_type = '', not_people = '{}', reference = 'destroyed ' || label WHERE challenge_id = $1$q$ USING which;
			GET DIAGNOSTICS n = ROW_COUNT;
			EXECUTE $q$UPDATE practice_group SET themes = '', conditions = '', not_people = '{}' WHERE challenge_id = $1$q$ USING which;
			GET DIAGNOSTICS more = ROW_COUNT;
			n := n + more;
		END IF;
	WHEN 'documents' THEN
		UPDATE finding_evidence SET shared_document_id = NULL, words = 'A document, since destroyed', was_place = 'document ' || shared_document_id
			WHERE challenge_id = which AND shared_document_id IS NOT NULL;
		DELETE FROM reading_mark WHERE challenge_id = which;
		DELETE FROM shared_document WHERE challenge_id = which;
		DELETE FROM assessment_evidence WHERE challenge_id = which;
		UPDATE risk_answer SET document_id = NULL, document_title = '' WHERE challenge_id = which;
		UPDATE comment_draft SET evidence_document_id = NULL WHERE challenge_id = which;
		DELETE FROM document_requirement WHERE challenge_id = which;
		DELETE FROM document_version WHERE challenge_id = which;
		GET DIAGNOSTICS n = ROW_COUNT; -- the files themselves go with the job that takes files no row names
		DELETE FROM document WHERE challenge_id = which;
	WHEN 'working_texts' THEN
		UPDATE prose_version SET body = '' WHERE challenge_id = which AND room IN ('host', 'team', 'practice');
		UPDATE prose_document SET body = '' WHERE challenge_id = which AND room IN ('host', 'team', 'practice');
		GET DIAGNOSTICS n = ROW_COUNT;
		UPDATE risk_answer SET words = '' WHERE challenge_id = which;
	END CASE;
	RETURN n;
END $$;
-- +goose StatementEnd

-- The daily job: destroys what is due and not held back, once, and leaves proof.
-- +goose StatementBegin
CREATE FUNCTION destroy_due(today date, now_at timestamptz) RETURNS TABLE (challenge_id uuid, kind text)
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
DECLARE
	item record;
	gone integer;
BEGIN
	IF app_job() IS DISTINCT FROM 'retention' THEN
		RAISE EXCEPTION 'only the job that destroys may ask' USING ERRCODE = '42501';
	END IF;
	FOR item IN SELECT c.id, c.region_id, k.kind, k.room, information_due(c.id, k.kind) AS due
		FROM challenge c, (VALUES ('notes', 'team'), ('practice', 'practice'), ('daily', 'team'), ('tellings', 'team'), ('invited', 'host'),
			('comment_drafts', 'leaders'), ('documents', 'shared'), ('working_texts', 'common')) AS k(kind, room)
		WHERE (c.finalised_at IS NOT NULL OR c.ended IN ('withdrawn', 'closed_early'))
			AND NOT EXISTS (SELECT FROM destruction d WHERE d.challenge_id = c.id AND d.kind = k.kind)
			AND information_due(c.id, k.kind) <= today
		ORDER BY c.id, k.kind
	LOOP
		-- whoever logs a request locks the same row first
		PERFORM FROM handover_chain h WHERE h.challenge_id = item.id FOR UPDATE;
		CONTINUE WHEN item.kind = ANY (kinds_held(item.id));
		gone := destroy_kind(item.id, item.kind);
		INSERT INTO destruction (challenge_id, kind, due_on, at) VALUES (item.id, item.kind, item.due, now_at);
		INSERT INTO destruction_count (challenge_id, kind, region_id, room, items) VALUES (item.id, item.kind, item.region_id, item.room, gone);
		challenge_id := item.id;
		kind := item.kind;
		RETURN NEXT;
	END LOOP;
END $$;
-- +goose StatementEnd

-- The text of a version that both sides let go: it leaves the page and the sealed
-- copy; the hash, the mark and the notice stay.
-- +goose StatementBegin
CREATE FUNCTION erase_publication(which uuid) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
DECLARE
	t takedown;
BEGIN
	SELECT * INTO t FROM takedown WHERE id = which AND decision = 'erased' AND decided_by = app_actor();
	IF t.id IS NULL THEN
		RAISE EXCEPTION 'both sides must have agreed' USING ERRCODE = '42501';
	END IF;
	UPDATE published_report SET html = '', summary = '', erased_at = t.decided_at WHERE id = t.published_report_id AND erased_at IS NULL;
	UPDATE handover_part p SET body = NULL, nonce = NULL, erased_at = t.decided_at
	FROM publication b WHERE b.published_report_id = t.published_report_id AND p.handover_id = b.handover_id AND p.erased_at IS NULL;
END $$;
-- +goose StatementEnd

REVOKE EXECUTE ON FUNCTION information_is_agreed(), information_due(uuid, text), kinds_held(uuid), information_days(uuid, text[]),
	destroy_kind(uuid, text), destroy_due(date, timestamptz), erase_publication(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION information_days(uuid, text[]), destroy_due(date, timestamptz), erase_publication(uuid) TO peerchallenge_app;

-- Rights and policies --------------------------------------------------------------

GRANT SELECT, INSERT ON information_agreement, information_confirmation, information_request, information_requester, takedown TO peerchallenge_app;
GRANT UPDATE (outcome, outcome_words, closed_by, closed_at) ON information_request TO peerchallenge_app;
GRANT UPDATE (decision, decided_by, decided_as, decided_at) ON takedown TO peerchallenge_app;
GRANT SELECT ON destruction, destruction_count TO peerchallenge_app;

ALTER TABLE information_agreement ENABLE ROW LEVEL SECURITY;
ALTER TABLE information_confirmation ENABLE ROW LEVEL SECURITY;
ALTER TABLE information_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE information_requester ENABLE ROW LEVEL SECURITY;
ALTER TABLE destruction ENABLE ROW LEVEL SECURITY;
ALTER TABLE destruction_count ENABLE ROW LEVEL SECURITY;
ALTER TABLE takedown ENABLE ROW LEVEL SECURITY;

CREATE POLICY region_or_on_it ON information_agreement FOR SELECT USING (
	region_id = ANY ((SELECT keys_of('region'))::uuid[]) OR cycle_id IN (SELECT c.cycle_id FROM challenge c WHERE c.id = ANY ((SELECT keys_of('common'))::uuid[])));
CREATE POLICY region_records ON information_agreement FOR INSERT WITH CHECK (
	recorded_by = app_actor() AND region_id = ANY ((SELECT keys_of('region'))::uuid[]));
CREATE POLICY common ON information_confirmation FOR SELECT USING (challenge_id = ANY ((SELECT keys_of('common'))::uuid[]));
CREATE POLICY director_confirms ON information_confirmation FOR INSERT WITH CHECK (
	person_id = app_actor() AND challenge_id = ANY ((SELECT parts_of('{dass}'))::uuid[]));

CREATE POLICY region_or_host ON information_request FOR SELECT USING (
	region_id = ANY ((SELECT keys_of('region'))::uuid[]) OR challenge_id = ANY ((SELECT parts_of('{dass,link_officer}'))::uuid[]));
CREATE POLICY region_or_host_logs ON information_request FOR INSERT WITH CHECK (
	logged_by = app_actor() AND outcome IS NULL AND challenge_id = ANY ((SELECT parts_of('{dass,link_officer,coordinator}'))::uuid[]));
CREATE POLICY region_or_host_closes ON information_request FOR UPDATE USING (
	challenge_id = ANY ((SELECT parts_of('{dass,link_officer,coordinator}'))::uuid[])) WITH CHECK (closed_by = app_actor());
CREATE POLICY region ON information_requester FOR SELECT USING (region_id = ANY ((SELECT keys_of('region'))::uuid[]));
CREATE POLICY region_names ON information_requester FOR INSERT WITH CHECK (region_id = ANY ((SELECT keys_of('region'))::uuid[]));

CREATE POLICY common ON destruction FOR SELECT USING (challenge_id = ANY ((SELECT keys_of('common'))::uuid[]));
CREATE POLICY its_room_or_region ON destruction_count FOR SELECT USING (
	(challenge_id::text || '/' || room) = ANY ((SELECT my_rooms())::text[]) OR region_id = ANY ((SELECT keys_of('region'))::uuid[]));

CREATE POLICY director_or_coordinator ON takedown FOR SELECT USING (challenge_id = ANY ((SELECT parts_of('{dass,coordinator}'))::uuid[]));
CREATE POLICY director_or_coordinator_asks ON takedown FOR INSERT WITH CHECK (asked_by = app_actor() AND decision IS NULL
	AND ((asked_as = 'dass' AND challenge_id = ANY ((SELECT parts_of('{dass}'))::uuid[]))
		OR (asked_as = 'coordinator' AND challenge_id = ANY ((SELECT parts_of('{coordinator}'))::uuid[])))
	AND EXISTS (SELECT FROM publication b WHERE b.published_report_id = takedown.published_report_id AND b.challenge_id = takedown.challenge_id));
CREATE POLICY the_other_decides ON takedown FOR UPDATE USING (challenge_id = ANY ((SELECT parts_of('{dass,coordinator}'))::uuid[]))
	WITH CHECK (decided_by = app_actor()
		AND ((decided_as = 'dass' AND challenge_id = ANY ((SELECT parts_of('{dass}'))::uuid[]))
			OR (decided_as = 'coordinator' AND challenge_id = ANY ((SELECT parts_of('{coordinator}'))::uuid[]))));

-- +goose Down
DROP FUNCTION erase_publication(uuid);
DROP FUNCTION destroy_due(date, timestamptz);
DROP FUNCTION destroy_kind(uuid, text);
DROP FUNCTION information_days(uuid, text[]);
DROP FUNCTION kinds_held(uuid);
DROP FUNCTION information_due(uuid, text);
ALTER TABLE finding_evidence DROP COLUMN was_place;
ALTER TABLE published_report DROP CONSTRAINT what_is_erased_is_down, DROP COLUMN erased_at;
DROP TABLE takedown, destruction_count, destruction, information_requester, information_request, information_confirmation, information_agreement;
DROP FUNCTION information_is_agreed();
ALTER TABLE challenge DROP CONSTRAINT challenge_of_its_cycle, DROP COLUMN information_agreed_at;
ALTER TABLE cycle DROP CONSTRAINT cycle_of_its_region;
