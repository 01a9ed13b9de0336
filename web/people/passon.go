package people

import (
	"net/http"

	"peerchallenge/internal/directory"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// passView asks who takes a post over, and from when.
type passView struct {
	Rows         []ui.SummaryRow
	Action, Back string
	Name, Email  ui.Input
	From         ui.Date
	Fields       []problem.Field
	Message      string
}

// AskPassOn asks who is next to hold a post.
func (h *Handlers) AskPassOn(w http.ResponseWriter, r *page.Request) error {
	return h.askPassOn(w, r, http.StatusOK, page.FormOf(nil), nil)
}

func (h *Handlers) askPassOn(w http.ResponseWriter, r *page.Request, status int, f page.Form, p *problem.Problem) error {
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
		if held.ID != holding || !held.IsPost() || !held.Live() {
			continue
		}
		c := h.chrome(r, "Pass this post on", v.Region.Name, ui.Link{Text: v.Person.Name, Href: personPath(who.String())})
		c.HasErrors = p != nil
		end := toEnd(v, held, p)
		fields := page.FieldsOf(p)
		return r.Render(w, status, passOnPage(c, passView{Rows: end.Rows, Back: end.Back, Action: passOnPath(who.String(), holding.String()), Fields: fields, Message: page.MessageOf(p),
			Name:  ui.Input{Name: "name", Label: "Who takes it over", Hint: "Somebody who is here already keeps their name", Value: f.Line("name"), Error: ui.ErrorOn(fields, "name"), Autocomplete: "off"},
			Email: ui.Input{Name: "email", Label: "Their e-mail address", Value: f.Line("email"), Error: ui.ErrorOn(fields, "email"), Autocomplete: "off"},
			From:  dateField(f, "from", "Their first day", "For example 1 4 2027. Leave empty for today", fields)}))
	}
	return problem.Missing()
}

// PassOn passes a post to its next holder.
func (h *Handlers) PassOn(w http.ResponseWriter, r *page.Request) error {
	who, err := r.ID("person")
	if err != nil {
		return err
	}
	holding, err := r.ID("holding")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	var fields problem.Fields
	n := directory.Successor{Name: f.Line("name"), Email: f.Line("email"), From: date(f, "from", &fields)}
	if err = fields.Err(); err == nil {
		err = h.Directory.PassOn(r.Context(), r.Actor, who, holding, n)
	}
	if p, ok := page.Refused(err); ok {
		return h.askPassOn(w, r, page.StatusOf(p.Kind), f, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, listPath, "The post passes to "+n.Name+", with what it may see, past challenges included. They have an e-mail about it.")
}
