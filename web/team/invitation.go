package team

import (
	"net/http"
	"strings"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/team"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// invitation is the page of somebody who is asked, ready to print.
type invitation struct {
	Role, Host   string
	WhoPath      string
	Title        string
	Lines        []string
	Button       ui.Link // the next thing to do; empty when there is none
	Decline      string
	Redeclare    string
	Facts, Hours []ui.SummaryRow
	Undertaking  string
	TeamPath     string
	Promised     []ui.SummaryRow // what an expert is promised (T10)
	PromisePath  string
	Needs        string
}

// Invitation is what somebody reads before they answer.
func (h *Handlers) Invitation(w http.ResponseWriter, r *page.Request) error {
	cid, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Teams.InvitationPage(r.Context(), r.Actor, cid)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, invitationPage(r.ChallengeChrome("Your invitation", v.Head, ui.Link{}), toInvitation(v)))
}

func toInvitation(v team.Invitation) invitation {
	path := invitationPath(v.Head.ID)
	m := invitation{Role: v.Me.Role.Name(), Host: v.Head.HostCouncil, WhoPath: ui.WhoCanSeePath(v.Head.ID.String()),
		Undertaking: team.Undertaking, TeamPath: teamPath(v.Head.ID), Facts: facts(v), Hours: hours(v.Me.Role)}
	if v.Promise != nil {
		m.Promised, m.PromisePath = promiseRows(*v.Promise), path+"/promises"
		if v.Promise.Format == team.LargePrint || v.Promise.Format == team.EasyRead {
			m.PromisePath += "?as=" + string(v.Promise.Format)
		}
	}
	if v.CanSayNeeds {
		m.Needs = path + "/needs"
	}
	if v.CanDecline {
		m.Decline = path + "/decline"
	}
	switch {
	case v.CanSign:
		m.Title, m.Lines = "You have accepted", []string{"Before you can open anything: " + strings.Join(v.Me.Lacks(), ", and ") + "."}
		m.Button = ui.Link{Text: team.Sign.Label, Href: path + "/undertaking"}
		if v.Me.UndertakingAt != nil {
			m.Button.Text = "Confirm your training"
			m.Lines = append(m.Lines, "The coordinator records your training, or you confirm it yourself.")
		}
	case len(v.Me.Lacks()) > 0:
		m.Title, m.Lines = "You have accepted", []string{"Before you can open anything: " + strings.Join(v.Me.Lacks(), ", and ") + ". The coordinator confirms your training, and has been asked to."}
	case v.Me.State == team.Accepted:
		m.Title, m.Lines = "You are on the team", []string{"You accepted, your training is confirmed and you have signed the undertaking."}
	case v.Me.Interest == nil:
		m.Title = "You are asked to join the team"
		m.Lines = []string{"Read what it means. Then say whether you have a link with " + v.Head.HostCouncil + ", and accept or say no."}
		m.Button = ui.Link{Text: "Say whether you know or work with " + v.Head.HostCouncil, Href: path + "/declaration"}
	case v.NotYet != "":
		m.Title, m.Lines = "Thank you for declaring your link", []string{v.NotYet}
	case v.CanAccept:
		m.Title, m.Lines = "You can answer now", []string{"You have said whether you have a link. You can accept, or say no."}
		m.Button = ui.Link{Text: "Accept", Href: path + "/acceptance"}
	}
	if v.Me.Interest != nil && v.CanDeclare {
		m.Redeclare = path + "/declaration"
	}
	return m
}

func facts(v team.Invitation) []ui.SummaryRow {
	orNobody := func(s string) string {
		if s == "" {
			return "Not found yet"
		}
		return s
	}
	rows := []ui.SummaryRow{
		{Key: "On site", Value: v.Head.OnsiteFirst.LongWeekday() + " to " + v.Head.OnsiteLast.LongWeekday()},
		{Key: "Host", Value: v.Head.HostCouncil}, {Key: "Its director of adult social services (DASS)", Value: orNobody(v.Director)},
		{Key: "Challenge lead", Value: orNobody(v.Lead)}, {Key: "Programme coordinator", Value: orNobody(strings.Join(v.Coordinators, ", "))},
	}
	for _, d := range datesOf(v.Me.Role) {
		if day := v.Head.Dates[d]; !day.IsZero() {
			rows = append(rows, ui.SummaryRow{Key: d.Name(), Value: day.LongWeekday()})
		}
	}
	return rows
}

// form is a form of the invitation, ready to print.
type form struct {
	Action   string
	Host     string
	Fields   []problem.Field
	Message  string
	Interest ui.Choice
	Grounds  ui.Choice
	Words    ui.Area
	Signed   ui.Choice
	Trained  ui.Choice
	Day      ui.Date
	Reason   ui.Area
}

