package visit

import (
	"peerchallenge/internal/visit"
	"peerchallenge/web/page"
)

const (
	base      = "/challenges/{challenge}"
	programme = base + "/programme"
	single    = programme + "/{session}"
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
		get(programme, "", h.Programme),
		get(programme+"/mine", "", h.Mine),
		get(programme+"/wanted", visit.Want.Name, h.Wanted),
		post(programme+"/wanted", visit.Want.Name, h.SayWanted),
		get(programme+"/new", visit.Build.Name, h.NewForm),
		post(programme+"/new", visit.Build.Name, h.Add),
		get(programme+"/share", visit.Share.Name, h.ShareForm),
		post(programme+"/share", visit.Share.Name, h.Share),
		post(programme+"/number", visit.Number.Name, h.SaveNumber),
		get(single, "", h.Session),
		get(single+"/edit", visit.Build.Name, h.EditForm),
		post(single+"/edit", visit.Build.Name, h.Edit),
		post(single+"/take-out", visit.Build.Name, h.TakeOut),
		post(single+"/organiser", visit.Build.Name, h.GiveOrganiser),
		post(single+"/members", visit.Assign.Name, h.Assign),
		post(single+"/questions", visit.Ask.Name, h.AddQuestion),
		post(single+"/questions/{asked}/take-away", visit.Ask.Name, h.DropQuestion),
		get(single+"/invitations", visit.Invite.Name, h.Organise),
		post(single+"/invitations", visit.Invite.Name, h.Invite),
		post(single+"/invitations/expected", visit.Invite.Name, h.Expected),
		post(single+"/invitations/{invitation}/answer", visit.Invite.Name, h.Answer),
		post(single+"/invitations/{invitation}/take-off", visit.Invite.Name, h.DropInvitation),
		get(single+"/briefing", visit.Brief.Name, h.Sheet),
		post(single+"/briefing", visit.Brief.Name, h.Give),
		get(base+"/today", "", h.Today),
		get(base+"/told", "", h.Told),
		get(base+"/daily", "", h.Daily),
		post(base+"/daily/{day}/heard", visit.Hear.Name, h.Heard),
		post(base+"/daily/{day}/topics", visit.Topics.Name, h.Topics),
		post(base+"/daily/{day}/line", visit.Line.Name, h.Line),
		{Method: "GET", Pattern: "/briefings/{token}", Gate: page.PublicOnly, Handle: h.Open},
		{Method: "POST", Pattern: "/briefings/{token}", Gate: page.PublicOnly, Handle: h.Tell},
	}
}
