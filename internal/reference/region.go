package reference

import (
	"slices"
	"sync"
)

// Region is one of the nine regions in which councils challenge one another.
type Region struct {
	Code       string // two letters made for this project: "WM"
	Name       string // "West Midlands"
	BranchName string // the ADASS branch: "West Midlands ADASS (WM ADASS)"
	ONSCode    string // "E12000005"
	Councils   int    // how many councils it has
}

var regions = sync.OnceValue(func() []Region {
	var out []Region
	for _, r := range mustRows("regions.csv") {
		out = append(out, Region{
			Code: r["short_code"], Name: r["name"], BranchName: r["adass_branch_name"],
			ONSCode: r["ons_region_code"], Councils: r.int("councils"),
		})
	}
	return out
})

// Regions are the nine, from north to south.
func Regions() []Region { return slices.Clone(regions()) }

// RegionByCode finds a region by its two letters.
func RegionByCode(code string) (Region, bool) {
	for _, r := range regions() {
		if r.Code == code {
			return r, true
		}
	}
	return Region{}, false
}

// regionByONS finds the two letters; every council's region is in the file.
func regionByONS(code string) string {
	for _, r := range regions() {
		if r.ONSCode == code {
			return r.Code
		}
	}
	panic("reference: no region " + code)
}
