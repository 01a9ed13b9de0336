package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"peerchallenge/web/page"
)

// Every answer carries the strict policy; private ones are not kept; public ones
// have no cookie, no nonce and no script (F10).
func TestWall_HeadersOfEveryAnswer(t *testing.T) {
	h := openHouse(t, true)
	for _, r := range h.routes(t) {
		if r.Method != http.MethodGet {
			continue
		}
		letter := lettersOf(r.Pattern)[0]
		of := h.outside(t)
		if letter != "" {
			letter = "K"
			of = h.item(t, letter)
		}
		path, _ := of.fill(r.Pattern)
		for _, key := range []string{"", "coordinator", "dass-published", "operator", "elsewhere"} {
			got, what := h.seats[key].copy().get(path), pageName(key, letter, r.Pattern)
			strict(t, what, got)
			if r.Gate == page.PublicOnly {
				publicOnly(t, what, got)
			} else if key != "" && !strings.Contains(got.Header().Get("Cache-Control"), "no-store") {
				t.Errorf("%s: Cache-Control %q, want no-store", what, got.Header().Get("Cache-Control"))
			}
		}
	}
	for _, path := range []string{"/nothing/of/the/kind", "/static/nothing.css", "/healthz"} {
		strict(t, path, h.seats[""].copy().get(path))
	}
}

func strict(t *testing.T, what string, got *httptest.ResponseRecorder) {
	t.Helper()
	policy := got.Header().Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"} {
		if !strings.Contains(policy, want) && !strings.Contains(policy, "sandbox") {
			t.Errorf("%s: policy %q lacks %s", what, policy, want)
		}
	}
	if strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") {
		t.Errorf("%s: policy %q", what, policy)
	}
	if got.Header().Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%s: no nosniff", what)
	}
	if strings.Contains(got.Body.String(), " style=\"") || strings.Contains(got.Body.String(), " onclick=") {
		t.Errorf("%s: an inline style or script", what)
	}
}

func publicOnly(t *testing.T, what string, got *httptest.ResponseRecorder) {
	t.Helper()
	if got.Header().Get("Set-Cookie") != "" || strings.Contains(got.Header().Get("Content-Security-Policy"), "nonce") ||
		strings.Contains(strings.ToLower(got.Body.String()), "<script") {
		t.Errorf("%s: a public page with a cookie, a nonce or a script", what)
	}
}

// A form that another site sent changes nothing.
func TestWall_CrossOriginFormsChangeNothing(t *testing.T) {
	h := openHouse(t, false)
	before := h.written(t)
	for _, r := range h.routes(t) {
		if r.Method != http.MethodPost {
			continue
		}
		of := h.outside(t)
		letter := ""
		if strings.Contains(r.Pattern, "{challenge}") {
			letter = "A"
			of = h.item(t, letter)
		}
		path, _ := of.fill(r.Pattern)
		for name, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"} {
			req := httptest.NewRequest(http.MethodPost, path, strings.NewReader(plausible(of).Encode()))
			req.Header.Set("Content-Type", urlencoded)
			req.Header.Set(name, value)
			if got := h.seats["dass-preparing"].copy().do(req); got.Code != http.StatusForbidden {
				t.Errorf("POST %s with %s %s: %d, want 403", r.Pattern, name, value, got.Code)
			}
		}
	}
	if after := h.written(t); after != before {
		t.Errorf("something was written:\n%s", difference(before, after))
	}
}

// The cookie under TLS; a new token at sign-in; nothing is left of an ended session (V4).
func TestWall_V4_Sessions(t *testing.T) {
	h := openHouse(t, true)
	b := &browser{house: h, cookies: map[string]*http.Cookie{}}
	b.post("/sign-in", url.Values{"email": {"dass-preparing@middleshires.example"}, "way": {"link"}})
	before := b.cookies["__Host-peer-challenge"]
	got := b.post("/demo/sign-in", url.Values{"person": {"dass-preparing"}})
	cookies := got.Result().Cookies()
	if len(cookies) != 1 {
		t.Fatalf("%d cookies", len(cookies))
	}
	c := cookies[0]
	if c.Name != "__Host-peer-challenge" || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
		t.Errorf("cookie %+v", c)
	}
	if before == nil || before.Value == c.Value {
		t.Error("the session keeps its token at sign-in")
	}
	stale := b.copy()
	if b.get("/account").Code != http.StatusOK {
		t.Fatal("not signed in")
	}
	stale.cookies = b.copy().cookies
	b.post("/sign-out", url.Values{})
	if code := stale.get("/account").Code; code != http.StatusSeeOther {
		t.Errorf("the cookie of an ended session answers %d", code)
	}
}

