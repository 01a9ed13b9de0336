package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// readPosts reads testdata/posts.csv: who may send each form, as product.md has it.
func readPosts(t *testing.T) map[string][]term {
	t.Helper()
	f, err := os.Open("testdata/posts.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	posts := map[string][]term{}
	for _, l := range lines[1:] {
		posts[l[0]] = terms(l[1])
	}
	return posts
}

// plausible is a form that would do for most pages.
func plausible(of item) url.Values {
	day := url.Values{}
	for _, name := range []string{"title", "words", "body", "text", "reason", "name", "summary", "response", "answer", "question", "remark", "place", "note", "what_changed"} {
		day.Set(name, "Something true and short")
	}
	for k, v := range map[string]string{"email": "somebody.new@middleshires.example", "role": "link_officer", "kind": "strength", "source": "heard",
		"area": "use_of_resources", "areas": "use_of_resources", "judgement": "Good", "status": "not_available", "interest": "none", "decision": "kept",
		"position": "agree", "agree": "yes", "agreed": "yes", "about": "both", "signed": "yes", "sign": "signed", "confirm": "yes", "ready": "yes",
		"base": "0", "version": "1", "passage": "finding/" + of["finding"], "person": of["person"], "owner": of["person"], "document": of["document"],
		"votes": "votes", "way": "link", "password": "a long enough pass phrase", "council": of["region"], "region": "E12000005"} {
		day.Set(k, v)
	}
	for _, name := range []string{"date", "first", "last", "starts", "ends", "day", "trained"} {
		day.Set(name+"-day", "5")
		day.Set(name+"-month", "4")
		day.Set(name+"-year", "2027")
		day.Set(name, "2027-04-05")
	}
	return day
}

// V1, V6: whoever may not do a thing is refused it, empty-handed or with a good
// form, and nothing at all is written.
func TestWall_WhoeverMayNotWritesNothing(t *testing.T) {
	h := openHouse(t, false)
	posts := readPosts(t)
	before := h.written(t)
	var tried []string // since the database was last looked through, which takes longer than trying
	look := func() {
		t.Helper()
		after := h.written(t)
		if after != before {
			t.Errorf("POST %s by people who may not: something was written:\n%s", strings.Join(tried, ", "), difference(before, after))
		}
		before, tried = after, nil
	}
	for _, r := range h.routes(t) {
		if r.Method != http.MethodPost || open(r.Gate) {
			continue
		}
		who, ok := posts[r.Pattern]
		if !ok {
			t.Errorf("POST %s is not in testdata/posts.csv: write there who may do it", r.Pattern)
			continue
		}
		letters := []string{""}
		if strings.Contains(r.Pattern, "{challenge}") {
			letters = [][]string{{"A", "C"}, {"D", "L"}}[len(r.Pattern)%2] // two stages each, turn about
		}
		for _, letter := range letters {
			h.refuse(t, r.Pattern, letter, who)
		}
		if tried = append(tried, r.Pattern); len(tried) == 8 {
			look()
		}
	}
	look()
	h.faults.none(t, "refusing")
}

func (h *house) refuse(t *testing.T, pattern, letter string, who []term) {
	t.Helper()
	of := h.outside(t)
	if letter != "" {
		of = h.item(t, letter)
	}
	path, _ := of.fill(pattern)
	nowhere := item{}
	for k, v := range of {
		nowhere[k] = v
	}
	nowhere["challenge"], nowhere["person"] = uuid.NewString(), uuid.NewString()
	absent, _ := nowhere.fill(pattern)
	forms := []url.Values{{}, plausible(of)}
	for i, key := range h.keys() {
		parts := h.parts(t, key, letter, of)
		if holds(who, parts, letter) || (letter != "" && len(parts) == 2 && !slices.Contains([]string{"elsewhere", "operator", "dass-pellimoor", "contributor-preparing"}, key)) {
			continue
		}
		// Each sends one form, empty or good; the next page and the next challenge turn it round.
		turn := i + len(pattern) + len(letter)*int(of["challenge"][35])
		form, what := forms[turn%2], pageName(key, letter, pattern)
		got := h.seats[key].copy().post(path, form).Code
		if key == "" && got == http.StatusSeeOther {
			continue
		}
		if got < 400 || got > 499 {
			t.Errorf("%s: a form of %d fields answers %d", what, len(form), got)
		}
		if slices.Contains(parts, "any") || key == "" || turn%4 > 1 {
			continue
		}
		if other := h.seats[key].copy().post(absent, form).Code; other != got {
			t.Errorf("%s: a form of %d fields answers %d, and %d for a challenge that is nowhere", what, len(form), got, other)
		}
	}
}

// written sums up everything in the database but sessions and sign-in tries, and
// what PostgreSQL keeps of its own.
func (h *house) written(t *testing.T) string {
	t.Helper()
	ctx := context.Background()
	rows, err := h.owner.Query(ctx, `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'
		AND table_name NOT IN ('sessions', 'sign_in_attempt') ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	var batch pgx.Batch
	for _, n := range names {
		batch.Queue(fmt.Sprintf(`SELECT '%[1]s ' || count(*) || ' ' || coalesce(md5(string_agg(x::text, '|' ORDER BY x::text)), '') FROM %[1]s x`, n))
	}
	results := h.owner.SendBatch(ctx, &batch)
	defer results.Close()
	var sums []string
	for range names {
		var s string
		if err := results.QueryRow().Scan(&s); err != nil {
			t.Fatal(err)
		}
		sums = append(sums, s)
	}
	return strings.Join(sums, "\n")
}

func difference(before, after string) string {
	a, b := strings.Split(before, "\n"), strings.Split(after, "\n")
	var lines []string
	for i := range a {
		if a[i] != b[i] {
			lines = append(lines, a[i]+" -> "+b[i])
		}
	}
	return strings.Join(lines, "\n")
}
