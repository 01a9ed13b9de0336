package host

import "peerchallenge/internal/access"

var director = []access.Role{access.DASS}

// Name gives somebody of the council a part in the challenge.
var Name = access.Verb{Name: "host.name", Label: "Name this person", Roles: director, Stages: access.Between(access.Preparing, access.FollowUp)}

// NameReader names a reader of the final report; there is nothing for a reader to
// read before (V8).
var NameReader = access.Verb{Name: "host.name-reader", Label: "Name this reader", Roles: director, Stages: access.From(access.Final)}

// LetIn lets a senior leader read the host's drafts (V8); TakeBack ends that.
var (
	LetIn    = access.Verb{Name: "host.let-in", Label: "Let them read drafts", Roles: director, Stages: access.Between(access.Preparing, access.FollowUp)}
	TakeBack = access.Verb{Name: "host.take-back", Label: "Stop letting them read drafts", Roles: director}
)

// End ends a part; what it opened closes at once (V4).
var End = access.Verb{Name: "host.end", Label: "End this part", Roles: director}

// Verbs are what can be done here.
var Verbs = []access.Verb{Name, NameReader, LetIn, TakeBack, End, NameActing, EndActing}
