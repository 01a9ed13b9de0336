package followup

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/indicator"
	"peerchallenge/internal/problem"
)

// Limits of length, in code points.
const (
	MaxWords   = 3000
	MaxSlipped = 1000
)

// State is where a recommendation is, honestly (U3).
type State string

// The four honest states.
const (
	Achieved    State = "achieved"
	OnTrack     State = "on_track"
	Slipped     State = "slipped"
	NotAchieved State = "not_achieved"
)

// States lists them in the order they are offered.
var States = []State{Achieved, OnTrack, Slipped, NotAchieved}

var stateNames = map[State]string{Achieved: "Achieved", OnTrack: "On track, not yet due", Slipped: "Delayed", NotAchieved: "Not achieved"}

// Name is the state in the users' words; empty for none.
func (s State) Name() string { return stateNames[s] }

// Item is what one side says of one recommendation.
type Item struct {
	Finding uuid.UUID  `json:"finding"`
	State   State      `json:"state"`
	Words   string     `json:"words"`
	NewDate civil.Date `json:"new_date,omitzero"`
	Reason  string     `json:"reason,omitempty"`
}

// Reading is what a measure says at a check; Value nil: there is no newer value.
type Reading struct {
	MeasureID uuid.UUID `json:"measure"`
	Check     int       `json:"check" db:"check_number"`
	Value     *float64  `json:"value,omitempty"`
	Period    string    `json:"period,omitempty"`
}

// Statement is one side's word at one check, as recorded. Measures and readings
// are the host's.
type Statement struct {
	Check    int       `json:"check"`
	Side     Side      `json:"side"`
	Items    []Item    `json:"items"`
	Measures []Measure `json:"measures,omitempty"`
	Readings []Reading `json:"readings,omitempty"`
	At       time.Time `json:"-"`
	Person   string    `json:"-"`
}

func statementPart(check int, side Side) string {
	return "progress/" + strconv.Itoa(check) + "/" + string(side)
}

func statements(copies []copied) ([]Statement, error) {
	var out []Statement
	for _, c := range copies {
		if c.Kind != handover.ReportProgress {
			continue
		}
		s, err := read[Statement](c)
		if err != nil {
			return nil, err
		}
		s.At, s.Person = c.At, c.Person
		out = append(out, s)
	}
	return out, nil
}

// ItemDraft is what a side drafts of one recommendation.
type ItemDraft struct {
	FindingID uuid.UUID
	State     State
	Words     string
	NewDate   civil.Date
	Reason    string
	Version   int
	SavedAt   time.Time
}

func (d ItemDraft) item() Item {
	return Item{Finding: d.FindingID, State: d.State, Words: d.Words, NewDate: d.NewDate, Reason: d.Reason}
}

func itemDraftsTx(ctx context.Context, tx pgx.Tx, of challenge.ID, check int, side Side) (map[uuid.UUID]ItemDraft, error) {
	rows, err := db.All[ItemDraft](ctx, tx, `SELECT finding_id, state, words, new_date, reason, version, saved_at FROM progress_draft
		WHERE challenge_id = $1 AND check_number = $2 AND room = $3`, of, check, side.room())
	out := map[uuid.UUID]ItemDraft{}
	for _, r := range rows {
		out[r.FindingID] = r
	}
	return out, err
}

func readingsTx(ctx context.Context, tx pgx.Tx, of challenge.ID) ([]Reading, error) {
	return db.All[Reading](ctx, tx, `SELECT measure_id, check_number, value, period FROM measure_reading WHERE challenge_id = $1 ORDER BY check_number`, of)
}

// ReadingInput is what was typed for one of the council's own measures: a value
// with the time it is for, or that there is no newer one.
type ReadingInput struct {
	Measure       uuid.UUID
	Value, Period string
	None          bool
}

// ItemInput is what somebody typed about one recommendation. Readings are the
// host's. Version is the one it rests on; 0 for the first.
type ItemInput struct {
	State    State
	Words    string
	NewDate  civil.Date
	Reason   string
	Readings []ReadingInput
	Version  int
}

// check: the host says when what slipped will come and why; the lead need not.
func (in ItemInput) check(today civil.Date, side Side) error {
	var f problem.Fields
	f.Check(in.State.Name() != "", "state", "Choose where this recommendation is")
	f.Check(strings.TrimSpace(in.Words) != "", "words", "Say in words what has happened")
	f.Check(db.Length(in.Words) <= MaxWords, "words", "This must be 3,000 characters or fewer")
	if in.State == Slipped && side == Host {
		f.Check(!in.NewDate.IsZero(), "new_date", "Enter the new date")
		f.Check(in.NewDate.IsZero() || in.NewDate.After(today), "new_date", "The new date must be in the future")
		f.Check(strings.TrimSpace(in.Reason) != "", "reason", "Say why it is delayed")
	}
	f.Check(db.Length(in.Reason) <= MaxSlipped, "reason", "The reason must be 1,000 characters or fewer")
	for _, r := range in.Readings {
		r.check(&f)
	}
	return f.Err()
}

