package region

import (
	"fmt"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/council"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// electionsView is the elections of a year, ready to print.
type electionsView struct {
	Region, Year, Answer, Message string
	Years                         []ui.Link
	ToConfirm                     []ui.Choice
	Known                         [][]ui.Cell
	Fields                        []problem.Field
}

// voteName is the control's name for one council and polling day.
func voteName(e council.CouncilElection) string {
	return "votes-" + e.Council.Slug + "-" + e.PollingDay.String()
}

func toElections(v council.ElectionsPage, form page.Form, p *problem.Problem) electionsView {
	out := electionsView{Region: v.Region.Name, Year: fmt.Sprint(v.Year), Fields: page.FieldsOf(p), Message: page.MessageOf(p), Answer: answerOf(v)}
	for _, y := range v.Years {
		if y != v.Year {
			out.Years = append(out.Years, ui.Link{Text: fmt.Sprint(y), Href: fmt.Sprintf("%s?year=%d", electionsPath, y)})
		}
	}
	for _, e := range v.ToConfirm {
		out.ToConfirm = append(out.ToConfirm, ui.Choice{Name: voteName(e), Label: e.Council.Name, Hint: periodWords(e.Election), Value: form.Line(voteName(e)), Inline: true,
			Options: []ui.Option{{Value: string(reference.Votes), Text: "People vote"}, {Value: string(reference.DoesNot), Text: "Nobody votes"}}})
	}
	for _, e := range v.Known {
		change := fmt.Sprintf("%s?council=%s&day=%s", newElectionPath, e.Council.ID, e.PollingDay)
		out.Known = append(out.Known, []ui.Cell{{Text: e.Council.Name}, {Text: knownWords(e.Election)}, {Text: sourceOf(e.Election)}, {Body: changeLink(change, e.Council.Name+", "+e.PollingDay.Long())}})
	}
	return out
}

func answerOf(v council.ElectionsPage) string {
	switch n := len(v.ToConfirm); n {
	case 0:
		return "Every election of this year is known"
	case 1:
		return "1 election is not known"
	default:
		return fmt.Sprintf("%d elections are not known", n)
	}
}

func periodWords(e council.Election) string {
	words := "Polling day " + e.PollingDay.LongWeekday() + ", the weeks before it from " + e.Start.Long()
	if e.Provisional {
		words += ". The days are computed"
	}
	return words
}

func knownWords(e council.Election) string {
	if e.Votes == reference.DoesNot {
		return "Nobody votes on " + e.PollingDay.Long()
	}
	return "People vote on " + e.PollingDay.LongWeekday() + ": no visit from " + e.Start.Long()
}

func sourceOf(e council.Election) string {
	switch {
	case e.Entered:
		return "Confirmed by a coordinator"
	case e.Why != "":
		return "From our data: " + e.Why
	}
	return "From our data"
}

// electionView is the form for one election.
type electionView struct {
	Councils       []ui.Option
	Council, Votes string
	Day            ui.Date
	Fields         []problem.Field
	Message        string
}

func toElection(v council.ClosedPage, form page.Form, p *problem.Problem) electionView {
	out := electionView{Councils: councils(v.Councils), Council: form.Line("council"), Votes: form.Line("votes"), Fields: page.FieldsOf(p), Message: page.MessageOf(p),
		Day: dateField(form, "day", "Polling day", "For example 6 5 2027", page.FieldsOf(p))}
	if d, err := civil.ParseISO(form.Line("day")); err == nil { // from the link of a known one
		out.Day.Day, out.Day.Month, out.Day.Year = fmt.Sprint(d.Day()), fmt.Sprint(int(d.Month())), fmt.Sprint(d.Year())
	}
	return out
}

func readElection(form page.Form) (council.Answer, error) {
	var fields problem.Fields
	a := council.Answer{Votes: reference.Vote(form.Line("votes"))}
	a.Council = chosenCouncil(form, &fields)
	a.PollingDay = date(form, "day", &fields)
	fields.Check(a.Votes != "", "votes", "Say whether people vote on this day")
	return a, fields.Err()
}

func date(form page.Form, name string, fields *problem.Fields) civil.Date {
	d, err := form.Date(name)
	if err != nil {
		fields.Add(name, err.Error()) // civil's errors are sentences for the reader
	}
	return d
}

// closedView is the closed dates of a region, ready to print.
type closedView struct {
	Region, Council, Reason string
	Councils                []ui.Option
	First, Last             ui.Date
	Rows                    []ui.TaskRow
	Fields                  []problem.Field
	Message                 string
}

func toClosed(v council.ClosedPage, form page.Form, p *problem.Problem) closedView {
	out := closedView{Region: v.Region.Name, Council: form.Line("council"), Reason: form.Line("reason"), Councils: councils(v.Councils), Fields: page.FieldsOf(p), Message: page.MessageOf(p),
		First: dateField(form, "first", "First day", "For example 12 4 2027", page.FieldsOf(p)),
		Last:  dateField(form, "last", "Last day", "Leave empty for one day", page.FieldsOf(p))}
	for _, d := range v.Closed {
		days := civil.Range(d.FirstDay, d.LastDay)
		out.Rows = append(out.Rows, ui.TaskRow{Text: d.CouncilName + ": " + days, Lines: []string{d.Reason},
			Side: removeButton(closedPath+"/"+d.ID.String()+"/remove", d.CouncilName+", "+days)})
	}
	return out
}

func readClosed(form page.Form) (council.NewClosed, error) {
	var fields problem.Fields
	n := council.NewClosed{Reason: form.Line("reason")}
	n.Council = chosenCouncil(form, &fields)
	n.FirstDay, n.LastDay = date(form, "first", &fields), date(form, "last", &fields)
	return n, fields.Err()
}

func councils(list []council.Council) []ui.Option {
	var out []ui.Option
	for _, c := range list {
		out = append(out, ui.Option{Value: c.ID.String(), Text: c.Name})
	}
	return out
}

func dateField(form page.Form, name, label, hint string, fields []problem.Field) ui.Date {
	return ui.Date{Name: name, Label: label, Hint: hint, Error: ui.ErrorOn(fields, name),
		Day: form.Line(name + "-day"), Month: form.Line(name + "-month"), Year: form.Line(name + "-year")}
}
