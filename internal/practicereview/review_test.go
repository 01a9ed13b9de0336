package practicereview_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/practicereview"
	"peerchallenge/internal/problem"
)

// P3: entries are seen by the two visiting PSWs and the host's alone; to everybody
// else the practice review is not there.
func TestPage_P3_TheThreeAlone(t *testing.T) {
	k := begin(t)
	k.drawn()
	file := k.page().Files[0].ID
	for _, role := range dbtest.Everyone {
		three := role == access.VisitingPSW || role == access.HostPSW
		for name, read := range map[string]func() error{
			"the review": func() error { _, err := k.s.Page(ctx, k.As(role), k.Challenge); return err },
			"a file":     func() error { _, err := k.s.FilePage(ctx, k.As(role), k.Challenge, file); return err },
			"a group":    func() error { _, err := k.s.GroupPage(ctx, k.As(role), k.Challenge, uuid.Nil); return err },
			"writing": func() error {
				_, _, err := k.s.SaveFinding(ctx, k.As(role), k.Challenge, practicereview.FindingInput{Kind: practicereview.Strength, Title: "Plans are good"})
				return err
			},
		} {
			if err := read(); three != (err == nil) || (!three && !problem.Is(err, problem.NotFound)) {
				t.Errorf("%s, %s: %v", role, name, err)
			}
		}
	}
	if _, err := k.s.Page(ctx, access.Person(k.Stranger), k.Challenge); !problem.Is(err, problem.NotFound) {
		t.Errorf("a stranger: %v", err)
	}
}

// P4: size and mix are agreed by all three; a changed proposal is agreed again.
func TestSample_P4_AgreedByAllThree(t *testing.T) {
	k := begin(t)
	k.must(k.s.ProposeSample(ctx, k.As(access.VisitingPSW), k.Challenge, practicereview.Proposal{Wanted: wanted, Why: "Reviews were late."}))
	k.refused(k.s.CountReferences(ctx, k.As(access.HostPSW), k.Challenge, map[string]int{"Review": 60, "Safeguarding": 20}), problem.Closed, "counting before it is agreed")
	k.must(k.s.AgreeSample(ctx, k.As(access.HostPSW), k.Challenge, 1))
	if k.page().Sample.AgreedAt != nil {
		t.Error("it stands before the second visiting one agreed")
	}
	k.must(k.s.ProposeSample(ctx, k.second, k.Challenge, practicereview.Proposal{Wanted: map[string]int{"Review": 4}, Why: "Reviews alone.", Version: 1}))
	k.refused(k.s.AgreeSample(ctx, k.As(access.HostPSW), k.Challenge, 1), problem.Conflict, "agreeing to the one before")
	k.must(k.s.AgreeSample(ctx, k.As(access.HostPSW), k.Challenge, 2))
	k.must(k.s.AgreeSample(ctx, k.As(access.VisitingPSW), k.Challenge, 2))
	if k.page().Sample.AgreedAt == nil {
		t.Error("all three agreed, and it does not stand")
	}
	k.invalid(k.s.ProposeSample(ctx, k.second, k.Challenge, practicereview.Proposal{Wanted: map[string]int{"Review": 2}, Why: "Few.", Version: 2}), "wanted", "two files")
}

// P4: drawn by the reviewers from made-up references, not by the host; how is recorded.
func TestDraw_P4_ByAVisitingOneAndOnRecord(t *testing.T) {
	k := begin(t)
	k.drawn()
	p := k.page()
	if p.Sample.Seed == nil || *p.Sample.Seed == "" || p.Sample.Method == "" || p.Sample.DrawnBy == nil {
		t.Fatalf("how is not recorded: %+v", p.Sample)
	}
	var got []string
	for _, f := range p.Files {
		got = append(got, f.Label+" "+f.Reference)
	}
	var want []string
	for _, d := range practicereview.Drawing(*p.Sample.Seed, practicereview.KindsOfWork(p.Rules.Practice), wanted, p.Sample.Available) {
		want = append(want, d.Label+" "+d.Reference)
	}
	if diff := cmp.Diff(want, got); diff != "" || len(got) != 5 {
		t.Errorf("(-want +got):\n%s", diff)
	}
	k.refused(k.s.DrawFiles(ctx, k.As(access.HostPSW), k.Challenge), problem.NotFound, "the host draws")
	k.refused(k.s.DrawFiles(ctx, k.second, k.Challenge), problem.Closed, "drawing twice")
}

