package finding_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/problem"
)

// Notes are added to by every member; the same sending makes one, other words
// with the same token make another (F3).
func TestAddNote(t *testing.T) {
	w := onSite(t)
	n := finding.NewNote{Source: "heard", Place: "Front door", AreaKey: w.area(1), Body: "They wait.", SentOnce: "form-1", Lived: true}
	for _, role := range access.Team {
		if role != access.DeputyLead {
			w.must(w.svc.AddNote(ctx, w.As(role), w.Challenge, n))
		}
	}
	w.must(w.svc.AddNote(ctx, w.As(access.Expert), w.Challenge, n))
	n.Body = "They wait long."
	w.must(w.svc.AddNote(ctx, w.As(access.Expert), w.Challenge, n))
	p, err := w.svc.Notes(ctx, w.As(access.Lead), w.Challenge, uuid.Nil)
	w.must(err)
	if len(p.Notes) != 5 {
		t.Fatalf("%d notes, want 4 members' and one more", len(p.Notes))
	}
	got := p.Notes[0]
	if got.Source != "heard" || got.Place != "Front door" || !got.Lived || got.Author == "" || !got.At.Equal(w.Clock.Now()) {
		t.Errorf("note %+v", got)
	}
}

func TestAddNote_Refusals(t *testing.T) {
	w := onSite(t)
	lead := w.As(access.Lead)
	w.writesNothing(func() {
		for _, n := range []finding.NewNote{{}, {Source: "felt", Body: "x"}, {Source: "read", Body: " \n"}, {Source: "read", Body: strings.Repeat("é", 10001)},
			{Source: "read", Body: "x", AreaKey: "no_such"}, {Source: "read", Body: "x", Place: strings.Repeat("p", 201)}} {
			w.refused(w.svc.AddNote(ctx, lead, w.Challenge, n), problem.Invalid)
		}
	})
	w.MoveTo(access.Final)
	w.writesNothing(func() {
		w.refused(w.svc.AddNote(ctx, lead, w.Challenge, finding.NewNote{Source: "read", Body: "x"}), problem.Closed)
	})
}

// Notes come newest first, 25 at a time, each once.
func TestNotes_Pages(t *testing.T) {
	w := onSite(t)
	for i := range 60 {
		w.Clock.Set(w.Clock.Now().Add(time.Duration(i%3) * time.Second)) // some at the same moment
		w.must(w.svc.AddNote(ctx, w.As(access.Expert), w.Challenge, finding.NewNote{Source: "read", Body: strings.Repeat("n", i+1)}))
	}
	var sizes []int
	seen, from := map[uuid.UUID]bool{}, uuid.Nil
	for {
		p, err := w.svc.Notes(ctx, w.As(access.Lead), w.Challenge, from)
		w.must(err)
		sizes = append(sizes, len(p.Notes))
		for _, n := range p.Notes {
			seen[n.ID] = true
		}
		if p.Older == nil {
			break
		}
		from = *p.Older
	}
	if d := cmp.Diff([]int{25, 25, 10}, sizes); d != "" || len(seen) != 60 {
		t.Errorf("pages (-want +got): %s; %d different", d, len(seen))
	}
}

// F1: a recommendation answers an area for consideration or builds on a strength.
func TestAdd_F1_RecommendationAnswersSomething(t *testing.T) {
	w := onSite(t)
	lead := w.As(access.Lead)
	strength := w.strength("Carers are heard")
	rec := finding.New{AreaKey: w.area(0), Kind: finding.Recommendation, Title: "Keep doing it", Answers: strength}
	r, err := w.svc.Add(ctx, lead, w.Challenge, rec)
	w.must(err)
	if got := w.show(r).Record.Answers; got == nil || *got != "Carers are heard" {
		t.Errorf("answers %v", got)
	}
	w.writesNothing(func() {
		for _, answers := range []uuid.UUID{uuid.Nil, r, uuid.New()} {
			rec.Answers = answers
			w.refused(second(w.svc.Add(ctx, lead, w.Challenge, rec)), problem.Invalid)
		}
		w.refused(w.svc.Withdraw(ctx, lead, w.Challenge, strength), problem.Conflict)
	})
	w.must(w.svc.Withdraw(ctx, lead, w.Challenge, r))
	w.must(w.svc.Withdraw(ctx, lead, w.Challenge, strength))
	w.writesNothing(func() { w.refused(w.svc.Restore(ctx, lead, w.Challenge, r), problem.Conflict) })
	w.must(w.svc.Restore(ctx, lead, w.Challenge, strength))
	w.must(w.svc.Restore(ctx, lead, w.Challenge, r))
}

func TestAdd_Refusals(t *testing.T) {
	w := onSite(t)
	w.writesNothing(func() {
		for _, n := range []finding.New{{}, {AreaKey: "x", Kind: finding.Strength, Title: "t"}, {AreaKey: w.area(0), Kind: "praise", Title: "t"},
			{AreaKey: w.area(0), Kind: finding.Strength, Title: "  "}, {AreaKey: w.area(0), Kind: finding.Strength, Title: strings.Repeat("t", 201)},
			{AreaKey: w.area(0), Kind: finding.Strength, Title: "t", Text: strings.Repeat("t", 50001)}} {
			w.refused(second(w.svc.Add(ctx, w.As(access.Expert), w.Challenge, n)), problem.Invalid)
		}
	})
}

