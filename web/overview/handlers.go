// Package overview is what everybody on a challenge can open: the list of their
// challenges, one challenge at a glance, who can see what, and the record of changes.
package overview

import (
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/progress"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Handlers answers for these pages.
type Handlers struct{ Progress *progress.Service }

// Routes are the addresses of this feature.
func Routes(h *Handlers) []page.Route {
	on := func(method, pattern, verb string, f page.Handler) page.Route {
		return page.Route{Method: method, Pattern: "/challenges/{challenge}" + pattern, Gate: page.OnChallenge, Verb: verb, Handle: f}
	}
	return []page.Route{
		{Method: "GET", Pattern: "/challenges", Gate: page.SignedIn, Handle: h.List},
		{Method: "GET", Pattern: boardPath, Gate: page.OfRegion, Handle: h.Board},
		on("GET", "", "", h.Show),
		on("GET", "/who-can-see", "", h.WhoCanSee),
		on("GET", "/record", "", h.Record),
		on("GET", "/move-on", challenge.MoveStage.Name, h.AskMoveOn),
		on("POST", "/move-on", challenge.MoveStage.Name, h.MoveOn),
	}
}

// List shows the reader's challenges, 25 at a time.
func (h *Handlers) List(w http.ResponseWriter, r *page.Request) error {
	after, err := parseAfter(r.URL.Query().Get("after"))
	if err != nil {
		return err
	}
	rows, more, err := h.Progress.List(r.Context(), r.Actor, after)
	if err != nil {
		return err
	}
	next := ""
	if more {
		next = ui.ChallengesPath() + "?after=" + afterOf(rows[len(rows)-1])
	}
	return r.Render(w, http.StatusOK, listPage(r.Chrome("Your challenges", page.NavChallenges), listRows(rows), next, r.Who != nil && r.Who.Coordinator))
}

// The place after which a list goes on: the date and id of its last row.
func afterOf(last challenge.Row) string {
	return base64.RawURLEncoding.EncodeToString([]byte(last.OnsiteFirst.String() + " " + last.ID.String()))
}

func parseAfter(s string) (challenge.Page, error) {
	if s == "" {
		return challenge.Page{}, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(s)
	day, id, ok := strings.Cut(string(raw), " ")
	date, dateErr := civil.ParseISO(day)
	last, idErr := uuid.Parse(id)
	if err != nil || !ok || dateErr != nil || idErr != nil {
		return challenge.Page{}, problem.Missing()
	}
	return challenge.Page{Before: date, BeforeID: last}, nil
}

// Show is a challenge at a glance.
func (h *Handlers) Show(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	o, err := h.Progress.Overview(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	c := r.Chrome(o.Name, page.NavChallenges)
	c.Region, c.Challenge, c.Concern = o.RegionName, o.Name, ui.ChallengeConcernPath(id.String())
	c.Crumbs = []ui.Link{{Text: "Home", Href: ui.HomePath()}, {Text: "Challenges", Href: ui.ChallengesPath()}}
	return r.Render(w, http.StatusOK, showPage(c, toView(o)))
}

// WhoCanSee shows the policy as it stands for this reader, today (V1).
func (h *Handlers) WhoCanSee(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Progress.WhoCanSee(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, sightPage(r.ChallengeChrome("Who can see what", v.Head, ui.Link{}), toSight(v)))
}

// Record shows the hand-overs, verified as they are read (V5).
func (h *Handlers) Record(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Progress.Record(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, recordPage(r.ChallengeChrome("Record of changes", v.Head, ui.Link{}), toRecord(v)))
}

// AskMoveOn shows the form to move the stage on early.
func (h *Handlers) AskMoveOn(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	o, err := h.Progress.MoveOnForm(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	return h.renderMoveOn(w, r, http.StatusOK, o, page.Form{}, nil)
}

// MoveOn moves the stage on before its conditions are met, with a reason.
func (h *Handlers) MoveOn(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = h.Progress.MoveOn(r.Context(), r.Actor, id, strings.TrimSpace(form.Text("reason")))
	if p, ok := page.Refused(err); ok {
		return h.showMoveOn(w, r, page.StatusOf(p.Kind), form, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, ui.ChallengePath(id.String()), "The challenge has moved on. Everyone on it can read the reason.")
}

func (h *Handlers) showMoveOn(w http.ResponseWriter, r *page.Request, status int, form page.Form, p *problem.Problem) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	o, err := h.Progress.Overview(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	if !o.Standing().Is(challenge.MoveStage.Roles...) {
		return problem.Missing()
	}
	return h.renderMoveOn(w, r, status, o, form, p)
}

func (h *Handlers) renderMoveOn(w http.ResponseWriter, r *page.Request, status int, o progress.Overview, form page.Form, p *problem.Problem) error {
	c := r.ChallengeChrome("Move to the next stage", o.Head, ui.Link{})
	c.HasErrors = p != nil
	v := view{}
	v.checks(o)
	return r.Render(w, status, moveOnPage(c, moveOnView{Action: ui.ChallengePart(o.ID.String(), "move-on"), Name: o.Name, Waits: v.Checks,
		Stage: o.Stage.Name(), Next: o.Stage.Next().Name(), Reason: form.Text("reason"), Problem: p, Can: o.CanMoveOn}))
}
