package finding

import (
	"net/http"
	"strconv"

	"github.com/google/uuid"

	"peerchallenge/internal/finding"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// List shows the balance of all findings and those of one area.
func (h *Handlers) List(w http.ResponseWriter, r *page.Request) error {
	ch, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Findings.Findings(r.Context(), r.Actor, ch, r.URL.Query().Get("area"))
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, listPage(frame(r, "Findings", v.Head, ui.Link{}, again{}), v))
}

func balanceOf(areas []finding.AreaCount) []ui.BalanceRow {
	rows := make([]ui.BalanceRow, len(areas))
	for i, a := range areas {
		rows[i] = ui.BalanceRow{Area: a.Name, Strengths: a.Strengths, Consider: a.Considerations, Recommended: a.Recommendations}
	}
	return rows
}

func sideOf(p finding.Page) ui.Side {
	side := ui.Side{Title: "Areas", Action: part(p.Head, "findings"), Param: "area", Select: "Area"}
	for _, a := range p.Areas {
		side.Items = append(side.Items, ui.SideItem{Text: a.Name, Href: part(p.Head, "findings") + "?area=" + a.Key, Value: a.Key,
			Note: countWords(a.All()), Current: a.Key == p.Current.Key})
	}
	return side
}

// countWords is a count beside an area; nothing is "none", not "0".
func countWords(n int) string {
	if n == 0 {
		return "none"
	}
	return strconv.Itoa(n)
}

// group is one list of findings of a kind.
type group struct {
	title, empty string
	edge         ui.Edge
	list         []finding.Listed
}

func groupsOf(p finding.Page) []group {
	return []group{
		{"Strengths", "No strengths written here yet.", ui.EdgeStrength, p.Strengths},
		{"Areas for consideration", "No areas for consideration written here yet.", ui.EdgeConsider, p.Considerations},
		{"Recommendations", "No recommendations written here yet.", ui.EdgeRecommend, p.Recommendations},
	}
}

func (g group) heading() string {
	if len(g.list) == 0 {
		return g.title
	}
	return g.title + " (" + strconv.Itoa(len(g.list)) + ")"
}

func openQuestions(n int) string {
	if n == 1 {
		return "1 open question"
	}
	return strconv.Itoa(n) + " open questions"
}

// answersWords says what a recommendation answers, shortened as in a list.
func answersWords(title string) string {
	if r := []rune(title); len(r) > 60 {
		title = string(r[:57]) + "…"
	}
	return "Answers “" + title + "”"
}

// NewForm shows the form for a finding.
func (h *Handlers) NewForm(w http.ResponseWriter, r *page.Request) error {
	ch, err := r.ID("challenge")
	if err != nil {
		return err
	}
	return h.newForm(w, r, ch, again{})
}

func (h *Handlers) newForm(w http.ResponseWriter, r *page.Request, ch uuid.UUID, a again) error {
	v, err := h.Findings.NewPage(r.Context(), r.Actor, ch)
	if err != nil {
		return err
	}
	if !a.form.Has("area") {
		a.form = page.FormOf(map[string]string{"area": r.URL.Query().Get("area")})
	}
	return r.Render(w, a.status(), newPage(frame(r, "Add a finding", v.Head, findingsLink(v.Head), a), v, a))
}

// Add takes a new finding.
func (h *Handlers) Add(w http.ResponseWriter, r *page.Request) error {
	ch, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	answers, err := optionalID(form.Line("answers"))
	if err != nil {
		return err
	}
	f, err := h.Findings.Add(r.Context(), r.Actor, ch, finding.New{AreaKey: form.Line("area"), Kind: finding.Kind(form.Line("kind")),
		Title: form.Line("title"), Text: form.Text("text"), Answers: answers})
	if p, ok := page.Refused(err); ok {
		return h.refusedAdd(w, r, ch, again{form, p})
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, pathOf(ch, f), "Finding added. Only the team can see it. Add what it stands on below.")
}

// refusedAdd shows the form again; when the time to add is over, the page of
// findings cannot hold the words, so they are shown to be copied.
func (h *Handlers) refusedAdd(w http.ResponseWriter, r *page.Request, ch uuid.UUID, a again) error {
	err := h.newForm(w, r, ch, a)
	if _, closed := page.Refused(err); !closed {
		return err
	}
	v, err := h.Findings.Preview(r.Context(), r.Actor, ch)
	if err != nil {
		return err
	}
	return r.Render(w, a.status(), closedPage(frame(r, "Add a finding", v.Head, findingsLink(v.Head), a), v.Head, a))
}

var kindOptions = []ui.Option{
	{Value: string(finding.Strength), Text: finding.Strength.Name()},
	{Value: string(finding.Consideration), Text: finding.Consideration.Name()},
	{Value: string(finding.Recommendation), Text: finding.Recommendation.Name(), Hint: "It answers an area for consideration or builds on a strength."},
}

func answerOptions(choices []finding.Choice) []ui.Option {
	out := make([]ui.Option, len(choices))
	for i, c := range choices {
		out[i] = ui.Option{Value: c.ID.String(), Text: finding.Kind(c.Kind).Name() + ": " + c.Text}
	}
	return out
}
