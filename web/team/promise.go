package team

import (
	"net/http"
	"strings"

	"github.com/google/uuid"

	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/team"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// promises is where the coordinator writes what experts are promised (T10).
type promises struct {
	Action, ReadOut string
	AskPath         string
	Fields          []problem.Field
	Message         string
	Person, Format  ui.Choice
	Texts           []ui.Area
	Buddy           ui.Input
	Remember        ui.Choice
	Written         []team.NamedPromise
}

func promisesPath(challenge uuid.UUID) string { return teamPath(challenge) + "/promises" }

// Promises is the form, filled with what is written for the person asked about,
// or with the region's words.
func (h *Handlers) Promises(w http.ResponseWriter, r *page.Request) error {
	return h.promises(w, r, http.StatusOK, nil, nil)
}

func (h *Handlers) promises(w http.ResponseWriter, r *page.Request, status int, typed *team.Promise, p *problem.Problem) error {
	cid, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Teams.PromisesPage(r.Context(), r.Actor, cid)
	if err != nil {
		return err
	}
	c := r.ChallengeChrome("What experts are promised", v.Head, ui.Link{Text: "The team", Href: teamPath(cid)})
	c.HasErrors = p != nil
	return r.Render(w, status, promisesPage(c, toPromises(v, r.URL.Query().Get("person"), typed, p)))
}

func toPromises(v team.PromisesPage, person string, typed *team.Promise, p *problem.Problem) promises {
	now := v.Begin
	now.Format = team.OnThePage
	for _, w := range v.Written {
		if w.PersonID.String() == person {
			now = w.Promise
		}
	}
	if typed != nil {
		now = *typed
	}
	m := promises{Action: promisesPath(v.Head.ID), ReadOut: promisesPath(v.Head.ID) + "/read-out", AskPath: teamPath(v.Head.ID) + "/ask", Written: v.Written}
	if p != nil {
		m.Fields, m.Message = p.Fields, p.Message
	}
	m.Person = ui.Choice{Name: "person", Label: "Who is it for?", Empty: "Choose a person", Value: now.PersonID.String(), Error: ui.ErrorOn(m.Fields, "person")}
	listed := map[uuid.UUID]bool{}
	for _, w := range v.Written {
		listed[w.PersonID] = true
		m.Person.Options = append(m.Person.Options, ui.Option{Value: w.PersonID.String(), Text: w.Name})
	}
	for _, x := range v.Pool {
		if !listed[x.ID] {
			m.Person.Options = append(m.Person.Options, ui.Option{Value: x.ID.String(), Text: x.Name + work(team.Member{Post: x.Post, Council: x.Council})})
		}
	}
	for _, t := range []struct{ name, label, hint, value string }{
		{"hours", "Hours", "How many, and when", now.Hours}, {"payment", "Payment", "How much, and when it is paid", now.Payment},
		{"expenses", "Expenses", "Which, and whether you pay them in advance", now.Expenses},
		{"benefits", "Benefits", "That payment may affect benefits, and where to get free advice", now.Benefits},
		{"support", "Support", "Before, on the days, and afterwards", now.Support}} {
		m.Texts = append(m.Texts, ui.Area{Name: t.name, Label: t.label, Hint: t.hint, Value: t.value, Error: ui.ErrorOn(m.Fields, t.name), Rows: 3, Max: 1000})
	}
	m.Buddy = ui.Input{Name: "buddy", Label: "Their buddy", Hint: "The name of one person, and how to reach them", Value: now.Buddy, Error: ui.ErrorOn(m.Fields, "buddy"), Autocomplete: "off"}
	m.Format = ui.Choice{Name: "format", Label: "How do they want to get it?", Value: string(now.Format), Error: ui.ErrorOn(m.Fields, "format")}
	for _, f := range team.Formats {
		m.Format.Options = append(m.Format.Options, ui.Option{Value: string(f.Format), Text: f.Words})
	}
	m.Remember = ui.Choice{Name: "remember", Label: "For the next expert", Options: []ui.Option{{Value: "yes", Text: "Begin with these words next time"}}}
	return m
}

// SavePromise writes down what is promised.
func (h *Handlers) SavePromise(w http.ResponseWriter, r *page.Request) error {
	cid, err := r.ID("challenge")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	text := func(name string) string { return strings.TrimSpace(f.Text(name)) }
	p := team.Promise{Hours: text("hours"), Payment: text("payment"), Expenses: text("expenses"), Benefits: text("benefits"), Buddy: f.Line("buddy"),
		Support: text("support"), Format: team.Format(f.Line("format"))}
	if p.PersonID, err = id.Parse(f.Line("person")); err != nil {
		p.PersonID = uuid.Nil // refused at the field
	}
	err = h.Teams.SavePromise(r.Context(), r.Actor, cid, p, f.Line("remember") == "yes")
	if q, ok := page.Refused(err); ok {
		return h.promises(w, r, page.StatusOf(q.Kind), &p, q)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, promisesPath(cid), "Saved. You can ask them to join now. They read it before they answer.")
}

// ReadOut records that it was read out by telephone.
func (h *Handlers) ReadOut(w http.ResponseWriter, r *page.Request) error {
	cid, err := r.ID("challenge")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	who, err := id.Parse(f.Line("person"))
	if err != nil {
		who = uuid.Nil // nothing to read out: a conflict
	}
	err = h.Teams.ReadOut(r.Context(), r.Actor, cid, who)
	if q, ok := page.Refused(err); ok {
		return h.promises(w, r, page.StatusOf(q.Kind), nil, q)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, promisesPath(cid), "Recorded that you read it out. They can answer now.")
}

// promise is what the reader is promised, in their format.
type promise struct {
	Rows       []ui.SummaryRow
	Large      bool
	Easy       []string // short sentences
	Days, Host string
	Others     []ui.Link
}

func promiseRows(p team.Promise) []ui.SummaryRow {
	return []ui.SummaryRow{{Key: "Hours", Value: p.Hours}, {Key: "Payment", Value: p.Payment}, {Key: "Expenses", Value: p.Expenses},
		{Key: "Benefits", Value: p.Benefits}, {Key: "Your buddy", Value: p.Buddy}, {Key: "Support", Value: p.Support}}
}

// MyPromise is what an expert is promised, in large print or easy read, to print.
func (h *Handlers) MyPromise(w http.ResponseWriter, r *page.Request) error {
	cid, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Teams.InvitationPage(r.Context(), r.Actor, cid)
	if err != nil {
		return err
	}
	if v.Promise == nil {
		return problem.Missing()
	}
	as := team.Format(r.URL.Query().Get("as"))
	if as == "" {
		as = v.Promise.Format
	}
	m := promise{Rows: promiseRows(*v.Promise), Large: as == team.LargePrint, Host: v.Head.HostCouncil,
		Days: v.Head.OnsiteFirst.LongWeekday() + " to " + v.Head.OnsiteLast.LongWeekday()}
	if as == team.EasyRead {
		m.Easy = []string{"We ask you to help " + m.Host + ".", "You are part of a team.", "You come on these days: " + m.Days + ".",
			"You can say yes. You can say no. Nobody minds.", "If you say no, nothing changes for you."}
	}
	here := invitationPath(cid) + "/promises?as="
	m.Others = []ui.Link{{Text: "Large print", Href: here + string(team.LargePrint)}, {Text: "Easy read", Href: here + string(team.EasyRead)}, {Text: "Ordinary print", Href: here + string(team.OnThePage)}}
	return r.Render(w, http.StatusOK, myPromisePage(r.ChallengeChrome("What you are promised", v.Head, ui.Link{Text: "Your invitation", Href: invitationPath(cid)}), m))
}

// needs is where somebody says what they need (T10).
type needs struct {
	Action  string
	Fields  []problem.Field
	Message string
	Words   ui.Area
	Lead    ui.Choice
}

// Needs is the form of one's own access needs.
func (h *Handlers) Needs(w http.ResponseWriter, r *page.Request) error {
	return h.needs(w, r, http.StatusOK, nil, nil)
}

func (h *Handlers) needs(w http.ResponseWriter, r *page.Request, status int, f *page.Form, p *problem.Problem) error {
	cid, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Teams.InvitationForm(r.Context(), r.Actor, cid, team.SayNeeds)
	if err != nil {
		return err
	}
	words, lead := v.Me.Needs, []string(nil)
	if v.Me.NeedsForLead {
		lead = []string{"yes"}
	}
	if f != nil {
		words, lead = f.Text("words"), f.All("lead")
	}
	m := needs{Action: invitationPath(cid) + "/needs"}
	if p != nil {
		m.Fields, m.Message = p.Fields, p.Message
	}
	m.Words = ui.Area{Name: "words", Label: "What do you need, so that you can take part?", Hint: "For example a ramp, breaks, large print, an interpreter, somebody with you, or food you can eat.",
		Value: words, Error: ui.ErrorOn(m.Fields, "words"), Rows: 5, Max: 2000}
	m.Lead = ui.Choice{Name: "lead", Label: "May the challenge lead see it too?", Values: lead, Options: []ui.Option{{Value: "yes", Text: "Yes, the lead may see it",
		Hint: "The lead plans the days. You can change this at any time."}}}
	c := r.ChallengeChrome("What you need", v.Head, ui.Link{Text: "Your invitation", Href: invitationPath(cid)})
	c.HasErrors = p != nil
	return r.Render(w, status, needsPage(c, m))
}

// SaveNeeds saves them.
func (h *Handlers) SaveNeeds(w http.ResponseWriter, r *page.Request) error {
	cid, err := r.ID("challenge")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	lead := len(f.All("lead")) > 0
	err = h.Teams.SaveNeeds(r.Context(), r.Actor, cid, strings.TrimSpace(f.Text("words")), lead)
	if p, ok := page.Refused(err); ok {
		return h.needs(w, r, page.StatusOf(p.Kind), &f, p)
	}
	if err != nil {
		return err
	}
	done := "Saved. The coordinators of the region can see it, and nobody else."
	if lead {
		done = "Saved. The coordinators of the region and the challenge lead can see it."
	}
	return r.Redirect(w, invitationPath(cid), done)
}
