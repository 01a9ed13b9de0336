package visit_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/visit"
)

func dbErr(w world, actor access.Actor, sql string, args ...any) error {
	return db.InTx(ctx, w.DB, actor, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, sql, args...)
		return err
	})
}

// O1: a group has six to eight people and no senior leaders; another size needs a
// reason, which the team reads.
func TestAdd_O1_GroupSizeAndNoLeaders(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Tx(t))
	for name, change := range map[string]func(d *visit.Details){
		"senior leaders in a group": func(d *visit.Details) { d.Audience = visit.Leaders },
		"five without a reason":     func(d *visit.Details) { d.Size = visit.TwoToFive },
		"no size":                   func(d *visit.Details) { d.Size = "" },
		"no title":                  func(d *visit.Details) { d.Title = " " },
		"another day":               func(d *visit.Details) { d.Day = day1.AddDays(-1) },
		"ends before it starts":     func(d *visit.Details) { d.Ends = d.Starts },
		"one person twice":          func(d *visit.Details) { d.NotesID = d.LeadID },
		"a map that is no link":     func(d *visit.Details) { d.MapLink = "javascript:alert(1)" },
		"somebody of the host":      func(d *visit.Details) { d.LeadID = w.member(access.DASS) },
		"a telephone number":        func(d *visit.Details) { d.Title = "Ring 01632 960 187" },
	} {
		d := w.group()
		change(&d)
		if _, err := w.svc.Add(ctx, w.As(access.DASS), w.Challenge, d); !problem.Is(err, problem.Invalid) {
			t.Errorf("%s: %v, want invalid", name, err)
		}
	}
	d := w.group()
	d.Size, d.SizeReason = visit.TwoToFive, "Only five people do this work"
	w.add(d)
	w.onSite()
	v, err := w.svc.Programme(ctx, w.As(access.Expert), w.Challenge)
	w.must(err)
	if len(v.Sessions) != 1 || v.Sessions[0].SizeReason == "" {
		t.Errorf("the team does not read why: %+v", v.Sessions)
	}
}

// O6: who may build, and when: nobody but director and link officer, until the last day.
func TestBuild_O6_HostAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Tx(t))
	s := w.add(w.group())
	for who, actor := range w.others(access.DASS, access.LinkOfficer) {
		if _, err := w.svc.Add(ctx, actor, w.Challenge, w.group()); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s adds: %v", who, err)
		}
		if err := w.svc.Change(ctx, actor, w.Challenge, s, 1, w.group()); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s changes: %v", who, err)
		}
		if err := w.svc.TakeOut(ctx, actor, w.Challenge, s); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s takes out: %v", who, err)
		}
		if err := w.svc.ShareProgramme(ctx, actor, w.Challenge); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s shares: %v", who, err)
		}
	}
	w.must(w.svc.Change(ctx, w.As(access.DASS), w.Challenge, s, 1, w.carers()))
	w.refused(w.svc.Change(ctx, w.As(access.LinkOfficer), w.Challenge, s, 1, w.group()), problem.Conflict)
	w.share()
	w.refused(w.svc.ShareProgramme(ctx, w.As(access.DASS), w.Challenge), problem.Conflict)
	w.MoveTo(access.Drafting)
	_, err := w.svc.Add(ctx, w.As(access.DASS), w.Challenge, w.group())
	w.refused(err, problem.Closed)
}

// O6: a change of a shared programme is told to those it concerns, by a mail that
// holds no content; a change before sharing is told to nobody.
func TestChange_O6_ThoseConcernedAreTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Tx(t))
	s := w.add(w.group())
	d := w.group()
	d.Starts, d.Ends = 615, 675
	w.must(w.svc.Change(ctx, w.As(access.LinkOfficer), w.Challenge, s, 1, d))
	if got := w.mails("visit.changed"); len(got) != 0 {
		t.Errorf("told before sharing: %v", got)
	}
	w.share()
	d.Starts, d.Ends, d.NotesID = 630, 690, w.member(access.SeniorManager)
	w.must(w.svc.Change(ctx, w.As(access.LinkOfficer), w.Challenge, s, 2, d))
	got := w.mails("visit.changed")
	for _, role := range []access.Role{access.Councillor, access.Expert, access.SeniorManager} {
		if got[w.People[role]] != 1 {
			t.Errorf("%s was told %d times", role, got[w.People[role]])
		}
	}
	if len(got) != 3 {
		t.Errorf("told %d people, want three", len(got))
	}
	d.GettingThere = "By bus 7" // nobody has to come another time or elsewhere
	w.must(w.svc.Change(ctx, w.As(access.LinkOfficer), w.Challenge, s, 3, d))
	if again := w.mails("visit.changed"); again[w.People[access.Councillor]] != 1 {
		t.Error("a mail for a small change")
	}
}

