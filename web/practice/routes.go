package practice

import (
	"github.com/google/uuid"

	"peerchallenge/internal/practicereview"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Handlers answers for the pages of the practice review.
type Handlers struct {
	Reviews *practicereview.Service
}

// Routes are the pages of the practice review, for the route table.
func Routes(h *Handlers) []page.Route {
	const of = "/challenges/{challenge}/"
	route := func(method, path, verb string, handle page.Handler) page.Route {
		return page.Route{Method: method, Pattern: of + path, Gate: page.OnChallenge, Verb: verb, Handle: handle}
	}
	return []page.Route{
		route("GET", "practice", "", h.Show),
		route("GET", "practice/sample", practicereview.Propose.Name, h.Sample),
		route("POST", "practice/sample", practicereview.Propose.Name, h.Propose),
		route("POST", "practice/sample/agree", practicereview.Agree.Name, h.Agree),
		route("POST", "practice/sample/count", practicereview.Count.Name, h.Count),
		route("POST", "practice/sample/draw", practicereview.Draw.Name, h.Draw),
		route("GET", "practice/files/{file}", practicereview.Enter.Name, h.File),
		route("POST", "practice/files/{file}", practicereview.Enter.Name, h.SaveFile),
		route("POST", "practice/files/{file}/autosave", practicereview.Enter.Name, h.AutosaveFile),
		route("GET", "practice/groups/new", practicereview.Gather.Name, h.NewGroup),
		route("POST", "practice/groups/new", practicereview.Gather.Name, h.SaveGroup),
		route("GET", "practice/groups/{focus}", practicereview.Gather.Name, h.Group),
		route("POST", "practice/groups/{focus}", practicereview.Gather.Name, h.SaveGroup),
		route("GET", "practice/groups/{focus}/briefing", "", h.Briefing),
		route("GET", "practice/findings", practicereview.Stand.Name, h.Findings),
		route("POST", "practice/findings", practicereview.Stand.Name, h.TakePosition),
		route("GET", "practice/findings/new", practicereview.Write.Name, h.NewFinding),
		route("POST", "practice/findings/new", practicereview.Write.Name, h.SaveFinding),
		route("GET", "practice/findings/{pattern}", practicereview.Write.Name, h.Finding),
		route("POST", "practice/findings/{pattern}", practicereview.Write.Name, h.SaveFinding),
		route("POST", "practice/findings/{pattern}/autosave", practicereview.Write.Name, h.AutosaveFinding),
		route("POST", "practice/findings/{pattern}/withdraw", practicereview.Write.Name, h.Withdraw),
		route("GET", "practice/hand-over", practicereview.HandOver.Name, h.CheckHandOver),
		route("POST", "practice/hand-over", practicereview.HandOver.Name, h.HandOver),
		route("GET", "practice-team", practicereview.Excuse.Name, h.Team),
		route("POST", "practice-team", practicereview.Excuse.Name, h.Excuse),
		route("GET", "practice-findings", "", h.Shared),
		route("GET", "practice-findings/correct", practicereview.Correct.Name, h.AskCorrect),
		route("POST", "practice-findings/correct", practicereview.Correct.Name, h.Correct),
		route("POST", "practice-findings/no-corrections", practicereview.Correct.Name, h.NoCorrections),
		route("GET", "practice-findings/corrections/{correction}/answer", practicereview.Answer.Name, h.AskAnswer),
		route("POST", "practice-findings/corrections/{correction}/answer", practicereview.Answer.Name, h.Answer),
	}
}

func pathOf(ch uuid.UUID, more string) string { return ui.ChallengePart(ch.String(), "practice"+more) }

func filePath(ch, file uuid.UUID) string    { return pathOf(ch, "/files/"+file.String()) }
func groupPath(ch, group uuid.UUID) string  { return pathOf(ch, "/groups/"+orNew(group)) }
func findingPath(ch, find uuid.UUID) string { return pathOf(ch, "/findings/"+orNew(find)) }
func answerPath(ch, c uuid.UUID) string {
	return pathOf(ch, "-findings/corrections/"+c.String()+"/answer")
}

func orNew(id uuid.UUID) string {
	if id == uuid.Nil {
		return "new"
	}
	return id.String()
}

func backToReview(ch uuid.UUID) ui.Link {
	return ui.Link{Text: "Practice review", Href: pathOf(ch, "")}
}

func backToFindings(ch uuid.UUID) ui.Link {
	return ui.Link{Text: "Practice findings", Href: pathOf(ch, "/findings")}
}
