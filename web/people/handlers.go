package people

import (
	"net/http"
	"net/url"

	"github.com/google/uuid"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/directory"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// List is the people of the region, by name.
func (h *Handlers) List(w http.ResponseWriter, r *page.Request) error {
	q := r.URL.Query()
	query := directory.Query{Search: q.Get("search"), AfterName: q.Get("after")}
	if query.AfterName != "" {
		var err error
		if query.AfterID, err = id.Parse(q.Get("id")); err != nil {
			return err
		}
	}
	v, err := h.Directory.List(r.Context(), r.Actor, query)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, listPage(h.chrome(r, "People", v.Region.Name, ui.Link{}), toList(v)))
}

// chrome is the frame of these pages; back is empty for the list.
func (h *Handlers) chrome(r *page.Request, title, region string, back ui.Link) ui.Chrome {
	c := r.Chrome(title, page.NavPeople)
	c.Region = region
	if back.Href != "" {
		c.Back = &back
	}
	return c
}

var backToList = ui.Link{Text: "People", Href: listPath}

// Show is one person with their posts.
func (h *Handlers) Show(w http.ResponseWriter, r *page.Request) error {
	return h.show(w, r, http.StatusOK, page.Form{}, nil)
}

func (h *Handlers) show(w http.ResponseWriter, r *page.Request, status int, form page.Form, p *problem.Problem) error {
	who, err := r.ID("person")
	if err != nil {
		return err
	}
	v, err := h.Directory.Page(r.Context(), r.Actor, who)
	if err != nil {
		return err
	}
	c := h.chrome(r, v.Person.Name, v.Region.Name, backToList)
	c.HasErrors = p != nil
	return r.Render(w, status, personPage(c, toPerson(v, form, p)))
}

// New is the form for somebody new.
func (h *Handlers) New(w http.ResponseWriter, r *page.Request) error {
	return h.showNew(w, r, http.StatusOK, page.FormOf(map[string]string{"invite": "yes"}), nil)
}

func (h *Handlers) showNew(w http.ResponseWriter, r *page.Request, status int, form page.Form, p *problem.Problem) error {
	v, err := h.Directory.Form(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	c := h.chrome(r, "Add a person", v.Region.Name, backToList)
	c.HasErrors = p != nil
	return r.Render(w, status, newPage(c, toNew(v, form, p)))
}

// Add adds one person.
func (h *Handlers) Add(w http.ResponseWriter, r *page.Request) error {
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	n, err := readPerson(form)
	var who uuid.UUID
	if err == nil {
		who, err = h.Directory.Add(r.Context(), r.Actor, n)
	}
	if p, ok := page.Refused(err); ok {
		return h.showNew(w, r, page.StatusOf(p.Kind), form, p)
	}
	if err != nil {
		return err
	}
	done := n.Name + " is added."
	if n.Invite {
		done = n.Name + " is added, and an invitation is on its way to " + n.Email + "."
	}
	return r.Redirect(w, personPath(who.String()), done)
}

// GivePost gives somebody a post.
func (h *Handlers) GivePost(w http.ResponseWriter, r *page.Request) error {
	who, err := r.ID("person")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	n, fields := readPost(form)
	if err = fields.Err(); err == nil {
		err = h.Directory.GivePost(r.Context(), r.Actor, who, n)
	}
	if p, ok := page.Refused(err); ok {
		return h.show(w, r, page.StatusOf(p.Kind), form, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, personPath(who.String()), givenWords(n, civil.Of(r.Now)))
}

// Invite sends an invitation by e-mail.
func (h *Handlers) Invite(w http.ResponseWriter, r *page.Request) error {
	who, err := r.ID("person")
	if err != nil {
		return err
	}
	if err := h.Directory.Invite(r.Context(), r.Actor, who); err != nil {
		return err
	}
	return r.Redirect(w, personPath(who.String()), "An invitation is on its way. Its link works for 14 days.")
}

// AskEnd asks before a post is ended.
func (h *Handlers) AskEnd(w http.ResponseWriter, r *page.Request) error {
	return h.askEnd(w, r, http.StatusOK, nil)
}

func (h *Handlers) askEnd(w http.ResponseWriter, r *page.Request, status int, p *problem.Problem) error {
	who, err := r.ID("person")
	if err != nil {
		return err
	}
	holding, err := r.ID("holding")
	if err != nil {
		return err
	}
	v, err := h.Directory.Page(r.Context(), r.Actor, who)
	if err != nil {
		return err
	}
	for _, held := range v.Holdings {
		if held.ID == holding && held.IsPost() {
			c := h.chrome(r, "End a post", v.Region.Name, ui.Link{Text: v.Person.Name, Href: personPath(who.String())})
			c.HasErrors = p != nil
			return r.Render(w, status, endPage(c, toEnd(v, held, p)))
		}
	}
	return problem.Missing()
}

// End ends a post today.
func (h *Handlers) End(w http.ResponseWriter, r *page.Request) error {
	who, err := r.ID("person")
	if err != nil {
		return err
	}
	holding, err := r.ID("holding")
	if err != nil {
		return err
	}
	if _, err := r.ReadForm(w); err != nil {
		return err
	}
	err = h.Directory.EndPost(r.Context(), r.Actor, who, holding)
	if p, ok := page.Refused(err); ok {
		return h.askEnd(w, r, page.StatusOf(p.Kind), p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, personPath(who.String()), "The post is ended. What it let them see is closed to them from now.")
}

// nextPath is the list after a row.
func nextPath(v directory.ListPage) string {
	last := v.Rows[len(v.Rows)-1]
	q := url.Values{"after": {last.Name}, "id": {last.ID.String()}}
	if v.Search != "" {
		q.Set("search", v.Search)
	}
	return listPath + "?" + q.Encode()
}
