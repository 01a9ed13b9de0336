package proposing

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/live"
	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/check"
	"peerchallenge/internal/problem"
)

// Proposal is one plan of a cycle, at its newest revision.
type Proposal struct {
	ID       uuid.UUID
	Run      uuid.UUID
	Base     *uuid.UUID // the proposal it was to change as little as possible
	Cycle    uuid.UUID
	Region   uuid.UUID
	Number   int // of the cycle, from 1
	MadeAt   time.Time
	Version  int
	Whys     []Why // why this version misses what it misses; none while not looked into
	Bound    *int  // no plan costs less, with the facts it was made from; nil while not known
	Approved *time.Time
	BackTo   *int // the version that taking back the last change restores
	Plan     planner.Plan
	Cost     planner.Cost // as it was when saved
	Words    string       // what the newest revision did
	At       time.Time
	By       string // who; empty for the program
}

type proposalRow struct {
	ID, Run, Cycle, Region uuid.UUID
	Base                   *uuid.UUID
	Number                 int
	MadeAt                 time.Time
	Version                int
	Bound                  *int
	Whys                   []byte
	Approved               *time.Time
	BackTo                 *int
	Plan                   []byte
	CostHard, CostSoft     int
	Words                  string
	At                     time.Time
	By                     string
}

const proposalSQL = `SELECT p.id, p.run_id AS run, (SELECT u.base FROM plan_run u WHERE u.id = p.run_id) AS base, p.cycle_id AS cycle, p.region_id AS region, p.number, p.made_at, p.version, p.bound,
	CASE WHEN p.whys_of = p.version THEN p.whys END AS whys, p.approved_at AS approved,
	r.back_to, r.plan, r.cost_hard, r.cost_soft, r.words, r.at, coalesce(w.name, '') AS by
	FROM plan_proposal p JOIN plan_revision r ON r.proposal_id = p.id AND r.version = p.version LEFT JOIN person w ON w.id = r.person_id `

func (r proposalRow) proposal() (Proposal, error) {
	p := Proposal{ID: r.ID, Run: r.Run, Base: r.Base, Cycle: r.Cycle, Region: r.Region, Number: r.Number, MadeAt: r.MadeAt, Version: r.Version, Bound: r.Bound, Approved: r.Approved,
		BackTo: r.BackTo, Cost: planner.Cost{Hard: r.CostHard, Soft: r.CostSoft}, Words: r.Words, At: r.At, By: r.By}
	if err := json.Unmarshal(r.Plan, &p.Plan); err != nil {
		return p, problem.Internalf(err, "proposal %s", r.ID)
	}
	if r.Whys != nil {
		if err := json.Unmarshal(r.Whys, &p.Whys); err != nil {
			return p, problem.Internalf(err, "whys of proposal %s", r.ID)
		}
	}
	return p, nil
}

// ProposalTx reads a proposal of a cycle; Missing to all but its coordinators.
func ProposalTx(ctx context.Context, tx pgx.Tx, cycleID, proposal uuid.UUID) (Proposal, error) {
	row, err := db.One[proposalRow](ctx, tx, proposalSQL+`WHERE p.id = $1 AND p.cycle_id = $2`, proposal, cycleID)
	if err != nil {
		return Proposal{}, err
	}
	return row.proposal()
}

