package account_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"peerchallenge/internal/person"
)

func TestSignIn_ByCodeComesBackToThePageThatWasWanted(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.browser()
	first := b.get("/sign-in?back=%2Fwanted")
	back, _ := first.Doc.Find(`input[name=back]`).Attr("value")
	b.post("/sign-in", "email", h.Email, "way", "email", "back", back).wants(t, 200, "/sign-in/sent", "If we know "+h.Email+", an e-mail is on its way.")
	wrong := b.post("/sign-in/sent", "code", "")
	wrong.wants(t, 422, "/sign-in/sent", "Enter the code from the e-mail")
	if title := wrong.Doc.Find("title").Text(); !strings.HasPrefix(title, "Error: ") {
		t.Errorf("title %q", title)
	}
	b.post("/sign-in", "email", h.Email, "way", "email").wants(t, 200, "/sign-in/sent", "on its way") // "Send another e-mail"
	b.post("/sign-in/sent", "code", h.mailed(codeIn)).wants(t, 200, "/wanted", "Hello Helen Marsden")
}

func TestSignIn_ByPassword(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.setPassword()
	b := h.browser()
	page := b.post("/sign-in", "email", h.Email, "way", "password", "back", "/")
	page.wants(t, 200, "/sign-in/password", "Use your password")
	if v, _ := page.Doc.Find("input[name=email]").Attr("value"); v != h.Email {
		t.Errorf("address not kept: %q", v)
	}
	wrong := b.post("/sign-in/password", "email", h.Email, "password", "not it")
	wrong.wants(t, 422, "/sign-in/password", "The e-mail address or the password is not right")
	if strings.Contains(wrong.Body, "not it") {
		t.Error("the password is sent back")
	}
	b.post("/sign-in/password", "email", h.Email, "password", goodPassword).wants(t, 200, "/", "Hello Helen Marsden")
	b.get("/sign-in").wants(t, 200, "/", "Hello") // nothing to do there
	b.post("/sign-out").wants(t, 200, "/sign-in", "You have signed out.")
	if b.signedIn() {
		t.Error("still signed in after signing out")
	}
}

// The session has another token after signing in, so that a token planted before
// is worth nothing.
func TestSignIn_RenewsTheSession(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.setPassword()
	b := h.browser()
	b.post("/sign-in", "email", h.Email, "way", "password", "back", "/")
	before := b.cookie()
	b.post("/sign-in/password", "email", h.Email, "password", goodPassword)
	if after := b.cookie(); before == "" || after == before {
		t.Errorf("session token %q before, %q after", before, after)
	}
}

// V6: known and unknown addresses get the same status, words and size, by every way.
func TestPages_V6_KnownAndUnknownLookTheSame(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.setPassword()
	unknown := strings.Replace(h.Email, "helen.", "harry.", 1)
	for name, walk := range map[string]func(b *browser, email string) seen{
		"e-mail":   func(b *browser, e string) seen { return b.post("/sign-in", "email", e, "way", "email", "back", "/") },
		"password": func(b *browser, e string) seen { return b.post("/sign-in", "email", e, "way", "password", "back", "/") },
		"wrong password": func(b *browser, e string) seen {
			return b.post("/sign-in/password", "email", e, "password", "some long guess")
		},
		"wrong code": func(b *browser, e string) seen {
			b.post("/sign-in", "email", e, "way", "email", "back", "/")
			return b.post("/sign-in/sent", "code", "no code")
		},
		"reset": func(b *browser, e string) seen { return b.post("/reset", "email", e) },
	} {
		known, other := walk(h.browser(), h.Email), walk(h.browser(), unknown)
		if known.Code != other.Code || known.Path != other.Path || len(known.Body) != len(other.Body) {
			t.Errorf("%s: %d %s %d bytes for a known address, %d %s %d bytes for an unknown one", name,
				known.Code, known.Path, len(known.Body), other.Code, other.Path, len(other.Body))
		}
		if diff := cmp.Diff(strings.ReplaceAll(known.Body, h.Email, "X"), strings.ReplaceAll(other.Body, unknown, "X")); diff != "" {
			t.Errorf("%s differs:\n%s", name, diff)
		}
	}
}

