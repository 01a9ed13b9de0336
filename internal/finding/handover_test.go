package finding_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/prose"
	"peerchallenge/internal/task"
	"peerchallenge/internal/task/tasktest"
)

func (w world) challenge() (c challenge.Challenge, tasks []task.Task) {
	w.t.Helper()
	w.must(db.Read(ctx, w.DB, w.As(access.Lead), func(tx pgx.Tx) (err error) {
		if c, err = challenge.GetTx(ctx, tx, w.Challenge); err != nil {
			return err
		}
		tasks, err = tasktest.OfChallenge(ctx, tx, w.Challenge)
		return err
	}))
	return c, tasks
}

// mailed reads who has a mail of a kind, and what the first says.
func (w world) mailed(kind string) (people map[uuid.UUID]bool, body string) {
	w.t.Helper()
	people = map[uuid.UUID]bool{}
	w.must(db.Read(ctx, w.DB, access.Job("mail"), func(tx pgx.Tx) error {
		rows, err := db.All[struct {
			PersonID uuid.UUID
			Body     string
		}](ctx, tx, `SELECT person_id, body FROM mail WHERE kind = $1`, kind)
		for _, r := range rows {
			if people[r.PersonID] {
				w.t.Errorf("two mails of %s to one person", kind)
			}
			people[r.PersonID], body = true, r.Body
		}
		return err
	}))
	return people, body
}

// F6: presenting is for the lead or deputy lead, on site, on the last day or
// after it, once, and not with nothing.
func TestPresent_F6_Refusals(t *testing.T) {
	w := onSite(t)
	lead := w.As(access.Lead)
	w.writesNothing(func() { w.refused(w.svc.Present(ctx, lead, w.Challenge), problem.Invalid) })
	w.strength("Carers are heard")
	w.writesNothing(func() {
		for _, role := range []access.Role{access.Councillor, access.SeniorManager, access.Expert} {
			w.refused(w.svc.Present(ctx, w.As(role), w.Challenge), problem.NotFound)
			w.refused(second(w.svc.PresentPage(ctx, w.As(role), w.Challenge)), problem.NotFound)
		}
		w.Clock.Set(time.Date(2027, 5, 12, 23, 59, 59, 0, clock.London))
		w.refused(w.svc.Present(ctx, lead, w.Challenge), problem.Closed)
		if p, err := w.svc.PresentPage(ctx, lead, w.Challenge); err != nil || p.CanPresent || !p.TooEarly() {
			t.Errorf("the day before: %+v %v", p.CanPresent, err)
		}
	})
	w.Clock.Set(time.Date(2027, 5, 13, 0, 0, 0, 0, clock.London))
	w.must(w.svc.Present(ctx, lead, w.Challenge))
	w.writesNothing(func() { w.refused(w.svc.Present(ctx, lead, w.Challenge), problem.Closed) })
}

// F6: presenting moves the challenge on, opens the task of the draft, and tells
// host leaders, team and coordinator without a word of content.
func TestPresent_F6_WhatFollows(t *testing.T) {
	w := onSite(t)
	deputy := w.Add(access.DeputyLead)
	w.strength("Carers are heard")
	w.must(w.svc.Present(ctx, deputy, w.Challenge))
	c, tasks := w.challenge()
	if c.Stage != access.Drafting || c.PresentedAt == nil || !c.PresentedAt.Equal(w.Clock.Now()) {
		t.Errorf("stage %s, presented %v", c.Stage, c.PresentedAt)
	}
	if len(tasks) != 1 || tasks[0].Kind != "draft-report" || *tasks[0].ForRole != access.Lead || tasks[0].DueOn != civil.NewDate(2027, 5, 27) {
		t.Errorf("tasks %+v", tasks)
	}
	people, body := w.mailed("finding.presented")
	for _, role := range []access.Role{access.DASS, access.SeniorLeader, access.Coordinator, access.Lead, access.Expert, access.Councillor} {
		if !people[w.People[role]] {
			t.Errorf("%s was not told", role)
		}
	}
	if people[w.People[access.Contributor]] || people[w.People[access.LinkOfficer]] || people[w.Stranger] || strings.Contains(body, "Carers") {
		t.Errorf("told too many or too much: %s", body)
	}
	if !strings.Contains(body, "http://test/challenges/"+w.Challenge.String()+"/presented") {
		t.Errorf("no link: %s", body)
	}
}

