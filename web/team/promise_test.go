package team_test

import (
	"strings"
	"testing"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
)

// T10: no expert is asked before the promises; their page shows them first, also
// in large print and easy read, to them alone.
func TestPromises_T10_Pages(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	who, coordinator := guest(t, s), s.As(access.Coordinator)
	me := access.Person(who)
	if a := post(t, s, coordinator, "team/ask", "role", "expert", "person", who.String()); a.Code != 422 || !strings.Contains(a.Body, "write down what you promise") {
		t.Errorf("asked without promises: %d %v", a.Code, a.Errors())
	}
	words := []string{"person", who.String(), "hours", "Forty hours", "payment", "25 pounds an hour", "expenses", "Trains", "benefits", "Ask Citizens Advice", "buddy", "Sam Okafor"}
	if a := post(t, s, coordinator, "team/promises", words...); a.Code != 422 || !strings.Contains(a.Body, "Ask Citizens Advice") {
		t.Errorf("without support: %d", a.Code)
	}
	if a := post(t, s, coordinator, "team/promises", append(words, "support", "A call each evening", "format", "easy_read")...); a.Code != 303 {
		t.Fatalf("promising: %d %v %v", a.Code, a.Errors(), a.Err)
	}
	if a := post(t, s, coordinator, "team/ask", "role", "expert", "person", who.String()); a.Code != 303 {
		t.Fatalf("asking: %d %v", a.Code, a.Errors())
	}
	a := get(t, s, me, "invitation")
	look(t, "invitation-expert", a)
	if !strings.Contains(a.Body, "Sam Okafor") || strings.Index(a.Body, "Sam Okafor") > strings.Index(a.Body, "What it is") {
		t.Error("the promises do not come first")
	}
	look(t, "easy-read", get(t, s, me, "invitation/promises"))
	for path, words := range map[string]string{"invitation/promises": "You can say no.", "invitation/promises?as=large_print": "pc-lead"} {
		if a := get(t, s, me, path); a.Code != 200 || !strings.Contains(a.Body, words) || !strings.Contains(a.Body, "Citizens Advice") {
			t.Errorf("%s: %d", path, a.Code)
		}
	}
	for _, role := range []access.Role{access.Lead, access.DASS, access.Expert, access.Councillor} {
		if a := get(t, s, s.As(role), "team/promises"); a.Code != 404 {
			t.Errorf("%s opens the promises: %d", role, a.Code)
		}
		if a := get(t, s, s.As(role), "invitation/promises"); a.Code != 404 {
			t.Errorf("%s opens promises of another: %d", role, a.Code)
		}
	}
}

// T10: needs show on the team page for the coordinator, for the lead only with
// consent, never for the host.
func TestNeeds_T10_Pages(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	for _, consent := range []bool{false, true} {
		pairs := []string{"words", "A ramp and breaks"}
		if consent {
			pairs = append(pairs, "lead", "yes")
		}
		if a := post(t, s, s.As(access.Expert), "invitation/needs", pairs...); a.Code != 303 {
			t.Fatalf("saving: %d %v", a.Code, a.Err)
		}
		for role, may := range map[access.Role]bool{access.Coordinator: true, access.Lead: consent, access.DASS: false, access.Councillor: false, access.LinkOfficer: false} {
			if a := get(t, s, s.As(role), "team"); strings.Contains(a.Body, "A ramp and breaks") != may {
				t.Errorf("consent %v: %s sees the needs: %v", consent, role, !may)
			}
		}
	}
}

// T9: the coordinator records training; what is missing is said on the member's page.
func TestTraining_T9_Pages(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	coordinator := s.As(access.Coordinator)
	href := get(t, s, coordinator, "team").Doc.Find("a[href$='/training']").First().AttrOr("href", "")
	path := strings.TrimPrefix(href, "/challenges/"+s.Challenge.String()+"/") // the lead's, who is first
	if a := get(t, s, coordinator, path); a.Code != 200 || a.Doc.Find("input[name=role-year]").AttrOr("value", "") != "2027" {
		t.Errorf("the form at %q: %d", href, a.Code)
	}
	if a := post(t, s, coordinator, path, "role-day", "31", "role-month", "2", "role-year", "2027"); a.Code != 422 || a.Doc.Find("input[name=role-day]").AttrOr("value", "") != "31" {
		t.Errorf("an impossible day: %d", a.Code)
	}
	if a := post(t, s, coordinator, path, "role-day", "1", "role-month", "2", "role-year", "2027"); a.Code != 303 {
		t.Fatalf("recording: %d %v", a.Code, a.Err)
	}
	if a := get(t, s, s.As(access.Lead), "invitation"); !strings.Contains(a.Body, "Before you can open anything: be trained in co-production") {
		t.Error("the lead does not read what is missing")
	}
	if a := get(t, s, s.As(access.DASS), path); a.Code != 404 {
		t.Errorf("the host opens it: %d", a.Code)
	}
}
