package clash

import (
	"fmt"

	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/check"
)

func shortText(p planner.Problem, s Shortfall) string {
	var names []string
	for _, id := range s.Councils {
		names = append(names, p.CouncilName(id))
	}
	if s.Role == "" {
		return fmt.Sprintf("No date was found for %s.", list(names))
	}
	if s.Missing == 1 {
		return fmt.Sprintf("1 visit of %s is missing: at %s.", some(s.Role, 1), list(names))
	}
	return fmt.Sprintf("%d visits of %s are missing: at %s.", s.Missing, check.RoleName(s.Role, 2), list(names))
}

// clashText is the head of a clash: what cannot be, before the facts that say why.
func clashText(p planner.Problem, facts []Fact) string {
	var hosts []string
	var roles []planner.Role
	month := false
	for _, f := range facts {
		switch f.Kind {
		case Visit:
			hosts = append(hosts, p.CouncilName(f.Council))
		case Need:
			roles = append(roles, f.Role)
		case Month:
			month = true
		}
	}
	switch {
	case len(hosts) == 1 && len(roles) == 1:
		n := p.Rules.Places.Of(roles[0])
		return fmt.Sprintf("%s cannot host on any day on which %s who may go there can come.", hosts[0], some(roles[0], n))
	case len(hosts) == 1 && len(roles) == 0:
		return fmt.Sprintf("%s cannot host on any day of the cycle.", hosts[0])
	case len(hosts) > 1 && len(roles) == 1 && !month:
		return fmt.Sprintf("There are too few %s for the visits of %s.", check.RoleName(roles[0], 2), list(hosts))
	case len(hosts) > 1 && month:
		return fmt.Sprintf("There is no room in the months for the visits of %s.", list(hosts))
	}
	return "These facts cannot all hold."
}

// some says "a councillor", "an expert by experience", "2 senior managers".
func some(role planner.Role, n int) string {
	switch {
	case n == 1 && role == planner.Expert:
		return "an " + check.RoleName(role, 1)
	case n == 1:
		return "a " + check.RoleName(role, 1)
	}
	return fmt.Sprintf("%d %s", n, check.RoleName(role, n))
}

// moreText is the mend of too few people.
func moreText(role planner.Role, n int) string {
	if n == 1 {
		return fmt.Sprintf("One more visit of %s who is free and has no conflicts.", some(role, 1))
	}
	return fmt.Sprintf("%d more visits of %s who are free and have no conflicts.", n, check.RoleName(role, 2))
}
