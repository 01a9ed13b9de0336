package followup_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/followup"
	"peerchallenge/internal/library"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/report"
)

func wantKind(t *testing.T, what string, err error, kind problem.Kind) {
	t.Helper()
	if !problem.Is(err, kind) {
		t.Errorf("%s: want %v, got %v", what, kind, err)
	}
}

func wantMissing(t *testing.T, what string, err error) {
	t.Helper()
	wantKind(t, what, err, problem.NotFound)
}

// U1: each recommendation gets a response; one that is not accepted needs a
// reason; all are handed over at once, and the team's words are not altered.
func TestHandOver_U1_EachRecommendationHasAResponse(t *testing.T) {
	t.Parallel()
	x := newTale(t, dbtest.Tx(t))
	x.must(x.Start(ctx, x.As(access.DASS), x.Challenge))
	x.must(x.SaveResponse(ctx, x.As(access.LinkOfficer), x.Challenge, x.first, followup.ResponseInput{Decision: report.Accepted, Version: 1}))
	wantKind(t, "one is missing", x.HandOver(ctx, x.As(access.DASS), x.Challenge, 3), problem.Closed)
	wantKind(t, "no reason", x.SaveResponse(ctx, x.As(access.DASS), x.Challenge, x.second, followup.ResponseInput{Decision: report.NotAccepted, Version: 1}), problem.Invalid)
	wantKind(t, "an older version", x.SaveResponse(ctx, x.As(access.DASS), x.Challenge, x.first, followup.ResponseInput{Decision: report.InPart, Reason: "Some.", Version: 1}), problem.Conflict)
	x.must(x.SaveResponse(ctx, x.As(access.DASS), x.Challenge, x.second, followup.ResponseInput{Decision: report.NotAccepted, Reason: "We share it in another way.", Version: 1}))
	wantKind(t, "not what was checked", x.HandOver(ctx, x.As(access.DASS), x.Challenge, 3), problem.Conflict)
	x.handOverResponse()
	p, err := x.ResponsePage(ctx, x.As(access.Lead), x.Challenge)
	x.must(err)
	if p.Given == nil || len(p.Given.List) != 2 || p.Given.List[1].Reason != "We share it in another way." || p.Recommendations[1].Text != "With people who draw on care." {
		t.Errorf("the lead reads %+v", p.Given)
	}
	pub, err := x.reports.PublishPage(ctx, x.As(access.DASS), x.Challenge, report.Publication{})
	x.must(err)
	if len(pub.Preview.Responses) != 2 || pub.Preview.Findings[3].Text != "With people who draw on care." {
		t.Errorf("the published report would have %+v", pub.Preview.Responses)
	}
}

// V2, U1: what is drafted stays with the host; others read what was handed over;
// strangers see nothing at all.
func TestWall_V2_DraftsStayWithTheHost(t *testing.T) {
	t.Parallel()
	x := newTale(t, dbtest.Tx(t))
	x.responded()
	action := x.action(x.People[access.Contributor])
	x.must(x.AddMeasure(ctx, x.As(access.DASS), x.Challenge, x.first, ownMeasure()))
	for _, role := range append([]access.Role{access.Coordinator, access.HostPSW, access.SeniorLeader, access.VisitingPSW}, teamOfStory...) {
		r, err := x.ResponsePage(ctx, x.As(role), x.Challenge)
		x.must(err)
		p, err := x.PlanPage(ctx, x.As(role), x.Challenge)
		x.must(err)
		if r.Drafts != nil || r.Given != nil || len(p.Actions) > 0 || len(p.Measures) > 0 || p.Given != nil {
			t.Errorf("%s sees drafts: %+v %+v", role, r.Drafts, p.Actions)
		}
		wantMissing(t, string(role)+" drafts", x.SaveResponse(ctx, x.As(role), x.Challenge, x.first, followup.ResponseInput{Decision: report.Accepted, Version: 2}))
		_, err = x.ActionPage(ctx, x.As(role), x.Challenge, uuid.Nil, action)
		wantMissing(t, string(role)+" opens an action", err)
		_, err = x.OwnActionPage(ctx, x.As(role), x.Challenge, action)
		wantMissing(t, string(role)+" opens an action’s progress", err)
		wantMissing(t, string(role)+" changes an action", x.ReportAction(ctx, x.As(role), x.Challenge, action, followup.Done, ""))
	}
	for name, actor := range map[string]access.Actor{"stranger": access.Person(x.Stranger), "elsewhere": access.Person(x.Elsewhere), "public": access.Public()} {
		_, err := x.ResponsePage(ctx, actor, x.Challenge)
		wantMissing(t, name+" response", err)
		_, err = x.PlanPage(ctx, actor, x.Challenge)
		wantMissing(t, name+" plan", err)
		_, err = x.ProgressPage(ctx, actor, x.Challenge)
		wantMissing(t, name+" progress", err)
		_, err = x.ToldPage(ctx, actor, x.Challenge)
		wantMissing(t, name+" told", err)
	}
	for _, role := range []access.Role{access.Coordinator, access.LinkOfficer, access.Lead, access.SeniorLeader} {
		wantMissing(t, string(role)+" hands over", x.HandOver(ctx, x.As(role), x.Challenge, 4))
		wantMissing(t, string(role)+" hands the plan over", x.HandOverPlan(ctx, x.As(role), x.Challenge, 4))
	}
}

