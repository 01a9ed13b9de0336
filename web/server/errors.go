package server

import (
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"

	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
)

// fail answers a request that could not be answered: the one place where an
// error becomes a status and a page. Only what is our fault is logged, once.
func (s *Server) fail(w http.ResponseWriter, q *page.Request, err error) {
	kind := problem.KindOf(err)
	if kind == problem.SignedOut {
		signInFirst(w, q.Request)
		return
	}
	if kind == problem.Internal {
		s.Log.Error("request failed", "method", q.Method, "path", q.URL.Path, "err", err)
	}
	message := ""
	var p *problem.Problem
	if errors.As(err, &p) {
		message = p.Message
	}
	w.Header().Set("Cache-Control", "no-store")
	if err := q.Render(w, page.StatusOf(kind), errorPage(q.Chrome(titleOf(kind), ""), kind, message)); err != nil {
		s.Log.Warn("error page not written", "err", err)
	}
}

func titleOf(kind problem.Kind) string {
	switch kind {
	case problem.NotFound:
		return "Page not found"
	case problem.Closed:
		return "This is closed"
	case problem.Conflict:
		return "Somebody else was first"
	case problem.Invalid:
		return "There is a problem"
	case problem.Forbidden:
		return "This is not yours to do"
	case problem.TooLarge:
		return "That is too large"
	case problem.TooMany:
		return "Too many tries"
	case problem.BadRequest:
		return "We could not read that"
	default:
		return "Sorry, there is a problem with the service"
	}
}

// notFound answers for addresses that are not in the route table.
func (s *Server) notFound(w http.ResponseWriter, r *http.Request) {
	q, err := s.request(r)
	if err == nil {
		err = problem.Missing()
	}
	s.fail(w, q, err)
}

// crossOrigin answers for a form that another site sent.
func (s *Server) crossOrigin(w http.ResponseWriter, r *http.Request) {
	q := &page.Request{Request: r, Now: s.Clock.Now(), Nonce: nonceOf(r), Demo: s.Config.Demo}
	s.fail(w, q, problem.New(problem.Forbidden, "This form was sent from another website, so nothing was changed. Please open the page here and send it again."))
}

// recoverer turns a panic into the page for our own fault.
func (s *Server) recoverer(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if v == http.ErrAbortHandler {
				panic(v)
			}
			s.Log.Error("panic", "path", r.URL.Path, "value", v, slog.String("stack", string(debug.Stack())))
			w.WriteHeader(http.StatusInternalServerError)
		}()
		next.ServeHTTP(w, r)
	})
}