func (w world) mails(kind string) map[uuid.UUID]int {
	w.t.Helper()
	out := map[uuid.UUID]int{}
	w.must(db.Read(ctx, w.DB, access.Job("mail"), func(tx pgx.Tx) error {
		rows, err := db.All[struct {
			PersonID uuid.UUID
			Body     string
		}](ctx, tx, `SELECT person_id, body FROM mail WHERE kind = $1`, kind)
		for _, r := range rows {
			out[r.PersonID]++
			if strings.Contains(r.Body, "front-door") || strings.Contains(r.Body, "Civic Hall") {
				w.t.Errorf("a mail holds content: %s", r.Body)
			}
		}
		return err
	}))
	return out
}

// O2: the open page says who will be in the room and what is promised, to whoever
// has the link; what is told there goes to the team alone, once, without a name.
func TestTelling_O2_GoesToTheTeamAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Tx(t))
	s := w.add(w.group())
	w.onSite()
	sheet, err := w.svc.Sheet(ctx, w.As(access.LinkOfficer), w.Challenge, s)
	w.must(err)
	token := *sheet.Session.Token
	b, err := w.svc.OpenBriefing(ctx, token)
	w.must(err)
	if b.Title != "front-door team" || b.LeadName == nil || b.NotesRole == nil || *b.NotesRole != access.Expert || !b.Open {
		t.Errorf("the open page: %+v", b)
	}
	for _, wrong := range []string{"", "x", strings.ToLower(token), token + "A", strings.Repeat("A", 5000)} {
		_, err := w.svc.OpenBriefing(ctx, wrong)
		w.refused(err, problem.NotFound)
		w.refused(w.svc.TellTeam(ctx, wrong, uuid.New(), "Something"), problem.NotFound)
	}
	sending := uuid.New()
	for range 2 {
		w.must(w.svc.TellTeam(ctx, token, sending, "We wait too long for an answer."))
	}
	w.refused(w.svc.TellTeam(ctx, token, uuid.New(), " "), problem.Invalid)
	w.refused(w.svc.TellTeam(ctx, token, uuid.New(), "Ring me on 01632 960 187"), problem.Invalid)
	w.refused(w.svc.TellTeam(ctx, token, uuid.New(), strings.Repeat("x", 4001)), problem.Invalid)
	v, err := w.svc.Told(ctx, w.As(access.Expert), w.Challenge)
	w.must(err)
	if len(v.Tellings) != 1 {
		t.Fatalf("the team reads %d, want one", len(v.Tellings))
	}
	for who, actor := range w.others(access.Team...) {
		if _, err := w.svc.Told(ctx, actor, w.Challenge); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s opens what people told: %v", who, err)
		}
		if n := w.count(actor, `SELECT count(*) FROM visit_telling`); n != 0 {
			t.Errorf("%s reads %d tellings from the database", who, n)
		}
	}
	w.MoveTo(access.FactCheck)
	w.refused(w.svc.TellTeam(ctx, token, uuid.New(), "Too late"), problem.Closed)
}

// O2: a briefing is marked as given by the organiser or the host, once.
func TestBriefing_O2_MarkedAsGiven(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Tx(t))
	s := w.add(w.group())
	w.organise(s)
	other := w.add(w.carers())
	w.refused(w.svc.GiveBriefing(ctx, w.As(access.Contributor), w.Challenge, other), problem.NotFound)
	w.refused(w.svc.GiveBriefing(ctx, w.As(access.Lead), w.Challenge, s), problem.NotFound)
	w.must(w.svc.GiveBriefing(ctx, w.As(access.Contributor), w.Challenge, s))
	w.refused(w.svc.GiveBriefing(ctx, w.As(access.LinkOfficer), w.Challenge, s), problem.Conflict)
	if n := w.count(w.As(access.LinkOfficer), `SELECT count(*) FROM task WHERE kind = 'briefing' AND done_at IS NULL`); n != 0 {
		t.Errorf("%d open tasks for briefings", n)
	}
}

