package host_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/host"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func service(s *dbtest.Story) *host.Service {
	return &host.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://example.org", People: &person.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://example.org"}}
}

func address() string { return uuid.NewString() + "@example.org" }

// V1, V2: who of the host has which part is the director's to say, and only the
// host's director and link officer see the page.
func TestPeople_V1_OnlyTheHost(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx := context.Background()
	actors := map[string]access.Actor{"stranger": access.Person(s.Stranger), "another region": access.Person(s.Elsewhere), "operator": dbtest.Operator, "public": access.Public()}
	for _, role := range dbtest.Everyone {
		actors[string(role)] = s.As(role)
	}
	for name, actor := range actors {
		_, err := service(s).PeoplePage(ctx, actor, s.Challenge)
		if may := name == "dass" || name == "link_officer"; may != (err == nil) {
			t.Errorf("%s opens the page: %v", name, err)
		}
		if name == "dass" {
			continue
		}
		for what, err := range map[string]error{
			"names":     service(s).NamePerson(ctx, actor, s.Challenge, host.Naming{Role: access.CouncilReader, Name: "Ann Other", Email: address()}),
			"lets in":   service(s).LetIntoDrafts(ctx, actor, s.Challenge, s.People[access.SeniorLeader]),
			"ends":      service(s).EndPart(ctx, actor, s.Challenge, s.People[access.LinkOfficer], access.LinkOfficer),
			"take back": service(s).TakeDraftsBack(ctx, actor, s.Challenge, s.People[access.SeniorLeader]),
		} {
			if !problem.Is(err, problem.NotFound) {
				t.Errorf("%s %s: %v", name, what, err)
			}
		}
	}
}

func titles(t *testing.T, s *dbtest.Story, role access.Role) map[string]string {
	t.Helper()
	p, err := service(s).PeoplePage(context.Background(), s.As(access.DASS), s.Challenge)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, h := range p.Of(role) {
		out[h.Name] = h.Title
	}
	return out
}

// Section 2: the director names a link officer, senior leaders and readers.
func TestNamePerson_EachPart(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, director := context.Background(), s.As(access.DASS)
	mail := address()
	for _, n := range []host.Naming{
		{Role: access.LinkOfficer, Name: "Lin Officer", Email: address(), Title: "Business support"},
		{Role: access.SeniorLeader, Name: "Cleo Chief", Email: mail, Title: "Chief executive"},
		{Role: access.CouncilReader, Name: "Rea Reader", Email: address()},
	} {
		if n.Role == access.CouncilReader {
			if err := service(s).NamePerson(ctx, director, s.Challenge, n); !problem.Is(err, problem.Closed) {
				t.Errorf("a reader with nothing to read: %v", err)
			}
			s.MoveTo(access.Final)
		}
		if err := service(s).NamePerson(ctx, director, s.Challenge, n); err != nil {
			t.Fatalf("%s: %v", n.Role, err)
		}
		if got, ok := titles(t, s, n.Role)[n.Name]; !ok || got != n.Title {
			t.Errorf("%s: %q, there %v", n.Name, got, ok)
		}
	}
	for name, n := range map[string]host.Naming{
		"title": {Role: access.SeniorLeader, Name: "No Title", Email: address()},
		"email": {Role: access.SeniorLeader, Name: "Cleo Chief", Email: mail, Title: "Chief executive"},
		"role":  {Role: access.Lead, Name: "Sly", Email: address()},
		"name":  {Role: access.CouncilReader, Email: address()},
	} {
		err := service(s).NamePerson(ctx, director, s.Challenge, n)
		p, ok := err.(*problem.Problem)
		if !ok || p.Kind != problem.Invalid || p.Fields[0].Name != name {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Section 2: nobody is on both sides of one challenge.
func TestNamePerson_NobodyOnBothSides(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	lead := s.People[access.Lead]
	s.MoveTo(access.Final)
	err := service(s).NamePerson(context.Background(), s.As(access.DASS), s.Challenge,
		host.Naming{Role: access.CouncilReader, Name: "Lead", Email: lead.String() + "@example.org"})
	if !problem.Is(err, problem.Invalid) {
		t.Errorf("a team member became a reader of the host: %v", err)
	}
}

// V4, V8: senior leaders read host drafts only while the director lets them.
func TestLetIntoDrafts_V8_V4_AndBack(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, director, leader := context.Background(), s.As(access.DASS), s.People[access.SeniorLeader]
	if err := service(s).LetIntoDrafts(ctx, director, s.Challenge, s.People[access.Contributor]); !problem.Is(err, problem.NotFound) {
		t.Errorf("a contributor was let in: %v", err)
	}
	if err := service(s).LetIntoDrafts(ctx, director, s.Challenge, leader); err != nil {
		t.Fatal(err)
	}
	if !holds(t, s, leader, "host") {
		t.Error("let in, but cannot open drafts")
	}
	if err := service(s).TakeDraftsBack(ctx, director, s.Challenge, leader); err != nil {
		t.Fatal(err)
	}
	if holds(t, s, leader, "host") {
		t.Error("taken back, but can open drafts")
	}
	if err := service(s).LetIntoDrafts(ctx, director, s.Challenge, leader); err != nil {
		t.Fatal(err)
	}
	if err := service(s).EndPart(ctx, director, s.Challenge, leader, access.SeniorLeader); err != nil {
		t.Fatal(err)
	}
	if holds(t, s, leader, "host") || holds(t, s, leader, "common") {
		t.Error("a leader who left still opens something")
	}
}
