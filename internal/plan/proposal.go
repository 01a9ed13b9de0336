package plan

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
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

// proposalTx reads a proposal of a cycle; Missing to all but its coordinators.
func proposalTx(ctx context.Context, tx pgx.Tx, cycleID, proposal uuid.UUID) (Proposal, error) {
	row, err := db.One[proposalRow](ctx, tx, proposalSQL+`WHERE p.id = $1 AND p.cycle_id = $2`, proposal, cycleID)
	if err != nil {
		return Proposal{}, err
	}
	return row.proposal()
}

// proposalsTx lists those of a cycle, the newest first.
func proposalsTx(ctx context.Context, tx pgx.Tx, cycleID uuid.UUID) ([]Proposal, error) {
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

// revision is one state of a proposal's plan.
type revision struct {
	Version int
	BackTo  *int
	Plan    planner.Plan
	Verdict check.Verdict
	Words   string
	Person  *uuid.UUID
}

func addRevisionTx(ctx context.Context, tx pgx.Tx, now time.Time, proposal, region uuid.UUID, r revision) error {
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

// storedVerdict keeps ids and numbers of what the checker said, without its
// sentences: they name people, and are made anew from the facts on each page.
func storedVerdict(v check.Verdict) check.Verdict {
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
	return proposal, addRevisionTx(ctx, tx, now, proposal, r.Region, revision{Version: 1, Plan: plan, Verdict: storedVerdict(check.Check(p, plan)), Words: words})
}

// betterTx puts a better plan in the place of a proposal that nobody has changed;
// false when somebody has.
func betterTx(ctx context.Context, tx pgx.Tx, now time.Time, proposal uuid.UUID, version int, region uuid.UUID, p planner.Problem, plan planner.Plan, words string) (bool, error) {
	tag, err := tx.Exec(ctx, `UPDATE plan_proposal SET version = version + 1 WHERE id = $1 AND version = $2 AND approved_at IS NULL`, proposal, version)
	if err != nil || tag.RowsAffected() != 1 {
		return false, err
	}
	return true, addRevisionTx(ctx, tx, now, proposal, region, revision{Version: version + 1, Plan: plan, Verdict: storedVerdict(check.Check(p, plan)), Words: words})
}

// today in London.
func (s *Service) today() civil.Date { return civil.Of(s.Clock.Now()) }
