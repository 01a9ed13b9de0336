package schedule

import (
	"context"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/cycle"
	"peerchallenge/internal/db"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/problem"
)

// SetDate puts one date on a day of its own; it then stays there when the visit
// moves. The last day for comments follows the draft report unless it too was
// set by hand, and is never nearer to it than the framework's window (F7).
// Everybody on the challenge is told (S5). Only the coordinator.
func (s *Service) SetDate(ctx context.Context, actor access.Actor, id challenge.ID, kind challenge.DateKind, day civil.Date) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := challenge.Require(c, SetByHand); err != nil {
			return err
		}
		now, err := challenge.DatesTx(ctx, tx, id)
		if err != nil {
			return err
		}
		f, err := cycle.FrameworkTx(ctx, tx, c.FrameworkID)
		if err != nil {
			return err
		}
		if err := checkDate(c, now, kind, day, f.Windows.FactCheck); err != nil {
			return err
		}
		return s.setTx(ctx, tx, actor, c, setMoves(now, kind, day, f.Windows.FactCheck))
	})
}

func checkDate(c challenge.Challenge, now []challenge.DateOf, kind challenge.DateKind, day civil.Date, window int) error {
	var f problem.Fields
	f.Check(kind.Name() != "", "kind", "Choose which date to set")
	f.Check(!day.IsZero(), "day", "Enter the day")
	if len(f) > 0 {
		return f.Err()
	}
	f.Check(civil.IsWorkingDay(day), "day", day.LongWeekday()+" is a weekend or bank holiday. Choose a working day")
	if beforeVisit(kind) {
		f.Check(day.Before(c.OnsiteFirst), "day", kind.Name()+" must be before the visit begins on "+c.OnsiteFirst.Long())
	} else {
		f.Check(day.After(c.OnsiteLast), "day", kind.Name()+" must be after the visit ends on "+c.OnsiteLast.Long())
	}
	for _, d := range now {
		if kind == challenge.CommentsClose && d.Kind == challenge.DraftReport {
			least := civil.AddWorkingDays(d.OnDay, window)
			f.Check(!day.Before(least), "day", "The host's time for comments runs until "+least.Long()+" at least")
		}
	}
	return f.Err()
}

// beforeVisit tells whether a date lies ahead of the days on site.
func beforeVisit(kind challenge.DateKind) bool {
	switch kind {
	case challenge.DraftReport, challenge.CommentsClose, challenge.PublicationDue, challenge.FollowUp6, challenge.FollowUp12, challenge.FollowUp24:
		return false
	}
	return true
}

// setMoves is the date that moves and, for the draft report, the last day for
// comments that depends on it.
func setMoves(now []challenge.DateOf, kind challenge.DateKind, day civil.Date, window int) []DateMove {
	moves := []DateMove{{Kind: kind, Name: kind.Name(), Now: day, ByHand: true}}
	for _, d := range now {
		if d.Kind == kind {
			moves[0].Was = d.OnDay
		}
		if kind == challenge.DraftReport && d.Kind == challenge.CommentsClose && !d.ByHand {
			moves = append(moves, DateMove{Kind: d.Kind, Name: d.Kind.Name(), Was: d.OnDay, Now: civil.AddWorkingDays(day, window)})
		}
	}
	return moves
}

func (s *Service) setTx(ctx context.Context, tx pgx.Tx, actor access.Actor, c challenge.Challenge, moves []DateMove) error {
	for _, m := range moves {
		_, err := tx.Exec(ctx, `INSERT INTO challenge_date (challenge_id, kind, on_day, by_hand) VALUES ($1, $2, $3, $4)
			ON CONFLICT (challenge_id, kind) DO UPDATE SET on_day = excluded.on_day, by_hand = excluded.by_hand`, c.ID, m.Kind, m.Now, m.ByHand)
		if err != nil {
			return err
		}
	}
	if err := db.ExecOne(ctx, tx, `UPDATE challenge SET dates_version = dates_version + 1 WHERE id = $1`, c.ID); err != nil {
		return err
	}
	if err := moveTasksTx(ctx, tx, c.ID, moves); err != nil {
		return err
	}
	now := s.Clock.Now()
	if err := audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: SetByHand.Name, Challenge: c.ID, Room: access.Common}); err != nil {
		return err
	}
	return s.mailTx(ctx, tx, now, c.ID, nil, dateMail(c, moves, s.BaseURL))
}

func dateMail(c challenge.Challenge, moves []DateMove, base string) outbox.Mail {
	body := "These dates of " + c.Name + " have changed:\n"
	for _, m := range moves {
		body += "- " + m.Name + ": " + m.Now.LongWeekday() + "\n"
	}
	return outbox.Mail{Kind: "schedule.date", Subject: c.Name + ": a date has changed", Body: body + "\n" + base + "/challenges/" + c.ID.String() + "\n"}
}
