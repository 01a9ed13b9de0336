package main

import (
	"context"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/demo"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// house is the whole program on a database of its own, with the demonstration
// told in it, and everybody of the story at a browser.
type house struct {
	app        *app
	owner      *pgxpool.Pool
	web        http.Handler
	faults     *faults
	statements *statementCounter
	seats      map[string]*browser // by persona key; "" is signed out
	people     map[string]uuid.UUID
	challenges map[string]uuid.UUID // by the first letter of the host
	held       map[string][]string  // see keysHeld
}

var story dbtest.Filled // the demonstration

// openHouse starts the program as `make run` would.
func openHouse(t *testing.T, secure bool) *house {
	t.Helper()
	t.Parallel() // each has a database of its own
	settings := func(d *dbtest.Database, folder string, tracer pgx.QueryTracer) config {
		return config{Demo: true, Secure: secure, DatabaseURL: d.OwnerURL, OwnerURL: d.OwnerURL, DataDir: folder,
			BaseURL: "http://localhost:8080", MaxUpload: 8, MailFrom: "peer-challenge@localhost.localdomain", tracer: tracer}
	}
	d, folder := story.Copy(t, func(d *dbtest.Database, folder string) error {
		a, err := openApp(context.Background(), settings(d, folder, nil), io.Discard)
		if err == nil {
			a.close()
		}
		return err
	})
	h := &house{owner: d.Owner, faults: &faults{}, statements: &statementCounter{}, seats: map[string]*browser{},
		people: map[string]uuid.UUID{}, challenges: map[string]uuid.UUID{}, held: map[string][]string{}}
	a, err := openApp(context.Background(), settings(d, folder, h.statements), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.close)
	a.log, h.app = slog.New(h.faults), a
	if h.web, err = a.handler(); err != nil {
		t.Fatal(err)
	}
	h.addElsewhere(t)
	h.everybody(t)
	return h
}

// addElsewhere adds a second region with a coordinator of its own (V3).
func (h *house) addElsewhere(t *testing.T) {
	t.Helper()
	ctx, s := context.Background(), h.app.services
	id, err := (&demo.Visitor{DB: h.app.db.app}).PersonFor(ctx, demo.OperatorKey)
	if err != nil {
		t.Fatal(err)
	}
	region, err := s.Regions.CreateFromCSV(ctx, access.Person(id), "Far Isles", []byte("code,name\nX99000001,Farness\nX99000002,Skerrivore\n"))
	if err == nil {
		err = s.Regions.InviteCoordinator(ctx, access.Person(id), region, "Una Farrow", "elsewhere@middleshires.example")
	}
	if err != nil {
		t.Fatal(err)
	}
}

func (h *house) everybody(t *testing.T) {
	t.Helper()
	cast, err := demo.Cast()
	if err != nil {
		t.Fatal(err)
	}
	h.seats[""] = &browser{house: h, cookies: map[string]*http.Cookie{}}
	for _, p := range append(cast, demo.Persona{Key: "elsewhere"}) {
		id, err := (&demo.Visitor{DB: h.app.db.app}).PersonFor(context.Background(), p.Key)
		if err != nil {
			t.Fatalf("%s: %v", p.Key, err)
		}
		h.people[p.Key] = id
		h.seats[p.Key] = h.signIn(t, p.Key)
	}
	rows, err := h.owner.Query(context.Background(), `SELECT left(name, 1), id FROM challenge`)
	if err != nil {
		t.Fatal(err)
	}
	var letter string
	var id uuid.UUID
	if _, err := pgx.ForEachRow(rows, []any{&letter, &id}, func() error { h.challenges[letter] = id; return nil }); err != nil {
		t.Fatal(err)
	}
}

func (h *house) signIn(t *testing.T, key string) *browser {
	t.Helper()
	b := &browser{house: h, cookies: map[string]*http.Cookie{}}
	if got := b.post("/demo/sign-in", url.Values{"person": {key}}); got.Code != http.StatusSeeOther {
		t.Fatalf("sign in as %s: %d", key, got.Code)
	}
	b.get("/account") // the first page settles the session
	return b
}

// browser keeps the cookies of one person.
type browser struct {
	house   *house
	cookies map[string]*http.Cookie
}

func (b *browser) get(path string) *httptest.ResponseRecorder {
	return b.do(httptest.NewRequest(http.MethodGet, path, nil))
}

func (b *browser) post(path string, form url.Values) *httptest.ResponseRecorder {
	return b.send(path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

func (b *browser) send(path, kind string, body io.Reader) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, body)
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.do(r)
}

func (b *browser) do(r *http.Request) *httptest.ResponseRecorder {
	for _, c := range b.cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	b.house.web.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 || c.Value == "" {
			delete(b.cookies, c.Name)
			continue
		}
		b.cookies[c.Name] = c
	}
	return w
}

// keys are the keys of everybody, in order.
func (h *house) keys() []string { return slices.Sorted(maps.Keys(h.seats)) }

// copy is the same person in another window: what happens there leaves this alone.
func (b *browser) copy() *browser { return &browser{house: b.house, cookies: maps.Clone(b.cookies)} }

// faults collects what the program logs as its own fault.
type faults struct {
	sync.Mutex
	lines []string
}

func (f *faults) Enabled(_ context.Context, l slog.Level) bool { return l >= slog.LevelError }
func (f *faults) WithAttrs([]slog.Attr) slog.Handler           { return f }
func (f *faults) WithGroup(string) slog.Handler                { return f }
func (f *faults) Handle(_ context.Context, r slog.Record) error {
	line := r.Message
	r.Attrs(func(a slog.Attr) bool { line += " " + a.Key + "=" + a.Value.String(); return true })
	f.Lock()
	defer f.Unlock()
	f.lines = append(f.lines, line)
	return nil
}

// none fails the test for every fault since the last time it was asked.
func (f *faults) none(t *testing.T, doing string) {
	t.Helper()
	f.Lock()
	defer f.Unlock()
	for _, l := range f.lines {
		t.Errorf("%s: logged as our fault: %.400s", doing, l)
	}
	f.lines = nil
}

// statementCounter counts SQL, BEGIN and COMMIT and the setting of the actor apart.
type statementCounter struct{ n atomic.Int64 }

func (c *statementCounter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	q := strings.ToLower(strings.TrimSpace(d.SQL))
	for _, apart := range []string{"begin", "commit", "rollback", "savepoint", "release", "select set_config"} {
		if strings.HasPrefix(q, apart) {
			return ctx
		}
	}
	c.n.Add(1)
	return ctx
}

func (c *statementCounter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}
