package visit_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/visit"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

var ctx = context.Background()

type world struct {
	*dbtest.Story
	t   testing.TB
	svc *visit.Service
}

func newWorld(t testing.TB, b db.Beginner) world {
	t.Helper()
	s := dbtest.NewStory(t, b)
	return world{s, t, &visit.Service{DB: s.DB, Clock: s.Clock, BaseURL: "http://test"}}
}

var day1 = civil.NewDate(2027, 5, 11)

func (w world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w world) refused(err error, kind problem.Kind) {
	w.t.Helper()
	if !problem.Is(err, kind) {
		w.t.Fatalf("got %v, want %v", err, kind)
	}
}

func (w world) member(role access.Role) *uuid.UUID {
	id := w.People[role]
	return &id
}

// group is a group of six to eight of the front line, 10 to 11 on the first day.
func (w world) group() visit.Details {
	return visit.Details{Kind: visit.Group, Audience: visit.FrontLine, Title: "front-door team", Day: day1, Starts: 600, Ends: 660,
		Place: "Civic Hall", Room: "Oak", Size: visit.SixToEight, LeadID: w.member(access.Councillor), NotesID: w.member(access.Expert)}
}

func (w world) add(d visit.Details) uuid.UUID {
	w.t.Helper()
	id, err := w.svc.Add(ctx, w.As(access.LinkOfficer), w.Challenge, d)
	w.must(err)
	return id
}

func (w world) carers() visit.Details {
	d := w.group()
	d.Audience, d.Title, d.Starts, d.Ends, d.Room = visit.Carers, "unpaid carers", 780, 840, "Elm"
	return d
}

func (w world) organise(session uuid.UUID) {
	w.t.Helper()
	w.must(w.svc.GiveOrganiser(ctx, w.As(access.LinkOfficer), w.Challenge, session, w.People[access.Contributor]))
}

func (w world) share() {
	w.t.Helper()
	w.must(w.svc.ShareProgramme(ctx, w.As(access.LinkOfficer), w.Challenge))
}

// onSite shares the programme and goes to the first day at half past ten.
func (w world) onSite() {
	w.t.Helper()
	w.share()
	w.MoveTo(access.Reading)
	w.MoveTo(access.OnSite)
	w.Clock.Set(time.Date(2027, 5, 11, 10, 30, 0, 0, clock.London))
}

// count asks as somebody, with no filter but the policies.
func (w world) count(actor access.Actor, sql string, args ...any) (n int) {
	w.t.Helper()
	w.must(db.Read(ctx, w.DB, actor, func(tx pgx.Tx) error { return tx.QueryRow(ctx, sql, args...).Scan(&n) }))
	return n
}

// others are everybody of the story but those named, a stranger and nobody.
func (w world) others(but ...access.Role) map[string]access.Actor {
	out := map[string]access.Actor{"stranger": access.Person(w.Stranger), "other region": access.Person(w.Elsewhere), "nobody": access.Public()}
next:
	for _, r := range dbtest.Everyone {
		for _, b := range but {
			if r == b {
				continue next
			}
		}
		out[string(r)] = w.As(r)
	}
	return out
}

func (w world) dayBefore() civil.Date { return day1.AddDays(-1) }
