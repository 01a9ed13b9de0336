package indicator_test

import (
	"testing"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/indicator"
)

const birmingham = "E08000025"

// U2: the baseline is the last value of a period that had ended before on-site day 1.
func TestLastBefore_U2_BaselineIsBeforeDayOne(t *testing.T) {
	before, ok := indicator.LastBefore(birmingham, "OFLOG:TURN", civil.NewDate(2023, 3, 1))
	after, ok2 := indicator.LastBefore(birmingham, "OFLOG:TURN", civil.NewDate(2023, 4, 1))
	if !ok || !ok2 || before.Period != "2021-22" || after.Period != "2022-23" {
		t.Errorf("want 2021-22 before March 2023 and 2022-23 after, got %+v %v, %+v %v", before, ok, after, ok2)
	}
	if _, ok := indicator.LastBefore(birmingham, "OFLOG:TURN", civil.NewDate(2018, 1, 1)); ok {
		t.Error("a value from nowhere")
	}
}

// U2: what was not published is absent, and a council that is not real has nothing.
func TestValues_U2_AbsentIsAbsent(t *testing.T) {
	if v := indicator.Values("X99000001", "OFLOG:TURN"); v != nil {
		t.Errorf("an invented council has %v", v)
	}
	if v := indicator.Values(birmingham, "ASCOF-NEW:6B"); len(v) != 0 {
		t.Errorf("an indicator without values has %v", v)
	}
	if list := indicator.WithBaseline(birmingham, civil.NewDate(2026, 5, 1)); len(list) < 15 {
		t.Errorf("Birmingham has %d indicators with a baseline", len(list))
	}
	if list := indicator.WithBaseline("X99000001", civil.NewDate(2026, 5, 1)); len(list) != 0 {
		t.Errorf("an invented council has %d", len(list))
	}
}

// Point 9: the region's range holds the council's own value.
func TestRangeIn_HoldsItsCouncils(t *testing.T) {
	for _, v := range indicator.Values(birmingham, "ASCOF-OLD:2D") {
		r, ok := indicator.RangeIn(birmingham, "ASCOF-OLD:2D", v.Period)
		if !ok || r.Low > v.Number || r.High < v.Number || r.Councils > 14 {
			t.Errorf("%s: %+v does not hold %v of 14 councils", v.Period, r, v.Number)
		}
	}
	if _, ok := indicator.RangeIn(birmingham, "ASCOF-OLD:2D", "1999-00"); ok {
		t.Error("a range from nowhere")
	}
}

func TestEndOf_Periods(t *testing.T) {
	for period, want := range map[string]civil.Date{"2022-23": civil.NewDate(2023, 3, 31), "2026-03": civil.NewDate(2026, 3, 31),
		"1999-00": civil.NewDate(2000, 3, 31), "soon": {}, "2022": {}} {
		if got := indicator.EndOf(period); got != want {
			t.Errorf("%s ends %v, want %v", period, got, want)
		}
	}
	if i, ok := indicator.ByID("ASCOF-OLD:3D1"); !ok || i.Better != "higher" || !i.Known {
		t.Errorf("3D1 is %+v", i)
	}
}
