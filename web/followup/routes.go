// Package followup is the pages of what becomes of a report: the response to each
// recommendation, the improvement plan with its measures, progress at three
// checks, and what came of what somebody raised. Part makes the public part that
// stands beside a published report; everything in it comes from followup.Public.
package followup

import (
	"github.com/google/uuid"

	"peerchallenge/internal/followup"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Handlers answers for these pages.
type Handlers struct{ FollowUp *followup.Service }

// Routes are the addresses of this feature.
func Routes(h *Handlers) []page.Route {
	on := func(method, pattern, verb string, f page.Handler) page.Route {
		return page.Route{Method: method, Pattern: "/challenges/{challenge}" + pattern, Gate: page.OnChallenge, Verb: verb, Handle: f}
	}
	both := func(pattern, verb string, get, post page.Handler) []page.Route {
		return []page.Route{on("GET", pattern, verb, get), on("POST", pattern, verb, post)}
	}
	routes := []page.Route{
		on("GET", "/response", "", h.ShowResponse),
		on("POST", "/response/start", followup.Start.Name, h.Start),
		on("GET", "/plan", "", h.ShowPlan),
		on("POST", "/plan/actions/{action}/remove", followup.Change.Name, h.RemoveAction),
		on("POST", "/plan/measures/{measure}/remove", followup.Change.Name, h.RemoveMeasure),
		on("GET", "/progress", "", h.ShowProgress),
		on("GET", "/progress/{check}", followup.WriteStatement.Name, h.ShowCheck),
		on("GET", "/what-came", "", h.ShowTold),
	}
	for _, pair := range [][]page.Route{
		both("/response/hand-over", followup.HandOver.Name, h.CheckResponse, h.HandOver),
		both("/response/{recommendation}", followup.Write.Name, h.AskResponse, h.SaveResponse),
		both("/plan/hand-over", followup.HandOverPlan.Name, h.CheckPlan, h.HandOverPlan),
		both("/plan/{recommendation}/actions/new", followup.Change.Name, h.NewAction, h.AddAction),
		both("/plan/actions/{action}", followup.Change.Name, h.EditAction, h.ChangeAction),
		both("/plan/actions/{action}/progress", followup.ReportAction.Name, h.AskAction, h.ReportAction),
		both("/plan/{recommendation}/measures/new", followup.Change.Name, h.NewMeasure, h.AddMeasure),
		both("/plan/measures/{measure}", followup.Change.Name, h.EditMeasure, h.ChangeMeasure),
		both("/progress/publish", followup.Publish.Name, h.CheckPublish, h.Publish),
		both("/progress/{check}/record", followup.Record.Name, h.CheckRecord, h.Record),
		both("/progress/{check}/close", followup.CloseCheck.Name, h.AskClose, h.CloseCheck),
		both("/progress/{check}/{recommendation}", followup.WriteStatement.Name, h.AskItem, h.SaveItem),
	} {
		routes = append(routes, pair...)
	}
	return routes
}

func part(c uuid.UUID, p string) string { return ui.ChallengePart(c.String(), p) }

func responsePath(c uuid.UUID) string { return part(c, "response") }

func planPath(c uuid.UUID) string { return part(c, "plan") }

func progressPath(c uuid.UUID) string { return part(c, "progress") }

func itemPath(c uuid.UUID, check string, finding uuid.UUID) string {
	return part(c, "progress/"+check+"/"+finding.String())
}
