package practicereview_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/practicereview"
	"peerchallenge/internal/problem"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

var ctx = context.Background()

// site is a story with a practice review: the host's principal social worker and
// two visiting ones.
type site struct {
	*dbtest.Story
	s      *practicereview.Service
	second access.Actor // the other visiting one
}

func begin(t *testing.T) *site {
	t.Helper()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	k := &site{Story: s, s: &practicereview.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://pc.example.org"}}
	k.second = s.Add(access.VisitingPSW)
	return k
}

func (k *site) must(err error) {
	k.T.Helper()
	if err != nil {
		k.T.Fatal(err)
	}
}

func (k *site) refused(err error, kind problem.Kind, what string) {
	k.T.Helper()
	if !problem.Is(err, kind) {
		k.T.Errorf("%s: %v, want %s", what, err, kind)
	}
}

// invalid wants the error to be about that field.
func (k *site) invalid(err error, field, what string) {
	k.T.Helper()
	p, ok := err.(*problem.Problem)
	if ok && p.Kind == problem.Invalid {
		for _, f := range p.Fields {
			if f.Name == field {
				return
			}
		}
	}
	k.T.Errorf("%s: %v, want a message at %s", what, err, field)
}

func (k *site) page() practicereview.Page {
	k.T.Helper()
	p, err := k.s.Page(ctx, k.As(access.VisitingPSW), k.Challenge)
	k.must(err)
	return p
}

var wanted = map[string]int{"Review": 3, "Safeguarding": 2}

// drawn agrees a sample and draws it.
func (k *site) drawn() {
	k.T.Helper()
	k.must(k.s.ProposeSample(ctx, k.As(access.VisitingPSW), k.Challenge, practicereview.Proposal{Wanted: wanted, Why: "Reviews were late last year."}))
	k.must(k.s.AgreeSample(ctx, k.second, k.Challenge, 1))
	k.must(k.s.AgreeSample(ctx, k.As(access.HostPSW), k.Challenge, 1))
	k.must(k.s.CountReferences(ctx, k.As(access.HostPSW), k.Challenge, map[string]int{"Review": 60, "Safeguarding": 20}))
	k.must(k.s.DrawFiles(ctx, k.As(access.VisitingPSW), k.Challenge))
}

// whole is an entry in which everything is answered.
func (k *site) whole(learning string, version int) practicereview.Entry {
	e := practicereview.Entry{AgeBand: "65 and over", TeamType: "Hospital", Answers: map[string]string{}, Overall: "3", Learning: learning, Version: version, Done: true}
	for _, s := range k.Framework.Practice.Sections {
		for _, q := range s.Questions {
			e.Answers[q.ID] = "3"
		}
	}
	return e
}

// entered finishes all entries and gives the files.
func (k *site) entered() []uuid.UUID {
	k.T.Helper()
	k.drawn()
	var files []uuid.UUID
	for _, f := range k.page().Files {
		_, err := k.s.SaveEntry(ctx, k.As(access.VisitingPSW), k.Challenge, f.ID, k.whole("Say why decisions were made.", 0))
		k.must(err)
		files = append(files, f.ID)
	}
	return files
}

func (k *site) write(files []uuid.UUID, title string) uuid.UUID {
	k.T.Helper()
	f, _, err := k.s.SaveFinding(ctx, k.second, k.Challenge, practicereview.FindingInput{Kind: practicereview.Strength, Title: title,
		Text: "In most files the plan begins with what matters to the person.", Files: files})
	k.must(err)
	return f
}

func (k *site) agreeAll(version int) {
	k.T.Helper()
	for _, a := range []access.Actor{k.As(access.VisitingPSW), k.As(access.HostPSW)} {
		k.must(k.s.TakePosition(ctx, a, k.Challenge, practicereview.Position{Agree: true, Version: version}))
	}
	k.must(k.s.TakePosition(ctx, k.second, k.Challenge, practicereview.Position{Differ: true, Words: "I would say this of the hospital team above all.", Version: version}))
}

// handedOver brings the review to the hand-over and gives the finding.
func (k *site) handedOver() uuid.UUID {
	k.T.Helper()
	f := k.write(k.entered(), "Plans begin with what matters to the person")
	k.agreeAll(1)
	k.must(k.s.HandOver(ctx, k.As(access.VisitingPSW), k.Challenge, 1))
	return f
}