// U1: the link officer reads the recommendations once the director starts the
// response, and nothing else of the final report.
func TestStart_V2_LinkOfficerReadsRecommendationsOnceStarted(t *testing.T) {
	t.Parallel()
	x := newTale(t, dbtest.Tx(t))
	p, err := x.ResponsePage(ctx, x.As(access.LinkOfficer), x.Challenge)
	x.must(err)
	if len(p.Recommendations) != 0 {
		t.Errorf("before the start the link officer reads %v", p.Recommendations)
	}
	x.responded()
	p, err = x.ResponsePage(ctx, x.As(access.LinkOfficer), x.Challenge)
	x.must(err)
	if len(p.Recommendations) != 2 || p.Recommendations[0].Text != "Within 28 days." {
		t.Errorf("after it the link officer reads %v", p.Recommendations)
	}
	_, err = x.reports.FinalPage(ctx, x.As(access.LinkOfficer), x.Challenge)
	wantMissing(t, "the final report", err)
}

// U1: somebody given an action sees that one and no others, says how far it is,
// and is told of it by mail without its words.
func TestPlan_U1_OwnersSeeTheirOwnAction(t *testing.T) {
	t.Parallel()
	x := newTale(t, dbtest.Tx(t))
	x.responded()
	_, err := x.PlanPage(ctx, x.As(access.Contributor), x.Challenge)
	wantMissing(t, "before they own any", err)
	mine, others := x.action(x.People[access.Contributor]), x.action(uuid.Nil)
	p, err := x.PlanPage(ctx, x.As(access.Contributor), x.Challenge)
	x.must(err)
	if !p.OwnOnly || len(p.Actions) != 1 || p.Actions[0].ID != mine || p.Recommendations != nil || p.Drafts != nil {
		t.Errorf("the owner sees %+v", p)
	}
	x.must(x.ReportAction(ctx, x.As(access.Contributor), x.Challenge, mine, followup.UnderWay, "Half are rung."))
	wantMissing(t, "another’s action", x.ReportAction(ctx, x.As(access.Contributor), x.Challenge, others, followup.Done, ""))
	wantMissing(t, "changing it", x.ChangeAction(ctx, x.As(access.Contributor), x.Challenge, mine, followup.ActionInput{}))
	d, err := x.PlanPage(ctx, x.As(access.DASS), x.Challenge)
	x.must(err)
	if len(d.Actions) != 2 || d.Actions[0].Note+d.Actions[1].Note != "Half are rung." {
		t.Errorf("the director sees %+v", d.Actions)
	}
	x.must(x.RemoveAction(ctx, x.As(access.DASS), x.Challenge, mine))
	_, err = x.PlanPage(ctx, x.As(access.Contributor), x.Challenge)
	wantMissing(t, "after it was taken out", err)
}

