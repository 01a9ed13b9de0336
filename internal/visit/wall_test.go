package visit_test

import (
	"testing"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/visit"
)

// O5, V2: before it is shared a programme is its builders' alone; everybody else on
// the challenge learns counts at most, and nothing through the database either.
func TestProgramme_O6_IsTheHostsUntilShared(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Tx(t))
	w.add(w.group())
	for who, actor := range w.others(access.DASS, access.LinkOfficer) {
		v, err := w.svc.Programme(ctx, actor, w.Challenge)
		if err == nil && (len(v.Sessions)+len(v.Outline) > 0 || v.Reads) {
			t.Errorf("%s reads the programme: %+v", who, v.Sessions)
		}
		if n := w.count(actor, `SELECT count(*) FROM visit_session`); n != 0 {
			t.Errorf("%s reads %d sessions from the database", who, n)
		}
		if n := w.count(actor, `SELECT count(*) FROM programme_outline($1)`, w.Challenge); n != 0 {
			t.Errorf("%s reads an outline before it is shared", who)
		}
	}
	v, err := w.svc.Programme(ctx, w.As(access.Lead), w.Challenge)
	w.must(err)
	if v.Counts[visit.FrontLine] != 1 || len(v.Sessions) != 0 {
		t.Errorf("the lead learns counts and no more: %+v", v)
	}
	for _, who := range []string{"stranger", "other region", "nobody", "contributor", "host_psw"} {
		_, err := w.svc.Programme(ctx, w.others()[who], w.Challenge)
		w.refused(err, problem.NotFound)
	}
}

// O5: once shared, the team reads sessions, and senior leaders time, kind and size
// band alone: no place, no name, no number, no one-to-one's kind of person.
func TestProgramme_O5_LeadersSeeTheOutlineAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Tx(t))
	w.add(w.group())
	one := w.group()
	one.Kind, one.Audience, one.Title, one.Starts, one.Ends = visit.OneToOne, visit.Managers, "a manager", 700, 730
	w.add(one)
	w.onSite()
	for _, role := range []access.Role{access.Lead, access.Expert, access.VisitingPSW} {
		v, err := w.svc.Programme(ctx, w.As(role), w.Challenge)
		w.must(err)
		if len(v.Sessions) != 2 {
			t.Errorf("%s reads %d sessions", role, len(v.Sessions))
		}
	}
	v, err := w.svc.Programme(ctx, w.As(access.SeniorLeader), w.Challenge)
	w.must(err)
	if len(v.Outline) != 2 || len(v.Sessions) != 0 || len(v.Counts) != 0 || len(v.Members) != 0 {
		t.Errorf("a senior leader reads %+v", v)
	}
	if v.Outline[1].Audience != visit.Nobody || v.Outline[0].Size != visit.SixToEight {
		t.Errorf("outline %+v", v.Outline)
	}
	if n := w.count(w.As(access.SeniorLeader), `SELECT count(*) FROM visit_session`); n != 0 {
		t.Errorf("a senior leader reads %d sessions from the database", n)
	}
}

// O5: names of those invited are the organiser's alone; the director, the link
// officer and the team read neither name nor that there are some.
func TestInvitations_O5_AreTheOrganisersAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Tx(t))
	s := w.add(w.group())
	w.organise(s)
	w.must(w.svc.AddInvitation(ctx, w.As(access.Contributor), w.Challenge, s, "Danuta Kowalczyk"))
	w.onSite()
	for who, actor := range w.others(access.Contributor) {
		if _, err := w.svc.Organise(ctx, actor, w.Challenge, s); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s opens the list: %v", who, err)
		}
		if n := w.count(actor, `SELECT count(*) FROM visit_invitation`); n != 0 {
			t.Errorf("%s reads %d names from the database", who, n)
		}
		if err := w.svc.AddInvitation(ctx, actor, w.Challenge, s, "Somebody"); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s adds a name: %v", who, err)
		}
	}
	v, err := w.svc.Organise(ctx, w.As(access.Contributor), w.Challenge, s)
	w.must(err)
	if len(v.Invitations) != 1 || v.Session.Coming == nil || *v.Session.Coming != 1 {
		t.Errorf("the organiser reads %+v", v.Invitations)
	}
	// the team learns how many, the director and the link officer do not
	for role, want := range map[access.Role]int{access.Lead: 1, access.Expert: 1, access.DASS: 0, access.LinkOfficer: 0, access.SeniorLeader: 0, access.Coordinator: 0, access.VisitingPSW: 0} {
		if n := w.count(w.As(role), `SELECT count(*) FROM visit_expected`); n != want {
			t.Errorf("%s reads %d numbers, want %d", role, n, want)
		}
	}
}

