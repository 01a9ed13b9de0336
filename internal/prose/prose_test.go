package prose_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/prose"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func save(b db.Beginner, s *dbtest.Story, role access.Role, doc uuid.UUID, base int, body string) (version int, err error) {
	err = db.InTx(context.Background(), b, s.As(role), func(tx pgx.Tx) error {
		var err error
		version, err = prose.SaveTx(context.Background(), tx, s.As(role), s.Clock.Now(), doc, base, body)
		return err
	})
	return version, err
}

func create(t *testing.T, b db.Beginner, s *dbtest.Story) (doc uuid.UUID) {
	t.Helper()
	err := db.InTx(context.Background(), b, s.As(access.DASS), func(tx pgx.Tx) (err error) {
		doc, err = prose.CreateTx(context.Background(), tx, s.Challenge, access.Host, access.AreaCupboard("use_of_resources"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// F3, A2: a save on an old version loses neither text; the newer one comes back.
func TestSave_F3_OlderBaseShowsBothTexts(t *testing.T) {
	t.Parallel()
	tx := dbtest.Tx(t)
	s := dbtest.NewStory(t, tx)
	doc := create(t, tx, s)
	if v, err := save(tx, s, access.DASS, doc, 0, "first"); err != nil || v != 1 {
		t.Fatalf("version %d, %v", v, err)
	}
	_, err := save(tx, s, access.LinkOfficer, doc, 0, "second, on the old base")
	theirs, ok := prose.TheirsOf(err)
	if !ok || theirs.Body != "first" || !problem.Is(err, problem.Conflict) {
		t.Fatalf("want a conflict with the newer text, got %v", err)
	}
	if v, err := save(tx, s, access.LinkOfficer, doc, 1, "first and second"); err != nil || v != 2 {
		t.Fatalf("version %d, %v", v, err)
	}
	if v, err := save(tx, s, access.LinkOfficer, doc, 1, "first and second"); err != nil || v != 2 {
		t.Errorf("the same text again: version %d, %v; want 2 and no error", v, err)
	}
}

// A2: a contributor writes in their own area and reads no other.
func TestSave_A2_ContributorHasOnlyTheirArea(t *testing.T) {
	t.Parallel()
	tx := dbtest.Tx(t)
	s := dbtest.NewStory(t, tx)
	mine := create(t, tx, s)
	if _, err := save(tx, s, access.Contributor, mine, 0, "mine"); err != nil {
		t.Errorf("contributor in their own area: %v", err)
	}
	for _, role := range []access.Role{access.SeniorLeader, access.Lead, access.Coordinator, access.HostPSW} {
		if _, err := save(tx, s, role, mine, 1, "not mine"); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s: %v, want not found", role, err)
		}
	}
}

func TestSave_TooLongIsRefusedInWords(t *testing.T) {
	t.Parallel()
	tx := dbtest.Tx(t)
	s := dbtest.NewStory(t, tx)
	if _, err := save(tx, s, access.DASS, create(t, tx, s), 0, strings.Repeat("é", prose.MaxLength+1)); !problem.Is(err, problem.Invalid) {
		t.Errorf("got %v, want invalid", err)
	}
}
