package selfassessment

import (
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"peerchallenge/internal/problem"
	"peerchallenge/internal/selfassessment"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// versionsView is the page of earlier versions.
type versionsView struct {
	Caption string
	Prompt  string
	Rows    []ui.TaskRow
	Older   string
	Shown   *selfassessment.Version
	ShownBy string
}

func toVersions(v selfassessment.VersionsView) versionsView {
	out := versionsView{Caption: v.AreaName, Prompt: v.Prompt.Text, Shown: v.Shown}
	here := path(v.ID, "prompts", v.Prompt.ID, "versions")
	for _, one := range v.Versions {
		out.Rows = append(out.Rows, ui.TaskRow{Text: "Version " + strconv.Itoa(one.Version), Href: here + "?version=" + strconv.Itoa(one.Version),
			Lines: []string{fmt.Sprintf("%s, %s, %s", one.Name, ui.Moment(one.At), page.Counted(one.Length, "character", "characters"))}})
	}
	if v.Older > 0 {
		out.Older = here + "?before=" + strconv.Itoa(v.Older)
	}
	if v.Shown != nil {
		out.ShownBy = fmt.Sprintf("Version %d, saved by %s on %s", v.Shown.Version, v.Shown.Name, ui.Moment(v.Shown.At))
	}
	return out
}

// evidenceView is the page where a document is chosen.
type evidenceView struct {
	Action  string
	Caption string
	Prompt  string
	Choices []ui.Option
	Errors  []problem.Field
	Message string
	Add     string // where documents are added
}

func toEvidence(v selfassessment.EvidenceView, p *problem.Problem) evidenceView {
	out := evidenceView{Action: path(v.ID, "prompts", v.Prompt.ID, "evidence"), Caption: v.AreaName, Prompt: v.Prompt.Text,
		Add: ui.ChallengePart(v.ID.String(), "documents")}
	out.Errors, out.Message = errorsOf(p)
	for _, d := range v.Choices {
		out.Choices = append(out.Choices, ui.Option{Value: d.ID.String(), Text: d.Title})
	}
	return out
}

// contributorsView is who writes what, and the form that invites.
type contributorsView struct {
	Action     string
	Who        string
	Areas      []contributorsArea
	Options    []ui.Option
	Candidates []ui.Option
	Form       page.Form
	Errors     []problem.Field
	Message    string
}

type contributorsArea struct {
	Name string
	Rows []ui.TaskRow
}

func toContributors(v selfassessment.ContributorsView, form page.Form, p *problem.Problem) contributorsView {
	out := contributorsView{Action: path(v.ID, "contributors"), Who: ui.WhoCanSeePath(v.ID.String()), Form: form}
	out.Errors, out.Message = errorsOf(p)
	for _, a := range v.Areas {
		area := contributorsArea{Name: a.Name}
		for _, person := range v.People[a.Key] {
			if person.Holding == uuid.Nil {
				continue
			}
			area.Rows = append(area.Rows, ui.TaskRow{Text: person.Name,
				Side: ui.PostButton(path(v.ID, "contributors", person.Holding.String(), "end"), ui.Secondary, "Take back from "+person.Name, nil)})
		}
		out.Areas = append(out.Areas, area)
		out.Options = append(out.Options, ui.Option{Value: a.Key, Text: a.Name, Hint: a.Help})
	}
	for _, c := range v.Candidates {
		out.Candidates = append(out.Candidates, ui.Option{Value: c.ID.String(), Text: c.Name})
	}
	return out
}

// checkView is the last page before submitting.
type checkView struct {
	Check ui.Check
	Empty string // a warning, or nothing
	Who   string
}

func toCheck(v selfassessment.CheckView) checkView {
	out := checkView{Who: ui.WhoCanSeePath(v.ID.String())}
	for _, a := range v.Areas {
		words := countWords(a.Counts, false)
		if a.Judgement != "" {
			words += ". " + selfassessment.OwnView + ": " + a.Judgement
		}
		out.Check.Rows = append(out.Check.Rows, ui.SummaryRow{Key: a.Name, Value: words, Action: &ui.Link{Text: "Change", Href: path(v.ID, "areas", a.Key)}})
	}
	if v.Counts.Empty > 0 {
		verb := "have"
		if v.Counts.Empty == 1 {
			verb = "has"
		}
		out.Empty = page.Counted(v.Counts.Empty, "prompt", "prompts") + " " + verb + " no answer. You can submit without them; the team will see that they are empty."
	}
	var readers, team []string
	for _, r := range v.Readers {
		readers = append(readers, r.Name)
	}
	for _, r := range v.Team {
		team = append(team, r.Name)
	}
	out.Check.To = "the link officer, your senior leaders and the visiting principal social workers (PSWs) at once"
	if len(readers) > 0 {
		out.Check.To += " (" + page.Names(readers) + ")"
	}
	out.Check.To += "; the team from the day reading starts"
	if len(team) > 0 {
		out.Check.To += " (" + page.Names(team) + ")"
	}
	out.Check.To += "."
	out.Check.After = "A copy is kept as it is now, and nobody at your council can change an answer. Until reading starts you can reopen it with a reason: this copy stays, and a newer one follows."
	out.Check.Action, out.Check.Button = path(v.ID, "submit"), selfassessment.Submit.Label
	return out
}

// reopenView is the form that asks why.
type reopenView struct {
	Action  string
	Reason  string
	Problem *problem.Problem
	Who     ui.Link
}

// submittedView is the submitted copy.
type submittedView struct {
	Risks    []selfassessment.SealedRisk
	Who      string
	By       string
	Mark     string
	Reopened string
	Areas    []selfassessment.SubmittedArea
	Contents []ui.Link
}

func toSubmitted(v selfassessment.SubmittedView) submittedView {
	out := submittedView{Who: ui.WhoCanSeePath(v.ID.String()), Areas: v.Areas, Mark: v.Record.Mark(),
		By: fmt.Sprintf("%s submitted it on %s.", v.Record.Name, ui.Moment(v.Record.At))}
	if v.Reopened != nil {
		out.Reopened = reopenedWords(v.Reopened) + ". A newer copy will follow; until then this one stands."
	}
	for _, a := range v.Areas {
		out.Contents = append(out.Contents, ui.Link{Text: a.Name, Href: "#" + a.Key})
	}
	if out.Risks = v.Risks; len(v.Risks) > 0 {
		out.Contents = append(out.Contents, ui.Link{Text: selfassessment.RiskName, Href: "#risk-awareness"})
	}
	return out
}

func reasonError(v reopenView) string {
	if v.Problem == nil {
		return ""
	}
	return ui.ErrorOn(v.Problem.Fields, "reason")
}
