package main

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"peerchallenge/web/page"
	"peerchallenge/web/server"
)

func (h *house) routes(t *testing.T) []page.Route {
	t.Helper()
	f := newFeatures(h.app.services, h.app.db.public, h.app.config)
	if err := h.app.addDemo(&f); err != nil {
		t.Fatal(err)
	}
	return server.Table(f)
}

// V1, V2, V3, V6, V8: every page, for everybody of the demonstration, at each of
// the eleven challenges, is there exactly for those whom product.md lets in. On a
// challenge that is somebody in each part of it, and some of those with none.
func TestWall_EveryPageForEverybody(t *testing.T) {
	h := openHouse(t, false)
	walls := readWalls(t)
	for _, r := range h.routes(t) {
		if r.Method != http.MethodGet {
			continue
		}
		w, ok := walls[r.Pattern]
		if !ok {
			t.Errorf("GET %s is not in testdata/walls.csv: write there who may see it", r.Pattern)
			continue
		}
		delete(walls, r.Pattern)
		for _, letter := range lettersOf(r.Pattern) {
			h.walk(t, r, w, letter)
		}
	}
	for pattern := range walls {
		t.Errorf("testdata/walls.csv has %s, which is no page", pattern)
	}
	h.faults.none(t, "walking")
}

func (h *house) walk(t *testing.T, r page.Route, w wall, letter string) {
	of := h.outside(t)
	if letter != "" {
		of = h.item(t, letter)
	}
	path, known := of.fill(r.Pattern)
	foreign, random := h.otherIDs(t, of, r.Pattern, letter)
	for i, key := range h.readers(t, r.Pattern, letter, of) {
		b := h.seats[key]
		got := b.copy().get(path)
		if want := wanted(h, t, w, r, key, letter, of, known); !slices.Contains(want, got.Code) {
			t.Errorf("%s: %d, want %v", pageName(key, letter, r.Pattern), got.Code, want)
		}
		if got.Code == http.StatusSeeOther {
			b.copy().get("/account") // shows what the redirect says, which is not for the next page
		}
		if foreign != "" && key != "" && (i+len(r.Pattern))%4 == 0 { // others on the next page
			sameAbsence(t, pageName(key, letter, r.Pattern), b.copy().get(foreign), b.copy().get(random))
		}
	}
}

// readers are those who try a page: outside challenges everybody, on a challenge one
// of each of the parts there are in it, the public, the operator, coordinators, and
// every tenth of the others, who are others on the next page. Of those with the same
// part (two managers of a team) it is the other one on the next page.
func (h *house) readers(t *testing.T, pattern, letter string, of item) []string {
	if letter == "" {
		return h.keys()
	}
	var list []string
	same := map[string][]string{}
	for i, key := range h.keys() {
		always := key == "" || key == "operator" || key == "elsewhere" || strings.HasPrefix(key, "coordinator")
		switch held := h.keysHeld(t, key, letter); {
		case always || (len(held) == 0 && (i+len(pattern))%10 == 0):
			list = append(list, key)
		case len(held) > 0:
			parts := h.parts(t, key, letter, of)
			slices.Sort(parts)
			part := strings.Join(parts, " ")
			same[part] = append(same[part], key)
		}
	}
	for _, keys := range same {
		list = append(list, keys[len(pattern)%len(keys)])
	}
	slices.Sort(list)
	return list
}

// wanted gives the status codes that are right.
func wanted(h *house, t *testing.T, w wall, r page.Route, key, letter string, of item, known bool) []int {
	if key == "" && !open(r.Gate) {
		return []int{http.StatusSeeOther}
	}
	parts := h.parts(t, key, letter, of)
	var want []int
	if holds(w.sees, parts, letter) && known {
		want = append(want, http.StatusOK)
	}
	if holds(w.later, parts, letter) {
		want = append(want, http.StatusOK, http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusSeeOther)
	}
	if len(want) == 0 {
		want = []int{http.StatusNotFound}
	}
	return want
}

// otherIDs gives the same page with ids of another challenge, and with ids that
// are nowhere.
func (h *house) otherIDs(t *testing.T, of item, pattern, letter string) (foreign, random string) {
	if letter == "" || !strings.Contains(pattern, "{challenge}") {
		return "", ""
	}
	other := map[string]string{"C": "L", "L": "K", "K": "L", "T": "K", "H": "K", "S": "C"}[letter]
	if other == "" {
		other = "C"
	}
	theirs, nowhere := h.item(t, other), item{}
	for _, name := range []string{"document", "shared", "finding", "draft", "comment", "member", "person"} {
		nowhere[name] = uuid.NewString()
	}
	for _, name := range []string{"area", "prompt", "risk", "requirement", "version", "role", "check"} {
		theirs[name], nowhere[name] = of[name], of[name]
	}
	theirs["challenge"], nowhere["challenge"] = of["challenge"], of["challenge"]
	foreign, known := theirs.fill(pattern)
	random, _ = nowhere.fill(pattern)
	if foreign == random || !known {
		return "", ""
	}
	return foreign, random
}

// V6: a thing of another challenge and a thing that is nowhere give one answer:
// status, headers and size.
func sameAbsence(t *testing.T, what string, a, b *httptest.ResponseRecorder) {
	t.Helper()
	if a.Code == http.StatusOK || a.Code != b.Code || len(a.Body.String()) != len(b.Body.String()) {
		t.Errorf("%s: an id of another challenge answers %d with %d bytes, a random one %d with %d", what, a.Code, a.Body.Len(), b.Code, b.Body.Len())
	}
	for name := range a.Header() {
		if name != "Content-Security-Policy" && a.Header().Get(name) != b.Header().Get(name) && name != "Location" {
			t.Errorf("%s: header %s differs: %q and %q", what, name, a.Header().Get(name), b.Header().Get(name))
		}
	}
}

// V6: a challenge one is not on, and one that is nowhere, give one answer.
func TestWall_V6_AbsenceLooksLikeAbsence(t *testing.T) {
	h := openHouse(t, false)
	for _, r := range h.routes(t) {
		if r.Method != http.MethodGet || r.Gate != page.OnChallenge {
			continue
		}
		theirs := h.item(t, "C")
		nowhere := item{}
		for k := range theirs {
			nowhere[k] = uuid.NewString()
		}
		for _, k := range []string{"area", "prompt", "risk", "requirement", "version", "role", "check"} {
			nowhere[k] = theirs[k]
		}
		a, _ := theirs.fill(r.Pattern)
		b, _ := nowhere.fill(r.Pattern)
		for _, key := range []string{"dass-closed", "elsewhere", "operator", "contributor-preparing"} {
			sameAbsence(t, pageName(key, "C", r.Pattern), h.seats[key].copy().get(a), h.seats[key].copy().get(b))
		}
	}
}
