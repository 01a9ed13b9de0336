package account

import (
	"github.com/a-h/templ"

	"peerchallenge/internal/person"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Handlers answer for the pages about signing in and one's own account.
type Handlers struct {
	People *person.Service
	Help   Helpline
	// Demonstration lists the invented people under the form; nil in the product itself.
	Demonstration templ.Component
}

// Helpline is who helps somebody who cannot sign in. Without a Phone the pages
// name no number.
type Helpline struct {
	Name  string // "Jo Tanner"; may be empty
	Phone string // as people write it
	Hours string // "weekdays 9am to 5pm"; may be empty
}

// Addresses of these pages.
const (
	passwordPath        = "/sign-in/password"
	sentPath            = "/sign-in/sent"
	resetPath           = "/reset"
	resetSentPath       = "/reset/sent"
	accountPath         = "/account"
	accountPasswordPath = "/account/password"
)

func linkPath(secret string) string       { return "/sign-in/link/" + secret }
func resetLinkPath(secret string) string  { return "/reset/" + secret }
func invitationPath(secret string) string { return "/invitation/" + secret }

// Routes are the pages for signing in; all but the account are for everyone.
func Routes(h *Handlers) []page.Route {
	return []page.Route{
		{Method: "GET", Pattern: ui.SignInPath(), Gate: page.Everyone, Handle: h.SignIn},
		{Method: "POST", Pattern: ui.SignInPath(), Gate: page.Everyone, Handle: h.Choose},
		{Method: "GET", Pattern: passwordPath, Gate: page.Everyone, Handle: h.Password},
		{Method: "POST", Pattern: passwordPath, Gate: page.Everyone, Handle: h.ByPassword},
		{Method: "GET", Pattern: sentPath, Gate: page.Everyone, Handle: h.Sent},
		{Method: "POST", Pattern: sentPath, Gate: page.Everyone, Handle: h.ByCode},
		{Method: "GET", Pattern: "/sign-in/link/{token}", Gate: page.Everyone, Handle: h.Link},
		{Method: "POST", Pattern: "/sign-in/link/{token}", Gate: page.Everyone, Handle: h.ByLink},
		{Method: "POST", Pattern: ui.SignOutPath(), Gate: page.Everyone, Handle: h.SignOut},
		{Method: "GET", Pattern: resetPath, Gate: page.Everyone, Handle: h.AskReset},
		{Method: "POST", Pattern: resetPath, Gate: page.Everyone, Handle: h.SendReset},
		{Method: "GET", Pattern: resetSentPath, Gate: page.Everyone, Handle: h.ResetSent},
		{Method: "GET", Pattern: "/reset/{token}", Gate: page.Everyone, Handle: h.NewPassword},
		{Method: "POST", Pattern: "/reset/{token}", Gate: page.Everyone, Handle: h.Reset},
		{Method: "GET", Pattern: "/invitation/{token}", Gate: page.Everyone, Handle: h.Invitation},
		{Method: "POST", Pattern: "/invitation/{token}", Gate: page.Everyone, Handle: h.Accept},
		{Method: "GET", Pattern: accountPath, Gate: page.SignedIn, Handle: h.Account},
		{Method: "POST", Pattern: accountPasswordPath, Gate: page.SignedIn, Handle: h.ChangePassword},
	}
}
