package region

import (
	"fmt"
	"net/http"
	"strconv"

	"peerchallenge/internal/council"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

func chrome(r *page.Request, title, region string, p *problem.Problem, back ui.Link) ui.Chrome {
	c := r.Chrome(title, page.NavCalendar)
	c.Region, c.HasErrors = region, p != nil
	c.Back = &back
	return c
}

var (
	backToCalendar  = ui.Link{Text: "Calendar", Href: "/calendar"}
	backToElections = ui.Link{Text: "Elections", Href: electionsPath}
)

// Elections lists what is known of elections in a year (S3).
func (h *Handlers) Elections(w http.ResponseWriter, r *page.Request) error {
	return h.elections(w, r, http.StatusOK, r.URL.Query().Get("year"), page.Form{}, nil)
}

func (h *Handlers) elections(w http.ResponseWriter, r *page.Request, status int, yearText string, form page.Form, p *problem.Problem) error {
	year, err := strconv.Atoi(yearText)
	if err != nil {
		year = 0 // no year asked for: this one
	}
	v, err := h.Councils.Elections(r.Context(), r.Actor, year)
	if err != nil {
		return err
	}
	return r.Render(w, status, electionsPage(chrome(r, fmt.Sprintf("Elections in %d", v.Year), v.Region.Name, p, backToCalendar), toElections(v, form, p)))
}

// Confirm keeps the answers that were given; those left open stay open.
func (h *Handlers) Confirm(w http.ResponseWriter, r *page.Request) error {
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	answers, err := h.readAnswers(r, form)
	if err == nil {
		err = h.Councils.ConfirmElections(r.Context(), r.Actor, answers...)
	}
	if p, ok := page.Refused(err); ok {
		return h.elections(w, r, page.StatusOf(p.Kind), form.Line("year"), form, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, electionsPath+"?year="+form.Line("year"), page.Counted(len(answers), "election is confirmed.", "elections are confirmed."))
}

// readAnswers takes one answer for each council that is listed to be confirmed
// and has one; what is not listed is not asked for.
func (h *Handlers) readAnswers(r *page.Request, form page.Form) ([]council.Answer, error) {
	year, err := strconv.Atoi(form.Line("year"))
	if err != nil {
		return nil, problem.New(problem.BadRequest, "The form did not arrive whole. Please go back and send it again.")
	}
	v, err := h.Councils.Elections(r.Context(), r.Actor, year)
	if err != nil {
		return nil, err
	}
	var out []council.Answer
	for _, e := range v.ToConfirm {
		if vote := form.Line(voteName(e)); vote != "" {
			out = append(out, council.Answer{Council: e.Council.ID, PollingDay: e.PollingDay, Votes: reference.Vote(vote)})
		}
	}
	if len(out) == 0 {
		return nil, invalid("year", "Say for at least one council whether people vote")
	}
	return out, nil
}

// NewElection is the form for an election that is called, or corrected.
func (h *Handlers) NewElection(w http.ResponseWriter, r *page.Request) error {
	return h.newElection(w, r, http.StatusOK, page.FormOf(map[string]string{"council": r.URL.Query().Get("council"), "day": r.URL.Query().Get("day")}), nil)
}

func (h *Handlers) newElection(w http.ResponseWriter, r *page.Request, status int, form page.Form, p *problem.Problem) error {
	v, err := h.Councils.ClosedDates(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.Render(w, status, electionPage(chrome(r, "Enter an election", v.Region.Name, p, backToElections), toElection(v, form, p)))
}

// AddElection keeps what is said of one polling day of one council.
func (h *Handlers) AddElection(w http.ResponseWriter, r *page.Request) error {
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	a, err := readElection(form)
	if err == nil {
		err = h.Councils.ConfirmElections(r.Context(), r.Actor, a)
	}
	if p, ok := page.Refused(err); ok {
		return h.newElection(w, r, page.StatusOf(p.Kind), form, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, fmt.Sprintf("%s?year=%d", electionsPath, a.PollingDay.Year()), "The election of "+a.PollingDay.Long()+" is kept.")
}

// Closed lists the days on which councils take no visit.
func (h *Handlers) Closed(w http.ResponseWriter, r *page.Request) error {
	return h.closed(w, r, http.StatusOK, page.Form{}, nil)
}

func (h *Handlers) closed(w http.ResponseWriter, r *page.Request, status int, form page.Form, p *problem.Problem) error {
	v, err := h.Councils.ClosedDates(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.Render(w, status, closedPage(chrome(r, "Closed dates", v.Region.Name, p, backToCalendar), toClosed(v, form, p)))
}

// AddClosed adds closed dates.
func (h *Handlers) AddClosed(w http.ResponseWriter, r *page.Request) error {
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	n, err := readClosed(form)
	if err == nil {
		err = h.Councils.AddClosed(r.Context(), r.Actor, n)
	}
	if p, ok := page.Refused(err); ok {
		return h.closed(w, r, page.StatusOf(p.Kind), form, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, closedPath, "The closed dates are added. No visit can be placed on them.")
}

// RemoveClosed takes closed dates away again.
func (h *Handlers) RemoveClosed(w http.ResponseWriter, r *page.Request) error {
	closed, err := r.ID("closed")
	if err != nil {
		return err
	}
	if err := h.Councils.RemoveClosed(r.Context(), r.Actor, closed); err != nil {
		return err
	}
	return r.Redirect(w, closedPath, "The closed dates are removed.")
}

// chosenCouncil is the one in the form; Invalid when none was chosen.
func chosenCouncil(form page.Form, fields *problem.Fields) (chosen [16]byte) {
	u, err := id.Parse(form.Line("council"))
	if err != nil {
		fields.Add("council", "Choose a council")
	}
	return u
}

func invalid(field, message string) error {
	return &problem.Problem{Kind: problem.Invalid, Message: "There is a problem", Fields: []problem.Field{{Name: field, Message: message}}}
}
