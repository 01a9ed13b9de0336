package selfassessment

import (
	"github.com/google/uuid"

	"peerchallenge/internal/selfassessment"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

const (
	base   = "/challenges/{challenge}/self-assessment"
	area   = base + "/areas/{area}"
	prompt = base + "/prompts/{prompt}"
)

// Routes are the addresses of the self-assessment.
func Routes(h *Handlers) []page.Route {
	get := func(pattern, verb string, f page.Handler) page.Route {
		return page.Route{Method: "GET", Pattern: pattern, Gate: page.OnChallenge, Verb: verb, Handle: f}
	}
	post := func(pattern, verb string, f page.Handler) page.Route {
		return page.Route{Method: "POST", Pattern: pattern, Gate: page.OnChallenge, Verb: verb, Handle: f}
	}
	write, manage, invite := selfassessment.Write.Name, selfassessment.Manage.Name, selfassessment.Invite.Name
	link, submit, reopen := selfassessment.LinkEvidence.Name, selfassessment.Submit.Name, selfassessment.Reopen.Name
	return []page.Route{
		get(base, "", h.Areas),
		get(area, "", h.Area),
		post(area+"/owner", manage, h.SetOwner),
		post(area+"/judgement", manage, h.SetJudgement),
		get(base+"/contributors", invite, h.Contributors),
		post(base+"/contributors", invite, h.Invite),
		post(base+"/contributors/{holding}/end", invite, h.TakeBack),
		get(base+"/risk", "", h.Risk),
		get(base+"/risk/{risk}", "", h.RiskOne),
		post(base+"/risk/{risk}", write, h.SaveRisk),
		get(prompt, "", h.Prompt),
		post(prompt, write, h.Save),
		post(prompt+"/autosave", write, h.Autosave),
		post(prompt+"/ready", write, h.SetReady),
		get(prompt+"/versions", "", h.Versions),
		get(prompt+"/evidence", link, h.EvidenceChoices),
		post(prompt+"/evidence", link, h.AddEvidence),
		post(prompt+"/evidence/{evidence}/remove", link, h.RemoveEvidence),
		get(base+"/submit", submit, h.Check),
		post(base+"/submit", submit, h.Submit),
		get(base+"/reopen", reopen, h.ReopenForm),
		post(base+"/reopen", reopen, h.Reopen),
		get(base+"/submitted", "", h.Submitted),
	}
}

// path is a page of a challenge's self-assessment; without a part, its first.
func path(challenge uuid.UUID, parts ...string) string {
	p := ui.ChallengePart(challenge.String(), "self-assessment")
	for _, part := range parts {
		p += "/" + part
	}
	return p
}
