package followup

import (
	"net/http"
	"strconv"

	"github.com/google/uuid"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/followup"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/report"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

func numbered(n int, title string) string { return strconv.Itoa(n) + ". " + title }

// stateTag is a state as the tag it always has.
func stateTag(s followup.State) *ui.TagModel {
	switch s {
	case followup.Achieved:
		return ui.Status("Achieved")
	case followup.OnTrack:
		return ui.Status("On track")
	case followup.Slipped:
		return ui.Status("Delayed")
	case followup.NotAchieved:
		return &ui.TagModel{Colour: ui.Grey, Words: "Not achieved"}
	}
	return nil
}

func decisionTag(d report.Decision) *ui.TagModel {
	if d == report.Accepted {
		return ui.Status("Accepted")
	}
	return &ui.TagModel{Colour: ui.Grey, Words: d.Name()}
}

func actionTag(s followup.ActionState) *ui.TagModel {
	switch s {
	case followup.Done:
		return ui.Status("Done")
	case followup.UnderWay:
		return &ui.TagModel{Colour: ui.Blue, Words: "Under way"}
	case followup.NotStarted:
		return &ui.TagModel{Colour: ui.Grey, Words: "Not started"}
	}
	return nil
}

func dateField(name, label, hint string, d civil.Date, typed *page.Form, err string) ui.Date {
	f := ui.Date{Name: name, Label: label, Hint: hint, Error: err}
	if typed != nil {
		f.Day, f.Month, f.Year = typed.Line(name+"-day"), typed.Line(name+"-month"), typed.Line(name+"-year")
	} else if !d.IsZero() {
		f.Day, f.Month, f.Year = strconv.Itoa(d.Day()), strconv.Itoa(int(d.Month())), strconv.Itoa(d.Year())
	}
	return f
}

// asked is what a form page shows of a problem.
type asked struct {
	Errors  []problem.Field
	Message string
}

func askedOf(p *problem.Problem) asked {
	if p == nil {
		return asked{}
	}
	return asked{Errors: p.Fields, Message: p.Message}
}

func (a asked) on(name string) string { return ui.ErrorOn(a.Errors, name) }

// pair reads the challenge and one more id of the address.
func pair(r *page.Request, name string) (uuid.UUID, uuid.UUID, error) {
	of, err := r.ID("challenge")
	if err != nil {
		return uuid.Nil, uuid.Nil, err
	}
	other, err := r.ID(name)
	return of, other, err
}

// checkNumber reads "1", "2" or "3" of the address.
func checkNumber(r *page.Request) (int, error) {
	switch n := r.Param("check"); n {
	case "1", "2", "3":
		return int(n[0] - '0'), nil
	}
	return 0, problem.Missing()
}

func version(f page.Form) int {
	n, err := strconv.ParseInt(f.Line("version"), 10, 32)
	if err != nil || n < 0 {
		return -1 // what is no number rests on no version
	}
	return int(n)
}

// checkView is a page to check answers on.
type checkView struct {
	Caption, Title string
	asked
	Check   ui.Check
	Missing []string // what stands in the way; then there is no button
	Back    ui.Link
	After   []item // read once more before it is sent
}

// item is a text with its heading.
type item struct {
	Title string
	Tag   *ui.TagModel
	Lines []string
	Words string
}

func renderCheck(w http.ResponseWriter, r *page.Request, status int, c ui.Chrome, v checkView, p *problem.Problem) error {
	v.asked = askedOf(p)
	c.HasErrors = p != nil
	return r.Render(w, status, checkPage(c, v))
}
