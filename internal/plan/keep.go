package plan

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/cycle"
	"peerchallenge/internal/db"
	"peerchallenge/internal/planfacts"
	"peerchallenge/internal/planner"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/team"
)

// Keeping is how the visits to come stand: who is asked, until when, who has said
// no, and who would be next for each empty place.
type Keeping struct {
	Cycle   cycle.Cycle
	Today   civil.Date
	Visits  []Kept
	Replan  []string // what has happened that a new plan with the fewest changes would mend
	Running bool     // a plan is being made
}

// Kept is one visit to come.
type Kept struct {
	Visit
	Waiting []Seat // asked, not answered yet; Due is the last day
	Free    []FreePlace
}

// FreePlace is a place that nobody has, and the next best for it.
type FreePlace struct {
	Role planner.Role
	Next []Candidate
}

// nextBest is how many are offered for a place.
const nextBest = 3

// PlacesPage reads it for a coordinator of the region; Missing to everybody else.
func (s *Service) PlacesPage(ctx context.Context, actor access.Actor, cycleID uuid.UUID) (Keeping, error) {
	var k Keeping
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		var p Page
		f, err := s.boardTx(ctx, tx, cycleID, &p.Board)
		if err != nil {
			return err
		}
		k = Keeping{Cycle: p.Cycle, Today: p.Today, Running: p.Run != nil && p.Run.Live()}
		p.judge(toldPlan(p.Problem))
		for _, v := range p.Visits {
			if v.History || v.Challenge == uuid.Nil || v.Postponed {
				continue
			}
			k.Visits = append(k.Visits, f.kept(p, v))
		}
		k.Replan = f.happened(p)
		return nil
	})
	return k, err
}

func (f facts) kept(p Page, v Visit) Kept {
	out := Kept{Visit: v}
	for _, m := range v.Members {
		if m.Asked == "proposed" {
			out.Waiting = append(out.Waiting, m)
		}
	}
	host := uuid.MustParse(v.Council)
	for i, role := range v.Empty {
		if i > 0 && v.Empty[i-1] == role {
			out.Free = append(out.Free, FreePlace{Role: role})
			continue // the same people, offered once
		}
		place := FreePlace{Role: role}
		for _, c := range f.find(Question{Council: host, Role: role}).People {
			if _, err := uuid.Parse(c.Person); err == nil && c.Can && len(place.Next) < nextBest && !v.Has(c.Person) && !p.outside(c.Person) {
				place.Next = append(place.Next, c)
			}
		}
		out.Free = append(out.Free, place)
	}
	return out
}

// happened is what a plan with the fewest changes would mend: postponed visits,
// and people or dates of visits to come that break a rule by now.
func (f facts) happened(p Page) []string {
	var out []string
	for _, v := range p.Visits {
		if v.Postponed {
			out = append(out, v.Name+" is postponed and has no date.")
		}
		if !v.History && v.Challenge != uuid.Nil {
			for _, b := range v.Breaks {
				if !slices.Contains(out, b) && !v.Postponed {
					out = append(out, b)
				}
			}
		}
	}
	return out
}

// Asking somebody for a free place, from the next best.
type NextAsk struct {
	Challenge uuid.UUID
	Person    uuid.UUID
	Role      planner.Role
	Because   string // needed for a second of one council (T3, T6)
}

// AskPerson asks somebody for a free place of a visit of the cycle, through package
// team, with its task, deadline and mail. Invalid where the rules of the team refuse
// it. Only a coordinator of the region.
func (s *Service) AskPerson(ctx context.Context, actor access.Actor, cycleID uuid.UUID, n NextAsk) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		r, err := planfacts.RoundTx(ctx, tx, cycleID)
		if err != nil {
			return err
		}
		in, err := db.Value[bool](ctx, tx, `SELECT EXISTS (SELECT FROM challenge WHERE id = $1 AND cycle_id = $2)`, n.Challenge, cycleID)
		if err != nil {
			return err
		}
		if !in {
			return problem.Missing()
		}
		asking := *s.Team
		asking.DB = db.Within{Tx: tx}
		if n.Role == planner.Expert {
			promised, err := promisesTx(ctx, tx, cycleID)
			if err != nil {
				return err
			}
			if p, ok := promised[n.Person]; ok {
				if err := asking.SavePromise(ctx, actor, n.Challenge, p, false); err != nil {
					return err
				}
			}
		}
		if err := asking.Ask(ctx, actor, n.Challenge, team.Proposal{Person: n.Person, Role: planfacts.TeamRole(n.Role), Because: n.Because}); err != nil {
			return err
		}
		return audit.LogTx(ctx, tx, actor, s.Clock.Now(), audit.Line{Verb: AskNext.Name, Region: r.RegionID, Room: access.Region, Subject: n.Person})
	})
}

// CyclePage is the whole cycle to print or to take away: a proposal, or, with
// uuid.Nil, what has been and what people have been told of.
func (s *Service) CyclePage(ctx context.Context, actor access.Actor, cycleID, proposal uuid.UUID) (Page, error) {
	if proposal != uuid.Nil {
		return s.ProposalPage(ctx, actor, cycleID, proposal)
	}
	var p Page
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		if _, err := s.boardTx(ctx, tx, cycleID, &p.Board); err != nil {
			return err
		}
		p.judge(toldPlan(p.Problem))
		p.Proposal.Cost = p.Verdict.Cost
		return nil
	})
	return p, err
}
