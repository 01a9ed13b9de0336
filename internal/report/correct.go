package report

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/prose"
	"peerchallenge/internal/task"
)

// Kinds of tasks about a correction of the final report.
const (
	readCorrectionTask = "correction-read"    // another member reads it; subject: the member
	sealCorrectionTask = "correction-seal"    // the lead makes the corrected version final
	publishAgainTask   = "correction-publish" // the director publishes it
)

// Proposal is a correction of one passage that is not sealed yet.
type Proposal struct {
	ID          uuid.UUID
	Passage     string
	Title       string
	Body        string
	WhatChanged string
	OfMark      string
	ProposedBy  uuid.UUID
	Name        string
	ProposedAt  time.Time
	AgreedName  *string
	AgreedAt    *time.Time
}

// Wording is what is proposed for one passage. Final is the mark of the final
// version it was written against, Instead the open proposal that its writer saw,
// if there was one: another one is never put aside unread.
type Wording struct {
	Passage     string
	Title       string // empty for the summary
	Body        string
	WhatChanged string
	NotHarsher  bool
	Final       string
	Instead     uuid.UUID
}

// check judges the words against the passage as it is.
func (n Wording) check(was Passage) error {
	var f problem.Fields
	f.Check(was.Name == finding.SummaryPart || !blank(n.Title), "title", "Enter the title")
	f.Check(db.Length(n.Title) <= 200, "title", "The title must be 200 characters or fewer")
	f.Check(!blank(n.Body), "body", "Enter the corrected words")
	f.Check(db.Length(n.Body) <= prose.MaxLength, "body", "The text must be 50,000 characters or fewer")
	f.Check(n.Body != was.Body || n.Title != was.Title, "body", "These are the words of the final report. Change what is wrong")
	f.Check(!blank(n.WhatChanged), "what-changed", "Say what changed, in a sentence that everybody can read")
	f.Check(db.Length(n.WhatChanged) <= 1000, "what-changed", "What changed must be 1,000 characters or fewer")
	f.Check(n.NotHarsher, "not-harsher", "Confirm that the correction does not make a finding harsher")
	return f.Err()
}

// Passage is one part of the final report that has words of its own.
type Passage struct {
	Name  string // "summary" or "finding/<id>"
	Kind  string // "Strength"; empty for the summary
	Title string // empty for the summary
	Body  string
}

// Heading is what the passage is called.
func (p Passage) Heading() string {
	if p.Name == finding.SummaryPart {
		return "Summary"
	}
	return p.Title
}

// passages parts the final report into what can be corrected.
func passages(t Text) []Passage {
	var out []Passage
	if t.Summary != "" {
		out = append(out, Passage{Name: finding.SummaryPart, Body: t.Summary})
	}
	for _, f := range t.Findings {
		out = append(out, Passage{Name: f.PartName(), Kind: f.Kind.Name(), Title: f.Title, Body: f.Text})
	}
	return out
}

func passageOf(t Text, name string) (Passage, error) {
	list := passages(t)
	i := slices.IndexFunc(list, func(p Passage) bool { return p.Name == name })
	if i < 0 {
		return Passage{}, problem.Missing()
	}
	return list[i], nil
}

func proposalsTx(ctx context.Context, tx pgx.Tx, of challenge.ID) ([]Proposal, error) {
	return db.All[Proposal](ctx, tx, `SELECT r.id, r.passage, r.title, r.body, r.what_changed, r.of_mark, r.proposed_by, coalesce(p.name, 'Somebody') AS name,
			r.proposed_at, a.name AS agreed_name, r.agreed_at
		FROM report_correction r LEFT JOIN person p ON p.id = r.proposed_by LEFT JOIN person a ON a.id = r.agreed_by
		WHERE r.challenge_id = $1 AND r.handover_id IS NULL AND r.withdrawn_at IS NULL ORDER BY r.proposed_at, r.id`, of)
}

func proposalOf(list []Proposal, which uuid.UUID) (Proposal, error) {
	for _, p := range list {
		if p.ID == which {
			return p, nil
		}
	}
	return Proposal{}, problem.New(problem.Conflict, "This proposal is not open any more: it was changed, withdrawn or made final in the meantime.")
}

// ProposeCorrection proposes other words for one passage of a final report, and
// says what changed (F8). The lead or deputy lead. It adds no finding and makes
// none harsher: that needs a new window for the host (F7). Another member of the
// team reads it before it can be made final; it takes the place of the proposal
// for the same passage that its writer saw, and Conflict when there is another.
func (s *Service) ProposeCorrection(ctx context.Context, actor access.Actor, of challenge.ID, n Wording) error {
	return s.locked(ctx, actor, of, ProposeCorrection, func(w work) error {
		final, err := finalTx(ctx, w.tx, of)
		if err != nil {
			return err
		}
		was, err := passageOf(final.Text, n.Passage)
		if err != nil {
			return err
		}
		if n.Final != final.Mark {
			return problem.New(problem.Conflict, "A newer final version was made in the meantime. Please look at it, and propose your words again; they are kept here.")
		}
		if err := n.check(was); err != nil {
			return err
		}
		if err := w.putAside(ctx, n); err != nil {
			return err
		}
		row := id.New()
		_, err = w.tx.Exec(ctx, `INSERT INTO report_correction (id, challenge_id, passage, title, body, what_changed, of_mark, proposed_by, proposed_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, row, of, n.Passage, strings.TrimSpace(n.Title), n.Body, n.WhatChanged, n.Final, w.me, w.now)
		if err != nil {
			return err
		}
		if err := w.log(ctx, ProposeCorrection.Name, access.TeamRoom, row); err != nil {
			return err
		}
		return s.askToRead(ctx, w)
	})
}

// putAside withdraws the open proposal for the passage that the writer saw.
func (w work) putAside(ctx context.Context, n Wording) error {
	open, err := proposalsTx(ctx, w.tx, w.c.ID)
	if err != nil {
		return err
	}
	for _, p := range open {
		if p.Passage != n.Passage {
			continue
		}
		if p.ID != n.Instead {
			return problem.New(problem.Conflict, p.Name+" proposed other words for this passage in the meantime. Please read them first; yours are kept here.")
		}
		return db.ExecOne(ctx, w.tx, `UPDATE report_correction SET withdrawn_at = $2 WHERE id = $1 AND withdrawn_at IS NULL AND handover_id IS NULL`, p.ID, w.now)
	}
	return nil
}

// askToRead gives every other member the task to read the proposals.
func (s *Service) askToRead(ctx context.Context, w work) error {
	if err := task.DoneTx(ctx, w.tx, w.actor, w.now, w.c.ID, sealCorrectionTask, ""); err != nil {
		return err
	}
	members, err := membersTx(ctx, w.tx, w.c)
	if err != nil {
		return err
	}
	for _, m := range members {
		if m.ID == w.me {
			continue
		}
		if err := task.OpenTx(ctx, w.tx, w.now, task.New{Challenge: w.c.ID, Kind: readCorrectionTask, Subject: m.ID.String(), Person: m.ID,
			Title: "Read a proposed correction of the final report", Path: pagePath(w.c.ID, "correction")}); err != nil {
			return err
		}
	}
	return s.tellTeam(ctx, w, "a correction of the final report is proposed")
}
