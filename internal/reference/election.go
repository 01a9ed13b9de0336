package reference

import (
	"sync"
	"time"

	"peerchallenge/internal/civil"
)

// Vote says whether people of a council's area vote in May of a year.
type Vote string

// The three answers. NotKnown counts as Votes (S3): it is better to keep a visit
// out of a period that turns out to be free than to put it in one that is not.
const (
	Votes    Vote = "votes"
	DoesNot  Vote = "does_not"
	NotKnown Vote = "not_known"
)

// Period is a council's pre-election period: from Start to PollingDay, both
// days in it.
type Period struct {
	Start, PollingDay civil.Date
	Votes             Vote
	Why               string // what people vote for, or why not; empty when not known
	Provisional       bool   // computed for a year that is not in the data
}

// Applies says whether the period is to be kept free (S3).
func (p Period) Applies() bool { return p.Votes != DoesNot }

// Overlaps says whether any day from first to last is in a period that applies.
func (p Period) Overlaps(first, last civil.Date) bool {
	return p.Applies() && !first.After(p.PollingDay) && !last.Before(p.Start)
}

// preElectionWorkingDays is how long before the poll the period begins at the
// latest (local_elections.csv; published for 2023 and 2024).
const preElectionWorkingDays = 25

// pollingDays is local_elections.csv, by year.
var pollingDays = sync.OnceValue(func() map[int]Period {
	out := map[int]Period{}
	for _, r := range mustRows("local_elections.csv") {
		out[r.int("year")] = Period{
			Start:      civil.MustParseISO(r["pre_election_period_latest_start"]),
			PollingDay: civil.MustParseISO(r["polling_day"]),
		}
	}
	return out
})

// votesIn is election_years.csv: by council code or type, and year. It has only
// what follows from four-year cycles that we are sure of.
var votesIn = sync.OnceValue(func() map[scopeYear]row {
	out := map[scopeYear]row{}
	for _, r := range mustRows("election_years.csv") {
		out[scopeYear{r["scope"], r.int("year")}] = r
	}
	return out
})

type scopeYear struct {
	scope string
	year  int
}

// PreElection gives the ordinary May elections of a year for one council (S3).
// By-elections, general elections and elections put off by law are not known
// here: the coordinator enters them. For years outside the data the days are
// computed and marked provisional. A code that is not a council gets NotKnown.
func PreElection(code string, year int) Period {
	p, known := pollingDays()[year]
	if !known {
		p = computedPeriod(year)
		p.Provisional = true
	}
	p.Votes, p.Why = voteOf(code, year)
	return p
}

// computedPeriod is the first Thursday in May and 25 working days before it.
func computedPeriod(year int) Period {
	poll := civil.NewDate(year, time.May, 1)
	for poll.Weekday() != time.Thursday {
		poll = poll.AddDays(1)
	}
	return PeriodBefore(poll)
}

// PeriodBefore is the period before any polling day, such as one that was called
// later and entered by a coordinator. Votes is left to the caller.
func PeriodBefore(poll civil.Date) Period {
	return Period{Start: civil.AddWorkingDays(poll, -preElectionWorkingDays), PollingDay: poll}
}

func voteOf(code string, year int) (vote Vote, why string) {
	c, _, ok := CouncilByCode(code)
	if !ok {
		return NotKnown, ""
	}
	r, found := votesIn()[scopeYear{c.Code, year}]
	if !found {
		r, found = votesIn()[scopeYear{c.Type, year}]
	}
	switch {
	case !found:
		return NotKnown, ""
	case r["vote"] == "votes":
		return Votes, r["why"]
	default:
		return DoesNot, r["why"]
	}
}