// start reads the invitation for a form and the problem to show.
func (h *Handlers) start(r *page.Request, verb access.Verb, title, path string, p *problem.Problem) (ui.Chrome, form, error) {
	cid, err := r.ID("challenge")
	if err != nil {
		return ui.Chrome{}, form{}, err
	}
	v, err := h.Teams.InvitationForm(r.Context(), r.Actor, cid, verb)
	if err != nil {
		return ui.Chrome{}, form{}, err
	}
	c := r.ChallengeChrome(title, v.Head, ui.Link{Text: "Your invitation", Href: invitationPath(cid)})
	m := form{Action: invitationPath(cid) + "/" + path, Host: v.Head.HostCouncil}
	if p != nil {
		c.HasErrors, m.Fields, m.Message = true, p.Fields, p.Message
	}
	return c, m, nil
}

// DeclareForm asks whether somebody has a link with the host (T5).
func (h *Handlers) DeclareForm(w http.ResponseWriter, r *page.Request) error {
	return h.declareForm(w, r, http.StatusOK, page.FormOf(nil), nil)
}

func (h *Handlers) declareForm(w http.ResponseWriter, r *page.Request, status int, f page.Form, p *problem.Problem) error {
	c, m, err := h.start(r, team.Declare, "Do you have a link with the host?", "declaration", p)
	if err != nil {
		return err
	}
	m.Grounds = ui.Choice{Name: "grounds", Label: "What kind of link is it?", Values: f.All("grounds"), Error: ui.ErrorOn(m.Fields, "grounds")}
	for _, g := range team.WeighedGrounds {
		m.Grounds.Options = append(m.Grounds.Options, ui.Option{Value: g.Key, Text: g.Words})
	}
	m.Words = ui.Area{Name: "words", Label: "Describe it in a sentence or two", Value: f.Text("words"), Error: ui.ErrorOn(m.Fields, "words"), Rows: 4, Max: 2000}
	m.Interest = ui.Choice{Name: "interest", Label: "Which is true for you?", Value: f.Line("interest"), Error: ui.ErrorOn(m.Fields, "interest"), Options: []ui.Option{
		{Value: string(team.NoInterest), Text: "I have no link with " + m.Host},
		{Value: string(team.ToBeWeighed), Text: "I have a link that the coordinator should weigh", Body: weighed(m)},
		{Value: string(team.Barring), Text: "I cannot take part", Hint: "We do not ask or keep why. The place is free again, and the coordinator learns only that you cannot take part."}}}
	return r.Render(w, status, declarePage(c, m))
}

// Declare takes the declaration.
func (h *Handlers) Declare(w http.ResponseWriter, r *page.Request) error {
	cid, err := r.ID("challenge")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	d := team.Declaration{Interest: team.Interest(f.Line("interest")), Grounds: f.All("grounds"), Words: strings.TrimSpace(f.Text("words"))}
	err = h.Teams.Declare(r.Context(), r.Actor, cid, d)
	if p, ok := page.Refused(err); ok {
		return h.declareForm(w, r, page.StatusOf(p.Kind), f, p)
	}
	if err != nil {
		return err
	}
	if d.Interest == team.Barring {
		return r.Redirect(w, ui.HomePath(), "Thank you. You are not on this team, and we have kept no reason.")
	}
	return r.Redirect(w, invitationPath(cid), "Thank you. Only you and the coordinators of the region can read what you declared.")
}

// AcceptForm shows the undertaking (T9).
func (h *Handlers) AcceptForm(w http.ResponseWriter, r *page.Request) error {
	return h.readyForm(w, r, http.StatusOK, team.Accept, page.FormOf(nil), nil)
}

// SignForm is what is missing after accepting (T9).
func (h *Handlers) SignForm(w http.ResponseWriter, r *page.Request) error {
	return h.readyForm(w, r, http.StatusOK, team.Sign, page.FormOf(nil), nil)
}

func (h *Handlers) readyForm(w http.ResponseWriter, r *page.Request, status int, verb access.Verb, f page.Form, p *problem.Problem) error {
	title, path := "Accept the invitation", "acceptance"
	if verb.Name == team.Sign.Name {
		title, path = "Sign and confirm your training", "undertaking"
	}
	c, m, err := h.start(r, verb, title, path, p)
	if err != nil {
		return err
	}
	m.Signed = ui.Choice{Name: "signed", Label: "Your undertaking", Values: f.All("signed"), Error: ui.ErrorOn(m.Fields, "signed"),
		Options: []ui.Option{{Value: "yes", Text: "I give this undertaking"}}}
	m.Day = ui.Date{Name: "trained", Label: "The day you were trained for your role and in co-production", Hint: "For example, 27 3 2027", Error: ui.ErrorOn(m.Fields, "trained"),
		Day: f.Line("trained-day"), Month: f.Line("trained-month"), Year: f.Line("trained-year")}
	m.Trained = ui.Choice{Name: "been-trained", Label: "Have you been trained for your role and in co-production?", Value: f.Line("been-trained"), Error: ui.ErrorOn(m.Fields, "been-trained"),
		Options: []ui.Option{{Value: "yes", Text: "Yes", Hint: "The coordinator confirms it. You open nothing of the challenge until then.", Body: ui.DateInput(m.Day)}, {Value: "no", Text: "Not yet", Hint: "You can accept. You open nothing of the challenge until you have been trained."}}}
	return r.Render(w, status, readyPage(c, m, verb.Label, verb.Name == team.Accept.Name))
}

