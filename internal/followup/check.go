package followup

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/framework"
	"peerchallenge/internal/problem"
)

// Checks is how many there are (U3).
const Checks = 3

var checkDates = [Checks]challenge.DateKind{challenge.FollowUp6, challenge.FollowUp12, challenge.FollowUp24}

// CheckName is a check in the users' words: "six-month check".
func CheckName(number int) string {
	if number < 1 || number > Checks {
		return ""
	}
	return [Checks]string{"six-month check", "twelve-month check", "24-month check"}[number-1]
}

// CheckMonths is how many months after the visit a check is by default.
func CheckMonths(number int) int { return [Checks]int{6, 12, 24}[number-1] }

// Check is one of the three checks: its day, and who recorded when. Silent says
// which side had not, when the coordinator closed it.
type Check struct {
	Number   int
	DueOn    civil.Date
	HostAt   *time.Time
	LeadAt   *time.Time
	ClosedAt *time.Time
	Silent   string // "", "host", "lead" or "both"
}

// Recorded tells whether a side has.
func (c Check) Recorded(side Side) bool {
	if side == Host {
		return c.HostAt != nil
	}
	return c.LeadAt != nil
}

// Begun tells whether its day has come.
func (c Check) Begun(today civil.Date) bool { return !c.DueOn.IsZero() && !today.Before(c.DueOn) }

// WriteFrom is the first day on which a side may draft: four weeks before.
func (c Check) WriteFrom() civil.Date { return c.DueOn.AddDays(-28) }

// CloseFrom is the first day on which the coordinator may close it: the day after
// the framework's working days of silence.
func (c Check) CloseFrom(silence int) civil.Date {
	return civil.AddWorkingDays(c.DueOn, silence).AddDays(1)
}

// checksTx gives the three with their days: one statement.
func checksTx(ctx context.Context, tx pgx.Tx, of challenge.ID, days map[challenge.DateKind]civil.Date) ([Checks]Check, error) {
	var out [Checks]Check
	rows, err := db.All[Check](ctx, tx, `SELECT number, NULL::date AS due_on, host_at, lead_at, closed_at, silent FROM progress_check WHERE challenge_id = $1`, of)
	for _, r := range rows {
		out[r.Number-1] = r
	}
	for i := range out {
		out[i].Number, out[i].DueOn = i+1, days[checkDates[i]]
	}
	return out, err
}

// current is the first check that is not closed; 0 when all are.
func current(checks [Checks]Check) int {
	for _, c := range checks {
		if c.ClosedAt == nil {
			return c.Number
		}
	}
	return 0
}

// now reads the checks under the lock, and the one that this verb is about, which
// must be the current one.
func (w work) check(ctx context.Context, number int) (Check, error) {
	if number < 1 || number > Checks {
		return Check{}, problem.Missing()
	}
	list, err := challenge.DatesTx(ctx, w.tx, w.c.ID)
	if err != nil {
		return Check{}, err
	}
	days := map[challenge.DateKind]civil.Date{}
	for _, d := range list {
		days[d.Kind] = d.OnDay
	}
	checks, err := checksTx(ctx, w.tx, w.c.ID, days)
	if err != nil {
		return Check{}, err
	}
	c := checks[number-1]
	switch {
	case c.ClosedAt != nil:
		return c, problem.New(problem.Closed, "The "+CheckName(number)+" is closed, so nothing more can be recorded in it. Your words are still here.")
	case current(checks) != number:
		return c, problem.New(problem.Closed, "The "+CheckName(number)+" begins when the one before it is closed.")
	}
	return c, nil
}

func silenceOf(ctx context.Context, tx pgx.Tx, frameworkID uuid.UUID) (int, error) {
	f, err := framework.GetTx(ctx, tx, frameworkID)
	return f.Windows.FollowUpSilence, err
}

// Side is who speaks at a check.
type Side string

// The two sides.
const (
	Host Side = "host"
	Lead Side = "lead"
)

func (s Side) room() access.Room {
	if s == Host {
		return access.Host
	}
	return access.TeamRoom
}

// sideOf is the side a standing drafts for; empty when neither.
func sideOf(s access.Standing) Side {
	switch {
	case s.Is(hostDrafters...):
		return Host
	case s.Is(leads...):
		return Lead
	}
	return ""
}
