package plan

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/id"
	"peerchallenge/internal/plan"
	"peerchallenge/internal/planfacts"
	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/check"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// changeForm changes one visit of a plan.
type changeForm struct {
	Caption, Title string
	Action         string
	Fields         []problem.Field
	Message        string
	Hidden         []ui.HiddenValue
	First          ui.Date
	Places         []ui.Choice
	Checked        *checked
	Other          *other // somebody else changed the plan meanwhile
	PinAction      string
	Pins           ui.Choice
	Version        string
	Following      following
}

// checked is what the change would do.
type checked struct {
	Title                        string
	Breaks, Mends, Misses, Meets []string
	Nothing                      bool
}

type other struct {
	Words string
	When  string
	Team  []string
}

// ids are the cycle, the plan and the council of a request.
func ids(r *page.Request, council string) (cycle, proposal, host uuid.UUID, err error) {
	if cycle, err = r.ID("cycle"); err != nil {
		return
	}
	if proposal, err = r.ID("plan"); err != nil {
		return
	}
	host, err = id.Parse(council)
	return
}

// ChangeForm asks for a date and people.
func (h *Handlers) ChangeForm(w http.ResponseWriter, r *page.Request) error {
	cycle, proposal, council, err := ids(r, r.URL.Query().Get("council"))
	if err != nil {
		return err
	}
	if first, err := civil.ParseISO(r.URL.Query().Get("first")); err == nil {
		return h.moved(w, r, first)
	}
	p, err := h.Plans.ChangeForm(r.Context(), r.Actor, cycle, proposal, council)
	if err != nil {
		return err
	}
	m := newForm(p)
	m.fill(p, formOf(p.Now))
	return r.Render(w, http.StatusOK, changePage(changeChrome(r, p, m), m))
}

func changeChrome(r *page.Request, p plan.Preview, m changeForm) ui.Chrome {
	c := r.Chrome("Change the visit to "+p.Now.Name, page.NavCalendar)
	c.Back = &ui.Link{Text: fmt.Sprintf("Plan %d", p.Proposal.Number), Href: planPath(p.Cycle.ID, p.Proposal.ID)}
	c.HasErrors = len(m.Fields) > 0 || m.Message != ""
	c.Scripts = script
	return c
}

// typed is what the form holds.
type typed struct {
	day, month, year string
	people           map[planner.Role][]string
}

func formOf(v plan.Visit) typed {
	t := typed{people: map[planner.Role][]string{}}
	if !v.FirstDay.IsZero() {
		t.on(v.FirstDay)
	}
	for _, role := range planner.Roles {
		t.people[role] = v.In(role)
	}
	return t
}

// on sets the date.
func (t *typed) on(d civil.Date) {
	t.day, t.month, t.year = fmt.Sprint(d.Day()), fmt.Sprint(int(d.Month())), fmt.Sprint(d.Year())
}

func typedIn(f page.Form) typed {
	t := typed{day: f.Line("first-day"), month: f.Line("first-month"), year: f.Line("first-year"), people: map[planner.Role][]string{}}
	for _, role := range planner.Roles {
		t.people[role] = f.All(string(role))
	}
	return t
}

// String is all of it, so that what is saved is what was checked.
func (t typed) String() string {
	parts := []string{t.day, t.month, t.year}
	for _, role := range planner.Roles {
		parts = append(parts, strings.Join(t.people[role], ","))
	}
	return strings.Join(parts, "|")
}

func (t typed) edit(council uuid.UUID, first civil.Date, version int) plan.Edit {
	e := plan.Edit{Council: council, First: first, Version: version}
	for _, role := range planner.Roles {
		for _, who := range t.people[role] {
			if who != "" {
				e.Places = append(e.Places, planner.Place{Role: role, Person: who})
			}
		}
	}
	return e
}

func newForm(p plan.Preview) changeForm {
	path := planPath(p.Cycle.ID, p.Proposal.ID)
	follow := followPlan(p.Page)
	follow.After = "What you have typed stays here. When you save, you are shown both."
	return changeForm{Following: follow, Caption: fmt.Sprintf("Plan %d, cycle %s", p.Proposal.Number, p.Cycle.Name), Title: "Change the visit to " + p.Now.Name,
		Action: path + "/change", PinAction: path + "/pin", Version: fmt.Sprint(p.Proposal.Version),
		Hidden: []ui.HiddenValue{{Name: "council", Value: p.Council}, {Name: "version", Value: fmt.Sprint(p.Proposal.Version)}}}
}

