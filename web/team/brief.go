package team

import (
	"net/http"
	"strings"

	"github.com/google/uuid"

	"peerchallenge/internal/problem"
	"peerchallenge/internal/team"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// brief is the question of day 1 (T2), ready to print.
type brief struct {
	WhoPath       string
	Title         string
	Lines         []string
	Answer        string // where the councillor answers; empty when they do not
	Decide        string // where lead or coordinator decide; empty when they do not
	Fields        []problem.Field
	Message       string
	Choice, Then  ui.Choice
	Words, Reason ui.Area
	Rows          []ui.SummaryRow
}

func briefPath(challenge uuid.UUID) string { return teamPath(challenge) + "/brief" }

// Brief is whether the councillor's brief still stands.
func (h *Handlers) Brief(w http.ResponseWriter, r *page.Request) error {
	return h.briefAgain(w, r, http.StatusOK, page.FormOf(nil), nil)
}

func (h *Handlers) briefAgain(w http.ResponseWriter, r *page.Request, status int, f page.Form, p *problem.Problem) error {
	cid, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Teams.BriefPage(r.Context(), r.Actor, cid)
	if err != nil {
		return err
	}
	b := brief{WhoPath: ui.WhoCanSeePath(cid.String())}
	if p != nil {
		b.Fields, b.Message = p.Fields, p.Message
	}
	b.Title, b.Lines = briefAnswer(v)
	for _, g := range v.Given {
		b.Rows = append(b.Rows, briefRows(g)...)
	}
	if v.CanAnswer {
		b.Answer = briefPath(cid)
		b.Choice = ui.Choice{Name: "stands", Label: "Do you still have the adult social care brief of your council?", Value: f.Line("stands"), Error: ui.ErrorOn(b.Fields, "stands"),
			Options: []ui.Option{{Value: "yes", Text: "Yes"}, {Value: "no", Text: "No", Hint: "The lead and the coordinator then decide what follows. You go on until they have."}}}
		b.Words = ui.Area{Name: "words", Label: "Anything they should know", Hint: "You need not write anything.", Value: f.Text("words"), Error: ui.ErrorOn(b.Fields, "words"), Rows: 3, Max: 1000}
	}
	if v.CanDecide {
		b.Decide = briefPath(cid) + "/decision"
		b.Then = ui.Choice{Name: "decision", Label: "What follows?", Value: f.Line("decision"), Error: ui.ErrorOn(b.Fields, "decision"), Options: []ui.Option{
			{Value: string(team.GoesOn), Text: v.Councillor + " goes on", Hint: "Say why below."},
			{Value: string(team.Leaves), Text: v.Councillor + " leaves the team", Hint: "The coordinator then takes them off the team."}}}
		b.Reason = ui.Area{Name: "words", Label: "Why", Value: f.Text("words"), Error: ui.ErrorOn(b.Fields, "words"), Rows: 3, Max: 1000}
	}
	c := r.ChallengeChrome("The councillor’s brief", v.Head, ui.Link{Text: "The team", Href: teamPath(cid)})
	c.HasErrors = p != nil
	return r.Render(w, status, briefPage(c, b))
}

func briefAnswer(v team.BriefPage) (string, []string) {
	switch {
	case v.CanAnswer:
		return "One question for you today", []string{"You were asked to join as the councillor with the adult social care brief of your council. Please say whether that is still so."}
	case v.Open() != nil && v.CanDecide:
		return "You decide what follows", []string{v.Open().Name + " no longer has the adult social care brief. Please talk with one another and with them. One of you then records what you decided."}
	case v.Open() != nil:
		return "The lead and the coordinator decide", []string{"They will tell you what follows. You go on until they have."}
	case len(v.Given) > 0 && v.Given[0].Stands:
		return "The brief still stands", []string{v.Given[0].Name + " said so on " + ui.DayLong(v.Given[0].At) + "."}
	case len(v.Given) > 0:
		if v.Given[0].Decision != nil && *v.Given[0].Decision == team.Leaves {
			return "The councillor leaves the team", []string{"It was decided on " + ui.DayLong(*v.Given[0].DecidedAt) + "."}
		}
		return "The councillor goes on", []string{"The brief no longer stands. It was decided that " + v.Given[0].Name + " goes on, and why is below."}
	case v.Councillor == "":
		return "The team has no councillor", nil
	}
	return "Not answered yet", []string{v.Councillor + " is asked on the first day on site."}
}

func briefRows(b team.Brief) []ui.SummaryRow {
	said := "Yes, it still stands"
	if !b.Stands {
		said = "No, it does not"
	}
	rows := []ui.SummaryRow{{Key: b.Name + ", " + ui.Moment(b.At), Value: said}}
	if b.Words != "" {
		rows = append(rows, ui.SummaryRow{Key: "In their words", Value: b.Words})
	}
	if b.Decision != nil && b.DecidedBy != nil {
		what := "The councillor goes on"
		if *b.Decision == team.Leaves {
			what = "The councillor leaves the team"
		}
		rows = append(rows, ui.SummaryRow{Key: *b.DecidedBy + " recorded, " + ui.Moment(*b.DecidedAt), Value: what})
		if b.DecisionWords != "" {
			rows = append(rows, ui.SummaryRow{Key: "Why", Value: b.DecisionWords})
		}
	}
	return rows
}

// AnswerBrief takes the councillor's answer.
func (h *Handlers) AnswerBrief(w http.ResponseWriter, r *page.Request) error {
	return h.briefPost(w, r, func(cid uuid.UUID, f page.Form) error {
		var stands *bool
		if said := f.Line("stands"); said == "yes" || said == "no" {
			yes := said == "yes"
			stands = &yes
		}
		return h.Teams.AnswerBrief(r.Context(), r.Actor, cid, stands, strings.TrimSpace(f.Text("words")))
	}, "Thank you. The lead and the coordinator can read your answer.")
}

// DecideBrief records what lead or coordinator decided.
func (h *Handlers) DecideBrief(w http.ResponseWriter, r *page.Request) error {
	return h.briefPost(w, r, func(cid uuid.UUID, f page.Form) error {
		return h.Teams.DecideBrief(r.Context(), r.Actor, cid, team.BriefDecision(f.Line("decision")), strings.TrimSpace(f.Text("words")))
	}, "Recorded. The councillor has an e-mail.")
}

func (h *Handlers) briefPost(w http.ResponseWriter, r *page.Request, act func(uuid.UUID, page.Form) error, done string) error {
	cid, err := r.ID("challenge")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = act(cid, f)
	if p, ok := page.Refused(err); ok {
		return h.briefAgain(w, r, page.StatusOf(p.Kind), f, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, briefPath(cid), done)
}
