package demo

import (
	"github.com/google/uuid"

	"peerchallenge/internal/accuracy"
	"peerchallenge/internal/finding"
)

// chapter is what a team found and what was said of it, as the data files have it.
type chapter struct {
	Summary      string
	Notes        []noteText
	Findings     []findingText
	Comments     []commentText
	DraftComment *commentText `json:"draft_comment"`
	DraftAnswer  *answerText  `json:"draft_answer"`
	Response     string
	Change       *changeText
}

type noteText struct {
	By, Source, Place, Area, Body string
	Lived                         bool
}

type findingText struct {
	By, Area, Kind, Title, Text, Answers, Extra, Question string
	Sources                                               []string
	Note                                                  *int
	Lived                                                 bool
}

type commentText struct {
	By, Kind, Passage, Words, Remark, Decision, Answer string
}

type answerText struct {
	Comment                 int
	Decision, Words, Remark string
}

type changeText struct{ Title, Text, Reason string }

// book is a chapter while it is written: who leads, and the ids by title.
type book struct {
	chapter
	of, lead, dass string
	notes          []uuid.UUID
	byTitle        map[string]uuid.UUID
}

func (t *teller) open(of, lead, file string) *book {
	b := &book{of: of, lead: lead, byTitle: map[string]uuid.UUID{}}
	t.must("read "+file, readJSON(file, &b.chapter))
	return b
}

func (b *book) author(key string) string {
	if key == "" {
		return b.lead
	}
	return key
}

// writeNotes adds the notes and finds their ids again.
func (t *teller) writeNotes(b *book) {
	ch := t.challenges[b.of]
	for _, n := range b.Notes {
		t.tell("a note on "+b.of, func() error {
			if err := t.Findings.AddNote(t.ctx, t.as(n.By), ch, finding.NewNote{Source: n.Source, Place: n.Place, AreaKey: n.Area, Body: n.Body, Lived: n.Lived, SentOnce: uuid.NewString()}); err != nil {
				return err
			}
			page, err := t.Findings.Notes(t.ctx, t.as(n.By), ch, uuid.Nil)
			if err == nil && len(page.Notes) > 0 {
				b.notes = append(b.notes, page.Notes[0].ID)
			}
			return err
		})
	}
}

// writeFindings adds the findings with what they stand on.
func (t *teller) writeFindings(b *book) {
	ch := t.challenges[b.of]
	for _, f := range b.Findings {
		by := t.as(b.author(f.By))
		t.tell("finding “"+f.Title+"”", func() error {
			id, err := t.Findings.Add(t.ctx, by, ch, finding.New{AreaKey: f.Area, Kind: finding.Kind(f.Kind), Title: f.Title, Text: f.Text, Answers: b.byTitle[f.Answers]})
			b.byTitle[f.Title] = id
			return err
		})
		t.evidence(b, f)
		if f.Lived {
			t.tell("mark lived experience", func() error { return t.Findings.MarkLived(t.ctx, by, ch, b.byTitle[f.Title], true) })
		}
		if f.Question != "" {
			t.tell("ask a question", func() error { return t.Findings.Ask(t.ctx, t.as(b.lead), ch, b.byTitle[f.Title], f.Question) })
		}
	}
}

func (t *teller) evidence(b *book, f findingText) {
	by, ch := t.as(b.author(f.By)), t.challenges[b.of]
	add := func(e finding.NewEvidence) {
		t.tell("evidence for “"+f.Title+"”", func() error { return t.Findings.AddEvidence(t.ctx, by, ch, b.byTitle[f.Title], e) })
	}
	if f.Note != nil && *f.Note < len(b.notes) {
		add(finding.NewEvidence{Note: b.notes[*f.Note]})
	}
	words := map[string]string{"read": "Papers the council shared", "heard": "Several conversations on the visit", "seen": "What we saw on the visit"}
	sources := f.Sources
	if f.Extra != "" {
		sources = append(sources, f.Extra)
	}
	for _, source := range sources {
		add(finding.NewEvidence{Source: source, Words: words[source]})
	}
}

func (t *teller) present(b *book) {
	t.tell(b.of+": present", func() error { return t.Findings.Present(t.ctx, t.as(b.lead), t.challenges[b.of]) })
}

func (t *teller) summary(b *book) {
	t.tell(b.of+": summary", func() error {
		_, _, err := t.Findings.SaveSummary(t.ctx, t.as(b.lead), t.challenges[b.of], 0, b.Summary, "")
		return err
	})
}

// handOver writes the summary and hands over the draft report.
func (t *teller) handOver(b *book) {
	t.summary(b)
	t.tell(b.of+": hand over the draft report", func() error { return t.Findings.HandOverDraft(t.ctx, t.as(b.lead), t.challenges[b.of]) })
}

// comment has the host's leaders comment, on the passage of that title.
func (t *teller) comment(b *book) {
	for _, c := range b.Comments {
		t.tell(b.of+": comment", func() error {
			draft, err := t.Accuracy.Save(t.ctx, t.as(c.By), t.challenges[b.of], t.draft(b, c, true))
			if err != nil {
				return err
			}
			_, err = t.Accuracy.Send(t.ctx, t.as(c.By), t.challenges[b.of], draft, 1)
			return err
		})
	}
}

func (t *teller) draft(b *book, c commentText, send bool) accuracy.DraftInput {
	return accuracy.DraftInput{Kind: accuracy.Kind(c.Kind), Passage: finding.Sealed{ID: b.byTitle[c.Passage]}.PartName(), Words: c.Words, Remark: c.Remark, ToSend: send}
}

// reply has the lead answer the comments that have an answer in the story.
func (t *teller) reply(b *book) {
	ch, lead := t.challenges[b.of], t.as(b.lead)
	t.tell(b.of+": answers", func() error {
		page, err := t.Accuracy.Page(t.ctx, lead, ch)
		if err != nil {
			return err
		}
		for _, point := range page.Points {
			c := b.Comments[point.Number-1]
			if c.Decision == "" {
				continue
			}
			in := accuracy.AnswerInput{Decision: accuracy.Decision(c.Decision), Words: c.Answer, ToSend: true}
			if err := t.Accuracy.SaveAnswer(t.ctx, lead, ch, point.ID, in); err != nil {
				return err
			}
			if err := t.Accuracy.SendAnswer(t.ctx, lead, ch, point.ID, 1); err != nil {
				return err
			}
		}
		return nil
	})
}
