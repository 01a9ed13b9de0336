package framework_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/framework"
	"peerchallenge/internal/problem"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// A newer version follows; the one a cycle was opened with stays as it was.
func TestAdd_VersionsFollowOneAnother(t *testing.T) {
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx := context.Background()
	changed := s.Framework
	changed.Name = "Changed framework"
	err := db.InTx(ctx, s.DB, s.As(access.Coordinator), func(tx pgx.Tx) error {
		first, err := framework.NewestTx(ctx, tx, s.Region)
		if err != nil {
			return err
		}
		if err := framework.AddTx(ctx, tx, s.Region, s.Clock.Now(), changed); err != nil {
			return err
		}
		newest, err := framework.NewestTx(ctx, tx, s.Region)
		if err != nil {
			return err
		}
		for version, want := range map[uuid.UUID]string{first: s.Framework.Name, newest: changed.Name} {
			f, err := framework.GetTx(ctx, tx, version)
			if err != nil {
				return err
			}
			if f.Name != want || len(f.Areas) != len(s.Framework.Areas) {
				t.Errorf("%q with %d areas, want %q", f.Name, len(f.Areas), want)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// V3: nobody but the region's coordinators and the operator adds one.
func TestAdd_OnlyTheRegions(t *testing.T) {
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx := context.Background()
	for name, actor := range map[string]access.Actor{"another region": access.Person(s.Elsewhere), "the host": s.As(access.DASS), "the lead": s.As(access.Lead)} {
		err := db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error { return framework.AddTx(ctx, tx, s.Region, s.Clock.Now(), s.Framework) })
		if !problem.Is(err, problem.NotFound) {
			t.Errorf("%s: %v, want not found", name, err)
		}
	}
}
