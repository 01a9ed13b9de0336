package council

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/reference"
)

// Election is one polling day of a council with what is known of it (S3).
type Election struct {
	reference.Period
	Entered bool // a coordinator entered or confirmed it
}

// ToConfirm says that nobody knows: it counts as an election until someone
// says otherwise.
func (e Election) ToConfirm() bool { return e.Votes == reference.NotKnown }

type enteredElection struct {
	CouncilID  uuid.UUID
	PollingDay civil.Date
	Votes      reference.Vote
}

// PreElectionTx gives the polling days of one council in a year with the periods
// before them: those of the reference data, corrected and added to by what
// coordinators entered. Use Period.Overlaps to see whether a visit is in one (S3).
func PreElectionTx(ctx context.Context, tx pgx.Tx, council uuid.UUID, year int) ([]Election, error) {
	all, err := ElectionsTx(ctx, tx, []uuid.UUID{council}, year, year)
	return all[council], err
}

// ElectionsTx is PreElectionTx for several councils and years, in two statements.
func ElectionsTx(ctx context.Context, tx pgx.Tx, councils []uuid.UUID, firstYear, lastYear int) (map[uuid.UUID][]Election, error) {
	codes, err := db.All[Council](ctx, tx, `SELECT `+councilColumns+` FROM council c WHERE c.id = ANY ($1)`, councils)
	if err != nil {
		return nil, err
	}
	entered, err := db.All[enteredElection](ctx, tx, `SELECT council_id, polling_day, votes FROM council_election
		WHERE council_id = ANY ($1) AND polling_day BETWEEN $2 AND $3`, councils,
		civil.NewDate(firstYear, time.January, 1), civil.NewDate(lastYear, time.December, 31))
	if err != nil {
		return nil, err
	}
	out := map[uuid.UUID][]Election{}
	for _, c := range codes {
		out[c.ID] = merge(c, entered, firstYear, lastYear)
	}
	return out, nil
}

// merge lays what was entered for a council over what the reference data says.
func merge(c Council, entered []enteredElection, firstYear, lastYear int) []Election {
	days := map[civil.Date]Election{}
	for year := firstYear; year <= lastYear; year++ {
		p := reference.PreElection(c.Code, year)
		days[p.PollingDay] = Election{Period: p}
	}
	for _, e := range entered {
		if e.CouncilID != c.ID {
			continue
		}
		known, ordinary := days[e.PollingDay]
		if !ordinary {
			known.Period = reference.PeriodBefore(e.PollingDay)
		}
		if known.Votes != e.Votes {
			known.Why = ""
		}
		known.Votes, known.Entered = e.Votes, true
		days[e.PollingDay] = known
	}
	return slices.SortedFunc(maps.Values(days), func(a, b Election) int { return a.PollingDay.Time().Compare(b.PollingDay.Time()) })
}
