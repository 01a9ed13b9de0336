package progress_test

import (
	"context"
	"strings"
	"testing"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/offer"
	"peerchallenge/internal/person"
	"peerchallenge/internal/progress"
	"peerchallenge/internal/task"
	"peerchallenge/internal/team"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// Opening a gathering gives each director one thing to do, and whoever is offered
// theirs; an expert only once what they are promised is written (T10). Answered is done.
func TestHome_GatheringAsksOnce(t *testing.T) {
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx := context.Background()
	svc := &offer.Service{DB: s.DB, Clock: s.Clock, People: &person.Service{DB: s.DB, Clock: s.Clock}}
	home := func(as access.Actor) (todo, done []task.Task) {
		t.Helper()
		h, err := (&progress.Service{DB: s.DB, Clock: s.Clock}).Home(ctx, as)
		if err != nil {
			t.Fatal(err)
		}
		for _, list := range [][]task.Task{h.ToDo, h.Done} {
			for _, x := range list {
				switch {
				case x.Kind != "offer":
				case x.DoneAt == nil:
					todo = append(todo, x)
				default:
					done = append(done, x)
				}
			}
		}
		return todo, done
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	stranger := access.Person(s.Stranger)
	if todo, _ := home(stranger); len(todo) != 0 {
		t.Errorf("before it is open: %v", todo)
	}
	must(svc.Open(ctx, s.As(access.Coordinator), s.Cycle, civil.NewDate(2027, 3, 31)))
	todo, _ := home(stranger)
	if len(todo) != 1 || todo[0].DueOn != civil.NewDate(2027, 3, 31) || !strings.HasSuffix(todo[0].Title, " offers") || !strings.HasPrefix(todo[0].ChallengeName, "Peer challenges of ") {
		t.Fatalf("a director has to do: %+v", todo)
	}
	slug := todo[0].Path[len("/offers/"+s.Cycle.String()+"/councils/"):]
	must(svc.SendCouncil(ctx, stranger, s.Cycle, slug, offer.CouncilAnswer{}))
	if todo, done := home(stranger); len(todo) != 0 || len(done) != 1 {
		t.Errorf("after sending: %v, done %v", todo, done)
	}
	if todo, _ := home(access.Person(s.Elsewhere)); len(todo) != 0 {
		t.Errorf("another region: %v", todo)
	}
	who, err := svc.Name(ctx, s.As(access.Coordinator), s.Cycle, offer.Named{Offered: offer.Offered{Name: "Sam", Email: "sam@offer.example", Role: offer.Expert, MaxVisits: 1}})
	must(err)
	if todo, _ := home(access.Person(who)); len(todo) != 0 {
		t.Errorf("an expert is asked before the promise: %v", todo)
	}
	must(svc.SavePromise(ctx, s.As(access.Coordinator), s.Cycle, team.Promise{PersonID: who, Hours: "1", Payment: "1", Expenses: "1", Benefits: "1", Buddy: "1", Support: "1", Format: team.OnThePage}, false))
	if todo, _ := home(access.Person(who)); len(todo) != 1 || todo[0].Path != offer.PersonPath(s.Cycle, who) {
		t.Errorf("the expert has to do: %v", todo)
	}
}