// O5: a group's list passes to the next organiser, and the first loses it at once (V4);
// no leader can organise.
func TestOrganiser_O5_V4_PassesOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Tx(t))
	s := w.add(w.group())
	w.organise(s)
	w.must(w.svc.AddInvitation(ctx, w.As(access.Contributor), w.Challenge, s, "Danuta Kowalczyk"))
	for _, role := range []access.Role{access.DASS, access.SeniorLeader, access.Lead, access.Coordinator} {
		w.refused(w.svc.GiveOrganiser(ctx, w.As(access.DASS), w.Challenge, s, w.People[role]), problem.Invalid)
	}
	w.must(w.svc.GiveOrganiser(ctx, w.As(access.DASS), w.Challenge, s, w.People[access.LinkOfficer]))
	_, err := w.svc.Organise(ctx, w.As(access.Contributor), w.Challenge, s)
	w.refused(err, problem.NotFound)
	v, err := w.svc.Organise(ctx, w.As(access.LinkOfficer), w.Challenge, s)
	w.must(err)
	if len(v.Invitations) != 1 {
		t.Errorf("the list did not pass on: %+v", v.Invitations)
	}
}

// O5: of people who draw on care and carers no name is kept, whatever is sent and
// whatever the program's code says.
func TestInvitations_O5_NoNamesOfCarers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Tx(t))
	s := w.add(w.carers())
	w.organise(s)
	w.refused(w.svc.AddInvitation(ctx, w.As(access.Contributor), w.Challenge, s, "Somebody"), problem.Invalid)
	w.refused(dbErr(w, w.As(access.Contributor), `INSERT INTO visit_invitation (id, challenge_id, session_id, name, added_by, added_at)
		VALUES ($1, $2, $3, 'Somebody', $4, now())`, uuid.New(), w.Challenge, s, w.People[access.Contributor]), problem.NotFound)
	five := 5
	w.must(w.svc.SayExpected(ctx, w.As(access.Contributor), w.Challenge, s, &five, "Large print"))
	// a group of staff with a list does not turn into one of carers
	staff := w.add(w.group())
	w.organise(staff)
	d := w.group()
	d.Audience = visit.DrawOnCare
	w.refused(w.svc.Change(ctx, w.As(access.LinkOfficer), w.Challenge, staff, 2, d), problem.Invalid)
}

// O4, V8: the daily conversation is the team's and the director's: nobody else reads it.
func TestDaily_O4_TeamAndDirectorAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Tx(t))
	w.add(w.group())
	w.onSite()
	w.must(w.svc.SaveTopics(ctx, w.As(access.Lead), w.Challenge, day1, 0, "Waiting times\nHow partners meet"))
	w.must(w.svc.SaveLine(ctx, w.As(access.DASS), w.Challenge, day1, "We see the same in our own numbers."))
	w.must(w.svc.SaveHeard(ctx, w.As(access.Lead), w.Challenge, day1, []uuid.UUID{w.People[access.Expert]}))
	for who, actor := range w.others(append([]access.Role{access.DASS}, access.Team...)...) {
		if _, err := w.svc.Daily(ctx, actor, w.Challenge); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s opens the conversation: %v", who, err)
		}
		for _, table := range []string{"visit_day", "visit_day_line", "visit_heard"} {
			if n := w.count(actor, "SELECT count(*) FROM "+table); n != 0 {
				t.Errorf("%s reads %d rows of %s", who, n, table)
			}
		}
		if n := w.count(actor, `SELECT count(*) FROM audit_line WHERE verb IN ('visit.topics', 'visit.line', 'visit.hear')`); n != 0 {
			t.Errorf("%s reads that there was a conversation", who)
		}
	}
	for _, role := range []access.Role{access.DASS, access.Lead, access.Expert, access.Councillor} {
		v, err := w.svc.Daily(ctx, w.As(role), w.Challenge)
		w.must(err)
		if len(v.Days) != 1 || len(v.Days[0].Topics) != 2 || v.Days[0].Line == "" {
			t.Errorf("%s reads %+v", role, v.Days)
		}
		if role == access.DASS && len(v.Days[0].Heard)+len(v.Members) != 0 {
			t.Error("the director reads who of the team was heard")
		}
	}
}
