package finding

import (
	"context"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// Preview is the findings as they would leave the team now, and what the lead
// should know before they do (F2).
type Preview struct {
	challenge.Head
	Findings   []Sealed
	Without    []string // titles of findings with no evidence yet
	OneSource  []string // titles of findings from one source only
	Unwritten  []string // titles of considerations and recommendations without text
	CanPresent bool     // this person, at this stage, today
}

// TooEarly tells whether the last day on site is still to come (F6).
func (p Preview) TooEarly() bool { return p.Today.Before(p.OnsiteLast) }

// Preview is "See it as it will be presented", for the team.
func (s *Service) Preview(ctx context.Context, actor access.Actor, ch challenge.ID) (Preview, error) {
	return s.preview(ctx, actor, ch, func(challenge.Challenge) error { return nil })
}

// PresentPage is the page to check before presenting, for the lead (F6).
func (s *Service) PresentPage(ctx context.Context, actor access.Actor, ch challenge.ID) (Preview, error) {
	return s.preview(ctx, actor, ch, func(c challenge.Challenge) error { return challenge.Require(c, Present) })
}

func (s *Service) preview(ctx context.Context, actor access.Actor, ch challenge.ID, may func(challenge.Challenge) error) (Preview, error) {
	var p Preview
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = s.headTx(ctx, tx, ch); err != nil {
			return err
		}
		if err := may(p.Challenge); err != nil {
			return err
		}
		return p.fillTx(ctx, tx)
	})
	if err != nil {
		return Preview{}, err
	}
	p.CanPresent = Present.Allows(p.Standing()) && !p.TooEarly()
	return p, nil
}

func (p *Preview) fillTx(ctx context.Context, tx pgx.Tx) error {
	areas, err := areasTx(ctx, tx, p.Challenge)
	if err != nil {
		return err
	}
	if p.Findings, err = SealedNowTx(ctx, tx, p.ID, areas); err != nil {
		return err
	}
	all, err := listTx(ctx, tx, p.ID)
	if err != nil {
		return err
	}
	for _, f := range all {
		p.warn(f)
	}
	return nil
}

func (p *Preview) warn(f Listed) {
	if f.WithdrawnAt != nil {
		return
	}
	switch f.Flag() {
	case NoEvidence:
		p.Without = append(p.Without, f.Title)
	case OneSource:
		p.OneSource = append(p.OneSource, f.Title)
	}
	if f.Kind != Strength && !f.Written {
		p.Unwritten = append(p.Unwritten, f.Title)
	}
}

// Present presents the findings: the host's leaders get a sealed copy, from then
// and not before (F6). The lead or deputy lead, on site, from the last day on.
func (s *Service) Present(ctx context.Context, actor access.Actor, ch challenge.ID) error {
	return s.locked(ctx, actor, ch, Present, func(w work) error {
		if civil.Of(w.now).Before(w.c.OnsiteLast) {
			return problem.New(problem.Closed, "The findings are presented on the last day on site, "+w.c.OnsiteLast.LongWeekday()+", and not before.")
		}
		areas, err := areasTx(ctx, w.tx, w.c)
		if err != nil {
			return err
		}
		sealed, err := SealedNowTx(ctx, w.tx, w.c.ID, areas)
		if err != nil {
			return err
		}
		if len(sealed) == 0 {
			return problem.New(problem.Invalid, "There is nothing to present yet. Add a finding first.")
		}
		return s.present(ctx, w, sealed)
	})
}

func (s *Service) present(ctx context.Context, w work, sealed []Sealed) error {
	parts, err := Parts("", sealed)
	if err != nil {
		return err
	}
	r, err := handover.SealTx(ctx, w.tx, w.actor, w.now, handover.New{Challenge: w.c.ID, Kind: handover.Present,
		From: access.TeamRoom, To: access.Leaders, As: asRole(w.c), Parts: parts})
	if err != nil {
		return err
	}
	if err := db.ExecOne(ctx, w.tx, `UPDATE challenge SET presented_at = $2 WHERE id = $1 AND presented_at IS NULL`, w.c.ID, w.now); err != nil {
		return err
	}
	if err := challenge.MoveTx(ctx, w.tx, w.actor, w.now, w.c, access.Drafting); err != nil {
		return err
	}
	if err := presentedTasks(ctx, w); err != nil {
		return err
	}
	return s.tell(ctx, w, letter{kind: "finding.presented", subject: "Findings presented: " + w.c.Name, path: path(w.c.ID, "presented"),
		to: append([]access.Role{access.DASS, access.SeniorLeader, access.Coordinator}, access.Team...),
		lines: []string{"The findings of the peer challenge of " + w.c.HostCouncil + " were presented on " + civil.Of(w.now).LongWeekday() + ".",
			"The council's leaders and the team can now read what was presented. The draft report follows within 10 working days.",
			"Record of changes: number " + r.Mark() + "."}})
}

func presentedTasks(ctx context.Context, w work) error {
	if err := task.DoneTx(ctx, w.tx, w.actor, w.now, w.c.ID, "present", ""); err != nil {
		return err
	}
	due, err := challenge.DateTx(ctx, w.tx, w.c.ID, challenge.DraftReport)
	if err != nil {
		return err
	}
	return task.OpenTx(ctx, w.tx, w.now, task.New{Challenge: w.c.ID, Kind: "draft-report", Title: "Hand over the draft report",
		Path: path(w.c.ID, "report"), Role: access.Lead, Due: due})
}
