package page

import (
	"context"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/id"
)

// Handler answers one request; what it cannot answer it returns as an error.
type Handler func(w http.ResponseWriter, r *Request) error

// Person is who is signed in, as the frame of a page needs it.
type Person struct {
	ID          uuid.UUID
	Name        string
	RegionID    uuid.UUID // the region the person belongs to; Nil for an operator
	RegionName  string
	Coordinator bool // of that region
	Operator    bool
	Evaluator   bool // of that region; has no other part
}

// Request is an HTTP request together with who asks and when.
type Request struct {
	*http.Request
	Who      *Person // nil when signed out
	Actor    access.Actor
	Now      time.Time
	Nonce    string
	Demo     bool
	Public   bool // a page for everybody: no session, no script
	Sessions *scs.SessionManager
	// Still asks anew, from the stored session on, whether who asked may still come
	// to this route (V4). For what stays open; nil without a server.
	Still func(context.Context) error

	flashShown bool // the banner is on this page, and not for the next one
}

// ID reads an id from the address; a malformed one is Missing (V6).
func (r *Request) ID(name string) (uuid.UUID, error) { return id.Parse(chi.URLParam(r.Request, name)) }

// Param reads a word from the address.
func (r *Request) Param(name string) string { return chi.URLParam(r.Request, name) }

// Redirect goes to a page of ours after a POST, with a banner unless it is empty.
func (r *Request) Redirect(w http.ResponseWriter, path, flash string) error {
	if flash != "" {
		r.SetFlash(w, flash)
	}
	http.Redirect(w, r.Request, path, http.StatusSeeOther)
	return nil
}