// U2: one to three measures; a baseline from before on-site day 1, with its time.
func TestMeasure_U2_BaselineBeforeDayOneAndAtMostThree(t *testing.T) {
	t.Parallel()
	x := newTale(t, dbtest.Tx(t))
	x.responded()
	late := ownMeasure()
	late.On = civil.NewDate(2027, 5, 11)
	wantKind(t, "a baseline from day 1", x.AddMeasure(ctx, x.As(access.DASS), x.Challenge, x.first, late), problem.Invalid)
	unknown := followup.MeasureInput{Indicator: "ASCOF-OLD:3D1"}
	wantKind(t, "published values for an invented council", x.AddMeasure(ctx, x.As(access.DASS), x.Challenge, x.first, unknown), problem.Invalid)
	for range followup.MostMeasures {
		x.must(x.AddMeasure(ctx, x.As(access.LinkOfficer), x.Challenge, x.first, ownMeasure()))
	}
	wantKind(t, "a fourth", x.AddMeasure(ctx, x.As(access.DASS), x.Challenge, x.first, ownMeasure()), problem.Conflict)
	p, err := x.PlanPage(ctx, x.As(access.DASS), x.Challenge)
	x.must(err)
	wantKind(t, "no action yet", x.HandOverPlan(ctx, x.As(access.DASS), x.Challenge, p.Versions), problem.Closed)
}

// U3: each side drafts on its own; the check closes when both recorded; the last
// one closes the challenge.
func TestRecord_U3_BothSidesThreeChecks(t *testing.T) {
	t.Parallel()
	x := newTale(t, dbtest.Tx(t))
	x.planned()
	due := x.following()
	x.on(due.AddDays(-1))
	x.write(access.DASS, 1)
	wantKind(t, "before its day", x.record(access.DASS, 1), problem.Closed)
	x.on(due)
	wantKind(t, "the next check", x.record(access.DASS, 2), problem.Closed)
	p, err := x.ItemPage(ctx, x.As(access.Lead), x.Challenge, 1, x.first)
	x.must(err)
	if p.Draft.Words != "" || p.Measures != nil || p.Actions != nil || p.Answer.Decision != "" {
		t.Errorf("the lead sees the host’s draft: %+v", p)
	}
	wantKind(t, "nothing written", x.record(access.Lead, 1), problem.Closed)
	for check := 1; check <= followup.Checks; check++ {
		page, err := x.ProgressPage(ctx, x.As(access.Coordinator), x.Challenge)
		x.must(err)
		x.on(page.Checks[check-1].DueOn)
		if check > 1 {
			x.write(access.LinkOfficer, check)
		}
		x.write(access.Lead, check)
		x.must(x.record(access.DASS, check))
		wantKind(t, "a second time", x.record(access.DASS, check), problem.Closed)
		x.must(x.record(access.Lead, check))
	}
	last, err := x.ProgressPage(ctx, x.As(access.HostPSW), x.Challenge)
	x.must(err)
	if last.Stage != access.Closed || last.Now != 0 || len(last.Statements) != 6 {
		t.Errorf("after three checks: %s, %d, %d statements", last.Stage, last.Now, len(last.Statements))
	}
	tracks := last.Tracks()
	if len(tracks) != 1 || len(tracks[0].Points) != 4 || *tracks[0].Points[3].Value != 70 || *tracks[0].Points[3].Low != 41 {
		t.Errorf("the measure over time: %+v", tracks)
	}
}

// U3: a recommendation that slipped has its new date and reason, and a measure is
// read again or said to have no newer value.
func TestSaveItem_U3_SlippedNeedsDateAndReason(t *testing.T) {
	t.Parallel()
	x := newTale(t, dbtest.Tx(t))
	x.planned()
	x.following()
	p, err := x.ItemPage(ctx, x.As(access.DASS), x.Challenge, 1, x.first)
	x.must(err)
	m := p.Measures[0].ID
	in := followup.ItemInput{State: followup.Slipped, Words: "Later.", Readings: []followup.ReadingInput{{Measure: m}}}
	err = x.SaveItem(ctx, x.As(access.DASS), x.Challenge, 1, x.first, in)
	wantKind(t, "no date, reason or value", err, problem.Invalid)
	for _, field := range []string{"new_date", "reason", "value-" + m.String()} {
		if !strings.Contains(err.Error(), field) {
			t.Errorf("nothing is said about %s: %v", field, err)
		}
	}
	in.NewDate, in.Reason, in.Readings[0].None = civil.NewDate(2028, 3, 1), "We waited for staff.", true
	x.must(x.SaveItem(ctx, x.As(access.DASS), x.Challenge, 1, x.first, in))
	wantKind(t, "an older version", x.SaveItem(ctx, x.As(access.LinkOfficer), x.Challenge, 1, x.first, in), problem.Conflict)
	wantMissing(t, "not of this report", x.SaveItem(ctx, x.As(access.DASS), x.Challenge, 1, x.consideration, in))
}

