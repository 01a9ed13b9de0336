package team

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/cycle"
	"peerchallenge/internal/reference"
)

// Summary says whether a team is whole by the framework's rules (T1 to T4, T6, T9).
type Summary struct {
	Complete bool     // everybody needed has accepted, signed and is trained
	Missing  []string // places nobody is asked for: "a councillor"
	Waiting  []string // people asked who have not answered
	Unsigned []string // members who have not signed, or are not trained (T9)
	Notes    []string // what is better otherwise, such as two councils (T3)
}

// need is how many of a role a team needs, and how one and several are called.
type need struct {
	role      access.Role
	number    int
	one, many string
}

func needs(r reference.TeamRules) []need {
	return []need{
		{access.Lead, r.Leads, "a challenge lead", "challenge leads"},
		{access.Councillor, r.Councillors, "a councillor", "councillors"},
		{access.SeniorManager, r.SeniorManagers, "a senior manager", "senior managers"},
		{access.Expert, r.ExpertsAtLeast, "an expert by experience", "experts by experience"},
		{access.VisitingPSW, r.PrincipalSocialWorkers, "a visiting principal social worker (PSW)", "visiting principal social workers (PSWs)"},
	}
}

// most is how many of a role a team may have; 0 is any number (T1, T2, T3, T6).
func most(role access.Role, r reference.TeamRules) int {
	switch role {
	case access.Lead:
		return r.Leads
	case access.DeputyLead:
		return 1
	case access.Councillor:
		return r.Councillors
	case access.SeniorManager:
		return r.SeniorManagers
	case access.VisitingPSW:
		return r.PrincipalSocialWorkers
	}
	return 0
}

func countOf(members []Member, role access.Role) int {
	n := 0
	for _, m := range members {
		if m.Live() && m.Role == role {
			n++
		}
	}
	return n
}

// Summarise looks at who has a place, and who is still to be found.
func Summarise(members []Member, r reference.TeamRules) Summary {
	var s Summary
	for _, n := range needs(r) {
		switch left := n.number - countOf(members, n.role); {
		case left == 1:
			s.Missing = append(s.Missing, n.one)
		case left > 1:
			s.Missing = append(s.Missing, fmt.Sprintf("%d %s", left, n.many))
		}
	}
	for _, m := range members {
		switch {
		case m.State == Proposed:
			s.Waiting = append(s.Waiting, m.Name)
		case len(m.Lacks()) > 0:
			s.Unsigned = append(s.Unsigned, m.Name)
		}
	}
	s.Notes = sameCouncil(members, r)
	s.Complete = len(s.Missing)+len(s.Waiting)+len(s.Unsigned) == 0
	return s
}

// sameCouncil says where two of a kind come from one council (T3, T6): allowed,
// but from two where possible.
func sameCouncil(members []Member, r reference.TeamRules) []string {
	if !r.FromDifferentCouncils {
		return nil
	}
	var notes []string
	for _, kind := range []struct {
		role  access.Role
		words string
	}{{access.SeniorManager, "Both senior managers"}, {access.VisitingPSW, "Both visiting principal social workers (PSWs)"}} {
		seen := map[string]bool{}
		for _, m := range members {
			at := m.councilKey()
			if !m.Live() || m.Role != kind.role || at == "" {
				continue
			}
			if seen[at] {
				notes = append(notes, kind.words+" are from "+m.Council+". From two councils is better where possible.")
			}
			seen[at] = true
		}
	}
	return notes
}

// SummaryTx is Summarise for a challenge, for anybody on it: later stages ask it
// whether the team is complete.
func SummaryTx(ctx context.Context, tx pgx.Tx, c challenge.Challenge) (Summary, error) {
	f, err := cycle.FrameworkTx(ctx, tx, c.FrameworkID)
	if err != nil {
		return Summary{}, err
	}
	members, err := membersTx(ctx, tx, c.ID)
	if err != nil {
		return Summary{}, err
	}
	return Summarise(members, f.Team), nil
}
