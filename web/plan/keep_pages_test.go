package plan_test

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/id"
	"peerchallenge/internal/offer"
	"peerchallenge/internal/person"
	"peerchallenge/web/page/pagetest"
)

func do(t *testing.T, s *dbtest.Story, sql string, args ...any) {
	t.Helper()
	err := db.InTx(context.Background(), s.DB, s.As(access.Coordinator), func(tx pgx.Tx) error {
		_, err := tx.Exec(context.Background(), sql, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func gathers(t *testing.T, s *dbtest.Story) {
	t.Helper()
	offers := &offer.Service{DB: s.DB, Clock: s.Clock, People: &person.Service{DB: s.DB, Clock: s.Clock}}
	if err := offers.Open(context.Background(), s.As(access.Coordinator), s.Cycle, civil.NewDate(2027, 3, 31)); err != nil {
		t.Fatal(err)
	}
}

func approved(t *testing.T, s *dbtest.Story, one string) (places string) {
	t.Helper()
	c := s.As(access.Coordinator)
	version, _ := get(t, s, c, one+"/approve").Doc.Find("main input[name=version]").Attr("value")
	a := post(t, s, c, one+"/approve", "version", version)
	if a.Code != 303 || !strings.HasSuffix(a.Location, "/places") {
		t.Fatalf("approve: %d %s %q %v", a.Code, a.Location, a.Doc.Find(".govuk-error-summary").Text(), a.Err)
	}
	return a.Location
}

// T10: before a plan is approved the page leads to where it is written what an expert
// is promised, once for the cycle; after it, whoever can be asked has a button, and
// an expert to whom nothing is promised a link instead. Visits that lack somebody
// come first.
func TestPlaces_T10_WriteThePromiseThenAsk(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	s.AddPool()
	c := s.As(access.Coordinator)
	gathers(t, s)
	do(t, s, `INSERT INTO person_offer (cycle_id, person_id, region_id, council_id, role, skills, experienced, max_visits, offered_by, offered_at)
		SELECT $1, id, region_id, council_id, CASE post WHEN 'Head of commissioning' THEN 'senior_manager' WHEN 'Cabinet member for adults' THEN 'councillor'
			WHEN 'Principal social worker' THEN 'psw' WHEN 'Expert by experience' THEN 'expert' ELSE 'lead' END, '', false, 9, app_actor(), now()
		FROM person WHERE region_id = $2 AND post IN ('Head of commissioning', 'Cabinet member for adults', 'Principal social worker', 'Expert by experience', 'Associate of the regional office')`, s.Cycle, s.Region)
	_, one := plannedFor(t, s, "one")
	check := get(t, s, c, one+"/approve")
	look(t, "approve", check)
	if words := check.Doc.Find(".pc-check").Text(); strings.Contains(words, "taken off") || !strings.Contains(words, "everybody who is asked") {
		t.Errorf("who is told: %q", words)
	}
	links := check.Doc.Find("main a[href$='#promise']")
	if links.Length() == 0 {
		t.Fatal("no way to write what experts are promised")
	}
	href, _ := links.First().Attr("href")
	who := id36(href)
	places := get(t, s, c, approved(t, s, one))
	look(t, "places", places)
	if got := places.Doc.Find("main h2").Text(); strings.Contains(got, "full team") && strings.Index(got, "lack somebody") > strings.Index(got, "full team") {
		t.Errorf("order %q", got)
	}
	if places.Doc.Find("main a[href='"+href+"']").Length() == 0 || places.Doc.Find("main input[name=person][value='"+who+"']").Length() != 0 {
		t.Error("an expert to whom nothing is promised can be asked, or nothing can be promised to them")
	}
	do(t, s, `INSERT INTO person_promise (cycle_id, person_id, region_id, hours, payment, expenses, benefits, buddy, support, format, written_by, written_at)
		VALUES ($1, $2, $3, '1', '1', '1', '1', '1', '1', 'web', app_actor(), now())`, s.Cycle, who, s.Region)
	again := get(t, s, c, "/calendar/"+s.Cycle.String()+"/places")
	if again.Doc.Find("main a[href='"+href+"']").Length() != 0 {
		t.Error("promised, and still to be written")
	}
	form := again.Doc.Find("main form:has(input[name=person][value='" + who + "'])").First()
	ch, _ := form.Find("input[name=challenge]").Attr("value")
	if a := post(t, s, c, "/calendar/"+s.Cycle.String()+"/places", "challenge", ch, "person", who, "role", "expert"); a.Code != 303 {
		t.Errorf("asked: %d %q %v", a.Code, a.Errors(), a.Err)
	}
}

// id36 is the id at the end of an address, before "#".
func id36(href string) string {
	href, _, _ = strings.Cut(href, "#")
	return href[strings.LastIndex(href, "/")+1:]
}

// T3: whoever is of the same council as a senior manager already asked is asked with
// a reason, which the page has a box for.
func TestPlaces_T3_AColleagueIsAskedWithAReason(t *testing.T) {
	t.Parallel()
	s, _, one := planned(t, "one")
	c := s.As(access.Coordinator)
	path := approved(t, s, one)
	do(t, s, `UPDATE team_member SET state = 'declined' WHERE id = (SELECT m.id FROM team_member m JOIN challenge c ON c.id = m.challenge_id WHERE c.host_council_id = $1 AND m.role = 'senior_manager' ORDER BY m.id LIMIT 1)`, s.Others[1])
	gathers(t, s)
	colleague := id.New() // of the senior manager who stays, and the only one offered
	do(t, s, `INSERT INTO person (id, name, region_id, council_id, post, created_at) SELECT $1, 'A colleague', p.region_id, p.council_id, 'Head of service', now()
		FROM team_member m JOIN challenge c ON c.id = m.challenge_id JOIN person p ON p.id = m.person_id WHERE c.host_council_id = $2 AND m.role = 'senior_manager' AND m.state = 'proposed'`, colleague, s.Others[1])
	do(t, s, `INSERT INTO person_offer (cycle_id, person_id, region_id, council_id, role, skills, experienced, max_visits, offered_by, offered_at)
		SELECT $1, id, region_id, council_id, 'senior_manager', '', false, 2, app_actor(), now() FROM person WHERE id = $2`, s.Cycle, colleague)
	a := get(t, s, c, path)
	form := a.Doc.Find("main form:has(input[name=because])").First()
	value := func(name string) string { v, _ := form.Find("input[name=" + name + "]").Attr("value"); return v }
	if form.Length() == 0 {
		t.Fatalf("no box for the reason: %s", a.Doc.Find("main").Text())
	}
	asked := func(because string) *pagetest.Answer {
		return post(t, s, c, path, "challenge", value("challenge"), "person", value("person"), "role", value("role"), "because", because)
	}
	if a := asked(""); a.Code != 422 {
		t.Errorf("without a reason: %d", a.Code)
	}
	if a := asked("Nobody else is free in June."); a.Code != 303 {
		t.Errorf("with a reason: %d %q %v", a.Code, a.Errors(), a.Err)
	}
}

// While the program still looks for what clashes, the plan's page says so, and lets
// it be stopped; the coordinator stays on that page.
func TestShow_WhileClashesAreLookedFor(t *testing.T) {
	t.Parallel()
	s, board, one := planned(t, "one")
	c := s.As(access.Coordinator)
	do(t, s, `UPDATE plan_run SET state = 'explaining', ended_at = NULL WHERE cycle_id = $1`, s.Cycle)
	for path, words := range map[string]string{board: "No plan keeps every rule so far", one: "looks for what clashes"} {
		a := get(t, s, c, path)
		if !strings.Contains(a.Doc.Find("main").Text(), words) || a.Doc.Find("main form[action$='/stop']").Length() != 1 {
			t.Errorf("%s: %q, %d buttons to stop", path, a.Doc.Find(".pc-panel").Text(), a.Doc.Find("main form[action$='/stop']").Length())
		}
	}
	if a := post(t, s, c, board+"/stop", "plan", id36(one)); a.Code != 303 || a.Location != one {
		t.Errorf("stopped: %d to %s", a.Code, a.Location)
	}
}