// F6: the draft needs a summary, a finding, and text in what is to consider or
// recommended; only the lead hands it over, after presenting.
func TestHandOverDraft_F6_Refusals(t *testing.T) {
	w := onSite(t)
	lead := w.As(access.Lead)
	w.strength("Carers are heard")
	w.writesNothing(func() { w.refused(w.svc.HandOverDraft(ctx, lead, w.Challenge), problem.Closed) })
	w.must(w.svc.Present(ctx, lead, w.Challenge))
	c, err := w.svc.Add(ctx, lead, w.Challenge, finding.New{AreaKey: w.area(1), Kind: finding.Consideration, Title: "Waiting", Text: " "})
	w.must(err)
	p, err := w.svc.HandOverPage(ctx, lead, w.Challenge)
	w.must(err)
	if d := cmp.Diff([]string{"Write the summary of the report", "Write the text of “Waiting”"}, p.Missing); d != "" {
		t.Error(d)
	}
	w.writesNothing(func() {
		w.refused(w.svc.HandOverDraft(ctx, lead, w.Challenge), problem.Invalid)
		w.refused(w.svc.HandOverDraft(ctx, w.As(access.Expert), w.Challenge), problem.NotFound)
		w.refused(second(w.svc.HandOverPage(ctx, w.As(access.Councillor), w.Challenge)), problem.NotFound)
	})
	w.must(w.edit(c, "People wait long.", ""))
	_, _, err = w.svc.SaveSummary(ctx, lead, w.Challenge, 0, "What we found.", "")
	w.must(err)
	w.must(w.svc.HandOverDraft(ctx, lead, w.Challenge))
	w.writesNothing(func() { w.refused(w.svc.HandOverDraft(ctx, lead, w.Challenge), problem.Closed) })
}

// F6, F7: the draft opens the host's window until the end of the tenth working
// day; 31 May 2027 is a bank holiday.
func TestHandOverDraft_F7_OpensTheWindow(t *testing.T) {
	w, _ := presented(t)
	w.Clock.Set(time.Date(2027, 5, 20, 16, 5, 0, 0, clock.London))
	_, _, err := w.svc.SaveSummary(ctx, w.As(access.Lead), w.Challenge, 0, "What we found.", "")
	w.must(err)
	w.must(w.svc.HandOverDraft(ctx, w.As(access.Lead), w.Challenge))
	c, tasks := w.challenge()
	end := time.Date(2027, 6, 4, 0, 0, 0, 0, clock.London).AddDate(0, 0, 1)
	if c.Stage != access.FactCheck || c.CommentsCloseAt == nil || end.Sub(*c.CommentsCloseAt) != time.Microsecond {
		t.Fatalf("stage %s, closes %v, want just before %v", c.Stage, c.CommentsCloseAt, end)
	}
	if !c.CommentsOpen(w.Clock.Now()) || !c.CommentsOpen(end.Add(-time.Second)) || c.CommentsOpen(end) {
		t.Error("the window is not open until the end of its last day")
	}
	open := tasks[0]
	if open.Kind != "comments" || *open.ForRole != access.DASS || open.DueOn != civil.NewDate(2027, 6, 4) || len(tasks) != 2 || tasks[1].DoneAt == nil {
		t.Errorf("tasks %+v", tasks)
	}
	people, body := w.mailed("report.draft-handed-over")
	want := map[uuid.UUID]bool{w.People[access.DASS]: true, w.People[access.SeniorLeader]: true}
	if d := cmp.Diff(want, people); d != "" {
		t.Errorf("mailed (-want +got): %s", d)
	}
	for _, words := range []string{"Thursday 20 May 2027 at 4:05pm", "Friday 4 June 2027 at 11:59pm"} {
		if !strings.Contains(body, words) {
			t.Errorf("the mail does not say %q: %s", words, body)
		}
	}
}

