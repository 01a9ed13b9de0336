package ui

import (
	"testing"
	"time"
)

func TestTimesAreLondonTimesInPlainWords(t *testing.T) {
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	summer := at("2027-05-10T23:30:00Z") // already the 11th in London
	for _, c := range []struct{ want, got string }{
		{"Tuesday 11 May 2027", Day(summer)},
		{"Tuesday 11 May", DayOfWeek(summer)},
		{"11 May 2027", DayLong(summer)},
		{"11 May", DayShort(summer)},
		{"May 2027", Month(summer)},
		{"12:30am", Clock(summer)},
		{"2:32pm", Clock(at("2027-03-10T14:32:00Z"))},
		{"3pm", Clock(at("2027-05-10T14:00:00Z"))},
		{"12 noon", Clock(at("2027-03-10T12:00:00Z"))},
		{"midnight", Clock(at("2027-03-10T00:00:00Z"))},
		{"10 March at 2:40pm", Moment(at("2027-03-10T14:40:00Z"))},
		{"Thursday 18 March 2027 at 11:59pm", MomentLong(at("2027-03-18T23:59:00Z"))},
		{"11 to 13 May 2027", Range(summer, at("2027-05-13T00:00:00Z"))},
		{"11 to 13 May", RangeShort(summer, at("2027-05-13T00:00:00Z"))},
		{"11 May 2027", Range(summer, summer)},
		{"30 March to 20 April 2027", Range(at("2027-03-30T00:00:00Z"), at("2027-04-20T00:00:00Z"))},
		{"30 December 2026 to 2 January 2027", RangeShort(at("2026-12-30T00:00:00Z"), at("2027-01-02T00:00:00Z"))},
	} {
		equal(t, "time", c.want, c.got)
	}
}
