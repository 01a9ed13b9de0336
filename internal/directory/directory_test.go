package directory_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/directory"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func service(s *dbtest.Story) *directory.Service {
	return &directory.Service{DB: s.DB, Clock: s.Clock, People: &person.Service{DB: s.DB, Clock: s.Clock, BaseURL: "http://test.example"}}
}

// Section 2: a post passes to its next holder with what the post may see; V4: it
// ends with the post.
func TestGivePost_OpensAndEndPostCloses(t *testing.T) {
	s := dbtest.NewStory(t, dbtest.Tx(t))
	d, ctx := service(s), context.Background()
	who := s.People[access.SeniorManager] // of another council, on the team
	rooms := func() string {
		var list []string
		err := db.Read(ctx, s.DB, access.Person(who), func(tx pgx.Tx) error {
			var err error
			list, err = db.Value[[]string](ctx, tx, `SELECT coalesce(array_agg(DISTINCT room ORDER BY room), '{}') FROM room_key WHERE person_id = app_actor() AND because = 'dass' AND revoked_at IS NULL`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(list, " ")
	}
	post := directory.NewPost{Role: access.DASS, Council: s.Host, Acting: true}
	if err := d.GivePost(ctx, s.As(access.Coordinator), who, post); err != nil {
		t.Fatal(err)
	}
	if got, want := rooms(), "common council host leaders shared"; got != want {
		t.Errorf("as acting director: %q, want %q", got, want)
	}
	v, err := d.Page(ctx, s.As(access.Coordinator), who)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range v.Holdings {
		if h.Role == access.DASS {
			if err := d.EndPost(ctx, s.As(access.Coordinator), who, h.ID); err != nil {
				t.Fatal(err)
			}
		}
		if h.Scope == "challenge" { // parts on a challenge are not ended here
			if err := d.EndPost(ctx, s.As(access.Coordinator), who, h.ID); !problem.Is(err, problem.NotFound) {
				t.Errorf("ending a part on a challenge: %v, want not found", err)
			}
		}
	}
	if got := rooms(); got != "" {
		t.Errorf("after the end: %q, want nothing", got)
	}
}

// A post that begins later opens nothing before.
func TestGivePost_LaterOpensNothingNow(t *testing.T) {
	s := dbtest.NewStory(t, dbtest.Tx(t))
	d, ctx := service(s), context.Background()
	err := d.GivePost(ctx, s.As(access.Coordinator), s.People[access.Expert], directory.NewPost{Role: access.Coordinator, Starts: civil.NewDate(2027, 3, 2)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.List(ctx, s.As(access.Expert), directory.Query{}); !problem.Is(err, problem.NotFound) {
		t.Errorf("the day before: %v, want not found", err)
	}
}

// Preview needs the same few statements for 3 and for 300 lines.
func TestPreview_StatementsDoNotGrow(t *testing.T) {
	s := dbtest.NewStory(t, dbtest.Tx(t))
	d := service(s)
	count := func(lines int) int64 {
		var b strings.Builder
		b.WriteString("Name,E-mail,Role\n")
		for i := range lines {
			fmt.Fprintf(&b, "Person %c,p%d@example.org,Expert\n", 'A'+rune(i%26), i)
		}
		return dbtest.Statements(func() {
			p, err := d.Preview(context.Background(), s.As(access.Coordinator), []byte(b.String()))
			if err != nil || len(p.Rows) != lines {
				t.Fatalf("%d rows: %v", len(p.Rows), err)
			}
		})
	}
	if few, many := count(3), count(300); few != many || many > 6 {
		t.Errorf("%d and %d statements, want the same, at most 6", few, many)
	}
}

// Importing invites each new person once, and nobody who is known.
func TestImport_InvitesOnlyTheNew(t *testing.T) {
	d0 := dbtest.DB(t)
	s := dbtest.NewStory(t, d0.Pool)
	d, ctx := service(s), context.Background()
	file := []byte("Name,E-mail,Role\nIda Oak,ida@example.org,Coordinator\nKnown One," + s.People[access.Lead].String() + "@example.org,Coordinator\n")
	p, err := d.Preview(ctx, s.As(access.Coordinator), file)
	if err != nil {
		t.Fatal(err)
	}
	if p.Count(directory.Adds) != 1 || p.Count(directory.Further) != 1 {
		t.Fatalf("plan %+v", p.Rows)
	}
	done, err := d.Import(ctx, s.As(access.Coordinator), file, p.Digest, true)
	if err != nil {
		t.Fatal(err)
	}
	if (done != directory.Result{Added: 1, Further: 1, Invited: 1}) {
		t.Errorf("result %+v", done)
	}
	var mails int
	if err := d0.Owner.QueryRow(ctx, `SELECT count(*) FROM mail WHERE kind = 'person.invited'`).Scan(&mails); err != nil || mails != 1 {
		t.Errorf("%d invitations (%v), want 1", mails, err)
	}
	if _, err := d.Import(ctx, s.As(access.Coordinator), file, p.Digest, true); !problem.Is(err, problem.Conflict) {
		t.Errorf("the same confirmation again: %v, want Conflict", err)
	}
}

// Two people at once: two coordinators end each other, or confirm one file twice.
func TestConcurrency_OneOfTwo(t *testing.T) {
	d0 := dbtest.DB(t)
	s := dbtest.NewStory(t, d0.Pool)
	d, ctx := service(s), context.Background()
	coordinator := s.As(access.Coordinator)
	file := []byte("Name,E-mail,Role\nIda Oak,ida@example.org,Coordinator\n")
	p, err := d.Preview(ctx, coordinator, file)
	if err != nil {
		t.Fatal(err)
	}
	twice := func(f func(i int) error) (worked int) {
		var wg sync.WaitGroup
		errs := make([]error, 2)
		for i := range errs {
			wg.Go(func() { errs[i] = f(i) })
		}
		wg.Wait()
		for _, err := range errs {
			if err == nil {
				worked++
			} else if k := problem.KindOf(err); k == problem.Internal {
				t.Errorf("a lost race is not our fault: %v", err)
			}
		}
		return worked
	}
	if n := twice(func(int) error { _, err := d.Import(ctx, coordinator, file, p.Digest, false); return err }); n != 1 {
		t.Fatalf("%d imports of one file worked, want 1", n)
	}
	all, err := d.List(ctx, coordinator, directory.Query{Search: "Ida"})
	if err != nil || len(all.Rows) != 1 {
		t.Fatalf("%+v %v", all, err)
	}
	people := []access.Actor{coordinator, access.Person(all.Rows[0].ID)}
	n := twice(func(i int) error {
		other, _ := people[1-i].PersonID()
		v, err := d.Page(ctx, people[i], other)
		if err != nil {
			return err
		}
		for _, h := range v.Holdings {
			if h.Role == access.Coordinator && h.Live() {
				return d.EndPost(ctx, people[i], other, h.ID)
			}
		}
		return problem.Missing()
	})
	if n != 1 {
		t.Errorf("%d coordinators were ended, want one of two", n)
	}
}
