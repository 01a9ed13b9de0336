package schedule_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/reference"
	"peerchallenge/internal/schedule"
)

var limits = reference.StarterFramework().Planning

func visit(council, first, last string, people ...schedule.Person) schedule.Visit {
	return schedule.Visit{ID: uuid.NewSHA1(uuid.Nil, []byte(council)), Council: council, First: civil.MustParseISO(first), Last: civil.MustParseISO(last), People: people}
}

// solihull votes in 2027 is not asked of: does_not is entered, so that only the rule under test speaks.
func quiet(h schedule.Host) schedule.Host {
	h.Elections = append(h.Elections, schedule.Election{PollingDay: reference.PreElection("", 2027).PollingDay, Votes: reference.DoesNot})
	return h
}

func kinds(clashes []schedule.Clash) []schedule.ClashKind {
	var out []schedule.ClashKind
	for _, c := range clashes {
		out = append(out, c.Kind)
	}
	return out
}

func TestCheck_S3_EachRule(t *testing.T) {
	oduya := schedule.Person{ID: uuid.New(), Name: "Stephen Oduya", Role: access.Lead}
	closed := schedule.Host{Closed: []schedule.Closed{{First: civil.MustParseISO("2027-07-08"), Last: civil.MustParseISO("2027-07-20"), Reason: "CQC on site"}}}
	may := reference.PreElection("", 2027)
	for name, c := range map[string]struct {
		v      schedule.Visit
		h      schedule.Host
		others []schedule.Visit
		want   []schedule.ClashKind
		words  string
	}{
		"three working days":     {v: visit("A", "2027-06-08", "2027-06-10"), h: quiet(schedule.Host{})},
		"a Saturday":             {v: visit("A", "2027-06-12", "2027-06-15"), h: quiet(schedule.Host{}), want: []schedule.ClashKind{schedule.NotWorkingDay}, words: "at the weekend"},
		"a bank holiday":         {v: visit("A", "2027-08-30", "2027-09-01"), h: quiet(schedule.Host{}), want: []schedule.ClashKind{schedule.NotWorkingDay}, words: "Summer bank holiday"},
		"closed on the last day": {v: visit("A", "2027-07-06", "2027-07-08"), h: quiet(closed), want: []schedule.ClashKind{schedule.HostClosed}, words: "CQC on site"},
		"closed the day after":   {v: visit("A", "2027-07-05", "2027-07-07"), h: quiet(closed)},
		"before the May election, not known": {v: schedule.Visit{Council: "A", First: may.PollingDay.AddDays(-2), Last: may.PollingDay}, want: []schedule.ClashKind{schedule.BeforeElection},
			words: "counts as voting"},
		"the day after the poll": {v: schedule.Visit{Council: "A", First: may.PollingDay.AddDays(1), Last: may.PollingDay.AddDays(1)}},
		"an election called later": {v: visit("A", "2027-06-22", "2027-06-24"), h: quiet(schedule.Host{Elections: []schedule.Election{{PollingDay: civil.MustParseISO("2027-06-24"), Votes: reference.Votes}}}),
			want: []schedule.ClashKind{schedule.BeforeElection}, words: "24 June 2027"},
		"13 days apart": {v: visit("A", "2027-06-08", "2027-06-10", oduya), h: quiet(schedule.Host{}), others: []schedule.Visit{visit("B", "2027-06-23", "2027-06-25", oduya)},
			want: []schedule.ClashKind{schedule.Fortnight}, words: "A and B: Stephen Oduya is on both teams, 13 days apart. There must be a fortnight between."},
		"14 days apart":         {v: visit("A", "2027-06-08", "2027-06-10", oduya), h: quiet(schedule.Host{}), others: []schedule.Visit{visit("B", "2027-06-24", "2027-06-28", oduya)}},
		"the second in a month": {v: visit("A", "2027-06-08", "2027-06-10"), h: quiet(schedule.Host{}), others: []schedule.Visit{visit("B", "2027-06-24", "2027-06-28")}},
		"the third in a month": {v: visit("A", "2027-06-08", "2027-06-10"), h: quiet(schedule.Host{}), others: []schedule.Visit{visit("B", "2027-06-24", "2027-06-28"), visit("C", "2027-06-01", "2027-06-03")},
			want: []schedule.ClashKind{schedule.FullMonth}, words: "A, B and C"},
	} {
		got := schedule.Check(c.v, c.h, c.others, limits)
		if diff := cmp.Diff(c.want, kinds(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		for _, clash := range got {
			if !strings.Contains(clash.Words, c.words) {
				t.Errorf("%s: %q does not say %q", name, clash.Words, c.words)
			}
		}
	}
}

// S3: host and region may agree to days before an election, and to nothing else.
func TestCheck_S3_AgreementLiftsOnlyElections(t *testing.T) {
	may := reference.PreElection("", 2027)
	v := schedule.Visit{Council: "A", First: may.PollingDay.AddDays(-1), Last: may.PollingDay, ElectionAgreed: true}
	if got := schedule.Check(v, schedule.Host{}, nil, limits); len(got) != 0 {
		t.Errorf("agreed, yet %v", got)
	}
	for _, c := range schedule.Check(visit("A", "2027-06-12", "2027-06-15"), quiet(schedule.Host{}), nil, limits) {
		if c.ByAgreement {
			t.Errorf("%s may not be agreed away", c.Kind)
		}
	}
}
