package followup_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/followup"
	"peerchallenge/internal/journey"
	"peerchallenge/internal/report"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

var ctx = context.Background()

// tale is a story whose report is final, with two recommendations: the first rests
// on the expert's evidence.
type tale struct {
	*dbtest.Story
	*followup.Service
	reports       *report.Service
	first, second uuid.UUID
	consideration uuid.UUID
}

var teamOfStory = []access.Role{access.Lead, access.Councillor, access.SeniorManager, access.Expert}

func newTale(t *testing.T, b db.Beginner) *tale {
	t.Helper()
	s := dbtest.NewStory(t, b)
	x := &tale{Story: s, Service: &followup.Service{DB: b, Clock: s.Clock, BaseURL: "https://example.org", Render: renderPlain},
		reports: &report.Service{DB: b, Clock: s.Clock, Render: func(p report.Public) ([]byte, error) { return json.Marshal(p) }}}
	f := &finding.Service{DB: b, Clock: s.Clock}
	s.MoveTo(access.Reading)
	area := s.Framework.Areas[0].Key
	add := func(by access.Role, n finding.New) uuid.UUID {
		n.AreaKey = area
		id, err := f.Add(ctx, s.As(by), s.Challenge, n)
		x.must(err)
		return id
	}
	x.consideration = add(access.Expert, finding.New{Kind: finding.Consideration, Title: "Carers wait", Text: "For 40 days."})
	x.must(f.MarkLived(ctx, s.As(access.Expert), s.Challenge, x.consideration, true))
	x.first = add(access.Lead, finding.New{Kind: finding.Recommendation, Title: "Answer carers sooner", Text: "Within 28 days.", Answers: x.consideration})
	strength := add(access.Councillor, finding.New{Kind: finding.Strength, Title: "Staff use the dashboard", Text: "Every week."})
	x.second = add(access.Councillor, finding.New{Kind: finding.Recommendation, Title: "Share the dashboard", Text: "With people who draw on care.", Answers: strength})
	s.MoveTo(access.Drafting)
	_, _, err := f.SaveSummary(ctx, s.As(access.Lead), s.Challenge, 0, "A council that knows its people.", "")
	x.must(err)
	x.later(time.Hour)
	x.must(f.HandOverDraft(ctx, s.As(access.Lead), s.Challenge))
	x.later(30 * 24 * time.Hour)
	s.MoveTo(access.Finalising)
	x.later(time.Hour)
	for _, role := range teamOfStory {
		x.must(x.reports.SignOff(ctx, s.As(role), s.Challenge, report.Own{Kind: report.Signed}))
	}
	x.later(time.Hour)
	x.must(x.reports.Finalise(ctx, s.As(access.Lead), s.Challenge))
	x.later(time.Hour)
	return x
}

func renderPlain(p followup.Public) ([]byte, error) { return json.Marshal(p) }

func (x *tale) later(d time.Duration) { x.Story.Clock.Set(x.Story.Clock.Now().Add(d)) }

func (x *tale) on(d civil.Date) { x.Story.Clock.Set(d.Time().Add(10 * time.Hour)) }

func (x *tale) must(err error) {
	x.T.Helper()
	if err != nil {
		x.T.Fatal(err)
	}
}

// responded lays out the response and drafts it: the first accepted, the second not.
func (x *tale) responded() {
	x.T.Helper()
	x.must(x.Start(ctx, x.As(access.DASS), x.Challenge))
	x.must(x.SaveResponse(ctx, x.As(access.LinkOfficer), x.Challenge, x.first, followup.ResponseInput{Decision: report.Accepted, Version: 1}))
	x.must(x.SaveResponse(ctx, x.As(access.DASS), x.Challenge, x.second, followup.ResponseInput{Decision: report.NotAccepted, Reason: "We share it in another way.", Version: 1}))
}

func (x *tale) handOverResponse() {
	x.T.Helper()
	p, err := x.ResponsePage(ctx, x.As(access.DASS), x.Challenge)
	x.must(err)
	x.must(x.HandOver(ctx, x.As(access.DASS), x.Challenge, followup.Versions(p.Drafts)))
}

func (x *tale) action(owner uuid.UUID) uuid.UUID {
	x.T.Helper()
	in := followup.ActionInput{Words: "Ring every carer within a week", Owner: owner, DueOn: civil.NewDate(2027, 9, 30), Evidence: "Carers say so."}
	if owner == uuid.Nil {
		in.OwnerName = "Head of carers’ support"
	}
	id, err := x.AddAction(ctx, x.As(access.LinkOfficer), x.Challenge, x.first, in)
	x.must(err)
	return id
}

func ownMeasure() followup.MeasureInput {
	return followup.MeasureInput{Name: "Carers answered within 28 days", Definition: "Share of carers who asked", Unit: "percent", Source: "Case system, monthly",
		Better: "higher", Baseline: "62", Period: "April 2027", On: civil.NewDate(2027, 4, 30), Low: "41", High: "88"}
}

// planned drafts a plan and hands it over.
func (x *tale) planned() {
	x.T.Helper()
	x.responded()
	x.action(x.People[access.Contributor])
	x.must(x.AddMeasure(ctx, x.As(access.LinkOfficer), x.Challenge, x.first, ownMeasure()))
	p, err := x.PlanPage(ctx, x.As(access.DASS), x.Challenge)
	x.must(err)
	x.must(x.HandOverPlan(ctx, x.As(access.DASS), x.Challenge, p.Versions))
}

// following has come to the day of the first check.
func (x *tale) following() civil.Date {
	x.T.Helper()
	p, err := x.ProgressPage(ctx, x.As(access.DASS), x.Challenge)
	x.must(err)
	x.on(p.Checks[0].DueOn)
	x.MoveTo(access.FollowUp)
	return p.Checks[0].DueOn
}

// write drafts both items of a side at a check.
func (x *tale) write(role access.Role, check int) {
	x.T.Helper()
	for _, finding := range []uuid.UUID{x.first, x.second} {
		p, err := x.ItemPage(ctx, x.As(role), x.Challenge, check, finding)
		x.must(err)
		in := followup.ItemInput{State: followup.OnTrack, Words: "It goes on. " + string(role), Version: p.Draft.Version}
		for _, m := range p.Measures {
			in.Readings = append(in.Readings, followup.ReadingInput{Measure: m.ID, Value: "70", Period: "October 2027"})
		}
		x.must(x.SaveItem(ctx, x.As(role), x.Challenge, check, finding, in))
	}
}

func (x *tale) record(role access.Role, check int) error {
	x.T.Helper()
	p, err := x.RecordPage(ctx, x.As(role), x.Challenge, check)
	if err != nil {
		return err
	}
	return x.Record(ctx, x.As(role), x.Challenge, check, p.Versions)
}

func (x *tale) remind() {
	x.T.Helper()
	x.must(x.Remind(ctx, journey.Job))
}
