package document_test

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/document"
	"peerchallenge/internal/files"
	"peerchallenge/internal/problem"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

var ctx = context.Background()

// tale is a story with a document service on a store of its own.
type tale struct {
	*dbtest.Story
	*document.Service
	Folder string // of the store
}

func newTale(t testing.TB, b db.Beginner) tale {
	t.Helper()
	s := dbtest.NewStory(t, b)
	folder := t.TempDir()
	store, err := files.NewLocal(folder)
	if err != nil {
		t.Fatal(err)
	}
	return tale{s, &document.Service{DB: b, Clock: s.Clock, Files: store, BaseURL: "https://example.org"}, folder}
}

func text(words string) document.Upload {
	return document.Upload{Name: "Plan.txt", Body: strings.NewReader(words)}
}

// add keeps a document as the link officer.
func (s tale) add(title, requirement string) document.ID {
	s.T.Helper()
	d, err := s.Add(ctx, s.As(access.LinkOfficer), s.Challenge, document.New{Title: title, Requirement: requirement, File: text("About " + title)})
	if err != nil {
		s.T.Fatal(err)
	}
	return d
}

// share accepts unscanned files and shares everything as the director.
func (s tale) share() {
	s.T.Helper()
	if err := s.Accept(ctx, s.As(access.DASS), s.Challenge); err != nil {
		s.T.Fatal(err)
	}
	k, err := s.CheckPage(ctx, s.As(access.DASS), s.Challenge)
	if err != nil {
		s.T.Fatal(err)
	}
	if _, err := s.Share(ctx, s.As(access.DASS), s.Challenge, k.Mark()); err != nil {
		s.T.Fatal(err)
	}
}

func (s tale) reading(role access.Role) document.Reading {
	s.T.Helper()
	r, err := s.ReadingPage(ctx, s.As(role), s.Challenge)
	if err != nil {
		s.T.Fatalf("%s: %v", role, err)
	}
	return r
}

func (s tale) list() document.List {
	s.T.Helper()
	l, err := s.Page(ctx, s.As(access.DASS), s.Challenge)
	if err != nil {
		s.T.Fatal(err)
	}
	return l
}

// rows counts rows of a table as an actor, with none of the app's own filters.
func (s tale) rows(actor access.Actor, table string) int {
	s.T.Helper()
	n := 0
	err := db.Read(ctx, s.Service.DB, actor, func(tx pgx.Tx) error {
		var err error
		n, err = db.Value[int](ctx, tx, `SELECT count(*) FROM `+table+` WHERE challenge_id = $1`, s.Challenge)
		return err
	})
	if err != nil {
		s.T.Fatal(err)
	}
	return n
}

func (s tale) strangers() map[string]access.Actor {
	return map[string]access.Actor{
		"director elsewhere": access.Person(s.Stranger), "coordinator of another region": access.Person(s.Elsewhere),
		"coordinator": s.As(access.Coordinator), "contributor": s.As(access.Contributor), "host PSW": s.As(access.HostPSW),
		"operator": dbtest.Operator, "the public": access.Public(),
	}
}

func wantKind(t testing.TB, what string, err error, kind problem.Kind) {
	t.Helper()
	if !problem.Is(err, kind) {
		t.Errorf("%s: got %v, want %v", what, err, kind)
	}
}

// exec changes what the story says, as a role.
func (s tale) exec(role access.Role, sql string, args ...any) {
	s.T.Helper()
	err := db.InTx(ctx, s.Service.DB, s.As(role), func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, sql, args...)
		return err
	})
	if err != nil {
		s.T.Fatal(err)
	}
}

// Add is the service's; the story's own is s.Story.Add.
func (s tale) Add(c context.Context, actor access.Actor, id challenge.ID, n document.New) (document.ID, error) {
	return s.Service.Add(c, actor, id, n)
}
