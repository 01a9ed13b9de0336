package server

import (
	"context"
	"net/http"
	"net/url"

	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// pass lets a request through a route's gate, or says which refusal it gets.
// Whoever is signed in and may not come gets the answer of absence (V6).
func pass(route page.Route, r *page.Request) error {
	switch route.Gate {
	case page.Everyone, page.PublicOnly:
		return nil
	}
	if r.Who == nil {
		return problem.New(problem.SignedOut, "")
	}
	if (route.Gate == page.OfRegion && !r.Who.Coordinator) || (route.Gate == page.OfInstallation && !r.Who.Operator) {
		return problem.Missing()
	}
	return nil
}

// signInFirst sends somebody who is signed out to sign in, and back afterwards
// to the page they wanted.
func signInFirst(w http.ResponseWriter, r *http.Request) {
	to := ui.SignInPath()
	if r.Method == http.MethodGet {
		to += "?back=" + url.QueryEscape(r.URL.RequestURI())
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// endIfGone ends the session of a person who is no longer there.
func (s *Server) endIfGone(ctx context.Context, err error) error {
	if problem.Is(err, problem.NotFound) {
		return s.Sessions.Destroy(ctx)
	}
	return err
}
