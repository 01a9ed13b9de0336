// Package demo is the door of the demonstration: who would you like to be, and
// the mails the service would have sent. It is wired only in demonstration mode.
package demo

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"peerchallenge/internal/demo"
	"peerchallenge/internal/mail"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Handlers answers for the demonstration.
type Handlers struct {
	Visitor *demo.Visitor
	Enter   func(r *page.Request, who uuid.UUID) error // signs them in; the account's own way
	Mails   *mail.Catcher
	Groups  []demo.Group
	Day     *demo.Day
	Work    func(ctx context.Context) // the work of the day, done at once when the day moves
}

// Routes are the addresses of this feature.
func Routes(h *Handlers) []page.Route {
	return []page.Route{
		{Method: "POST", Pattern: "/demo/sign-in", Gate: page.Everyone, Handle: h.SignIn},
		{Method: "GET", Pattern: "/demo/mails", Gate: page.Everyone, Handle: h.List},
		{Method: "GET", Pattern: "/demo/mails/{number}", Gate: page.Everyone, Handle: h.Show},
		{Method: "GET", Pattern: dayPath, Gate: page.Everyone, Handle: h.ChooseDay},
		{Method: "POST", Pattern: dayPath, Gate: page.Everyone, Handle: h.MoveDay},
	}
}

// Chooser is the list of people for the sign-in page.
func (h *Handlers) Chooser() templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return chooser(h.Groups, h.today()).Render(ctx, w)
	})
}

// SignIn makes the visitor a person of the story.
func (h *Handlers) SignIn(w http.ResponseWriter, r *page.Request) error {
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	id, err := h.Visitor.PersonFor(r.Context(), form.Line("person"))
	if err != nil {
		return err
	}
	if err := h.Enter(r, id); err != nil {
		return err
	}
	return r.Redirect(w, ui.HomePath(), "")
}

// List shows the mails that were caught, newest first.
func (h *Handlers) List(w http.ResponseWriter, r *page.Request) error {
	return r.Render(w, http.StatusOK, mailsPage(r.Chrome("E-mails of the demonstration", ""), h.rows()))
}

func (h *Handlers) rows() [][]ui.Cell {
	list := h.Mails.List()
	var rows [][]ui.Cell
	for _, m := range list {
		rows = append(rows, []ui.Cell{{Text: m.Subject, Href: "/demo/mails/" + strconv.Itoa(m.Number)}, {Text: strings.Join(m.To, ", ")}, {Text: ui.Moment(m.ReceivedAt)}})
	}
	return rows
}

// Show is one mail.
func (h *Handlers) Show(w http.ResponseWriter, r *page.Request) error {
	n, err := strconv.Atoi(r.Param("number"))
	if err != nil {
		return problem.Missing()
	}
	m, ok := h.Mails.Get(n)
	if !ok {
		return problem.Missing()
	}
	c := r.Chrome(m.Subject, "")
	c.Back = &ui.Link{Text: "E-mails of the demonstration", Href: "/demo/mails"}
	return r.Render(w, http.StatusOK, mailPage(c, m))
}
