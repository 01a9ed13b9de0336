package main

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/live"
)

// aPlan adds a proposal without any visit to the cycle of the demonstration, and
// gives the cycle and the plan's address.
func (h *house) aPlan(t *testing.T) (cycle uuid.UUID, path string) {
	t.Helper()
	cycle = uuid.MustParse(h.value(t, `SELECT cycle_id::text FROM gathering`))
	run, plan := uuid.New(), uuid.New()
	for _, sql := range []string{
		`INSERT INTO plan_run (id, cycle_id, region_id, kind, asked_by, asked_at, seed, state, ended_at)
			SELECT $1, y.id, y.region_id, 'one', $4, now(), 1, 'done', now() FROM cycle y WHERE y.id = $3 AND $2::uuid IS NOT NULL`,
		`INSERT INTO plan_proposal (id, cycle_id, region_id, run_id, number, made_at)
			SELECT $2, y.id, y.region_id, $1, 1, now() FROM cycle y WHERE y.id = $3 AND $4::uuid IS NOT NULL`,
		`INSERT INTO plan_revision (proposal_id, region_id, version, plan, cost_hard, cost_soft, verdict, words, at)
			SELECT $2, y.region_id, 1, '{"Visits": []}', 0, 0, '{}', 'The plan as proposed', now() FROM cycle y WHERE y.id = $3 AND $1::uuid <> $4::uuid`,
	} {
		if _, err := h.owner.Exec(context.Background(), sql, run, plan, cycle, h.people["coordinator"]); err != nil {
			t.Fatal(err)
		}
	}
	return cycle, "/calendar/" + cycle.String() + "/plans/" + plan.String()
}

// listening runs the hub and a server that answers over a connection.
func (h *house) listening(t *testing.T, every time.Duration) *httptest.Server {
	t.Helper()
	hub := h.app.services.changes
	hub.Connect, hub.Every = h.app.db.listener, every
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { hub.Run(ctx) })
	site := httptest.NewServer(h.web)
	t.Cleanup(func() { hub.Close(); site.Close(); cancel(); running.Wait() })
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if h.value(t, `SELECT count(*)::text FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN live'`) == "1" {
			return site
		}
	}
	t.Fatal("nothing listens")
	return nil
}

// stream is an open stream; its stamps come by C, which is closed at its end.
type stream struct {
	C    chan string
	res  *http.Response
	code int
}

func (b *browser) stream(t *testing.T, site *httptest.Server, path string) *stream {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, site.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range b.cookies {
		r.AddCookie(c)
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = res.Body.Close() })
	s := &stream{C: make(chan string, 10), res: res, code: res.StatusCode}
	go func() {
		defer close(s.C)
		for lines := bufio.NewScanner(res.Body); lines.Scan(); {
			if stamp, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				s.C <- stamp
			}
		}
	}()
	return s
}

// next is the next stamp; "" when the stream ends, "nothing" when nothing comes.
func (s *stream) next(within time.Duration) string {
	select {
	case stamp := <-s.C:
		return stamp
	case <-time.After(within):
		return "nothing"
	}
}

// change adds a revision to the only plan, as the deputy, and tells of it.
func (h *house) change(t *testing.T, cycle uuid.UUID) {
	t.Helper()
	ctx := context.Background()
	for _, sql := range []string{`UPDATE plan_proposal SET version = version + 1`,
		`INSERT INTO plan_revision (proposal_id, region_id, version, plan, cost_hard, cost_soft, verdict, words, at, person_id)
			SELECT p.id, p.region_id, p.version, jsonb_build_object('Visits', jsonb_build_array(jsonb_build_object('Council', (SELECT k.id FROM council k WHERE k.region_id = p.region_id ORDER BY k.name LIMIT 1), 'FirstDay', '2028-10-10'))),
			0, 0, '{}', 'moved', now(), (SELECT id FROM person WHERE id = '` + h.people["coordinator-deputy"].String() + `') FROM plan_proposal p`} {
		if _, err := h.owner.Exec(ctx, sql); err != nil {
			t.Fatal(err)
		}
	}
	h.tell(t, cycle)
}

func (h *house) tell(t *testing.T, cycle uuid.UUID) {
	t.Helper()
	if err := db.InTx(context.Background(), h.app.db.app, access.Public(), func(tx pgx.Tx) error { return live.TellTx(context.Background(), tx, cycle) }); err != nil {
		t.Fatal(err)
	}
}

