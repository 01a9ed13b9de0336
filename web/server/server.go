package server

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/static"
)

// Config is what the wall needs to know of the installation.
type Config struct {
	Secure bool // behind TLS: __Host- cookies and HSTS
	Demo   bool // the demonstration: its band on every page
}

// Server answers for the website.
type Server struct {
	Config   Config
	Clock    clock.Clock
	People   *person.Service
	Sessions *scs.SessionManager
	Log      *slog.Logger
	Routes   []page.Route
}

// NewSessions makes the session manager: a cookie that scripts cannot read, a
// hashed token in the store, and an end after twelve hours. A session is written
// only when it changed.
func NewSessions(store scs.Store, secure bool) *scs.SessionManager {
	m := scs.New()
	m.Store = store
	m.HashTokenInStore = true
	m.Lifetime = 12 * time.Hour
	m.Cookie.Name = "peer-challenge"
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.Cookie.Path = "/"
	if secure {
		m.Cookie.Name = "__Host-peer-challenge"
		m.Cookie.Secure = true
	}
	return m
}

// Handler is the whole website.
func (s *Server) Handler() http.Handler {
	router := chi.NewRouter()
	router.Use(s.recoverer, middleware.StripSlashes, middleware.Compress(5, "text/html", "text/css", "text/javascript", "application/json", "image/svg+xml"), s.headers)
	router.Get("/healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	router.Handle(static.Prefix+"*", static.Handler())
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(s.crossOrigin))
	withSession := router.With(s.deadline, s.Sessions.LoadAndSave, guard.Handler)
	for _, route := range s.Routes {
		if route.Gate == page.PublicOnly {
			router.With(s.deadline, guard.Handler).MethodFunc(route.Method, route.Pattern, s.public(route))
			continue
		}
		withSession.MethodFunc(route.Method, route.Pattern, s.answer(route))
	}
	router.NotFound(s.Sessions.LoadAndSave(http.HandlerFunc(s.notFound)).ServeHTTP)
	router.MethodNotAllowed(s.Sessions.LoadAndSave(http.HandlerFunc(s.notFound)).ServeHTTP)
	return router
}

// answer wraps a handler with who asks, the gate, and the page for errors.
func (s *Server) answer(route page.Route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		q, err := s.request(r)
		if err == nil && q.Who != nil {
			w.Header().Set("Cache-Control", "no-store")
		}
		if err == nil {
			err = pass(route, q)
		}
		if err == nil {
			q.Still = s.still(route, q)
			err = route.Handle(w, q)
		}
		if err != nil {
			s.fail(w, q, err)
		}
	}
}

func (s *Server) public(route page.Route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", publicPolicy)
		q := &page.Request{Request: r, Now: s.Clock.Now(), Public: true, Sessions: s.Sessions, Demo: s.Config.Demo}
		if err := route.Handle(w, q); err != nil {
			s.fail(w, q, err)
		}
	}
}

// Session keys.
const (
	personKey      = "person"
	epochKey       = "epoch"
	fingerprintKey = "roles"
)

// request finds out who asks. A session of a person who reset their password or
// lost their access is ended here (V4).
func (s *Server) request(r *http.Request) (*page.Request, error) {
	q := &page.Request{Request: r, Now: s.Clock.Now(), Nonce: nonceOf(r), Demo: s.Config.Demo, Sessions: s.Sessions}
	id, err := uuid.Parse(s.Sessions.GetString(r.Context(), personKey))
	if err != nil {
		return q, nil // nobody is signed in
	}
	who, err := s.People.Who(r.Context(), id)
	if err != nil {
		return q, s.endIfGone(r.Context(), err)
	}
	if who.SessionEpoch != s.Sessions.GetInt(r.Context(), epochKey) {
		return q, s.Sessions.Destroy(r.Context())
	}
	if err := s.renewAtRoleChange(r.Context(), who.Roles); err != nil {
		return q, err
	}
	q.Actor = access.Person(who.ID)
	q.Who = personOf(who)
	return q, nil
}

func personOf(who person.Who) *page.Person {
	return &page.Person{ID: who.ID, Name: who.Name, RegionID: who.RegionID, RegionName: who.RegionName,
		Coordinator: who.Coordinator, Operator: who.Operator, Evaluator: who.Evaluator}
}

// still asks who is behind a request once more, from the stored session on, and
// whether the route's gate lets them through. Another person, another epoch or other
// roles than at first are a no: whoever may still come comes again (V4).
func (s *Server) still(route page.Route, q *page.Request) func(context.Context) error {
	return func(ctx context.Context) error {
		// the session in the request's own context is as it was then
		ctx, err := s.Sessions.Load(forget{ctx}, s.Sessions.Token(q.Context()))
		if err != nil {
			return err
		}
		id, err := uuid.Parse(s.Sessions.GetString(ctx, personKey))
		if err != nil || q.Who == nil || id != q.Who.ID {
			return problem.New(problem.SignedOut, "")
		}
		who, err := s.People.Who(ctx, id)
		if err != nil {
			return err
		}
		if who.SessionEpoch != s.Sessions.GetInt(ctx, epochKey) || who.Roles != s.Sessions.GetString(ctx, fingerprintKey) {
			return problem.New(problem.SignedOut, "")
		}
		return pass(route, &page.Request{Who: personOf(who)})
	}
}

// forget is a context without what its requests put into it.
type forget struct{ context.Context }

// Value knows nothing.
func (forget) Value(any) any { return nil }

// renewAtRoleChange gives the session a new token when the person's roles are
// not those of the last request.
func (s *Server) renewAtRoleChange(ctx context.Context, fingerprint string) error {
	before := s.Sessions.GetString(ctx, fingerprintKey)
	if before == fingerprint {
		return nil
	}
	if before != "" {
		if err := s.Sessions.RenewToken(ctx); err != nil {
			return err
		}
	}
	s.Sessions.Put(ctx, fingerprintKey, fingerprint)
	return nil
}