// Withdrawing keeps the words, and is for the author and the lead.
func TestWithdraw(t *testing.T) {
	w := onSite(t)
	f := w.strength("Carers are heard")
	w.writesNothing(func() {
		w.refused(w.svc.Withdraw(ctx, w.As(access.Expert), w.Challenge, f), problem.Forbidden)
		w.refused(w.svc.Restore(ctx, w.As(access.Lead), w.Challenge, f), problem.Conflict)
	})
	w.must(w.svc.Withdraw(ctx, w.As(access.SeniorManager), w.Challenge, f))
	w.refused(w.svc.Withdraw(ctx, w.As(access.Lead), w.Challenge, f), problem.Conflict)
	if r := w.show(f).Record; r.WithdrawnAt == nil || r.Text == "" {
		t.Errorf("withdrawn finding %+v", r)
	}
	w.writesNothing(func() { w.refused(w.edit(f, "other", ""), problem.Closed) })
	p, err := w.svc.Preview(ctx, w.As(access.Lead), w.Challenge)
	w.must(err)
	if len(p.Findings) != 0 {
		t.Error("a withdrawn finding would be presented")
	}
	w.must(w.svc.Restore(ctx, w.As(access.SeniorManager), w.Challenge, f))
}

// F3: two change the same words: the second gets both, nothing is saved; a part
// that was not touched is no change.
func TestEdit_F3_ShowsBothTexts(t *testing.T) {
	w := onSite(t)
	f := w.strength("Old title")
	r := w.show(f).Record
	mine := finding.Change{Title: "Old title", TitleWas: "Old title", Text: "Mine", Base: r.Base()}
	saved, err := w.svc.Edit(ctx, w.As(access.Expert), w.Challenge, f, finding.Change{Title: "Their title", TitleWas: "Old title", Text: "Theirs", Base: r.Base()})
	w.must(err)
	w.writesNothing(func() {
		_, err = w.svc.Edit(ctx, w.As(access.Lead), w.Challenge, f, mine)
		w.refused(err, problem.Conflict)
	})
	clash, ok := finding.ClashOf(err)
	if !ok || clash.TitleMoved || !clash.TextMoved || clash.Text.Body != "Theirs" || clash.CurrentBase != saved.Base {
		t.Errorf("clash %+v", clash)
	}
	mine.Title, mine.Text = "My title", r.Text // text untouched, title touched
	_, err = w.svc.Edit(ctx, w.As(access.Lead), w.Challenge, f, mine)
	if clash, _ := finding.ClashOf(err); !clash.TitleMoved || clash.TextMoved || clash.Title != "Their title" {
		t.Errorf("clash of titles %+v", clash)
	}
	mine.Title = "Old title"
	w.must(second(w.svc.Edit(ctx, w.As(access.Lead), w.Challenge, f, mine))) // nothing touched
	if got := w.show(f); got.Record.Title != "Their title" || got.Record.Text != "Theirs" || len(got.Versions) != 2 {
		t.Errorf("finding %+v with %d versions", got.Record, len(got.Versions))
	}
}

// F7: once the host has the draft a change of words needs a reason, and no
// finding is added, withdrawn or restored.
func TestAfterTheDraft_F7(t *testing.T) {
	w, f := handedOver(t)
	lead := w.As(access.Lead)
	for _, stage := range []access.Stage{access.FactCheck, access.Finalising} {
		w.MoveTo(stage)
		w.writesNothing(func() {
			w.refused(w.edit(f, "Changed "+string(stage), ""), problem.Invalid)
			w.refused(second(w.svc.Add(ctx, lead, w.Challenge, finding.New{AreaKey: w.area(0), Kind: finding.Strength, Title: "x"})), problem.Closed)
			w.refused(second(w.svc.NewPage(ctx, lead, w.Challenge)), problem.Closed)
			w.refused(w.svc.Withdraw(ctx, lead, w.Challenge, f), problem.Closed)
			w.refused(w.svc.Restore(ctx, lead, w.Challenge, f), problem.Closed)
			_, _, err := w.svc.SaveSummary(ctx, lead, w.Challenge, 1, "New summary", " ")
			w.refused(err, problem.Invalid)
		})
		w.must(w.edit(f, "Changed "+string(stage), "A date was wrong"))
		if got := w.show(f).Record.ChangeReason; got != "A date was wrong" {
			t.Errorf("reason %q", got)
		}
	}
	w.MoveTo(access.Final)
	w.writesNothing(func() { w.refused(w.edit(f, "Too late", "why"), problem.Closed) })
}