func (m *changeForm) fill(p plan.Preview, t typed) {
	m.First = ui.Date{Name: "first", Label: "First day on site", Hint: fmt.Sprintf("The visit takes %d days, one after another.", p.Problem.Rules.OnSiteDays),
		Day: t.day, Month: t.month, Year: t.year, Error: ui.ErrorOn(m.Fields, "first")}
	for _, role := range planner.Roles {
		n := p.Problem.Rules.Places.Of(role)
		for i := range n {
			c := ui.Choice{Name: string(role), ID: fmt.Sprintf("%s-%d", role, i+1), Label: upper(check.RoleName(role, 1)), Empty: "Nobody yet", Options: options(p, role)}
			if n > 1 {
				c.Label += fmt.Sprintf(", %d of %d", i+1, n)
			}
			if i == 0 {
				c.ID, c.Error = "", ui.ErrorOn(m.Fields, string(role))
			}
			if i < len(t.people[role]) {
				c.Value = t.people[role][i]
			}
			m.Places = append(m.Places, c)
		}
	}
	m.pins(p)
}

// options are everybody of a role, those who can come first.
func options(p plan.Preview, role planner.Role) []ui.Option {
	var out []ui.Option
	for _, c := range p.ByRole[role] {
		if planfacts.IsStand(c.Person) {
			continue
		}
		words := p.Problem.PersonName(c.Person)
		if of := p.CouncilOf(c.Person); of != "" {
			words += ", " + of
		}
		if !c.Can && len(c.Against) > 0 {
			words += ": " + c.Against[0]
		} else if len(c.Against) > 0 {
			words += " (" + c.Against[0] + ")"
		}
		out = append(out, ui.Option{Value: c.Person, Text: words})
	}
	return out
}

func (m *changeForm) pins(p plan.Preview) {
	m.Pins = ui.Choice{Name: "pin", Label: "What stays in every later plan of this cycle", Hint: "Tick what is to stay. Take a tick away to let it go."}
	if !p.Now.FirstDay.IsZero() {
		m.Pins.Options = append(m.Pins.Options, ui.Option{Value: "date", Text: "The date: " + whenOf(p.Now)})
		if p.Now.DatePinned {
			m.Pins.Values = append(m.Pins.Values, "date")
		}
	}
	for _, seat := range p.Now.Seats {
		m.Pins.Options = append(m.Pins.Options, ui.Option{Value: seat.Person, Text: upper(check.RoleName(seat.Role, 1)) + ": " + seat.Name})
		if seat.Pinned {
			m.Pins.Values = append(m.Pins.Values, seat.Person)
		}
	}
}

// Change checks what a change breaks, and saves it once that has been seen.
func (h *Handlers) Change(w http.ResponseWriter, r *page.Request) error {
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	cycle, proposal, council, err := ids(r, f.Line("council"))
	if err != nil {
		return err
	}
	t := typedIn(f)
	first, bad := f.Date("first")
	if bad != nil {
		return h.changeAgain(w, r, t, plan.Edit{Council: council}, notADate())
	}
	e := t.edit(council, first, f.Version("version"))
	if f.Line("step") == "save" && f.Line("checked") == t.String() {
		err := h.Plans.SaveChange(r.Context(), r.Actor, cycle, proposal, e)
		if p, ok := page.Refused(err); ok {
			return h.changeAgain(w, r, t, e, p)
		}
		if err != nil {
			return err
		}
		return r.Redirect(w, planPath(cycle, proposal), "The change is saved in the plan. Nobody is told before the plan is approved.")
	}
	return h.changeAgain(w, r, t, e, nil)
}

func notADate() *problem.Problem {
	return &problem.Problem{Kind: problem.Invalid, Message: "There is a problem", Fields: []problem.Field{{Name: "first", Message: "Enter a real day, such as 11 5 2027"}}}
}

// moved is the form after the visit was moved in the picture: what that changes is
// shown, and nothing is saved yet.
func (h *Handlers) moved(w http.ResponseWriter, r *page.Request, first civil.Date) error {
	q := r.URL.Query()
	cycle, proposal, council, err := ids(r, q.Get("council"))
	if err != nil {
		return err
	}
	version, err := strconv.Atoi(q.Get("version"))
	if err != nil {
		return problem.Missing()
	}
	p, err := h.Plans.PreviewMove(r.Context(), r.Actor, cycle, proposal, council, first, version)
	t := formOf(p.Now)
	t.on(first)
	return h.checked(w, r, p, t, nil, err)
}

