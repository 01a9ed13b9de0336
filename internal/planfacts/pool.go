package planfacts

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/offer"
	"peerchallenge/internal/planner"
)

// poolTx is who can be planned with: those offered for the cycle, once councils
// and people are asked; until then a guess from posts and from earlier teams, which
// every page marks as one.
func poolTx(ctx context.Context, tx pgx.Tx, f Facts) (Pool, error) {
	said, err := offer.FactsTx(ctx, tx, f.Round.ID)
	if err != nil {
		return Pool{}, err
	}
	out := guess(f)
	if said.Open && len(said.People) > 0 {
		out.Gathered, out.People = true, nil
		for _, q := range said.People {
			out.People = append(out.People, offered(q, f.Round.Offsets.OnSiteDays))
		}
	}
	for _, c := range said.Councils {
		out.Councils[c.ID] = wishesOf(c)
	}
	return out, nil
}

func offered(q offer.PersonFacts, onSite int) planner.Person {
	out := planner.Person{ID: q.ID.String(), Name: q.Name, Role: planner.Role(q.Role), Experienced: q.Experienced, MaxVisits: q.MaxVisits}
	switch {
	case q.Council != uuid.Nil:
		out.Council = q.Council.String()
	case q.Outside != "":
		out.Council = "outside:" + q.Outside
	}
	if q.MaxDays > 0 && onSite > 0 {
		out.MaxVisits = min(out.MaxVisits, q.MaxDays/onSite)
	}
	for _, r := range q.Unavailable {
		out.Unavailable = append(out.Unavailable, planner.Range{First: r.First, Last: r.Last, Why: r.Why})
	}
	for _, l := range q.Links {
		out.Links = append(out.Links, planner.Link{Council: l.Council.String(), Barring: l.Barring, Ended: l.Ended, Reason: l.Reason})
	}
	return out
}

func wishesOf(c offer.CouncilFacts) Wishes {
	w := Wishes{Answered: c.Answered}
	for _, m := range c.Months {
		w.months = append(w.months, planner.Month{Year: m.Year(), Month: int(m.Month())})
	}
	for _, r := range c.Assessments {
		w.assessments = append(w.assessments, planner.Range{First: r.First, Last: r.Last, Why: r.Why})
	}
	return w
}

func guess(f Facts) Pool {
	out := Pool{Councils: map[uuid.UUID]Wishes{}}
	for _, p := range f.People {
		role, ok := guessRole(p)
		if !ok {
			continue
		}
		q := planner.Person{ID: p.ID.String(), Name: p.Name, Council: text(p.Council), Role: role, Experienced: p.Experienced, MaxVisits: f.Round.visitsOfAPerson()}
		if p.Outside != "" {
			q.Council = "outside:" + p.Outside
		}
		out.People = append(out.People, q)
	}
	return out
}

// guessRole is the part somebody would have: that of their latest team, else what
// their post says. Chief executives and the host's own officers have none.
func guessRole(p Somebody) (planner.Role, bool) {
	if len(p.Served) > 0 {
		return PlannerRole(p.Served[0]), true
	}
	if slices.Contains(p.Posts, "psw") {
		return planner.PSW, true
	}
	post := strings.ToLower(p.Post)
	for _, g := range []struct {
		role  planner.Role
		words []string
	}{
		{planner.PSW, []string{"principal social worker"}},
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
