package offer_test

import (
	"context"
	"fmt"
	"testing"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/offer"
	"peerchallenge/internal/problem"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// tables of this slice, and who of a gathered council's world reads rows of it.
var tables = []string{"council_offer", "council_assessment", "council_offer_draft", "person_offer", "person_answer", "person_unavailable", "person_link", "person_training", "person_need", "person_promise", "gathering_reminder", "council_closed_dates"}

// told is a gathering in which the host's director has answered and drafted, and two of its
// people: a manager with everything filled in, and an expert with a promise.
func told(t *testing.T) (g *ground, manager uuid.UUID) {
	g = open(t)
	ctx := context.Background()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(g.svc.SendCouncil(ctx, g.As(access.DASS), g.Cycle, g.slug, full(g)))
	must(g.svc.SaveDraft(ctx, g.As(access.DASS), g.Cycle, g.slug, map[string][]string{"look_at": {"not sent"}}))
	manager = read[uuid.UUID](g, g.As(access.Coordinator), `SELECT id FROM person WHERE name = 'Seán Ó Briain'`)
	must(g.svc.AnswerPerson(ctx, access.Person(manager), g.Cycle, manager, offer.PersonAnswer{Yes: true, Needs: "A quiet room", RoleOn: day("2027-01-10"),
		Away: []offer.Range{{First: day("2027-08-02"), Last: day("2027-08-20")}}, Links: []offer.Link{{CouncilID: g.Others[0], Kind: offer.DrawsOnCare}}}))
	expert := g.offered(offer.Expert)
	must(g.svc.SavePromise(ctx, g.As(access.Coordinator), g.Cycle, promise(expert, "web"), false))
	_, err := g.svc.Remind(ctx, g.As(access.Coordinator), g.Cycle, []uuid.UUID{g.Others[2]}, nil)
	must(err)
	return g, manager
}

// V1, V3: the database itself shows rows of a gathering to the council's director,
// the person and the region's coordinators, each what is theirs, and to nobody else.
func TestWalls_V3_WhoReadsWhat(t *testing.T) {
	g, manager := told(t)
	g.t = t
	want := map[string]map[string]int{ // anything not named is 0
		"the coordinator": {"council_offer": 1, "council_assessment": 1, "person_offer": 3, "person_answer": 1, "person_unavailable": 1, "person_link": 1, "person_training": 1, "person_need": 1, "person_promise": 1, "gathering_reminder": 1, "council_closed_dates": 1},
		"the director":    {"council_offer": 1, "council_assessment": 1, "council_offer_draft": 1, "person_offer": 2, "person_answer": 1, "person_unavailable": 1, "council_closed_dates": 1},
		"the person":      {"person_offer": 1, "person_answer": 1, "person_unavailable": 1, "person_link": 1, "person_training": 1, "person_need": 1},
		"the lead":        {"council_closed_dates": 1}, // of the host of a challenge they are on
	}
	for name, as := range map[string]access.Actor{"the coordinator": g.As(access.Coordinator), "the director": g.As(access.DASS), "the person": access.Person(manager),
		"another director": access.Person(g.Stranger), "another region": access.Person(g.Elsewhere), "the lead": g.As(access.Lead), "nobody": access.Public()} {
		for _, table := range tables {
			if got := read[int](g, as, fmt.Sprintf(`SELECT count(*)::int FROM %s`, table)); got != want[name][table] {
				t.Errorf("%s reads %d rows of %s, want %d", name, got, table, want[name][table])
			}
		}
	}
}

// V6: to strangers the pages are not there; access needs and links are the person's
// and the coordinators', not even their own director's (T10).
func TestWalls_V6_PagesOfStrangers(t *testing.T) {
	g, manager := told(t)
	ctx := context.Background()
	for name, as := range map[string]access.Actor{"another director": access.Person(g.Stranger), "another region": access.Person(g.Elsewhere), "the lead": g.As(access.Lead), "the person": access.Person(manager)} {
		if _, err := g.svc.CouncilPage(ctx, as, g.Cycle, g.slug); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s opens the council's page: %v", name, err)
		}
		if err := g.svc.SendCouncil(ctx, as, g.Cycle, g.slug, full(g)); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s sends for the council: %v", name, err)
		}
		if _, err := g.svc.List(ctx, as, g.Cycle); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s reads who has answered: %v", name, err)
		}
	}
	for name, as := range map[string]access.Actor{"their director": g.As(access.DASS), "another director": access.Person(g.Stranger), "another region": access.Person(g.Elsewhere), "the lead": g.As(access.Lead)} {
		if _, err := g.svc.PersonPage(ctx, as, g.Cycle, manager); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s opens the person's page: %v", name, err)
		}
		if err := g.svc.AnswerPerson(ctx, as, g.Cycle, manager, offer.PersonAnswer{Yes: true}); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s answers for the person: %v", name, err)
		}
	}
	if v, err := g.svc.CouncilPage(ctx, g.As(access.Coordinator), g.Cycle, g.slug); err != nil || v.Draft != nil {
		t.Errorf("the coordinator sees the draft: %v, %v", v.Draft, err)
	}
}

// The second wall: even a wrong query of ours cannot answer in another's name.
func TestWalls_DatabaseRefusesWritesForOthers(t *testing.T) {
	g, manager := told(t)
	ctx := context.Background()
	for name, c := range map[string]struct {
		as  access.Actor
		sql string
	}{
		"a director types as if the person answered": {g.As(access.DASS), `INSERT INTO person_answer (cycle_id, person_id, region_id, answer, answered_at) SELECT cycle_id, person_id, region_id, 'yes', now() FROM person_offer WHERE role = 'councillor'`},
		"a coordinator hides that they typed":        {g.As(access.Coordinator), `UPDATE person_answer SET typed_by = NULL`},
		"a person confirms their own training":       {access.Person(manager), `UPDATE person_training SET confirmed_by = app_actor(), confirmed_at = now()`},
		"a coordinator answers as the council":       {g.As(access.Coordinator), `UPDATE council_offer SET typed_by = NULL`},
		"a person offers themselves for more":        {access.Person(manager), `WITH x AS (UPDATE person_offer SET max_visits = 12 RETURNING 1) SELECT 1 / (SELECT count(*) FROM x)`},
	} {
		err := db.InTx(ctx, g.DB, c.as, func(tx pgx.Tx) error { _, err := tx.Exec(ctx, c.sql); return err })
		if err == nil {
			t.Errorf("%s: the database let it through", name)
		}
	}
}