// V4: somebody who is taken off loses what they had open at once.
func TestWall_V4_LeavingEndsAccessAtOnce(t *testing.T) {
	h := openHouse(t, false)
	path := "/challenges/" + h.challenges["D"].String() + "/findings"
	expert := h.seats["expert-on-site"]
	if code := expert.get(path).Code; code != http.StatusOK {
		t.Fatalf("before: %d", code)
	}
	member := h.value(t, `SELECT id::text FROM team_member WHERE challenge_id = $1 AND person_id = $2`, h.challenges["D"], h.people["expert-on-site"])
	got := h.seats["coordinator"].post("/challenges/"+h.challenges["D"].String()+"/team/"+member+"/remove", url.Values{"reason": {"Ill"}, "confirm": {"yes"}})
	if got.Code != http.StatusSeeOther {
		t.Fatalf("take off: %d", got.Code)
	}
	if code := expert.get(path).Code; code != http.StatusNotFound {
		t.Errorf("after being taken off: %d, want 404", code)
	}
}

// Ten guesses in five minutes, for an address that exists and one that does not,
// with the same answers on the way.
func TestWall_GuessesAreCountedAlike(t *testing.T) {
	h := openHouse(t, false)
	var answers [2][]int
	var bodies [2]string
	for i, email := range []string{"dass-preparing@middleshires.example", "nobody--preparing@middleshires.example"} {
		b := &browser{house: h, cookies: map[string]*http.Cookie{}}
		b.post("/sign-in", url.Values{"email": {email}, "way": {"password"}})
		for range 12 {
			got := b.post("/sign-in/password", url.Values{"email": {email}, "password": {"not the right one"}})
			answers[i] = append(answers[i], got.Code)
			bodies[i] = strings.ReplaceAll(got.Body.String(), email, "")
		}
	}
	if !slices.Equal(answers[0], answers[1]) || len(bodies[0]) != len(bodies[1]) {
		t.Errorf("known %v, unknown %v; last answers of %d and %d bytes", answers[0], answers[1], len(bodies[0]), len(bodies[1]))
	}
	if answers[0][8] == http.StatusTooManyRequests || answers[0][11] != http.StatusTooManyRequests {
		t.Errorf("answers %v: want ten tries, then 429", answers[0])
	}
}

// Statements are counted, BEGIN and COMMIT apart: 10 at most for a record page, 6
// for a list.
func TestWall_StatementsOfEveryPage(t *testing.T) {
	h := openHouse(t, false)
	walls := readWalls(t)
	lists := []string{"/challenges", "/people", "/calendar", "/reports", "/challenges/{challenge}/notes"}
	for _, r := range h.routes(t) {
		if r.Method != http.MethodGet {
			continue
		}
		for _, letter := range lettersOf(r.Pattern) {
			of := h.outside(t)
			if letter != "" {
				of = h.item(t, letter)
			}
			key, ok := h.somebody(t, walls[r.Pattern].sees, letter, of)
			path, known := of.fill(r.Pattern)
			if !ok || !known {
				continue
			}
			b := h.seats[key].copy()
			before := h.statements.n.Load()
			code := b.get(path).Code
			n, most := h.statements.n.Load()-before, int64(10)
			if slices.Contains(lists, r.Pattern) {
				most = 6
			}
			if n > most {
				t.Errorf("%s: %d statements for a %d, at most %d", pageName(key, letter, r.Pattern), n, code, most)
			}
		}
	}
}

// No mail carries anything of a room: no seven words in a row of any finding, note,
// comment, answer, declaration or self-assessment are in a mail or a task.
func TestWall_MailsAndTasksHaveNoContent(t *testing.T) {
	h := openHouse(t, false)
	// acts after the story, whose own mails are put away without their bodies
	h.seats["coordinator"].post("/challenges/"+h.challenges["C"].String()+"/move-on", url.Values{"reason": {"Everything is in, so the team may go on now"}})
	h.seats["lead-on-site"].post("/challenges/"+h.challenges["D"].String()+"/present", url.Values{"confirm": {"yes"}})
	ctx := context.Background()
	rows, err := h.owner.Query(ctx, `SELECT subject || ' ' || body FROM mail UNION ALL SELECT title FROM task`)
	if err != nil {
		t.Fatal(err)
	}
	said, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	rows, err = h.owner.Query(ctx, `SELECT body FROM prose_version UNION ALL SELECT body FROM note UNION ALL SELECT title FROM finding
		UNION ALL SELECT words FROM comment_draft UNION ALL SELECT words FROM comment UNION ALL SELECT words FROM answer UNION ALL SELECT words FROM answer_draft
		UNION ALL SELECT words FROM finding_question UNION ALL SELECT words FROM finding_position UNION ALL SELECT words FROM declaration`)
	if err != nil {
		t.Fatal(err)
	}
	content, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	if len(said) < 50 || len(content) < 50 {
		t.Fatalf("%d mails and tasks, %d texts: too few to mean anything", len(said), len(content))
	}
	secret := map[string]bool{}
	for _, c := range content {
		for _, run := range sevens(c) {
			secret[run] = true
		}
	}
	for _, s := range said {
		for _, run := range sevens(s) {
			if secret[run] {
				t.Errorf("a mail or task says %q", run)
			}
		}
	}
}

func sevens(s string) (runs []string) {
	words := strings.Fields(strings.ToLower(s))
	for i := 0; i+7 <= len(words); i++ {
		runs = append(runs, strings.Join(words[i:i+7], " "))
	}
	return runs
}
