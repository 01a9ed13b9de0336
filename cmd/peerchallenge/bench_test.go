package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"peerchallenge/internal/bench"
	"peerchallenge/internal/dbtest"
)

// BenchmarkPages measures pages as a browser asks for them, from the session to
// the last byte, on 153 councils with ten years: time, allocations, SQL
// statements and bytes. `make bench` runs it; the figures are judged beside the
// yardstick of .ci/bench, not here.
func BenchmarkPages(b *testing.B) {
	h := openBench(b)
	challenge := h.one(b, `SELECT c.id FROM challenge c JOIN role_holding r ON r.scope_id = c.id JOIN person_contact p USING (person_id)
		WHERE p.email = 'bench-lead-1@middleshires.example' AND c.stage = 'drafting' ORDER BY c.id LIMIT 1`)
	finding := h.one(b, `SELECT id FROM finding WHERE challenge_id = $1 ORDER BY id LIMIT 1`, challenge)
	report := h.text(b, `SELECT council_slug || '/' || visited_on FROM published_report ORDER BY published_at LIMIT 1`)
	for _, c := range []struct{ name, person, path string }{
		{"home of a director", "bench-dass-1", "/"},
		{"home of a lead", "bench-lead-1", "/"},
		{"25 challenges, coordinator", "bench-coordinator-1", "/challenges"},
		{"25 challenges, lead", "bench-lead-1", "/challenges"},
		{"one challenge", "bench-lead-1", "/challenges/" + challenge.String()},
		{"findings", "bench-lead-1", "/challenges/" + challenge.String() + "/findings"},
		{"one finding", "bench-lead-1", "/challenges/" + challenge.String() + "/findings/" + finding.String()},
		{"public report", "", "/reports/" + report},
	} {
		b.Run(c.name, func(b *testing.B) { h.measure(b, c.person, c.path) })
	}
	b.Run("save one answer", func(b *testing.B) { h.saveAnswers(b) })
}

func openBench(b *testing.B) *house {
	b.Helper()
	d, ctx := dbtest.DB(b), context.Background()
	h := &house{owner: d.Owner, faults: &faults{}, statements: &statementCounter{}, seats: map[string]*browser{},
		people: map[string]uuid.UUID{}, challenges: map[string]uuid.UUID{}, held: map[string][]string{}}
	a, err := openApp(ctx, config{Demo: true, DatabaseURL: d.OwnerURL, OwnerURL: d.OwnerURL, DataDir: b.TempDir(),
		BaseURL: "http://localhost:8080", MaxUpload: 8, MailFrom: "peer-challenge@localhost.localdomain", tracer: h.statements}, io.Discard)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(a.close)
	a.log, h.app = slog.New(h.faults), a
	if h.web, err = a.handler(); err != nil {
		b.Fatal(err)
	}
	conn, err := d.Owner.Acquire(ctx)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Release()
	if err := bench.Seed(ctx, conn.Conn(), bench.England); err != nil {
		b.Fatal(err)
	}
	return h
}

func (h *house) one(b *testing.B, sql string, args ...any) (id uuid.UUID) {
	b.Helper()
	if err := h.owner.QueryRow(context.Background(), sql, args...).Scan(&id); err != nil {
		b.Fatal(err)
	}
	return id
}

func (h *house) text(b *testing.B, sql string) (s string) {
	b.Helper()
	if err := h.owner.QueryRow(context.Background(), sql).Scan(&s); err != nil {
		b.Fatal(err)
	}
	return s
}

// seat signs somebody in.
func (h *house) seat(b *testing.B, person string) *browser {
	b.Helper()
	s := &browser{house: h, cookies: map[string]*http.Cookie{}}
	if person != "" {
		if got := s.post("/demo/sign-in", url.Values{"person": {person}}); got.Code != http.StatusSeeOther {
			b.Fatalf("sign in as %s: %d", person, got.Code)
		}
		s.get("/account")
	}
	return s
}

func (h *house) measure(b *testing.B, person, path string) {
	s := h.seat(b, person)
	first := s.get(path)
	if first.Code != http.StatusOK {
		b.Fatalf("%s: %d", path, first.Code)
	}
	h.statements.n.Store(0)
	b.ReportAllocs()
	b.ResetTimer()
	bytes := 0
	for range b.N {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Accept-Encoding", "gzip")
		bytes = s.do(r).Body.Len()
	}
	b.ReportMetric(float64(h.statements.n.Load())/float64(b.N), "statements/op")
	b.ReportMetric(float64(bytes), "gzip-bytes")
}

// saveAnswers saves a prompt of Ashcombe's self-assessment again and again, each
// time on the version that the time before made.
func (h *house) saveAnswers(b *testing.B) {
	s := h.seat(b, "dass-preparing")
	of := h.one(b, `SELECT id FROM challenge WHERE name = 'Ashcombe 2027'`)
	path := "/challenges/" + of.String() + "/self-assessment/prompts/SA1.1"
	var version int
	if err := h.owner.QueryRow(context.Background(), `SELECT d.version FROM assessment_answer a JOIN prose_document d ON d.id = a.prose_id
		WHERE a.challenge_id = $1 AND a.prompt_id = 'SA1.1'`, of).Scan(&version); err != nil {
		b.Fatal(err)
	}
	h.statements.n.Store(0)
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		form := url.Values{"text": {fmt.Sprintf("The budget is £84.2 million, %d of %d. %s", i, b.N, strings.Repeat("We expect to spend it. ", 20))}, "version": {fmt.Sprint(version + i)}}
		if got := s.post(path, form); got.Code != http.StatusSeeOther {
			b.Fatalf("save %d: %d %s", i, got.Code, got.Body)
		}
	}
	b.ReportMetric(float64(h.statements.n.Load())/float64(b.N), "statements/op")
}
