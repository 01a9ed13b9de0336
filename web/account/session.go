package account

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/google/uuid"

	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// What a session holds. Person and Epoch say who is signed in and are read with
// every request; email and back bridge the pages of signing in.
const (
	PersonKey = "person" // the person's id, a string
	EpochKey  = "epoch"  // the session epoch at sign-in, an int
	emailKey  = "sign-in-email"
	backKey   = "sign-in-back"
)

// Enter signs somebody in: a new session with nothing of the old one in it, and
// the page they had asked for, or home. The demonstration uses it too.
func Enter(r *page.Request, people *person.Service, who uuid.UUID) (back string, err error) {
	w, err := people.Who(r.Context(), who)
	if err != nil {
		return "", err
	}
	back = safePath(r.Sessions.GetString(r.Context(), backKey))
	if err := r.Sessions.Clear(r.Context()); err != nil {
		return "", problem.Internalf(err, "clear the session")
	}
	if err := r.Sessions.RenewToken(r.Context()); err != nil {
		return "", problem.Internalf(err, "renew the session")
	}
	r.Sessions.Put(r.Context(), PersonKey, who.String())
	r.Sessions.Put(r.Context(), EpochKey, w.SessionEpoch)
	return back, nil
}

// enter signs somebody in and goes on to the page they wanted.
func (h *Handlers) enter(w http.ResponseWriter, r *page.Request, who uuid.UUID, flash string) error {
	back, err := Enter(r, h.People, who)
	if err != nil {
		return err
	}
	return r.Redirect(w, back, flash)
}

// SignOut ends the session.
func (h *Handlers) SignOut(w http.ResponseWriter, r *page.Request) error {
	if err := r.Sessions.Destroy(r.Context()); err != nil {
		return problem.Internalf(err, "end the session")
	}
	return r.Redirect(w, ui.SignInPath(), "You have signed out.")
}

// remembered is the address typed on the page before.
func remembered(r *page.Request) string { return r.Sessions.GetString(r.Context(), emailKey) }

// safePath is the address when it is a page of ours, else home: nobody is sent
// elsewhere, nor back to signing in, by a link somebody else made.
func safePath(back string) string {
	u, err := url.Parse(back)
	if err != nil || len(back) > 500 || u.IsAbs() || u.Host != "" || !strings.HasPrefix(back, "/") ||
		strings.HasPrefix(back, "//") || strings.ContainsAny(back, "\\\r\n\t") {
		return ui.HomePath()
	}
	for _, own := range []string{ui.SignInPath(), ui.SignOutPath(), resetPath, "/invitation"} {
		if u.Path == own || strings.HasPrefix(u.Path, own+"/") {
			return ui.HomePath()
		}
	}
	return back
}
