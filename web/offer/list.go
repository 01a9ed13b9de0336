package offer

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/google/uuid"

	"peerchallenge/internal/council"
	"peerchallenge/internal/offer"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// List is who has answered and who has not.
func (h *Handlers) List(w http.ResponseWriter, r *page.Request) error {
	return h.list(w, r, http.StatusOK, nil, nil)
}

func (h *Handlers) list(w http.ResponseWriter, r *page.Request, status int, form *page.Form, p *problem.Problem) error {
	cycle, err := r.ID("cycle")
	if err != nil {
		return err
	}
	v, err := h.Offers.List(r.Context(), r.Actor, cycle)
	if err != nil {
		return err
	}
	c := h.chrome(r, "Who has answered", v.Cycle.ID)
	c.HasErrors = p != nil
	c.Back = &ui.Link{Text: "Calendar", Href: "/calendar/" + cycle.String()}
	return r.Render(w, status, listPage(c, toList(v, form, p)))
}

func (h *Handlers) chrome(r *page.Request, title string, cycle uuid.UUID) ui.Chrome {
	c := r.Chrome(title, page.NavCalendar)
	c.Back = &ui.Link{Text: "Who has answered", Href: listPath(cycle)}
	return c
}

// Open opens the gathering.
func (h *Handlers) Open(w http.ResponseWriter, r *page.Request) error {
	cycle, err := r.ID("cycle")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	by, err := form.Date("by")
	if err != nil {
		err = &problem.Problem{Kind: problem.Invalid, Message: "There is a problem", Fields: []problem.Field{{Name: "by", Message: err.Error()}}}
	} else {
		err = h.Offers.Open(r.Context(), r.Actor, cycle, by)
	}
	if p, ok := page.Refused(err); ok {
		return h.list(w, r, page.StatusOf(p.Kind), &form, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, listPath(cycle), "The gathering is open. Every director of the region is written to.")
}

// Remind writes to those who were chosen in the list.
func (h *Handlers) Remind(w http.ResponseWriter, r *page.Request) error {
	cycle, err := r.ID("cycle")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	n, err := h.Offers.Remind(r.Context(), r.Actor, cycle, readIDs(form.All("remind")), readIDs(form.All("remind-person")))
	if p, ok := page.Refused(err); ok {
		return h.list(w, r, page.StatusOf(p.Kind), &form, p)
	}
	if err != nil {
		return err
	}
	if n == 1 {
		return r.Redirect(w, listPath(cycle), "1 reminder is on its way.")
	}
	return r.Redirect(w, listPath(cycle), fmt.Sprintf("%d reminders are on their way, one to each person.", n))
}

// readIDs leaves out what is no id: it names nobody.
func readIDs(list []string) []uuid.UUID {
	var out []uuid.UUID
	for _, s := range list {
		if u, err := uuid.Parse(s); err == nil {
			out = append(out, u)
		}
	}
	return out
}

type listView struct {
	Cycle         string
	Open, Gone    bool
	Action        string
	By            ui.Date
	Fields        []problem.Field
	Message       string
	Panel         string
	Panels        []string
	RemindTo      string
	Councils      ui.Choice
	People        []waiting
	Waiting       bool
	Name, Import  string
	Plans, Places string // where plans of the cycle are suggested, and places filled
	CouncilRows   [][]ui.Cell
	PeopleByRole  []roleTable
	Unpromised    []ui.Link
	ElectionGuess bool
}

// waiting are the people of one role who have not answered, each with where a
// coordinator types the answer for them.
type waiting struct {
	Label string
	Rows  []waitingRow
}

type waitingRow struct {
	ID, Value, Name, Hint, Href string
	Checked                     bool
}

type roleTable struct {
	Caption string
	Rows    [][]ui.Cell
}

func toList(v offer.ListPage, form *page.Form, p *problem.Problem) listView {
	m := listView{Cycle: v.Cycle.Name, Action: listPath(v.Cycle.ID), Open: v.Gathering != nil}
	if p != nil {
		m.Fields, m.Message = p.Fields, p.Message
	}
	if !m.Open {
		m.By = ui.Date{Name: "by", Label: "By when should everybody have answered?", Hint: "Six weeks are usual. For example 12 3 2027.", Error: ui.ErrorOn(m.Fields, "by")}
		if form != nil {
			m.By.Day, m.By.Month, m.By.Year = form.Line("by-day"), form.Line("by-month"), form.Line("by-year")
		}
		return m
	}
	m.Gone = v.Gathering.GoneAt != nil
	m.RemindTo, m.Name, m.Import, m.Plans, m.Places = m.Action+"/remind", namePath(v.Cycle.ID), importPath(v.Cycle.ID), plansPath(v.Cycle.ID), placesPath(v.Cycle.ID)
	m.panel(v)
	if !m.Gone {
		m.remind(v, form)
	}
	for _, c := range v.Councils {
		m.CouncilRows = append(m.CouncilRows, councilCells(v, c))
		for _, e := range c.Elections {
			m.ElectionGuess = m.ElectionGuess || !e.Entered
		}
	}
	m.people(v)
	return m
}

func (m *listView) panel(v offer.ListPage) {
	councils, people, no := 0, 0, 0
	for _, c := range v.Councils {
		if c.AnsweredAt != nil {
			councils++
		}
	}
	for _, q := range v.People {
		if q.Answer != "" {
			people++
		}
		if q.Answer == "no" {
			no++
		}
	}
	m.Panel = fmt.Sprintf("%d of %d councils and %d of %d people have answered", councils, len(v.Councils), people, len(v.People))
	if !m.Gone {
		m.Panels = append(m.Panels, "Answers are asked for by "+v.Gathering.AnswerBy.LongWeekday()+".")
	}
	m.Panels = append(m.Panels, kept(*v.Gathering))
	if no > 0 {
		m.Panels = append(m.Panels, page.Counted(no, "person has said no and is not planned with.", "people have said no and are not planned with."))
	}
	counts := map[offer.Role]int{}
	for _, q := range v.People {
		if q.Answer != "no" {
			counts[q.Role]++
		}
	}
	var missing []string
	for _, r := range offer.Roles {
		if counts[r.Role] == 0 {
			missing = append(missing, page.Lower(r.Words))
		}
	}
	if len(missing) > 0 {
		m.Panels = append(m.Panels, "Nobody is offered yet as "+page.Names(missing)+".")
	}
}

// remind is the form: all who have not answered, marked.
func (m *listView) remind(v offer.ListPage, form *page.Form) {
	m.Councils = ui.Choice{Name: "remind", Label: "Councils that have not answered", Error: ui.ErrorOn(m.Fields, "remind")}
	for _, c := range v.Councils {
		if c.AnsweredAt != nil || len(c.Directors) == 0 {
			continue
		}
		m.Councils.Options = append(m.Councils.Options, ui.Option{Value: c.ID.String(), Text: c.Name, Hint: page.Names(c.Directors) + remindedWords(c.Reminders, c.RemindedOn.Long())})
		m.Councils.Values = append(m.Councils.Values, c.ID.String())
	}
	for _, role := range offer.Roles {
		group := waiting{Label: role.Words + ": not answered"}
		for _, q := range v.People {
			if q.Role != role.Role || q.Answer != "" {
				continue
			}
			if !q.Promised {
				m.Unpromised = append(m.Unpromised, ui.Link{Text: q.Name, Href: offer.PersonPath(v.Cycle.ID, q.ID) + "#promise"})
				continue
			}
			group.Rows = append(group.Rows, waitingRow{ID: "remind-" + q.ID.String(), Value: q.ID.String(), Name: q.Name, Hint: or(q.CouncilName, "no council") + remindedWords(q.Reminders, q.RemindedOn.Long()) + ".",
				Href: offer.PersonPath(v.Cycle.ID, q.ID), Checked: form == nil || slices.Contains(form.All("remind-person"), q.ID.String())})
		}
		if len(group.Rows) > 0 {
			m.People = append(m.People, group)
		}
	}
	if form != nil && form.Has("remind-list") { // the choice that was refused
		m.Councils.Values = form.All("remind")
	}
	m.Waiting = len(m.Councils.Options)+len(m.People) > 0
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func remindedWords(n int, last string) string {
	switch n {
	case 0:
		return ", not reminded yet"
	case 1:
		return ", reminded once, on " + last
	}
	return fmt.Sprintf(", reminded %d times, last on %s", n, last)
}

func councilCells(v offer.ListPage, c offer.CouncilRow) []ui.Cell {
	answered := ui.Cell{Text: "Not yet"}
	if c.AnsweredAt != nil {
		answered = ui.Cell{Text: ui.DayShort(*c.AnsweredAt)}
		if c.TypedBy != "" {
			answered.Text += ", typed by " + c.TypedBy
		}
	}
	signed := "Not yet"
	if c.Signed {
		signed = "Signed"
	}
	return []ui.Cell{{Text: c.Name, Href: offer.CouncilPath(v.Cycle.ID, c.Slug)}, {Text: or(page.Names(c.Directors), "Nobody holds the post")}, answered, {Text: signed},
		{Text: fmt.Sprint(c.Offered), Number: true}, {Text: electionWords(c.Elections)}}
}

// electionWords tell the polling days of a council in the cycle; what nobody
// entered is a guess from the reference dates, and said so.
func electionWords(list []council.Election) string {
	words := ""
	for i, e := range list {
		if i > 0 {
			words += "; "
		}
		words += e.PollingDay.Long()
		switch {
		case e.Entered:
		case e.ToConfirm():
			words += " (a guess: nobody knows yet)"
		default:
			words += " (a guess from the reference dates)"
		}
	}
	return or(words, "None in this cycle")
}

func (m *listView) people(v offer.ListPage) {
	for _, role := range offer.Roles {
		t := roleTable{Caption: role.Words + ": answered"}
		for _, q := range v.People {
			if q.Role != role.Role || q.AnsweredAt == nil {
				continue // who has not answered stands above
			}
			answer := map[string]string{"yes": "Yes", "no": "No"}[q.Answer] + ", " + ui.DayShort(*q.AnsweredAt)
			if q.TypedBy != "" {
				answer += ", typed by " + q.TypedBy
			}
			t.Rows = append(t.Rows, []ui.Cell{{Text: q.Name, Href: offer.PersonPath(v.Cycle.ID, q.ID)}, {Text: or(q.CouncilName, "None")}, {Text: answer}})
		}
		if len(t.Rows) > 0 {
			m.PeopleByRole = append(m.PeopleByRole, t)
		}
	}
}
