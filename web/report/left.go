package report

import (
	"net/http"
	"strings"

	"peerchallenge/internal/challenge"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/report"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

type leftView struct {
	Name, Action string
	Lines        []string
	Own          string // what they recorded, in words; their words follow
	Words        string
	Open         bool
	Form         page.Form
	Problem      *problem.Problem
}

// ShowLeft is for somebody who left the team after the findings were presented:
// their own reservation, and nothing of the challenge.
func (h *Handlers) ShowLeft(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	p, err := h.Reports.LeftPage(r.Context(), r.Actor, of)
	if err != nil {
		return err
	}
	return renderLeft(w, r, http.StatusOK, p, formOfLeft(p), nil)
}

func formOfLeft(p report.Left) page.Form {
	values := map[string]string{}
	if p.Words != nil {
		values["words"], values["who"] = *p.Words, toCouncil
		switch {
		case *p.Named:
			values["who"] = named
		case *p.Public:
			values["who"] = unnamed
		}
	}
	return page.FormOf(values)
}

// leftChrome is the frame without the where-we-are strip: they open nothing of it.
func leftChrome(r *page.Request, title string) ui.Chrome {
	c := r.Chrome(title, "")
	c.Back = &ui.Link{Text: "Home", Href: ui.HomePath()}
	return c
}

func renderLeft(w http.ResponseWriter, r *page.Request, status int, p report.Left, form page.Form, refused *problem.Problem) error {
	v := leftView{Name: p.Name, Action: ui.ChallengePart(p.ChallengeID.String(), "reservation"), Open: p.StillOpen, Form: form, Problem: refused,
		Lines: []string{"You were on the team as " + page.Lower(p.Role.Name()) + " and left on " + ui.DayLong(p.LeftAt) + ". You cannot open the challenge any more."}}
	if p.StillOpen {
		v.Lines = append(v.Lines, "The report is not final yet. If you want to, you can record a reservation about it, in your own words. You need not.")
	} else {
		v.Lines = append(v.Lines, "The report is final, so no reservation can be recorded any more.")
	}
	if p.Words != nil {
		v.Own, v.Words = "You recorded a reservation on "+ui.Moment(*p.At)+". "+whoReads(*p.Public, *p.Named)+".", *p.Words
	}
	c := leftChrome(r, "Your reservation – "+p.Name)
	c.HasErrors = refused != nil
	return r.Render(w, status, leftPage(c, v))
}

// Reserve first shows what is about to be recorded, then records it.
func (h *Handlers) Reserve(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	own := ownOf(form)
	own.Kind = report.Reservation
	p, err := h.Reports.CheckReservation(r.Context(), r.Actor, of, own)
	if err == nil && form.Line("confirm") == "yes" {
		if err = h.Reports.ReserveAfterLeaving(r.Context(), r.Actor, of, own); err == nil {
			return r.Redirect(w, ui.ChallengePart(of.String(), "reservation"), "Recorded. You can change it until the lead makes the report final.")
		}
	}
	if refused, ok := page.Refused(err); ok {
		return renderLeft(w, r, page.StatusOf(refused.Kind), p, form, refused)
	}
	if err != nil {
		return err
	}
	if form.Has("change") {
		return renderLeft(w, r, http.StatusOK, p, form, nil)
	}
	return r.Render(w, http.StatusOK, checkSignOffPage(leftChrome(r, "Check your reservation – "+p.Name), toCheckReservation(of, own)))
}

func toCheckReservation(of challenge.ID, own report.Own) checkSignOffView {
	v := toCheckSignOff(of, own)
	v.Title, v.Action = "Check your reservation", ui.ChallengePart(of.String(), "reservation")
	v.Check.Action, v.Check.To = v.Action, strings.Replace(v.Check.To, "The team sees it now.", "The team reads it now, with your name.", 1)
	return v
}
