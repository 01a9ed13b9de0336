package selfassessment_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/selfassessment"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

var ctx = context.Background()

type world struct {
	*dbtest.Story
	*selfassessment.Service
	t     *testing.T
	mine  string // a prompt of the story's contributor
	other string // a prompt of another area
	next  string // another prompt of the contributor's
}

func newWorld(t *testing.T, b db.Beginner) world {
	t.Helper()
	s := dbtest.NewStory(t, b)
	f := s.Framework
	return world{Story: s, t: t, mine: f.Areas[0].Prompts[0].ID, next: f.Areas[0].Prompts[1].ID, other: f.Areas[1].Prompts[0].ID,
		Service: &selfassessment.Service{DB: b, Clock: s.Clock, BaseURL: "https://example.org",
			People: &person.Service{DB: b, Clock: s.Clock, BaseURL: "https://example.org"}}}
}

func (w world) save(role access.Role, prompt string, base int, words string) int {
	w.t.Helper()
	saved, err := w.Save(ctx, w.As(role), w.Challenge, prompt, selfassessment.Text{Base: base, Words: words})
	if err != nil {
		w.t.Fatalf("%s saves %s: %v", role, prompt, err)
	}
	return saved.Version
}

func (w world) submit() {
	w.t.Helper()
	if err := w.Submit(ctx, w.As(access.DASS), w.Challenge); err != nil {
		w.t.Fatalf("submit: %v", err)
	}
}

func value[T any](w world, as access.Actor, sql string, args ...any) (got T) {
	w.t.Helper()
	err := db.Read(ctx, w.Story.DB, as, func(tx pgx.Tx) (err error) {
		got, err = db.Value[T](ctx, tx, sql, args...)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return got
}

// outsiders are those who must see nothing of what the host is writing (V2, V6, V8).
func (w world) outsiders() map[string]access.Actor {
	out := map[string]access.Actor{"stranger": access.Person(w.Stranger), "elsewhere": access.Person(w.Elsewhere), "public": access.Public()}
	for _, role := range []access.Role{access.Coordinator, access.SeniorLeader, access.HostPSW, access.VisitingPSW,
		access.Lead, access.Councillor, access.SeniorManager, access.Expert} {
		out[string(role)] = w.As(role)
	}
	return out
}

// everyWay asks for everything there is about an area or prompt, by reading and
// by writing; each must answer as if nothing were there.
func (w world) everyWay(who access.Actor, area, prompt string) map[string]error {
	errs := map[string]error{}
	_, errs["area"] = w.Area(ctx, who, w.Challenge, area)
	_, errs["prompt"] = w.Prompt(ctx, who, w.Challenge, prompt)
	_, errs["versions"] = w.Versions(ctx, who, w.Challenge, prompt, 0, 0)
	_, errs["one version"] = w.Versions(ctx, who, w.Challenge, prompt, 0, 1)
	_, errs["choose evidence"] = w.EvidenceChoices(ctx, who, w.Challenge, prompt)
	_, errs["save"] = w.Save(ctx, who, w.Challenge, prompt, selfassessment.Text{Words: "guess"})
	_, errs["settle"] = w.Settle(ctx, who, w.Challenge, prompt, selfassessment.Text{Words: "guess"}, selfassessment.KeepMine)
	errs["ready"] = w.SetReady(ctx, who, w.Challenge, prompt, true)
	errs["owner"] = w.SetOwner(ctx, who, w.Challenge, area, uuid.Nil)
	errs["judgement"] = w.SetJudgement(ctx, who, w.Challenge, area, "Good")
	errs["add evidence"] = w.AddEvidence(ctx, who, w.Challenge, prompt, uuid.New())
	errs["remove evidence"] = w.RemoveEvidence(ctx, who, w.Challenge, prompt, uuid.New())
	return errs
}

func (w world) wantAllMissing(name string, errs map[string]error) {
	w.t.Helper()
	for way, err := range errs {
		if !problem.Is(err, problem.NotFound) {
			w.t.Errorf("%s, %s: %v, want not found", name, way, err)
		}
	}
}
