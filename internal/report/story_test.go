package report_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/report"
	"peerchallenge/internal/scope"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

var ctx = context.Background()

// tale is a story whose draft report the host has, with the services that act in it.
type tale struct {
	*dbtest.Story
	*report.Service
	findings                *finding.Service
	strength, consideration uuid.UUID
}

// newTale tells the story up to finalising: two findings and a summary, handed
// over as a draft, the window over.
func newTale(t *testing.T, b db.Beginner) *tale {
	t.Helper()
	s := dbtest.NewStory(t, b)
	x := &tale{Story: s, Service: &report.Service{DB: b, Clock: s.Clock, BaseURL: "https://example.org", Render: renderPlain},
		findings: &finding.Service{DB: b, Clock: s.Clock}}
	scopes := &scope.Service{DB: b, Clock: s.Clock, BaseURL: "https://example.org"}
	x.must(scopes.Propose(ctx, s.As(access.DASS), s.Challenge, scope.Proposal{What: "How carers get help.", Focus: "The first call.", Questions: []string{"What helps carers early?"}}))
	s.MoveTo(access.Reading)
	area := s.Framework.Areas[0].Key
	x.strength = x.add(finding.New{AreaKey: area, Kind: finding.Strength, Title: "Budgets are explained", Text: "Every month."})
	x.consideration = x.add(finding.New{AreaKey: area, Kind: finding.Consideration, Title: "Carers wait", Text: "They wait for 40 days."})
	x.add(finding.New{AreaKey: area, Kind: finding.Recommendation, Title: "Answer carers sooner", Text: "Within 28 days.", Answers: x.consideration})
	s.MoveTo(access.Drafting)
	if _, _, err := x.findings.SaveSummary(ctx, s.As(access.Lead), s.Challenge, 0, "A council that knows its people.", ""); err != nil {
		t.Fatal(err)
	}
	x.later(time.Hour)
	if err := x.findings.HandOverDraft(ctx, s.As(access.Lead), s.Challenge); err != nil {
		t.Fatal(err)
	}
	x.later(30 * 24 * time.Hour)
	s.MoveTo(access.Finalising)
	x.later(time.Hour)
	return x
}

// renderPlain stands where the web puts its page: everything published, as JSON
// with its mark. What is not in Public cannot be in the bytes.
func renderPlain(p report.Public) ([]byte, error) {
	return json.Marshal(struct {
		report.Public
		Mark string
	}{p, p.Mark})
}

func (x *tale) add(n finding.New) uuid.UUID {
	x.T.Helper()
	f, err := x.findings.Add(ctx, x.As(access.Expert), x.Challenge, n)
	if err != nil {
		x.T.Fatal(err)
	}
	return f
}

func (x *tale) later(d time.Duration) { x.Story.Clock.Set(x.Story.Clock.Now().Add(d)) }

// must fails the test for an error that no one expected.
func (x *tale) must(err error) {
	x.T.Helper()
	if err != nil {
		x.T.Fatal(err)
	}
}

func (x *tale) sign(role access.Role) {
	x.T.Helper()
	x.must(x.SignOff(ctx, x.As(role), x.Challenge, report.Own{Kind: report.Signed}))
}

// everyoneSigns lets the whole team sign off the text as it is.
func (x *tale) everyoneSigns() {
	x.T.Helper()
	for _, role := range teamOfStory {
		x.sign(role)
	}
}

var teamOfStory = []access.Role{access.Lead, access.Councillor, access.SeniorManager, access.Expert}

// edit changes the consideration's text, with a reason.
func (x *tale) edit(text, reason string) {
	x.T.Helper()
	base := func() finding.Base {
		var b finding.Base
		x.read(access.Lead, func(tx pgx.Tx) (err error) {
			b.Title, err = db.Value[int](ctx, tx, `SELECT title_version FROM finding WHERE id = $1`, x.consideration)
			if err == nil {
				b.Text, err = db.Value[int](ctx, tx, `SELECT d.version FROM finding f JOIN prose_document d ON d.id = f.prose_id WHERE f.id = $1`, x.consideration)
			}
			return err
		})
		return b
	}
	_, err := x.findings.Edit(ctx, x.As(access.Expert), x.Challenge, x.consideration,
		finding.Change{Title: "Carers wait", TitleWas: "Carers wait", Text: text, Reason: reason, Base: base()})
	x.must(err)
}

func (x *tale) read(role access.Role, f func(tx pgx.Tx) error) {
	x.T.Helper()
	x.must(db.Read(ctx, x.Story.DB, x.As(role), f))
}

// final makes the report final with everybody's sign-off.
func (x *tale) final() {
	x.T.Helper()
	x.everyoneSigns()
	x.later(time.Hour)
	x.must(x.Finalise(ctx, x.As(access.Lead), x.Challenge))
	x.later(time.Hour)
}

// publishAs publishes what the director would check now.
func (x *tale) publishAs(role access.Role, n report.Publication) (report.Public, error) {
	x.T.Helper()
	p, err := x.PublishPage(ctx, x.As(role), x.Challenge, n)
	if err != nil {
		return report.Public{}, err
	}
	n.Version, n.Final = p.Next, p.Final.Mark
	return x.Publish(ctx, x.As(role), x.Challenge, n)
}
