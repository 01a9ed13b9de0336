package roster

import (
	"strings"
	"testing"
)

// one reads a single person with these cells beside a good name, e-mail and role.
func one(t *testing.T, heading, cell string) Row {
	t.Helper()
	base := map[string]string{"name": "A Person", "email": "a@example.org", "role": "lead"}
	base[heading] = cell
	var head, line []string
	for h, v := range base {
		head = append(head, h)
		line = append(line, `"`+v+`"`)
	}
	return parse(t, strings.Join(head, ",")+"\n"+strings.Join(line, ",")+"\n").Rows[0]
}

func TestRole(t *testing.T) {
	for typed, want := range map[string]struct {
		role        string
		noted, good bool
	}{
		"Director (DASS)":                      {RoleDASS, false, true},
		"dass":                                 {RoleDASS, false, true},
		"Director of Adult Social Services":    {RoleDASS, false, true},
		"Acting DASS":                          {RoleDASS, true, true},
		"Deputy Director of Adult Social Care": {RoleSeniorManager, true, true},
		"PSW":                                  {RolePSW, false, true},
		"Principal Social Worker (Adults)":     {RolePSW, false, true},
		"Cllr.":                                {RoleCouncillor, false, true},
		"Cabinet Member for Health and Care":   {RoleCouncillor, true, true},
		"Lead Member":                          {RoleCouncillor, false, true},
		"Senior manager":                       {RoleSeniorManager, false, true},
		"Head of Commissioning":                {RoleSeniorManager, true, true},
		"Expert by experience":                 {RoleExpert, false, true},
		"Expert-by-Experience":                 {RoleExpert, false, true},
		"EbE":                                  {RoleExpert, false, true},
		"Challenge lead":                       {RoleLead, false, true},
		"Link officer":                         {RoleLinkOfficer, false, true},
		"Co-ordinator":                         {RoleCoordinator, false, true},
		"PSW and head of service":              {"", false, false},
		"Chief executive":                      {"", false, false},
		"Leader of the Council":                {"", false, false},
		"":                                     {"", false, false},
	} {
		row := one(t, "role", typed)
		if row.Role == "" {
			row.Problems = row.Problems[:1] // without a role a council is missed too
		}
		if row.Role != want.role || (len(row.Notes) > 0) != want.noted {
			t.Errorf("%q: got %q, notes %q, problems %q", typed, row.Role, row.Notes, row.Problems)
		}
		if !want.good && (row.OK() || !strings.Contains(row.Problems[0], "role")) {
			t.Errorf("%q: problems %q", typed, row.Problems)
		}
	}
	for _, r := range roles {
		if row := one(t, "role", RoleLabel(r.role)); row.Role != r.role {
			t.Errorf("our own label %q was read as %q", r.label, row.Role)
		}
	}
}

func TestCouncil(t *testing.T) {
	for typed, want := range map[string]struct{ code, note, problem string }{
		"E08000025":        {"E08000025", "", ""},
		"e08000025":        {"E08000025", "", ""},
		"Telford & Wrekin": {"E06000020", "", ""},
		"E10000002":        {"E06000060", "E10000002 was Buckinghamshire (county council); it is now Buckinghamshire (E06000060).", ""},
		"E10000006":        {"", "", "E10000006 was Cumbria; it is now two councils: Cumberland (E06000063) and Westmorland and Furness (E06000064). Say which one."},
		"Cumbria":          {"", "", "E10000006 was Cumbria; it is now two councils: Cumberland (E06000063) and Westmorland and Furness (E06000064). Say which one."},
		"Wolverhamton":     {"", "", "We do not know the council “Wolverhamton”. Did you mean Wolverhampton?"},
		"Narnia":           {"", "", "We do not know the council “Narnia”. Only the 153 councils with adult social services in England can be used."},
		"W06000015":        {"", "", "“W06000015” is not the code of a council with adult social services in England."},
		"":                 {"", "", ""}, // a lead need not belong to one
	} {
		for _, heading := range []string{"council", "council code"} {
			row := one(t, heading, typed)
			note, problem := strings.Join(row.Notes, "|"), strings.Join(row.Problems, "|")
			if row.CouncilCode != want.code || note != want.note || problem != want.problem {
				t.Errorf("%s %q: got %q, %q, %q", heading, typed, row.CouncilCode, note, problem)
			}
		}
	}
	got := parse(t, "name,email,role,council,code\nA,a@example.org,psw,Dudley,E08000025\nB,b@example.org,psw,,\nC,c@example.org,psw,Dudley,E08000027\n")
	if p := strings.Join(got.Rows[0].Problems, "|"); p != "The code “E08000025” is Birmingham, but the council is given as “Dudley”." {
		t.Errorf("code against name: %q", p)
	}
	if p := strings.Join(got.Rows[1].Problems, "|"); p != "There is no council." {
		t.Errorf("no council: %q", p)
	}
	if got.Rows[2].CouncilCode != "E08000027" || !got.Rows[2].OK() {
		t.Errorf("code and name: %+v", got.Rows[2])
	}
}

