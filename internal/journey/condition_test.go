package journey_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/journey"
)

func moment(day string) time.Time {
	return civil.MustParseISO(day).Time().In(clock.London).Add(9 * time.Hour)
}

// prepared is a challenge at preparing to which nothing is missing on its reading day.
func prepared() journey.Facts {
	at := moment("2027-04-01")
	return journey.Facts{Stage: access.Preparing, OnsiteFirst: civil.NewDate(2027, 5, 11), OnsiteLast: civil.NewDate(2027, 5, 13), AgreedAt: &at, SubmittedAt: &at,
		DocumentsSharedAt: &at, Dates: map[challenge.DateKind]civil.Date{challenge.ReadingOpens: civil.NewDate(2027, 4, 20), challenge.FollowUp6: civil.NewDate(2027, 11, 15)},
		Leads: 1, Councillors: 1, SeniorManagers: 2, Experts: 1}
}

// Section 3, "leaves when": each condition by itself keeps a challenge where it
// is; with all of them it goes on.
func TestConditions_Section3_EachHoldsTheStage(t *testing.T) {
	t.Parallel()
	postponed := "postponed"
	for name, c := range map[string]struct {
		change func(f *journey.Facts)
		now    string
		want   bool
	}{
		"all is there":            {func(*journey.Facts) {}, "2027-04-20", true},
		"the day before":          {func(*journey.Facts) {}, "2027-04-19", false},
		"not submitted (A5)":      {func(f *journey.Facts) { f.SubmittedAt = nil }, "2027-04-20", false},
		"documents not shared":    {func(f *journey.Facts) { f.DocumentsSharedAt = nil }, "2027-04-20", false},
		"a document missing (D1)": {func(f *journey.Facts) { f.DocumentsOpen = 1 }, "2027-04-20", false},
		"no lead (T1)":            {func(f *journey.Facts) { f.Leads = 0 }, "2027-04-20", false},
		"no councillor (T2)":      {func(f *journey.Facts) { f.Councillors = 0 }, "2027-04-20", false},
		"one senior manager (T3)": {func(f *journey.Facts) { f.SeniorManagers = 1 }, "2027-04-20", false},
		"no expert (T4)":          {func(f *journey.Facts) { f.Experts = 0 }, "2027-04-20", false},
		"not trained (T9)":        {func(f *journey.Facts) { f.Unready = 1 }, "2027-04-20", false},
		"postponed":               {func(f *journey.Facts) { f.Ended = &postponed }, "2027-04-20", false},
		"reading, before day 1":   {func(f *journey.Facts) { f.Stage = access.Reading }, "2027-05-10", false},
		"reading, day 1":          {func(f *journey.Facts) { f.Stage = access.Reading }, "2027-05-11", true},
		"day 1, no expert (T4)":   {func(f *journey.Facts) { f.Stage, f.Experts = access.Reading, 0 }, "2027-05-11", false},
		"day 1, the reason said":  {func(f *journey.Facts) { f.Stage, f.Experts, f.NoExpertSaid = access.Reading, 0, true }, "2027-05-11", true},
		"on site, not presented":  {func(f *journey.Facts) { f.Stage = access.OnSite }, "2027-06-01", false},
		"final, before its date":  {func(f *journey.Facts) { f.Stage = access.Final }, "2027-11-14", false},
		"final, on its date":      {func(f *journey.Facts) { f.Stage = access.Final }, "2027-11-15", true},
		"closed stays closed":     {func(f *journey.Facts) { f.Stage = access.Closed }, "2029-11-15", false},
		"finalising, one to sign": {func(f *journey.Facts) { f.Stage, f.SignOffsOpen = access.Finalising, 1 }, "2027-08-01", false},
		"fact check, window open": {func(f *journey.Facts) { f.Stage, f.CommentsCloseAt = access.FactCheck, ptr(moment("2027-06-20")) }, "2027-06-19", false},
		"fact check, not answered": {func(f *journey.Facts) {
			f.Stage, f.CommentsCloseAt, f.AnswersOpen = access.FactCheck, ptr(moment("2027-06-20")), 1
		}, "2027-06-21", false},
		"fact check, all answered": {func(f *journey.Facts) { f.Stage, f.CommentsCloseAt = access.FactCheck, ptr(moment("2027-06-20")) }, "2027-06-21", true},
	} {
		f := prepared()
		c.change(&f)
		if got := journey.Ready(f, moment(c.now)); got != c.want {
			t.Errorf("%s: ready %v, want %v", name, got, c.want)
		}
	}
}

