package schedule_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/schedule"
	"peerchallenge/internal/task"
	"peerchallenge/internal/task/tasktest"
)

var sameDays = cmpopts.EquateComparable(civil.Date{})

func day(s string) civil.Date { return civil.MustParseISO(s) }

func place(t *testing.T, s *dbtest.Story, council uuid.UUID, first string) challenge.ID {
	t.Helper()
	id, err := service(s).PlaceVisit(context.Background(), s.As(access.Coordinator), schedule.Placing{Cycle: s.Cycle, Council: council, First: day(first)})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func read[T any](t *testing.T, s *dbtest.Story, actor access.Actor, f func(ctx context.Context, tx pgx.Tx) (T, error)) T {
	t.Helper()
	var out T
	err := db.Read(context.Background(), s.DB, actor, func(tx pgx.Tx) (err error) {
		out, err = f(context.Background(), tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func openTasks(t *testing.T, s *dbtest.Story, actor access.Actor, id challenge.ID) map[string]civil.Date {
	t.Helper()
	out := map[string]civil.Date{}
	for _, k := range read(t, s, actor, func(ctx context.Context, tx pgx.Tx) ([]task.Task, error) { return tasktest.OfChallenge(ctx, tx, id) }) {
		if k.DoneAt == nil {
			out[k.Kind] = k.DueOn
		}
	}
	return out
}

// S1, S2: placing begins the challenge; the director of the host sees it by post.
func TestPlaceVisit_S1_S2_BeginsTheChallenge(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	id := place(t, s, s.Others[2], "2027-10-12") // whose director is the Stranger
	host := access.Person(s.Stranger)
	head := read(t, s, host, func(ctx context.Context, tx pgx.Tx) (challenge.Head, error) {
		return challenge.HeadTx(ctx, tx, s.Clock.Now(), id)
	})
	if !strings.HasPrefix(head.Name, "Cressford") || !strings.HasSuffix(head.Name, " 2027") || head.Stage != access.Scheduled {
		t.Errorf("name %q, stage %s", head.Name, head.Stage)
	}
	if diff := cmp.Diff("12 to 14 October 2027", civil.Range(head.OnsiteFirst, head.OnsiteLast)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(challenge.DatesFrom(day("2027-10-12"), day("2027-10-14"), s.Framework.Offsets, s.Framework.Windows), head.Dates, sameDays); diff != "" {
		t.Errorf("dates (-want +got):\n%s", diff)
	}
	want := map[string]civil.Date{schedule.AssembleTask: day("2027-07-20"), schedule.AgreeTask: day("2027-07-20")}
	if diff := cmp.Diff(want, openTasks(t, s, host, id), sameDays); diff != "" {
		t.Errorf("tasks (-want +got):\n%s", diff)
	}
}

func fieldOf(err error) string {
	p, ok := err.(*problem.Problem)
	if !ok || len(p.Fields) == 0 {
		return ""
	}
	return p.Fields[0].Name
}

func TestPlaceVisit_S1_S3_Refuses(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	place(t, s, s.Others[0], "2027-10-05")
	place(t, s, s.Others[1], "2027-10-12")
	for name, c := range map[string]struct {
		p     schedule.Placing
		field string
	}{
		"a council twice (S1)":    {schedule.Placing{Cycle: s.Cycle, Council: s.Others[0], First: day("2027-11-09")}, "council"},
		"no council":              {schedule.Placing{Cycle: s.Cycle, First: day("2027-11-09")}, "council"},
		"no day":                  {schedule.Placing{Cycle: s.Cycle, Council: s.Others[2]}, "first"},
		"after the cycle (S1)":    {schedule.Placing{Cycle: s.Cycle, Council: s.Others[2], First: day("2028-09-12")}, "first"},
		"in the past":             {schedule.Placing{Cycle: s.Cycle, Council: s.Others[2], First: day("2027-02-09")}, "first"},
		"a Sunday (S3)":           {schedule.Placing{Cycle: s.Cycle, Council: s.Others[2], First: day("2027-11-07")}, "first"},
		"the third in a month":    {schedule.Placing{Cycle: s.Cycle, Council: s.Others[2], First: day("2027-10-19")}, "first"},
		"before an election (S3)": {schedule.Placing{Cycle: s.Cycle, Council: s.Others[2], First: day("2027-04-13")}, "first"},
	} {
		_, err := service(s).PlaceVisit(context.Background(), s.As(access.Coordinator), c.p)
		if !problem.Is(err, problem.Invalid) || fieldOf(err) != c.field {
			t.Errorf("%s: %v, want a message at %s", name, err, c.field)
		}
	}
	id, err := service(s).PlaceVisit(context.Background(), s.As(access.Coordinator),
		schedule.Placing{Cycle: s.Cycle, Council: s.Others[2], First: day("2027-04-13"), ElectionAgreed: true})
	if err != nil {
		t.Fatal(err)
	}
	c, err := service(s).CalendarPage(context.Background(), s.As(access.Coordinator), s.Cycle)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.NumbersOf(id)) != 0 || len(c.LettersOf(id)) != 1 {
		t.Errorf("agreed before an election: clashes %v, notes %v", c.Clashes, c.Notes)
	}
}

// S5: moving shows what it changes, then moves the dates that follow and the
// due dates of tasks, leaves those set by hand, and tells everybody.
func TestMoveVisit_S5(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, coordinator := context.Background(), s.As(access.Coordinator)
	id := place(t, s, s.Others[2], "2027-10-12")
	if err := service(s).SetDate(ctx, coordinator, id, challenge.ReadingOpens, day("2027-09-17")); err != nil {
		t.Fatal(err)
	}
	p, err := service(s).PreviewMove(ctx, coordinator, id, day("2027-11-09"))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range p.Moves {
		stays := m.Kind == challenge.ReadingOpens
		if m.ByHand != stays || (m.Was == m.Now) != stays {
			t.Errorf("%s: was %s, now %s, by hand %v", m.Kind, m.Was, m.Now, m.ByHand)
		}
	}
	if len(p.Told) != 1 || p.Told[0].PersonID != s.Stranger || len(p.Clashes) != 0 || !p.Possible {
		t.Errorf("told %v, clashes %v", p.Told, p.Clashes)
	}
	if got := openTasks(t, s, coordinator, id)[schedule.AgreeTask]; got != day("2027-07-20") {
		t.Fatalf("a preview changed a task: %s", got)
	}
	if err := service(s).MoveVisit(ctx, coordinator, id, schedule.Moving{First: day("2027-11-09"), Version: p.Version - 1}); !problem.Is(err, problem.Conflict) {
		t.Errorf("an old version moved: %v", err)
	}
	if err := service(s).MoveVisit(ctx, coordinator, id, schedule.Moving{First: day("2027-11-09"), Version: p.Version}); err != nil {
		t.Fatal(err)
	}
	head := read(t, s, coordinator, func(ctx context.Context, tx pgx.Tx) (challenge.Head, error) {
		return challenge.HeadTx(ctx, tx, s.Clock.Now(), id)
	})
	if head.OnsiteLast != day("2027-11-11") || head.Dates[challenge.ReadingOpens] != day("2027-09-17") || head.Dates[challenge.SelfAssessment] != day("2027-10-05") {
		t.Errorf("after the move: %v, %v", head.OnsiteLast, head.Dates)
	}
	if got := openTasks(t, s, coordinator, id)[schedule.AgreeTask]; got != day("2027-08-17") {
		t.Errorf("the task stayed at %s", got)
	}
	if got := mails(t, s, s.Stranger, "schedule.moved"); got != 1 {
		t.Errorf("%d mails about the move", got)
	}
}

func mails(t *testing.T, s *dbtest.Story, person uuid.UUID, kind string) int {
	return read(t, s, access.Job("mail"), func(ctx context.Context, tx pgx.Tx) (int, error) {
		return db.Value[int](ctx, tx, `SELECT count(*) FROM mail WHERE person_id = $1 AND kind = $2`, person, kind)
	})
}

// S5: what breaks is said before, and a visit is not moved into a clash.
func TestMoveVisit_S5_SaysWhatBreaks(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, coordinator := context.Background(), s.As(access.Coordinator)
	if err := service(s).SetDate(ctx, coordinator, s.Challenge, challenge.ReadingOpens, day("2027-04-27")); err != nil {
		t.Fatal(err)
	}
	p, err := service(s).PreviewMove(ctx, coordinator, s.Challenge, day("2027-04-20"))
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Breaks) == 0 || !p.NeedsAgreement() || !strings.Contains(strings.Join(p.Breaks, " "), "set by hand to 27 April 2027") {
		t.Errorf("breaks %q, clashes %v", p.Breaks, p.Clashes)
	}
	if err := service(s).MoveVisit(ctx, coordinator, s.Challenge, schedule.Moving{First: day("2027-04-20"), Version: p.Version}); !problem.Is(err, problem.Invalid) {
		t.Errorf("moved before an election without agreement: %v", err)
	}
	if err := service(s).MoveVisit(ctx, coordinator, s.Challenge, schedule.Moving{First: day("2027-04-20"), Version: p.Version, ElectionAgreed: true}); err != nil {
		t.Error(err)
	}
}

// S2, F7: a date by hand lies on its side of the visit, on a working day, and
// never shortens the host's time for comments.
func TestSetDate_S2_F7(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx := context.Background()
	for _, c := range []struct {
		kind challenge.DateKind
		day  string
		ok   bool
	}{
		{challenge.ReadingOpens, "2027-04-26", true}, {challenge.ReadingOpens, "2027-05-11", false}, {challenge.ReadingOpens, "2027-04-25", false},
		{challenge.DraftReport, "2027-05-12", false}, {challenge.DraftReport, "2027-06-01", true}, {challenge.CommentsClose, "2027-06-08", false},
		{challenge.CommentsClose, "2027-06-16", true}, {"no such date", "2027-06-16", false},
	} {
		err := service(s).SetDate(ctx, s.As(access.Coordinator), s.Challenge, c.kind, day(c.day))
		if (err == nil) != c.ok || (err != nil && !problem.Is(err, problem.Invalid)) {
			t.Errorf("%s on %s: %v", c.kind, c.day, err)
		}
	}
}

// Section 3: agreeing needs a team that can be seen, and begins "preparing".
func TestAnswerProposal_AgreeBeginsPreparing(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx := context.Background()
	id := place(t, s, s.Others[2], "2027-10-12")
	host := access.Person(s.Stranger)
	if err := service(s).AnswerProposal(ctx, host, id, schedule.Reply{Agree: true, Version: 1}); !problem.Is(err, problem.Closed) {
		t.Errorf("agreed to a team nobody saw: %v", err)
	}
	if err := service(s).AnswerProposal(ctx, host, id, schedule.Reply{About: schedule.AboutDates, Version: 1}); !problem.Is(err, problem.Invalid) {
		t.Errorf("asked for others without a reason: %v", err)
	}
	s.MoveTo(access.Scheduled)
	director := s.As(access.DASS)
	if err := service(s).AnswerProposal(ctx, director, s.Challenge, schedule.Reply{Agree: true, Version: 7}); !problem.Is(err, problem.Conflict) {
		t.Errorf("agreed to dates that were not shown: %v", err)
	}
	if err := service(s).AnswerProposal(ctx, director, s.Challenge, schedule.Reply{Agree: true, Version: 1}); err != nil {
		t.Fatal(err)
	}
	p, err := service(s).ProposalPage(ctx, director, s.Challenge)
	if err != nil || p.Head.Stage != access.Preparing || p.Head.AgreedAt == nil || p.CanAnswer {
		t.Errorf("stage %s, agreed %v, %v", p.Head.Stage, p.Head.AgreedAt, err)
	}
	got := openTasks(t, s, director, s.Challenge)
	for _, kind := range []string{"host-people", "self-assessment", "documents"} {
		if got[kind].IsZero() {
			t.Errorf("no task %q among %v", kind, got)
		}
	}
	if err := service(s).AnswerProposal(ctx, director, s.Challenge, schedule.Reply{Agree: true, Version: 1}); !problem.Is(err, problem.Closed) {
		t.Errorf("agreed twice: %v", err)
	}
}

// S3: two coordinators who place at the same moment do not put three visits into a month.
func TestPlaceVisit_S3_TwoAtOnce(t *testing.T) {
	d := dbtest.DB(t)
	s := dbtest.NewStory(t, d.Pool)
	s.Clock.Set(time.Date(2027, 3, 1, 9, 0, 0, 0, clock.London))
	place(t, s, s.Others[0], "2027-10-05")
	errs := make(chan error, 2)
	for i, first := range []string{"2027-10-12", "2027-10-19"} {
		go func() {
			_, err := service(s).PlaceVisit(context.Background(), s.As(access.Coordinator), schedule.Placing{Cycle: s.Cycle, Council: s.Others[i+1], First: day(first)})
			errs <- err
		}()
	}
	a, b := <-errs, <-errs
	if (a == nil) == (b == nil) {
		t.Errorf("one of two should be refused: %v, %v", a, b)
	}
}

// A calendar costs the same for one visit and for many (list: at most 6, of
// which the frame of a page takes two).
func TestCalendar_CountsStatements(t *testing.T) {
	s := dbtest.NewStory(t, dbtest.DB(t).Pool)
	ask := func() int64 {
		return dbtest.Statements(func() {
			if _, err := service(s).CalendarPage(context.Background(), s.As(access.Coordinator), s.Cycle); err != nil {
				t.Fatal(err)
			}
		})
	}
	one := ask()
	for i, first := range []string{"2027-10-05", "2027-10-12", "2027-11-09"} {
		place(t, s, s.Others[i], first)
	}
	if many := ask(); one != many || many > 4 {
		t.Errorf("%d statements for one visit, %d for four", one, many)
	}
}
