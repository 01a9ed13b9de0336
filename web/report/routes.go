// Package report is the pages at the end of a challenge: the final wording, the
// sign-off, making the report final, the final report, and publishing it. Page
// makes the finished page for the public; everything on it comes from
// report.Public, so what is not published cannot be on it.
package report

import (
	"peerchallenge/internal/report"
	"peerchallenge/web/page"
)

// Handlers answers for these pages.
type Handlers struct{ Reports *report.Service }

// Routes are the addresses of this feature.
func Routes(h *Handlers) []page.Route {
	on := func(method, pattern, verb string, f page.Handler) page.Route {
		return page.Route{Method: method, Pattern: "/challenges/{challenge}" + pattern, Gate: page.OnChallenge, Verb: verb, Handle: f}
	}
	return []page.Route{
		on("GET", "/sign-off", report.SignOff.Name, h.ShowSignOff),
		on("POST", "/sign-off", report.SignOff.Name, h.SignOff),
		on("POST", "/sign-off/remind", report.Remind.Name, h.Remind),
		on("POST", "/sign-off/silent", report.Silent.Name, h.RecordSilence),
		on("GET", "/wording", "", h.ShowWording),
		on("GET", "/finalise", report.Finalise.Name, h.AskFinalise),
		on("POST", "/finalise", report.Finalise.Name, h.Finalise),
		on("GET", "/reservation", "", h.ShowLeft),
		on("POST", "/reservation", "", h.Reserve),
		on("GET", "/correction", "", h.ShowCorrection),
		on("GET", "/correction/passage", report.ProposeCorrection.Name, h.AskWording),
		on("POST", "/correction/passage", report.ProposeCorrection.Name, h.Propose),
		on("POST", "/correction/agree", report.AgreeCorrection.Name, h.AgreeCorrection),
		on("POST", "/correction/withdraw", report.ProposeCorrection.Name, h.WithdrawCorrection),
		on("POST", "/correction/finalise", report.SealCorrection.Name, h.SealCorrection),
		on("GET", "/final-report", "", h.ShowFinal),
		on("GET", "/publish", report.Publish.Name, h.AskPublish),
		on("POST", "/publish", report.Publish.Name, h.CheckPublish),
		on("POST", "/publish/confirm", report.Publish.Name, h.Publish),
	}
}
