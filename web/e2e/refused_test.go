package e2e

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"peerchallenge/web/e2e/site"
)

// TestRefusedForms sends every kind of form empty, as somebody who may send it,
// and looks at each page that says what is wrong: axe, the summary of errors and
// its links, the title, and the width of 400 % zoom.
func TestRefusedForms(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	forms, kinds := emptyForms(t, s)
	refused := 0
	for _, person := range site.Readers {
		t.Run("as "+person, func(t *testing.T) {
			v := newJourney(t, s, true).visitorFor(person)
			for _, f := range forms[person] {
				refused += v.sendEmpty(f.path, f.action)
			}
		})
	}
	if refused < 25 {
		t.Errorf("only %d of %d kinds of forms were refused empty", refused, kinds)
	}
}

type emptyForm struct{ path, action string }

// emptyForms finds every kind of form and somebody who may send it, before any is
// sent: some need no field, and end a part or take something away.
func emptyForms(t *testing.T, s *site.Site) (forms map[string][]emptyForm, kinds int) {
	t.Helper()
	forms, tried := map[string][]emptyForm{}, map[string]bool{}
	for _, person := range site.Readers {
		for _, p := range crawled(t, s, person) {
			for _, action := range formsOf(t, p.HTML) {
				if kind := site.KindOf(action); !tried[kind] {
					tried[kind] = true
					forms[person] = append(forms[person], emptyForm{p.Path, action})
				}
			}
		}
	}
	return forms, len(tried)
}

func (j *journey) visitorFor(person string) *visitor {
	if person == "" {
		return j.stranger("the public")
	}
	return j.as(person)
}

// formsOf are the addresses of a page's forms; what signs out or changes who one
// is would end the walk.
func formsOf(t *testing.T, html string) (actions []string) {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(html))
	if err != nil {
		t.Fatal(err)
	}
	doc.Find("form[method=post]").Each(func(_ int, f *goquery.Selection) {
		if a := f.AttrOr("action", ""); strings.HasPrefix(a, "/") && a != "/sign-out" && a != "/demo/sign-in" {
			actions = append(actions, a)
		}
	})
	return actions
}

// sendEmpty sends a form with no field and looks at the answer if it was refused
// for what it lacks; it counts these.
func (v *visitor) sendEmpty(path, action string) int {
	v.t.Helper()
	v.goTo(path)
	v.watch.expect(422)
	v.navigating(func() {
		v.eval(`action => { const f = document.createElement("form"); f.method = "post"; f.action = action; document.body.append(f); f.submit(); return "" }`, action)
	})
	status := v.eval(`() => String(performance.getEntriesByType("navigation")[0].responseStatus)`)
	if strings.HasPrefix(status, "5") {
		v.fail("an empty form to %s answers %s", action, status)
	}
	if status != "422" {
		return 0
	}
	if broken := v.eval(`() => {
		const links = [...document.querySelectorAll(".govuk-error-summary a")], wrong = links.filter(a => !document.querySelector(a.getAttribute("href")));
		if (!document.querySelector(".govuk-error-summary")) return "no summary of errors";
		if (!document.title.startsWith("Error: ")) return "a title without Error";
		return wrong.map(a => a.outerHTML).join(" ");
	}`); broken != "" {
		v.t.Errorf("%s sent empty: %s", action, broken)
	}
	v.look(422)
	return 1
}
