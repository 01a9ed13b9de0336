package journey

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
)

// Facts are what is known of a challenge for deciding whether a stage may be
// left: dates, counts, yes or no; never content, and never who.
type Facts struct {
	ChallengeID       uuid.UUID
	Stage             access.Stage
	Ended             *string
	OnsiteFirst       civil.Date
	OnsiteLast        civil.Date
	AgreedAt          *time.Time
	SubmittedAt       *time.Time
	DocumentsSharedAt *time.Time
	PresentedAt       *time.Time
	DraftHandedOverAt *time.Time
	CommentsCloseAt   *time.Time
	CommentsEndedAt   *time.Time
	FinalisedAt       *time.Time
	Dates             map[challenge.DateKind]civil.Date
	Leads             int
	Councillors       int
	SeniorManagers    int
	Experts           int
	Unready           int // members who have not signed or are not trained (T9)
	Objections        int // of the host, not yet answered
	DocumentsOpen     int
	PracticeIn        bool
	NoExpertSaid      bool // why there is no expert is written, for the report (T4)
	AnswersOpen       int
	SignOffsOpen      int
}

// FactsTx reads the facts of challenges in one statement; those that are not the
// actor's are left out. Anybody on them, and the job "stages".
func FactsTx(ctx context.Context, tx pgx.Tx, now time.Time, ids ...uuid.UUID) (map[uuid.UUID]Facts, error) {
	var (
		b    db.Batch
		list []Facts
	)
	QueueFacts(&b, &list, now, ids...)
	err := b.Read(ctx, tx)
	out := make(map[uuid.UUID]Facts, len(list))
	for _, f := range list {
		out[f.ChallengeID] = f
	}
	return out, err
}

// QueueFacts reads what FactsTx reads with the batch.
func QueueFacts(b *db.Batch, into *[]Facts, now time.Time, ids ...uuid.UUID) {
	db.Queue(b, into, `SELECT * FROM stage_facts($1, $2)`, ids, civil.Of(now))
}

// day is one of the dates, or a day on site.
func (f Facts) day(kind challenge.DateKind) civil.Date {
	switch kind {
	case onSiteFirst:
		return f.OnsiteFirst
	case onSiteLast:
		return f.OnsiteLast
	}
	return f.Dates[kind]
}

// Head is as much of the challenge's head as these facts hold: enough to say what
// comes next.
func (f Facts) Head(today civil.Date) challenge.Head {
	return challenge.Head{Challenge: challenge.Challenge{ID: f.ChallengeID, Stage: f.Stage, Ended: f.Ended, OnsiteFirst: f.OnsiteFirst, OnsiteLast: f.OnsiteLast,
		SubmittedAt: f.SubmittedAt, CommentsCloseAt: f.CommentsCloseAt, CommentsEndedAt: f.CommentsEndedAt}, Dates: f.Dates, Today: today}
}

// The days on site, for conditions that are due on them.
const (
	onSiteFirst challenge.DateKind = "onsite_first"
	onSiteLast  challenge.DateKind = "onsite_last"
)

// Condition is one thing that a stage waits for (product.md section 3, "leaves
// when"). The list of them decides when the job moves a challenge, what the
// overview shows, and what a reason may and may not pass over.
type Condition struct {
	Key   string
	Stage access.Stage
	Words string        // what is to be true, as a short line
	Who   []access.Role // who is to act; none when only a day has to come
	Rule  string
	Due   challenge.DateKind
	Part  string // the page of the challenge where it is done
	// Beside: shown with the stage, but the stage does not wait for it.
	Beside bool
	// Fixed: no reason passes over it, and why in a sentence.
	Fixed string
	met   func(f Facts, now time.Time) bool
}

// Check is a condition as it stands on one challenge.
type Check struct {
	Condition
	Met bool
	Due civil.Date // zero when it has no date
}

// ChecksOf are the conditions of the stage a challenge is at, in the order of the
// list. None for a closed one.
func ChecksOf(f Facts, now time.Time) []Check {
	var out []Check
	for _, c := range conditions {
		if c.Stage == f.Stage {
			out = append(out, Check{Condition: c, Met: c.met(f, now), Due: f.day(c.Due)})
		}
	}
	return out
}

// Ready tells whether everything that the stage waits for is there. A challenge
// that was ended is never ready.
func Ready(f Facts, now time.Time) bool {
	checks := ChecksOf(f, now)
	for _, c := range checks {
		if !c.Met && !c.Beside {
			return false
		}
	}
	return len(checks) > 0 && f.Ended == nil
}

// Barred is the first condition that is not met and that no reason passes over;
// nil when there is none.
func Barred(f Facts, now time.Time) *Check {
	for _, c := range ChecksOf(f, now) {
		if !c.Met && c.Fixed != "" {
			return &c
		}
	}
	return nil
}