// Accept says yes.
func (h *Handlers) Accept(w http.ResponseWriter, r *page.Request) error {
	cid, err := r.ID("challenge")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	day, bad := trainedOn(f)
	if bad == nil && f.Line("been-trained") == "" {
		bad = fieldProblem("been-trained", "Say whether you have been trained")
	}
	if bad == nil || f.Line("been-trained") == "no" {
		err = h.Teams.AcceptInvitation(r.Context(), r.Actor, cid, team.Answer{Signed: f.Line("signed") == "yes", Trained: f.Line("been-trained") == "yes", TrainedOn: day})
	} else {
		err = bad
	}
	if p, ok := page.Refused(err); ok {
		return h.readyForm(w, r, page.StatusOf(p.Kind), team.Accept, f, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, teamPath(cid), "Thank you for joining. The coordinator and the host see that you accepted. What your role may see opens once the coordinator has confirmed your training.")
}

func trainedOn(f page.Form) (civil.Date, error) {
	day, err := f.Date("trained")
	if err != nil {
		return day, fieldProblem("trained", "Enter the day you were trained as a real date, such as 27 3 2027")
	}
	return day, nil
}

func fieldProblem(name, message string) error {
	return &problem.Problem{Kind: problem.Invalid, Message: "There is a problem", Fields: []problem.Field{{Name: name, Message: message}}}
}

// Sign completes what was missing.
func (h *Handlers) Sign(w http.ResponseWriter, r *page.Request) error {
	cid, err := r.ID("challenge")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	day, err := trainedOn(f)
	if err == nil {
		err = h.Teams.SignUndertaking(r.Context(), r.Actor, cid, team.Readiness{Signed: f.Line("signed") == "yes", TrainedOn: day})
	}
	if p, ok := page.Refused(err); ok {
		return h.readyForm(w, r, page.StatusOf(p.Kind), team.Sign, f, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, teamPath(cid), "Signed. What your role may see opens once the coordinator has confirmed your training.")
}

// DeclineForm asks for a reason, or none.
func (h *Handlers) DeclineForm(w http.ResponseWriter, r *page.Request) error {
	return h.declineForm(w, r, http.StatusOK, page.FormOf(nil), nil)
}

func (h *Handlers) declineForm(w http.ResponseWriter, r *page.Request, status int, f page.Form, p *problem.Problem) error {
	c, m, err := h.start(r, team.Decline, "Say no to the invitation", "decline", p)
	if err != nil {
		return err
	}
	m.Reason = ui.Area{Name: "reason", Label: "Your reason, if you want to give one", Hint: "Only the coordinators of the region read it. You need not give one.",
		Value: f.Text("reason"), Error: ui.ErrorOn(m.Fields, "reason"), Rows: 4, Max: 2000}
	return r.Render(w, status, declinePage(c, m))
}

// checkDecline shows what saying no means before it is said: there is no way back.
func (h *Handlers) checkDecline(w http.ResponseWriter, r *page.Request, f page.Form) error {
	c, m, err := h.start(r, team.Decline, "Check before you say no", "decline", nil)
	if err != nil {
		return err
	}
	reason := strings.TrimSpace(f.Text("reason"))
	shown := reason
	if shown == "" {
		shown = "None given"
	}
	return r.Render(w, http.StatusOK, checkDeclinePage(c, ui.Check{Rows: []ui.SummaryRow{{Key: "Your answer", Value: "No"}, {Key: "Reason", Value: shown}},
		To: "the coordinators of the region. The host is not told.", After: "The place is free again, and you can no longer open this challenge.",
		Action: m.Action, Button: "Say no", Hidden: []ui.HiddenValue{{Name: "confirm", Value: "yes"}, {Name: "reason", Value: reason}}}))
}

// Decline says no.
func (h *Handlers) Decline(w http.ResponseWriter, r *page.Request) error {
	cid, err := r.ID("challenge")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	if f.Line("confirm") != "yes" {
		return h.checkDecline(w, r, f)
	}
	err = h.Teams.DeclineInvitation(r.Context(), r.Actor, cid, strings.TrimSpace(f.Text("reason")))
	if p, ok := page.Refused(err); ok {
		return h.declineForm(w, r, page.StatusOf(p.Kind), f, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, ui.HomePath(), "Thank you for answering. The coordinator has been told.")
}
