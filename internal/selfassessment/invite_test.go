package selfassessment_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/selfassessment"
)

func contains(s, part string) bool { return strings.Contains(s, part) }

// Somebody new can write the areas they were invited to at once and no others,
// and loses them at once (V4); what they wrote stays.
func TestInvite_NewPersonThenTakenBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Tx(t))
	area := w.Framework.Areas[2]
	email := uuid.NewString() + "@example.org"
	i := selfassessment.Invitation{Name: "Danuta Kowalczyk", Email: email, Areas: []string{area.Key}}
	if err := w.Invite(ctx, w.As(access.LinkOfficer), w.Challenge, i); err != nil {
		t.Fatal(err)
	}
	v, err := w.Contributors(ctx, w.As(access.DASS), w.Challenge)
	if err != nil {
		t.Fatal(err)
	}
	var danuta selfassessment.Person
	for _, p := range v.People[area.Key] {
		if p.Name == i.Name {
			danuta = p
		}
	}
	who := access.Person(danuta.ID)
	if _, err := w.Save(ctx, who, w.Challenge, area.Prompts[0].ID, selfassessment.Text{Words: "hers"}); err != nil {
		t.Errorf("writes her area: %v", err)
	}
	if _, err := w.Prompt(ctx, who, w.Challenge, w.mine); !problem.Is(err, problem.NotFound) {
		t.Errorf("another area: %v, want not found", err)
	}
	if err := w.SetOwner(ctx, w.As(access.DASS), w.Challenge, area.Key, danuta.ID); err != nil {
		t.Fatal(err)
	}
	if err := w.TakeBack(ctx, w.As(access.DASS), w.Challenge, danuta.Holding); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Prompt(ctx, who, w.Challenge, area.Prompts[0].ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("after it was taken back: %v, want not found", err)
	}
	p, err := w.Prompt(ctx, w.As(access.DASS), w.Challenge, area.Prompts[0].ID)
	if err != nil || p.Text.Body != "hers" || p.Area.OwnerID != uuid.Nil {
		t.Errorf("%q, owner %v, %v; want her words kept and no owner", p.Text.Body, p.Area.OwnerID, err)
	}
}

// An existing contributor gets one more area; the same again is no error.
func TestInvite_SomebodyOnTheChallenge(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Tx(t))
	i := selfassessment.Invitation{Person: w.Story.People[access.Contributor], Areas: []string{w.Framework.Areas[0].Key, w.Framework.Areas[1].Key}}
	for range 2 {
		if err := w.Invite(ctx, w.As(access.DASS), w.Challenge, i); err != nil {
			t.Fatal(err)
		}
	}
	v, err := w.Areas(ctx, w.As(access.Contributor), w.Challenge)
	if err != nil || len(v.Areas) != 2 {
		t.Errorf("%d areas, %v; want 2", len(v.Areas), err)
	}
}

// Nobody stands on both sides of a challenge (section 2), by list or by e-mail.
func TestInvite_NobodyOfTheTeam(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Tx(t))
	areas := []string{w.Framework.Areas[0].Key}
	for _, role := range []access.Role{access.Lead, access.Expert, access.VisitingPSW} {
		for way, i := range map[string]selfassessment.Invitation{"list": {Person: w.Story.People[role], Areas: areas},
			"e-mail": {Name: "Somebody", Email: w.Story.People[role].String() + "@example.org", Areas: areas}} {
			if err := w.Invite(ctx, w.As(access.DASS), w.Challenge, i); !problem.Is(err, problem.Invalid) {
				t.Errorf("%s by %s: %v, want invalid", role, way, err)
			}
		}
	}
	for name, i := range map[string]selfassessment.Invitation{"a stranger's id": {Person: w.Stranger, Areas: areas},
		"no area": {Person: w.Story.People[access.Contributor]}, "an area that is none": {Person: w.Story.People[access.Contributor], Areas: []string{"x"}}} {
		if err := w.Invite(ctx, w.As(access.DASS), w.Challenge, i); !problem.Is(err, problem.Invalid) {
			t.Errorf("%s: %v, want invalid", name, err)
		}
	}
}
