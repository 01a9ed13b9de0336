package finding

import (
	"peerchallenge/internal/finding"
	"peerchallenge/web/page"
)

const (
	base   = "/challenges/{challenge}"
	single = base + "/findings/{finding}"
)

// Routes are the pages of this feature for the route table.
func Routes(h *Handlers) []page.Route {
	get := func(pattern, verb string, f page.Handler) page.Route {
		return page.Route{Method: "GET", Pattern: pattern, Gate: page.OnChallenge, Verb: verb, Handle: f}
	}
	post := func(pattern, verb string, f page.Handler) page.Route {
		return page.Route{Method: "POST", Pattern: pattern, Gate: page.OnChallenge, Verb: verb, Handle: f}
	}
	return []page.Route{
		get(base+"/notes", finding.AddNote.Name, h.Notes),
		post(base+"/notes", finding.AddNote.Name, h.AddNote),
		get(base+"/findings", "", h.List),
		get(base+"/findings/new", finding.Add.Name, h.NewForm),
		post(base+"/findings/new", finding.Add.Name, h.Add),
		get(base+"/findings/preview", "", h.Preview),
		get(single, finding.Edit.Name, h.Show),
		post(single, finding.Edit.Name, h.Edit),
		post(single+"/autosave", finding.Edit.Name, h.Autosave),
		post(single+"/evidence", finding.Link.Name, h.AddEvidence),
		post(single+"/evidence/{evidence}/remove", finding.Link.Name, h.RemoveEvidence),
		post(single+"/questions", finding.Question.Name, h.Ask),
		post(single+"/questions/{question}/answer", finding.Question.Name, h.AnswerQuestion),
		post(single+"/questions/{question}/withdraw", finding.Question.Name, h.WithdrawQuestion),
		post(single+"/positions", finding.Position.Name, h.TakePosition),
		post(single+"/lived-experience", finding.Mark.Name, h.MarkLived),
		post(single+"/withdraw", finding.Withdraw.Name, h.Withdraw),
		post(single+"/restore", finding.Withdraw.Name, h.Restore),
		get(base+"/present", finding.Present.Name, h.PresentPage),
		post(base+"/present", finding.Present.Name, h.Present),
		get(base+"/report", finding.Summarise.Name, h.Report),
		post(base+"/report", finding.Summarise.Name, h.SaveSummary),
		post(base+"/report/autosave", finding.Summarise.Name, h.AutosaveSummary),
		post(base+"/report/no-expert", finding.NoExpert.Name, h.SayNoExpert),
		get(base+"/report/hand-over", finding.HandOver.Name, h.HandOverPage),
		post(base+"/report/hand-over", finding.HandOver.Name, h.HandOver),
		get(base+"/presented", "", h.Presented),
		get(base+"/draft-report", "", h.DraftReport),
	}
}
