package check

import (
	"fmt"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/planner"
)

func (c *checker) breach(b Breach, format string, args ...any) {
	b.Text = fmt.Sprintf(format, args...)
	c.v.Breaches = append(c.v.Breaches, b)
}

// miss notes a missed goal, unless it costs the region nothing.
func (c *checker) miss(m Miss, format string, args ...any) {
	m.Cost = m.Count * c.p.Rules.Weights.Of(m.Goal)
	m.Text = fmt.Sprintf(format, args...)
	if m.Cost != 0 {
		c.v.Misses = append(c.v.Misses, m)
	}
}

// name is a council's or person's name, or the id where there is none.
func (c *checker) name(id string) string {
	if x, ok := c.councils[id]; ok && x.Name != "" {
		return x.Name
	}
	return id
}

func (c *checker) who(id string) string {
	if x, ok := c.people[id]; ok && x.Name != "" {
		return x.Name
	}
	return id
}

// RoleName is a role as a sentence says it, for one or for several.
func RoleName(r planner.Role, n int) string {
	one, many := string(r), string(r)
	switch r {
	case planner.Lead:
		one, many = "challenge lead", "challenge leads"
	case planner.Councillor:
		one, many = "councillor", "councillors"
	case planner.SeniorManager:
		one, many = "senior manager", "senior managers"
	case planner.Expert:
		one, many = "expert by experience", "experts by experience"
	case planner.PSW:
		one, many = "principal social worker", "principal social workers"
	}
	if n == 1 {
		return one
	}
	return many
}

// because gives a reason in brackets, where there is one.
func because(why string) string {
	if why == "" {
		return ""
	}
	return " (" + why + ")"
}

func days(v planner.Visit, last civil.Date) string { return civil.Range(v.FirstDay, last) }

// times says once, twice, 3 times.
func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}
