package info

import (
	"fmt"
	"net/http"
	"time"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/reference"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// dataView is "About the data", ready to print.
type dataView struct {
	Sources      []source
	Attributions []string
	Regions      [][]ui.Cell
	Holidays     []holidayYear
	Elections    [][]ui.Cell
	Rules        []string
	Councils     int
}

type source struct {
	What string
	Rows []ui.SummaryRow
}

// holidayYear is the bank holidays of one year.
type holidayYear struct {
	Title string
	Note  string
	Rows  []ui.DateRow
}

// yearsShown is how many years of holidays and elections are shown from this year on.
const yearsShown = 4

// Data is "About the data": where it comes from, what it cannot tell, and whom
// to thank for it.
func (h *Handlers) Data(w http.ResponseWriter, r *page.Request) error {
	return r.Render(w, http.StatusOK, dataPage(r.Chrome("About the data", ""), toData(civil.Of(r.Now).Year())))
}

func toData(year int) dataView {
	v := dataView{Attributions: reference.Attributions(), Councils: len(reference.Councils())}
	for _, s := range reference.Sources() {
		v.Sources = append(v.Sources, source{s.What, []ui.SummaryRow{{Key: "Where from", Value: s.Origin}, {Key: "Licence", Value: s.Licence}, {Key: "What it cannot tell", Value: s.Limits}}})
	}
	for _, r := range reference.Regions() {
		v.Regions = append(v.Regions, []ui.Cell{{Text: r.Name}, {Text: fmt.Sprint(r.Councils), Number: true}})
	}
	for y := year; y < year+yearsShown; y++ {
		v.Holidays = append(v.Holidays, holidays(y))
		v.Elections = append(v.Elections, elections(y))
	}
	for _, rule := range reference.ProcessRules() {
		v.Rules = append(v.Rules, rule.Sentence)
	}
	return v
}

// holidays says for a year whether its bank holidays are published or computed.
func holidays(year int) holidayYear {
	out := holidayYear{Title: fmt.Sprint(year), Note: "As published."}
	for d := civil.NewDate(year, time.January, 1); d.Year() == year; d = d.AddDays(1) {
		name, provisional, ok := civil.Holiday(d)
		if provisional {
			out.Title = fmt.Sprintf("%d (provisional)", year)
			out.Note = "Computed from the standing rules. A day that is moved or added, for example for a jubilee, is not known."
		}
		if ok {
			out.Rows = append(out.Rows, ui.DateRow{When: d.LongWeekday(), What: name})
		}
	}
	return out
}

// elections counts what is known about the councils of England in a year.
func elections(year int) []ui.Cell {
	n := map[reference.Vote]int{}
	var poll civil.Date
	for _, c := range reference.Councils() {
		p := reference.PreElection(c.Code, year)
		n[p.Votes]++
		poll = p.PollingDay
	}
	row := []ui.Cell{{Text: poll.Long()}}
	for _, vote := range []reference.Vote{reference.Votes, reference.DoesNot, reference.NotKnown} {
		row = append(row, ui.Cell{Text: fmt.Sprint(n[vote]), Number: true})
	}
	return row
}

func counted(n int, one, many string) string {
	if n == 0 {
		return "No " + many
	}
	return page.Counted(n, one, many)
}
