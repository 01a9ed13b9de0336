package report

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// correctionsPart is the part of a final version that lists what was corrected
// since the first; there is none in the first.
const correctionsPart = "corrections"

// Correction is one passage that a later final version has in other words.
type Correction struct {
	On          civil.Date `json:"on"`
	Passage     string     `json:"passage"`
	Title       string     `json:"title"`
	BeforeTitle string     `json:"before_title,omitempty"` // when the title changed too
	Before      string     `json:"before"`
	After       string     `json:"after"`
	WhatChanged string     `json:"what_changed"`
}

// AgreeCorrection is another member's word that a proposed correction is right; the
// one who proposed it cannot give it (F8). When nothing open waits for a reader any
// more the lead is asked to make the corrected version final.
func (s *Service) AgreeCorrection(ctx context.Context, actor access.Actor, of challenge.ID, which uuid.UUID) error {
	return s.locked(ctx, actor, of, AgreeCorrection, func(w work) error {
		open, err := proposalsTx(ctx, w.tx, of)
		if err != nil {
			return err
		}
		p, err := proposalOf(open, which)
		if err != nil {
			return err
		}
		if p.ProposedBy == w.me {
			return problem.New(problem.Conflict, "You proposed these words, so another member of the team agrees to them.")
		}
		if p.AgreedAt != nil {
			return problem.New(problem.Conflict, *p.AgreedName+" agreed to this correction already.")
		}
		if err := db.ExecOne(ctx, w.tx, `UPDATE report_correction SET agreed_by = $2, agreed_at = $3 WHERE id = $1 AND agreed_at IS NULL
			AND handover_id IS NULL AND withdrawn_at IS NULL`, which, w.me, w.now); err != nil {
			return err
		}
		if err := w.log(ctx, AgreeCorrection.Name, access.TeamRoom, which); err != nil {
			return err
		}
		return w.afterReading(ctx)
	})
}

// WithdrawCorrection takes a proposal back; it stays on record. Lead or deputy lead.
func (s *Service) WithdrawCorrection(ctx context.Context, actor access.Actor, of challenge.ID, which uuid.UUID) error {
	return s.locked(ctx, actor, of, ProposeCorrection, func(w work) error {
		open, err := proposalsTx(ctx, w.tx, of)
		if err != nil {
			return err
		}
		if _, err := proposalOf(open, which); err != nil {
			return err
		}
		if err := db.ExecOne(ctx, w.tx, `UPDATE report_correction SET withdrawn_at = $2 WHERE id = $1 AND handover_id IS NULL AND withdrawn_at IS NULL`,
			which, w.now); err != nil {
			return err
		}
		if err := w.log(ctx, "report.withdraw-correction", access.TeamRoom, which); err != nil {
			return err
		}
		return w.afterReading(ctx)
	})
}

// afterReading closes the readers' tasks once no proposal waits for one, and asks
// the lead to go on when there is something to make final.
func (w work) afterReading(ctx context.Context) error {
	open, err := proposalsTx(ctx, w.tx, w.c.ID)
	if err != nil || len(unread(open)) > 0 {
		return err
	}
	if err := w.readersDone(ctx); err != nil {
		return err
	}
	if len(open) == 0 {
		return task.DoneTx(ctx, w.tx, w.actor, w.now, w.c.ID, sealCorrectionTask, "")
	}
	return task.OpenTx(ctx, w.tx, w.now, task.New{Challenge: w.c.ID, Kind: sealCorrectionTask, Title: "Make the corrected report final",
		Path: pagePath(w.c.ID, "correction"), Role: access.Lead})
}

func (w work) readersDone(ctx context.Context) error {
	_, err := w.tx.Exec(ctx, `UPDATE task SET done_at = $3, done_by = nullif($2, '')::uuid WHERE challenge_id = $1 AND kind = $4 AND done_at IS NULL`,
		w.c.ID, w.actor.UUID(), w.now, readCorrectionTask)
	return err
}

// unread are the proposals that nobody else has agreed to yet.
func unread(list []Proposal) []Proposal {
	var out []Proposal
	for _, p := range list {
		if p.AgreedAt == nil {
			out = append(out, p)
		}
	}
	return out
}

// stateOf names the open proposals as they are, so that only what was checked is sealed.
func stateOf(open []Proposal) string {
	var b strings.Builder
	for _, p := range open {
		b.WriteString(p.ID.String()[24:])
	}
	return b.String()
}

// SealCorrection makes the corrected report final: a new sealed version that goes
// from the team to the council and says what changed; the one before stays as it
// is (F8). The lead or deputy lead, once another member agreed to each proposal.
// State is that of the page that was checked. The director is asked to publish it.
func (s *Service) SealCorrection(ctx context.Context, actor access.Actor, of challenge.ID, state string) error {
	return s.locked(ctx, actor, of, SealCorrection, func(w work) error {
		open, err := proposalsTx(ctx, w.tx, of)
		if err != nil {
			return err
		}
		if len(open) == 0 || state != stateOf(open) {
			return problem.New(problem.Conflict, "The proposed corrections changed while you were checking them. Please read them again.")
		}
		if left := unread(open); len(left) > 0 {
			return problem.New(problem.Closed, "Another member of the team has to agree to each correction first. That is missing for: "+titles(left)+".")
		}
		parts, err := correctedParts(ctx, w, open)
		if err != nil {
			return err
		}
		record, err := handover.SealTx(ctx, w.tx, w.actor, w.now, handover.New{Challenge: of, Kind: handover.Finalise,
			From: access.TeamRoom, To: access.Council, As: leadOf(w.c), Parts: parts})
		if err != nil {
			return err
		}
		return s.afterSealing(ctx, w, record)
	})
}

