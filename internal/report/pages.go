package report

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/framework"
	"peerchallenge/internal/reference"
)

// MemberRow is a member as the page of sign-offs shows them, with what the
// reader may do about their silence.
type MemberRow struct {
	Member
	Me        bool
	CanRemind bool
	CanSilent bool
}

// SignOffPage is where everybody's sign-off is, and the reader's own.
type SignOffPage struct {
	challenge.Head
	Members    []MemberRow
	Own        Member // the reader; without an id when they have no place to sign
	Waiting    int    // whose word is still wanted
	SilentFrom civil.Date
	Reminders  int // that must come first
	CanSign    bool
	IsLead     bool
	CanFinish  bool // the lead may go on to make the report final
}

// SignOffPage reads it for the team, from finalising on; Missing for others.
func (s *Service) SignOffPage(ctx context.Context, actor access.Actor, id challenge.ID) (SignOffPage, error) {
	var p SignOffPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = s.teamHead(ctx, tx, id); err != nil {
			return err
		}
		f, err := framework.GetTx(ctx, tx, p.FrameworkID)
		if err != nil {
			return err
		}
		members, err := signatoriesTx(ctx, tx, p.Challenge)
		if err != nil {
			return err
		}
		me, _ := actor.PersonID()
		p.fill(members, me, s.Clock.Now(), f.Windows)
		return nil
	})
	return p, err
}

func (p *SignOffPage) fill(members []Member, me uuid.UUID, now time.Time, w reference.Windows) {
	at := p.Standing()
	p.SilentFrom, p.Reminders, p.Waiting = silentFrom(p.Challenge, w), w.SignOffReminders, len(unanswered(members))
	p.IsLead, p.CanFinish = at.Is(Finalise.Roles...), Finalise.Allows(at)
	for _, m := range members {
		row := MemberRow{Member: m, Me: m.ID == me}
		if row.Me {
			p.Own, p.CanSign = m, SignOff.Allows(at)
		}
		row.CanRemind = Remind.Allows(at) && !row.Me && mayRemind(m, now)
		row.CanSilent = Silent.Allows(at) && !row.Me && maySilence(m, now, p.Challenge, w)
		p.Members = append(p.Members, row)
	}
}

// CheckSignOff reads the page and judges what the reader is about to record,
// without recording it: for the page to check answers.
func (s *Service) CheckSignOff(ctx context.Context, actor access.Actor, id challenge.ID, own Own) (SignOffPage, error) {
	p, err := s.SignOffPage(ctx, actor, id)
	if err != nil {
		return p, err
	}
	if err := challenge.Require(p.Challenge, SignOff); err != nil {
		return p, err
	}
	return p, own.check()
}

// WordingPage is the draft as handed over beside the text as it stands.
type WordingPage struct {
	challenge.Head
	HandedOver *time.Time // when the host got the draft; nil: it never did
	Changes    []Change
	Same       []string // titles that did not change
	Now        Text
	Front      *finding.Front // what the challenge looked at
	CanEdit    bool
}

// WordingPage reads it for the team, from finalising on; Missing for others.
func (s *Service) WordingPage(ctx context.Context, actor access.Actor, id challenge.ID) (WordingPage, error) {
	var p WordingPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = s.teamHead(ctx, tx, id); err != nil {
			return err
		}
		var ready readiness
		if ready, err = readinessTx(ctx, tx, p.Challenge); err != nil {
			return err
		}
		p.HandedOver, p.Front = ready.draft, ready.front
		p.Changes, p.Now, p.Same = ready.changes, ready.now, sameTitles(ready.now, ready.changes)
		p.CanEdit = p.Stage == access.Finalising && p.Ended == nil
		return nil
	})
	return p, err
}

func sameTitles(now Text, changes []Change) []string {
	changed := map[string]bool{}
	for _, c := range changes {
		changed[c.Passage] = true
	}
	var out []string
	if now.Summary != "" && !changed["summary"] {
		out = append(out, "Summary")
	}
	for _, f := range now.Findings {
		if !changed[f.PartName()] {
			out = append(out, f.Title)
		}
	}
	return out
}
