package offer

import "peerchallenge/internal/access"

// What can be done while a cycle is gathered; outside any challenge, so it depends
// on no stage.
var (
	OpenIt          = access.Verb{Name: "offer.open", Label: "Open the gathering and write to the directors", Roles: coordinators}
	SendOffer       = access.Verb{Name: "offer.send", Label: "Send what the council offers", Roles: []access.Role{access.DASS, access.Coordinator}}
	SaveOffer       = access.Verb{Name: "offer.save", Label: "Save for later", Roles: []access.Role{access.DASS}}
	NamePerson      = access.Verb{Name: "offer.name", Label: "Put this person on the list", Roles: coordinators}
	AnswerForSelf   = access.Verb{Name: "offer.answer", Label: "Send my answer", Roles: append([]access.Role{access.Coordinator, access.VisitingPSW}, access.Team...)}
	WritePromise    = access.Verb{Name: "offer.promise", Label: "Save what they are promised", Roles: coordinators}
	ConfirmTraining = access.Verb{Name: "offer.confirm-training", Label: "Confirm the training", Roles: coordinators}
	Remind          = access.Verb{Name: "offer.remind", Label: "Remind them", Roles: coordinators}
	ImportOffers    = access.Verb{Name: "offer.import", Label: "Import people offered", Roles: coordinators}
)

// Verbs lists them for the policy.
var Verbs = []access.Verb{OpenIt, SendOffer, SaveOffer, NamePerson, AnswerForSelf, WritePromise, ConfirmTraining, Remind, ImportOffers}

var coordinators = []access.Role{access.Coordinator}
