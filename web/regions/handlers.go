package regions

import (
	"net/http"

	"github.com/google/uuid"

	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// List is the regions of the installation.
func (h *Handlers) List(w http.ResponseWriter, r *page.Request) error {
	v, err := h.Setup.List(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, listPage(chrome(r, "Regions", nil, ui.Link{}), toList(v)))
}

// chrome is the frame of these pages; back is empty for the list.
func chrome(r *page.Request, title string, p *problem.Problem, back ui.Link) ui.Chrome {
	c := r.Chrome(title, page.NavRegions)
	c.HasErrors = p != nil
	if back.Href != "" {
		c.Back = &back
	}
	return c
}

var (
	backToList = ui.Link{Text: "Regions", Href: listPath}
	backToNew  = ui.Link{Text: "Set up a region", Href: newPath}
)

// New offers the nine regions that are not set up yet.
func (h *Handlers) New(w http.ResponseWriter, r *page.Request) error {
	return h.showNew(w, r, http.StatusOK, page.Form{}, nil)
}

func (h *Handlers) showNew(w http.ResponseWriter, r *page.Request, status int, form page.Form, p *problem.Problem) error {
	v, err := h.Setup.List(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.Render(w, status, newPage(chrome(r, "Set up a region", p, backToList), toNew(v, form, p)))
}

// Create sets one of the nine up.
func (h *Handlers) Create(w http.ResponseWriter, r *page.Request) error {
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	region, err := h.Setup.CreateFromReference(r.Context(), r.Actor, form.Line("region"))
	if p, ok := page.Refused(err); ok {
		return h.showNew(w, r, page.StatusOf(p.Kind), form, p)
	}
	if err != nil {
		return err
	}
	return created(w, r, region)
}

func created(w http.ResponseWriter, r *page.Request, region uuid.UUID) error {
	return r.Redirect(w, regionPath(region.String()), "The region is set up, with its councils and the starter framework. Next: invite its coordinator.")
}

// Show is one region with its councils and coordinators.
func (h *Handlers) Show(w http.ResponseWriter, r *page.Request) error {
	return h.show(w, r, http.StatusOK, page.Form{}, nil)
}

func (h *Handlers) show(w http.ResponseWriter, r *page.Request, status int, form page.Form, p *problem.Problem) error {
	region, err := r.ID("region")
	if err != nil {
		return err
	}
	v, err := h.Setup.Page(r.Context(), r.Actor, region)
	if err != nil {
		return err
	}
	return r.Render(w, status, regionPage(chrome(r, v.Region.Name, p, backToList), toRegion(v, form, p)))
}

// Invite invites a coordinator.
func (h *Handlers) Invite(w http.ResponseWriter, r *page.Request) error {
	region, err := r.ID("region")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	name := form.Line("name")
	err = h.Setup.InviteCoordinator(r.Context(), r.Actor, region, name, form.Line("email"))
	if p, ok := page.Refused(err); ok {
		return h.show(w, r, page.StatusOf(p.Kind), form, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, regionPath(region.String()), "An invitation is on its way to "+name+", who coordinates the region from today.")
}