// The draft is frozen too; host leaders may comment while the window is open.
func TestDraftReport_IsFrozen(t *testing.T) {
	w, f := handedOver(t)
	w.must(w.edit(f, "Changed later", "A date was wrong"))
	_, _, err := w.svc.SaveSummary(ctx, w.As(access.Lead), w.Challenge, 1, "Changed later", "Clearer")
	w.must(err)
	for role, comment := range map[access.Role]bool{access.DASS: true, access.SeniorLeader: true, access.Lead: false, access.Expert: false} {
		p, err := w.svc.DraftReport(ctx, w.As(role), w.Challenge)
		w.must(err)
		if p.Summary != "What we found." || p.Findings[0].Text != "Text of Carers are heard" || p.CanComment != comment {
			t.Errorf("%s reads %+v, may comment %v", role, p.Findings, p.CanComment)
		}
	}
	w.Clock.Set(w.Clock.Now().AddDate(0, 1, 0))
	if p, err := w.svc.DraftReport(ctx, w.As(access.DASS), w.Challenge); err != nil || p.CanComment {
		t.Errorf("after the window: %v %v", p.CanComment, err)
	}
	for _, role := range []access.Role{access.Coordinator, access.LinkOfficer, access.Contributor, access.HostPSW, access.VisitingPSW} {
		w.refused(second(w.svc.DraftReport(ctx, w.As(role), w.Challenge)), problem.NotFound)
	}
}

