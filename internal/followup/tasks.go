package followup

import (
	"context"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/framework"
	"peerchallenge/internal/task"
)

const closeTask = "follow-up-close"

func checkTask(side Side) string { return "follow-up-" + string(side) }

func taskSubject(number int) string { return strconv.Itoa(number) }

// OpenCheckTx lays out what both sides do at a check, due on its day.
func OpenCheckTx(ctx context.Context, tx pgx.Tx, now time.Time, of challenge.ID, number int, due civil.Date) error {
	path := pagePath(of, "progress/"+taskSubject(number))
	for _, n := range []task.New{
		{Kind: checkTask(Host), Title: "Record progress at the " + CheckName(number), Role: access.DASS},
		{Kind: checkTask(Lead), Title: "Record your view at the " + CheckName(number), Role: access.Lead},
	} {
		n.Challenge, n.Subject, n.Path, n.Due = of, taskSubject(number), path, due
		if err := task.OpenTx(ctx, tx, now, n); err != nil {
			return err
		}
	}
	return nil
}

// open is a check whose work may have to be laid out, or closed by the coordinator.
type open struct {
	ID          uuid.UUID
	FrameworkID uuid.UUID
	Number      int
	OnDay       civil.Date
}

// openChecks lists the current check of each challenge in follow-up with its day.
const openChecks = `SELECT c.id, c.framework_id, n.number, d.on_day FROM challenge c
	CROSS JOIN LATERAL (SELECT coalesce(max(number), 0) + 1 AS number FROM progress_check WHERE challenge_id = c.id AND closed_at IS NOT NULL) n
	JOIN challenge_date d ON d.challenge_id = c.id AND d.kind = 'follow_up_' || n.number
	WHERE c.stage = 'follow_up' AND c.ended IS NULL ORDER BY c.id`

// Remind lays out the tasks of the current checks, and asks the coordinator to
// close those where a side has been silent for the framework's working days. It
// runs as the job "stages"; running it twice changes nothing more.
func (s *Service) Remind(ctx context.Context, job access.Actor) error {
	return db.InTx(ctx, s.DB, job, func(tx pgx.Tx) error { return remindTx(ctx, tx, s.Clock) })
}

func remindTx(ctx context.Context, tx pgx.Tx, clk clock.Clock) error {
	list, err := db.All[open](ctx, tx, openChecks)
	if err != nil {
		return err
	}
	silence := map[uuid.UUID]int{}
	for _, o := range list {
		if _, known := silence[o.FrameworkID]; !known {
			f, err := framework.GetTx(ctx, tx, o.FrameworkID)
			if err != nil {
				return err
			}
			silence[o.FrameworkID] = f.Windows.FollowUpSilence
		}
		if err := o.layOut(ctx, tx, clk.Now(), silence[o.FrameworkID]); err != nil {
			return err
		}
	}
	return nil
}

func (o open) layOut(ctx context.Context, tx pgx.Tx, now time.Time, silence int) error {
	done, err := db.One[struct{ Host, Lead bool }](ctx, tx, `SELECT coalesce(bool_or(host_at IS NOT NULL), false) AS host,
		coalesce(bool_or(lead_at IS NOT NULL), false) AS lead FROM progress_check WHERE challenge_id = $1 AND number = $2`, o.ID, o.Number)
	if err != nil {
		return err
	}
	if !done.Host && !done.Lead {
		if err := OpenCheckTx(ctx, tx, now, o.ID, o.Number, o.OnDay); err != nil {
			return err
		}
	}
	from := Check{DueOn: o.OnDay}.CloseFrom(silence)
	if civil.Of(now).Before(from) {
		return nil
	}
	return task.OpenTx(ctx, tx, now, task.New{Challenge: o.ID, Kind: closeTask, Subject: taskSubject(o.Number), Role: access.Coordinator, Due: from,
		Title: "Close the " + CheckName(o.Number) + ", as a side did not answer", Path: pagePath(o.ID, "progress/"+taskSubject(o.Number)+"/close")})
}
