package report

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// readiness is what the text is now, and what changed since the draft.
type readiness struct {
	draft   *time.Time // when it was handed over
	now     Text
	front   *finding.Front
	changes []Change
}

func readinessTx(ctx context.Context, tx pgx.Tx, c challenge.Challenge) (readiness, error) {
	var r readiness
	draft, before, err := draftTx(ctx, tx, c)
	if err != nil {
		return r, err
	}
	now, accounts, err := nowTx(ctx, tx, c)
	if err != nil {
		return r, err
	}
	r.draft, r.now = draft, now
	if r.front, err = finding.FrontTx(ctx, tx, c.ID); err != nil {
		return r, err
	}
	if draft != nil {
		r.changes = changesBetween(before, now, accounts)
	}
	return r, nil
}

// missing says, in sentences, what must be there before the report can be final (F8, T4).
func (r readiness) missing(members []Member, team Team) []string {
	var out []string
	if r.draft == nil {
		out = append(out, "The draft report was never handed over to the host.")
	}
	for _, c := range r.changes {
		if c.NeedsReason() && blank(c.Reason) {
			out = append(out, "“"+c.Title+"” changed since the draft and does not say why.")
		}
	}
	if !team.expert() && blank(team.NoExpertReason) {
		out = append(out, "Say why no expert by experience was on the team; it is printed in the report.")
	}
	for _, m := range unanswered(members) {
		if m.Kind == nil {
			out = append(out, m.Name+" has not signed off yet.")
		} else {
			out = append(out, m.Name+" signed off an earlier text. It has changed since.")
		}
	}
	return out
}

// FinalisePage is the page to check before the report is made final.
type FinalisePage struct {
	challenge.Head
	Members []Member
	Changes []Change
	Now     Text
	Missing []string // empty: it can be made final
}

// FinalisePage reads it for the lead; Missing for others, Closed at other stages.
func (s *Service) FinalisePage(ctx context.Context, actor access.Actor, id challenge.ID) (FinalisePage, error) {
	var p FinalisePage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), id); err != nil {
			return err
		}
		if err := challenge.Require(p.Challenge, Finalise); err != nil {
			return err
		}
		r, err := readinessTx(ctx, tx, p.Challenge)
		if err != nil {
			return err
		}
		if p.Members, err = signatoriesTx(ctx, tx, p.Challenge); err != nil {
			return err
		}
		team, err := teamTx(ctx, tx, p.Challenge)
		p.Changes, p.Now, p.Missing = r.changes, r.now, r.missing(p.Members, team)
		return err
	})
	return p, err
}

// Finalise makes the report final: the sealed copy goes from the team to the
// council and never changes (F8). The lead, while finalising, once everybody has
// answered and every change says why; Closed before that, with what is missing.
func (s *Service) Finalise(ctx context.Context, actor access.Actor, id challenge.ID) error {
	return s.locked(ctx, actor, id, Finalise, func(w work) error {
		r, err := readinessTx(ctx, w.tx, w.c)
		if err != nil {
			return err
		}
		members, err := signatoriesTx(ctx, w.tx, w.c)
		if err != nil {
			return err
		}
		team, err := teamTx(ctx, w.tx, w.c)
		if err != nil {
			return err
		}
		if missing := r.missing(members, team); len(missing) > 0 {
			return problem.New(problem.Closed, "The report cannot be made final yet. "+strings.Join(missing, " "))
		}
		parts, err := finalParts(r, members, team)
		if err != nil {
			return err
		}
		record, err := handover.SealTx(ctx, w.tx, w.actor, w.now, handover.New{Challenge: w.c.ID, Kind: handover.Finalise,
			From: access.TeamRoom, To: access.Council, As: access.Lead, Parts: parts})
		if err != nil {
			return err
		}
		return s.moveToFinal(ctx, w, record)
	})
}

func (s *Service) moveToFinal(ctx context.Context, w work, record handover.Record) error {
	err := db.ExecOne(ctx, w.tx, `UPDATE challenge SET finalised_at = $2 WHERE id = $1 AND finalised_at IS NULL`, w.c.ID, w.now)
	if err != nil {
		return err
	}
	if err := challenge.MoveTx(ctx, w.tx, w.actor, w.now, w.c, access.Final); err != nil {
		return err
	}
	if err := w.finalTasks(ctx); err != nil {
		return err
	}
	return s.tell(ctx, w, letter{kind: Finalise.Name, what: "the report is final", path: "final-report", mark: record.Mark()})
}

// finalTasks closes what the team had to do, and opens publication (F9), response
// and plan (U1) for the host: all three are wanted by the same day.
func (w work) finalTasks(ctx context.Context) error {
	members, err := membersTx(ctx, w.tx, w.c)
	if err != nil {
		return err
	}
	for _, m := range members {
		if err := task.DoneTx(ctx, w.tx, w.actor, w.now, w.c.ID, "sign-off", m.ID.String()); err != nil {
			return err
		}
	}
	if err := task.DoneTx(ctx, w.tx, w.actor, w.now, w.c.ID, "finalise", ""); err != nil {
		return err
	}
	due, err := challenge.DateTx(ctx, w.tx, w.c.ID, challenge.PublicationDue)
	if err != nil {
		return err
	}
	if due.IsZero() {
		due = civil.Of(w.now)
	}
	for _, n := range []task.New{{Kind: "publish", Title: "Publish the report", Path: pagePath(w.c.ID, "publish")},
		{Kind: "response", Title: "Respond to the recommendations", Path: pagePath(w.c.ID, "response")},
		{Kind: "plan", Title: "Hand over the improvement plan", Path: pagePath(w.c.ID, "plan")}} {
		n.Challenge, n.Role, n.Due = w.c.ID, access.DASS, due
		if err := task.OpenTx(ctx, w.tx, w.now, n); err != nil {
			return err
		}
	}
	return nil
}
