-- What is gathered for a cycle goes too (I2): twelve weeks after the cycle's last day,
-- or after its last visit where that is later, everything that people and councils
-- said to plan it. Who was offered, whether they said yes, and a council's signature
-- under the memorandum stay. A visit that is postponed and has no new dates yet, and
-- an open request for information on any challenge of the cycle (I3), hold it back.

-- +goose Up
CREATE TABLE gathering_destruction (
	cycle_id  uuid PRIMARY KEY,
	region_id uuid NOT NULL,
	due_on    date NOT NULL,
	at        timestamptz NOT NULL,
	people    integer NOT NULL CHECK (people >= 0), -- whose answers went
	FOREIGN KEY (cycle_id, region_id) REFERENCES gathering (cycle_id, region_id)
);
GRANT SELECT ON gathering_destruction TO peerchallenge_app;
ALTER TABLE gathering_destruction ENABLE ROW LEVEL SECURITY;
CREATE POLICY with_the_gathering ON gathering_destruction FOR SELECT USING (cycle_id IN (SELECT g.cycle_id FROM gathering g));

-- +goose StatementBegin
CREATE FUNCTION gathered_due(which uuid) RETURNS date
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ BEGIN RETURN (SELECT greatest(y.last_day, (SELECT max(c.onsite_last) FROM challenge c WHERE c.cycle_id = y.id
		AND c.ended IS DISTINCT FROM 'withdrawn')) + 84 FROM cycle y WHERE y.id = which); END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION gathered_is_held(which uuid) RETURNS boolean
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ BEGIN RETURN EXISTS (SELECT FROM challenge c WHERE c.cycle_id = which AND (c.ended = 'postponed'
		OR EXISTS (SELECT FROM information_request r WHERE r.challenge_id = c.id AND r.closed_at IS NULL))); END $$;
-- +goose StatementEnd

-- The daily job. It leaves proof once, and goes over the cycle again on later days:
-- somebody may have been sending their answer in the very moment.
-- +goose StatementBegin
CREATE FUNCTION destroy_gathered(today date, now_at timestamptz) RETURNS TABLE (gone uuid, region uuid)
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
DECLARE
	item record;
BEGIN
	IF app_job() IS DISTINCT FROM 'retention' THEN
		RAISE EXCEPTION 'only the job that destroys may ask' USING ERRCODE = '42501';
	END IF;
	FOR item IN SELECT g.cycle_id, g.region_id, gathered_due(g.cycle_id) AS due FROM gathering g
		WHERE gathered_due(g.cycle_id) <= today AND NOT gathered_is_held(g.cycle_id)
		ORDER BY g.cycle_id
	LOOP
		INSERT INTO gathering_destruction (cycle_id, region_id, due_on, at, people) SELECT item.cycle_id, item.region_id, item.due, now_at,
			count(*) FROM person_answer a WHERE a.cycle_id = item.cycle_id
			ON CONFLICT DO NOTHING;
		IF FOUND THEN
			gone := item.cycle_id;
			region := item.region_id;
			RETURN NEXT;
		END IF;
		DELETE FROM person_unavailable x WHERE x.cycle_id = item.cycle_id;
		DELETE FROM person_link x WHERE x.cycle_id = item.cycle_id;
		DELETE FROM person_need x WHERE x.cycle_id = item.cycle_id;
		DELETE FROM person_training x WHERE x.cycle_id = item.cycle_id;
		DELETE FROM person_promise x WHERE x.cycle_id = item.cycle_id;
		DELETE FROM gathering_reminder x WHERE x.cycle_id = item.cycle_id;
		DELETE FROM council_offer_draft x WHERE x.cycle_id = item.cycle_id;
		DELETE FROM council_assessment x WHERE x.cycle_id = item.cycle_id;
		UPDATE council_offer x SET look_at = '', months = '{}' WHERE x.cycle_id = item.cycle_id AND (x.look_at <> '' OR x.months <> '{}');
		UPDATE person_offer x SET skills = '', max_days = NULL WHERE x.cycle_id = item.cycle_id AND (x.skills <> '' OR x.max_days IS NOT NULL);
	END LOOP;
END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION gathered_due(uuid), gathered_is_held(uuid), destroy_gathered(date, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gathered_due(uuid), gathered_is_held(uuid), destroy_gathered(date, timestamptz) TO peerchallenge_app;

-- +goose Down
DROP FUNCTION destroy_gathered(date, timestamptz);
DROP FUNCTION gathered_is_held(uuid);
DROP FUNCTION gathered_due(uuid);
DROP TABLE gathering_destruction;
