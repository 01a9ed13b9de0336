package reminder

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/task"
)

// Job is the actor of this package.
var Job = access.Job("reminders")

// Kind says which of the reminders of a task it is.
type Kind string

// The kinds, as the database spells them. The last two go to the coordinator.
const (
	WeekBefore      Kind = "week_before"
	OnTheDay        Kind = "on_the_day"
	ThreeDaysAfter  Kind = "three_days_after"
	NothingBegun    Kind = "nothing_begun"     // two weeks before
	NothingBegunDue Kind = "nothing_begun_due" // on the day
)

// Hour of the day in London before which nothing is sent.
const Hour = 8

// Service sends reminders.
type Service struct {
	DB      db.Beginner
	Clock   clock.Clock
	BaseURL string // without a slash at the end; for links in mails
}

// due is one reminder that is to be sent.
type due struct {
	PersonID      uuid.UUID
	TaskID        uuid.UUID
	ChallengeID   uuid.UUID
	ChallengeName string
	Title         string
	Path          string
	DueOn         civil.Date
	Kind          Kind
}

// dueSQL lists what is to be sent today, by person. A reminder is due from its day
// on until the next kind takes its place; one that was sent for the same date is
// not due again. Whoever has left the challenge is not reminded (V4). For a week
// before, or two, the task must have been open by then.
const dueSQL = `WITH open AS (
		SELECT t.*, c.name AS challenge_name, (t.opened_at AT TIME ZONE 'Europe/London')::date AS opened_on
		FROM task t JOIN challenge c ON c.id = t.challenge_id
		WHERE t.done_at IS NULL AND t.due_on <= $1::date + 14 AND c.ended IS NULL AND c.stage <> 'closed'),
	begun AS (SELECT tasks_begun((SELECT array_agg(id) FROM open)) AS ids),
	wanted AS (
		SELECT k.person_id, o.id AS task_id, CASE WHEN $1::date >= o.due_on + 3 THEN 'three_days_after' WHEN $1::date >= o.due_on THEN 'on_the_day'
			WHEN $1::date >= o.due_on - 7 AND o.opened_on <= o.due_on - 7 THEN 'week_before' END AS kind
		FROM open o JOIN room_key k ON k.scope_id = o.challenge_id AND k.room = 'common' AND k.revoked_at IS NULL
			AND (k.person_id = o.for_person OR k.because = o.for_role OR (o.for_role = 'lead' AND k.because = 'deputy_lead'))
		UNION
		SELECT k.person_id, o.id, CASE WHEN $1::date >= o.due_on THEN 'nothing_begun_due' WHEN o.opened_on <= o.due_on - 14 THEN 'nothing_begun' END
		FROM begun b, open o JOIN room_key k ON k.scope_id = o.challenge_id AND k.room = 'common' AND k.revoked_at IS NULL AND k.because = 'coordinator'
		WHERE coalesce(o.for_role, '') <> 'coordinator' AND k.person_id IS DISTINCT FROM o.for_person AND NOT o.id = ANY (b.ids))
	SELECT w.person_id, w.task_id, o.challenge_id, o.challenge_name, o.title, o.path, o.due_on, w.kind
	FROM wanted w JOIN open o ON o.id = w.task_id
	WHERE w.kind IS NOT NULL AND NOT EXISTS (SELECT FROM reminder r
			WHERE r.task_id = w.task_id AND r.person_id = w.person_id AND r.kind = w.kind AND r.due_on = o.due_on)
		AND NOT EXISTS (SELECT FROM reminder_digest d WHERE d.person_id = w.person_id AND d.on_day = $1)
	ORDER BY w.person_id, o.due_on, o.challenge_name, o.title, w.task_id`

// Send sends today's mails and tells how many people got one. What fails for one
// person is told in the error and fails for nobody else.
func (s *Service) Send(ctx context.Context) (int, error) {
	now := s.Clock.Now().In(clock.London)
	if now.Hour() < Hour {
		return 0, nil
	}
	var list []due
	err := db.Read(ctx, s.DB, Job, func(tx pgx.Tx) (err error) {
		list, err = db.All[due](ctx, tx, dueSQL, civil.Of(now))
		return err
	})
	if err != nil {
		return 0, err
	}
	sent := 0
	var failed []error
	for _, mine := range byPerson(list) {
		ok, err := s.sendOne(ctx, now, mine)
		if err != nil {
			failed = append(failed, fmt.Errorf("remind %s: %w", mine[0].PersonID, err))
		}
		if ok {
			sent++
		}
	}
	return sent, errors.Join(failed...)
}

// byPerson cuts the list where the person changes.
func byPerson(list []due) [][]due {
	var out [][]due
	for _, d := range list {
		if n := len(out); n > 0 && out[n-1][0].PersonID == d.PersonID {
			out[n-1] = append(out[n-1], d)
			continue
		}
		out = append(out, []due{d})
	}
	return out
}

// sendOne queues one person's mail and records what is in it. Another process
// that was first has the day's mail: then nothing is sent.
func (s *Service) sendOne(ctx context.Context, now time.Time, list []due) (bool, error) {
	who, today, first := list[0].PersonID, civil.Of(now), false
	err := db.InTx(ctx, s.DB, Job, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `INSERT INTO reminder_digest (person_id, on_day, sent_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, who, today, now)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		for _, d := range list {
			if _, err := tx.Exec(ctx, `INSERT INTO reminder (challenge_id, task_id, person_id, kind, due_on, on_day) VALUES ($1, $2, $3, $4, $5, $6)
				ON CONFLICT DO NOTHING`, d.ChallengeID, d.TaskID, who, d.Kind, d.DueOn, today); err != nil {
				return err
			}
		}
		first = true
		return outbox.QueueTx(ctx, tx, now, digest(list, s.BaseURL))
	})
	return first && err == nil, err
}

// Coming is one of the reader's own tasks and when they are next reminded of it.
type Coming struct {
	task.Task
	Next civil.Date // zero when no more reminders come
}

// Page is what reminders somebody gets: those to come, in order of their day.
type Page struct {
	Coming []Coming
	Today  civil.Date
	Last   civil.Date // the day of the last mail; zero when there was none
}

// Page is the reader's own reminders; anybody who is signed in.
func (s *Service) Page(ctx context.Context, actor access.Actor) (Page, error) {
	p := Page{Today: civil.Of(s.Clock.Now())}
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		tasks, err := task.HomeTx(ctx, tx, s.Clock.Now())
		if err != nil {
			return err
		}
		last, err := db.Value[*civil.Date](ctx, tx, `SELECT max(on_day) FROM reminder_digest`)
		if err != nil {
			return err
		}
		if last != nil {
			p.Last = *last
		}
		for _, t := range tasks {
			if t.Mine && t.DoneAt == nil && !t.DueOn.IsZero() {
				p.Coming = append(p.Coming, Coming{Task: t, Next: nextDay(t.DueOn, p.Today, p.Last)})
			}
		}
		return nil
	})
	return p, err
}

// nextDay is the next day on which a mail names a task that is due on a day: the
// first of its three that has not come, or today when that mail is still to be sent.
func nextDay(dueOn, today, last civil.Date) civil.Date {
	for _, days := range []int{-7, 0, 3} {
		if d := dueOn.AddDays(days); d.After(today) || (d == today && last != today) {
			return d
		}
	}
	return civil.Date{}
}