// T4: without an expert by experience the draft leaves only with a reason, which
// is part of what is handed over.
func TestHandOverDraft_T4_NoExpert(t *testing.T) {
	w, _ := presented(t)
	lead := w.As(access.Lead)
	_, _, err := w.svc.SaveSummary(ctx, lead, w.Challenge, 0, "What we found.", "")
	w.must(err)
	w.must(db.InTx(ctx, w.DB, w.As(access.Coordinator), func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE team_member SET state = 'ended', ended_at = '2027-05-01' WHERE challenge_id = $1 AND role = 'expert'`, w.Challenge)
		return err
	}))
	w.writesNothing(func() {
		w.refused(w.svc.HandOverDraft(ctx, lead, w.Challenge), problem.Invalid)
		w.refused(w.svc.SayNoExpert(ctx, lead, w.Challenge, strings.Repeat("x", 1001)), problem.Invalid)
	})
	w.must(w.svc.SayNoExpert(ctx, lead, w.Challenge, "She fell ill."))
	w.must(w.svc.HandOverDraft(ctx, lead, w.Challenge))
	if p, err := w.svc.DraftReport(ctx, w.As(access.DASS), w.Challenge); err != nil || p.NoExpert != "She fell ill." {
		t.Errorf("the draft says %q, %v", p.NoExpert, err)
	}
}

// F3: two members edit one finding at the same moment, on real connections: one
// is saved, the other gets a Conflict with that text, no version is lost.
func TestEdit_F3_TwoAtOnce(t *testing.T) {
	w := onSiteIn(t, dbtest.DB(t).Pool)
	f := w.strength("Carers are heard")
	r := w.show(f).Record
	errs := make([]error, 2)
	var wg sync.WaitGroup
	for i, role := range []access.Role{access.Expert, access.Councillor} {
		wg.Add(1)
		go func() {
			defer wg.Done()
			_, errs[i] = w.svc.Edit(ctx, w.As(role), w.Challenge, f,
				finding.Change{Title: r.Title, TitleWas: r.Title, Text: "By " + string(role), Base: r.Base()})
		}()
	}
	wg.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Fatalf("errors %v", errs)
	}
	for _, err := range errs {
		if clash, ok := finding.ClashOf(err); err != nil && (!ok || clash.Text.Body != w.show(f).Record.Text) {
			t.Errorf("clash %+v from %v", clash, err)
		}
	}
	if v := w.show(f).Versions; len(v) != 2 || v[0].Version != 2 {
		t.Errorf("versions %+v", v)
	}
}

// F7: adding while the draft is handed over: whichever comes first, no finding is
// outside the draft afterwards.
func TestHandOverDraft_F7_AgainstAdd(t *testing.T) {
	w := onSiteIn(t, dbtest.DB(t).Pool)
	w.strength("Carers are heard")
	w.must(w.svc.Present(ctx, w.As(access.Lead), w.Challenge))
	_, _, err := w.svc.SaveSummary(ctx, w.As(access.Lead), w.Challenge, 0, "What we found.", "")
	w.must(err)
	var wg sync.WaitGroup
	added := make([]error, 6)
	for i := range added {
		wg.Add(1)
		go func() {
			defer wg.Done()
			_, added[i] = w.svc.Add(ctx, w.As(access.Councillor), w.Challenge, finding.New{AreaKey: w.area(0), Kind: finding.Strength, Title: "More"})
		}()
	}
	handed := w.svc.HandOverDraft(ctx, w.As(access.Lead), w.Challenge)
	wg.Wait()
	w.must(handed)
	in := 1
	for _, err := range added {
		if err == nil {
			in++
		} else {
			w.refused(err, problem.Closed)
		}
	}
	if p, err := w.svc.DraftReport(ctx, w.As(access.DASS), w.Challenge); err != nil || len(p.Findings) != in {
		t.Errorf("%d in the draft, %d accepted, %v", len(p.Findings), in, err)
	}
}

// Summary: two on one base; the second gets the newer text.
func TestSaveSummary_Conflict(t *testing.T) {
	w := onSite(t)
	_, _, err := w.svc.SaveSummary(ctx, w.As(access.Expert), w.Challenge, 0, "Theirs", "")
	w.must(err)
	w.writesNothing(func() {
		_, _, err = w.svc.SaveSummary(ctx, w.As(access.Lead), w.Challenge, 0, "Mine", "")
		w.refused(err, problem.Conflict)
	})
	if theirs, ok := prose.TheirsOf(err); !ok || theirs.Body != "Theirs" {
		t.Errorf("theirs %+v", theirs)
	}
}

// Pages cost the same for 1, 25 and 100 findings: at most 8 statements, so that
// session and person make at most 10.
func TestPages_Statements(t *testing.T) {
	w := onSite(t)
	lead, first := w.As(access.Lead), w.strength("Finding 0")
	n := 1
	var before map[string]int64
	for _, want := range []int{1, 25, 100} {
		for ; n < want; n++ {
			f := w.strength("Finding")
			w.must(w.svc.AddEvidence(ctx, lead, w.Challenge, f, finding.NewEvidence{Source: "seen", Words: "x"}))
			w.must(w.svc.AddNote(ctx, lead, w.Challenge, finding.NewNote{Source: "read", Body: "x"}))
			w.must(w.svc.Ask(ctx, lead, w.Challenge, first, "Why?"))
		}
		now := map[string]int64{}
		for name, read := range map[string]func() error{
			"findings": func() error { return second(w.svc.Findings(ctx, lead, w.Challenge, "")) },
			"finding":  func() error { return second(w.svc.Show(ctx, lead, w.Challenge, first)) },
			"notes":    func() error { return second(w.svc.Notes(ctx, lead, w.Challenge, uuid.Nil)) },
			"preview":  func() error { return second(w.svc.Preview(ctx, lead, w.Challenge)) },
			"report":   func() error { return second(w.svc.ReportPage(ctx, lead, w.Challenge)) },
			"new":      func() error { return second(w.svc.NewPage(ctx, lead, w.Challenge)) },
		} {
			now[name] = dbtest.Statements(func() { w.must(read()) })
			if now[name] > 8 {
				t.Errorf("%s takes %d statements", name, now[name])
			}
		}
		if before != nil {
			if d := cmp.Diff(before, now); d != "" {
				t.Errorf("at %d findings: %s", want, d)
			}
		}
		before = now
	}
	t.Log(before)
}
