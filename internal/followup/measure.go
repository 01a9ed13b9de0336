package followup

import (
	"context"
	"math"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/indicator"
	"peerchallenge/internal/problem"
)

// MostMeasures is how many measures a recommendation may have (U2).
const MostMeasures = 3

// Measure is what a recommendation's change is seen by: a published indicator, or
// a measure of the council's own. Baseline is the last value before on-site day 1,
// with its period and the day that period ended (U2).
type Measure struct {
	ID             uuid.UUID
	FindingID      uuid.UUID
	IndicatorID    string // empty: the council's own
	Name           string
	Definition     string
	Unit           string
	Source         string
	Better         string // "higher" or "lower"
	Baseline       float64
	BaselinePeriod string
	BaselineOn     civil.Date
	RegionLow      *float64 // the range of the region at the baseline, when known
	RegionHigh     *float64
	Version        int
}

const selectMeasure = `SELECT id, finding_id, indicator_id, name, definition, unit, source, better, baseline, baseline_period, baseline_on,
	region_low, region_high, version FROM measure WHERE challenge_id = $1 AND removed_at IS NULL `

func measuresTx(ctx context.Context, tx pgx.Tx, of challenge.ID) ([]Measure, error) {
	return db.All[Measure](ctx, tx, selectMeasure+`ORDER BY added_at, id`, of)
}

// Number writes a value as people do: at most two decimals, none when whole.
func Number(n float64) string {
	return strconv.FormatFloat(math.Round(n*100)/100, 'f', -1, 64)
}

// ParseNumber reads a value as people type it: 62, 62.5, 1,250 and 62%.
func ParseNumber(s string) (float64, bool) {
	s = strings.TrimSuffix(strings.ReplaceAll(strings.TrimSpace(s), ",", ""), "%")
	n, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	return n, err == nil && math.Abs(n) < 1e12
}

// MeasureInput is what somebody of the host typed. With Indicator set everything
// else but Version is looked up; Low and High are both empty or both given.
type MeasureInput struct {
	Indicator                              string
	Name, Definition, Unit, Source, Better string
	Baseline, Period, Low, High            string
	On                                     civil.Date
	Version                                int
}

// measureOf makes the measure, or says what to mend. code is the council's, day
// on-site day 1: the baseline is from before it.
func (in MeasureInput) measureOf(code string, day civil.Date) (Measure, error) {
	if in.Indicator != "" {
		return fromIndicator(in.Indicator, code, day)
	}
	var f problem.Fields
	long := func(name, value string, most int, ask string) {
		f.Check(strings.TrimSpace(value) != "", name, ask)
		f.Check(db.Length(value) <= most, name, "This must be "+strconv.Itoa(most)+" characters or fewer")
	}
	long("name", in.Name, 200, "Name the measure")
	long("definition", in.Definition, 1000, "Say exactly what is counted")
	long("unit", in.Unit, 60, "Say in what it is counted, for example days or percent")
	long("source", in.Source, 300, "Say where the number comes from")
	f.Check(in.Better == "higher" || in.Better == "lower", "better", "Choose which way is better")
	base, ok := ParseNumber(in.Baseline)
	f.Check(ok, "baseline", "Enter the baseline as a number, for example 62.5")
	long("period", in.Period, 60, "Say which time the baseline is for, for example August 2026")
	f.Check(!in.On.IsZero(), "on", "Enter the last day of that time")
	f.Check(in.On.Before(day), "on", "The baseline must be from before the visit began on "+day.Long())
	low, high := in.regionRange(&f)
	return Measure{Name: in.Name, Definition: in.Definition, Unit: in.Unit, Source: in.Source, Better: in.Better, Baseline: base,
		BaselinePeriod: in.Period, BaselineOn: in.On, RegionLow: low, RegionHigh: high}, f.Err()
}

func (in MeasureInput) regionRange(f *problem.Fields) (low, high *float64) {
	if in.Low == "" && in.High == "" {
		return nil, nil
	}
	a, ok := ParseNumber(in.Low)
	b, ok2 := ParseNumber(in.High)
	f.Check(ok, "low", "Enter the lowest value in the region as a number, or leave both empty")
	f.Check(ok2, "high", "Enter the highest value in the region as a number, or leave both empty")
	f.Check(!ok || !ok2 || a <= b, "high", "The highest value must not be below the lowest")
	return &a, &b
}

func fromIndicator(indicatorID, code string, day civil.Date) (Measure, error) {
	i, known := indicator.ByID(indicatorID)
	v, ok := indicator.LastBefore(code, indicatorID, day)
	if !known || !ok {
		return Measure{}, problem.Fields{{Name: "indicator", Message: "Choose a published measure from the list"}}.Err()
	}
	m := Measure{IndicatorID: i.ID, Name: i.Plain, Definition: i.Name, Unit: i.Unit, Source: v.From, Better: i.Better, Baseline: v.Number,
		BaselinePeriod: v.Period, BaselineOn: v.Ends}
	if r, ok := indicator.RangeIn(code, indicatorID, v.Period); ok {
		m.RegionLow, m.RegionHigh = &r.Low, &r.High
	}
	return m, nil
}

