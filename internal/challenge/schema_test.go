package challenge_test

import (
	"context"
	"testing"

	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// The app's pools own nothing and cannot step past row-level security.
func TestPools_CurrentUser(t *testing.T) {
	d := dbtest.DB(t)
	ctx := context.Background()
	for _, role := range []string{db.AppRole, db.PublicRole} {
		pool, err := db.Open(ctx, d.OwnerURL, role, 1, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer pool.Close()
		var user string
		var super, bypass bool
		var owned int
		err = pool.QueryRow(ctx, `SELECT current_user, rolsuper, rolbypassrls, (SELECT count(*) FROM pg_class WHERE relowner = r.oid)
			FROM pg_roles r WHERE rolname = current_user`).Scan(&user, &super, &bypass, &owned)
		if err != nil {
			t.Fatal(err)
		}
		if user != role || super || bypass || owned != 0 {
			t.Errorf("pool acts as %s (superuser %v, bypass %v, owns %d)", user, super, bypass, owned)
		}
	}
}
