package reminder_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/reminder"
	"peerchallenge/internal/task"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

var ctx = context.Background()

type world struct {
	*dbtest.Story
	*reminder.Service
	t *testing.T
}

func newWorld(t *testing.T) world {
	t.Helper()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	return world{s, &reminder.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://peer.example"}, t}
}

func (w world) as(actor access.Actor, f func(tx pgx.Tx) error) {
	w.t.Helper()
	if err := db.InTx(ctx, w.Story.DB, actor, f); err != nil {
		w.t.Fatal(err)
	}
}

// open gives a role something to do by a day.
func (w world) open(kind string, role access.Role, due string) {
	w.t.Helper()
	w.as(w.As(access.Coordinator), func(tx pgx.Tx) error {
		return task.OpenTx(ctx, tx, w.Story.Clock.Now(), task.New{Challenge: w.Challenge, Kind: kind, Title: "Do " + kind, Role: role,
			Path: "/challenges/" + w.Challenge.String() + "/" + kind, Due: civil.MustParseISO(due)})
	})
}

func (w world) at(moment string) {
	w.t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", moment, clock.London)
	if err != nil {
		w.t.Fatal(err)
	}
	w.Story.Clock.Set(at)
}

type letter struct{ Subject, Body string }

// run sends, and gives the mails of this run by person.
func (w world) run(moment string) map[uuid.UUID]letter {
	w.t.Helper()
	w.at(moment)
	if _, err := w.Send(ctx); err != nil {
		w.t.Fatal(err)
	}
	out := map[uuid.UUID]letter{}
	w.as(access.Job("mail"), func(tx pgx.Tx) error {
		type row struct {
			PersonID      uuid.UUID
			Subject, Body string
		}
		list, err := db.All[row](ctx, tx, `UPDATE mail SET kind = kind || '.read' WHERE kind = 'reminder.digest' RETURNING person_id, subject, body`)
		for _, r := range list {
			if _, twice := out[r.PersonID]; twice {
				w.t.Errorf("two mails to one person on %s", moment)
			}
			out[r.PersonID] = letter{r.Subject, r.Body}
		}
		return err
	})
	return out
}

// Issue 3, point 1: seven days before, on the day, three days after; nothing on the
// days between, nothing before eight, and nothing twice on one day.
func TestSend_ThreeTimesEachOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open("self-assessment", access.DASS, "2027-03-26")
	dass := w.People[access.DASS]
	got := map[string]bool{}
	for _, moment := range []string{"2027-03-18 09:00", "2027-03-19 07:59", "2027-03-19 08:00", "2027-03-19 12:00", "2027-03-20 09:00", "2027-03-25 09:00",
		"2027-03-26 09:00", "2027-03-27 09:00", "2027-03-29 09:00", "2027-03-30 09:00", "2027-05-30 09:00"} {
		_, got[moment] = w.run(moment)[dass]
	}
	want := map[string]bool{"2027-03-18 09:00": false, "2027-03-19 07:59": false, "2027-03-19 08:00": true, "2027-03-19 12:00": false, "2027-03-20 09:00": false,
		"2027-03-25 09:00": false, "2027-03-26 09:00": true, "2027-03-27 09:00": false, "2027-03-29 09:00": true, "2027-03-30 09:00": false, "2027-05-30 09:00": false}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// One mail a day holds all of a person's reminders, with what, where, when and a link.
func TestSend_OneDigestADay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open("self-assessment", access.DASS, "2027-03-19")
	w.open("host-people", access.DASS, "2027-03-26")
	mails := w.run("2027-03-19 08:30")
	got := mails[w.People[access.DASS]]
	if want := "Reminder: 2 things with a date in Peer Challenge"; got.Subject != want {
		t.Errorf("subject %q, want %q", got.Subject, want)
	}
	for _, want := range []string{"Due now:", "Do self-assessment", "Hostshire 2027, by Friday 19 March 2027", "https://peer.example/challenges/" + w.Challenge.String() + "/self-assessment",
		"Due in the next seven days:", "Do host-people"} {
		if !strings.Contains(got.Body, want) {
			t.Errorf("the mail lacks %q:\n%s", want, got.Body)
		}
	}
	if _, ok := mails[w.People[access.LinkOfficer]]; ok {
		t.Error("somebody whose task it is not was reminded")
	}
	w.open("later", access.DASS, "2027-03-19")
	if again := w.run("2027-03-19 16:00"); len(again) != 0 {
		t.Errorf("a second mail on one day: %v", again)
	}
	if next := w.run("2027-03-20 09:00"); !strings.Contains(next[w.People[access.DASS]].Body, "Do later") {
		t.Error("what was opened after the day's mail is forgotten")
	}
}

// A run that was missed sends once what is due, as what it is then.
func TestSend_LateRunSendsOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open("self-assessment", access.DASS, "2027-03-19")
	mails := w.run("2027-04-05 09:00")
	if got := mails[w.People[access.DASS]]; !strings.Contains(got.Body, "Late:") || strings.Contains(got.Body, "Due now") {
		t.Errorf("the late mail: %q", got.Body)
	}
	if again := w.run("2027-04-06 09:00"); len(again) != 0 {
		t.Errorf("sent again: %v", again)
	}
}