func titles(list []Proposal) string {
	var out []string
	for _, p := range list {
		title := p.Title
		if p.Passage == finding.SummaryPart {
			title = "Summary"
		}
		out = append(out, "“"+title+"”")
	}
	return strings.Join(out, ", ")
}

// leadOf is the part in which the actor acts.
func leadOf(c challenge.Challenge) access.Role {
	if c.Standing().Is(access.Lead) {
		return access.Lead
	}
	return access.DeputyLead
}

// correctedParts makes the new version: the newest one with the proposed words in
// place, team, reservations and what changed since the draft as they were, and
// the list of corrections.
func correctedParts(ctx context.Context, w work, open []Proposal) ([]handover.Part, error) {
	final, err := finalTx(ctx, w.tx, w.c.ID)
	if err != nil {
		return nil, err
	}
	text, corrections := final.Text, final.Corrections
	for _, p := range open {
		was, err := passageOf(text, p.Passage)
		if err != nil {
			return nil, err
		}
		one := Correction{On: civil.Of(w.now), Passage: p.Passage, Title: p.Title, Before: was.Body, After: p.Body, WhatChanged: p.WhatChanged}
		if p.Passage == finding.SummaryPart {
			one.Title = was.Heading()
		} else if was.Title != p.Title {
			one.BeforeTitle = was.Title
		}
		corrections = append(corrections, one)
		text = text.with(p)
	}
	parts, err := finding.Parts(text.Summary, text.Findings)
	if err != nil {
		return nil, err
	}
	if parts, err = finding.WithFront(parts, final.Front); err != nil {
		return nil, err
	}
	return appendJSON(parts, named{teamPart, final.Team}, named{reservationsPart, final.Reservations}, named{councilOnlyPart, final.CouncilOnly},
		named{changesPart, final.Changes}, named{correctionsPart, corrections})
}

// with gives the text with one passage in the proposed words. What answers a
// finding of a new title says the new one.
func (t Text) with(p Proposal) Text {
	if p.Passage == finding.SummaryPart {
		t.Summary = p.Body
		return t
	}
	list, before := append([]finding.Sealed{}, t.Findings...), ""
	for i := range list {
		if list[i].PartName() == p.Passage {
			before, list[i].Title, list[i].Text = list[i].Title, p.Title, p.Body
		}
	}
	for i := range list {
		if before != "" && list[i].Answers == before {
			list[i].Answers = p.Title
		}
	}
	t.Findings = list
	return t
}

type named struct {
	name    string
	content any
}

// appendJSON adds parts that hold JSON.
func appendJSON(parts []handover.Part, more ...named) ([]handover.Part, error) {
	for _, p := range more {
		body, err := json.Marshal(p.content)
		if err != nil {
			return nil, problem.Internalf(err, "seal part %s", p.name)
		}
		parts = append(parts, handover.Part{Name: p.name, Body: body})
	}
	return parts, nil
}

func (s *Service) afterSealing(ctx context.Context, w work, record handover.Record) error {
	if _, err := w.tx.Exec(ctx, `UPDATE report_correction SET handover_id = $2 WHERE challenge_id = $1 AND handover_id IS NULL AND withdrawn_at IS NULL`,
		w.c.ID, record.ID); err != nil {
		return err
	}
	if err := task.DoneTx(ctx, w.tx, w.actor, w.now, w.c.ID, sealCorrectionTask, ""); err != nil {
		return err
	}
	if w.c.PublishedAt != nil {
		if err := task.OpenTx(ctx, w.tx, w.now, task.New{Challenge: w.c.ID, Kind: publishAgainTask, Title: "Publish the corrected version of the report",
			Path: pagePath(w.c.ID, "publish"), Role: access.DASS}); err != nil {
			return err
		}
	}
	return s.tell(ctx, w, letter{kind: SealCorrection.Name, what: "a corrected version of the report is final", path: "final-report", mark: record.Mark()})
}

// tellTeam queues a mail for everybody on the team but the actor.
func (s *Service) tellTeam(ctx context.Context, w work, what string) error {
	members, err := membersTx(ctx, w.tx, w.c)
	if err != nil {
		return err
	}
	var mails []outbox.Mail
	for _, m := range members {
		if m.ID != w.me {
			mails = append(mails, outbox.Mail{Person: m.ID, Kind: ProposeCorrection.Name, Subject: w.c.Name + ": " + what,
				Body: w.c.Name + ": " + what + ".\n\nRead it here:\n" + s.BaseURL + pagePath(w.c.ID, "correction") + "\n"})
		}
	}
	return outbox.QueueTx(ctx, w.tx, w.now, mails...)
}
