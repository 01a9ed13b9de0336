package progress

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/task"
)

// Service reads views for pages.
type Service struct {
	DB      db.Beginner
	Clock   clock.Clock
	BaseURL string // begins the links in mails
}

// Home is a person's first page: what they need to do, by when, on which
// challenge, and who is waiting for whom (section 5).
type Home struct {
	ToDo       []task.Task
	WaitingFor []task.Task // others' tasks that this person waits for
	Done       []task.Task // in the last two weeks
	Challenges []challenge.Row
}

// Home reads the first page of the actor.
func (s *Service) Home(ctx context.Context, actor access.Actor) (Home, error) {
	var h Home
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		var (
			b     db.Batch
			tasks []task.Task
			more  []asked
		)
		task.QueueHome(&b, &tasks, s.Clock.Now())
		queueGathering(&b, &more, s.Clock.Now())
		challenge.QueueList(&b, &h.Challenges, challenge.Page{Limit: 6})
		if err := b.Read(ctx, tx); err != nil {
			return err
		}
		for _, a := range more {
			tasks = append(tasks, a.task())
		}
		tasks = byDate(tasks)
		recorded := map[string]bool{}
		for _, t := range tasks {
			if t.Kind == task.Agreements { // one act for all challenges of a cycle: said once
				if recorded[t.Subject] {
					continue
				}
				recorded[t.Subject] = true
			}
			switch {
			case t.DoneAt != nil && t.Mine:
				h.Done = append(h.Done, t)
			case t.DoneAt == nil && t.Mine:
				h.ToDo = append(h.ToDo, t)
			case t.DoneAt == nil:
				h.WaitingFor = append(h.WaitingFor, t)
			}
		}
		return nil
	})
	return h, err
}

// byDate puts tasks in the order of their dates, leaving the order of one day; surveys
// come last.
func byDate(tasks []task.Task) []task.Task {
	slices.SortStableFunc(tasks, func(a, b task.Task) int {
		if x, y := a.Kind == task.Survey, b.Kind == task.Survey; x != y {
			if x {
				return 1
			}
			return -1
		}
		if a.DueOn.IsZero() != b.DueOn.IsZero() { // without a date last
			if a.DueOn.IsZero() {
				return 1
			}
			return -1
		}
		return a.DueOn.Compare(b.DueOn)
	})
	return tasks
}

// ListLimit is how many challenges a page of the list shows.
const ListLimit = 25

// List reads one page of the actor's challenges, newest visit first, and whether
// more follow.
func (s *Service) List(ctx context.Context, actor access.Actor, p challenge.Page) (rows []challenge.Row, more bool, err error) {
	p.Limit = ListLimit + 1
	err = db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		rows, err = challenge.ListTx(ctx, tx, p)
		return err
	})
	if len(rows) > ListLimit {
		return rows[:ListLimit], true, err
	}
	return rows, false, err
}
