package progress

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/council"
	"peerchallenge/internal/db"
	"peerchallenge/internal/journey"
	"peerchallenge/internal/task"
)

// BoardRow is one challenge in the coordinator's view of all: where it is, since
// when, what it waits for, who is late.
type BoardRow struct {
	ID          uuid.UUID
	Name        string
	Stage       access.Stage
	StageSince  time.Time
	Ended       *string
	EndedReason *string
	OnsiteFirst civil.Date
	OnsiteLast  civil.Date
	PublishedAt *time.Time
	Open, Late  int // tasks
	Checks      []journey.Check
	Next        string // what comes next, with its date
	Tasks       []BoardTask
	Holders     map[access.Role][]string // who has which part
}

// BoardTask is an open task that is late or due within a fortnight.
type BoardTask struct {
	ChallengeID uuid.UUID
	Title       string
	DueOn       civil.Date
	Begun       bool
	Holders     []string
}

// HeldUp tells whether something is late on it, or what its stage waits for is.
func (r BoardRow) HeldUp(today civil.Date) bool {
	return r.Ended == nil && (r.Late > 0 || slices.ContainsFunc(r.Checks, func(c journey.Check) bool {
		return !c.Met && len(c.Who) > 0 && !c.Due.IsZero() && c.Due.Before(today)
	}))
}

// Board is one page of the challenges of a region that are not closed, latest visit
// first; those that were ended stand there with their reason.
type Board struct {
	Region council.Region
	Today  civil.Date
	Rows   []BoardRow
	More   bool
}

// boardTasks is how many of its tasks a challenge shows.
const boardTasks = 4

const boardSQL = `SELECT c.id, c.name, c.stage, c.stage_since, c.ended, c.ended_reason, c.onsite_first, c.onsite_last, c.published_at,
		(SELECT count(*) FROM task t WHERE t.challenge_id = c.id AND t.done_at IS NULL)::int AS open,
		(SELECT count(*) FROM task t WHERE t.challenge_id = c.id AND t.done_at IS NULL AND t.due_on < $5)::int AS late
	FROM challenge c WHERE c.region_id = $1 AND c.stage <> 'closed' AND (c.onsite_first, c.id) < ($2, $3)
	ORDER BY c.onsite_first DESC, c.id DESC LIMIT $4`

const boardTasksSQL = `WITH near AS (SELECT x.* FROM unnest($1::uuid[]) AS c(id), LATERAL (SELECT t.* FROM task t
		WHERE t.challenge_id = c.id AND t.done_at IS NULL AND t.due_on <= $2::date + 14 ORDER BY t.due_on, t.id LIMIT $3) x),
	begun AS (SELECT tasks_begun((SELECT array_agg(id) FROM near)) AS ids)
	SELECT t.challenge_id, t.title, t.due_on, t.id = ANY (b.ids) AS begun, ` + task.Holders + ` AS holders
	FROM near t, begun b ORDER BY t.due_on, t.id`

// Board reads a page of it; Missing to all but coordinators. Five statements
// whatever the number of challenges.
func (s *Service) Board(ctx context.Context, actor access.Actor, p challenge.Page) (Board, error) {
	now := s.Clock.Now()
	b := Board{Today: civil.Of(now)}
	if p.Before.IsZero() {
		p.Before = civil.NewDate(9999, 12, 31)
	}
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if b.Region, err = council.CoordinatedTx(ctx, tx); err != nil {
			return err
		}
		type row struct {
			ID                      uuid.UUID
			Name                    string
			Stage                   access.Stage
			StageSince              time.Time
			Ended, EndedReason      *string
			OnsiteFirst, OnsiteLast civil.Date
			PublishedAt             *time.Time
			Open, Late              int
		}
		list, err := db.All[row](ctx, tx, boardSQL, b.Region.ID, p.Before, p.BeforeID, ListLimit+1, b.Today)
		if err != nil {
			return err
		}
		if len(list) > ListLimit {
			list, b.More = list[:ListLimit], true
		}
		for _, r := range list {
			b.Rows = append(b.Rows, BoardRow{ID: r.ID, Name: r.Name, Stage: r.Stage, StageSince: r.StageSince, Ended: r.Ended, EndedReason: r.EndedReason,
				OnsiteFirst: r.OnsiteFirst, OnsiteLast: r.OnsiteLast, PublishedAt: r.PublishedAt, Open: r.Open, Late: r.Late})
		}
		return b.fillTx(ctx, tx, now)
	})
	return b, err
}

// fillTx adds what the stages wait for, who has which part, and the tasks.
func (b *Board) fillTx(ctx context.Context, tx pgx.Tx, now time.Time) error {
	at := map[uuid.UUID]*BoardRow{}
	ids := make([]uuid.UUID, len(b.Rows))
	for i := range b.Rows {
		ids[i], at[b.Rows[i].ID] = b.Rows[i].ID, &b.Rows[i]
		b.Rows[i].Holders = map[access.Role][]string{}
	}
	facts, err := journey.FactsTx(ctx, tx, now, ids...)
	if err != nil {
		return err
	}
	for id, f := range facts {
		head := f.Head(b.Today)
		head.PublishedAt = at[id].PublishedAt
		at[id].Checks, at[id].Next = journey.ChecksOf(f, now), head.NextWords()
	}
	tasks, err := db.All[BoardTask](ctx, tx, boardTasksSQL, ids, b.Today, boardTasks)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		at[t.ChallengeID].Tasks = append(at[t.ChallengeID].Tasks, t)
	}
	held, err := db.All[struct {
		ScopeID uuid.UUID
		Because access.Role
		Names   []string
	}](ctx, tx, `SELECT k.scope_id, k.because, array_agg(DISTINCT p.name ORDER BY p.name) AS names FROM room_key k JOIN person p ON p.id = k.person_id
		WHERE k.scope_id = ANY ($1) AND k.room = 'common' AND k.revoked_at IS NULL GROUP BY 1, 2`, ids)
	for _, h := range held {
		at[h.ScopeID].Holders[h.Because] = h.Names
	}
	return err
}
