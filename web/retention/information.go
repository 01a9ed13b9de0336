package retention

import (
	"net/http"

	"peerchallenge/internal/retention"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// infoView is what is kept about a challenge.
type infoView struct {
	Panel, Panel2 string
	Agreed        []ui.SummaryRow
	Rows          [][]ui.Cell
	Links         []ui.Link
}

var infoHead = []string{"What", "Who holds it, and who may see it", "What becomes of it", "When"}

// Show says in plain words what is kept, who holds it, what becomes of it and when.
func (h *Handlers) Show(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	p, err := h.Retention.Page(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	c := r.ChallengeChrome("What is kept, and for how long", p.Head, ui.Link{})
	c.Width = ui.Wide
	return r.Render(w, http.StatusOK, infoPage(c, toInfo(p)))
}

func toInfo(p retention.Page) infoView {
	v := infoView{Panel: panelWords(p), Panel2: "What several people told the team in confidence is not kept longer than it is needed. This page says what is kept, who holds it, and the day it goes."}
	if p.Recorded != nil {
		v.Agreed = recordedRows(*p.Recorded)
		if p.Confirmed != nil {
			v.Agreed = append(v.Agreed, ui.SummaryRow{Key: "For this challenge", Value: confirmedWords(p.Confirmed)})
		} else {
			v.Agreed = append(v.Agreed, ui.SummaryRow{Key: "For this challenge", Value: "Not confirmed yet by the director of the host council"})
		}
	}
	for _, i := range p.Items {
		v.Rows = append(v.Rows, []ui.Cell{{Text: i.Name}, {Text: i.Holder + ". " + i.Disclosure}, {Text: i.Becomes}, {Text: whenWords(i)}})
	}
	id := p.ID.String()
	for _, l := range []struct {
		may        bool
		text, part string
	}{{p.CanConfirm, "Confirm the agreements about information", confirmPart}, {p.CanLog, "Requests for information", requestsPart}, {p.CanTakeDown, "Take a published version down", takedownPart}} {
		if l.may {
			v.Links = append(v.Links, ui.Link{Text: l.text, Href: ui.ChallengePart(id, l.part)})
		}
	}
	return v
}

func panelWords(p retention.Page) string {
	if p.Recorded == nil || p.Confirmed == nil {
		return "The agreements about information are not confirmed yet, so nothing can be written"
	}
	if p.Held() {
		return "Some things are kept longer, because somebody has asked for information"
	}
	for _, i := range p.Items {
		if i.Key != "notes" {
			continue
		}
		if i.Gone != nil {
			return "The team’s notes were destroyed on " + ui.DayLong(*i.Gone)
		}
		if !i.Due.IsZero() {
			return "The team’s notes go on " + ui.DayLong(i.Due.Time())
		}
	}
	return "The team’s notes go 12 weeks after the report is final"
}

func whenWords(i retention.Item) string {
	switch {
	case i.Gone != nil:
		words := "Destroyed on " + ui.DayLong(*i.Gone)
		if i.Count != nil {
			words += " (" + page.Counted(*i.Count, "item", "items") + ")"
		}
		return words
	case i.Held:
		return "Held back until a request for information is closed" + dueWords(i, ". It was to go on ")
	case i.Due.IsZero():
		return i.Not
	}
	return ui.DayLong(i.Due.Time())
}

func dueWords(i retention.Item, before string) string {
	if i.Due.IsZero() {
		return ""
	}
	return before + ui.DayLong(i.Due.Time())
}
