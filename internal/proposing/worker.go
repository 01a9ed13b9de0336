package proposing

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/bound"
	"peerchallenge/internal/planner/bound/highs"
	"peerchallenge/internal/planner/check"
	"peerchallenge/internal/planner/clash"
	"peerchallenge/internal/planner/explain"
	"peerchallenge/internal/problem"
)

// job is who the worker is to the database: it reads runs with their facts, and
// adds proposals; nothing else.
var job = access.Job("plan")

// Worker makes plans, one at a time, beside the website.
type Worker struct {
	DB     db.Beginner
	Clock  clock.Clock
	Engine *highs.Engine // for the proof and for what clashes; nil for neither
	Log    *slog.Logger
	Every  time.Duration // how often it looks when nobody wakes it; default 2 s
	// Proof is how long a proof may take; default 30 s.
	Proof time.Duration
	// Steps of a search; 0 for the planner's default.
	Steps int

	mu     sync.Mutex
	wake   chan struct{}
	now    uuid.UUID
	cancel context.CancelFunc
}

// Wake tells it that there is a run to do.
func (w *Worker) Wake() {
	if w == nil {
		return
	}
	select {
	case w.channel() <- struct{}{}:
	default:
	}
}

func (w *Worker) channel() chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.wake == nil {
		w.wake = make(chan struct{}, 1)
	}
	return w.wake
}

// Cancel ends a run at once when it is this worker's; what it found is kept.
func (w *Worker) Cancel(run uuid.UUID) {
	if w == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.cancel != nil && w.now == run {
		w.cancel()
	}
}

// Run works until the context ends. A run that a killed process left is closed
// first: it is shown as stopped, and what it had found stays.
func (w *Worker) Run(ctx context.Context) {
	if err := w.CloseLeft(ctx); err != nil && ctx.Err() == nil {
		w.Log.Error("plans left by a former process", "err", err)
	}
	every := w.Every
	if every == 0 {
		every = 2 * time.Second
	}
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		for ctx.Err() == nil {
			did, err := w.Next(ctx)
			if err != nil && ctx.Err() == nil {
				w.Log.Error("plan", "err", err)
			}
			if !did || err != nil {
				break
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-w.channel():
		}
	}
}

