package regions

import (
	"fmt"

	"peerchallenge/internal/problem"
	"peerchallenge/internal/regionsetup"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// listView is the list of regions, ready to print.
type listView struct{ Rows []ui.TaskRow }

func toList(v regionsetup.ListPage) listView {
	var out listView
	for _, r := range v.Regions {
		row := ui.TaskRow{Text: r.Name, Href: regionPath(r.ID.String()),
			Lines: []string{counted(r.Councils, "council", "councils") + ", " + counted(r.Coordinators, "coordinator", "coordinators")}}
		if r.Fictional {
			row.Tag = &ui.TagModel{Colour: ui.Grey, Words: "Invented"}
		} else if r.Coordinators == 0 {
			row.Tag = &ui.TagModel{Colour: ui.Blue, Words: "Invite a coordinator"}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func counted(n int, one, many string) string {
	if n == 0 {
		return "no " + many
	}
	return page.Counted(n, one, many)
}

// newView offers the nine regions.
type newView struct {
	Options []ui.Option
	Chosen  string
	Fields  []problem.Field
	Message string
}

func toNew(v regionsetup.ListPage, form page.Form, p *problem.Problem) newView {
	out := newView{Chosen: form.Line("region"), Fields: page.FieldsOf(p), Message: page.MessageOf(p)}
	for _, r := range v.Available {
		out.Options = append(out.Options, ui.Option{Value: r.Code, Text: r.Name, Hint: counted(r.Councils, "council", "councils")})
	}
	return out
}

// regionView is one region, ready to print.
type regionView struct {
	Name, Action   string
	Councils       [][]ui.Cell
	Coordinators   []ui.SummaryRow
	Person, Email  string
	Fields         []problem.Field
	Message, Count string
}

func toRegion(v regionsetup.RegionPage, form page.Form, p *problem.Problem) regionView {
	out := regionView{Name: v.Region.Name, Action: regionPath(v.Region.ID.String()) + "/coordinators", Person: form.Line("name"), Email: form.Line("email"),
		Fields: page.FieldsOf(p), Message: page.MessageOf(p), Count: counted(len(v.Councils), "council", "councils")}
	for _, c := range v.Councils {
		out.Councils = append(out.Councils, ui.Cells(c.Name, c.OfficialName, c.Code))
	}
	for _, c := range v.Coordinators {
		out.Coordinators = append(out.Coordinators, ui.SummaryRow{Key: c.Name, Value: c.Email})
	}
	return out
}

// chooseView is the form for a new region.
type chooseView struct {
	Name, Message string
	Fields        []problem.Field
}

// planView is what was understood of a list of councils.
type planView struct {
	Name, File, Button string
	Problems           string
	Notes              []string
	Rows               [][]ui.Cell
	OK                 bool
}

func toPlan(p regionsetup.CSVPlan) planView {
	v := planView{Name: p.Name, Notes: p.Notes, OK: p.Problems() == 0, Button: "Set up " + p.Name + " with " + counted(len(p.Ready()), "council", "councils"),
		Problems: counted(p.Problems(), "line has", "lines have") + " something to put right. Mend the file and choose it again: a region is set up whole."}
	for _, r := range p.Rows {
		tag := &ui.TagModel{Colour: ui.Green, Words: "Known"}
		switch {
		case !r.OK():
			tag = &ui.TagModel{Colour: ui.Red, Words: "Put right"}
		case !r.Known:
			tag = &ui.TagModel{Colour: ui.Blue, Words: "New"}
		}
		v.Rows = append(v.Rows, []ui.Cell{{Text: fmt.Sprintf("Line %d", r.Line)}, {Text: r.Name}, {Text: r.Code}, {Tag: tag, Body: remarks(append(r.Problems, r.Notes...))}})
	}
	return v
}
