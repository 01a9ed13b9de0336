package plan

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/db"
	"peerchallenge/internal/planfacts"
	"peerchallenge/internal/planner"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/team"
)

// Keeping is how the visits to come stand: who is asked, until when, who has said
// no, and who would be next for each empty place.
type Keeping struct {
	Board
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
	Next []NextPerson
}

// NextPerson is somebody who could take a free place.
type NextPerson struct {
	Candidate
	Colleague  string // of the same council, with such a place already: asked only with a reason (T3, T6)
	Unpromised bool   // an expert by experience who is asked once what they are promised is written (T10)
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
		ready, err := readyTx(ctx, tx, cycleID)
		if err != nil {
			return err
		}
		k = Keeping{Board: p.Board, Running: p.Run != nil && p.Run.Live()}
		p.judge(toldPlan(p.Problem))
		for _, v := range p.Visits {
			if v.History || v.Challenge == uuid.Nil || v.Postponed {
				continue
			}
			k.Visits = append(k.Visits, f.kept(p, v, ready))
		}
		k.Replan = f.happened(p)
		return nil
	})
	return k, err
}

// promisedAt is an expert and a challenge for which something is promised to them.
type promisedAt struct{ Challenge, Person uuid.UUID }

// readyTx are the experts who can be asked for each challenge of a cycle: something
// is promised to them for the whole cycle, or for this challenge (T10).
func readyTx(ctx context.Context, tx pgx.Tx, cycleID uuid.UUID) (map[promisedAt]bool, error) {
	list, err := db.All[promisedAt](ctx, tx, `SELECT c.id AS challenge, p.person_id AS person FROM challenge c JOIN person_promise p ON p.cycle_id = c.cycle_id WHERE c.cycle_id = $1
		UNION SELECT c.id, p.person_id FROM challenge c JOIN expert_promise p ON p.challenge_id = c.id WHERE c.cycle_id = $1`, cycleID)
	out := map[promisedAt]bool{}
	for _, x := range list {
		out[x] = true
	}
	return out, err
}

func (f facts) kept(p Page, v Visit, ready map[promisedAt]bool) Kept {
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
			who, err := uuid.Parse(c.Person)
			if err != nil || !c.Can || v.Has(c.Person) || p.outside(c.Person) || len(place.Next) == nextBest {
				continue
			}
			place.Next = append(place.Next, NextPerson{Candidate: c, Colleague: v.colleague(c, role), Unpromised: role == planner.Expert && !ready[promisedAt{v.Challenge, who}]})
		}
		out.Free = append(out.Free, place)
	}
	return out
}

// colleague is who has such a place already and works for the same council: then
// somebody is asked only with a reason (T3, T6). Empty for nobody.
func (v Visit) colleague(c Candidate, role planner.Role) string {
	for _, m := range v.Members {
		if (role == planner.SeniorManager || role == planner.PSW) && m.Role == role && m.Council != "" && m.Council == c.Council {
			return m.Name
		}
	}
	return ""
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
