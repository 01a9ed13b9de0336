package offer_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/offer"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/retention"
)

// goneBut are the rows that stay of what a coordinator reads in told, once it is destroyed.
var goneBut = map[string]int{"council_offer": 1, "person_offer": 3, "person_answer": 1, "council_closed_dates": 1}

// I2: twelve weeks after the cycle's last visit what was said to plan it is destroyed,
// once, with proof; not a day before, and not while a request may cover it (I3).
// Nothing can be said after that.
func TestDestroy_I2_WhatWasGathered(t *testing.T) {
	g, manager := told(t)
	g.t = t
	ctx, coordinator := context.Background(), g.As(access.Coordinator)
	job := &retention.Service{DB: g.DB, Clock: g.Clock, BaseURL: "https://peer.example"}
	page, err := g.svc.PersonPage(ctx, access.Person(manager), g.Cycle, manager)
	if err != nil {
		t.Fatal(err)
	}
	lastVisit := read[civil.Date](g, coordinator, `SELECT greatest(y.last_day, (SELECT max(onsite_last) FROM challenge WHERE cycle_id = y.id)) FROM cycle y WHERE y.id = '`+g.Cycle.String()+`'`)
	due := page.Gathering.KeptUntil
	if due != lastVisit.AddDays(84) {
		t.Errorf("kept until %s, the last visit is on %s", due, lastVisit)
	}
	destroys := func(want int) {
		t.Helper()
		if n, err := job.DestroyDue(ctx); err != nil || n != want {
			t.Errorf("%d destroyed, want %d, %v", n, want, err)
		}
	}
	g.Clock.Set(due.AddDays(-1).Time().Add(12 * time.Hour))
	destroys(0)
	g.Clock.Set(due.Time().Add(12 * time.Hour))
	err = job.LogRequest(ctx, coordinator, g.Challenge, retention.NewRequest{Law: "subject_access", Words: "What is held about me", Requester: "Somebody", Kinds: []string{"people"}, ReceivedOn: due.AddDays(-3)})
	if err != nil {
		t.Fatal(err)
	}
	destroys(0)
	request := read[uuid.UUID](g, coordinator, `SELECT id FROM information_request`)
	if err := job.CloseRequest(ctx, coordinator, g.Challenge, request, retention.Closing{Outcome: "given"}); err != nil {
		t.Fatal(err)
	}
	destroys(1)
	destroys(0)
	for _, table := range tables {
		if got := read[int](g, coordinator, `SELECT count(*)::int FROM `+table); got != goneBut[table] {
			t.Errorf("%d rows of %s stay, want %d", got, table, goneBut[table])
		}
	}
	if n := read[int](g, coordinator, `SELECT people FROM gathering_destruction`); n != 1 {
		t.Errorf("proof of %d answers, want 1", n)
	}
	for what, err := range map[string]error{
		"the person answers":     g.svc.AnswerPerson(ctx, access.Person(manager), g.Cycle, manager, offer.PersonAnswer{Yes: true}),
		"the director sends":     g.svc.SendCouncil(ctx, g.As(access.DASS), g.Cycle, g.slug, full(g)),
		"the director drafts":    g.svc.SaveDraft(ctx, g.As(access.DASS), g.Cycle, g.slug, map[string][]string{"look_at": {"late"}}),
		"the coordinator writes": g.svc.SavePromise(ctx, coordinator, g.Cycle, promise(manager, "web"), false),
	} {
		if !problem.Is(err, problem.Closed) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// I2: nobody but the job destroys.
func TestDestroy_I2_TheJobAlone(t *testing.T) {
	g, _ := told(t)
	for name, as := range map[string]access.Actor{"the coordinator": g.As(access.Coordinator), "the director": g.As(access.DASS), "nobody": access.Public()} {
		err := db.InTx(context.Background(), g.DB, as, func(tx pgx.Tx) error {
			_, err := tx.Exec(context.Background(), `SELECT destroy_gathered('2099-01-01', now())`)
			return err
		})
		if !problem.Is(err, problem.NotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
