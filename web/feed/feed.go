// Package feed is the page on which people make an address for their calendar
// program, and the address itself.
package feed

import (
	"io"
	"net/http"
	"strings"

	"peerchallenge/internal/feed"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Handlers answer for these pages.
type Handlers struct{ Feeds *feed.Service }

const feedsPath = "/account/feeds"

// Routes are these pages, for the route table.
func Routes(h *Handlers) []page.Route {
	return []page.Route{
		{Method: "GET", Pattern: feedsPath, Gate: page.SignedIn, Handle: h.Show},
		{Method: "POST", Pattern: feedsPath, Gate: page.SignedIn, Handle: h.Make},
		{Method: "POST", Pattern: feedsPath + "/end", Gate: page.SignedIn, Handle: h.End},
		{Method: "GET", Pattern: "/feeds/{token}", Gate: page.Everyone, Handle: h.Read},
	}
}

// show is somebody's addresses, ready to print.
type show struct {
	Message string
	Address string // just made; shown this once
	Kinds   []kind
}

type kind struct {
	Title, What string
	Kind        string
	Made        string // when; empty: there is none
	Button      string
}

// Show is the page of somebody's addresses.
func (h *Handlers) Show(w http.ResponseWriter, r *page.Request) error {
	return h.show(w, r, http.StatusOK, "", nil)
}

func (h *Handlers) show(w http.ResponseWriter, r *page.Request, status int, address string, refused *problem.Problem) error {
	p, err := h.Feeds.FeedsPage(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	c := r.Chrome("Calendar feeds", "")
	c.Back = &ui.Link{Text: "Your account", Href: ui.AccountPath()}
	m := show{Address: address}
	if refused != nil {
		c.HasErrors, m.Message = true, refused.Message
	}
	m.add(p, feed.Mine, "Your own visits", "The visits you are asked for, on, or host.")
	if p.Coordinates {
		m.add(p, feed.Region, "All visits of the region", "For coordinators. It stops when you stop being one.")
	}
	return r.Render(w, status, showPage(c, m))
}

func (m *show) add(p feed.Page, k feed.Kind, title, what string) {
	x := kind{Title: title, What: what, Kind: string(k), Button: "Make an address"}
	for _, f := range p.Feeds {
		if f.Kind == k {
			x.Made, x.Button = ui.MomentLong(f.MadeAt), "Make a new address; the old one stops"
		}
	}
	m.Kinds = append(m.Kinds, x)
}

// Make makes an address and shows it, once: it is not kept.
func (h *Handlers) Make(w http.ResponseWriter, r *page.Request) error {
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	address, err := h.Feeds.Make(r.Context(), r.Actor, feed.Kind(f.Line("kind")))
	if p, ok := page.Refused(err); ok {
		return h.show(w, r, page.StatusOf(p.Kind), "", p)
	}
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return h.show(w, r, http.StatusOK, address, nil)
}

// End takes an address back.
func (h *Handlers) End(w http.ResponseWriter, r *page.Request) error {
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	if err := h.Feeds.End(r.Context(), r.Actor, feed.Kind(f.Line("kind"))); err != nil {
		return err
	}
	return r.Redirect(w, feedsPath, "The address does not work any more.")
}

// Read is what a calendar program reads.
func (h *Handlers) Read(w http.ResponseWriter, r *page.Request) error {
	events, err := h.Feeds.Read(r.Context(), strings.TrimSuffix(r.Param("token"), ".ics"))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Cache-Control", "private, no-store")
	w.Header().Set("X-Robots-Tag", "noindex")
	_, err = io.WriteString(w, feed.ICalendar(events, h.Feeds.BaseURL, r.Now))
	return err
}
