package selfassessment

import (
	"net/http"
	"strconv"
	"strings"

	"peerchallenge/internal/problem"
	"peerchallenge/internal/selfassessment"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

const (
	riskReaders = "the director, the link officer, whoever the director lets in, and contributors who were given this tool."
	riskLater   = "Once it is submitted, senior leaders and visiting principal social workers (PSWs) can read it, and the team from the day reading starts."
)

// riskView is the tool, ready to print.
type riskView struct {
	Who, Words    string
	Filled, Total int
	Domains       []riskDomain
}

type riskDomain struct {
	Name string
	Rows []ui.TaskRow
}

// Risk is the risk awareness tool (A4).
func (h *Handlers) Risk(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Assessments.Risk(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	out := riskView{Who: ui.WhoCanSeePath(id.String()), Filled: v.Filled, Total: v.Total, Words: strconv.Itoa(v.Filled) + " of " + strconv.Itoa(v.Total) + " written"}
	for _, d := range v.Domains {
		domain := riskDomain{Name: d.Name}
		for _, i := range d.Items {
			row := ui.TaskRow{Text: i.Name, Href: path(id, "risk", i.ID), Lines: []string{i.Question}, Tag: ui.Status("Empty")}
			if i.Answer.Written() {
				row.Tag = ui.Status("In progress")
				if i.LevelWords != "" && i.Answer.Words != "" {
					row.Tag = ui.Status("Done")
				}
			}
			domain.Rows = append(domain.Rows, row)
		}
		out.Domains = append(out.Domains, domain)
	}
	c := r.ChallengeChrome(selfassessment.RiskName, v.Head, ui.Link{Text: "Self-assessment", Href: path(id)})
	return r.Render(w, http.StatusOK, riskPage(c, out))
}

// riskOne is one thing to consider, ready to print.
type riskOne struct {
	Domain, Name, Question string
	Who                    string
	Action, Version        string
	Fields                 []problem.Field
	Message                string
	Level                  ui.Choice
	Text                   ui.Area
	Document               ui.Choice
	Answer                 selfassessment.RiskAnswer
	LevelWords             string
	Theirs                 *selfassessment.RiskAnswer // what somebody else saved meanwhile
	TheirLevel             string
	Earlier                []selfassessment.RiskAnswer
	Next                   string
}

// RiskOne is one thing to consider.
func (h *Handlers) RiskOne(w http.ResponseWriter, r *page.Request) error {
	return h.riskOne(w, r, http.StatusOK, nil, nil)
}

func (h *Handlers) riskOne(w http.ResponseWriter, r *page.Request, status int, typed *selfassessment.RiskText, p *problem.Problem) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Assessments.RiskOne(r.Context(), r.Actor, id, r.Param("risk"))
	if err != nil {
		return err
	}
	c := r.ChallengeChrome(v.Item.Name, v.Head, ui.Link{Text: selfassessment.RiskName, Href: path(id, "risk")})
	c.HasErrors = p != nil
	return r.Render(w, status, riskOnePage(c, toRiskOne(v, typed, p)))
}

func toRiskOne(v selfassessment.RiskItemView, typed *selfassessment.RiskText, p *problem.Problem) riskOne {
	a := v.Item.Answer
	m := riskOne{Domain: v.Item.Domain, Name: v.Item.Name, Question: v.Item.Question, Who: ui.WhoCanSeePath(v.ID.String()), Answer: a,
		LevelWords: v.Item.LevelWords, Earlier: v.Versions}
	now := selfassessment.RiskText{Base: a.Version, Level: a.Level, Words: a.Words}
	if a.DocumentID != nil {
		now.Document = *a.DocumentID
	}
	if typed != nil {
		base := now.Base
		now = *typed
		if p != nil && p.Kind == problem.Conflict {
			m.Theirs, m.TheirLevel, now.Base = &a, v.Item.LevelWords, base
		}
	}
	m.Fields, m.Message = errorsOf(p)
	if v.CanWrite {
		m.Action = path(v.ID, "risk", v.Item.ID)
	}
	if v.Next != "" {
		m.Next = path(v.ID, "risk", v.Next)
	}
	m.Version = strconv.Itoa(now.Base)
	m.Text = ui.Area{Name: "words", Label: "What could go wrong, and what you do about it", Value: now.Words, Error: ui.ErrorOn(m.Fields, "words"), Rows: 6, Max: 5000}
	m.Level = ui.Choice{Name: "level", Label: "How concerned are you?", Hint: "Your own view.", Value: now.Level, Error: ui.ErrorOn(m.Fields, "level")}
	for _, l := range v.Levels {
		m.Level.Options = append(m.Level.Options, ui.Option{Value: l.Value, Text: l.Words})
	}
	m.Document = ui.Choice{Name: "document", Label: "A document that shows it", Empty: "None", Value: now.Document.String(), Error: ui.ErrorOn(m.Fields, "document")}
	for _, d := range v.Documents {
		m.Document.Options = append(m.Document.Options, ui.Option{Value: d.ID.String(), Text: d.Title})
	}
	return m
}

// SaveRisk saves a new version.
func (h *Handlers) SaveRisk(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	t := selfassessment.RiskText{Level: f.Line("level"), Words: strings.TrimSpace(f.Text("words")), Document: chosen(f, "document")}
	t.Base = f.Version("version")
	err = h.Assessments.SaveRisk(r.Context(), r.Actor, id, r.Param("risk"), t)
	if p, ok := page.Refused(err); ok {
		return h.riskOne(w, r, page.StatusOf(p.Kind), &t, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, path(id, "risk", r.Param("risk")), "Saved. Only people at your council who work on this tool can see it.")
}
