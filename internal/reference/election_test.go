package reference

import (
	"testing"

	"peerchallenge/internal/civil"
)

// S3: the rule gives exactly the published and gathered dates, so it can be used
// for the years after them.
func TestComputedPeriod_GivesTheGatheredDates(t *testing.T) {
	if len(pollingDays()) != 6 {
		t.Fatalf("%d years in the file, want 6", len(pollingDays()))
	}
	for year, want := range pollingDays() {
		if got := computedPeriod(year); got != want {
			t.Errorf("%d: got %s to %s, want %s to %s", year, got.Start, got.PollingDay, want.Start, want.PollingDay)
		}
	}
}

// S3: what is known, what is not, and that not known counts as an election.
func TestPreElection(t *testing.T) {
	const camden, birmingham, solihull, cityOfLondon = "E09000007", "E08000025", "E08000029", "E09000001"
	for _, c := range []struct {
		code             string
		year             int
		votes            Vote
		applies, guessed bool
		poll             string
	}{
		{camden, 2026, Votes, true, false, "2026-05-07"},
		{camden, 2027, DoesNot, false, false, "2027-05-06"},
		{camden, 2028, Votes, true, false, "2028-05-04"}, // Mayor and Assembly
		{camden, 2030, Votes, true, true, "2030-05-02"},
		{camden, 2031, NotKnown, true, true, "2031-05-01"},
		{birmingham, 2026, Votes, true, false, "2026-05-07"},
		{birmingham, 2027, NotKnown, true, false, "2027-05-06"},
		{solihull, 2027, NotKnown, true, false, "2027-05-06"},
		{cityOfLondon, 2026, NotKnown, true, false, "2026-05-07"},
		{"nonsense", 2027, NotKnown, true, false, "2027-05-06"},
	} {
		p := PreElection(c.code, c.year)
		if p.Votes != c.votes || p.Applies() != c.applies || p.Provisional != c.guessed || p.PollingDay.String() != c.poll {
			t.Errorf("PreElection(%s, %d) = %+v; want %s, applies %v, provisional %v, poll %s", c.code, c.year, p, c.votes, c.applies, c.guessed, c.poll)
		}
	}
}

// S3: both ends of the period belong to it.
func TestPeriod_Overlaps(t *testing.T) {
	p := PreElection("E08000029", 2027) // 31 March to 6 May 2027
	day := civil.MustParseISO
	for _, c := range []struct {
		first, last string
		want        bool
	}{
		{"2027-03-28", "2027-03-30", false},
		{"2027-03-29", "2027-03-31", true},
		{"2027-05-06", "2027-05-10", true},
		{"2027-05-07", "2027-05-11", false},
		{"2027-03-01", "2027-06-01", true},
	} {
		if got := p.Overlaps(day(c.first), day(c.last)); got != c.want {
			t.Errorf("Overlaps(%s, %s) = %v, want %v", c.first, c.last, got, c.want)
		}
	}
	if PreElection("E09000007", 2027).Overlaps(day("2027-05-06"), day("2027-05-06")) {
		t.Error("a year without an election keeps days from being used")
	}
}
