package followup

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"peerchallenge/internal/followup"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/report"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

const responseTitle = "Response to the recommendations"

const forReaders = "the team, visiting principal social workers, the coordinator, the council’s senior leaders and principal social worker, and readers whom the director names"

type responseView struct {
	Council, Who, Later, WhoPath string
	Panel                        string
	Lines                        []string
	Start, HandOver, Plan        string // addresses, or empty
	Drafting                     bool
	DraftTitle                   string
	Rows                         []responseRow // being drafted
	GivenTitle                   string
	Given                        []responseRow
	Empty                        string
}

type responseRow struct {
	Title, Words, Reason string
	Tag                  *ui.TagModel
	Href                 string
	Stands               bool
}

// ShowResponse is the response: drafted by the host, read by others once handed over.
func (h *Handlers) ShowResponse(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	p, err := h.FollowUp.ResponsePage(r.Context(), r.Actor, of)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, responsePage(r.ChallengeChrome(responseTitle, p.Head, ui.Link{}), newResponse(p)))
}

func newResponse(p followup.ResponsePage) responseView {
	v := responseView{Council: p.HostCouncil, WhoPath: ui.WhoCanSeePath(p.ID.String()), Drafting: p.SeesDrafts && len(p.Drafts) > 0, Plan: planPath(p.ID)}
	v.Who = forReaders + "."
	if p.SeesDrafts {
		v.Who, v.Later = "you, the director, the link officer and readers whom the director lets in, while it is being drafted.", "Once it is handed over: "+forReaders+"."
	}
	if p.CanStart {
		v.Start = part(p.ID, "response/start")
	}
	if p.CanHandOver {
		v.HandOver = part(p.ID, "response/hand-over")
	}
	v.DraftTitle = "Being drafted"
	if p.Given != nil && p.SeesDrafts {
		v.DraftTitle = "Your changes, not handed over yet"
		v.Drafting = v.Drafting && p.Changed // else both lists are the same
	}
	v.panel(p)
	for _, d := range p.Drafts {
		row := responseRow{Title: numbered(d.Number, d.Title), Words: d.Words, Reason: d.Reason, Tag: &ui.TagModel{Colour: ui.Blue, Words: "To do"}}
		if d.Decision != "" {
			row.Tag = decisionTag(d.Decision)
		}
		if p.CanWrite {
			row.Href = part(p.ID, "response/"+d.FindingID.String())
		}
		v.Rows = append(v.Rows, row)
	}
	if p.Given != nil {
		v.given(p)
	} else if !p.SeesDrafts {
		v.Empty = p.HostCouncil + " has not handed over its response yet."
	}
	return v
}

func (v *responseView) given(p followup.ResponsePage) {
	v.GivenTitle = "As handed over on " + ui.DayLong(p.Given.At)
	byID := map[uuid.UUID]string{}
	for _, r := range p.Recommendations {
		byID[r.ID] = r.Text
	}
	for _, g := range p.Given.List {
		row := responseRow{Title: numbered(g.Number, g.Title), Words: byID[g.Finding], Reason: g.Reason, Tag: decisionTag(g.Decision), Stands: g.Decision != report.Accepted}
		if p.CanWrite && !v.Drafting { // changed from here, and handed over again
			row.Href = part(p.ID, "response/"+g.Finding.String())
		}
		v.Given = append(v.Given, row)
	}
}

func (v *responseView) panel(p followup.ResponsePage) {
	done := len(p.Drafts) - len(p.Missing)
	due := ""
	if !p.Due.IsZero() {
		due = "It is due by " + p.Due.LongWeekday() + "."
	}
	switch {
	case p.Given != nil && (!p.SeesDrafts || !p.Changed):
		v.Panel = "Handed over on " + ui.DayLong(p.Given.At) + " by " + p.Given.Person
		v.Lines = []string{givenCounts(p.Given.List), "The recommendations themselves stand as the team wrote them."}
		if p.CanWrite {
			v.Lines = append(v.Lines, "You can still change a response below. Others see the change once it is handed over again.")
		}
	case p.CanStart:
		v.Panel = page.Counted(len(p.Recommendations), "recommendation waits", "recommendations wait") + " for your response"
		v.Lines = []string{"Start it, and your link officer can read the recommendations and draft with you. They do not see the rest of the report.", due}
	case v.Drafting:
		v.Panel = strconv.Itoa(done) + " of " + strconv.Itoa(len(p.Drafts)) + " responses drafted"
		v.Lines = []string{due, "The director hands over all of them at once. Nobody outside the council sees them before that."}
		if p.Given != nil {
			v.Lines[0] = "You changed the response after it was handed over. Others still read the one of " + ui.DayLong(p.Given.At) + "."
		}
	case p.SeesDrafts:
		v.Panel, v.Lines = "The response is not started yet", []string{"The director starts it. Then you can draft it together.", due}
	default:
		v.Panel, v.Lines = "Not handed over yet", []string{due}
	}
}

func givenCounts(list []report.Response) string {
	n := map[report.Decision]int{}
	for _, r := range list {
		n[r.Decision]++
	}
	return strconv.Itoa(n[report.Accepted]) + " accepted, " + strconv.Itoa(n[report.InPart]) + " accepted in part, " + strconv.Itoa(n[report.NotAccepted]) + " not accepted."
}

// Start lays the recommendations out for drafting.
func (h *Handlers) Start(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	if _, err := r.ReadForm(w); err != nil { // one button; what is no form is refused as everywhere
		return err
	}
	if err := h.FollowUp.Start(r.Context(), r.Actor, of); err != nil {
		return err
	}
	return r.Redirect(w, responsePath(of), "The response is started. You and your link officer can draft it now.")
}