// P1: what could point to a person is stopped, and nothing of it is kept.
func TestEnter_P1_StopsIdentifiers(t *testing.T) {
	k := begin(t)
	k.drawn()
	file := k.page().Files[0].ID
	for _, words := range []string{"Ring 07700 900123.", "NHS number 999 123 4560", "QQ 12 34 56 C", "born 3 March 1942", "a@example.org", "at ZZ1 1AA"} {
		_, err := k.s.SaveEntry(ctx, k.As(access.VisitingPSW), k.Challenge, file, practicereview.Entry{Learning: words})
		k.invalid(err, "learning", words)
	}
	if f := k.page().Files[0]; f.Learning != "" || f.Version != 0 {
		t.Errorf("something was kept: %+v", f)
	}
}

// P1: possible names are asked about, and the answer "no, it is not a person" is kept.
func TestEnter_P1_AsksAboutNamesAndKeepsTheAnswer(t *testing.T) {
	k := begin(t)
	k.drawn()
	file := k.page().Files[0].ID
	e := practicereview.Entry{Learning: "The move to Oakfield was planned well."}
	_, err := k.s.SaveEntry(ctx, k.As(access.HostPSW), k.Challenge, file, e)
	k.invalid(err, practicereview.NotPersonField, "a possible name")
	e.NotPeople = []string{"Oakfield"}
	_, err = k.s.SaveEntry(ctx, k.As(access.HostPSW), k.Challenge, file, e)
	k.must(err)
	_, err = k.s.SaveEntry(ctx, k.second, k.Challenge, file, practicereview.Entry{Learning: "The move to Oakfield was planned very well.", Version: 1})
	k.must(err) // not asked again
}

// P1: two at once: the second is told and nothing of the first is lost; a finished
// entry has every answer.
func TestEnter_P1_VersionsAndWholeness(t *testing.T) {
	k := begin(t)
	k.drawn()
	file := k.page().Files[0].ID
	_, err := k.s.SaveEntry(ctx, k.As(access.VisitingPSW), k.Challenge, file, practicereview.Entry{Learning: "First."})
	k.must(err)
	_, err = k.s.SaveEntry(ctx, k.second, k.Challenge, file, practicereview.Entry{Learning: "Second."})
	k.refused(err, problem.Conflict, "saving on an older version")
	_, err = k.s.SaveEntry(ctx, k.second, k.Challenge, file, practicereview.Entry{Learning: "Second.", Version: 1, Done: true})
	k.invalid(err, "overall", "finishing without answers")
	_, err = k.s.SaveEntry(ctx, k.second, k.Challenge, file, k.whole("Whole.", 1))
	k.must(err)
	if f := k.page().Files[0]; f.DoneAt == nil || len(f.Answers) < 30 {
		t.Errorf("not finished: %+v", f)
	}
}

func aGroup() practicereview.GroupInput {
	g := practicereview.GroupInput{HostPSWAnswered: true}
	g.Kind, g.Starts, g.Place, g.Expected, g.Reach = "practitioners", "10am", "the training room", 7, "Write to reviewer@example.org or ring 01632 960123."
	return g
}

// P2, O1: a group has six to eight people, or a reason; how to reach the reviewers
// is said, and is no identifier that is stopped. Themes are checked as entries are.
func TestGroup_P2_SizeReachAndChecks(t *testing.T) {
	k := begin(t)
	g := aGroup()
	g.MeetsOn = k.page().Today.AddDays(20)
	id, err := k.s.SaveGroup(ctx, k.As(access.HostPSW), k.Challenge, g)
	k.must(err)
	g.Expected = 4
	_, err = k.s.SaveGroup(ctx, k.second, k.Challenge, g)
	k.invalid(err, "size_reason", "four people")
	g.Expected, g.ID, g.Version, g.Themes = 7, id, 1, "Somebody gave 07700 900123."
	_, err = k.s.SaveGroup(ctx, k.second, k.Challenge, g)
	k.invalid(err, "themes", "a telephone number in the themes")
	g.Themes, g.Version = "Supervision is kept free.", 0
	_, err = k.s.SaveGroup(ctx, k.second, k.Challenge, g)
	k.refused(err, problem.Conflict, "an older version")
	g.HostPSWAnswered = false
	_, err = k.s.SaveGroup(ctx, k.second, k.Challenge, g)
	k.invalid(err, "host_psw_in", "whether the host’s is in the room")
}

