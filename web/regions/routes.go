package regions

import (
	"peerchallenge/internal/regionsetup"
	"peerchallenge/web/page"
)

// Handlers answer for the regions of the installation.
type Handlers struct{ Setup *regionsetup.Service }

// Routes are the operator's pages about regions.
func Routes(h *Handlers) []page.Route {
	return []page.Route{
		{Method: "GET", Pattern: "/regions", Gate: page.OfInstallation, Handle: h.List},
		{Method: "GET", Pattern: "/regions/new", Gate: page.OfInstallation, Verb: regionsetup.CreateRegion.Name, Handle: h.New},
		{Method: "POST", Pattern: "/regions/new", Gate: page.OfInstallation, Verb: regionsetup.CreateRegion.Name, Handle: h.Create},
		{Method: "GET", Pattern: "/regions/new/csv", Gate: page.OfInstallation, Verb: regionsetup.CreateRegion.Name, Handle: h.Choose},
		{Method: "POST", Pattern: "/regions/new/csv", Gate: page.OfInstallation, Verb: regionsetup.CreateRegion.Name, Handle: h.Preview, Upload: true},
		{Method: "POST", Pattern: "/regions/new/csv/confirm", Gate: page.OfInstallation, Verb: regionsetup.CreateRegion.Name, Handle: h.CreateFromCSV, Upload: true},
		{Method: "GET", Pattern: "/regions/{region}", Gate: page.OfInstallation, Handle: h.Show},
		{Method: "POST", Pattern: "/regions/{region}/coordinators", Gate: page.OfInstallation, Verb: regionsetup.Invite.Name, Handle: h.Invite},
	}
}

// Addresses of these pages.
const (
	listPath    = "/regions"
	newPath     = "/regions/new"
	csvPath     = "/regions/new/csv"
	confirmPath = "/regions/new/csv/confirm"
)

func regionPath(region string) string { return listPath + "/" + region }