type responseForm struct {
	asked
	Title, Text, Action, WhoPath string
	Version                      string
	Decision                     ui.Choice
	Reason                       ui.Area
	Saved                        []ui.SummaryRow
}

// AskResponse is the form of the response to one recommendation.
func (h *Handlers) AskResponse(w http.ResponseWriter, r *page.Request) error {
	of, finding, err := pair(r, "recommendation")
	if err != nil {
		return err
	}
	return h.responseForm(w, r, of, finding, nil, nil)
}

func (h *Handlers) responseForm(w http.ResponseWriter, r *page.Request, of, finding uuid.UUID, in *followup.ResponseInput, p *problem.Problem) error {
	v, err := h.FollowUp.ResponsePage(r.Context(), r.Actor, of)
	if err != nil {
		return err
	}
	d, ok := draftOf(v.Drafts, finding)
	if !ok || (!v.CanWrite && p == nil) {
		return problem.Missing()
	}
	f := responseForm{asked: askedOf(p), Title: numbered(d.Number, d.Title), Text: d.Words, Action: part(of, "response/"+finding.String()), WhoPath: ui.WhoCanSeePath(of.String()), Version: strconv.Itoa(d.Version)}
	if in == nil {
		in = &followup.ResponseInput{Decision: d.Decision, Reason: d.Reason}
	} else if p != nil && p.Kind == problem.Conflict {
		f.Saved = []ui.SummaryRow{{Key: "Response", Value: d.Decision.Name()}, {Key: "Reason", Value: d.Reason}}
	}
	f.Decision = ui.Choice{Name: "decision", Label: "What is your response?", Value: string(in.Decision), Error: f.on("decision")}
	for _, one := range report.Decisions {
		f.Decision.Options = append(f.Decision.Options, ui.Option{Value: string(one), Text: one.Name()})
	}
	f.Reason = ui.Area{Name: "reason", Label: "Why?", Hint: "Needed unless you accept it in full. It is published with the report, next to the recommendation, which stands as written.",
		Value: in.Reason, Rows: 6, Max: followup.MaxReason, Error: f.on("reason")}
	c := r.ChallengeChrome("Response to: "+d.Title, v.Head, ui.Link{Text: responseTitle, Href: responsePath(of)})
	c.HasErrors = p != nil
	status := http.StatusOK
	if p != nil {
		status = page.StatusOf(p.Kind)
	}
	return r.Render(w, status, responseFormPage(c, f))
}

func draftOf(list []followup.Draft, finding uuid.UUID) (followup.Draft, bool) {
	for _, d := range list {
		if d.FindingID == finding {
			return d, true
		}
	}
	return followup.Draft{}, false
}

// SaveResponse keeps the response to one recommendation.
func (h *Handlers) SaveResponse(w http.ResponseWriter, r *page.Request) error {
	of, finding, err := pair(r, "recommendation")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	in := followup.ResponseInput{Decision: report.Decision(f.Line("decision")), Reason: strings.TrimSpace(f.Text("reason")), Version: version(f)}
	err = h.FollowUp.SaveResponse(r.Context(), r.Actor, of, finding, in)
	if p, ok := page.Refused(err); ok {
		return h.responseForm(w, r, of, finding, &in, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, responsePath(of), "Response saved. Nobody outside the council sees it until the director hands it over.")
}

// CheckResponse is the last look before the response is handed over.
func (h *Handlers) CheckResponse(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	return h.checkResponse(w, r, of, http.StatusOK, nil)
}

func (h *Handlers) checkResponse(w http.ResponseWriter, r *page.Request, of uuid.UUID, status int, p *problem.Problem) error {
	v, err := h.FollowUp.ResponsePage(r.Context(), r.Actor, of)
	if err != nil {
		return err
	}
	if !v.Standing().Is(followup.HandOver.Roles...) {
		return problem.Missing()
	}
	m := checkView{Caption: v.HostCouncil, Title: "Check the response before you hand it over", Missing: v.Missing, Back: ui.Link{Text: "Go on drafting", Href: responsePath(of)}}
	if !v.CanHandOver && len(m.Missing) == 0 {
		m.Missing = []string{"There is nothing new to hand over."}
	}
	m.Check = ui.Check{Rows: []ui.SummaryRow{{Key: "What", Value: "Your response to " + page.Counted(len(v.Drafts), "recommendation", "recommendations")},
		{Key: "In numbers", Value: draftCounts(v.Drafts)}}, To: forReaders + ".",
		After:  "When you publish the report, your response stands under each recommendation. You can hand over a newer response later; this one is kept.",
		Action: part(of, "response/hand-over"), Button: followup.HandOver.Label, Hidden: []ui.HiddenValue{{Name: "version", Value: strconv.Itoa(followup.Versions(v.Drafts))}}}
	for _, d := range v.Drafts {
		m.After = append(m.After, item{Title: numbered(d.Number, d.Title), Tag: tagOf(d.Decision), Words: d.Reason})
	}
	return renderCheck(w, r, status, r.ChallengeChrome(m.Title, v.Head, ui.Link{Text: responseTitle, Href: responsePath(of)}), m, p)
}

func tagOf(d report.Decision) *ui.TagModel {
	if d == "" {
		return ui.Status("To do")
	}
	return decisionTag(d)
}

func draftCounts(drafts []followup.Draft) string {
	var list []report.Response
	for _, d := range drafts {
		list = append(list, report.Response{Decision: d.Decision})
	}
	return givenCounts(list)
}

// HandOver hands the response over.
func (h *Handlers) HandOver(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = h.FollowUp.HandOver(r.Context(), r.Actor, of, version(f))
	if p, ok := page.Refused(err); ok {
		return h.checkResponse(w, r, of, page.StatusOf(p.Kind), p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, responsePath(of), "The response is handed over. The team, the coordinator and readers in your council see it now.")
}