// F2: flags follow from the evidence: none, one source, more.
func TestEvidence_F2_Flags(t *testing.T) {
	w := onSite(t)
	f, team := w.strength("Carers are heard"), w.As(access.Councillor)
	flag := func(want, sources string) {
		t.Helper()
		if r := w.show(f).Record; r.Flag() != want || r.Sources() != sources {
			t.Errorf("flag %q from %q, want %q from %q", r.Flag(), r.Sources(), want, sources)
		}
	}
	flag(finding.NoEvidence, "")
	note := w.note(finding.NewNote{Source: "heard", Place: "Drop-in", Body: "x"})
	for range 2 { // the same note twice is one link
		w.must(w.svc.AddEvidence(ctx, team, w.Challenge, f, finding.NewEvidence{Note: note.ID}))
	}
	flag(finding.OneSource, "Heard")
	w.must(w.svc.AddEvidence(ctx, team, w.Challenge, f, finding.NewEvidence{Source: "seen", Words: "The board in the office"}))
	flag("", "Heard, seen")
	page := w.show(f)
	if len(page.Evidence) != 2 || len(page.Linkable) != 0 {
		t.Fatalf("evidence %+v, linkable %+v", page.Evidence, page.Linkable)
	}
	w.must(w.svc.RemoveEvidence(ctx, team, w.Challenge, f, page.Evidence[0].ID))
	flag(finding.OneSource, "Seen")
	w.writesNothing(func() {
		w.refused(w.svc.RemoveEvidence(ctx, team, w.Challenge, f, page.Evidence[0].ID), problem.NotFound)
		w.refused(w.svc.AddEvidence(ctx, team, w.Challenge, f, finding.NewEvidence{}), problem.Invalid)
		w.refused(w.svc.AddEvidence(ctx, team, w.Challenge, f, finding.NewEvidence{Words: "x", Source: "felt"}), problem.Invalid)
		w.refused(w.svc.AddEvidence(ctx, team, w.Challenge, f, finding.NewEvidence{Words: strings.Repeat("x", 1001), Source: "read"}), problem.Invalid)
	})
}

// F4: a question is answered or withdrawn, once, and never deleted.
func TestQuestions_F4(t *testing.T) {
	w := onSite(t)
	f := w.strength("Carers are heard")
	expert, lead := w.As(access.Expert), w.As(access.Lead)
	w.must(w.svc.Ask(ctx, expert, w.Challenge, f, "Who said so?"))
	w.must(w.svc.Ask(ctx, expert, w.Challenge, f, "Everywhere?"))
	q := w.show(f).Questions
	w.writesNothing(func() {
		w.refused(w.svc.Ask(ctx, expert, w.Challenge, f, " "), problem.Invalid)
		w.refused(w.svc.AnswerQuestion(ctx, lead, w.Challenge, f, q[0].ID, ""), problem.Invalid)
		w.refused(w.svc.WithdrawQuestion(ctx, lead, w.Challenge, f, q[0].ID), problem.Forbidden)
		w.refused(w.svc.AnswerQuestion(ctx, lead, w.Challenge, uuid.New(), q[0].ID, "x"), problem.NotFound)
	})
	w.must(w.svc.AnswerQuestion(ctx, lead, w.Challenge, f, q[0].ID, "Two groups."))
	w.must(w.svc.WithdrawQuestion(ctx, expert, w.Challenge, f, q[1].ID))
	w.writesNothing(func() {
		w.refused(w.svc.AnswerQuestion(ctx, lead, w.Challenge, f, q[1].ID, "x"), problem.Conflict)
		w.refused(w.svc.WithdrawQuestion(ctx, expert, w.Challenge, f, q[0].ID), problem.Conflict)
	})
	got := w.show(f).Questions
	if len(got) != 2 || got[0].Answer != "Two groups." || got[0].Open() || got[1].WithdrawnAt == nil || got[1].Words != "Everywhere?" {
		t.Errorf("questions %+v", got)
	}
}

// F5: the team sees where an expert by experience asked for a change.
func TestPositions_F5_ExpertAsks(t *testing.T) {
	w := onSite(t)
	f := w.strength("Carers are heard")
	asks := func() bool { return w.show(f).Record.ExpertAsks }
	w.must(w.svc.TakePosition(ctx, w.As(access.Councillor), w.Challenge, f, "differ", "Not everywhere"))
	w.must(w.svc.TakePosition(ctx, w.As(access.Expert), w.Challenge, f, "agree", ""))
	if asks() {
		t.Error("nobody with lived experience asked yet")
	}
	w.must(w.svc.TakePosition(ctx, w.As(access.Expert), w.Challenge, f, "add", "Young carers"))
	if !asks() || len(w.show(f).Positions) != 2 {
		t.Error("an expert asked for a change")
	}
	w.writesNothing(func() {
		w.refused(w.svc.TakePosition(ctx, w.As(access.Lead), w.Challenge, f, "differ", ""), problem.Invalid)
		w.refused(w.svc.TakePosition(ctx, w.As(access.Lead), w.Challenge, f, "like", "x"), problem.Invalid)
	})
}