// Section 3: the coordinator closes a check after 20 working days of silence, and
// it says who did not answer.
func TestCloseCheck_U3_AfterSilence(t *testing.T) {
	t.Parallel()
	x := newTale(t, dbtest.Tx(t))
	x.planned()
	due := x.following()
	x.remind()
	x.write(access.DASS, 1)
	x.must(x.record(access.DASS, 1))
	x.on(civil.AddWorkingDays(due, 20))
	wantKind(t, "on the twentieth day", x.CloseCheck(ctx, x.As(access.Coordinator), x.Challenge, 1), problem.Closed)
	x.later(24 * time.Hour)
	x.remind()
	for _, role := range []access.Role{access.Lead, access.DASS, access.LinkOfficer, access.HostPSW} {
		wantMissing(t, string(role)+" closes", x.CloseCheck(ctx, x.As(role), x.Challenge, 1))
	}
	open := x.tasks("follow-up-close")
	x.must(x.CloseCheck(ctx, x.As(access.Coordinator), x.Challenge, 1))
	p, err := x.ProgressPage(ctx, x.As(access.Lead), x.Challenge)
	x.must(err)
	if open != 1 || x.tasks("follow-up-close") != 0 || p.Checks[0].Silent != "lead" || p.Now != 2 || p.Stage != access.FollowUp || x.tasks("follow-up-lead") != 1 {
		t.Errorf("closed: %+v, %d open before, stage %s", p.Checks[0], open, p.Stage)
	}
	wantKind(t, "the late side", x.record(access.Lead, 1), problem.Closed)
}

func (x *tale) tasks(kind string) int {
	x.T.Helper()
	n := 0
	x.must(db.Read(ctx, x.Story.DB, x.As(access.Coordinator), func(tx pgx.Tx) (err error) {
		n, err = db.Value[int](ctx, tx, `SELECT count(*)::int FROM task WHERE challenge_id = $1 AND kind = $2 AND done_at IS NULL`, x.Challenge, kind)
		return err
	}))
	return n
}

// U1, U3: duties have tasks: response and plan from final, each check on its day.
func TestTasks_U1_OpenAndClose(t *testing.T) {
	t.Parallel()
	x := newTale(t, dbtest.Tx(t))
	if x.tasks("response") != 1 || x.tasks("plan") != 1 {
		t.Error("response and plan are not asked for")
	}
	x.planned()
	x.handOverResponse()
	x.following()
	x.remind()
	x.remind()
	if x.tasks("response") != 0 || x.tasks("plan") != 0 || x.tasks("follow-up-host") != 1 || x.tasks("follow-up-lead") != 1 || x.tasks("action") != 1 {
		t.Error("tasks do not follow what was done")
	}
}

// U3: to each what became of what they raised: the expert sees the recommendation
// that answers what she wrote, flagged as lived experience, and nothing of others.
func TestTold_U3_ToEachWhatTheyRaised(t *testing.T) {
	t.Parallel()
	x := newTale(t, dbtest.Tx(t))
	x.planned()
	x.handOverResponse()
	x.following()
	x.write(access.DASS, 1)
	x.write(access.Lead, 1)
	x.must(x.record(access.DASS, 1))
	x.must(x.record(access.Lead, 1))
	p, err := x.ToldPage(ctx, x.As(access.Expert), x.Challenge)
	x.must(err)
	if len(p.Things) != 1 || len(p.Things[0].Led) != 1 || p.Things[0].Led[0].ID != x.first || !p.Things[0].Led[0].Lived ||
		p.Things[0].Led[0].Response.Decision != report.Accepted || len(p.Things[0].Led[0].Checks) != 1 {
		t.Errorf("the expert is told %+v", p.Things)
	}
	psw, err := x.ToldPage(ctx, x.As(access.VisitingPSW), x.Challenge)
	x.must(err)
	if len(psw.All) != 2 || psw.Things != nil {
		t.Errorf("the visiting social worker is told %+v", psw)
	}
	for _, role := range []access.Role{access.DASS, access.LinkOfficer, access.HostPSW, access.Coordinator, access.Contributor} {
		_, err := x.ToldPage(ctx, x.As(role), x.Challenge)
		wantMissing(t, string(role), err)
	}
	var first []uuid.UUID
	x.must(db.Read(ctx, x.Story.DB, access.Job("mail"), func(tx pgx.Tx) error {
		rows, _ := tx.Query(ctx, `SELECT person_id FROM mail WHERE kind = 'progress.told' AND body NOT LIKE '%It goes on%' ORDER BY id`)
		first, err = pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
		return err
	}))
	mine := map[uuid.UUID]bool{}
	for _, id := range first {
		mine[id] = true
	}
	if !mine[x.People[access.Expert]] || !mine[x.People[access.VisitingPSW]] || mine[x.People[access.DASS]] {
		t.Errorf("told by mail: %v", first)
	}
}