// changeAgain shows the form with what was typed, and what that would do.
func (h *Handlers) changeAgain(w http.ResponseWriter, r *page.Request, t typed, e plan.Edit, refused *problem.Problem) error {
	cycle, proposal, _, err := ids(r, e.Council.String())
	if err != nil {
		return err
	}
	p, err := h.Plans.PreviewChange(r.Context(), r.Actor, cycle, proposal, e)
	return h.checked(w, r, p, t, refused, err)
}

// checked shows the form with what was typed and what a preview said of it; refused
// is why it was not saved, and err what the preview itself answered.
func (h *Handlers) checked(w http.ResponseWriter, r *page.Request, p plan.Preview, t typed, refused *problem.Problem, err error) error {
	status := http.StatusOK
	if again, ok := page.Refused(err); ok && again.Kind == problem.Invalid {
		if refused == nil {
			refused = again
		}
	} else if err != nil {
		return err
	}
	m := newForm(p)
	if refused != nil {
		status, m.Fields, m.Message = page.StatusOf(refused.Kind), refused.Fields, refused.Message
	} else {
		m.check(p, t)
	}
	if p.Stale && (refused == nil || refused.Kind == problem.Conflict) {
		status = http.StatusConflict
		m.Other = &other{Words: p.Did + by(p.By) + ", " + ui.Moment(p.Proposal.At), When: whenOf(p.Now), Team: teamLines(p.Now)}
		m.check(p, t)
	}
	m.fill(p, t)
	return r.Render(w, status, changePage(changeChrome(r, p, m), m))
}

func (m *changeForm) check(p plan.Preview, t typed) {
	c := checked{Breaks: p.Breaks, Mends: p.Mends, Misses: p.Misses, Meets: p.Meets, Nothing: p.Unchanged}
	switch {
	case p.Unchanged:
		c.Title = "Nothing is different"
	case len(p.Breaks) == 1:
		c.Title = "This breaks a rule"
	case len(p.Breaks) > 1:
		c.Title = fmt.Sprintf("This breaks %d rules", len(p.Breaks))
	case len(p.Misses) > 0:
		c.Title = "This breaks no rule, and misses something"
	default:
		c.Title = "This breaks no rule"
	}
	m.Checked = &c
	m.Hidden = append(m.Hidden, ui.HiddenValue{Name: "checked", Value: t.String()})
}

// Undo takes back the last change.
func (h *Handlers) Undo(w http.ResponseWriter, r *page.Request) error {
	cycle, proposal, _, err := ids(r, uuid.Max.String())
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	if err := h.Plans.TakeBack(r.Context(), r.Actor, cycle, proposal, f.Version("version")); err != nil {
		return h.showRefused(w, r, cycle, proposal, err)
	}
	return r.Redirect(w, planPath(cycle, proposal), "The last change is taken back.")
}

// Pin pins and unpins what is ticked.
func (h *Handlers) Pin(w http.ResponseWriter, r *page.Request) error {
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	cycle, proposal, council, err := ids(r, f.Line("council"))
	if err != nil {
		return err
	}
	ticked := f.All("pin")
	p := plan.Pinning{Council: council, Date: slices.Contains(ticked, "date"), People: ticked, Version: f.Version("version")}
	if err := h.Plans.PinVisit(r.Context(), r.Actor, cycle, proposal, p); err != nil {
		return h.showRefused(w, r, cycle, proposal, err)
	}
	words := "What you ticked is pinned: it stays in every later plan of this cycle."
	if len(ticked) == 0 {
		words = "Nothing of this visit is pinned any more."
	}
	return r.Redirect(w, planPath(cycle, proposal), words)
}

// showRefused shows the plan as it is now, with why something was not done.
func (h *Handlers) showRefused(w http.ResponseWriter, r *page.Request, cycle, proposal uuid.UUID, err error) error {
	p, ok := page.Refused(err)
	if !ok {
		return err
	}
	return h.show(w, r, cycle, proposal, page.StatusOf(p.Kind), p.Message)
}
