-- Planning a region's cycle: runs of the planner, the proposals they made with
-- every revision, and what the coordinators have pinned. Region scope: only the
-- region's coordinators read or write any of it; the job "plan" works on runs.
-- A run carries the facts it was asked with, so that the job needs to read nothing
-- else; they are deleted when the run ends. Proposals hold ids and dates, no names.

-- +goose Up
CREATE TABLE plan_run (
	id         uuid PRIMARY KEY,
	cycle_id   uuid NOT NULL,
	region_id  uuid NOT NULL,
	kind       text NOT NULL CHECK (kind IN ('one', 'two', 'around')),
	asked_by   uuid NOT NULL REFERENCES person,
	asked_at   timestamptz NOT NULL,
	seed       bigint NOT NULL,
	base       uuid, -- the proposal to change as little as possible
	facts      jsonb,
	state      text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'searching', 'proving', 'explaining', 'done', 'stopped', 'failed')),
	stop_asked boolean NOT NULL DEFAULT false,
	step       integer NOT NULL DEFAULT 0,
	steps      integer NOT NULL DEFAULT 0,
	best_hard  integer,
	best_soft  integer,
	bound      integer,
	report     jsonb,
	words      text NOT NULL DEFAULT '',
	started_at timestamptz,
	ended_at   timestamptz,
	FOREIGN KEY (cycle_id, region_id) REFERENCES cycle (id, region_id),
	UNIQUE (id, region_id),
	CHECK ((ended_at IS NULL) = (state IN ('waiting', 'searching', 'proving', 'explaining'))),
	CHECK (ended_at IS NULL OR facts IS NULL)
);
CREATE UNIQUE INDEX one_run_of_a_cycle_at_a_time ON plan_run (cycle_id) WHERE ended_at IS NULL;
CREATE INDEX plan_run_by_cycle ON plan_run (cycle_id, asked_at DESC);

CREATE TABLE plan_proposal (
	id          uuid PRIMARY KEY,
	cycle_id    uuid NOT NULL,
	region_id   uuid NOT NULL,
	run_id      uuid NOT NULL,
	number      integer NOT NULL CHECK (number > 0),
	made_at     timestamptz NOT NULL,
	version     integer NOT NULL DEFAULT 1,
	bound       integer,
	whys        jsonb, -- why each goal that a version misses is missed
	whys_of     integer,
	approved_at timestamptz,
	approved_by uuid REFERENCES person,
	FOREIGN KEY (cycle_id, region_id) REFERENCES cycle (id, region_id),
	FOREIGN KEY (run_id, region_id) REFERENCES plan_run (id, region_id),
	UNIQUE (id, region_id),
	CONSTRAINT one_proposal_per_number UNIQUE (cycle_id, number),
	CHECK ((approved_at IS NULL) = (approved_by IS NULL))
);

-- Nothing is overwritten: a change, and taking one back, each add a revision.
-- back_to is the version that taking it back restores.
CREATE TABLE plan_revision (
	proposal_id uuid NOT NULL,
	region_id   uuid NOT NULL,
	version     integer NOT NULL CHECK (version > 0),
	back_to     integer CHECK (back_to > 0 AND back_to < version),
	plan        jsonb NOT NULL,
	cost_hard   integer NOT NULL,
	cost_soft   integer NOT NULL,
	verdict     jsonb NOT NULL,
	words       text NOT NULL,
	at          timestamptz NOT NULL,
	person_id   uuid REFERENCES person,
	PRIMARY KEY (proposal_id, version),
	FOREIGN KEY (proposal_id, region_id) REFERENCES plan_proposal (id, region_id)
);

CREATE TABLE plan_pin (
	cycle_id   uuid NOT NULL,
	region_id  uuid NOT NULL,
	council_id uuid NOT NULL REFERENCES council,
	first_day  date,
	places     jsonb NOT NULL DEFAULT '[]',
	pinned_by  uuid NOT NULL REFERENCES person,
	pinned_at  timestamptz NOT NULL,
	PRIMARY KEY (cycle_id, council_id),
	FOREIGN KEY (cycle_id, region_id) REFERENCES cycle (id, region_id)
);

GRANT SELECT, INSERT ON plan_run, plan_proposal, plan_revision TO peerchallenge_app;
GRANT UPDATE (facts, state, stop_asked, step, steps, best_hard, best_soft, bound, report, words, started_at, ended_at) ON plan_run TO peerchallenge_app;
GRANT UPDATE (version, bound, whys, whys_of, approved_at, approved_by) ON plan_proposal TO peerchallenge_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON plan_pin TO peerchallenge_app;

ALTER TABLE plan_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE plan_proposal ENABLE ROW LEVEL SECURITY;
ALTER TABLE plan_revision ENABLE ROW LEVEL SECURITY;
ALTER TABLE plan_pin ENABLE ROW LEVEL SECURITY;

CREATE POLICY region ON plan_run FOR ALL USING (region_id = ANY ((SELECT keys_of('region'))::uuid[]));
CREATE POLICY region ON plan_proposal FOR ALL USING (region_id = ANY ((SELECT keys_of('region'))::uuid[]));
CREATE POLICY region ON plan_revision FOR ALL USING (region_id = ANY ((SELECT keys_of('region'))::uuid[]));
CREATE POLICY region ON plan_pin FOR ALL USING (region_id = ANY ((SELECT keys_of('region'))::uuid[]));
CREATE POLICY job ON plan_run FOR SELECT USING (app_job() = 'plan');
CREATE POLICY job_works ON plan_run FOR UPDATE USING (app_job() = 'plan');
CREATE POLICY job ON plan_proposal FOR SELECT USING (app_job() = 'plan');
CREATE POLICY job_adds ON plan_proposal FOR INSERT WITH CHECK (app_job() = 'plan');
CREATE POLICY job_works ON plan_proposal FOR UPDATE USING (app_job() = 'plan' AND approved_at IS NULL) WITH CHECK (approved_at IS NULL);
CREATE POLICY job ON plan_revision FOR SELECT USING (app_job() = 'plan');
CREATE POLICY job_adds ON plan_revision FOR INSERT WITH CHECK (app_job() = 'plan' AND person_id IS NULL);

-- +goose Down
DROP TABLE plan_pin, plan_revision, plan_proposal, plan_run;
