package followup

import (
	"peerchallenge/internal/civil"
	"peerchallenge/internal/indicator"
)

// Point is one value of a measure over time. Value nil says that there was no
// newer one at that check. Low and High are the region's range at that time.
type Point struct {
	Label     string   `json:"label"` // "Baseline", "6 months"
	Period    string   `json:"period,omitempty"`
	Value     *float64 `json:"value,omitempty"`
	Low, High *float64 `json:",omitempty"`
	Base      bool     `json:"base,omitempty"`
}

// Track is a measure with its values over time: what the picture and its table
// are made from.
type Track struct {
	Measure Measure `json:"measure"`
	Points  []Point `json:"points"`
}

// tracksOf follows each measure from what was published before, over the baseline,
// to what was read at each check that the host recorded.
func tracksOf(measures []Measure, statements []Statement, code string) []Track {
	for _, s := range statements { // the newest statement has the measures as they were then
		if s.Side == Host && len(s.Measures) > 0 {
			measures = s.Measures
		}
	}
	var out []Track
	for _, m := range measures {
		t := Track{Measure: m, Points: append(earlier(m, code), basePoint(m))}
		for _, s := range statements {
			if r, ok := readingOf(s.Readings, m.ID, s.Check); ok && s.Side == Host {
				t.Points = append(t.Points, readPoint(m, r, code))
			}
		}
		out = append(out, t)
	}
	return out
}

// earlier are the published values before the baseline.
func earlier(m Measure, code string) []Point {
	if m.IndicatorID == "" {
		return nil
	}
	var out []Point
	for _, v := range indicator.Values(code, m.IndicatorID) {
		if v.Ends.Before(m.BaselineOn) {
			p := Point{Label: v.Period, Period: v.Period, Value: &v.Number}
			p.rangeOf(m, code)
			out = append(out, p)
		}
	}
	return out
}

func basePoint(m Measure) Point {
	return Point{Label: "Baseline", Period: m.BaselinePeriod, Value: &m.Baseline, Low: m.RegionLow, High: m.RegionHigh, Base: true}
}

func readPoint(m Measure, r Reading, code string) Point {
	p := Point{Label: MonthsWords(r.Check), Period: r.Period, Value: r.Value, Low: m.RegionLow, High: m.RegionHigh}
	p.rangeOf(m, code)
	return p
}

// rangeOf is the region's range of the same period, for a published measure.
func (p *Point) rangeOf(m Measure, code string) {
	if m.IndicatorID == "" || p.Period == "" {
		return
	}
	if r, ok := indicator.RangeIn(code, m.IndicatorID, p.Period); ok {
		p.Low, p.High = &r.Low, &r.High
	}
}

// MonthsWords is a check as a time after the visit: "6 months".
func MonthsWords(check int) string {
	return [Checks]string{"6 months", "12 months", "24 months"}[check-1]
}

// Published gives what a published indicator says at a check, for the form: no
// newer value when Value is nil.
func Published(m Measure, code string, check int, day civil.Date, before []Reading) Reading {
	return published(m, code, check, day, before)
}