func (r ReadingInput) check(f *problem.Fields) {
	name := "value-" + r.Measure.String()
	if r.None {
		f.Check(r.Value == "", name, "Enter a value, or say that there is no newer one, not both")
		return
	}
	_, ok := ParseNumber(r.Value)
	f.Check(ok, name, "Enter the value as a number, or say that there is no newer one")
	f.Check(r.Period != "", "period-"+r.Measure.String(), "Say which time the value is for")
	f.Check(db.Length(r.Period) <= 60, "period-"+r.Measure.String(), "This must be 60 characters or fewer")
}

// SaveItem keeps what a side drafts of one recommendation at the current check:
// director or link officer for the host, lead or deputy for the team. Neither side
// sees the other's draft. Conflict when a colleague saved in between.
func (s *Service) SaveItem(ctx context.Context, actor access.Actor, of challenge.ID, check int, finding uuid.UUID, in ItemInput) error {
	return s.light(ctx, actor, of, WriteStatement, func(w work) error {
		side := sideOf(w.c.Standing())
		if err := w.writable(ctx, check, side, finding); err != nil {
			return err
		}
		if side == Lead {
			in.Readings = nil // measures are the host's
		}
		if in.State != Slipped || side == Lead {
			in.NewDate, in.Reason = civil.Date{}, ""
		}
		if err := in.check(civil.Of(w.now), side); err != nil {
			return err
		}
		if err := w.saveItem(ctx, check, side, finding, in); err != nil {
			return err
		}
		return w.log(ctx, WriteStatement.Name, side.room(), finding)
	})
}

func (w work) writable(ctx context.Context, check int, side Side, finding uuid.UUID) error {
	c, err := w.check(ctx, check)
	if err != nil {
		return err
	}
	if civil.Of(w.now).Before(c.WriteFrom()) {
		return tooEarly(c)
	}
	if c.Recorded(side) {
		return problem.New(problem.Closed, "Your side has recorded the "+CheckName(check)+" already. Your words are still here.")
	}
	list, err := recommendationsTx(ctx, w.tx, w.c)
	if err == nil {
		_, err = recommendation(list, finding)
	}
	return err
}

func (w work) saveItem(ctx context.Context, check int, side Side, finding uuid.UUID, in ItemInput) error {
	args := []any{w.c.ID, check, side.room(), finding, in.State, in.Words, in.NewDate, in.Reason, w.me, w.now}
	sql := `INSERT INTO progress_draft (challenge_id, check_number, room, finding_id, state, words, new_date, reason, person_id, saved_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`
	if in.Version > 0 {
		sql = `UPDATE progress_draft SET state = $5, words = $6, new_date = $7, reason = $8, person_id = $9, saved_at = $10, version = version + 1
			WHERE challenge_id = $1 AND check_number = $2 AND room = $3 AND finding_id = $4 AND version = $11`
		args = append(args, in.Version)
	}
	if err := guard(db.ExecOne(ctx, w.tx, sql, args...)); err != nil {
		return err
	}
	for _, r := range in.Readings {
		if err := w.saveReading(ctx, check, finding, r); err != nil {
			return err
		}
	}
	return nil
}

func (w work) saveReading(ctx context.Context, check int, finding uuid.UUID, r ReadingInput) error {
	m, err := measureTx(ctx, w.tx, w.c.ID, r.Measure)
	if err != nil {
		return err
	}
	if m.FindingID != finding || m.IndicatorID != "" {
		return problem.Missing()
	}
	var value *float64
	if n, ok := ParseNumber(r.Value); ok && !r.None {
		value = &n
	} else {
		r.Period = ""
	}
	_, err = w.tx.Exec(ctx, `INSERT INTO measure_reading (measure_id, check_number, challenge_id, value, period, person_id, saved_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (measure_id, check_number) DO UPDATE SET value = $4, period = $5, person_id = $6, saved_at = $7`,
		m.ID, check, w.c.ID, value, r.Period, w.me, w.now)
	return err
}

// published is what a published indicator says at a check: its newest value of a
// period that had ended before the day, unless that is the one there was before
// (U2: where there is no newer value it says so).
func published(m Measure, code string, check int, day civil.Date, before []Reading) Reading {
	r := Reading{MeasureID: m.ID, Check: check}
	v, ok := indicator.LastBefore(code, m.IndicatorID, day)
	last := m.BaselinePeriod
	for _, b := range before {
		if b.MeasureID == m.ID && b.Check < check && b.Value != nil {
			last = b.Period
		}
	}
	if ok && v.Period != last {
		r.Value, r.Period = &v.Number, v.Period
	}
	return r
}
