package directory

import "peerchallenge/internal/access"

// What coordinators do with people; it depends on no stage.
var (
	AddPerson    = access.Verb{Name: "people.add", Label: "Add this person", Roles: coordinators}
	ImportPeople = access.Verb{Name: "people.import", Label: "Import people", Roles: coordinators}
	InvitePerson = access.Verb{Name: "people.invite", Label: "Send an invitation to sign in", Roles: coordinators}
	GiveAPost    = access.Verb{Name: "people.give-post", Label: "Give this post", Roles: coordinators}
	PassOnAPost  = access.Verb{Name: "people.pass-on-post", Label: "Pass the post on", Roles: coordinators}
	EndAPost     = access.Verb{Name: "people.end-post", Label: "End the post", Roles: coordinators}
)

// Verbs lists them for the policy.
var Verbs = []access.Verb{AddPerson, ImportPeople, InvitePerson, GiveAPost, PassOnAPost, EndAPost}

var coordinators = []access.Role{access.Coordinator}
