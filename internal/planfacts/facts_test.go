package planfacts_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/council"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/planfacts"
	"peerchallenge/internal/planner"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func day(s string) civil.Date { return civil.MustParseISO(s) }

func problemOf(t *testing.T, s *dbtest.Story) planner.Problem {
	t.Helper()
	var p planner.Problem
	err := db.InTx(context.Background(), s.DB, s.As(access.Coordinator), func(tx pgx.Tx) error {
		f, err := planfacts.ReadTx(context.Background(), tx, s.Cycle, day("2027-03-01"))
		p = f.Problem()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// The region's numbers are framework data; the starter's are the planner's own, and
// so are those of a version from before there were any.
func TestRules_StarterFrameworkIsThePlannersDefault(t *testing.T) {
	p := reference.StarterFramework().Planning
	w := planner.DefaultRules().Weights
	for _, g := range planner.Goals {
		if p.Weights[string(g)] != w.Of(g) {
			t.Errorf("%s weighs %d in the starter framework, %d in the planner", g, p.Weights[string(g)], w.Of(g))
		}
	}
	if len(p.Weights) != len(planner.Goals) {
		t.Errorf("%d weights for %d goals", len(p.Weights), len(planner.Goals))
	}
}

// S1, S3: a visit that is agreed or near keeps its date; who is asked stays known.
func TestProblem_S1_S3_WhatIsThereStays(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	s.AddPool()
	p := problemOf(t, s)
	if len(p.Councils) != 4 || len(p.Faults()) != 0 {
		t.Errorf("%d councils, faults %v", len(p.Councils), p.Faults())
	}
	if len(p.Pins) != 1 || p.Pins[0].Council != s.Host.String() || p.Pins[0].FirstDay != day("2027-05-11") {
		t.Errorf("pins %+v", p.Pins)
	}
	if p.Current == nil || len(p.Current.Visits) != 1 || len(p.Current.Visits[0].Places) != 5 {
		t.Errorf("current %+v", p.Current)
	}
	if p.NotBefore != day("2027-05-24") {
		t.Errorf("not before %s", p.NotBefore)
	}
}

// V3: to everybody but the coordinators of its region a cycle is missing.
func TestRead_V3_MissingToOthers(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	for name, actor := range map[string]access.Actor{"a director": access.Person(s.Stranger), "a coordinator of another region": access.Person(s.Elsewhere),
		"the lead": s.As(access.Lead), "the public": access.Public()} {
		err := db.InTx(context.Background(), s.DB, actor, func(tx pgx.Tx) error {
			_, err := planfacts.ReadTx(context.Background(), tx, s.Cycle, day("2027-03-01"))
			return err
		})
		if !problem.Is(err, problem.NotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// People of a visit that has been have that visit less to give (T7).
func TestProblem_T7_HistoryTakesAVisit(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	s.AddPool()
	s.MoveTo(access.Drafting)
	p := problemOf(t, s)
	if p.Current != nil {
		t.Errorf("current %+v", p.Current)
	}
	for _, q := range p.People {
		if q.ID == s.People[access.Lead].String() && q.MaxVisits != 2 {
			t.Errorf("the lead has %d visits left of 3", q.MaxVisits)
		}
	}
}

// S4: school holidays count for the council whose they are; where nobody entered
// any, none is made up.
func TestProblem_S4_SchoolHolidaysOfACouncil(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	s.AddPool()
	err := (&council.Service{DB: s.DB, Clock: s.Clock}).AddSchoolHoliday(context.Background(), s.As(access.Coordinator),
		council.NewSchoolHoliday{Councils: []uuid.UUID{s.Others[1]}, FirstDay: day("2027-10-25"), LastDay: day("2027-10-29"), Name: "Half term"})
	if err != nil {
		t.Fatal(err)
	}
	p := problemOf(t, s)
	for _, c := range p.Councils {
		if want := c.ID == s.Others[1].String(); (len(p.SchoolOf(c)) == 1) != want {
			t.Errorf("%s has %v", c.Name, p.SchoolOf(c))
		}
	}
}
