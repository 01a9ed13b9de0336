package followup

import (
	"net/http"
	"strconv"

	"github.com/google/uuid"

	"peerchallenge/internal/followup"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

const progressTitle = "Progress on the recommendations"

type progressView struct {
	Council, Who, WhoPath string
	Panel                 string
	Lines                 []string
	Button                ui.Link // the one thing the reader does next
	Publish, Close        string
	Dates                 []ui.DateRow
	Checks                []checkedView
	Series                []seriesView
	NoMeasures            string
	Told                  string
}

// checkedView is one check as it was recorded: both sides for each recommendation.
type checkedView struct {
	Title, Line string
	Items       []sides
}

// sides is one recommendation with both sides' words.
type sides struct {
	Title      string
	Host, Lead side
}

type side struct {
	By    string
	Tag   *ui.TagModel
	Words string
	Late  string // new date and reason
}

type seriesView struct {
	Title, Definition string
	Series            ui.Series
}

// ShowProgress is progress as recorded, and what to do next.
func (h *Handlers) ShowProgress(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	p, err := h.FollowUp.ProgressPage(r.Context(), r.Actor, of)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, progressPage(r.ChallengeChrome(progressTitle, p.Head, ui.Link{}), newProgress(&p)))
}

func newProgress(p *followup.ProgressPage) progressView {
	v := progressView{Council: p.HostCouncil, WhoPath: ui.WhoCanSeePath(p.ID.String()), Who: "once recorded, " + forReaders + ". What each side drafts before that stays with it."}
	v.panel(p)
	for _, c := range p.Checks {
		if !c.DueOn.IsZero() {
			v.Dates = append(v.Dates, ui.DateRow{When: c.DueOn.Long(), What: page.Upper(followup.CheckName(c.Number)) + ": " + checkState(c, p.Now, p.Today.Before(c.DueOn))})
		}
	}
	for n := followup.Checks; n >= 1; n-- {
		if c, ok := newChecked(p, n); ok {
			v.Checks = append(v.Checks, c)
		}
	}
	for i, t := range p.Tracks() {
		v.Series = append(v.Series, newSeries("measure-"+strconv.Itoa(i+1), t))
	}
	if len(v.Series) == 0 {
		v.NoMeasures = "Measures stand here once the council hands over its plan."
	}
	return v
}

func checkState(c followup.Check, now int, future bool) string {
	switch {
	case c.ClosedAt != nil:
		return "closed on " + ui.DayLong(*c.ClosedAt)
	case c.HostAt != nil:
		return "the council has recorded, the lead not yet"
	case c.LeadAt != nil:
		return "the lead has recorded, the council not yet"
	case future || c.Number != now:
		return "not due yet"
	default:
		return "open now"
	}
}

func (v *progressView) panel(p *followup.ProgressPage) {
	if p.CanPublish {
		v.Publish = part(p.ID, "progress/publish")
	}
	if p.Now == 0 {
		v.Panel, v.Lines = "All three checks are closed", []string{"Thank you. This challenge is complete."}
		return
	}
	c := p.Checks[p.Now-1]
	name := followup.CheckName(c.Number)
	v.Panel = page.Upper(name)
	if !c.DueOn.IsZero() {
		v.Panel += " on " + c.DueOn.LongWeekday()
	}
	v.Lines = []string{page.Upper(checkState(c, p.Now, p.Today.Before(c.DueOn))) + "."}
	if !c.Begun(p.Today) {
		v.Lines[0] = "Nothing is due before that day."
	}
	v.mine(p, c)
	if p.CanClose {
		v.Close = part(p.ID, "progress/"+strconv.Itoa(c.Number)+"/close")
	}
}

