package offer

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/offer"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/team"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Person is the one page of somebody offered.
func (h *Handlers) Person(w http.ResponseWriter, r *page.Request) error {
	return h.person(w, r, http.StatusOK, nil, nil)
}

func (h *Handlers) person(w http.ResponseWriter, r *page.Request, status int, form *page.Form, p *problem.Problem) error {
	cycle, who, err := ids(r)
	if err != nil {
		return err
	}
	v, err := h.Offers.PersonPage(r.Context(), r.Actor, cycle, who)
	if err != nil {
		return err
	}
	f := personForm(v)
	if form != nil {
		f = laid(f, *form)
	}
	c := r.Chrome("Could you take part?", "")
	back := ui.Link{Text: "Home", Href: ui.HomePath()}
	if !v.Chair.Self {
		c.Title, back = "The answer of "+v.Chair.Name, ui.Link{Text: "Who has answered", Href: listPath(cycle)}
	}
	c.Back, c.HasErrors = &back, p != nil
	return r.Render(w, status, personPage(c, toPerson(v, f, p)))
}

// laid lays what was typed over what is kept. The page has two forms: the one that
// was not sent keeps what it had.
func laid(kept, typed page.Form) page.Form {
	values := map[string][]string{}
	promise := []string{"hours", "payment", "expenses", "benefits", "buddy", "support", "format", "remember"}
	for _, name := range kept.Names() {
		if slices.Contains(promise, name) == typed.Has("links") {
			values[name] = kept.All(name)
		}
	}
	maps.Copy(values, typed.Values())
	return page.FormFrom(values)
}

func ids(r *page.Request) (cycle, who uuid.UUID, err error) {
	if cycle, err = r.ID("cycle"); err == nil {
		who, err = r.ID("person")
	}
	return cycle, who, err
}

func personForm(v offer.PersonPage) page.Form {
	a := v.Answer
	values := map[string][]string{"away": {offer.WriteRanges(a.Away)}, "needs": {a.Needs}, "links": {strconv.Itoa(len(a.Links) + 1)},
		"role_on": {longOrNone(a.RoleOn)}, "co_production_on": {longOrNone(a.CoProductionOn)}}
	set := func(name string, yes bool) {
		if yes {
			values[name] = []string{"yes"}
		}
	}
	set("answer", a.Yes)
	if a.No {
		values["answer"] = []string{"no"}
	}
	set("undertaking", a.Undertaking)
	set("lead_may_see", a.LeadMaySee)
	for i, l := range a.Links {
		p := linkPrefix(i)
		values[p+"council"], values[p+"kind"], values[p+"words"] = []string{l.CouncilID.String()}, []string{string(l.Kind)}, []string{l.Words}
		values[p+"from"], values[p+"until"] = []string{yearWords(l.FromYear)}, []string{yearWords(l.UntilYear)}
	}
	promise := v.Begin
	if v.Promise != nil {
		promise = *v.Promise
	}
	values["hours"], values["payment"], values["expenses"], values["benefits"] = []string{promise.Hours}, []string{promise.Payment}, []string{promise.Expenses}, []string{promise.Benefits}
	values["buddy"], values["support"], values["format"] = []string{promise.Buddy}, []string{promise.Support}, []string{string(promise.Format)}
	set("remember", v.Promise == nil && v.Begin.Hours == "") // the first words of a region save typing them again
	return page.FormFrom(values)
}

func longOrNone(d civil.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.Long()
}

func yearWords(y *int) string {
	if y == nil {
		return ""
	}
	return strconv.Itoa(*y)
}

func linkPrefix(i int) string { return fmt.Sprintf("l%d-", i+1) }

func linkRows(form page.Form) int {
	n, _ := strconv.Atoi(form.Line("links"))
	return max(1, min(n, 30))
}

// Answer keeps what somebody says, or makes room for more links.
func (h *Handlers) Answer(w http.ResponseWriter, r *page.Request) error {
	cycle, who, err := ids(r)
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	if form.Has("more") {
		values := form.Values()
		values["links"] = []string{strconv.Itoa(min(linkRows(form)+2, 30))}
		form = page.FormFrom(values)
		return h.person(w, r, http.StatusOK, &form, nil)
	}
	a, err := readAnswer(form)
	if err == nil {
		err = h.Offers.AnswerPerson(r.Context(), r.Actor, cycle, who, a)
	}
	done := "Your answer is kept. Thank you. You can change it here until the cycle is planned."
	if a.No {
		done = "Your answer is kept: you are not planned with. You can change it here."
	}
	return h.after(w, r, form, err, done)
}

