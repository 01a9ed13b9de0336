package room_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/room"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func reads(t *testing.T, b db.Beginner, actor access.Actor, challenge uuid.UUID) bool {
	t.Helper()
	var n int
	err := db.InTx(context.Background(), b, actor, func(tx pgx.Tx) error {
		return tx.QueryRow(context.Background(), `SELECT count(*) FROM challenge WHERE id = $1`, challenge).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n == 1
}

// V1: nothing is visible by default; V3: nor to another region.
func TestSync_V1_OnlyThoseWithAPartSeeTheChallenge(t *testing.T) {
	t.Parallel()
	tx := dbtest.Tx(t)
	s := dbtest.NewStory(t, tx)
	for _, role := range dbtest.Everyone {
		if !reads(t, tx, s.As(role), s.Challenge) {
			t.Errorf("%s should see the challenge", role)
		}
	}
	for name, actor := range map[string]access.Actor{"stranger": access.Person(s.Stranger), "another region": access.Person(s.Elsewhere),
		"public": access.Public(), "operator": dbtest.Operator} {
		if reads(t, tx, actor, s.Challenge) {
			t.Errorf("%s sees the challenge", name)
		}
	}
}

// V4: leaving ends access at once.
func TestSync_V4_EndedRoleLosesItsKeys(t *testing.T) {
	t.Parallel()
	tx := dbtest.Tx(t)
	s := dbtest.NewStory(t, tx)
	ctx := context.Background()
	lead := s.People[access.Lead]
	err := db.InTx(ctx, tx, s.As(access.Coordinator), func(tx pgx.Tx) error {
		if err := db.ExecOne(ctx, tx, `UPDATE role_holding SET ended_at = $2 WHERE person_id = $1 AND ended_at IS NULL`, lead, s.Clock.Now()); err != nil {
			return err
		}
		_, err := room.SyncTx(ctx, tx, s.Clock.Now(), s.Challenge)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if reads(t, tx, access.Person(lead), s.Challenge) {
		t.Error("the lead left and still sees the challenge")
	}
}

// T9: nothing is opened before the undertaking is signed.
func TestSync_T9_NoUndertakingNoRoom(t *testing.T) {
	t.Parallel()
	d := dbtest.DB(t)
	s := dbtest.NewStory(t, d.Pool)
	ctx := context.Background()
	if _, err := d.Owner.Exec(ctx, `UPDATE team_member SET undertaking_at = NULL WHERE person_id = $1`, s.People[access.Expert]); err != nil {
		t.Fatal(err)
	}
	s.MoveTo(access.OnSite)
	var rooms []string
	if err := d.Owner.QueryRow(ctx, `SELECT array_agg(room) FROM room_key WHERE person_id = $1 AND revoked_at IS NULL`, s.People[access.Expert]).Scan(&rooms); err != nil {
		t.Fatal(err)
	}
	if len(rooms) != 1 || rooms[0] != "common" {
		t.Errorf("expert without undertaking holds %v, want common alone", rooms)
	}
}

// V1: verify's comparison finds a key that nobody's role gives, and one that is missing.
func TestDrift_V1_FindsStrayAndMissingKeys(t *testing.T) {
	t.Parallel()
	d := dbtest.DB(t)
	s := dbtest.NewStory(t, d.Pool)
	ctx := context.Background()
	count := func() (n int) {
		if err := d.Owner.QueryRow(ctx, "SELECT count(*) FROM ("+room.DriftSQL+") x", room.DriftArgs(civil.Of(s.Clock.Now()))...).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if got := count(); got != 0 {
		t.Fatalf("a true story has %d keys astray", got)
	}
	if _, err := d.Owner.Exec(ctx, `INSERT INTO room_key (person_id, scope, scope_id, room, because, granted_at) VALUES ($1, 'challenge', $2, 'team', 'lead', now())`, s.Stranger, s.Challenge); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Owner.Exec(ctx, `UPDATE room_key SET revoked_at = now() WHERE person_id = $1 AND room = 'host'`, s.People[access.DASS]); err != nil {
		t.Fatal(err)
	}
	if got := count(); got != 2 {
		t.Errorf("found %d keys astray, want 2", got)
	}
}

// V1: the app cannot write a key by itself, whatever its code says.
func TestKeys_V1_AppCannotWriteThem(t *testing.T) {
	t.Parallel()
	tx := dbtest.Tx(t)
	s := dbtest.NewStory(t, tx)
	ctx := context.Background()
	err := db.InTx(ctx, tx, s.As(access.Coordinator), func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO room_key (person_id, scope, scope_id, room, because, granted_at) VALUES ($1, 'challenge', $2, 'team', 'lead', now())`,
			s.People[access.Coordinator], s.Challenge)
		return err
	})
	if err == nil {
		t.Error("a coordinator gave herself a key")
	}
}
