package demo

import (
	"embed"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
)

//go:embed data
var data embed.FS

// RegionName is the name of the fictional region.
const RegionName = "Middle Shires"

// Persona is somebody a visitor of the demonstration can be. Key names them in
// the sign-in form, such as "dass-preparing".
type Persona struct {
	Key      string
	Name     string
	Council  string // empty for people of the regional office and experts
	Post     string
	Standing string // standing role: coordinator, dass, psw
}

// Email is the invented address.
func (p Persona) Email() string { return p.Key + "@middleshires.example" }

// Group gathers the personas of one challenge for the sign-in page.
type Group struct {
	Title  string
	People []Persona
	Notes  []string // what is interesting about each now
}

// OperatorKey is the technical operator's.
const OperatorKey = "operator"

func rows(name string) ([][]string, error) {
	f, err := data.Open("data/" + name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil || len(all) == 0 {
		return nil, fmt.Errorf("demonstration data %s: %w", name, err)
	}
	return all[1:], nil
}

func readJSON(name string, into any) error {
	b, err := data.ReadFile("data/" + name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, into); err != nil {
		return fmt.Errorf("demonstration data %s: %w", name, err)
	}
	return nil
}

// Cast is everybody in the story, the operator first.
func Cast() ([]Persona, error) {
	list, err := rows("people.csv")
	if err != nil {
		return nil, err
	}
	cast := []Persona{{Key: OperatorKey, Name: "Kwame Asante-Lindqvist", Post: "Technical operator"}}
	for _, r := range list {
		cast = append(cast, Persona{Key: r[0], Name: r[1], Council: r[2], Post: r[3], Standing: r[4]})
	}
	return cast, nil
}

// groups are those of the sign-in page: a title, then key and note.
var groups = []struct {
	title string
	lines [][2]string
}{
	{"Start here", [][2]string{
		{"dass-preparing", "Ashcombe 2027 is preparing: self-assessment and documents are under way"},
		{"councillor-on-site", "Dunmere 2027 is on site today. Best on a phone"},
		{"coordinator", "The year’s calendar, teams and people"},
		{"evaluator", "Evaluates the region, where hosts have agreed; sees no challenge"},
		{"operator", "Creates regions and invites coordinators; sees no challenge"}}},
	{"Oxenbury 2027, scheduled", [][2]string{{"dass-scheduled", "Has dates and a proposed team to answer"}}},
	{"Ashcombe 2027, preparing", [][2]string{
		{"link-officer-preparing", "Gathers documents and invites contributors"},
		{"contributor-preparing", "Writes one area of the self-assessment"},
		{"lead-preparing", "Leads the team; sees nothing of the host’s drafts"},
		{"expert-preparing", "Expert by experience on the team"}}},
	{"Brindleport 2027, reading", [][2]string{
		{"lead-reading", "Reads with the team; the visit begins on 23 March"},
		{"expert-reading", "Expert by experience on the team"},
		{"psw-practice", "Visiting principal social worker (PSW): half the case files are looked at"},
		{"host-psw", "Principal social worker (PSW) of the host: makes the practice review with two visiting ones"},
		{"dass-reading", "Has handed everything to the team"}}},
	{"Dunmere 2027, on site", [][2]string{
		{"lead-on-site", "Keeps the findings balanced; presents tomorrow"},
		{"expert-on-site", "Writing findings with the team"},
		{"senior-manager-on-site", "Writing findings with the team"},
		{"dass-on-site", "Host director: sees nothing of the findings yet"}}},
	{"Wrenhaven 2027, drafting", [][2]string{
		{"lead-drafting", "Has the draft report to hand over by tomorrow"},
		{"expert-drafting", "Writes the report with the team"},
		{"dass-drafting", "Heard the findings; waits for the draft report"}}},
	{"Calderwick 2027, fact check", [][2]string{
		{"dass-fact-check", "Comments on the draft report until 18 March"},
		{"chief-executive-fact-check", "Has an unfinished comment in her own name"},
		{"lead-fact-check", "Answers comments with the team"},
		{"link-officer-fact-check", "Sees comments being drafted, sends none"}}},
	{"Stavenholm 2027, finalising", [][2]string{
		{"lead-finalising", "Waits for two more to sign off"},
		{"expert-finalising", "Has the final wording to sign off"},
		{"senior-manager-on-site", "Wrote a reservation in his own words"}}},
	{"Larkwater 2027, final", [][2]string{
		{"dass-final", "Has the final report and may publish it"},
		{"psw-final", "Principal social worker of the host: reads the final report"},
		{"lead-final", "Led the team"}}},
	{"Kestrelton 2026, published", [][2]string{{"dass-published", "Published a report in February; response and plan are handed over"}}},
	{"Thornbeck 2026, follow-up", [][2]string{
		{"dass-follow-up", "Six months on: the council’s statement is drafted, to be recorded today"},
		{"link-officer-follow-up", "Keeps the plan and its measures"},
		{"lead-follow-up", "Led the team; has yet to write how the team sees it"},
		{"expert-follow-up", "Was on the team: sees what came of what she raised"}}},
	{"Hollinsea 2024, the first", [][2]string{{"dass-closed", "Was visited two years ago: three checks, and progress is published"}}},
}

// Groups are the people a visitor is offered, by challenge and stage; the last
// group holds everybody else.
func Groups() ([]Group, error) {
	cast, err := Cast()
	if err != nil {
		return nil, err
	}
	byKey, offered := map[string]Persona{}, map[string]bool{}
	for _, p := range cast {
		byKey[p.Key] = p
	}
	var out []Group
	for _, g := range groups {
		group := Group{Title: g.title}
		for _, line := range g.lines {
			p, ok := byKey[line[0]]
			if !ok {
				return nil, fmt.Errorf("demonstration: nobody is %q", line[0])
			}
			offered[p.Key] = true
			group.People, group.Notes = append(group.People, p), append(group.Notes, line[1])
		}
		out = append(out, group)
	}
	rest := Group{Title: "Everybody else"}
	for _, p := range cast {
		if !offered[p.Key] {
			rest.People, rest.Notes = append(rest.People, p), append(rest.Notes, "")
		}
	}
	return append(out, rest), nil
}

// Part says in words what somebody is: post and council.
func (p Persona) Part() string {
	return strings.TrimSuffix(p.Post+", "+p.Council, ", ")
}
