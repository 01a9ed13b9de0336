package schedule

import (
	"time"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/reference"
)

// Visit is one council's days on site, with what the rules ask of it.
type Visit struct {
	ID       uuid.UUID
	Name     string // of the challenge: "Ashcombe 2027"
	CycleID  uuid.UUID
	HostID   uuid.UUID
	Council  string
	First    civil.Date
	Last     civil.Date
	Stage    access.Stage
	AgreedAt *time.Time
	Ended    *string
	// ElectionAgreed: host and region agreed to these days although they lie
	// before an election.
	ElectionAgreed bool
	People         []Person
	Dates          map[challenge.DateKind]civil.Date
}

// Person is somebody asked for, or on, a visit's team.
type Person struct {
	ID   uuid.UUID   `json:"id"`
	Name string      `json:"name"`
	Role access.Role `json:"role"`
}

// Host is what a council says about its own calendar (S3).
type Host struct {
	ID        uuid.UUID
	Code      string
	Name      string
	Closed    []Closed
	Elections []Election
	School    []Closed // school holidays that somebody entered (S4); none: not known
}

// Closed is a time when a council cannot be visited.
type Closed struct {
	First  civil.Date `json:"first"`
	Last   civil.Date `json:"last"`
	Reason string     `json:"reason"`
}

// Election is one that the coordinator entered or confirmed.
type Election struct {
	PollingDay civil.Date     `json:"polling_day"`
	Votes      reference.Vote `json:"votes"`
}

// Periods are the host's pre-election periods of a year: the ordinary May one,
// unless the coordinator entered that day, and every one entered for the year.
func (h Host) Periods(year int) []reference.Period {
	may := reference.PreElection(h.Code, year)
	var out []reference.Period
	for _, e := range h.Elections {
		switch {
		case e.PollingDay == may.PollingDay:
			may.Votes, may.Provisional = e.Votes, false
		case e.PollingDay.Year() == year:
			p := reference.PeriodBefore(e.PollingDay)
			p.Votes = e.Votes
			out = append(out, p)
		}
	}
	return append([]reference.Period{may}, out...)
}

// IsOver and IsOn say where today stands to the days on site.
func (v Visit) IsOver(today civil.Date) bool { return today.After(v.Last) }

// IsOn tells whether the team is on site today.
func (v Visit) IsOn(today civil.Date) bool { return today.Between(v.First, v.Last) }
