package reference

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// The kinds of council, as the data names them.
const (
	UnitaryAuthority     = "Unitary authority"
	MetropolitanDistrict = "Metropolitan district"
	LondonBorough        = "London borough"
	CountyCouncil        = "County council"
	CityOfLondon         = "City of London"
	IslesOfScilly        = "Isles of Scilly"
)

// Council is one of the 153 English councils with adult social services duties
// since 1 April 2023. Numbers are 0 where they are not known.
type Council struct {
	Code         string // ONS code, "E08000025"
	Name         string // "Birmingham"
	OfficialName string // "Birmingham City Council"
	Type         string // one of the constants above
	Region       string // two letters, see Region
	FormerCodes  []string
	AliasCodes   []string // newer codes for the same council in some tables
	Neighbours   []string // codes of councils with a common border
	Population   int      // everyone, mid-2020 (old; rough for councils made since)
	Adults       int      // aged 18 and over, mid-2024
	Adults65     int      // aged 65 and over, mid-2024
	Website      string   // domain only, "birmingham.gov.uk"
}

var councils = sync.OnceValue(func() []Council {
	var out []Council
	for _, r := range mustRows("councils.csv") {
		out = append(out, Council{
			Code: r["code"], Name: r["name"], OfficialName: r["official_name"], Type: r["type"],
			Region: regionByONS(r["ons_region_code"]), FormerCodes: r.list("former_codes"),
			AliasCodes: r.list("alias_codes"), Neighbours: neighbours()[r["code"]],
			Population: r.int("population_mid2020"), Adults: r.int("adults_18plus_mid2024"),
			Adults65: r.int("adults_65plus_mid2024"), Website: r["website_domain"],
		})
	}
	slices.SortFunc(out, func(a, b Council) int { return cmp.Compare(a.Name, b.Name) })
	return out
})

// neighbours is who borders on whom, in both directions.
var neighbours = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	for _, r := range mustRows("council_adjacency.csv") {
		a, b := r["code_a"], r["code_b"]
		out[a], out[b] = append(out[a], b), append(out[b], a)
	}
	for _, codes := range out {
		slices.Sort(codes)
	}
	return out
})

// Councils are all 153, by name.
func Councils() []Council { return slices.Clone(councils()) }

// CouncilsIn are the councils of one region (two letters), by name.
func CouncilsIn(region string) []Council {
	var out []Council
	for _, c := range councils() {
		if c.Region == region {
			out = append(out, c)
		}
	}
	return out
}

// Neighbours are the councils with a common border, by code; none for islands
// and for codes that are not a council of today.
func Neighbours(code string) []string { return slices.Clone(neighbours()[code]) }

// CouncilByCode finds a council of today. An old or other code of exactly one
// council of today is answered with that council and a note in plain words. For
// the code of a council that was split, ok is false and the note names those it
// became; for any other code, ok is false and the note is empty.
func CouncilByCode(code string) (c Council, note string, ok bool) {
	code = strings.ToUpper(strings.TrimSpace(code))
	var successors []Council
	for _, c := range councils() {
		switch {
		case c.Code == code:
			return c, "", true
		case slices.Contains(c.AliasCodes, code):
			return c, fmt.Sprintf("%s is another code for %s (%s).", code, c.Name, c.Code), true
		case slices.Contains(c.FormerCodes, code):
			successors = append(successors, c)
		}
	}
	switch len(successors) {
	case 0:
		return Council{}, "", false
	case 1:
		return successors[0], fmt.Sprintf("%s was %s; it is now %s (%s).", code, formerName(code), successors[0].Name, successors[0].Code), true
	default:
		return Council{}, fmt.Sprintf("%s was %s; it is now %s.", code, formerName(code), listCouncils(successors)), false
	}
}

// formerNames gives the name that went with an old code.
var formerNames = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for _, r := range mustRows("former_councils.csv") {
		out[r["code"]] = r["name"]
	}
	return out
})

func formerName(code string) string { return formerNames()[code] }

// listCouncils writes "two councils: Cumberland (E06000063) and …".
func listCouncils(cs []Council) string {
	names := make([]string, len(cs))
	for i, c := range cs {
		names[i] = c.Name + " (" + c.Code + ")"
	}
	counts := map[int]string{2: "two", 3: "three"}
	last := len(names) - 1
	return fmt.Sprintf("%s councils: %s and %s", counts[len(cs)], strings.Join(names[:last], ", "), names[last])
}