// CloseLeft ends the runs that no process works on any more.
func (w *Worker) CloseLeft(ctx context.Context) error {
	return db.InTx(ctx, w.DB, job, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE plan_run SET state = 'stopped', facts = NULL, ended_at = $1,
			words = 'The program was restarted while this plan was being made. The best plan so far is kept.'
			WHERE state IN ('searching', 'proving', 'explaining')`, w.Clock.Now())
		return err
	})
}

// Next takes the oldest waiting run and works on it to its end; false when none waits.
func (w *Worker) Next(ctx context.Context) (bool, error) {
	r, p, err := w.take(ctx)
	if problem.Is(err, problem.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	working, cancel := context.WithCancel(ctx)
	defer cancel()
	w.mu.Lock()
	w.now, w.cancel = r.ID, cancel
	w.mu.Unlock()
	done := w.watch(working, cancel, r.ID)
	work := &work{w: w, ctx: working, r: r, p: p}
	err = work.do()
	cancel()
	<-done
	w.mu.Lock()
	w.now, w.cancel = uuid.Nil, nil
	w.mu.Unlock()
	state, words := "done", ""
	switch {
	case err != nil && working.Err() == nil, err != nil && ctx.Err() == nil && !errors.Is(err, context.Canceled):
		w.Log.Error("plan", "run", r.ID, "err", err)
		state, words = "failed", "Something went wrong while the plan was being made. What was found so far is kept; ask again."
	case work.stopped:
		state, words = "stopped", "Stopped when you asked. The best plan so far is kept."
	}
	return true, w.end(context.WithoutCancel(ctx), r.ID, state, words)
}

func (w *Worker) take(ctx context.Context) (Run, planner.Problem, error) {
	var p planner.Problem
	var r Run
	err := db.InTx(ctx, w.DB, job, func(tx pgx.Tx) (err error) {
		type row struct {
			ID, Cycle, Region uuid.UUID
			Kind              Kind
			Seed              int64
			StopAsked         bool
			Facts             []byte
		}
		got, err := db.One[row](ctx, tx, `UPDATE plan_run SET state = 'searching', started_at = $1 WHERE id = (SELECT id FROM plan_run WHERE state = 'waiting'
			ORDER BY asked_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id, cycle_id AS cycle, region_id AS region, kind, seed, stop_asked, facts`, w.Clock.Now())
		if err != nil {
			return err
		}
		r = Run{ID: got.ID, Cycle: got.Cycle, Region: got.Region, Kind: got.Kind, Seed: got.Seed, StopAsked: got.StopAsked}
		if err := json.Unmarshal(got.Facts, &p); err != nil {
			return problem.Internalf(err, "facts of run %s", got.ID)
		}
		return nil
	})
	return r, p, err
}

func (w *Worker) end(ctx context.Context, run uuid.UUID, state, words string) error {
	return w.update(ctx, `UPDATE plan_run SET state = $2, words = $3, ended_at = $4, facts = NULL WHERE id = $1 AND ended_at IS NULL`, run, state, words, w.Clock.Now())
}

func (w *Worker) update(ctx context.Context, sql string, args ...any) error {
	return db.InTx(ctx, w.DB, job, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, sql, args...)
		return err
	})
}

// watch asks twice a second whether somebody pressed "Stop" in another process.
func (w *Worker) watch(ctx context.Context, cancel context.CancelFunc, run uuid.UUID) <-chan struct{} {
	done := make(chan struct{})
	if _, single := w.DB.(db.Within); single { // a test's one transaction serves one at a time
		close(done)
		return done
	}
	go func() {
		defer close(done)
		ticker := time.NewTicker(500 * time.Millisecond)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
			var asked bool
			err := db.Read(ctx, w.DB, job, func(tx pgx.Tx) (err error) {
				asked, err = db.Value[bool](ctx, tx, `SELECT stop_asked FROM plan_run WHERE id = $1`, run)
				return err
			})
			if err == nil && asked {
				cancel()
			}
		}
	}()
	return done
}

// work is one run.
type work struct {
	w        *Worker
	ctx      context.Context
	r        Run
	p        planner.Problem
	stopped  bool
	proposal uuid.UUID
	version  int
	told     time.Time // when progress was last written
}

// do searches in two rounds, so that a first plan is there within a moment and
// nothing found is lost; then proves, or explains why nothing fits.
func (k *work) do() error {
	if k.r.StopAsked {
		k.stopped = true
		return nil
	}
	steps := k.w.Steps
	if steps == 0 {
		steps = planner.DefaultSteps(k.p)
	}
	first := planner.Propose(k.ctx, k.p, planner.Options{Seed: k.r.Seed, Steps: max(steps/16, 1), OnProgress: k.progress(steps)})
	if err := k.keep(k.p, first.Plan, "The plan as proposed"); err != nil {
		return err
	}
	best := first
	if !first.Stopped {
		best = planner.Propose(k.ctx, k.p, planner.Options{Seed: k.r.Seed + 1000, Steps: steps, Start: &first.Plan, OnProgress: k.progress(steps)})
		if best.Cost.Less(first.Cost) {
			if err := k.keep(k.p, best.Plan, "The plan as proposed"); err != nil {
				return err
			}
		} else {
			best.Plan, best.Cost = first.Plan, first.Cost
		}
	}
	if k.r.Kind == Two && k.ctx.Err() == nil {
		if err := k.second(best.Plan, steps); err != nil {
			return err
		}
	}
	k.stopped = k.ctx.Err() != nil
	if k.stopped {
		return nil
	}
	if best.Cost.Hard > 0 {
		return k.clashes(best.Plan)
	}
	return k.prove(best.Plan)
}

// second is another proposal, which keeps away from the first one's dates and people.
func (k *work) second(first planner.Plan, steps int) error {
	away := k.p
	away.Other = &first
	got := planner.Propose(k.ctx, away, planner.Options{Seed: k.r.Seed + 2000, Steps: steps, OnProgress: k.progress(steps)})
	ours, version := k.proposal, k.version
	k.proposal = uuid.Nil
	err := k.keep(k.p, got.Plan, "The second plan, to be different from the first")
	k.proposal, k.version = ours, version
	return err
}

// progress writes how far the search is, at most three times a second.
func (k *work) progress(steps int) func(planner.Progress) {
	return func(p planner.Progress) {
		if now := time.Now(); now.Sub(k.told) > 300*time.Millisecond {
			k.told = now
			// what cannot be written now is written next time
			_ = k.w.update(context.WithoutCancel(k.ctx), `UPDATE plan_run SET step = $2, steps = $3, best_hard = $4, best_soft = $5 WHERE id = $1 AND ended_at IS NULL`,
				k.r.ID, p.Step, steps, p.Best.Hard, p.Best.Soft)
		}
	}
}

// keep stores a plan: as a proposal, or as a better revision of this run's. When a
// coordinator has changed that one meanwhile, it becomes a proposal of its own.
func (k *work) keep(p planner.Problem, plan planner.Plan, words string) error {
	ctx := context.WithoutCancel(k.ctx)
	p.Other = nil
	return db.InTx(ctx, k.w.DB, job, func(tx pgx.Tx) error {
		now := k.w.Clock.Now()
		if k.proposal != uuid.Nil {
			done, err := betterTx(ctx, tx, now, k.proposal, k.version, k.r, p, plan, words)
			if done {
				k.version++
			}
			if err != nil || done {
				return err
			}
		}
		made, err := newProposalTx(ctx, tx, now, k.r, p, plan, words)
		k.proposal, k.version = made, 1
		return err
	})
}

// prove looks for a bound, and for a better plan on its way.
func (k *work) prove(plan planner.Plan) error {
	if k.w.Engine == nil {
		return nil
	}
	ctx := context.WithoutCancel(k.ctx)
	if err := k.w.update(ctx, `UPDATE plan_run SET state = 'proving' WHERE id = $1`, k.r.ID); err != nil {
		return err
	}
	limit := k.w.Proof
	if limit == 0 {
		limit = 30 * time.Second
	}
	proving, cancel := context.WithTimeout(k.ctx, limit)
	defer cancel()
	got, err := bound.Prove(proving, k.w.Engine, k.p, plan, bound.Options{OnBound: func(b int) {
		_ = k.w.update(ctx, `UPDATE plan_run SET bound = $2 WHERE id = $1`, k.r.ID, b) // the last one is written again below
	}})
	if got.Cost.Less(check.Check(k.p, plan).Cost) {
		plan = got.Plan
		if err := k.keep(k.p, plan, "A better plan, found while proving how good it is"); err != nil {
			return err
		}
	}
	if got.Stage != "" {
		if err := k.w.update(ctx, `UPDATE plan_proposal SET bound = $2 WHERE run_id = $1 AND approved_at IS NULL`, k.r.ID, got.Bound); err != nil {
			return err
		}
		if err := k.w.update(ctx, `UPDATE plan_run SET bound = $2 WHERE id = $1`, k.r.ID, got.Bound); err != nil {
			return err
		}
	}
	if k.stopped = k.ctx.Err() != nil; k.stopped || err != nil {
		return err
	}
	return k.whys(plan)
}

// Why is why a plan misses a goal, found by trying to meet it.
type Why struct {
	Goal                   planner.Goal
	Council, Other, Person string
	Words                  string
}

// whys tries to meet each goal that the plan misses, and keeps what that would cost.
func (k *work) whys(plan planner.Plan) error {
	ctx, cancel := context.WithTimeout(k.ctx, 20*time.Second)
	defer cancel()
	var out []Why
	for _, m := range explain.Explain(ctx, k.p, plan, explain.Options{Seed: k.r.Seed, Steps: k.w.Steps}).Missed {
		if m.Why != "" {
			out = append(out, Why{m.Goal, m.Council, m.Other, m.Person, m.Why})
		}
	}
	body, err := json.Marshal(out)
	if err != nil {
		return problem.Internalf(err, "whys")
	}
	k.stopped = k.ctx.Err() != nil
	return k.w.update(context.WithoutCancel(k.ctx), `UPDATE plan_proposal SET whys = $2, whys_of = version WHERE id = $1 AND version = $3`, k.proposal, body, k.version)
}

// clashes says why nothing fits.
func (k *work) clashes(plan planner.Plan) error {
	ctx := context.WithoutCancel(k.ctx)
	if err := k.w.update(ctx, `UPDATE plan_run SET state = 'explaining' WHERE id = $1`, k.r.ID); err != nil {
		return err
	}
	explaining, cancel := context.WithTimeout(k.ctx, time.Minute)
	defer cancel()
	p := toCome(k.p) // what has been clashes with nothing any more
	got, err := clash.Explain(explaining, p, plan, clash.Options{Seed: k.r.Seed, Engine: k.w.Engine})
	body, jsonErr := json.Marshal(reportOf(p, got))
	if jsonErr != nil {
		return problem.Internalf(jsonErr, "report")
	}
	if updateErr := k.w.update(ctx, `UPDATE plan_run SET report = $2 WHERE id = $1`, k.r.ID, body); updateErr != nil {
		return updateErr
	}
	if k.stopped = k.ctx.Err() != nil; k.stopped || explaining.Err() != nil {
		return nil // what could be said is said
	}
	return err
}
