package ui

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"peerchallenge/web/e2e/browser"
	"peerchallenge/web/static"

	"github.com/a-h/templ"
	"github.com/go-rod/rod"
	keys "github.com/go-rod/rod/lib/input"
)

// strictPolicy is the policy that script and styles must work under.
const strictPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; require-trusted-types-for 'script'"

// site serves pages and an autosave address whose answers the test chooses.
type site struct {
	*httptest.Server
	status atomic.Int64 // of the next saves
	saves  atomic.Int64
	based  atomic.Value // version the last save rested on
}

func newSite(t *testing.T, pages map[string]templ.Component) *site {
	t.Helper()
	s := &site{}
	s.status.Store(http.StatusOK)
	mux := http.NewServeMux()
	mux.Handle(static.Prefix, static.Handler())
	mux.HandleFunc("POST /save", s.save)
	for path, c := range pages {
		mux.Handle(path, policed(templ.Handler(c)))
	}
	s.Server = httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func policed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", strictPolicy)
		next.ServeHTTP(w, r)
	})
}

func (s *site) save(w http.ResponseWriter, r *http.Request) {
	s.based.Store(r.FormValue("version"))
	n := s.saves.Add(1)
	if code := int(s.status.Load()); code != http.StatusOK {
		w.WriteHeader(code)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprintf(w, `{"saved":"2:3%dpm","version":%d}`, n, 10+n)
}

// open shows a page in a window of this width and notes what the policy refused.
func open(t *testing.T, b *rod.Browser, address string, width int) *rod.Page {
	t.Helper()
	p := b.MustPage()
	p.MustSetViewport(width, 900, 1, false)
	p.MustEvalOnNewDocument(`window.refused = []; addEventListener("securitypolicyviolation", e => refused.push(e.violatedDirective + " " + e.blockedURI));
		addEventListener("error", e => refused.push(e.message));`)
	p.MustNavigate(address).MustWaitLoad()
	return p
}

// says waits until an element holds these words.
func says(t *testing.T, p *rod.Page, selector, want string) {
	t.Helper()
	got := ""
	for range 100 {
		if e, err := p.Timeout(2 * time.Second).Element(selector); err == nil {
			got = e.MustEval(`() => this.textContent.trim().replace(/\s+/g, " ")`).Str()
			if got == want {
				return
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%s: want %q, got %q", selector, want, got)
}

// write puts words at the end of the text, as someone who goes on writing does.
func write(p *rod.Page, words string) {
	area := p.MustElement("#text")
	area.MustEval(`() => { this.focus(); this.setSelectionRange(this.value.length, this.value.length) }`)
	p.MustInsertText(words)
}

func answerForm(value string) templ.Component {
	return with(Layout(Chrome{Title: "Answer", PersonName: "Helen Marsden", Nav: []NavItem{{"Home", "/", true}}}),
		with(Form(FormModel{Action: "/sent", Autosave: "/save", Version: 7, Keep: true}),
			TextArea(Area{Name: "text", Label: "Answer", Value: value, Words: 300}), SaveState("2:30pm"), Button(Primary, "Send")))
}

func TestInABrowser(t *testing.T) {
	form, _ := refused()
	s := newSite(t, map[string]templ.Component{
		"/whole": whole(), "/answer": answerForm("Old words"),
		"/refused": with(Layout(Chrome{Title: "Send"}), form),
		"/sent":    with(Layout(Chrome{Title: "Sent", PersonName: "Helen Marsden", Flash: &Flash{FlashDone, "Sent to the team."}})),
	})
	b := browser.Open(t).Timeout(60 * time.Second)
	t.Run("nothing scrolls sideways and the policy refuses nothing", func(t *testing.T) { checkWidths(t, b, s) })
	t.Run("menu on a phone", func(t *testing.T) { checkMenu(t, b, s) })
	t.Run("error summary", func(t *testing.T) { checkSummary(t, b, s) })
	t.Run("autosave", func(t *testing.T) { checkAutosave(t, b, s) })
	t.Run("unsent words", func(t *testing.T) { checkKeep(t, b, s) })
}

func checkWidths(t *testing.T, b *rod.Browser, s *site) {
	for _, width := range []int{320, 375, 700, 1280} {
		p := open(t, b, s.URL+"/whole", width)
		if over := p.MustEval(`() => document.documentElement.scrollWidth - document.documentElement.clientWidth`).Int(); over > 0 {
			wide := p.MustEval(`() => [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.className.baseVal ?? e.className).join(", ")`).Str()
			t.Errorf("at %d: %d pixels too wide: %s", width, over, wide)
		}
		if refused := p.MustEval(`() => refused.join("; ")`).Str(); refused != "" {
			t.Errorf("at %d: %s", width, refused)
		}
		p.MustClose()
	}
}

func checkMenu(t *testing.T, b *rod.Browser, s *site) {
	p := open(t, b, s.URL+"/whole", 375)
	defer p.MustClose()
	button := p.MustElement("[data-menu]").MustWaitVisible()
	if p.MustElement("#menu").MustVisible() {
		t.Error("the list is open before the button was pressed")
	}
	button.MustClick()
	if !p.MustElement("#menu .pc-person__out").MustVisible() || *button.MustAttribute("aria-expanded") != "true" {
		t.Error("the button did not open the list")
	}
	p.Keyboard.MustType(keys.Escape)
	if p.MustElement("#menu").MustVisible() {
		t.Error("Escape did not close the list")
	}
}

func checkSummary(t *testing.T, b *rod.Browser, s *site) {
	p := open(t, b, s.URL+"/refused", 375)
	defer p.MustClose()
	if !p.MustEval(`() => document.activeElement.matches("[data-error-summary]")`).Bool() {
		t.Error("the page does not start at the summary of errors")
	}
	p.MustElement(`.govuk-error-summary a[href="#visit"]`).MustClick()
	if got := p.MustEval(`() => document.activeElement.name`).Str(); got != "visit-day" {
		t.Errorf("the link leads to %q", got)
	}
}

func checkAutosave(t *testing.T, b *rod.Browser, s *site) {
	p := open(t, b, s.URL+"/answer", 700) // stays open: with unsaved words it would ask before it closes
	write(p, " and more")
	says(t, p, "[data-save-state]", "Saved at 2:31pm. Everything you type is kept.")
	equal(t, "rested on", "7", fmt.Sprint(s.based.Load()))
	equal(t, "next version", "11", p.MustEval(`() => document.querySelector("[name=version]").value`).Str())
	says(t, p, ".pc-count", "4 words")
	s.status.Store(http.StatusServiceUnavailable)
	write(p, " offline")
	says(t, p, "[data-save-state]", "Not saved since 2:31pm. Your words are safe on this page.")
	s.status.Store(http.StatusConflict)
	write(p, " twice")
	says(t, p, "[data-save-state]", "Not saved since 2:31pm. Your words are safe on this page. Someone else changed this text too: save to see both.")
	equal(t, "words", "Old words and more offline twice", p.MustElement("#text").MustProperty("value").Str())
	if refused := p.MustEval(`() => refused.join("; ")`).Str(); refused != "" {
		t.Error(refused)
	}
}

func checkKeep(t *testing.T, b *rod.Browser, s *site) {
	s.status.Store(http.StatusServiceUnavailable)
	p := open(t, b, s.URL+"/answer", 375)
	defer p.MustClose()
	write(p, " kept")
	again := func() { p.MustNavigate(s.URL + "/answer").MustWaitLoad() }
	again()
	equal(t, "put back", "Old words kept", p.MustElement("#text").MustProperty("value").Str())
	p.MustElement(".pc-textbutton").MustClick()
	equal(t, "removed at the writer's wish", "Old words", p.MustElement("#text").MustProperty("value").Str())
	write(p, " again")
	s.status.Store(http.StatusOK)
	p.MustElement("main button[type=submit]").MustEval(`() => this.click()`) // rod takes the button's own shadow for a cover
	says(t, p, "h2", "Done")
	again()
	equal(t, "gone once sent", "Old words", p.MustElement("#text").MustProperty("value").Str())
	if kept := p.MustEval(`() => sessionStorage.length`).Int(); kept != 0 {
		t.Errorf("still kept: %d", kept)
	}
}
