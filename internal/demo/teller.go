package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/accuracy"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/concern"
	"peerchallenge/internal/council"
	"peerchallenge/internal/directory"
	"peerchallenge/internal/document"
	"peerchallenge/internal/evaluation"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/followup"
	"peerchallenge/internal/host"
	"peerchallenge/internal/journey"
	"peerchallenge/internal/learning"
	"peerchallenge/internal/offer"
	"peerchallenge/internal/person"
	"peerchallenge/internal/practicereview"
	"peerchallenge/internal/regionsetup"
	"peerchallenge/internal/reminder"
	"peerchallenge/internal/report"
	"peerchallenge/internal/retention"
	"peerchallenge/internal/schedule"
	"peerchallenge/internal/scope"
	"peerchallenge/internal/selfassessment"
	"peerchallenge/internal/team"
	"peerchallenge/internal/visit"
)

// Services are the verbs of the story. All must use one clock, which the story
// moves, and one database.
type Services struct {
	People      *person.Service
	Regions     *regionsetup.Service
	Directory   *directory.Service
	Councils    *council.Service
	Schedule    *schedule.Service
	Offers      *offer.Service
	Host        *host.Service
	Team        *team.Service
	Scopes      *scope.Service
	Assessments *selfassessment.Service
	Documents   *document.Service
	Findings    *finding.Service
	Accuracy    *accuracy.Service
	Reports     *report.Service
	FollowUp    *followup.Service
	Journey     *journey.Service
	Practice    *practicereview.Service
	Concerns    *concern.Service
	Reminders   *reminder.Service
	Visits      *visit.Service
	Learning    *learning.Service
	Evaluation  *evaluation.Service
	Retention   *retention.Service
}

// teller tells the story. The first thing that goes wrong stops it; everything
// after that is passed over.
type teller struct {
	Services
	ctx        context.Context
	clock      *clock.Fixed
	err        error
	region     uuid.UUID
	cycle      uuid.UUID
	people     map[string]uuid.UUID // by key
	councils   map[string]uuid.UUID // by name
	challenges map[string]uuid.UUID // by host council
	plans      map[string]*plan     // programmes of visits, by host council
}

// on moves the story to a moment, "2026-10-01 09:30".
func (t *teller) on(moment string) {
	at, err := time.ParseInLocation("2006-01-02 15:04", moment, clock.London)
	t.must("a moment", err)
	t.clock.Set(at)
}

// must stops the story at an error, saying what was being told.
func (t *teller) must(what string, err error) {
	if err != nil && t.err == nil {
		t.err = fmt.Errorf("demonstration: %s on %s: %w", what, civil.Of(t.clock.Now()), err)
	}
}

// tell runs one act unless the story has stopped.
func (t *teller) tell(what string, act func() error) {
	if t.err == nil {
		t.must(what, act())
	}
}

// as is the actor of a persona.
func (t *teller) as(key string) access.Actor {
	id, ok := t.people[key]
	if !ok && t.err == nil {
		t.err = fmt.Errorf("demonstration: nobody is %q", key)
	}
	return access.Person(id)
}
