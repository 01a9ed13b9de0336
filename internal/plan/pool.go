package plan

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/planner"
)

// poolTx is who can be planned with: those offered for the cycle, once councils
// and people are asked; until then a guess from posts and from earlier teams, which
// every page marks as one.
func poolTx(_ context.Context, _ pgx.Tx, f facts) (pool, error) {
	return guess(f), nil
}

func guess(f facts) pool {
	out := pool{councils: map[uuid.UUID]wishes{}}
	for _, p := range f.people {
		role, ok := guessRole(p)
		if !ok {
			continue
		}
		q := planner.Person{ID: p.ID.String(), Name: p.Name, Council: text(p.Council), Role: role, Experienced: p.Experienced, MaxVisits: f.round.visitsOfAPerson()}
		if p.Outside != "" {
			q.Council = "outside:" + strings.ToLower(p.Outside)
		}
		out.people = append(out.people, q)
	}
	return out
}

// guessRole is the part somebody would have: that of their latest team, else what
// their post says. Chief executives and the host's own officers have none.
func guessRole(p somebody) (planner.Role, bool) {
	if len(p.Served) > 0 {
		return plannerRole(p.Served[0]), true
	}
	if slices.Contains(p.Posts, "psw") {
		return planner.PSW, true
	}
	post := strings.ToLower(p.Post)
	for _, g := range []struct {
		role  planner.Role
		words []string
	}{
		{planner.Expert, []string{"expert by experience"}},
		{planner.Lead, []string{"associate", "director of adult"}},
		{planner.Councillor, []string{"cabinet member", "lead member", "councillor", "chair of the adult"}},
		{planner.SeniorManager, []string{"assistant director", "head of", "service manager"}},
	} {
		if slices.ContainsFunc(g.words, func(w string) bool { return strings.Contains(post, w) }) {
			return g.role, g.role == planner.Expert || g.role == planner.Lead || p.Council != nil || p.Outside != ""
		}
	}
	return "", false
}