func ptr(t time.Time) *time.Time { return &t }

// Section 3: a reason passes over what is not ready, and never over the host's
// window (F7), sign-off (F8), presenting and handing over (F6), nor an expert
// missing without a reason (T4).
func TestBarred_F7F8T4_WhatNoReasonPassesOver(t *testing.T) {
	t.Parallel()
	want := map[access.Stage]string{access.Scheduled: "", access.Preparing: "", access.Reading: "expert-or-reason", access.OnSite: "presented",
		access.Drafting: "draft", access.FactCheck: "window", access.Finalising: "sign-off", access.Final: "", access.FollowUp: "last-check", access.Closed: ""}
	got := map[access.Stage]string{}
	for _, stage := range access.Stages {
		f := journey.Facts{Stage: stage, SignOffsOpen: 1, AnswersOpen: 1}
		got[stage] = ""
		if b := journey.Barred(f, moment("2027-05-11")); b != nil {
			got[stage] = b.Key
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// V6: the facts say nothing to those who are not on the challenge, nor to jobs of
// another name; everybody on it reads the same.
func TestFacts_V6_OnlyForThoseOnTheChallenge(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	read := func(actor access.Actor) (n int) {
		err := db.Read(context.Background(), s.DB, actor, func(tx pgx.Tx) error {
			facts, err := journey.FactsTx(context.Background(), tx, s.Clock.Now(), s.Challenge)
			n = len(facts)
			if err == nil && n == 1 && (facts[s.Challenge].Experts != 1 || facts[s.Challenge].Dates[challenge.ReadingOpens] != civil.NewDate(2027, 4, 20)) {
				t.Errorf("facts: %+v", facts[s.Challenge])
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, role := range dbtest.Everyone {
		if read(s.As(role)) != 1 {
			t.Errorf("%s reads no facts", role)
		}
	}
	for name, actor := range map[string]access.Actor{"stranger": access.Person(s.Stranger), "another region": access.Person(s.Elsewhere), "operator": dbtest.Operator,
		"public": access.Public(), "mail": access.Job("mail")} {
		if read(actor) != 0 {
			t.Errorf("%s reads the facts", name)
		}
	}
}

// T4: on day 1 without an expert the challenge waits, until the team has said why;
// the reason is what the report prints.
func TestAdvance_T4_NoExpertWaitsForTheReason(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	s.MoveTo(access.Reading)
	ctx := context.Background()
	end := func(actor access.Actor, sql string, args ...any) {
		t.Helper()
		if err := db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error { return db.ExecOne(ctx, tx, sql, args...) }); err != nil {
			t.Fatal(err)
		}
	}
	end(s.As(access.Coordinator), `UPDATE role_holding SET ended_at = $2 WHERE person_id = $1`, s.People[access.Expert], s.Clock.Now())
	if got := advance(t, s, 5, 11); got != access.Reading {
		t.Fatalf("without an expert and a reason the stage is %s", got)
	}
	if err := (&finding.Service{DB: s.DB, Clock: s.Clock}).SayNoExpert(ctx, s.As(access.Lead), s.Challenge, "Two experts fell ill in the week before"); err != nil {
		t.Fatal(err)
	}
	if got := advance(t, s, 5, 11); got != access.OnSite {
		t.Errorf("with the reason written the stage is %s", got)
	}
}
