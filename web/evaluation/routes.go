// Package evaluation is the pages of the evaluation (E1): the surveys of a
// challenge, the open page for those who came to a group, what came of them, and
// the pages of the region and of its independent evaluator.
package evaluation

import (
	"github.com/google/uuid"

	"peerchallenge/internal/evaluation"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Handlers answer for the evaluation.
type Handlers struct{ Evaluation *evaluation.Service }

// Routes are these pages, for the route table.
func Routes(h *Handlers) []page.Route {
	on := func(method, path, verb string, handle page.Handler) page.Route {
		return page.Route{Method: method, Pattern: "/challenges/{challenge}/evaluation" + path, Gate: page.OnChallenge, Verb: verb, Handle: handle}
	}
	region := func(method, path, verb string, handle page.Handler) page.Route {
		return page.Route{Method: method, Pattern: "/evaluation" + path, Gate: page.OfRegion, Verb: verb, Handle: handle}
	}
	upload := func(r page.Route) page.Route {
		r.Upload = true
		return r
	}
	return []page.Route{
		on("GET", "", "", h.Challenge),
		on("POST", "/consent", evaluation.Consent.Name, h.Consent),
		on("POST", "/take-back-consent", evaluation.Consent.Name, h.TakeBackConsent),
		on("GET", "/{survey}/answer", evaluation.Answer.Name, h.AnswerForm),
		on("POST", "/{survey}/answer", evaluation.Answer.Name, h.Answer),
		on("GET", "/{survey}/results", "", h.Results),
		on("GET", "/{survey}/participants", evaluation.Organise.Name, h.Participants),
		on("POST", "/{survey}/participants", evaluation.Organise.Name, h.SayHowMany),
		on("GET", "/{survey}/paper", evaluation.Paper.Name, h.PaperForm),
		on("POST", "/{survey}/paper", evaluation.Paper.Name, h.Paper),
		{Method: "GET", Pattern: "/survey/{token}", Gate: page.PublicOnly, Handle: h.LinkForm},
		{Method: "POST", Pattern: "/survey/{token}", Gate: page.PublicOnly, Handle: h.AnswerByLink},
		{Method: "GET", Pattern: "/survey/{token}/thank-you", Gate: page.PublicOnly, Handle: h.ThankYou},
		{Method: "GET", Pattern: "/evaluation", Gate: page.SignedIn, Handle: h.Region},
		{Method: "GET", Pattern: "/evaluation/export.csv", Gate: page.SignedIn, Handle: h.Export},
		region("GET", "/import", evaluation.Import.Name, h.ChooseFile),
		upload(region("POST", "/import", evaluation.Import.Name, h.PreviewFile)),
		upload(region("POST", "/import/confirm", evaluation.Import.Name, h.ImportFile)),
		region("GET", "/evaluators", evaluation.Appoint.Name, h.Evaluators),
		region("POST", "/evaluators", evaluation.Appoint.Name, h.Appoint),
		region("POST", "/evaluators/{holding}/end", evaluation.Appoint.Name, h.EndEvaluator),
	}
}

const (
	regionPath     = "/evaluation"
	importPath     = "/evaluation/import"
	confirmPath    = "/evaluation/import/confirm"
	evaluatorsPath = "/evaluation/evaluators"
	exportPath     = "/evaluation/export.csv"
)

func challengePath(of uuid.UUID) string { return ui.ChallengePart(of.String(), "evaluation") }

func surveyPath(of, survey uuid.UUID, part string) string {
	return challengePath(of) + "/" + survey.String() + "/" + part
}