func TestSignIn_EleventhGuessSaysWhatElseToDo(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.browser()
	for range person.MaxGuesses {
		b.post("/sign-in/password", "email", h.Email, "password", "guess").wants(t, 422, "/sign-in/password", "not right")
	}
	over := b.post("/sign-in/password", "email", h.Email, "password", "guess")
	over.wants(t, 429, "/sign-in/password", "ask for an e-mail with a link")
	over.wants(t, 429, "/sign-in/password", "01632\u00a0960\u00a0101")
	if href, _ := over.Doc.Find(`a[href^="tel:"]`).Attr("href"); href != "tel:01632960101" {
		t.Errorf("telephone link %q", href)
	}
	b.post("/sign-in", "email", h.Email, "way", "email", "back", "/")
	b.post("/sign-in/sent", "code", "000000").wants(t, 429, "/sign-in/sent", "too many tries")
	b.post(h.mailed(linkIn)).wants(t, 200, "/", "Hello Helen Marsden")
}

func TestSignIn_SaysWhatIsWrongWithAnAddressAndKeepsIt(t *testing.T) {
	t.Parallel()
	b := newHouse(t).browser()
	b.post("/sign-in", "email", "", "way", "email").wants(t, 422, "/sign-in", "Enter your e-mail address")
	page := b.post("/sign-in", "email", "helen at example", "way", "password")
	page.wants(t, 422, "/sign-in", "correct format")
	if v, _ := page.Doc.Find("input[name=email]").Attr("value"); v != "helen at example" {
		t.Errorf("what was typed is gone: %q", v)
	}
	if v, _ := page.Doc.Find("input[name=way][checked]").Attr("value"); v != "password" {
		t.Errorf("the way chosen is gone: %q", v)
	}
}

// Opening the link, as programs that check mails do, does not use it up.
func TestLink_GetDoesNotUseItUp(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b, scanner := h.browser(), h.browser()
	b.post("/sign-in", "email", h.Email, "way", "email", "back", "/wanted")
	link := h.mailed(linkIn)
	for range 3 {
		page := scanner.get(link)
		page.wants(t, 200, link, "Press the button to sign in")
		if n := page.Doc.Find("main form").Length(); n != 1 {
			t.Errorf("%d forms", n)
		}
	}
	if scanner.signedIn() {
		t.Error("opening the link signs in")
	}
	b.post(link).wants(t, 200, "/wanted", "Hello Helen Marsden")
	scanner.post(link).wants(t, 409, link, "This link no longer works")
	scanner.get(link).wants(t, 409, link, "This link no longer works")
	b.post("/sign-in", "email", h.Email, "way", "email", "back", "/")
	late := h.mailed(linkIn)
	h.Clock.Set(h.Clock.Now().Add(30 * time.Minute))
	scanner.get(late).wants(t, 409, late, "too old")
}

// A link somebody else made leads nowhere but to our own pages.
func TestSignIn_ComesBackToOwnPagesOnly(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.browser()
	for _, bad := range []string{"https://evil.example", "//evil.example", "/\\evil.example", "/sign-in", "/sign-out", "javascript:alert(1)", "/a%0d%0ab\t", "evil"} {
		page := b.get("/sign-in?back=" + url.QueryEscape(bad))
		if v, _ := page.Doc.Find("input[name=back]").Attr("value"); v != "/" {
			t.Errorf("%q leads to %q", bad, v)
		}
	}
	b.post("/sign-in", "email", h.Email, "way", "email", "back", "//evil.example")
	b.post("/sign-in/sent", "code", h.mailed(codeIn)).wants(t, 200, "/", "Hello Helen Marsden")
}

// Fields tell browsers and password managers what they are for; nothing forbids
// pasting or remembering.
func TestFields_Autocomplete(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.browser()
	want := map[string]string{"/sign-in email": "username", "/sign-in/password email": "username", "/sign-in/password password": "current-password",
		"/sign-in/sent code": "one-time-code", "/reset email": "username"}
	b.post("/sign-in", "email", h.Email, "way", "email", "back", "/")
	for at, token := range want {
		path, field, _ := strings.Cut(at, " ")
		page := b.get(path)
		if got, _ := page.Doc.Find("input[name=" + field + "]").Attr("autocomplete"); got != token {
			t.Errorf("%s: autocomplete %q, want %q", at, got, token)
		}
		if strings.Contains(page.Body, `autocomplete="off"`) || strings.Contains(page.Body, "onpaste") {
			t.Errorf("%s stands in the way of password managers", path)
		}
	}
	if mode, _ := b.get("/sign-in").Doc.Find("input[name=email]").Attr("inputmode"); mode != "email" {
		t.Errorf("inputmode %q", mode)
	}
}
