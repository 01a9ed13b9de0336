package report

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
)

// ProposalRow is an open proposal beside the passage as the final report has it.
type ProposalRow struct {
	Proposal
	Was      Passage
	CanAgree bool
}

// CorrectionPage is the correction of a final report, as the team reads it.
type CorrectionPage struct {
	challenge.Head
	Final      Final
	Passages   []Passage
	Open       []ProposalRow
	State      string // what SealCorrection is told was checked
	CanPropose bool
	CanSeal    bool // and everything open is agreed
}

// CorrectionPage reads it for the team from final on; Missing for others.
func (s *Service) CorrectionPage(ctx context.Context, actor access.Actor, of challenge.ID) (CorrectionPage, error) {
	var p CorrectionPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = s.teamHead(ctx, tx, of); err != nil {
			return err
		}
		if !p.Stage.AtLeast(access.Final) {
			return problem.Missing()
		}
		if p.Final, err = finalTx(ctx, tx, of); err != nil {
			return err
		}
		open, err := proposalsTx(ctx, tx, of)
		if err != nil {
			return err
		}
		me, _ := actor.PersonID()
		p.fill(open, me)
		return nil
	})
	return p, err
}

func (p *CorrectionPage) fill(open []Proposal, me uuid.UUID) {
	at := p.Standing()
	p.Passages, p.State, p.CanPropose = passages(p.Final.Text), stateOf(open), ProposeCorrection.Allows(at)
	p.CanSeal = SealCorrection.Allows(at) && len(open) > 0 && len(unread(open)) == 0
	for _, one := range open {
		was, err := passageOf(p.Final.Text, one.Passage)
		if err != nil {
			continue // of an erased part
		}
		p.Open = append(p.Open, ProposalRow{Proposal: one, Was: was, CanAgree: AgreeCorrection.Allows(at) && one.AgreedAt == nil && one.ProposedBy != me})
	}
}

// ProposalPage is one passage of the final report, to be put in other words.
type ProposalPage struct {
	challenge.Head
	Mark string // of the final version
	Was  Passage
	Open *Proposal // what is proposed for it now
}

// ProposalPage reads it for the lead or deputy lead, from final to follow-up;
// Missing for others and for a passage that is not there.
func (s *Service) ProposalPage(ctx context.Context, actor access.Actor, of challenge.ID, passage string) (ProposalPage, error) {
	var p ProposalPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), of); err != nil {
			return err
		}
		if err := challenge.Require(p.Challenge, ProposeCorrection); err != nil {
			return err
		}
		final, err := finalTx(ctx, tx, of)
		if err != nil {
			return err
		}
		p.Mark = final.Mark
		if p.Was, err = passageOf(final.Text, passage); err != nil {
			return err
		}
		open, err := proposalsTx(ctx, tx, of)
		for i := range open {
			if open[i].Passage == passage {
				p.Open = &open[i]
			}
		}
		return err
	})
	return p, err
}
