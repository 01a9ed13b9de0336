package account_test

import (
	"strings"
	"testing"
)

// V4: a reset ends the sessions there are.
func TestReset_V4_EndsSessionsElsewhere(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.setPassword()
	elsewhere, b := h.browser(), h.browser()
	elsewhere.post("/sign-in/password", "email", h.Email, "password", goodPassword)
	if !elsewhere.signedIn() {
		t.Fatal("not signed in to begin with")
	}
	b.post("/reset", "email", h.Email).wants(t, 200, "/reset/sent", "If we know "+h.Email)
	link := h.mailed(linkIn)
	b.get(link).wants(t, 200, link, "New password")
	b.post(link, "password", "short").wants(t, 422, link, "12 characters or more")
	b.post(link, "password", "quite another password").wants(t, 200, "/", "Hello Helen Marsden")
	if elsewhere.signedIn() {
		t.Error("the other session goes on")
	}
	b.get(link).wants(t, 409, link, "no longer works")
	b.post(link, "password", "a third long password").wants(t, 409, link, "no longer works")
}

func TestInvitation_WelcomesAndSignsIn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	link, b := h.invite(), h.browser()
	for range 2 {
		b.get(link).wants(t, 200, link, "Oswin Operator has invited you")
	}
	b.get(link).wants(t, 200, link, "Challenge lead of Ashcombe 2027")
	b.post(link, "password", "short").wants(t, 422, link, "12 characters or more")
	b.post(link, "password", "").wants(t, 200, "/", "Hello Helen Marsden")
	h.browser().post(link, "password", "").wants(t, 409, link, "no longer works")
	again := h.invite()
	h.browser().post(again, "password", goodPassword).wants(t, 200, "/", "Hello Helen Marsden")
	third := h.invite()
	page := h.browser().get(third)
	page.wants(t, 200, third, "your password stays as it is")
	if page.Doc.Find("input[name=password]").Length() != 0 {
		t.Error("asks for a password that is there already")
	}
}

func TestAccount_ChangePasswordKeepsThisSessionOnly(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.setPassword()
	b, elsewhere := h.browser(), h.browser()
	for _, x := range []*browser{b, elsewhere} {
		x.post("/sign-in/password", "email", h.Email, "password", goodPassword)
	}
	b.get("/account").wants(t, 200, "/account", "You have no role at present")
	b.post("/account/password", "current", "not mine", "password", "quite another password").wants(t, 422, "/account/password", "This is not your password now")
	b.post("/account/password", "current", goodPassword, "password", "quite another password").wants(t, 200, "/account", "Your password is changed")
	if !b.signedIn() || elsewhere.signedIn() {
		t.Errorf("signed in here %v, want true; elsewhere %v, want false", b.signedIn(), elsewhere.signedIn())
	}
	if page := h.browser().get("/account"); page.Code != 303 || strings.Contains(page.Body, "Helen") {
		t.Errorf("account for nobody: %d", page.Code)
	}
}

// Unknown secrets look like used ones.
func TestLinks_UnknownAndUsedLookTheSame(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	used := h.invite()
	h.browser().post(used, "password", "")
	for _, path := range []string{used, "/invitation/unknown", "/reset/unknown", "/sign-in/link/unknown", "/sign-in/link/%00%ff"} {
		h.browser().get(path).wants(t, 409, path, "This link no longer works")
	}
}
