package plan_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/plan"
	"peerchallenge/internal/planner"
)

// "Who could go to Birchley in November?": everybody of the part, with reasons, and
// nobody is written to.
func TestFind_T3_T7_RanksWithReasonsAndWritesToNobody(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	s.AddPool()
	f, err := service(s).Find(context.Background(), s.As(access.Coordinator), s.Cycle,
		plan.Question{Council: s.Others[1], Role: planner.SeniorManager, Month: day("2027-11-01")})
	if err != nil {
		t.Fatal(err)
	}
	can, cannot := 0, 0
	for _, c := range f.People {
		if c.Can {
			can++
			if cannot > 0 || len(c.For) == 0 {
				t.Errorf("%s comes after somebody who cannot go, or without a reason", c.Name)
			}
			continue
		}
		cannot++
		if len(c.Against) == 0 {
			t.Errorf("no reason against %s", c.Name)
		}
	}
	if can < 6 || cannot != 2 { // two work for Birchley
		t.Errorf("%d can, %d cannot", can, cannot)
	}
	as(t, s, access.Job("mail"), func(ctx context.Context, tx pgx.Tx) error {
		var n int
		if err := tx.QueryRow(ctx, `SELECT count(*) FROM mail`).Scan(&n); err != nil || n != 0 {
			t.Errorf("%d mails, %v", n, err)
		}
		return nil
	})
	if _, err := service(s).Find(context.Background(), s.As(access.Coordinator), s.Cycle, plan.Question{Role: "cook"}); err != nil {
		t.Errorf("a question that asks nothing: %v", err)
	}
}

// T5: what the program sees by itself and nobody declared, and what was declared
// and nothing shows.
func TestConflicts_T5_TwoLists(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	s.AddPool()
	lead, councillor := s.People[access.Lead], s.People[access.Councillor]
	as(t, s, s.As(access.Coordinator), func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO role_holding (id, person_id, role, scope, scope_id, starts_on, ended_at) VALUES (gen_random_uuid(), $1, 'dass', 'council', $2, '2020-01-01', '2022-01-01')`,
			lead, s.Others[1])
		return err
	})
	as(t, s, s.As(access.Councillor), func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO declaration (id, challenge_id, region_id, person_id, interest, grounds, at) VALUES (gen_random_uuid(), $1, $2, $3, 'to_be_weighed', '{friendship}', $4)`,
			s.Challenge, s.Region, councillor, s.Clock.Now())
		return err
	})
	d, err := service(s).ConflictsPage(context.Background(), s.As(access.Coordinator), s.Cycle)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(d.Undeclared, func(x plan.Doubt) bool {
		return x.Person == lead.String() && x.CouncilID == s.Others[1].String() && strings.Contains(x.Why[0], "held a post")
	}) {
		t.Errorf("not declared: %+v", d.Undeclared)
	}
	if len(d.Unseen) != 1 || d.Unseen[0].Person != councillor.String() || d.Unseen[0].CouncilID != s.Host.String() {
		t.Errorf("declared: %+v", d.Unseen)
	}
}
