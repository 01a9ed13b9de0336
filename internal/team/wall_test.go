package team_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/team"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func service(s *dbtest.Story) *team.Service {
	return &team.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://example.org"}
}

// others are strangers to the challenge.
func others(s *dbtest.Story) map[string]access.Actor {
	return map[string]access.Actor{"a director of another council": access.Person(s.Stranger), "another region": access.Person(s.Elsewhere),
		"the operator": dbtest.Operator, "the public": access.Public()}
}

func count(t *testing.T, s *dbtest.Story, actor access.Actor, table string) (n int) {
	t.Helper()
	err := db.Read(context.Background(), s.DB, actor, func(tx pgx.Tx) error {
		return tx.QueryRow(context.Background(), `SELECT count(*) FROM `+table).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// T5: what somebody declared is theirs and the region's; not the host's, not the
// lead's, not another member's, not another region's: on no page and in no table.
func TestDeclaration_T5_OnlyOwnAndRegion(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, svc := context.Background(), service(s)
	guest := propose(t, s, access.DeputyLead)
	link := team.Declaration{Interest: team.ToBeWeighed, Grounds: []string{"friendship"}, Words: "I know their finance director well"}
	if err := svc.Declare(ctx, access.Person(guest), s.Challenge, link); err != nil {
		t.Fatal(err)
	}
	v, err := svc.InvitationPage(ctx, access.Person(guest), s.Challenge)
	if err != nil || v.Me.Words != link.Words {
		t.Errorf("one's own declaration: %q, %v", v.Me.Words, err)
	}
	actors := others(s)
	for _, role := range dbtest.Everyone {
		actors[string(role)] = s.As(role)
	}
	for name, actor := range actors {
		want := 0
		if name == "coordinator" {
			want = 1
		}
		if got := count(t, s, actor, "declaration"); got != want {
			t.Errorf("%s reads %d declarations in the table, want %d", name, got, want)
		}
		p, err := svc.TeamPage(ctx, actor, s.Challenge)
		if err != nil {
			continue
		}
		for _, m := range p.Members {
			if seen := m.Words != "" || m.Interest != nil; seen && name != "coordinator" {
				t.Errorf("%s sees the declaration of %s: %q", name, m.Name, m.Words)
			}
		}
	}
}

// T5: why somebody said no is for the region alone; the host does not even see who.
func TestDecline_T5_OnlyRegion(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, svc := context.Background(), service(s)
	guest := propose(t, s, access.DeputyLead)
	if err := svc.DeclineInvitation(ctx, access.Person(guest), s.Challenge, "I do not trust the host"); err != nil {
		t.Fatal(err)
	}
	actors := others(s)
	for _, role := range dbtest.Everyone {
		actors[string(role)] = s.As(role)
	}
	for name, actor := range actors {
		want := 0
		if name == "coordinator" {
			want = 1
		}
		if got := count(t, s, actor, "decline"); got != want {
			t.Errorf("%s reads %d reasons, want %d", name, got, want)
		}
		p, err := svc.TeamPage(ctx, actor, s.Challenge)
		if err == nil && len(p.Past) != want {
			t.Errorf("%s sees %d who said no, want %d", name, len(p.Past), want)
		}
	}
}

// V1, V6: the team is for those on the challenge; acting on it for the coordinator.
func TestTeam_V1_StrangersAndRoles(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, svc := context.Background(), service(s)
	actors := others(s)
	for name, actor := range actors {
		if _, err := svc.TeamPage(ctx, actor, s.Challenge); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s reads the team: %v", name, err)
		}
		if _, err := svc.InvitationPage(ctx, actor, s.Challenge); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s reads an invitation: %v", name, err)
		}
	}
	for _, role := range dbtest.Everyone[1:] {
		actors[string(role)] = s.As(role)
		if _, err := svc.TeamPage(ctx, s.As(role), s.Challenge); err != nil {
			t.Errorf("%s should read the team: %v", role, err)
		}
	}
	member := memberOf(t, s, s.People[access.Expert])
	for name, actor := range actors {
		for what, err := range map[string]error{
			"proposes": svc.Propose(ctx, actor, s.Challenge, s.Stranger, access.DeputyLead),
			"decides":  svc.DecideLink(ctx, actor, s.Challenge, member.ID, team.MayTakePart),
			"removes":  svc.RemoveMember(ctx, actor, s.Challenge, member.ID),
		} {
			if !problem.Is(err, problem.NotFound) {
				t.Errorf("%s %s: %v", name, what, err)
			}
		}
	}
}

// propose asks a fresh person of another council to join.
func propose(t *testing.T, s *dbtest.Story, role access.Role) uuid.UUID {
	t.Helper()
	who := newPerson(t, s, s.Others[1])
	if role == access.Expert {
		promise(t, s, who, team.OnThePage)
	}
	if err := service(s).Propose(context.Background(), s.As(access.Coordinator), s.Challenge, who, role); err != nil {
		t.Fatal(err)
	}
	return who
}

func newPerson(t *testing.T, s *dbtest.Story, council uuid.UUID) uuid.UUID {
	t.Helper()
	who := uuid.New()
	err := db.InTx(context.Background(), s.DB, s.As(access.Coordinator), func(tx pgx.Tx) error {
		if _, err := tx.Exec(context.Background(), `INSERT INTO person (id, name, region_id, council_id, created_at) VALUES ($1, $2, $3, $4, $5)`,
			who, fmt.Sprintf("Guest %s", who.String()[:4]), s.Region, orNull(council), s.Clock.Now()); err != nil {
			return err
		}
		_, err := tx.Exec(context.Background(), `INSERT INTO person_contact (person_id, region_id, email) VALUES ($1, $2, $3)`, who, s.Region, who.String()+"@example.org")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return who
}

// memberOf is somebody's live place, as the coordinator sees it.
func memberOf(t *testing.T, s *dbtest.Story, who uuid.UUID) team.Member {
	t.Helper()
	p, err := service(s).TeamPage(context.Background(), s.As(access.Coordinator), s.Challenge)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range append(p.Members, p.Past...) {
		if m.PersonID == who {
			return m
		}
	}
	t.Fatal("no such member")
	return team.Member{}
}

func orNull(u uuid.UUID) *uuid.UUID {
	if u == uuid.Nil {
		return nil
	}
	return &u
}
