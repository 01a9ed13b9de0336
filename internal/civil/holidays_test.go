package civil

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// S3: the rules for years without data give exactly the published days where
// there is data, so they can be trusted to plan with.
func TestComputedHolidays_GiveThePublishedOnes(t *testing.T) {
	got := map[Date]string{}
	for year := firstPublished; year <= lastPublished; year++ {
		for d, name := range computeHolidays(year) {
			got[d] = name
		}
	}
	if diff := cmp.Diff(published(), got, cmp.Comparer(func(a, b Date) bool { return a == b })); diff != "" {
		t.Errorf("computed holidays (-published +computed):\n%s", diff)
	}
	if len(published()) != 40 {
		t.Errorf("the file has %d bank holidays, want 40", len(published()))
	}
}

func TestEasterSunday(t *testing.T) {
	for _, want := range []string{"1981-04-19", "2000-04-23", "2019-04-21", "2038-04-25", "2049-04-18", "2285-03-22"} {
		if got := easterSunday(MustParseISO(want).Year()); got.String() != want {
			t.Errorf("Easter: got %s, want %s", got, want)
		}
	}
}

// S3: years outside the file are answered and marked.
func TestHoliday_OutsideTheFileIsProvisional(t *testing.T) {
	for _, c := range []struct {
		day, name       string
		provisional, ok bool
	}{
		{"2022-12-27", "Christmas Day (substitute day)", true, true}, // Christmas on a Sunday
		{"2022-12-26", "Boxing Day", true, true},
		{"2021-12-28", "Boxing Day (substitute day)", true, true},
		{"2033-12-27", "Christmas Day (substitute day)", true, true},
		{"2029-03-30", "Good Friday", true, true},
		{"2029-03-28", "", true, false},
		{"2027-12-27", "Christmas Day (substitute day)", false, true},
		{"2027-12-24", "", false, false},
	} {
		name, provisional, ok := Holiday(MustParseISO(c.day))
		if name != c.name || provisional != c.provisional || ok != c.ok {
			t.Errorf("Holiday(%s) = %q, %v, %v; want %q, %v, %v", c.day, name, provisional, ok, c.name, c.provisional, c.ok)
		}
	}
}

// S2, F7: ten working days, over Easter, over Christmas, from a weekend.
func TestAddWorkingDays(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2027-05-13", 10, "2027-05-27"},
		{"2027-03-24", 2, "2027-03-30"},   // Good Friday and Easter Monday between
		{"2026-12-24", 1, "2026-12-29"},   // Friday Christmas, Boxing Day on Monday
		{"2027-05-15", 1, "2027-05-17"},   // from a Saturday
		{"2027-05-06", -25, "2027-03-31"}, // pre-election period of 2027
		{"2027-05-15", 0, "2027-05-15"},
	} {
		from := MustParseISO(c.from)
		got := AddWorkingDays(from, c.n)
		if got.String() != c.want {
			t.Errorf("AddWorkingDays(%s, %d) = %s, want %s", c.from, c.n, got, c.want)
		}
		if back := WorkingDaysBetween(from, got); back != c.n {
			t.Errorf("WorkingDaysBetween(%s, %s) = %d, want %d", c.from, got, back, c.n)
		}
	}
	if !AddWorkingDays(Date{}, 5).IsZero() || WorkingDaysBetween(Date{}, MustParseISO("2027-05-15")) != 0 {
		t.Error("no date must stay no date")
	}
}

// S3: nothing falls on a weekend or bank holiday.
func TestNextWorkingDay(t *testing.T) {
	for from, want := range map[string]string{
		"2027-05-01": "2027-05-04", // Saturday before the early May bank holiday
		"2027-05-04": "2027-05-04",
		"2027-12-25": "2027-12-29",
	} {
		if got := NextWorkingDay(MustParseISO(from)).String(); got != want {
			t.Errorf("NextWorkingDay(%s) = %s, want %s", from, got, want)
		}
	}
}