func TestDates(t *testing.T) {
	for typed, want := range map[string]struct {
		iso         string
		noted, good bool
	}{
		"03/04/2027":          {"2027-04-03", false, true},
		"3 April 2027":        {"2027-04-03", false, true},
		"2027-04-03 00:00:00": {"2027-04-03", false, true},
		"3/4/27":              {"2027-04-03", true, true},
		"":                    {"", false, true},
		"ongoing":             {"", false, true},
		"04/31/2027":          {"", false, false},
		"46480":               {"2027-04-03", true, true},
		"soon":                {"", false, false},
	} {
		row := one(t, "starts", typed)
		if row.Starts.String() != want.iso || (len(row.Notes) > 0) != want.noted || row.OK() != want.good {
			t.Errorf("%q: got %s, notes %q, problems %q", typed, row.Starts, row.Notes, row.Problems)
		}
	}
	row := parse(t, "name,email,role,from,to\nA,a@example.org,lead,3/4/2027,2/4/2027\n").Rows[0]
	if p := strings.Join(row.Problems, "|"); p != "The end date, 2 April 2027, is before the start date, 3 April 2027." {
		t.Errorf("problems %q", p)
	}
}

func TestEmailAndPhone(t *testing.T) {
	for typed, want := range map[string]string{
		"a@example.org":                    "a@example.org",
		"Sam Lee <Sam.Lee@Example.ORG>":    "sam.lee@example.org",
		"mailto:a@example.org;":            "a@example.org",
		"o’brien@example.org":              "o'brien@example.org",
		"":                                 "",
		"a@example":                        "",
		"a@b.uk, c@d.uk":                   "",
		"a b@example.org":                  "",
		"é@example.org":                    "",
		"a..b@example.org":                 "",
		strings.Repeat("a", 250) + "@b.uk": "",
	} {
		if row := one(t, "email", typed); row.Email != want || row.OK() != (want != "") {
			t.Errorf("%q: got %q, problems %q", typed, row.Email, row.Problems)
		}
	}
	for typed, want := range map[string]string{
		"07700 900123":            "07700 900123",
		"'07700 900123":           "07700 900123",
		"7700900123":              "07700900123",
		"+44 (0)121 496 0000 x12": "+44 (0)121 496 0000 x12",
		"7.70E+09":                "",
		"ask Ann":                 "",
	} {
		if row := one(t, "phone", typed); row.Phone != want || row.OK() != (want != "") {
			t.Errorf("%q: got %q, problems %q", typed, row.Phone, row.Problems)
		}
	}
}

func TestName(t *testing.T) {
	for typed, good := range map[string]bool{
		"Siobhán O’Brien": true, "D'Arcy-ß Ñ": true, "李小龍": true, "Madonna": true,
		"": false, "12345": false, "Jos\ufffd": false, strings.Repeat("a", 201): false,
	} {
		if row := one(t, "name", typed); row.OK() != good {
			t.Errorf("%q: problems %q", typed, row.Problems)
		}
	}
}