// after goes back to the page with a banner, or shows the form again with its words.
func (h *Handlers) after(w http.ResponseWriter, r *page.Request, form page.Form, err error, done string) error {
	if p, ok := page.Refused(err); ok {
		return h.person(w, r, page.StatusOf(p.Kind), &form, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, r.URL.Path[:strings.LastIndex(r.URL.Path, "/people/")+len("/people/")]+r.Param("person"), done)
}

func readAnswer(form page.Form) (offer.PersonAnswer, error) {
	var f problem.Fields
	a := offer.PersonAnswer{Yes: form.Line("answer") == "yes", No: form.Line("answer") == "no", Undertaking: form.Line("undertaking") == "yes",
		Needs: strings.TrimSpace(form.Text("needs")), LeadMaySee: form.Line("lead_may_see") == "yes"}
	a.Away = readRanges(&f, form, "away")
	for i := range a.Away {
		a.Away[i].Why = "" // no reason is asked, so none is kept
	}
	a.RoleOn, a.CoProductionOn = readDay(&f, form, "role_on"), readDay(&f, form, "co_production_on")
	for i := range linkRows(form) {
		p := linkPrefix(i)
		l := offer.Link{Kind: offer.Kind(form.Line(p + "kind")), Words: form.Line(p + "words")}
		l.CouncilID, _ = uuid.Parse(form.Line(p + "council"))
		if l.CouncilID == uuid.Nil && l.Kind == "" && l.Words == "" {
			continue
		}
		l.FromYear, l.UntilYear = readYear(form.Line(p+"from")), readYear(form.Line(p+"until"))
		a.Links = append(a.Links, l)
	}
	return a, f.Err()
}

func readDay(f *problem.Fields, form page.Form, name string) civil.Date {
	typed := form.Line(name)
	if typed == "" {
		return civil.Date{}
	}
	d, err := civil.ParseBritish(typed)
	if err != nil {
		f.Add(name, err.Error())
	}
	return d
}

// readYear is nil for nothing; nonsense is year 0, which the service refuses.
func readYear(typed string) *int {
	if typed == "" {
		return nil
	}
	n, _ := strconv.Atoi(typed)
	return &n
}

// Promise writes down what an expert is promised (T10).
func (h *Handlers) Promise(w http.ResponseWriter, r *page.Request) error {
	cycle, who, err := ids(r)
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = h.Offers.SavePromise(r.Context(), r.Actor, cycle, team.Promise{PersonID: who, Hours: form.Text("hours"), Payment: form.Text("payment"), Expenses: form.Text("expenses"),
		Benefits: form.Text("benefits"), Buddy: form.Line("buddy"), Support: form.Text("support"), Format: team.Format(form.Line("format"))}, form.Line("remember") == "yes")
	return h.after(w, r, form, err, "What is promised is written down, for every visit of this cycle, and they are asked by e-mail.")
}

// ReadOut records that the promise was read out by telephone.
func (h *Handlers) ReadOut(w http.ResponseWriter, r *page.Request) error {
	return h.press(w, r, h.Offers.ReadOut, "Recorded: you read it out today.")
}

// ConfirmTraining confirms the training somebody named.
func (h *Handlers) ConfirmTraining(w http.ResponseWriter, r *page.Request) error {
	return h.press(w, r, h.Offers.ConfirmTraining, "The training is confirmed.")
}

type person struct {
	Title, Caption, Who, Kept string
	Gone                      bool // what was gathered is destroyed: no form, but the one that came too late
	Panel, PanelOf            string
	Facts                     []ui.Fact
	Self, Coordinates, Expert bool
	Action                    string
	Fields                    []problem.Field
	Message                   string
	Promise                   []ui.SummaryRow
	PromiseWords              string
	Answer                    ui.Choice
	Away, Needs               ui.Area
	Links                     []link
	LinkCount                 string
	RoleOn, CoProductionOn    ui.Input
	Undertaking, LeadMaySee   ui.Choice
	Training                  string
	Confirm                   bool
	WritePromise, ReadOut     bool
	PromiseTexts              []ui.Area
	Buddy                     ui.Input
	Format, Remember          ui.Choice
}

type link struct {
	Title              string
	Council, Kind      ui.Choice
	From, Until, Words ui.Input
}
