package selfassessment

import (
	"context"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/handover"
)

// AreasView is the first page of the self-assessment.
type AreasView struct {
	challenge.Head
	Areas     []Area // those the reader may see
	Counts    Counts // over these
	Whole     bool   // whether these are all
	Director  string // who submits; empty while the post is not held
	Submitted *handover.RowOfRecord
	Reopened  *Reopening // newest, while it is open again
	Risk      bool       // whether the reader has the risk awareness tool (A4)
	CanInvite bool
	CanSubmit bool
	CanReopen bool
}

// Areas reads the first page: who sees everything gets all areas, a contributor
// theirs and no sign of others; Missing for everybody else (V2, V6).
func (s *Service) Areas(ctx context.Context, actor access.Actor, id challenge.ID) (AreasView, error) {
	var v AreasView
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		var err error
		if v.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), id); err != nil {
			return err
		}
		g, err := groundTx(ctx, tx, v.Challenge)
		if err != nil {
			return err
		}
		if err := v.fillTx(ctx, tx, g); err != nil {
			return err
		}
		v.CanInvite, v.CanSubmit = may(v.Challenge, Invite), may(v.Challenge, Submit)
		v.CanReopen = Reopen.Allows(v.Standing()) && v.SubmittedAt != nil
		return nil
	})
	return v, err
}

func (v *AreasView) fillTx(ctx context.Context, tx pgx.Tx, g ground) error {
	v.Whole, v.Risk = g.whole, g.area(RiskPart)
	if err := v.countTx(ctx, tx, g); err != nil {
		return err
	}
	people, err := peopleTx(ctx, tx, v.ID)
	if err != nil {
		return err
	}
	v.Director = directorOf(people)
	if v.Submitted, err = submittedTx(ctx, tx, v.ID); err != nil || !g.whole {
		return err
	}
	v.Reopened, err = reopenedTx(ctx, tx, v.Challenge)
	return err
}

// countTx lists the areas within reach, and counts over these alone.
func (v *AreasView) countTx(ctx context.Context, tx pgx.Tx, g ground) error {
	rows, states, err := statesTx(ctx, tx, v.ID)
	if err != nil {
		return err
	}
	for _, a := range g.framework.Areas {
		if !g.area(a.Key) {
			continue
		}
		area := areaOf(a, rows[a.Key], states)
		v.Areas = append(v.Areas, area)
		v.Counts.Ready += area.Counts.Ready
		v.Counts.Writing += area.Counts.Writing
		v.Counts.Empty += area.Counts.Empty
	}
	return nil
}

func directorOf(people []peopleRow) string {
	for _, p := range people {
		if p.Because == access.DASS {
			return p.Name
		}
	}
	return ""
}
