package people

import (
	"peerchallenge/internal/directory"
	"peerchallenge/web/page"
)

// Handlers answer for the people of a region.
type Handlers struct{ Directory *directory.Service }

// Routes are the pages about people; all for coordinators.
func Routes(h *Handlers) []page.Route {
	return []page.Route{
		{Method: "GET", Pattern: "/people", Gate: page.OfRegion, Handle: h.List},
		{Method: "GET", Pattern: "/people/new", Gate: page.OfRegion, Verb: directory.AddPerson.Name, Handle: h.New},
		{Method: "POST", Pattern: "/people/new", Gate: page.OfRegion, Verb: directory.AddPerson.Name, Handle: h.Add},
		{Method: "GET", Pattern: "/people/import", Gate: page.OfRegion, Verb: directory.ImportPeople.Name, Handle: h.Choose},
		{Method: "POST", Pattern: "/people/import", Gate: page.OfRegion, Verb: directory.ImportPeople.Name, Handle: h.Preview, Upload: true},
		{Method: "POST", Pattern: "/people/import/confirm", Gate: page.OfRegion, Verb: directory.ImportPeople.Name, Handle: h.Import, Upload: true},
		{Method: "GET", Pattern: "/people/{person}", Gate: page.OfRegion, Handle: h.Show},
		{Method: "POST", Pattern: "/people/{person}/invitation", Gate: page.OfRegion, Verb: directory.InvitePerson.Name, Handle: h.Invite},
		{Method: "POST", Pattern: "/people/{person}/roles", Gate: page.OfRegion, Verb: directory.GiveAPost.Name, Handle: h.GivePost},
		{Method: "GET", Pattern: "/people/{person}/roles/{holding}/pass-on", Gate: page.OfRegion, Verb: directory.PassOnAPost.Name, Handle: h.AskPassOn},
		{Method: "POST", Pattern: "/people/{person}/roles/{holding}/pass-on", Gate: page.OfRegion, Verb: directory.PassOnAPost.Name, Handle: h.PassOn},
		{Method: "GET", Pattern: "/people/{person}/roles/{holding}/end", Gate: page.OfRegion, Verb: directory.EndAPost.Name, Handle: h.AskEnd},
		{Method: "POST", Pattern: "/people/{person}/roles/{holding}/end", Gate: page.OfRegion, Verb: directory.EndAPost.Name, Handle: h.End},
	}
}

// Addresses of these pages.
const (
	listPath    = "/people"
	newPath     = "/people/new"
	importPath  = "/people/import"
	confirmPath = "/people/import/confirm"
)

func personPath(person string) string { return listPath + "/" + person }

func invitePath(person string) string { return personPath(person) + "/invitation" }

func postsPath(person string) string { return personPath(person) + "/roles" }

func endPath(person, holding string) string { return postsPath(person) + "/" + holding + "/end" }

func passOnPath(person, holding string) string { return postsPath(person) + "/" + holding + "/pass-on" }
