package team_test

import (
	"context"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/team"
	"peerchallenge/web/page"
	"peerchallenge/web/page/pagetest"
	pages "peerchallenge/web/team"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func routes(s *dbtest.Story) []page.Route {
	return pages.Routes(&pages.Handlers{Teams: service(s)})
}

func service(s *dbtest.Story) *team.Service {
	return &team.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://example.org"}
}

// look keeps a page for looking at, when LOOK names a folder.
func look(t *testing.T, name string, a *pagetest.Answer) {
	t.Helper()
	if dir := os.Getenv("LOOK"); dir != "" {
		if err := os.WriteFile(dir+"/"+name+".html", []byte(a.Body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// guest is asked to join as deputy lead.
func guest(t *testing.T, s *dbtest.Story) uuid.UUID {
	t.Helper()
	ctx, who := context.Background(), uuid.New()
	err := db.InTx(ctx, s.DB, s.As(access.Coordinator), func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO person (id, name, region_id, council_id, post, created_at) VALUES ($1, 'Guest of Honour', $2, $3, 'Head of service', $4)`,
			who, s.Region, s.Others[1], s.Clock.Now())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return who
}

func post(t *testing.T, s *dbtest.Story, actor access.Actor, path string, pairs ...string) *pagetest.Answer {
	t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return pagetest.Post(t, routes(s), "/challenges/"+s.Challenge.String()+"/"+path, actor, s.Clock, form)
}

func get(t *testing.T, s *dbtest.Story, actor access.Actor, path string) *pagetest.Answer {
	t.Helper()
	return pagetest.Get(t, routes(s), "/challenges/"+s.Challenge.String()+"/"+path, actor, s.Clock)
}

// V1, V6: each page for those whom it is for; absence for the rest.
func TestPages_V1_WhoMayOpenWhat(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	actors := map[string]access.Actor{"stranger": access.Person(s.Stranger), "elsewhere": access.Person(s.Elsewhere), "operator": dbtest.Operator}
	on := map[string]bool{}
	for _, role := range dbtest.Everyone {
		actors[string(role)], on[string(role)] = s.As(role), true
	}
	visitors := map[string]bool{}
	for _, role := range append([]access.Role{access.VisitingPSW}, access.Team...) {
		visitors[string(role)] = true
	}
	for name, actor := range actors {
		for path, may := range map[string]bool{"team": on[name], "team/ask": name == "coordinator", "invitation": visitors[name], "invitation/declaration": visitors[name],
			"invitation/acceptance": false, "invitation/decline": false} {
			want := 404
			if may {
				want = 200
			}
			if got := get(t, s, actor, path).Code; got != want {
				t.Errorf("%s opens %s: %d, want %d", name, path, got, want)
			}
		}
	}
}

// T5, T9: the whole way of somebody who is asked, in their own pages.
func TestPages_T5_T9_FromInvitationToTeam(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	who, coordinator := guest(t, s), s.As(access.Coordinator)
	me := access.Person(who)
	form := get(t, s, coordinator, "team/ask")
	look(t, "team-ask", form)
	if form.Doc.Find("select option[value='"+who.String()+"']").Length() != 1 {
		t.Error("the person cannot be chosen")
	}
	if a := post(t, s, coordinator, "team/ask", "role", "lead", "person", who.String()); a.Code != 422 || a.Doc.Find("option[selected]").AttrOr("value", "") != who.String() {
		t.Errorf("a second lead (T1): %d, %v", a.Code, a.Errors())
	}
	if a := post(t, s, coordinator, "team/ask", "role", "deputy_lead", "person", who.String()); a.Code != 303 {
		t.Fatalf("asking: %d %v %v", a.Code, a.Errors(), a.Err)
	}
	invitation := get(t, s, me, "invitation")
	look(t, "invitation", invitation)
	for _, words := range []string{"Tuesday 11 May 2027", "I will keep what I read and hear", "Say no", "not an inspection"} {
		if !strings.Contains(invitation.Body, words) {
			t.Errorf("the invitation does not say %q", words)
		}
	}
	a := post(t, s, me, "invitation/declaration", "interest", "to_be_weighed", "words", "We were at school together")
	look(t, "declaration", a)
	if a.Code != 422 || !strings.Contains(a.Body, "We were at school together") {
		t.Errorf("a link without its kind: %d, words kept: %v", a.Code, strings.Contains(a.Body, "school"))
	}
	if a := post(t, s, me, "invitation/acceptance", "signed", "yes", "been-trained", "no"); a.Code != 409 {
		t.Errorf("accepting before declaring: %d", a.Code)
	}
	if a := post(t, s, me, "invitation/declaration", "interest", "to_be_weighed", "grounds", "friendship", "words", "We were at school together"); a.Code != 303 {
		t.Fatalf("declaring: %d %v", a.Code, a.Err)
	}
	member := decided(t, s, coordinator)
	if a := get(t, s, s.As(access.DASS), "team"); strings.Contains(a.Body, "school together") || !strings.Contains(a.Body, "The coordinator weighed it") {
		t.Error("the host should learn that a link was weighed, and not what it is")
	}
	if a := get(t, s, s.As(access.Lead), "team"); strings.Contains(a.Body, "weighed it") {
		t.Error("the lead learns that a link was weighed")
	}
	a = post(t, s, me, "invitation/acceptance", "been-trained", "yes", "trained-day", "31", "trained-month", "2", "trained-year", "2027")
	look(t, "acceptance", a)
	if a.Code != 422 || a.Doc.Find("input[name=trained-day]").AttrOr("value", "") != "31" {
		t.Errorf("an impossible day: %d, %v", a.Code, a.Errors())
	}
	if a := post(t, s, me, "invitation/acceptance", "signed", "yes", "been-trained", "yes", "trained-day", "15", "trained-month", "2", "trained-year", "2027"); a.Code != 303 {
		t.Fatalf("accepting: %d %v %v", a.Code, a.Errors(), a.Err)
	}
	look(t, "team", get(t, s, coordinator, "team"))
	if a := post(t, s, coordinator, "team/"+member+"/remove"); a.Code != 303 {
		t.Errorf("taking off: %d", a.Code)
	}
	if a := get(t, s, me, "team"); a.Code != 404 {
		t.Errorf("taken off, and opens the team: %d (V4)", a.Code)
	}
}

// decided finds the member whose link waits on the coordinator's page, and
// decides that they may take part.
func decided(t *testing.T, s *dbtest.Story, coordinator access.Actor) string {
	t.Helper()
	href := get(t, s, coordinator, "team").Doc.Find("a[href$='/decide']").AttrOr("href", "")
	path := strings.TrimPrefix(href, "/challenges/"+s.Challenge.String()+"/")
	form := get(t, s, coordinator, path)
	look(t, "decide", form)
	if form.Code != 200 || !strings.Contains(form.Body, "We were at school together") {
		t.Fatalf("deciding at %q: %d", href, form.Code)
	}
	if a := post(t, s, coordinator, path); a.Code != 422 {
		t.Errorf("deciding nothing: %d", a.Code)
	}
	if a := get(t, s, s.As(access.DASS), path); a.Code != 404 {
		t.Errorf("the host opens the declaration: %d", a.Code)
	}
	if a := post(t, s, coordinator, path, "decision", "may_take_part"); a.Code != 303 {
		t.Fatalf("deciding: %d %v", a.Code, a.Err)
	}
	return strings.TrimSuffix(strings.TrimPrefix(path, "team/"), "/decide")
}

// T3, T6: the reason is asked on the same page, and words survive.
func TestAsk_T6_ReasonOnThePage(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	coordinator, stranger := s.As(access.Coordinator), s.People[access.DASS]
	a := post(t, s, coordinator, "team/ask/outside", "name", "Farrah Outsider", "email", "farrah@faraway.example", "council", "Faraway County")
	look(t, "team-outside", a)
	if a.Code != 422 || !strings.Contains(a.Body, "Farrah Outsider") || !strings.Contains(a.Body, "Faraway County") {
		t.Errorf("without a reason: %d %v", a.Code, a.Errors())
	}
	for _, actor := range []access.Actor{access.Person(stranger), s.As(access.Lead), access.Person(s.Stranger), access.Person(s.Elsewhere)} {
		if a := get(t, s, actor, "team/ask/outside"); a.Code != 404 {
			t.Errorf("somebody else opens it: %d", a.Code)
		}
	}
	a = post(t, s, coordinator, "team/ask/outside", "name", "Farrah Outsider", "email", "farrah@faraway.example", "council", "Faraway County", "because", "All have links")
	if a.Code != 303 {
		t.Fatalf("with a reason: %d %v %v", a.Code, a.Errors(), a.Err)
	}
	if a := get(t, s, s.As(access.DASS), "team"); !strings.Contains(a.Body, "From another region, because: All have links") {
		t.Error("the host does not read why")
	}
}

// T2: the page of day 1, for the councillor, then for the lead.
func TestBrief_T2_Pages(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	if a := get(t, s, s.As(access.Councillor), "team/brief"); a.Code != 409 {
		t.Errorf("before day 1: %d", a.Code)
	}
	s.MoveTo(access.OnSite)
	s.Clock.Set(time.Date(2027, 5, 11, 8, 0, 0, 0, clock.London))
	a := get(t, s, s.As(access.Councillor), "team/brief")
	look(t, "brief", a)
	if a.Code != 200 || a.Doc.Find("input[name=stands]").Length() != 2 {
		t.Errorf("the councillor: %d", a.Code)
	}
	if a := get(t, s, s.As(access.Lead), "team/brief"); a.Code != 200 || a.Doc.Find("main form").Length() != 0 {
		t.Errorf("the lead before an answer: %d, %d forms", a.Code, a.Doc.Find("main form").Length())
	}
	if a := post(t, s, s.As(access.Councillor), "team/brief", "words", "It moved"); a.Code != 422 || !strings.Contains(a.Body, "It moved") {
		t.Errorf("no answer: %d", a.Code)
	}
	if a := post(t, s, s.As(access.Councillor), "team/brief", "stands", "no", "words", "It moved"); a.Code != 303 {
		t.Fatalf("no: %d %v", a.Code, a.Err)
	}
	look(t, "brief-lead", get(t, s, s.As(access.Lead), "team/brief"))
	if a := post(t, s, s.As(access.Lead), "team/brief/decision", "decision", "goes_on"); a.Code != 422 {
		t.Errorf("goes on without why: %d", a.Code)
	}
	for _, role := range []access.Role{access.DASS, access.SeniorManager, access.Expert, access.LinkOfficer} {
		if a := get(t, s, s.As(role), "team/brief"); a.Code != 404 {
			t.Errorf("%s opens it: %d", role, a.Code)
		}
	}
	if a := post(t, s, s.As(access.Lead), "team/brief/decision", "decision", "goes_on", "words", "Knows the field"); a.Code != 303 {
		t.Errorf("deciding: %d %v", a.Code, a.Err)
	}
}

// T10, section 5: saying no cannot be taken back, so it is asked once more, with the
// reason kept.
func TestDecline_ChecksFirst(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	who := guest(t, s)
	me := access.Person(who)
	if a := post(t, s, s.As(access.Coordinator), "team/ask", "role", "deputy_lead", "person", who.String()); a.Code != 303 {
		t.Fatalf("asking: %d %v", a.Code, a.Err)
	}
	check := post(t, s, me, "invitation/decline", "reason", "I am away")
	if check.Code != 200 || check.Doc.Find("input[name=reason]").AttrOr("value", "") != "I am away" {
		t.Fatalf("the page to check: %d", check.Code)
	}
	if a := get(t, s, me, "invitation"); a.Code != 200 {
		t.Errorf("nothing is said yet, but the invitation answers %d", a.Code)
	}
	if a := post(t, s, me, "invitation/decline", "reason", "I am away", "confirm", "yes"); a.Code != 303 {
		t.Errorf("saying no: %d", a.Code)
	}
}
