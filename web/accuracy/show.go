package accuracy

import (
	"fmt"
	"net/http"

	"github.com/google/uuid"

	"peerchallenge/internal/accuracy"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

const title = "Comments and answers on the draft report"

// Show is comments and answers as both sides read them.
func (h *Handlers) Show(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	v, err := h.Accuracy.Page(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, showPage(r.ChallengeChrome("Comments and answers", v.Head, ui.Link{}), newShow(v, r.URL.Query().Get("show"))))
}

// show is the page ready to print.
type show struct {
	Lead, Who, WhoPath string
	PanelTitle         string
	PanelLines         []string
	AddPath, EndPath   string // empty: not to be done now, or not by this reader
	SeesPoints         bool
	PointsTitle        string
	PointsEmpty        string
	Points             []card
	SeesDrafts         bool
	DraftsTitle        string
	DraftsLine         string
	Drafts             []draftCard
	Filters            ui.Side
}

// card is one point with its answer.
type card struct {
	ui.CardModel
	Quote    quote
	By       string // "Tom Whitlock, director, 5 March"
	Words    string
	Evidence string
	Answer   string // heading of the answer, empty while there is none
	Reply    string
	Inner    string // the team's own draft, for the team alone
	Link     ui.Link
}

// draftCard is one comment not sent yet, for the host alone.
type draftCard struct {
	ui.CardModel
	By     string
	Words  string
	Remark string
}

// quote is a passage of the draft: its name, and its words, long ones folded.
type quote struct{ Name, Words, Whole string }

const quoteRunes = 350

func newQuote(name, words string) quote {
	q := quote{Name: name, Words: words}
	if runes := []rune(words); len(runes) > quoteRunes {
		q.Words, q.Whole = string(runes[:quoteRunes-50])+"…", words
	}
	return q
}

func newShow(v accuracy.Page, filter string) show {
	s := show{WhoPath: ui.WhoCanSeePath(v.ID.String()), SeesPoints: v.SeesPoints, SeesDrafts: v.SeesDrafts}
	s.Lead, s.Who = leadOf(v), whoSees(v)
	s.PanelTitle, s.PanelLines = panel(v)
	if v.CanWrite {
		s.AddPath = newPath(v.ID)
	}
	if v.CanEndEarly {
		s.EndPath = endPath(v.ID)
	}
	s.points(v, filter)
	s.drafts(v)
	return s
}

func leadOf(v accuracy.Page) string {
	if v.SeesAnswers {
		return "The host says where the draft has a fact wrong, is not clear, or where it sees things differently. You answer every point. What the report says is the team’s decision."
	}
	return "Tell the team where the draft has a fact wrong, is not clear, or where you see it differently. The team answers every point. What the report says is the team’s decision."
}

func whoSees(v accuracy.Page) string {
	const after = " Comments and answers are not published."
	switch {
	case v.SeesAnswers:
		return "your team, and the host’s director and senior leaders. What you write before you send it stays with the team." + after
	case v.SeesPoints:
		return "you, the host’s director, senior leaders and the team. What is not sent yet stays with the host." + after
	}
	return "you, your director and senior leaders. The team sees a comment once it is sent."
}

func panel(v accuracy.Page) (string, []string) {
	var lines []string
	answered := answeredOf(v.Points)
	head := v.Window.Sentence()
	if v.Window.Open {
		head = count(v.Window.DaysLeft, "working day", "working days") + " left, counting today"
		lines = append(lines, "Comments opened on "+ui.Moment(v.Window.Opened)+" and can be sent until "+ui.MomentLong(v.Window.Closes)+".")
	} else if !v.Window.Opened.IsZero() {
		lines = append(lines, "They opened on "+ui.Moment(v.Window.Opened)+", to close on "+ui.MomentLong(v.Window.Closes)+".")
	}
	if v.SeesPoints && !v.Window.Opened.IsZero() {
		lines = append(lines, fmt.Sprintf("%s sent: %d answered, %d with the team.", count(len(v.Points), "point", "points"), answered, len(v.Points)-answered))
	}
	return head, lines
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func answeredOf(points []accuracy.Point) int {
	n := 0
	for _, p := range points {
		if p.AnsweredAt != nil {
			n++
		}
	}
	return n
}

// The filters of the list, as they stand in the address.
const (
	withTeam = "with-the-team"
	answered = "answered"
)

func (s *show) points(v accuracy.Page, filter string) {
	done := answeredOf(v.Points)
	path := commentsPath(v.ID)
	s.Filters = ui.Side{Title: "Show", Items: []ui.SideItem{
		{Text: fmt.Sprintf("All points (%d)", len(v.Points)), Href: path, Current: filter != withTeam && filter != answered},
		{Text: fmt.Sprintf("With the team (%d)", len(v.Points)-done), Href: path + "?show=" + withTeam, Current: filter == withTeam},
		{Text: fmt.Sprintf("Answered (%d)", done), Href: path + "?show=" + answered, Current: filter == answered}}}
	for _, p := range v.Points {
		if (filter == withTeam && p.AnsweredAt != nil) || (filter == answered && p.AnsweredAt == nil) {
			continue
		}
		s.Points = append(s.Points, newCard(v, p))
	}
	s.PointsTitle, s.PointsEmpty = fmt.Sprintf("Points sent (%d)", len(s.Points)), "No comment has been sent."
	switch filter {
	case withTeam:
		s.PointsTitle, s.PointsEmpty = fmt.Sprintf("With the team (%d)", len(s.Points)), "Every point is answered."
	case answered:
		s.PointsTitle, s.PointsEmpty = fmt.Sprintf("Answered (%d)", len(s.Points)), "No point is answered yet."
	}
}

func newCard(v accuracy.Page, p accuracy.Point) card {
	c := card{CardModel: ui.CardModel{ID: fmt.Sprintf("point-%d", p.Number), Title: fmt.Sprintf("%d. %s", p.Number, p.Kind.Name()), Tag: ui.Status("With the team")},
		Quote: newQuote(p.Quoted()), By: by(p.Person, p.Post) + ", " + ui.DayShort(p.SentAt), Words: p.Words, Evidence: p.EvidenceTitle}
	if p.AnsweredAt != nil && p.Decision != nil && p.AnswerWords != nil {
		c.Tag = ui.Status(p.Decision.Name())
		c.Answer, c.Reply = "The team answered on "+ui.DayShort(*p.AnsweredAt)+": "+page.Lower(p.Decision.Name()), *p.AnswerWords
		return c
	}
	if v.SeesAnswers {
		c.inner(v, p.ID)
	}
	return c
}

// inner says how far the team's own draft of an answer is.
func (c *card) inner(v accuracy.Page, comment uuid.UUID) {
	d, started := v.AnswerDrafts[comment]
	c.Inner, c.Link = "No answer is drafted yet.", ui.Link{Text: "Draft an answer", Href: answerPath(v.ID, comment)}
	if started {
		c.Inner = "An answer is being drafted, last saved by " + d.Person + " on " + ui.Moment(d.SavedAt) + "."
		if d.Decision != "" {
			c.Inner += " So far: " + page.Lower(d.Decision.Name()) + "."
		}
		c.Link.Text = "Open the answer"
	}
}

func (s *show) drafts(v accuracy.Page) {
	s.DraftsTitle = fmt.Sprintf("Not sent (%d)", len(v.Drafts))
	s.DraftsLine = "You, your director, link officer and senior leaders see these. The team does not, and is not told that they exist."
	if !v.Window.Open && !v.Window.Opened.IsZero() {
		s.DraftsLine = "These were not sent in time. They stay here for you to read; the team never sees them."
	}
	for _, d := range v.Drafts {
		kind := d.Kind.Name()
		if kind == "" {
			kind = "No kind chosen yet"
		}
		s.Drafts = append(s.Drafts, draftCard{CardModel: ui.CardModel{Title: kind, Href: draftPath(v.ID, d.ID), Tag: &ui.TagModel{Colour: ui.Grey, Words: "Not sent"}},
			By: by(d.Person, d.Post) + ", saved " + ui.Moment(d.SavedAt), Words: d.Words, Remark: d.Remark})
	}
}

func by(name, post string) string {
	if post == "" {
		return name
	}
	return name + ", " + post
}
