package page

// Gate says who may come to a route at all; what they see behind it is decided
// by keys and verbs.
type Gate string

// The gates, from the widest to the narrowest.
const (
	Everyone       Gate = "everyone"        // no sign-in; pages of the product itself
	PublicOnly     Gate = "public"          // no session, no script, no cookie: published pages
	SignedIn       Gate = "signed-in"       // any person; others are sent to sign in
	OnChallenge    Gate = "on-challenge"    // signed in; the challenge decides, absence otherwise (V6)
	OfRegion       Gate = "of-region"       // a coordinator; to others it is not there
	OfInstallation Gate = "of-installation" // the technical operator; to others it is not there
)

// Route is one line of the route table. Verb is the name of the access.Verb that
// a POST performs, and that the page with its form is for.
type Route struct {
	Method  string
	Pattern string
	Gate    Gate
	Verb    string
	Handle  Handler
	Upload  bool // takes a large body: the handler bounds it itself
}