// U3, F9: progress is published as a part of its own; the report's bytes stay, and
// publication never holds follow-up back.
func TestPublish_F9_ProgressBesideTheReport(t *testing.T) {
	t.Parallel()
	b := dbtest.Tx(t)
	x, lib := newTale(t, b), &library.Service{DB: b}
	x.planned()
	x.following()
	x.write(access.DASS, 1)
	x.write(access.Lead, 1)
	x.must(x.record(access.DASS, 1))
	x.must(x.record(access.Lead, 1))
	_, err := x.PublishPage(ctx, x.As(access.DASS), x.Challenge)
	wantKind(t, "before the report is published", err, problem.Closed)
	rp, err := x.reports.PublishPage(ctx, x.As(access.DASS), x.Challenge, report.Publication{})
	x.must(err)
	pub, err := x.reports.Publish(ctx, x.As(access.DASS), x.Challenge, report.Publication{Version: 1, Final: rp.Final.Mark})
	x.must(err)
	before, err := lib.Get(ctx, pub.CouncilSlug, pub.First, 0)
	x.must(err)
	for _, role := range []access.Role{access.Lead, access.LinkOfficer, access.Coordinator, access.SeniorLeader} {
		_, err := x.Publish(ctx, x.As(role), x.Challenge, 1)
		wantMissing(t, string(role)+" publishes", err)
	}
	_, err = x.Publish(ctx, x.As(access.DASS), x.Challenge, 2)
	wantKind(t, "not what was checked", err, problem.Conflict)
	p, err := x.Publish(ctx, x.As(access.DASS), x.Challenge, 1)
	x.must(err)
	after, err := lib.Get(ctx, pub.CouncilSlug, pub.First, 0)
	x.must(err)
	if string(before.HTML) != string(after.HTML) || before.Etag != after.Etag || before.Progress != nil || !strings.Contains(string(after.Progress), "It goes on. dass") || len(p.Checks) != 1 {
		t.Errorf("the report changed, or progress is not beside it: %s", after.Progress)
	}
	for _, role := range append([]access.Role{access.DASS, access.LinkOfficer}, teamOfStory...) {
		if strings.Contains(string(after.Progress), x.People[role].String()) {
			t.Errorf("published progress names %s", role)
		}
	}
	_, err = x.PublishPage(ctx, x.As(access.DASS), x.Challenge)
	wantKind(t, "nothing new", err, problem.Closed)
}

// U3, V2: the lead judges by what the council answered, once it is handed over.
func TestItemPage_U3_TheLeadReadsTheAnswer(t *testing.T) {
	t.Parallel()
	x := newTale(t, dbtest.Tx(t))
	x.planned()
	plan, err := x.PlanPage(ctx, x.As(access.Lead), x.Challenge)
	x.must(err)
	if len(plan.Answers) > 0 {
		t.Errorf("the lead reads answers that are only drafted: %+v", plan.Answers)
	}
	x.handOverResponse()
	x.following()
	plan, err = x.PlanPage(ctx, x.As(access.Lead), x.Challenge)
	x.must(err)
	item, err := x.ItemPage(ctx, x.As(access.Lead), x.Challenge, 1, x.second)
	x.must(err)
	for where, answer := range map[string]report.Response{"the plan": plan.Answers[x.second], "the check": item.Answer} {
		if answer.Decision != report.NotAccepted || answer.Reason != "We share it in another way." {
			t.Errorf("%s: %+v", where, answer)
		}
	}
}