// Choices are the published indicators of which the host has a baseline, and of
// which one direction is better; none for a council without published values.
func Choices(code string, day civil.Date) []indicator.Indicator {
	var out []indicator.Indicator
	for _, i := range indicator.WithBaseline(code, day) {
		if i.Better == "higher" || i.Better == "lower" {
			out = append(out, i)
		}
	}
	return out
}

// hostCode is the host council's code.
func hostCode(ctx context.Context, tx pgx.Tx, c challenge.Challenge) (string, error) {
	return db.Value[string](ctx, tx, `SELECT code FROM council WHERE id = $1`, c.HostCouncilID)
}

// AddMeasure adds one of at most three measures to a recommendation (U2): director
// or link officer.
func (s *Service) AddMeasure(ctx context.Context, actor access.Actor, of challenge.ID, finding uuid.UUID, in MeasureInput) error {
	return s.locked(ctx, actor, of, Change, func(w work) error {
		if _, err := draftTx(ctx, w.tx, of, finding); err != nil {
			return err
		}
		have, err := measuresTx(ctx, w.tx, of)
		if err != nil {
			return err
		}
		n := 0
		for _, m := range have {
			if m.FindingID == finding {
				n++
			}
		}
		if n >= MostMeasures {
			return problem.New(problem.Conflict, "This recommendation has three measures already. Take one out before you add another.")
		}
		m, err := w.measureOf(ctx, in)
		if err != nil {
			return err
		}
		m.ID = id.New()
		if _, err := w.tx.Exec(ctx, `INSERT INTO measure (id, challenge_id, finding_id, indicator_id, name, definition, unit, source, better, baseline,
			baseline_period, baseline_on, region_low, region_high, person_id, added_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
			m.ID, of, finding, m.IndicatorID, m.Name, m.Definition, m.Unit, m.Source, m.Better, m.Baseline, m.BaselinePeriod, m.BaselineOn,
			m.RegionLow, m.RegionHigh, w.me, w.now); err != nil {
			return err
		}
		return w.log(ctx, Change.Name, access.Host, m.ID)
	})
}

func (w work) measureOf(ctx context.Context, in MeasureInput) (Measure, error) {
	code, err := hostCode(ctx, w.tx, w.c)
	if err != nil {
		return Measure{}, err
	}
	return in.measureOf(code, w.c.OnsiteFirst)
}

// ChangeMeasure changes a measure of the council's own: director or link officer.
// A published one is taken out and another added instead.
func (s *Service) ChangeMeasure(ctx context.Context, actor access.Actor, of challenge.ID, measure uuid.UUID, in MeasureInput) error {
	return s.light(ctx, actor, of, Change, func(w work) error {
		was, err := measureTx(ctx, w.tx, of, measure)
		if err != nil {
			return err
		}
		in.Indicator = was.IndicatorID
		m, err := w.measureOf(ctx, in)
		if err != nil {
			return err
		}
		err = db.ExecOne(ctx, w.tx, `UPDATE measure SET name = $4, definition = $5, unit = $6, source = $7, better = $8, baseline = $9, baseline_period = $10,
			baseline_on = $11, region_low = $12, region_high = $13, person_id = $14, version = version + 1
			WHERE challenge_id = $1 AND id = $2 AND version = $3 AND removed_at IS NULL`, of, measure, in.Version, m.Name, m.Definition, m.Unit,
			m.Source, m.Better, m.Baseline, m.BaselinePeriod, m.BaselineOn, m.RegionLow, m.RegionHigh, w.me)
		if err := guard(err); err != nil {
			return err
		}
		return w.log(ctx, Change.Name, access.Host, measure)
	})
}

func measureTx(ctx context.Context, tx pgx.Tx, of challenge.ID, measure uuid.UUID) (Measure, error) {
	return db.One[Measure](ctx, tx, selectMeasure+`AND id = $2`, of, measure)
}

// RemoveMeasure takes a measure out of the plan being drafted.
func (s *Service) RemoveMeasure(ctx context.Context, actor access.Actor, of challenge.ID, measure uuid.UUID) error {
	return s.light(ctx, actor, of, Change, func(w work) error {
		if _, err := measureTx(ctx, w.tx, of, measure); err != nil {
			return err
		}
		if err := db.ExecOne(ctx, w.tx, `UPDATE measure SET removed_at = $3, person_id = $4, version = version + 1
			WHERE challenge_id = $1 AND id = $2 AND removed_at IS NULL`, of, measure, w.now, w.me); err != nil {
			return err
		}
		return w.log(ctx, "plan.remove", access.Host, measure)
	})
}