// ProposalsTx lists those of a cycle, the newest first.
func ProposalsTx(ctx context.Context, tx pgx.Tx, cycleID uuid.UUID) ([]Proposal, error) {
	rows, err := db.All[proposalRow](ctx, tx, proposalSQL+`WHERE p.cycle_id = $1 ORDER BY p.number DESC LIMIT 20`, cycleID)
	if err != nil {
		return nil, err
	}
	out := make([]Proposal, len(rows))
	for i, r := range rows {
		if out[i], err = r.proposal(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Each change of a proposal is told to the open pages of its cycle (package live).

// Revision is one state of a proposal's plan.
type Revision struct {
	Version int
	BackTo  *int
	Plan    planner.Plan
	Verdict check.Verdict // as check.Check gave it; its sentences are not kept
	Words   string        // what was done, without naming anybody
	Person  *uuid.UUID    // who did it; nil for the program
}

// ReviseTx adds a revision to a proposal that is still at the version it was read
// at, in the caller's transaction. Conflict when it is not, or is approved.
func ReviseTx(ctx context.Context, tx pgx.Tx, now time.Time, p Proposal, r Revision) error {
	r.Version, r.Verdict = p.Version+1, withoutWords(r.Verdict)
	if err := db.ExecOne(ctx, tx, `UPDATE plan_proposal SET version = $2 WHERE id = $1 AND version = $3 AND approved_at IS NULL`, p.ID, r.Version, p.Version); err != nil {
		return err
	}
	if err := addRevisionTx(ctx, tx, now, p.ID, p.Region, r); err != nil {
		return err
	}
	return live.TellTx(ctx, tx, p.Cycle)
}

// BeforeTx is the plan before a proposal's last change, and what the change before
// that goes back to. Closed when there is no change to take back.
func BeforeTx(ctx context.Context, tx pgx.Tx, p Proposal) (plan planner.Plan, back *int, err error) {
	if p.BackTo == nil {
		return plan, nil, problem.New(problem.Closed, "There is no change to take back.")
	}
	type row struct {
		Plan   []byte
		BackTo *int
	}
	r, err := db.One[row](ctx, tx, `SELECT plan, back_to FROM plan_revision WHERE proposal_id = $1 AND version = $2`, p.ID, *p.BackTo)
	if err != nil {
		return plan, nil, err
	}
	if err := json.Unmarshal(r.Plan, &plan); err != nil {
		return plan, nil, problem.Internalf(err, "proposal %s version %d", p.ID, *p.BackTo)
	}
	return plan, r.BackTo, nil
}

// ApproveTx marks a proposal as approved by somebody, in the transaction that
// carries it out. Conflict when it is not at the version it was read at any more.
func ApproveTx(ctx context.Context, tx pgx.Tx, now time.Time, p Proposal, by uuid.UUID) error {
	if err := db.ExecOne(ctx, tx, `UPDATE plan_proposal SET approved_at = $2, approved_by = $3, whys = NULL, whys_of = NULL WHERE id = $1 AND version = $4 AND approved_at IS NULL`,
		p.ID, now, by, p.Version); err != nil {
		return err
	}
	return live.TellTx(ctx, tx, p.Cycle)
}

func addRevisionTx(ctx context.Context, tx pgx.Tx, now time.Time, proposal, region uuid.UUID, r Revision) error {
	plan, err := json.Marshal(r.Plan)
	if err != nil {
		return problem.Internalf(err, "plan")
	}
	verdict, err := json.Marshal(r.Verdict)
	if err != nil {
		return problem.Internalf(err, "verdict")
	}
	_, err = tx.Exec(ctx, `INSERT INTO plan_revision (proposal_id, region_id, version, back_to, plan, cost_hard, cost_soft, verdict, words, at, person_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		proposal, region, r.Version, r.BackTo, plan, r.Verdict.Cost.Hard, r.Verdict.Cost.Soft, verdict, r.Words, now, r.Person)
	return err
}

// withoutWords keeps ids and numbers of what the checker said, without its
// sentences: they name people, and are made anew from the facts on each page.
func withoutWords(v check.Verdict) check.Verdict {
	out := check.Verdict{Cost: v.Cost}
	for _, b := range v.Breaches {
		b.Text = ""
		out.Breaches = append(out.Breaches, b)
	}
	for _, m := range v.Misses {
		m.Text = ""
		out.Misses = append(out.Misses, m)
	}
	return out
}

// newProposalTx stores a plan as the cycle's next proposal.
func newProposalTx(ctx context.Context, tx pgx.Tx, now time.Time, r Run, p planner.Problem, plan planner.Plan, words string) (uuid.UUID, error) {
	proposal := id.New()
	_, err := tx.Exec(ctx, `INSERT INTO plan_proposal (id, cycle_id, region_id, run_id, number, made_at)
		SELECT $1, $2, $3, $4, coalesce(max(number), 0) + 1, $5 FROM plan_proposal WHERE cycle_id = $2`, proposal, r.Cycle, r.Region, r.ID, now)
	if err != nil {
		return uuid.Nil, err
	}
	if err := addRevisionTx(ctx, tx, now, proposal, r.Region, Revision{Version: 1, Plan: plan, Verdict: withoutWords(check.Check(p, plan)), Words: words}); err != nil {
		return uuid.Nil, err
	}
	return proposal, live.TellTx(ctx, tx, r.Cycle)
}

// betterTx puts a better plan in the place of a proposal that nobody has changed;
// false when somebody has.
func betterTx(ctx context.Context, tx pgx.Tx, now time.Time, proposal uuid.UUID, version int, r Run, p planner.Problem, plan planner.Plan, words string) (bool, error) {
	tag, err := tx.Exec(ctx, `UPDATE plan_proposal SET version = version + 1 WHERE id = $1 AND version = $2 AND approved_at IS NULL`, proposal, version)
	if err != nil || tag.RowsAffected() != 1 {
		return false, err
	}
	if err := addRevisionTx(ctx, tx, now, proposal, r.Region, Revision{Version: version + 1, Plan: plan, Verdict: withoutWords(check.Check(p, plan)), Words: words}); err != nil {
		return false, err
	}
	return true, live.TellTx(ctx, tx, r.Cycle)
}
