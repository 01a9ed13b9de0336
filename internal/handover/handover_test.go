package handover_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/handover"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func seal(b db.Beginner, s *dbtest.Story, words ...string) (r handover.Record, err error) {
	err = db.InTx(context.Background(), b, s.As(access.DASS), func(tx pgx.Tx) error {
		n := handover.New{Challenge: s.Challenge, Kind: handover.Submit, From: access.Host, To: access.Shared, As: access.DASS}
		for i, w := range words {
			n.Parts = append(n.Parts, handover.Part{Name: fmt.Sprintf("part/%d", i), Body: []byte(w)})
		}
		r, err = handover.SealTx(context.Background(), tx, s.As(access.DASS), s.Clock.Now(), n)
		return err
	})
	return r, err
}

// check reads the chain as the owner does and says what is wrong with it.
func check(t *testing.T, d *dbtest.Database, s *dbtest.Story) error {
	t.Helper()
	ctx := context.Background()
	tx, err := d.Owner.Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(ctx) }()
	rows, err := handover.RecordTx(ctx, tx, s.Challenge)
	if err != nil {
		t.Fatal(err)
	}
	var records []handover.Record
	for _, row := range rows {
		records = append(records, row.Record)
		parts, err := handover.PartsTx(ctx, tx, row.Record.ID)
		if err != nil {
			t.Fatal(err)
		}
		if err := handover.CheckSeal(row.Record, parts); err != nil {
			return err
		}
	}
	return handover.CheckLinks(s.Challenge, records)
}

// V5: whoever alters a sealed copy or the record of it, even as the database's
// owner, is found out.
func TestSeal_V5_AnyChangeIsFoundOut(t *testing.T) {
	for _, change := range []string{
		`UPDATE handover_part SET body = 'other words' WHERE ordinal = 2`,
		`UPDATE handover_part SET name = 'part/9' WHERE ordinal = 2`,
		`UPDATE handover SET as_role = 'lead' WHERE number = 1`,
		`UPDATE handover SET at = at + interval '1 second' WHERE number = 2`,
		`DELETE FROM handover_part WHERE ordinal = 1 AND handover_id = (SELECT id FROM handover WHERE number = 2)`,
		`WITH gone AS (DELETE FROM handover_part WHERE handover_id = (SELECT id FROM handover WHERE number = 1)) DELETE FROM handover WHERE number = 1`,
	} {
		d := dbtest.DB(t)
		s := dbtest.NewStory(t, d.Pool)
		for _, words := range [][]string{{"one", "two"}, {"three", "four"}} {
			if _, err := seal(d.Pool, s, words...); err != nil {
				t.Fatal(err)
			}
		}
		if err := check(t, d, s); err != nil {
			t.Fatalf("an untouched record: %v", err)
		}
		if _, err := d.Owner.Exec(context.Background(), `ALTER TABLE handover_part DROP CONSTRAINT handover_part_challenge_id_handover_id_fkey`); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Owner.Exec(context.Background(), change); err != nil {
			t.Fatal(err)
		}
		if err := check(t, d, s); err == nil {
			t.Errorf("not found out: %s", change)
		}
	}
}

// V7: a part can be erased, with its random bytes, and the chain still verifies.
func TestSeal_V7_ErasingAPartLeavesTheChainWhole(t *testing.T) {
	d := dbtest.DB(t)
	s := dbtest.NewStory(t, d.Pool)
	if _, err := seal(d.Pool, s, "to be erased", "to stay"); err != nil {
		t.Fatal(err)
	}
	err := db.InTx(context.Background(), d.Pool, s.As(access.DASS), func(tx pgx.Tx) error {
		return db.ExecOne(context.Background(), tx, `UPDATE handover_part SET body = NULL, nonce = NULL, erased_at = $2 WHERE challenge_id = $1 AND ordinal = 1`, s.Challenge, s.Clock.Now())
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := check(t, d, s); err != nil {
		t.Errorf("after erasing: %v", err)
	}
}

// The head of the chain is locked first: hand-overs made at once are numbered one
// after the other and all are in the chain.
func TestSeal_V5_ManyAtOnce(t *testing.T) {
	d := dbtest.DB(t)
	s := dbtest.NewStory(t, d.Pool)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			if _, err := seal(d.Pool, s, fmt.Sprint("words ", i)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if err := check(t, d, s); err != nil {
		t.Error(err)
	}
	var n int
	if err := d.Owner.QueryRow(context.Background(), `SELECT number FROM handover_chain WHERE challenge_id = $1`, s.Challenge).Scan(&n); err != nil || n != 8 {
		t.Errorf("the chain counts %d hand-overs (%v), want 8", n, err)
	}
}
