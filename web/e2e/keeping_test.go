package e2e

import (
	"testing"
	"time"

	"peerchallenge/internal/civil"
)

// TestRequest walks a request for information (I3): it is logged, what it covers
// is held back on the day it would go, and goes once the request is closed (I2).
func TestRequest(t *testing.T) {
	t.Parallel()
	j := newJourney(t, newSite(t), true)
	home := j.homeOf("link-officer-final", "Larkwater 2027")
	v := j.as("link-officer-final").open(home + "/requests")
	v.choose("Freedom of information").write("What is asked for?", "What the team wrote down about home care.").refused("Log the request", 422)
	v.sees("What the team wrote down about home care.") // the words are kept
	v.choose("Freedom of information").day("received", 2027, 3, 9).choose("Notes of the team").press("Log the request").sees("Covers: Notes of the team")
	v.follow("Freedom of information").sees("What the team wrote down about home care.")
	j.as("lead-final").absent(home + "/requests")

	j.onDay(civil.NewDate(2027, time.May, 18)) // notes go on 17 May
	j.as("dass-final").open(home + "/information").sees("Held back until a request")
	v.open(home + "/requests").follow("Freedom of information")
	v.choose("Refused").write("What was answered", "It was given in confidence.").press("Close the request")
	j.onDay(civil.NewDate(2027, time.May, 19))
	j.as("dass-final").open(home + "/information").sees("Destroyed on")
}

// TestTakeDown walks a version that could identify somebody (I4): out of sight at
// once, decided by the other side, its notice and its proof stay.
func TestTakeDown(t *testing.T) {
	t.Parallel()
	j := newJourney(t, newSite(t), true)
	home := j.homeOf("dass-published", "Kestrelton 2026")
	public := j.stranger("the public").open("/reports").follow("Kestrelton")
	report := public.path()
	v := j.as("dass-published").open(home + "/take-down")
	v.choose("Version 1").write("Why", "One carer is the only one with that job in town.").press("Check before you do this").press("Take this version down")
	public.watch.expect(410)
	public.goTo(report)
	public.arrived(410)
	public.sees("taken down").seesNot("only one with that job")
	c := j.as("coordinator").open(home + "/take-down").sees("only one with that job")
	c.press("Let the text go for good").press("Let the text go for good")
	public.goTo(report)
	public.arrived(410)
	j.as("dass-published").open(home + "/record").sees("taken down")
}

// TestActing walks somebody who acts for a director for a fortnight (V4, V8): the
// same rights from the first day, shown as acting, and nothing after the last.
func TestActing(t *testing.T) {
	t.Parallel()
	j := newJourney(t, newSite(t), true)
	home := j.homeOf("dass-preparing", ashcombe)
	v := j.as("dass-preparing").open(home + "/host-people").follow("Name somebody to act for you")
	v.write("Full name", "Idris Calloway").write("E-mail address", "idris.calloway@middleshires.example")
	v.day("until", 2027, 3, 24).press("Name this person").sees("Idris Calloway")
	acting := j.comesIn("idris.calloway@middleshires.example")
	acting.open(home + "/self-assessment").sees("Check and submit")
	j.as("lead-preparing").open(home).sees("Idris Calloway", "acting")
	j.onDay(civil.NewDate(2027, time.March, 25))
	acting.absent(home)
	j.as("dass-preparing").open(home + "/self-assessment").sees("Check and submit")
}