// V1, V3, V6: a stream is there exactly for whom its page is there. What it says is
// how the plan stands; who changed what is asked for as the reader.
func TestLive_V1_StreamIsThereForWhomThePageIs(t *testing.T) {
	h := openHouse(t, false)
	cycle, path := h.aPlan(t)
	site := h.listening(t, time.Hour)
	for _, key := range h.keys() {
		b := h.seats[key]
		page := b.copy().get(path)
		for _, more := range []string{"/live", "/news?since=1"} {
			s := b.copy().stream(t, site, path+more)
			if s.code != page.Code {
				t.Errorf("%q: the page answers %d, %s %d", key, page.Code, more, s.code)
			}
			_ = s.res.Body.Close()
		}
	}
	s := h.seats["coordinator"].stream(t, site, path+"/live")
	stamp := s.next(2 * time.Second)
	if got := s.res.Header.Get("Content-Type"); got != "text/event-stream" || !strings.HasPrefix(stamp, "1-") {
		t.Errorf("%q, first %q", got, stamp)
	}
	h.change(t, cycle)
	if got := s.next(2 * time.Second); !strings.HasPrefix(got, "2-") {
		t.Errorf("after a change: %q", got)
	}
	news := h.seats["coordinator"].get(path + "/news?since=" + stamp).Body.String()
	if !strings.Contains(news, " changed the visit to ") {
		t.Errorf("news %s", news)
	}
	h.tell(t, cycle) // something else of the cycle: this plan stands as it did
	if got := s.next(300 * time.Millisecond); got != "nothing" {
		t.Errorf("told of nothing: %q", got)
	}
	h.faults.none(t, "following")
}

// V4: a stream ends when the right to it has ended: signed out, another password,
// or a post that is over; at once when anything happens, and at the next beat when
// nothing does. Nothing is told in between.
func TestLive_V4_EndsWithTheRight(t *testing.T) {
	h := openHouse(t, false)
	cycle, path := h.aPlan(t)
	site := h.listening(t, 300*time.Millisecond)
	open := func(key string) (*browser, *stream) {
		b := h.signIn(t, key)
		s := b.stream(t, site, path+"/live")
		if got := s.next(2 * time.Second); s.code != 200 || !strings.Contains(got, "-") {
			t.Fatalf("%s: %d, %q", key, s.code, got)
		}
		return b, s
	}
	b, s := open("coordinator")
	if got := b.post("/sign-out", nil); got.Code != 303 {
		t.Fatal(got.Code)
	}
	if got := s.next(2 * time.Second); got != "" {
		t.Errorf("after signing out: %q", got)
	}
	_, s = open("coordinator")
	h.exec(t, `UPDATE person SET session_epoch = session_epoch + 1 WHERE id = $1`, h.people["coordinator"])
	if got := s.next(2 * time.Second); got != "" {
		t.Errorf("after another password: %q", got)
	}
	b, s = open("coordinator-deputy")
	h.exec(t, `UPDATE role_holding SET ended_at = now() WHERE person_id = $1 AND role = 'coordinator'`, h.people["coordinator-deputy"])
	h.exec(t, `UPDATE room_key SET revoked_at = now() WHERE person_id = $1 AND revoked_at IS NULL`, h.people["coordinator-deputy"])
	h.change(t, cycle)
	if got := s.next(2 * time.Second); got != "" {
		t.Errorf("after the post has ended: %q", got)
	}
	if s = b.stream(t, site, path+"/live"); s.code != 404 {
		t.Errorf("opened again after the post has ended: %d", s.code)
	}
}

func (h *house) exec(t *testing.T, sql string, args ...any) {
	t.Helper()
	if _, err := h.owner.Exec(context.Background(), sql, args...); err != nil {
		t.Fatal(err)
	}
}

// One session holds a few streams; readers who go, and the end of the program, leave
// nothing behind and hold nothing up.
func TestLive_CapAndNoLeak(t *testing.T) {
	h := openHouse(t, false)
	_, path := h.aPlan(t)
	site := h.listening(t, time.Hour)
	b, hub := h.seats["coordinator"], h.app.services.changes
	time.Sleep(100 * time.Millisecond)
	before := runtime.NumGoroutine()
	var all []*stream
	for range 8 {
		all = append(all, b.stream(t, site, path+"/live"))
	}
	if s := b.stream(t, site, path+"/live"); s.code != http.StatusTooManyRequests {
		t.Errorf("a ninth stream: %d", s.code)
	}
	for _, s := range all {
		_ = s.res.Body.Close()
	}
	for end := time.Now().Add(3 * time.Second); hub.Following() > 0 && time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
	}
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	for end := time.Now().Add(3 * time.Second); runtime.NumGoroutine() > before+2 && time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
	}
	if n := runtime.NumGoroutine(); hub.Following() != 0 || n > before+2 {
		t.Errorf("%d follow, %d goroutines, %d before", hub.Following(), n, before)
	}
	s := b.stream(t, site, path+"/live")
	s.next(time.Second)
	began := time.Now()
	hub.Close()
	if got := s.next(time.Second); got != "" {
		t.Errorf("at the end of the program: %q", got)
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("the end took %s", took)
	}
}