// mine says what the reader's own side has done at the current check.
func (v *progressView) mine(p *followup.ProgressPage, c followup.Check) {
	if p.Side == "" {
		return
	}
	if c.Recorded(p.Side) {
		v.Lines = append(v.Lines, "Your side has recorded it. It closes when the other side has, or when the coordinator closes it.")
		return
	}
	if !p.CanWrite {
		return
	}
	n, at := p.DraftedBy()
	words := "Your side has written nothing yet."
	if at != nil {
		words = "Your side has drafted " + strconv.Itoa(n) + " of " + strconv.Itoa(len(p.Recommendations)) + ", last saved on " + ui.Moment(*at) + ". The other side does not see it."
	}
	v.Lines = append(v.Lines, words)
	v.Button = ui.Link{Text: "Write what has happened", Href: part(p.ID, "progress/"+strconv.Itoa(c.Number))}
	if p.Side == followup.Lead {
		v.Button.Text = "Write how you see it"
	}
	if p.CanRecord && n == len(p.Recommendations) && n > 0 {
		v.Button = ui.Link{Text: "Check and record", Href: part(p.ID, "progress/"+strconv.Itoa(c.Number)+"/record")}
	}
}

func newChecked(p *followup.ProgressPage, n int) (checkedView, bool) {
	host, lead, c := p.Statement(n, followup.Host), p.Statement(n, followup.Lead), p.Checks[n-1]
	if host == nil && lead == nil && c.ClosedAt == nil {
		return checkedView{}, false
	}
	v := checkedView{Title: page.Upper(followup.CheckName(n)), Line: silentWords(c.Silent, p.HostCouncil)}
	if v.Line == "" && c.ClosedAt != nil {
		v.Line = "Closed on " + ui.DayLong(*c.ClosedAt) + "."
	}
	for _, r := range p.Recommendations {
		v.Items = append(v.Items, sides{Title: numbered(r.Number, r.Title),
			Host: newSide(p.HostCouncil+" says", host, itemIn(host, r.ID), c, followup.Host, true), Lead: newSide("The lead of the team says", lead, itemIn(lead, r.ID), c, followup.Lead, p.SeesCouncil)})
	}
	return v, true
}

func silentWords(silent, council string) string {
	switch silent {
	case "host":
		return "The coordinator closed this check, as " + council + " did not answer."
	case "lead":
		return "The coordinator closed this check, as the lead did not answer."
	case "both":
		return "The coordinator closed this check, as neither side answered."
	}
	return ""
}

func itemIn(s *followup.Statement, finding uuid.UUID) *followup.Item {
	if s == nil {
		return nil
	}
	for i := range s.Items {
		if s.Items[i].Finding == finding {
			return &s.Items[i]
		}
	}
	return nil
}

func newSide(by string, s *followup.Statement, i *followup.Item, c followup.Check, which followup.Side, sees bool) side {
	v := side{By: by}
	switch {
	case i != nil:
		v.By += ", " + ui.DayLong(s.At)
		v.say(*i)
	case !sees && c.Recorded(which):
		v.Words = "Recorded. Readers in your council, whom the director names, can read it."
	case c.ClosedAt != nil:
		v.Words = "Did not answer."
	default:
		v.Words = "Not recorded yet."
	}
	return v
}

func (v *side) say(i followup.Item) {
	v.Tag, v.Words = stateTag(i.State), i.Words
	if i.State == followup.Slipped && !i.NewDate.IsZero() {
		v.Late = "New date: " + i.NewDate.Long() + ". " + i.Reason
	}
}

// newSeries is a measure for its picture.
func newSeries(id string, t followup.Track) seriesView {
	m := t.Measure
	v := seriesView{Title: m.Name, Definition: m.Definition + ". Source: " + m.Source + ".", Series: ui.Series{ID: id, Title: m.Name, Unit: m.Unit, Better: m.Better}}
	for _, p := range t.Points {
		one := ui.SeriesPoint{Label: p.Label, Period: p.Period, Base: p.Base}
		if p.Value != nil {
			one.Value, one.Has = *p.Value, true
		}
		if p.Low != nil && p.High != nil {
			one.Low, one.High, one.Ranged = *p.Low, *p.High, true
		}
		v.Series.Points = append(v.Series.Points, one)
	}
	return v
}
