package report

import (
	"context"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// Own is a member's own word on the final text: a sign-off, or a reservation in
// their words, for the published report or not, with their name or not (F8).
type Own struct {
	Kind   Answer
	Words  string
	Public bool
	Named  bool
}

// maxReservation is the longest reservation, in code points.
const maxReservation = 5000

func (o Own) check() error {
	var f problem.Fields
	f.Check(o.Kind == Signed || o.Kind == Reservation, "kind", "Choose whether you sign off the report or record a reservation")
	if o.Kind == Reservation {
		f.Check(!blank(o.Words), "words", "Write your reservation in your own words")
		f.Check(db.Length(o.Words) <= maxReservation, "words", "The reservation must be 5,000 characters or fewer")
	}
	return f.Err()
}

// tidy leaves a sign-off without words, and a name only where the words are public.
func (o Own) tidy() Own {
	if o.Kind == Signed {
		return Own{Kind: Signed}
	}
	o.Named = o.Named && o.Public
	return o
}

// SignOff records the actor's own word, in place of the one before; it may change
// until the report is final. Members of the team; nobody signs for another (F8).
// When it was the last one wanted, the lead is asked to make the report final.
func (s *Service) SignOff(ctx context.Context, actor access.Actor, id challenge.ID, own Own) error {
	return s.locked(ctx, actor, id, SignOff, func(w work) error {
		if err := own.check(); err != nil {
			return err
		}
		if err := w.onTeam(ctx); err != nil {
			return err
		}
		if err := w.record(ctx, w.me, own.tidy()); err != nil {
			return err
		}
		if err := w.log(ctx, SignOff.Name, access.TeamRoom, w.me); err != nil {
			return err
		}
		return s.askToFinalise(ctx, w)
	})
}

// onTeam refuses a member who has not signed the undertaking (T9): they have not
// opened anything, so there is nothing they could sign.
func (w work) onTeam(ctx context.Context) error {
	members, err := membersTx(ctx, w.tx, w.c)
	if err == nil {
		_, err = memberByID(members, w.me)
	}
	return err
}

func (w work) record(ctx context.Context, person uuid.UUID, o Own) error {
	err := db.ExecOne(ctx, w.tx, `INSERT INTO sign_off (challenge_id, person_id, kind, words, named, public, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (challenge_id, person_id)
		DO UPDATE SET kind = $3, words = $4, named = $5, public = $6, at = $7`,
		w.c.ID, person, o.Kind, o.Words, o.Named, o.Public, w.now)
	if err != nil {
		return err
	}
	return task.DoneTx(ctx, w.tx, w.actor, w.now, w.c.ID, "sign-off", person.String())
}

// askToFinalise opens the lead's task once nobody's word is wanted any more.
func (s *Service) askToFinalise(ctx context.Context, w work) error {
	members, err := membersTx(ctx, w.tx, w.c)
	if err != nil || len(unanswered(members)) > 0 {
		return err
	}
	return task.OpenTx(ctx, w.tx, w.now, task.New{Challenge: w.c.ID, Kind: "finalise", Title: "Make the report final",
		Path: pagePath(w.c.ID, "finalise"), Role: access.Lead})
}
