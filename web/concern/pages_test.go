package concern_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/concern"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	pages "peerchallenge/web/concern"
	"peerchallenge/web/page"
	"peerchallenge/web/page/pagetest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

var ctx = context.Background()

type site struct {
	*dbtest.Story
	routes []page.Route
	path   string
}

func begin(t *testing.T) *site {
	t.Helper()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	service := &concern.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://pc.example.org"}
	return &site{s, pages.Routes(&pages.Handlers{Concerns: service}), "/challenges/" + s.Challenge.String() + "/concern"}
}

func (k *site) want(a *pagetest.Answer, code int, words ...string) *pagetest.Answer {
	k.T.Helper()
	if a.Code != code {
		k.T.Fatalf("%d (%v), want %d", a.Code, a.Err, code)
	}
	text := strings.Join(strings.Fields(a.Doc.Find("main, body").Text()), " ")
	for _, w := range words {
		if !strings.Contains(text, w) {
			k.T.Errorf("the page does not say %q", w)
		}
	}
	return a
}

func (k *site) get(who access.Actor, path string, code int, words ...string) *pagetest.Answer {
	k.T.Helper()
	return k.want(pagetest.Get(k.T, k.routes, path, who, k.Clock), code, words...)
}

func (k *site) post(who access.Actor, path string, code int, pairs ...string) *pagetest.Answer {
	k.T.Helper()
	f := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		f.Set(pairs[i], pairs[i+1])
	}
	return k.want(pagetest.Post(k.T, k.routes, path, who, k.Clock, f), code)
}

func (k *site) contacts(who access.Actor, code int, second string) *pagetest.Answer {
	k.T.Helper()
	return k.post(who, k.path+"/contacts", code, "safeguarding-name", "Adult safeguarding team", "safeguarding-phone", "01632 960101", "safeguarding-email", "safe@host.example",
		"leaders-name", "Monitoring officer", "leaders-phone", "01632 960102", "leaders-email", second)
}

// mails are the bodies queued to an address that is no user's.
func (k *site) mails(to string) []string {
	k.T.Helper()
	var bodies []string
	err := db.Read(ctx, k.DB, access.Job("mail"), func(tx pgx.Tx) error {
		rows, _ := tx.Query(ctx, `SELECT body FROM mail WHERE address = $1 ORDER BY queued_at`, to)
		var err error
		bodies, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	if err != nil {
		k.T.Fatal(err)
	}
	return bodies
}

// C1: anybody on a challenge raises one in one step, at every stage, also without
// contacts and when the challenge was ended; strangers find nothing.
func TestRaise_C1_AnybodyAtAnyStage(t *testing.T) {
	k := begin(t)
	k.get(k.As(access.Expert), k.path, http.StatusOK, "999", "There is no box for what it is about", "No contact is entered yet", "adult safeguarding team")
	if n := k.get(k.As(access.Expert), k.path, http.StatusOK).Doc.Find("main textarea, main input[type=text]").Length(); n != 0 {
		t.Errorf("%d boxes for words", n)
	}
	for _, stage := range access.Stages {
		k.MoveTo(stage)
		for _, role := range []access.Role{access.Expert, access.DASS, access.Contributor, access.HostPSW, access.VisitingPSW, access.Coordinator, access.SeniorLeader} {
			k.post(k.As(role), k.path, http.StatusSeeOther, "about", "other")
		}
	}
	k.post(k.As(access.Expert), k.path, http.StatusUnprocessableEntity)
	k.post(access.Person(k.Stranger), k.path, http.StatusNotFound, "about", "other")
	k.get(access.Person(k.Stranger), k.path, http.StatusNotFound)
	err := db.InTx(ctx, k.DB, k.As(access.Coordinator), func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE challenge SET ended = 'withdrawn', ended_reason = 'They asked.' WHERE id = $1`, k.Challenge)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	k.post(k.As(access.Expert), k.path, http.StatusSeeOther, "about", "leaders")
}

// C1: raiser, lead and contact see the record, nobody else of host or team; the
// contact confirms by a link, once.
func TestRaise_C1_WhoSeesTheRecord(t *testing.T) {
	k := begin(t)
	k.contacts(k.As(access.LinkOfficer), http.StatusSeeOther, "monitoring@host.example")
	k.post(k.As(access.Expert), k.path, http.StatusSeeOther, "about", "other")
	for _, role := range dbtest.Everyone {
		sees := role == access.Expert || role == access.Lead
		body := k.get(k.As(role), k.path, http.StatusOK).Doc.Find("main").Text()
		if strings.Contains(body, "Raised on") != sees {
			t.Errorf("%s sees the record: %v, want %v", role, !sees, sees)
		}
	}
	sent := k.mails("safe@host.example")
	if len(sent) != 1 || len(k.mails("monitoring@host.example")) != 0 {
		t.Fatalf("mails: %v", sent)
	}
	_, link, _ := strings.Cut(sent[0], "https://pc.example.org")
	link = strings.TrimSpace(link)
	k.get(access.Public(), link, http.StatusOK, "Please confirm that you know of it")
	k.get(access.Public(), link+"0", http.StatusNotFound)
	k.post(access.Public(), link, http.StatusSeeOther)
	k.post(access.Public(), link, http.StatusSeeOther)
	k.get(access.Public(), link, http.StatusOK, "You confirmed")
	k.get(k.As(access.Lead), k.path, http.StatusOK, "Confirmed on")
}

// C1: one about leaders goes to the second contact, and the first hears nothing.
func TestRaise_C1_AboutLeadersGoesToTheSecondContact(t *testing.T) {
	k := begin(t)
	k.contacts(k.As(access.DASS), http.StatusSeeOther, "monitoring@host.example")
	k.post(k.As(access.Councillor), k.path, http.StatusSeeOther, "about", "leaders")
	if a, b := len(k.mails("safe@host.example")), len(k.mails("monitoring@host.example")); a != 0 || b != 1 {
		t.Errorf("the first contact gets %d mails, the second %d", a, b)
	}
	if body := k.get(k.As(access.DASS), k.path, http.StatusOK).Doc.Find("main").Text(); strings.Contains(body, "Raised on") {
		t.Error("the director sees it")
	}
}

// C1: host's director and link officer enter two different contacts; words are kept.
func TestContacts_C1_TwoOfThem(t *testing.T) {
	k := begin(t)
	a := k.contacts(k.As(access.DASS), http.StatusUnprocessableEntity, "safe@host.example")
	if v, _ := a.Doc.Find("input[name=leaders-name]").Attr("value"); v != "Monitoring officer" {
		t.Errorf("the name typed is %q", v)
	}
	for _, role := range []access.Role{access.Lead, access.HostPSW, access.Coordinator, access.SeniorLeader} {
		k.get(k.As(role), k.path+"/contacts", http.StatusNotFound)
		k.contacts(k.As(role), http.StatusNotFound, "monitoring@host.example")
	}
}
