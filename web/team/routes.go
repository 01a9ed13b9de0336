// Package team is the pages of a challenge's team: who is on it and who is still
// to be found, for everybody on the challenge; asking, deciding and taking off,
// for the coordinator; and the invitation of the person who is asked.
package team

import (
	"github.com/google/uuid"

	"peerchallenge/internal/team"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Handlers answer for the team.
type Handlers struct{ Teams *team.Service }

// Routes are the pages of the team, for the route table.
func Routes(h *Handlers) []page.Route {
	route := func(method, path, verb string, handle page.Handler) page.Route {
		return page.Route{Method: method, Pattern: "/challenges/{challenge}/" + path, Gate: page.OnChallenge, Verb: verb, Handle: handle}
	}
	return []page.Route{
		route("GET", "team", "", h.Show),
		route("GET", "team/ask", team.Propose.Name, h.AskForm),
		route("POST", "team/ask", team.Propose.Name, h.Ask),
		route("GET", "team/ask/outside", team.Propose.Name, h.OutsideForm),
		route("POST", "team/ask/outside", team.Propose.Name, h.Outside),
		route("GET", "team/promises", team.WritePromise.Name, h.Promises),
		route("POST", "team/promises", team.WritePromise.Name, h.SavePromise),
		route("POST", "team/promises/read-out", team.WritePromise.Name, h.ReadOut),
		route("GET", "team/{member}/training", team.Train.Name, h.TrainingForm),
		route("POST", "team/{member}/training", team.Train.Name, h.Training),
		route("GET", "invitation/promises", "", h.MyPromise),
		route("GET", "invitation/needs", team.SayNeeds.Name, h.Needs),
		route("POST", "invitation/needs", team.SayNeeds.Name, h.SaveNeeds),
		route("GET", "team/brief", "", h.Brief),
		route("POST", "team/brief", team.ConfirmBrief.Name, h.AnswerBrief),
		route("POST", "team/brief/decision", team.DecideBrief.Name, h.DecideBrief),
		route("GET", "team/{member}/decide", team.Decide.Name, h.DecideForm),
		route("POST", "team/{member}/decide", team.Decide.Name, h.Decide),
		route("GET", "team/{member}/remove", team.Remove.Name, h.RemoveForm),
		route("POST", "team/{member}/remove", team.Remove.Name, h.Remove),
		route("GET", "invitation", "", h.Invitation),
		route("GET", "invitation/declaration", team.Declare.Name, h.DeclareForm),
		route("POST", "invitation/declaration", team.Declare.Name, h.Declare),
		route("GET", "invitation/acceptance", team.Accept.Name, h.AcceptForm),
		route("POST", "invitation/acceptance", team.Accept.Name, h.Accept),
		route("GET", "invitation/decline", team.Decline.Name, h.DeclineForm),
		route("POST", "invitation/decline", team.Decline.Name, h.Decline),
		route("GET", "invitation/undertaking", team.Sign.Name, h.SignForm),
		route("POST", "invitation/undertaking", team.Sign.Name, h.Sign),
	}
}

func teamPath(challenge uuid.UUID) string { return ui.ChallengePart(challenge.String(), "team") }

func memberPath(challenge, member uuid.UUID, act string) string {
	return teamPath(challenge) + "/" + member.String() + "/" + act
}

func invitationPath(challenge uuid.UUID) string {
	return ui.ChallengePart(challenge.String(), "invitation")
}
