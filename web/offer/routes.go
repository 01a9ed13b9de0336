// Package offer is where a cycle is gathered: what each council offers, what each
// person offered answers, who has not answered yet, and lists that are imported.
package offer

import (
	"github.com/google/uuid"

	"peerchallenge/internal/offer"
	"peerchallenge/web/page"
)

// Handlers answer for the gathering.
type Handlers struct{ Offers *offer.Service }

// Routes are these pages, for the route table.
func Routes(h *Handlers) []page.Route {
	region := func(method, path, verb string, handle page.Handler) page.Route {
		return page.Route{Method: method, Pattern: "/calendar/{cycle}/gathering" + path, Gate: page.OfRegion, Verb: verb, Handle: handle}
	}
	own := func(method, path, verb string, handle page.Handler) page.Route {
		return page.Route{Method: method, Pattern: "/offers/{cycle}" + path, Gate: page.SignedIn, Verb: verb, Handle: handle}
	}
	upload := func(path string, handle page.Handler) page.Route {
		r := region("POST", path, offer.ImportOffers.Name, handle)
		r.Upload = true
		return r
	}
	return []page.Route{
		region("GET", "", "", h.List),
		region("POST", "", offer.OpenIt.Name, h.Open),
		region("POST", "/remind", offer.Remind.Name, h.Remind),
		region("GET", "/name", offer.NamePerson.Name, h.NameForm),
		region("POST", "/name", offer.NamePerson.Name, h.Name),
		region("GET", "/import", offer.ImportOffers.Name, h.Choose),
		upload("/import", h.Preview),
		upload("/import/confirm", h.Import),
		own("GET", "/councils/{council}", offer.SendOffer.Name, h.Council),
		own("POST", "/councils/{council}", offer.SendOffer.Name, h.Send),
		own("POST", "/councils/{council}/draft", offer.SaveOffer.Name, h.Save),
		own("GET", "/people/{person}", offer.AnswerForSelf.Name, h.Person),
		own("POST", "/people/{person}", offer.AnswerForSelf.Name, h.Answer),
		own("POST", "/people/{person}/promise", offer.WritePromise.Name, h.Promise),
		own("POST", "/people/{person}/read-out", offer.WritePromise.Name, h.ReadOut),
		own("POST", "/people/{person}/training", offer.ConfirmTraining.Name, h.ConfirmTraining),
	}
}

func listPath(cycle uuid.UUID) string { return "/calendar/" + cycle.String() + "/gathering" }

func plansPath(cycle uuid.UUID) string { return "/calendar/" + cycle.String() + "/plans" }

func placesPath(cycle uuid.UUID) string { return "/calendar/" + cycle.String() + "/places" }

func namePath(cycle uuid.UUID) string { return listPath(cycle) + "/name" }

func importPath(cycle uuid.UUID) string { return listPath(cycle) + "/import" }
