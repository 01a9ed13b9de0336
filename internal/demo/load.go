package demo

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/cycle"
	"peerchallenge/internal/db"
	"peerchallenge/internal/directory"
	"peerchallenge/internal/schedule"
)

// Load tells the whole story in one transaction of pool, on a clock of its own.
// build makes the services on that transaction and clock; owner connects as the
// database's owner, who alone makes the first operator.
func Load(ctx context.Context, pool, owner db.Beginner, build func(db.Beginner, clock.Clock) Services) error {
	story := clock.At(First.Time())
	outside := build(pool, story)
	if _, err := outside.People.CreateOperator(ctx, owner, "Kwame Asante-Lindqvist", Persona{Key: OperatorKey}.Email()); err != nil {
		return fmt.Errorf("demonstration: operator: %w", err)
	}
	tx, err := pool.BeginTx(ctx, pgx.TxOptions{})
	if err != nil {
		return fmt.Errorf("demonstration: %w", err)
	}
	defer func() { _ = tx.Rollback(ctx) }() // after Commit this does nothing
	within := db.Within{Tx: tx}
	t := &teller{Services: build(within, story), ctx: ctx, clock: story, people: map[string]uuid.UUID{},
		councils: map[string]uuid.UUID{}, challenges: map[string]uuid.UUID{}, plans: map[string]*plan{}}
	t.beginning(within)
	books := map[string]*book{}
	for _, v := range visits {
		books[v.host] = t.visit(v)
		if v.host == "Hollinsea" {
			t.destroyed("2025-02-07 03:00")
		}
	}
	t.stavenholm(books["Stavenholm"])
	t.calderwick(books["Calderwick"])
	t.wrenhaven(books["Wrenhaven"])
	t.dunmere(books["Dunmere"])
	t.ashcombe()
	t.ashcombeProgramme()
	t.ashcombeSample()
	t.aConcern(within)
	t.documentRequests()
	t.retention()
	t.followUps()
	t.evaluations()
	t.ideas()
	t.gathering(within)
	t.reminders()
	t.end(within)
	t.todaysReminders(within)
	if t.err != nil {
		return t.err
	}
	return tx.Commit(ctx)
}

// beginning: the region, its people, two cycles and their visits.
func (t *teller) beginning(b db.Beginner) {
	t.on("2024-01-15 09:00")
	t.tell("find the operator", func() error {
		v := Visitor{DB: b}
		id, err := v.PersonFor(t.ctx, OperatorKey)
		t.people[OperatorKey] = id
		return err
	})
	t.tell("create the region", func() error {
		file, err := data.ReadFile("data/councils.csv")
		if err != nil {
			return err
		}
		t.region, err = t.Regions.CreateFromCSV(t.ctx, t.as(OperatorKey), RegionName, file)
		return err
	})
	t.tell("mark it as fictional", func() error {
		return t.councilIDs(b)
	})
	t.folk(b)
	t.on("2024-01-22 10:00")
	t.openCycle("2024 to 2026", civil.NewDate(2024, 9, 1), civil.NewDate(2026, 8, 31))
	t.place("Hollinsea", "2024-10-08")
	t.on("2026-01-12 10:00")
	t.openCycle("2026 to 2028", civil.NewDate(2026, 9, 1), civil.NewDate(2028, 8, 31))
	for _, v := range []struct{ host, first string }{{"Thornbeck", "2026-09-08"}, {"Kestrelton", "2026-11-17"}, {"Larkwater", "2027-01-12"},
		{"Stavenholm", "2027-01-26"}, {"Calderwick", "2027-02-16"}, {"Wrenhaven", "2027-02-23"}, {"Dunmere", "2027-03-09"},
		{"Brindleport", "2027-03-23"}, {"Ashcombe", "2027-05-11"}, {"Oxenbury", "2027-06-08"}} {
		t.place(v.host, v.first)
	}
}

func (t *teller) openCycle(name string, first, last civil.Date) {
	t.tell("open the cycle "+name, func() error {
		var err error
		t.cycle, err = t.Schedule.OpenCycle(t.ctx, t.as("coordinator"), cycle.Opening{Region: t.region, Name: name, FirstDay: first, LastDay: last})
		return err
	})
	t.recordAgreements(first.Year())
}

func (t *teller) councilIDs(b db.Beginner) error {
	return db.InTx(t.ctx, b, t.as(OperatorKey), func(tx pgx.Tx) error {
		list, err := db.All[struct {
			ID   uuid.UUID
			Name string
		}](t.ctx, tx, `SELECT id, name FROM council WHERE region_id = $1`, t.region)
		for _, c := range list {
			t.councils[c.Name] = c.ID
		}
		return err
	})
}

// folk: the coordinators are invited by the operator, everybody else is entered
// by the first of them.
func (t *teller) folk(b db.Beginner) {
	cast, err := Cast()
	t.must("read the cast", err)
	for _, p := range cast {
		if p.Key == OperatorKey {
			continue
		}
		t.tell("enter "+p.Name, func() error {
			if p.Standing == "coordinator" {
				if err := t.Regions.InviteCoordinator(t.ctx, t.as(OperatorKey), t.region, p.Name, p.Email()); err != nil {
					return err
				}
				v := Visitor{DB: b}
				var err error
				t.people[p.Key], err = v.PersonFor(t.ctx, p.Key)
				return err
			}
			n := directory.NewPerson{Name: p.Name, Email: p.Email(), Job: p.Post, Council: t.councils[p.Council]}
			if p.Standing != "" {
				n.Post = &directory.NewPost{Role: access.Role(p.Standing), Council: n.Council, Title: p.Post, Starts: civil.Of(t.clock.Now())}
			}
			var err error
			t.people[p.Key], err = t.Directory.Add(t.ctx, t.as("coordinator"), n)
			return err
		})
	}
}

func (t *teller) place(host, first string) {
	t.tell("place the visit to "+host, func() error {
		var err error
		t.challenges[host], err = t.Schedule.PlaceVisit(t.ctx, t.as("coordinator"), schedule.Placing{Cycle: t.cycle, Council: t.councils[host], First: civil.MustParseISO(first)})
		return err
	})
}

// end: the story's own mails are not sent again to whoever looks at it today.
func (t *teller) end(b db.Beginner) {
	t.tell("put the mails away", func() error {
		return db.InTx(t.ctx, b, access.Job("mail"), func(tx pgx.Tx) error {
			_, err := tx.Exec(t.ctx, `UPDATE mail SET sent_at = queued_at, body = '' WHERE sent_at IS NULL`)
			return err
		})
	})
}
