package followup

import (
	"net/http"

	"peerchallenge/internal/followup"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

const toldTitle = "What came of what you raised"

type toldView struct {
	Who, WhoPath string
	Panel, Line  string
	Things       []thingView
	All          []becameView
	AllTitle     string
}

type thingView struct {
	Title, Kind, How string
	Lived            bool
	Led              []becameView
	Nothing          string
}

type becameView struct {
	Title    string
	Lived    bool
	Response string
	Reason   string
	Actions  string
	Checks   []sides
}

// ShowTold tells each of the team what came of what they raised.
func (h *Handlers) ShowTold(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	p, err := h.FollowUp.ToldPage(r.Context(), r.Actor, of)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, toldPage(r.ChallengeChrome(toldTitle, p.Head, ui.Link{}), newTold(p)))
}

func newTold(p followup.ToldPage) toldView {
	v := toldView{WhoPath: ui.WhoCanSeePath(p.ID.String()), Who: "this page is made for you. Nobody else sees which findings were yours here."}
	for _, t := range p.Things {
		v.Things = append(v.Things, newThing(p, t))
	}
	for _, b := range p.All {
		v.All = append(v.All, newBecame(p, b))
	}
	if len(p.All) > 0 {
		v.AllTitle, v.Panel = "What became of the recommendations", page.Counted(len(p.All), "recommendation", "recommendations")+" in the report"
	} else {
		v.Panel = page.Counted(len(p.Things), "thing you raised is here", "things you raised are here")
	}
	if len(p.Things) == 0 && len(p.All) == 0 {
		v.Panel = "You wrote no finding here, and gave no evidence for one"
	}
	v.Line = closedLine(p)
	return v
}

func closedLine(p followup.ToldPage) string {
	next := ""
	for _, c := range p.Checks {
		if c.ClosedAt == nil {
			if !c.DueOn.IsZero() {
				next = "The " + followup.CheckName(c.Number) + " is on " + c.DueOn.LongWeekday() + ". You get a message when it is closed."
			}
			return next
		}
	}
	return "All three checks are closed."
}

func newThing(p followup.ToldPage, t followup.Thing) thingView {
	v := thingView{Title: t.Title, Kind: t.Kind.Name(), Lived: t.Lived}
	switch {
	case t.Wrote && t.Evidence:
		v.How = "You wrote this, and it rests on evidence you gave."
	case t.Wrote:
		v.How = "You wrote this."
	default:
		v.How = "It rests on evidence you gave."
	}
	for _, b := range t.Led {
		v.Led = append(v.Led, newBecame(p, b))
	}
	switch {
	case t.Withdrawn:
		v.Nothing = "The team took this out before the report was final."
	case len(v.Led) == 0:
		v.Nothing = "It stands in the final report. No recommendation was made from it."
	}
	return v
}

func newBecame(p followup.ToldPage, b followup.Became) becameView {
	v := becameView{Title: numbered(b.Number, b.Title), Lived: b.Lived, Response: "The council has not responded yet."}
	if b.Response != nil {
		v.Response, v.Reason = "The council’s response: "+page.Lower(b.Response.Decision.Name())+".", b.Response.Reason
	}
	if b.Actions > 0 {
		v.Actions = page.Counted(b.Actions, "action is", "actions are") + " planned."
	}
	for _, c := range b.Checks {
		s := sides{Title: page.Upper(followup.CheckName(c.Number)), Host: publicSide(p.HostCouncil+" says", c.Host), Lead: publicSide("The lead of the team says", c.Lead)}
		if p.Checks[c.Number-1].ClosedAt == nil {
			s.wait(c)
		}
		v.Checks = append(v.Checks, s)
	}
	return v
}

// wait says "not recorded yet" for a side whose check is still open.
func (s *sides) wait(c followup.BecameCheck) {
	if c.Host == nil {
		s.Host.Words = "Not recorded yet."
	}
	if c.Lead == nil {
		s.Lead.Words = "Not recorded yet."
	}
}
