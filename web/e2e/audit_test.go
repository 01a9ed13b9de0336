package e2e

import (
	_ "embed"
	"encoding/json"
	"strconv"
	"strings"
	"sync"

	"github.com/go-rod/rod/lib/proto"

	"peerchallenge/web/e2e/site"
)

//go:embed testdata/axe.min.js
var axe string

type violation struct {
	ID    string
	Nodes []struct {
		HTML           string
		FailureSummary string
	}
}

// audit runs axe on the page as it stands, no rule off. Axe is put into the page
// by the browser, past the policy, which the page itself has already met.
func (v *visitor) audit() {
	v.t.Helper()
	if v.eval(`() => typeof axe`) == "undefined" {
		_, err := proto.RuntimeEvaluate{Expression: axe + "; undefined"}.Call(v.page.Timeout(patience))
		v.must(err)
	}
	text := v.eval(`async () => { const r = await axe.run(document, {resultTypes: ["violations"]}); return JSON.stringify({violations: r.violations, passes: r.passes.length}) }`)
	var found struct {
		Violations []violation
		Passes     int
	}
	if err := json.Unmarshal([]byte(text), &found); err != nil || found.Passes == 0 {
		v.fail("axe passed nothing at all: %v", err)
	}
	for _, f := range found.Violations {
		for _, n := range f.Nodes {
			v.t.Errorf("axe: %s as %s: %s: %.300s\n%s", v.path(), v.name, f.ID, n.HTML, n.FailureSummary)
		}
	}
}

// answered are the kinds of pages, with their status, that came as the answer to
// a form and have been looked at, by all journeys together.
var answered sync.Map

// look looks at a page that came as the answer to a form, which no link leads to:
// once for each kind, with axe and at the width of 400 % zoom.
func (v *visitor) look(status int) {
	v.t.Helper()
	kind := site.KindOf(v.path()) + " " + strconv.Itoa(status) + " " + v.eval(`() => document.querySelector("h1")?.textContent ?? ""`)
	if _, done := answered.LoadOrStore(strings.TrimSpace(kind), true); done || !v.script {
		return
	}
	wide, err := strconv.Atoi(v.eval(`() => String(innerWidth)`))
	v.must(err)
	v.audit()
	v.window(320)
	v.noSidewaysScroll()
	v.window(wide)
}