// O4: at most five topics, no quotations, no groups; two who write at once both see it.
func TestTopics_O4_FewAndNotAttributable(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Tx(t))
	w.add(w.group())
	w.onSite()
	for _, bad := range []string{"", "a\nb\nc\nd\ne\nf", "They said “we are tired”", "What the carers group said", strings.Repeat("x", 121)} {
		w.refused(w.svc.SaveTopics(ctx, w.As(access.Lead), w.Challenge, day1, 0, bad), problem.Invalid)
	}
	w.must(w.svc.SaveTopics(ctx, w.As(access.Lead), w.Challenge, day1, 0, "Waiting times"))
	w.refused(w.svc.SaveTopics(ctx, w.As(access.Lead), w.Challenge, day1, 0, "Something else"), problem.Conflict)
	w.must(w.svc.SaveTopics(ctx, w.As(access.Lead), w.Challenge, day1, 1, "Waiting times\nMoney"))
	w.refused(w.svc.SaveTopics(ctx, w.As(access.Lead), w.Challenge, day1.AddDays(1), 0, "Tomorrow"), problem.NotFound)
	for _, role := range []access.Role{access.Expert, access.DASS, access.LinkOfficer} {
		w.refused(w.svc.SaveTopics(ctx, w.As(role), w.Challenge, day1, 2, "x"), problem.NotFound)
	}
	w.refused(w.svc.SaveLine(ctx, w.As(access.Lead), w.Challenge, day1, "x"), problem.NotFound)
}

// O6: the lead says which kinds are wanted and sees which are missing.
func TestWanted_O6_MissingKinds(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Tx(t))
	w.refused(w.svc.SayWanted(ctx, w.As(access.Expert), w.Challenge, []visit.Audience{visit.Carers}), problem.NotFound)
	w.refused(w.svc.SayWanted(ctx, w.As(access.Lead), w.Challenge, nil), problem.Invalid)
	w.must(w.svc.SayWanted(ctx, w.As(access.Lead), w.Challenge, []visit.Audience{visit.FrontLine, visit.Carers}))
	w.add(w.group())
	for _, role := range []access.Role{access.Lead, access.LinkOfficer, access.Coordinator} {
		v, err := w.svc.Programme(ctx, w.As(role), w.Challenge)
		w.must(err)
		if len(v.Missing) != 1 || v.Missing[0] != visit.Carers {
			t.Errorf("%s sees missing %v", role, v.Missing)
		}
	}
}

// Pages section 4, 02: today is the member's own sessions, with what is now and next.
func TestToday_OwnSessions(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Tx(t))
	w.add(w.group())
	d := w.carers()
	d.LeadID, d.NotesID = w.member(access.Lead), w.member(access.SeniorManager)
	w.add(d)
	w.onSite()
	v, err := w.svc.Today(ctx, w.As(access.Expert), w.Challenge, day1)
	w.must(err)
	if len(v.Sessions) != 1 || v.Now != 630 || v.Number != 1 || len(v.Days) != 3 {
		t.Errorf("today: %d sessions, now %d, day %d of %d", len(v.Sessions), v.Now, v.Number, len(v.Days))
	}
	w.Clock.Set(time.Date(2027, 5, 10, 9, 0, 0, 0, clock.London))
	v, err = w.svc.Today(ctx, w.As(access.Expert), w.Challenge, w.dayBefore())
	w.must(err)
	if len(v.Sessions) != 0 || v.Next == nil || v.Next.Title != "front-door team" {
		t.Errorf("the day before says when the next is: %+v", v.Next)
	}
	for who, actor := range w.others(access.Team...) {
		if _, err := w.svc.Today(ctx, actor, w.Challenge, day1); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s opens the team's day: %v", who, err)
		}
	}
}
