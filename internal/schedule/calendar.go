package schedule

import (
	"context"
	"slices"
	"strconv"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/cycle"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
)

// Calendar is a cycle at a glance: does anything clash?
type Calendar struct {
	Today    civil.Date
	Cycles   []cycle.Cycle // of the region, newest first
	Cycle    cycle.Cycle   // the one shown; zero when there is none yet
	Visits   []Visit       // of the cycle, by date, ended ones included
	Unplaced []Host        // councils of the region without a visit in the cycle (S1)
	Clashes  []Clash       // numbered from 1 by their place in the list
	Notes    []Note        // what does not clash but should be known
	Hosts    map[uuid.UUID]Host
	Days     int  // on site, by the framework
	Recorded bool // the agreements about information, without which nothing can be written (I1)
}

// Note is something to know about a visit, lettered by its place in the list.
type Note struct {
	Visit uuid.UUID
	Words string
}

// CalendarPage reads a cycle for a coordinator of its region; the one under
// way, else the newest, when which is uuid.Nil. Missing to everybody else. Three statements, two when there
// is no cycle.
func (s *Service) CalendarPage(ctx context.Context, actor access.Actor, which uuid.UUID) (Calendar, error) {
	c := Calendar{Today: civil.Of(s.Clock.Now()), Hosts: map[uuid.UUID]Host{}}
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		rounds, err := roundsTx(ctx, tx)
		if err != nil {
			return err
		}
		r, ok := chosen(rounds, which, c.Today)
		if !ok && which != uuid.Nil {
			return problem.Missing()
		}
		for _, y := range rounds {
			c.Cycles = append(c.Cycles, y.Cycle)
		}
		if !ok { // no cycle is open, or not theirs to see
			_, err = db.Value[uuid.UUID](ctx, tx, `SELECT id FROM region WHERE id = ANY ((SELECT keys_of('region'))::uuid[]) LIMIT 1`)
			return err
		}
		c.Cycle, c.Days, c.Recorded = r.Cycle, r.Offsets.OnSiteDays, r.Agreed
		return c.fillTx(ctx, tx, r)
	})
	return c, err
}

// chosen is the cycle asked for; when none is, the one under way today, else the
// newest: a cycle is planned long before it begins.
func chosen(rounds []round, which uuid.UUID, today civil.Date) (round, bool) {
	for _, r := range rounds {
		if which == uuid.Nil && today.Between(r.FirstDay, r.LastDay) {
			return r, true
		}
	}
	for _, r := range rounds {
		if which == uuid.Nil || r.ID == which {
			return r, true
		}
	}
	return round{}, false
}

func (c *Calendar) fillTx(ctx context.Context, tx pgx.Tx, r round) error {
	hosts, err := hostsTx(ctx, tx, r.RegionID)
	if err != nil {
		return err
	}
	all, err := visitsTx(ctx, tx, r.RegionID)
	if err != nil {
		return err
	}
	placed := map[uuid.UUID]bool{}
	for _, v := range all {
		if v.CycleID == r.ID {
			c.Visits, placed[v.HostID] = append(c.Visits, v), true
		}
	}
	for _, h := range hosts {
		c.Hosts[h.ID] = h
		if !placed[h.ID] {
			c.Unplaced = append(c.Unplaced, h)
		}
	}
	c.findClashes(all, r.Planning)
	c.findNotes()
	return nil
}

// findClashes checks every visit that is not over; two visits that clash with
// one another are one clash.
func (c *Calendar) findClashes(all []Visit, limits reference.Planning) {
	seen := map[string]bool{}
	for _, v := range c.Visits {
		if v.Ended != nil || v.IsOver(c.Today) {
			continue
		}
		for _, clash := range Check(v, c.Hosts[v.HostID], all, limits) {
			if !seen[clash.Key] {
				seen[clash.Key] = true
				c.Clashes = append(c.Clashes, clash)
			}
		}
	}
}

func (c *Calendar) findNotes() {
	for _, v := range c.Visits {
		if v.Ended != nil {
			continue
		}
		if v.ElectionAgreed && len(electionsNear(v, c.Hosts[v.HostID])) > 0 {
			c.Notes = append(c.Notes, Note{v.ID, v.Council + ": the visit falls before an election; host and region agreed to it"})
		}
		for _, away := range c.Hosts[v.HostID].School {
			if !v.First.After(away.Last) && !v.Last.Before(away.First) {
				c.Notes = append(c.Notes, Note{v.ID, v.Council + ": the visit is in the school holidays (" + away.Reason + ")"})
			}
		}
	}
}

// NumbersOf are the clashes that a visit is part of, by their numbers.
func (c Calendar) NumbersOf(visit uuid.UUID) []int {
	var out []int
	for i, clash := range c.Clashes {
		if slices.Contains(clash.Visits, visit) {
			out = append(out, i+1)
		}
	}
	return out
}

// LettersOf are the notes about a visit, by their letters.
func (c Calendar) LettersOf(visit uuid.UUID) []string {
	var out []string
	for i, n := range c.Notes {
		if n.Visit == visit {
			out = append(out, Letter(i))
		}
	}
	return out
}

// Letter is a, b … z for 0 to 25, then a number: notes have letters, clashes numbers.
func Letter(i int) string {
	if i < 26 {
		return string(rune('a' + i))
	}
	return "n" + strconv.Itoa(i)
}

// Agreed counts the visits whose host has agreed, and Standing those not ended.
func (c Calendar) Agreed() int {
	return count(c.Visits, func(v Visit) bool { return v.AgreedAt != nil })
}

// Standing counts the visits that are not postponed, withdrawn or closed early.
func (c Calendar) Standing() int {
	return count(c.Visits, func(v Visit) bool { return v.Ended == nil })
}

func count(visits []Visit, is func(Visit) bool) int {
	n := 0
	for _, v := range visits {
		if is(v) {
			n++
		}
	}
	return n
}

// State is the visit's state in one or two words, as tags say it.
func (c Calendar) State(v Visit) string {
	switch {
	case v.Ended != nil:
		return map[string]string{"postponed": "Postponed", "withdrawn": "Withdrawn", "closed_early": "Closed early"}[*v.Ended]
	case v.Stage.AtLeast(access.Drafting) || v.IsOver(c.Today):
		return "Visited"
	case v.IsOn(c.Today):
		return "On site now"
	case len(c.NumbersOf(v.ID)) > 0:
		return "Clash"
	case v.AgreedAt != nil || v.Stage.AtLeast(access.Preparing):
		return "Agreed"
	default:
		return "Proposed"
	}
}
