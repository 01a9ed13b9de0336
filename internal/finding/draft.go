package finding

import (
	"context"
	"strconv"
	"time"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// NoExpertPart names the part of a sealed report that says why no expert by
// experience was on the team (T4); its body is plain text. FromParts passes it
// over; NoExpertOf reads it.
const NoExpertPart = "no-expert"

// NoExpertOf gives the reason of T4 from a sealed copy; empty when there is none.
func NoExpertOf(parts []handover.Part) string {
	for _, p := range parts {
		if p.Name == NoExpertPart {
			return string(p.Body)
		}
	}
	return ""
}

// closing is the last moment of the host's window (F7): just before the end of
// its last working day, so that the moment itself falls on that day.
func closing(today civil.Date, workingDays int) (civil.Date, time.Time) {
	day := civil.AddWorkingDays(today, workingDays)
	return day, day.End().Add(-time.Microsecond)
}

// HandOverDraft hands the whole draft report to the host's leaders and opens
// their window for comments (F6, F7). The lead or deputy lead, while drafting;
// Invalid while something is missing.
func (s *Service) HandOverDraft(ctx context.Context, actor access.Actor, ch challenge.ID) error {
	return s.locked(ctx, actor, ch, HandOver, func(w work) error {
		areas, err := areasTx(ctx, w.tx, w.c)
		if err != nil {
			return err
		}
		sealed, err := SealedNowTx(ctx, w.tx, w.c.ID, areas)
		if err != nil {
			return err
		}
		r, err := reportTx(ctx, w.tx, w.c.ID)
		if err != nil {
			return err
		}
		expert, days, err := reportFactsTx(ctx, w.tx, w.c)
		if err != nil {
			return err
		}
		if err := refuseMissing(missing(sealed, r, expert)); err != nil {
			return err
		}
		if expert {
			r.NoExpert = ""
		}
		return s.handOver(ctx, w, r, sealed, days)
	})
}

func refuseMissing(missing []string) error {
	var f problem.Fields
	for _, m := range missing {
		f.Add("", m)
	}
	return f.Err()
}

func (s *Service) handOver(ctx context.Context, w work, r Report, sealed []Sealed, days int) error {
	parts, err := Parts(r.Summary, sealed)
	if err != nil {
		return err
	}
	if r.NoExpert != "" {
		parts = append(parts, handover.Part{Name: NoExpertPart, Body: []byte(r.NoExpert)})
	}
	front, err := FrontTx(ctx, w.tx, w.c.ID)
	if err != nil {
		return err
	}
	if parts, err = WithFront(parts, front); err != nil {
		return err
	}
	record, err := handover.SealTx(ctx, w.tx, w.actor, w.now, handover.New{Challenge: w.c.ID, Kind: handover.HandOverDraft,
		From: access.TeamRoom, To: access.Leaders, As: asRole(w.c), Parts: parts})
	if err != nil {
		return err
	}
	last, closes := closing(civil.Of(w.now), days)
	if err := openWindow(ctx, w, last, closes); err != nil {
		return err
	}
	opens := w.now.In(closes.Location())
	return s.tell(ctx, w, letter{kind: "report.draft-handed-over", subject: "Draft report to read: " + w.c.Name, path: path(w.c.ID, "draft-report"),
		to: access.HostLeaders, lines: []string{"The team has handed over the draft report of the peer challenge of " + w.c.HostCouncil + ".",
			"You can say where a fact is wrong, ask the team to make something clearer, or say how you see it differently.",
			"Comments open: " + civil.Of(w.now).LongWeekday() + " at " + opens.Format("3:04pm") + ".\nComments close: " + last.LongWeekday() +
				" at 11:59pm (" + strconv.Itoa(days) + " working days).",
			"Record of changes: number " + record.Mark() + "."}})
}

// openWindow records the hand-over on the challenge, moves it on and opens the
// host's task.
func openWindow(ctx context.Context, w work, last civil.Date, closes time.Time) error {
	err := db.ExecOne(ctx, w.tx, `UPDATE challenge SET draft_handed_over_at = $2, comments_close_at = $3
		WHERE id = $1 AND draft_handed_over_at IS NULL`, w.c.ID, w.now, closes)
	if err != nil {
		return err
	}
	if err := challenge.MoveTx(ctx, w.tx, w.actor, w.now, w.c, access.FactCheck); err != nil {
		return err
	}
	err = w.exec(ctx, `INSERT INTO challenge_date (challenge_id, kind, on_day) VALUES ($1, $2, $3)
		ON CONFLICT (challenge_id, kind) DO UPDATE SET on_day = $3`, w.c.ID, challenge.CommentsClose, last)
	if err != nil {
		return err
	}
	if err := task.DoneTx(ctx, w.tx, w.actor, w.now, w.c.ID, "draft-report", ""); err != nil {
		return err
	}
	return task.OpenTx(ctx, w.tx, w.now, task.New{Challenge: w.c.ID, Kind: "comments", Title: "Read the draft report and send comments",
		Path: path(w.c.ID, "draft-report"), Role: access.DASS, Waiting: w.me, Due: last})
}
