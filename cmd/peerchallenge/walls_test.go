package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/web/page"
)

// wall is one line of testdata/walls.csv, which was written from product.md and
// the design's table of rooms, not from the code: who opens a page ("sees"), and
// who has a part in it and is told there that it is not the time ("later").
// To everybody else it is not there. "team@DC" is the team of Dunmere and
// Calderwick (by the host's first letter: there is one at each stage); no letters is outside any challenge.
type wall struct{ sees, later []term }

type term struct {
	roles   []string
	letters string
}

func readWalls(t *testing.T) map[string]wall {
	t.Helper()
	f, err := os.Open("testdata/walls.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	walls := map[string]wall{}
	for _, l := range lines[1:] {
		walls[l[0]] = wall{terms(l[1]), terms(l[2])}
	}
	return walls
}

func terms(s string) []term {
	var list []term
	for _, word := range strings.Fields(s) {
		roles, letters, _ := strings.Cut(word, "@")
		list = append(list, term{strings.Split(roles, ","), letters})
	}
	return list
}

// holds tells whether any of the reader's parts is named for that challenge.
func holds(list []term, parts []string, letter string) bool {
	for _, t := range list {
		if t.letters != "" && !strings.Contains(t.letters, letter) {
			continue
		}
		for _, r := range t.roles {
			if slices.Contains(parts, r) {
				return true
			}
		}
	}
	return false
}

// parts are what somebody is on a challenge, and outside any.
func (h *house) parts(t *testing.T, key, letter string, of item) []string {
	t.Helper()
	list := []string{"everyone"}
	if key == "" {
		return list
	}
	list = append(list, "person")
	switch key {
	case "operator":
		list = append(list, "operator")
	case "coordinator", "coordinator-deputy":
		list = append(list, "region")
		if letter == "" {
			list = append(list, "coordinator")
		}
	case "elsewhere":
		list = append(list, "region")
	case "evaluator":
		list = append(list, "evaluator")
	}
	list = append(list, h.learner(t, key)...)
	if key == "dass-marlfield" && letter == "" {
		list = append(list, "director") // of the council whose offer is asked for
	}
	if letter == "" && of["gathered person"] == h.people[key].String() {
		list = append(list, "offered")
	}
	for _, g := range h.keysHeld(t, key, letter) {
		role, cupboard, _ := strings.Cut(g, "|")
		list = append(list, "any", role)
		if access.Role(role).IsTeam() {
			list = append(list, "team")
		}
		if role == "invitee" && of["promised"] == h.people[key].String() {
			list = append(list, role+":mine")
		}
		if cupboard != "" && cupboard == "session:"+of["session"] {
			list = append(list, role+":organiser")
		}
		if (cupboard != "" && cupboard == "area:"+of["area"]) || (role == "senior_leader" && of["draft by"] == h.people[key].String()) {
			list = append(list, role+":mine")
		}
	}
	return list
}

// learner is the part in a region's learning that any part in a challenge gives,
// remembered like the keys.
func (h *house) learner(t *testing.T, key string) []string {
	t.Helper()
	got, ok := h.held[key+" learner"]
	if !ok && h.value(t, `SELECT (count(*) > 0)::text FROM role_holding WHERE person_id = $1 AND ended_at IS NULL AND role NOT IN ('evaluator', 'invitee', 'operator')`, h.people[key]) == "true" {
		got = []string{"learner"}
	}
	h.held[key+" learner"] = got
	return got
}

// keysHeld are the roles and locked parts of somebody's keys, remembered until
// something may have changed them.
func (h *house) keysHeld(t *testing.T, key, letter string) []string {
	t.Helper()
	if got, ok := h.held[key+letter]; ok {
		return got
	}
	rows, err := h.owner.Query(context.Background(), `SELECT DISTINCT because || '|' || cupboard FROM room_key
		WHERE person_id = $1 AND scope_id = $2 AND revoked_at IS NULL`, h.people[key], h.challenges[letter])
	if err != nil {
		t.Fatal(err)
	}
	got, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	h.held[key+letter] = got
	return got
}

// item is what stands in the braces of a pattern.
type item map[string]string

// itemSQL finds the true ids of a challenge, as the owner of the database.
const itemSQL = `SELECT k, v FROM challenge c, LATERAL (VALUES
	('challenge', c.id::text), ('region', c.region_id::text), ('cycle', c.cycle_id::text),
	('document', (SELECT id::text FROM document WHERE challenge_id = c.id ORDER BY id LIMIT 1)),
	('shared', (SELECT id::text FROM shared_document WHERE challenge_id = c.id ORDER BY id LIMIT 1)),
	('wanted', (SELECT id::text FROM document_request WHERE challenge_id = c.id ORDER BY number LIMIT 1)),
	('session', (SELECT s.id::text FROM visit_session s JOIN visit_briefing b ON b.session_id = s.id WHERE s.challenge_id = c.id AND s.taken_out_at IS NULL ORDER BY s.organiser_id NULLS LAST, s.id LIMIT 1)),
	('asked', (SELECT id::text FROM visit_question WHERE challenge_id = c.id ORDER BY id LIMIT 1)),
	('invitation', (SELECT id::text FROM visit_invitation WHERE challenge_id = c.id ORDER BY id LIMIT 1)),
	('finding', (SELECT id::text FROM finding WHERE challenge_id = c.id ORDER BY id LIMIT 1)),
	('draft', (SELECT id::text FROM comment_draft WHERE challenge_id = c.id AND sent_at IS NULL ORDER BY id LIMIT 1)),
	('draft by', (SELECT person_id::text FROM comment_draft WHERE challenge_id = c.id AND sent_at IS NULL ORDER BY id LIMIT 1)),
	('file', (SELECT id::text FROM practice_file WHERE challenge_id = c.id ORDER BY place LIMIT 1)),
	('focus', (SELECT id::text FROM practice_group WHERE challenge_id = c.id ORDER BY id LIMIT 1)),
	('pattern', (SELECT id::text FROM practice_finding WHERE challenge_id = c.id ORDER BY place LIMIT 1)),
	('correction', (SELECT id::text FROM practice_correction WHERE challenge_id = c.id ORDER BY number LIMIT 1)),
	('comment', (SELECT id::text FROM comment WHERE challenge_id = c.id ORDER BY answered_at DESC NULLS FIRST, id LIMIT 1)),
	('recommendation', (SELECT id::text FROM finding WHERE challenge_id = c.id AND kind = 'recommendation' AND withdrawn_at IS NULL ORDER BY id LIMIT 1)),
	('action', (SELECT id::text FROM plan_action WHERE challenge_id = c.id AND removed_at IS NULL ORDER BY id LIMIT 1)),
	('measure', (SELECT id::text FROM measure WHERE challenge_id = c.id AND removed_at IS NULL ORDER BY id LIMIT 1)),
	('check', (SELECT least(count(*) + 1, 3)::text FROM progress_check WHERE challenge_id = c.id AND closed_at IS NOT NULL)),
	('request', (SELECT id::text FROM information_request WHERE challenge_id = c.id ORDER BY id LIMIT 1)),
	('evidence', (SELECT id::text FROM finding_evidence WHERE challenge_id = c.id ORDER BY id LIMIT 1)),
	('survey', (SELECT id::text FROM survey WHERE challenge_id = c.id ORDER BY opens_on DESC LIMIT 1)),
	('question', (SELECT id::text FROM finding_question WHERE challenge_id = c.id ORDER BY id LIMIT 1)),
	('member', (SELECT id::text FROM team_member WHERE challenge_id = c.id AND state IN ('proposed', 'accepted') ORDER BY id LIMIT 1)),
	('promised', (SELECT person_id::text FROM expert_promise WHERE challenge_id = c.id ORDER BY person_id LIMIT 1)),
	('person', (SELECT person_id::text FROM role_holding WHERE scope_id = c.id AND role = 'senior_leader' AND ended_at IS NULL LIMIT 1)),
	('holding', (SELECT id::text FROM role_holding WHERE scope_id = c.id AND ended_at IS NULL ORDER BY role LIMIT 1)),
	('council', (SELECT slug FROM council WHERE id = c.host_council_id)), ('day', c.onsite_first::text)) AS i(k, v)
	WHERE c.id = $1 AND v IS NOT NULL`

func (h *house) item(t *testing.T, letter string) item {
	t.Helper()
	of := item{"area": "market_sustainability_quality", "version": "1", "role": "senior_leader", "number": "1", "token": "nothing-of-the-kind",
		"risk":        "RA1.1",
		"requirement": h.value(t, `SELECT requirement_key FROM document_requirement ORDER BY 1 LIMIT 1`),
		"prompt":      h.value(t, `SELECT prompt_id FROM assessment_answer WHERE area_key = 'market_sustainability_quality' ORDER BY 1 LIMIT 1`)}
	rows, err := h.owner.Query(context.Background(), itemSQL, h.challenges[letter])
	if err != nil {
		t.Fatal(err)
	}
	var k, v string
	if _, err := pgx.ForEachRow(rows, []any{&k, &v}, func() error { of[k] = v; return nil }); err != nil {
		t.Fatal(err)
	}
	return of
}

func (h *house) value(t *testing.T, sql string, args ...any) (v string) {
	t.Helper()
	if err := h.owner.QueryRow(context.Background(), sql, args...).Scan(&v); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return v
}

// fill puts ids into a pattern; known tells whether all of them exist.
func (of item) fill(pattern string) (path string, known bool) {
	known = true
	about := ""
	if strings.HasPrefix(pattern, "/offers/") || strings.Contains(pattern, "/gathering") {
		about = "gathered " // these are of the next cycle
	}
	for {
		before, rest, ok := strings.Cut(pattern, "{")
		if !ok {
			return path + pattern, known
		}
		name, after, _ := strings.Cut(rest, "}")
		v, there := of[about+name]
		if !there {
			v, known = uuid.NewString(), false
		}
		path, pattern = path+before+v, after
	}
}

// outside are the ids for pages outside any challenge.
func (h *house) outside(t *testing.T) item {
	of := h.item(t, "A")
	of["person"] = h.people["dass-preparing"].String()
	of["holding"] = h.value(t, `SELECT id::text FROM role_holding WHERE person_id = $1 AND scope = 'council'`, h.people["dass-preparing"])
	of["gathered cycle"] = h.value(t, `SELECT cycle_id::text FROM gathering`)
	of["gathered council"], of["gathered person"] = "marlfield", h.people["psw-kestrelton"].String()
	return of
}

func lettersOf(pattern string) []string {
	switch {
	case strings.Contains(pattern, "{challenge}"), strings.HasPrefix(pattern, "/reports/"):
		return strings.Split("OABDWCSLKTH", "")
	}
	return []string{""}
}

func pageName(key, letter, pattern string) string {
	if key == "" {
		key = "somebody signed out"
	}
	return fmt.Sprintf("%s, %s %s", key, letter, pattern)
}

func open(g page.Gate) bool { return g == page.Everyone || g == page.PublicOnly }
