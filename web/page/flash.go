package page

import (
	"encoding/base64"
	"net/http"
	"strings"

	"peerchallenge/web/ui"
)

// longestFlash is how much of a banner is kept, in bytes: a cookie holds 4,096.
const longestFlash = 2500

// flashCookie is empty; its name says that only we could have set it, where there is
// TLS to say so.
func (r *Request) flashCookie() *http.Cookie {
	c := &http.Cookie{Name: "flash", Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, MaxAge: 600}
	if r.Sessions.Cookie.Secure {
		c.Name, c.Secure = "__Host-flash", true
	}
	return c
}

// SetFlash keeps a banner for the next page: what happened, who now sees it, what
// comes next. It waits in a cookie of its own: in the session it would be written to
// the database, and each save would commit twice.
func (r *Request) SetFlash(w http.ResponseWriter, text string) {
	c := r.flashCookie()
	text = strings.ToValidUTF8(text[:min(len(text), longestFlash)], "")
	c.Value = base64.RawURLEncoding.EncodeToString([]byte(text))
	http.SetCookie(w, c)
}

// takeFlash is the banner for this page; Render then takes the cookie back.
func (r *Request) takeFlash() *ui.Flash {
	if r.Sessions == nil || r.Public {
		return nil
	}
	c, err := r.Cookie(r.flashCookie().Name)
	if err != nil {
		return nil // there is none
	}
	r.flashShown = true
	text, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil || len(text) == 0 {
		return nil // not ours
	}
	return &ui.Flash{Text: string(text), Kind: ui.FlashDone}
}

func (r *Request) endFlash(w http.ResponseWriter) {
	if r.flashShown {
		c := r.flashCookie()
		c.MaxAge = -1
		http.SetCookie(w, c)
	}
}
