package region

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/council"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

const schoolPath = "/school-holidays"

// everyCouncil is the box that stands for all councils of the region.
const everyCouncil = "all"

// School lists the school holidays that are known (S4).
func (h *Handlers) School(w http.ResponseWriter, r *page.Request) error {
	return h.school(w, r, http.StatusOK, page.Form{}, nil)
}

func (h *Handlers) school(w http.ResponseWriter, r *page.Request, status int, form page.Form, p *problem.Problem) error {
	v, err := h.Councils.SchoolHolidays(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.Render(w, status, schoolPage(chrome(r, "School holidays", v.Region.Name, p, backToCalendar), toSchool(v, form, p)))
}

// AddSchool keeps school holidays of one council or several.
func (h *Handlers) AddSchool(w http.ResponseWriter, r *page.Request) error {
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	n, err := h.readSchool(r, form)
	if err == nil {
		err = h.Councils.AddSchoolHoliday(r.Context(), r.Actor, n)
	}
	if p, ok := page.Refused(err); ok {
		return h.school(w, r, page.StatusOf(p.Kind), form, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, schoolPath, "The school holidays are added. Plans keep visits out of them where that is possible.")
}

// RemoveSchool takes school holidays away again.
func (h *Handlers) RemoveSchool(w http.ResponseWriter, r *page.Request) error {
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	first, bad := civil.ParseISO(form.Line("first"))
	last, worse := civil.ParseISO(form.Line("last"))
	if bad != nil || worse != nil {
		return problem.Missing()
	}
	if err := h.Councils.RemoveSchoolHoliday(r.Context(), r.Actor, first, last, form.Line("name")); err != nil {
		return err
	}
	return r.Redirect(w, schoolPath, "The school holidays are removed.")
}

// schoolView is the school holidays of a region, ready to print.
type schoolView struct {
	Region, Name string
	Answer       string
	Unknown      string // councils for which none is entered
	Councils     ui.Choice
	First, Last  ui.Date
	Rows         []ui.TaskRow
	Fields       []problem.Field
	Message      string
}

func toSchool(v council.SchoolPage, form page.Form, p *problem.Problem) schoolView {
	out := schoolView{Region: v.Region.Name, Name: form.Line("name"), Fields: page.FieldsOf(p), Message: page.MessageOf(p),
		First: dateField(form, "first", "First day", "For example 27 7 2028", page.FieldsOf(p)),
		Last:  dateField(form, "last", "Last day", "Leave empty for one day", page.FieldsOf(p))}
	out.Answer = page.Counted(len(v.Councils)-len(v.Unknown), "council’s school holidays are known", "councils’ school holidays are known")
	if n := len(v.Unknown); n > 0 && n < len(v.Councils) {
		out.Unknown = names(v.Unknown)
	}
	out.Councils = ui.Choice{Name: "councils", Label: "Whose schools have them", Values: form.All("councils"), Error: ui.ErrorOn(out.Fields, "councils"),
		Options: append([]ui.Option{{Value: everyCouncil, Text: "Every council of the region"}}, councils(v.Councils)...)}
	for _, d := range v.Holidays {
		days := civil.Range(d.FirstDay, d.LastDay)
		out.Rows = append(out.Rows, ui.TaskRow{Text: d.Name + ": " + days, Lines: []string{whose(v.Councils, d.Councils)},
			Side: removeSchool(d.FirstDay.String(), d.LastDay.String(), d.Name, d.Name+", "+days)})
	}
	return out
}

// whose names some councils of all: the few that have them, or the few that do not.
func whose(all, some []council.Council) string {
	others := slices.DeleteFunc(slices.Clone(all), func(c council.Council) bool { return slices.Contains(some, c) })
	switch {
	case len(others) == 0:
		return "Every council"
	case len(others) < len(some) && len(others) <= 3:
		return "Every council but " + names(others)
	}
	return names(some)
}

func names(list []council.Council) string {
	var out []string
	for _, c := range list {
		out = append(out, c.Name)
	}
	return strings.Join(out, ", ")
}

func (h *Handlers) readSchool(r *page.Request, form page.Form) (council.NewSchoolHoliday, error) {
	var fields problem.Fields
	n := council.NewSchoolHoliday{Name: form.Line("name"), FirstDay: date(form, "first", &fields), LastDay: date(form, "last", &fields)}
	for _, value := range form.All("councils") {
		if value == everyCouncil {
			v, err := h.Councils.SchoolHolidays(r.Context(), r.Actor)
			if err != nil {
				return n, err
			}
			n.Councils = nil
			for _, c := range v.Councils {
				n.Councils = append(n.Councils, c.ID)
			}
			return n, fields.Err()
		}
		one, err := id.Parse(value)
		if err != nil {
			fields.Add("councils", fmt.Sprintf("There is no council %q", value))
			continue
		}
		n.Councils = append(n.Councils, uuid.UUID(one))
	}
	return n, fields.Err()
}