// P4: a finding is a pattern: it names no file and no rating, and leaves only with
// three files, or two groups.
func TestFinding_P4_PatternsOnly(t *testing.T) {
	k := begin(t)
	files := k.entered()
	for _, words := range []string{"File C shows this best.", "It was rated 2.", "Case file AB was late.", "3 out of 4."} {
		_, _, err := k.s.SaveFinding(ctx, k.second, k.Challenge, practicereview.FindingInput{Kind: practicereview.Strength, Title: "Plans are good", Text: words})
		k.invalid(err, "text", words)
	}
	k.write(files[:2], "Two files are not a pattern")
	k.agreeAll(1)
	err := k.s.HandOver(ctx, k.second, k.Challenge, 1)
	k.refused(err, problem.Closed, "a finding from two files")
	if !strings.Contains(err.Error(), "fewer than three files") {
		t.Errorf("it does not say why: %v", err)
	}
}

// P3: nobody's agreement outlives a change of the findings; without all three
// nothing is handed over.
func TestHandOver_P3_AllThreeAgreeOrDiffer(t *testing.T) {
	k := begin(t)
	files := k.entered()
	f := k.write(files, "Plans begin with what matters")
	k.refused(k.s.HandOver(ctx, k.second, k.Challenge, 1), problem.Closed, "before anybody spoke")
	k.agreeAll(1)
	_, _, err := k.s.SaveFinding(ctx, k.As(access.HostPSW), k.Challenge, practicereview.FindingInput{ID: f, Kind: practicereview.Strength,
		Title: "Plans begin with what matters", TitleWas: "Plans begin with what matters", Text: "Other words.", Base: 1, Files: files})
	k.must(err)
	k.refused(k.s.HandOver(ctx, k.second, k.Challenge, 2), problem.Closed, "after a change nobody has read")
	k.refused(k.s.TakePosition(ctx, k.second, k.Challenge, practicereview.Position{Agree: true, Version: 1}), problem.Conflict, "agreeing to what was")
	k.agreeAll(2)
	k.must(k.s.HandOver(ctx, k.second, k.Challenge, 2))
	_, _, err = k.s.SaveFinding(ctx, k.second, k.Challenge, practicereview.FindingInput{Kind: practicereview.Strength, Title: "Too late"})
	k.refused(err, problem.Closed, "writing after the hand-over")
}

// T6: two visiting ones and the host's, or the coordinator's reason.
func TestHandOver_T6_NeedsTheThreeOrAReason(t *testing.T) {
	s := dbtest.NewStory(t, dbtest.Tx(t))
	k := &site{Story: s, s: &practicereview.Service{DB: s.DB, Clock: s.Clock}, second: s.As(access.VisitingPSW)}
	k.must(k.s.ProposeSample(ctx, k.second, k.Challenge, practicereview.Proposal{Wanted: wanted, Why: "Reviews were late."}))
	k.must(k.s.AgreeSample(ctx, k.As(access.HostPSW), k.Challenge, 1))
	if p := k.page(); p.Sample.AgreedAt != nil || p.Whole.OK {
		t.Errorf("one visiting one is enough: %+v", p.Whole)
	}
	k.refused(k.s.Excuse(ctx, k.second, k.Challenge, "We are two."), problem.NotFound, "a reviewer excuses")
	k.must(k.s.Excuse(ctx, k.As(access.Coordinator), k.Challenge, "The second visiting one fell ill and nobody else is free."))
	k.must(k.s.AgreeSample(ctx, k.As(access.HostPSW), k.Challenge, 1))
	if p := k.page(); p.Sample.AgreedAt == nil || !p.Whole.OK {
		t.Errorf("a reason is not enough: %+v", p.Whole)
	}
	v, err := k.s.TeamPage(ctx, k.As(access.Coordinator), k.Challenge)
	k.must(err)
	for _, r := range v.People {
		if r.Agreed != nil || r.Words != nil {
			t.Errorf("the coordinator sees what was said: %+v", r)
		}
	}
}

