package reference

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRegionsAndCouncils(t *testing.T) {
	if len(Regions()) != 9 || len(Councils()) != 153 {
		t.Fatalf("%d regions and %d councils, want 9 and 153", len(Regions()), len(Councils()))
	}
	for _, r := range Regions() {
		if got := len(CouncilsIn(r.Code)); got != r.Councils {
			t.Errorf("%s: %d councils, want %d", r.Name, got, r.Councils)
		}
	}
	for _, c := range Councils() {
		for _, n := range c.Neighbours {
			if !slices.Contains(Neighbours(n), c.Code) {
				t.Errorf("%s borders on %s but not the other way round", c.Name, n)
			}
		}
		if len(c.Neighbours) == 0 && c.Name != "Isle of Wight" && c.Name != "Isles of Scilly" {
			t.Errorf("%s has no neighbour", c.Name)
		}
	}
	want := Council{
		Code: "E08000025", Name: "Birmingham", OfficialName: "Birmingham City Council", Type: MetropolitanDistrict, Region: "WM",
		Neighbours: []string{"E08000027", "E08000028", "E08000029", "E08000030", "E10000028", "E10000031", "E10000034"},
	}
	got, note, ok := CouncilByCode(" e08000025 ")
	if !ok || note != "" || got.Adults < 800_000 || got.Adults65 == 0 || got.Population < 1_000_000 || got.Website != "birmingham.gov.uk" {
		t.Errorf("Birmingham is %+v, %q, %v", got, note, ok)
	}
	got.Adults, got.Adults65, got.Population, got.Website = 0, 0, 0, ""
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Birmingham (-want +got):\n%s", diff)
	}
}

func TestCouncilByCode_OldCodes(t *testing.T) {
	for _, c := range []struct {
		code, council, note string
		ok                  bool
	}{
		{"E10000006", "", "E10000006 was Cumbria; it is now two councils: Cumberland (E06000063) and Westmorland and Furness (E06000064).", false},
		{"E06000029", "E06000058", "E06000029 was Poole; it is now Bournemouth, Christchurch and Poole (E06000058).", true},
		{"E08000038", "E08000016", "E08000038 is another code for Barnsley (E08000016).", true},
		{"E99999999", "", "", false},
		{"", "", "", false},
	} {
		got, note, ok := CouncilByCode(c.code)
		if got.Code != c.council || note != c.note || ok != c.ok {
			t.Errorf("CouncilByCode(%q) = %s, %q, %v; want %s, %q, %v", c.code, got.Code, note, ok, c.council, c.note, c.ok)
		}
	}
	for _, c := range Councils() {
		for _, code := range c.FormerCodes {
			if formerName(code) == "" {
				t.Errorf("%s: the old code %s has no name", c.Name, code)
			}
		}
	}
}

func TestCouncilByName(t *testing.T) {
	for _, c := range Councils() {
		for _, name := range []string{c.Name, c.OfficialName} {
			if got, _, ok := CouncilByName(name); !ok || got.Code != c.Code {
				t.Errorf("CouncilByName(%q) = %s, want %s", name, got.Name, c.Name)
			}
		}
	}
	for name, want := range map[string]string{
		"birmingham city council": "Birmingham", "City of Wolverhampton": "Wolverhampton", "St Helens": "St. Helens",
		"Saint Helens": "St. Helens", "Telford and Wrekin": "Telford and Wrekin", "TELFORD & WREKIN": "Telford and Wrekin",
		"Hull": "Kingston upon Hull", "Stoke on Trent": "Stoke-on-Trent", "LB Camden": "Camden", "Poole": "Bournemouth, Christchurch and Poole",
		"Cumbria County Council": "", "Birmingam": "", "": "", "Council": "", "Narnia": "",
	} {
		if got, _, _ := CouncilByName(name); got.Name != want {
			t.Errorf("CouncilByName(%q) = %q, want %q", name, got.Name, want)
		}
	}
	if _, note, ok := CouncilByName("Cumbria"); ok || note == "" {
		t.Errorf("Cumbria: %q, %v; want a note on the two councils it became", note, ok)
	}
}

func TestSuggestCouncil(t *testing.T) {
	for name, want := range map[string]string{
		"Birmingam": "Birmingham", "Wolverhamton": "Wolverhampton", "Sandwel MBC": "Sandwell", "Narnia": "", "": "", "X": "",
	} {
		if got, ok := SuggestCouncil(name); got.Name != want || ok != (want != "") {
			t.Errorf("SuggestCouncil(%q) = %q, %v; want %q", name, got.Name, ok, want)
		}
	}
}

func TestGlossary(t *testing.T) {
	if len(GlossaryTerms()) != 147 {
		t.Errorf("%d terms, want 147", len(GlossaryTerms()))
	}
	for _, name := range []string{"DASS", "dass", "Director of Adult Social Services"} {
		if got, ok := LookupTerm(name); !ok || got.Short != "DASS" || got.Definition == "" {
			t.Errorf("LookupTerm(%q) = %+v, %v", name, got, ok)
		}
	}
	for _, term := range GlossaryTerms() {
		if got, ok := LookupTerm(term.Short); !ok || got != term || term.Definition == "" {
			t.Errorf("%s is found as %+v", term.Short, got)
		}
	}
	if _, ok := LookupTerm("no such term"); ok {
		t.Error("a term that does not exist was found")
	}
}

func TestSources(t *testing.T) {
	for _, s := range Sources() {
		if s.What == "" || s.Origin == "" || s.Licence == "" || s.Limits == "" {
			t.Errorf("a source is not complete: %+v", s)
		}
	}
	for _, line := range []string{openGovWords, boundaryWords, "Council names and codes: mySociety, CC BY 4.0.", "Process and survey results: Mahesh, Lowther and Miller (2023), CC BY 4.0.", "Vacancy rates: Skills for Care."} {
		if !slices.Contains(Attributions(), line) {
			t.Errorf("the attribution %q is missing", line)
		}
	}
}

func TestProcessRules(t *testing.T) {
	if len(ProcessRules()) != 17 {
		t.Errorf("%d rules, want 17", len(ProcessRules()))
	}
	for _, r := range ProcessRules() {
		if r.Key == "" || r.Sentence == "" {
			t.Errorf("a rule is not complete: %+v", r)
		}
	}
}