// V4: whoever has left is not reminded; section 3: a challenge that was ended is silent.
func TestSend_V4_NotThoseWhoLeftNorWhatEnded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.as(w.As(access.Coordinator), func(tx pgx.Tx) error {
		return task.OpenTx(ctx, tx, w.Story.Clock.Now(), task.New{Challenge: w.Challenge, Kind: "sign-off", Title: "Sign", Person: w.Stranger, Due: civil.NewDate(2027, 3, 19)})
	})
	w.open("self-assessment", access.DASS, "2027-03-19")
	if _, ok := w.run("2027-03-19 09:00")[w.Stranger]; ok {
		t.Error("a person without a part in the challenge was reminded")
	}
	w.as(w.As(access.Coordinator), func(tx pgx.Tx) error {
		return db.ExecOne(ctx, tx, `UPDATE challenge SET ended = 'postponed', ended_reason = 'Floods' WHERE id = $1`, w.Challenge)
	})
	if mails := w.run("2027-03-22 09:00"); len(mails) != 0 {
		t.Errorf("a postponed challenge reminds: %v", mails)
	}
}

// S5: a date that moved is reminded of anew.
func TestSend_S5_MovedDateRemindsAnew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open("self-assessment", access.DASS, "2027-03-19")
	w.run("2027-03-12 09:00")
	w.as(w.As(access.Coordinator), func(tx pgx.Tx) error {
		return task.RescheduleTx(ctx, tx, w.Challenge, "self-assessment", civil.NewDate(2027, 4, 30))
	})
	if _, ok := w.run("2027-04-23 09:00")[w.People[access.DASS]]; !ok {
		t.Error("no reminder of the new date")
	}
}

// Nothing begun: the coordinator is told two weeks before and on the day, unless
// somebody has done something towards it.
func TestSend_NudgesTheCoordinatorWhenNothingHasBegun(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open("self-assessment", access.DASS, "2027-03-26")
	w.open("documents", access.LinkOfficer, "2027-03-26")
	w.at("2027-03-05 10:00")
	w.as(w.As(access.Contributor), func(tx pgx.Tx) error {
		return audit.LogTx(ctx, tx, w.As(access.Contributor), w.Story.Clock.Now(), audit.Line{Verb: "self-assessment.write", Challenge: w.Challenge, Room: access.Common})
	})
	coordinator := w.People[access.Coordinator]
	if got := w.run("2027-03-12 09:00")[coordinator]; !strings.Contains(got.Body, "Do documents") || strings.Contains(got.Body, "Do self-assessment") {
		t.Errorf("two weeks before: %q", got.Body)
	}
	if _, ok := w.run("2027-03-13 09:00")[coordinator]; ok {
		t.Error("nudged every day")
	}
	if got := w.run("2027-03-26 09:00")[coordinator]; !strings.Contains(got.Body, "Do documents") || strings.Contains(got.Body, "/documents") {
		t.Errorf("on the day: %q", got.Body)
	}
}

// V6: people read their own reminders alone, and nobody but the job records one.
func TestPage_V6_OnlyOnesOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open("self-assessment", access.DASS, "2027-03-26")
	w.run("2027-03-19 09:00")
	mine, err := w.Page(ctx, w.As(access.DASS))
	if err != nil || len(mine.Coming) != 1 || mine.Coming[0].Next != civil.NewDate(2027, 3, 26) || mine.Last != civil.NewDate(2027, 3, 19) {
		t.Errorf("own page: %+v, %v", mine, err)
	}
	theirs, err := w.Page(ctx, w.As(access.Lead))
	if err != nil || len(theirs.Coming) != 0 || !theirs.Last.IsZero() {
		t.Errorf("the lead's page: %+v, %v", theirs, err)
	}
	err = db.InTx(ctx, w.Story.DB, w.As(access.Coordinator), func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO reminder_digest (person_id, on_day, sent_at) VALUES ($1, '2027-03-20', now())`, w.People[access.Coordinator])
		return err
	})
	if err == nil {
		t.Error("a person records a reminder")
	}
}

// Each reminder stands by itself: one person whose mail cannot be queued holds up
// nobody else, and is sent theirs once it can.
func TestSend_OneThatFailsHoldsUpNoOther(t *testing.T) {
	d := dbtest.DB(t)
	s := dbtest.NewStory(t, d.Pool)
	w := world{s, &reminder.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://peer.example"}, t}
	w.open("self-assessment", access.DASS, "2027-03-19")
	w.open("documents", access.LinkOfficer, "2027-03-19")
	dass := w.People[access.DASS]
	if _, err := d.Owner.Exec(ctx, `ALTER TABLE mail ADD CONSTRAINT no_room_for_this_one CHECK (person_id <> '`+dass.String()+`')`); err != nil {
		t.Fatal(err)
	}
	w.at("2027-03-19 09:00")
	sent, err := w.Send(ctx)
	if err == nil || sent != 2 { // the link officer, and the coordinator's nudge
		t.Errorf("sent %d, %v; want 2 and an error", sent, err)
	}
	if _, err := d.Owner.Exec(ctx, `ALTER TABLE mail DROP CONSTRAINT no_room_for_this_one`); err != nil {
		t.Fatal(err)
	}
	w.at("2027-03-19 10:00")
	if sent, err = w.Send(ctx); err != nil || sent != 1 {
		t.Errorf("afterwards sent %d, %v; want 1", sent, err)
	}
}