// P3, V2: once handed over, team and director read the same words; what they rest on
// is said in words alone, and nothing of one file leaves.
func TestShared_P3_WhoReadsWhat(t *testing.T) {
	k := begin(t)
	f := k.handedOver()
	k.toldAlone(access.DASS, access.VisitingPSW, access.HostPSW)
	k.MoveTo(access.Reading)
	for _, role := range dbtest.Everyone {
		want := role == access.DASS || role.IsTeam() || role == access.VisitingPSW || role == access.HostPSW
		v, err := k.s.SharedPage(ctx, k.As(role), k.Challenge)
		if want != (err == nil) || (!want && !problem.Is(err, problem.NotFound)) {
			t.Errorf("%s: %v", role, err)
		}
		if err == nil {
			got, _ := v.Finding(f)
			if diff := cmp.Diff(practicereview.Shared{ID: f, Kind: practicereview.Strength, Title: "Plans begin with what matters to the person",
				Text: "In most files the plan begins with what matters to the person.", Rests: "case files"}, got); diff != "" || len(v.Differs) != 1 {
				t.Errorf("%s (-want +got):\n%s", role, diff)
			}
		}
	}
}

// toldAlone: nobody is sent to a page that is not there for them yet (V8).
func (k *site) toldAlone(roles ...access.Role) {
	k.T.Helper()
	want := map[uuid.UUID]bool{}
	for _, role := range roles {
		want[k.People[role]] = true
	}
	var told []uuid.UUID
	k.must(db.Read(ctx, k.DB, access.Job("mail"), func(tx pgx.Tx) (err error) {
		rows, _ := tx.Query(ctx, `SELECT DISTINCT person_id FROM mail WHERE kind = 'practice.handed-over'`)
		told, err = pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
		return err
	}))
	if len(told) < 2 {
		k.T.Errorf("%d people are told", len(told))
	}
	for _, person := range told {
		if second, _ := k.second.PersonID(); !want[person] && person != second {
			k.T.Errorf("%s is told too soon", person)
		}
	}
}

// P3: the director corrects facts within five working days; the visiting ones
// answer; a change makes a newer copy.
func TestCorrect_P3_FiveWorkingDaysAndAnswers(t *testing.T) {
	k := begin(t)
	f := k.handedOver()
	n := practicereview.NewCorrection{Finding: f, Words: "The plan form changed in 2026."}
	k.refused(k.s.SendCorrection(ctx, k.As(access.HostPSW), k.Challenge, n), problem.NotFound, "the host’s principal social worker corrects")
	k.refused(k.s.SendCorrection(ctx, k.As(access.SeniorLeader), k.Challenge, n), problem.NotFound, "a senior leader corrects")
	k.must(k.s.SendCorrection(ctx, k.As(access.DASS), k.Challenge, n))
	v, err := k.s.SharedPage(ctx, k.second, k.Challenge)
	k.must(err)
	c := v.Corrections[0].ID
	a := practicereview.CorrectionAnswer{Decision: "changed", Words: "You are right.", Title: "Plans begin with what matters to the person", Text: "Since 2026 plans begin with what matters."}
	k.refused(k.s.AnswerCorrection(ctx, k.As(access.HostPSW), k.Challenge, c, a), problem.NotFound, "the host’s answers")
	k.must(k.s.AnswerCorrection(ctx, k.second, k.Challenge, c, a))
	k.refused(k.s.AnswerCorrection(ctx, k.As(access.VisitingPSW), k.Challenge, c, a), problem.Conflict, "answering twice")
	v, err = k.s.SharedPage(ctx, k.As(access.DASS), k.Challenge)
	k.must(err)
	if got := v.Findings[0]; got.Text != a.Text || !got.Corrected {
		t.Errorf("the newer copy says %+v", got)
	}
	k.Clock.Set(v.Handed.ClosesAt.Add(-time.Second))
	k.must(k.s.SendCorrection(ctx, k.As(access.DASS), k.Challenge, n))
	k.Clock.Set(v.Handed.ClosesAt)
	k.refused(k.s.SendCorrection(ctx, k.As(access.DASS), k.Challenge, n), problem.Closed, "after the window")
}
