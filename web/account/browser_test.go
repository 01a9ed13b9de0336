package account_test

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/alexedwards/scs/v2"
	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/id"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
	"peerchallenge/web/account"
	"peerchallenge/web/page"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

const goodPassword = "three words in a row"

// house is the pages of signing in behind a real HTTP server with real sessions.
type house struct {
	T      testing.TB
	People *person.Service
	Clock  *clock.Fixed
	Server *httptest.Server
	Who    uuid.UUID
	Email  string
}

func newHouse(t testing.TB) *house {
	t.Helper()
	c := clock.At(time.Date(2026, 11, 23, 9, 0, 0, 0, clock.London))
	h := &house{T: t, Clock: c, Email: "helen." + id.New().String() + "@example.org",
		People: &person.Service{DB: dbtest.Tx(t), Clock: c, BaseURL: "https://peer.example.org"}}
	handlers := &account.Handlers{People: h.People, Help: account.Helpline{Name: "Jo Tanner", Phone: "01632 960 101", Hours: "weekdays 9am to 5pm"}}
	sessions := scs.New()
	router := chi.NewRouter()
	for _, route := range append(account.Routes(handlers), page.Route{Method: "GET", Pattern: "/wanted", Gate: page.SignedIn, Handle: greet}) {
		router.MethodFunc(route.Method, route.Pattern, h.answer(sessions, route))
	}
	router.Get("/", h.answer(sessions, page.Route{Gate: page.SignedIn, Handle: greet}))
	h.Server = httptest.NewServer(sessions.LoadAndSave(router))
	t.Cleanup(h.Server.Close)
	h.in(dbtest.Operator, func(ctx context.Context, tx pgx.Tx) error {
		var err error
		h.Who, _, err = person.AddTx(ctx, tx, dbtest.Operator, c.Now(), person.New{Name: "Helen Marsden", Email: h.Email})
		return err
	})
	return h
}

// greet is the page people come back to: it says who is signed in.
func greet(w http.ResponseWriter, r *page.Request) error {
	_, err := io.WriteString(w, "Hello "+r.Who.Name)
	return err
}

// answer finds out who asks, as the server does.
func (h *house) answer(sessions *scs.SessionManager, route page.Route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		q := &page.Request{Request: r, Now: h.Clock.Now(), Nonce: "test", Sessions: sessions}
		if who, err := uuid.Parse(sessions.GetString(r.Context(), account.PersonKey)); err == nil {
			p, err := h.People.Who(r.Context(), who)
			if err == nil && p.SessionEpoch == sessions.GetInt(r.Context(), account.EpochKey) {
				q.Who, q.Actor = &page.Person{ID: who, Name: p.Name}, access.Person(who)
			}
		}
		err := error(problem.New(problem.SignedOut, ""))
		if q.Who != nil || route.Gate == page.Everyone {
			err = route.Handle(w, q)
		}
		if err != nil {
			w.WriteHeader(page.StatusOf(problem.KindOf(err)))
		}
	}
}

func (h *house) in(actor access.Actor, f func(ctx context.Context, tx pgx.Tx) error) {
	h.T.Helper()
	ctx := context.Background()
	if err := db.InTx(ctx, h.People.DB, actor, func(tx pgx.Tx) error { return f(ctx, tx) }); err != nil {
		h.T.Fatal(err)
	}
}

var (
	linkIn = regexp.MustCompile(`https://peer\.example\.org(/\S+)`)
	codeIn = regexp.MustCompile(`(?m)^([0-9]{6})$`)
)

// mailed finds something in the newest mail to the person.
func (h *house) mailed(what *regexp.Regexp) string {
	h.T.Helper()
	var body string
	h.in(access.Job("mail"), func(ctx context.Context, tx pgx.Tx) error {
		var err error
		body, err = db.Value[string](ctx, tx, `SELECT body FROM mail WHERE person_id = $1 ORDER BY queued_at DESC, id DESC LIMIT 1`, h.Who)
		return err
	})
	m := what.FindStringSubmatch(body)
	if m == nil {
		h.T.Fatalf("no %s in the mail:\n%s", what, body)
	}
	return m[1]
}

// invite invites the person and gives the path of the welcome page.
func (h *house) invite() string {
	h.T.Helper()
	h.in(dbtest.Operator, func(ctx context.Context, tx pgx.Tx) error {
		return h.People.InviteTx(ctx, tx, dbtest.Operator, h.Clock.Now(), h.Who, person.Words{Subject: "Come", For: "challenge lead of Ashcombe 2027"})
	})
	return h.mailed(linkIn)
}

// setPassword gives the person a password.
func (h *house) setPassword() {
	h.T.Helper()
	if _, err := h.People.SetPassword(context.Background(), access.Person(h.Who), "", goodPassword); err != nil {
		h.T.Fatal(err)
	}
}

// browser is a visitor with their own cookies.
type browser struct {
	h      *house
	client *http.Client
}

func (h *house) browser() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.T.Fatal(err)
	}
	return &browser{h, &http.Client{Jar: jar}}
}

// seen is a page as the browser shows it after redirects.
type seen struct {
	Code int
	Path string
	Body string
	Doc  *goquery.Document
}

func (b *browser) get(path string) seen {
	b.h.T.Helper()
	return b.read(b.client.Get(b.h.Server.URL + path))
}

func (b *browser) post(path string, pairs ...string) seen {
	b.h.T.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return b.read(b.client.PostForm(b.h.Server.URL+path, form))
}

func (b *browser) read(res *http.Response, err error) seen {
	b.h.T.Helper()
	if err != nil {
		b.h.T.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.h.T.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(string(body)))
	if err != nil {
		b.h.T.Fatal(err)
	}
	return seen{res.StatusCode, res.Request.URL.RequestURI(), string(body), doc}
}

// signedIn tells whether the browser's session is somebody's.
func (b *browser) signedIn() bool { return b.get("/wanted").Body == "Hello Helen Marsden" }

func (s seen) wants(t testing.TB, code int, path, words string) {
	t.Helper()
	if s.Code != code || s.Path != path || !strings.Contains(s.Doc.Text(), words) {
		t.Errorf("got %d at %s, want %d at %s with %q; body:\n%s", s.Code, s.Path, code, path, words, strings.Join(strings.Fields(s.Doc.Find("main").Text()), " "))
	}
}

// cookie is the session token the browser holds.
func (b *browser) cookie() string {
	b.h.T.Helper()
	home, err := url.Parse(b.h.Server.URL)
	if err != nil {
		b.h.T.Fatal(err)
	}
	for _, c := range b.client.Jar.Cookies(home) {
		return c.Value
	}
	return ""
}
