package verify

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/files"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/room"
)

// Finding is one thing that is not as it should be.
type Finding struct {
	Check   string
	Subject string
}

// Checks counts what was looked at, so that "nothing found" says how much that means.
type Checks struct {
	Invariants, Handovers, Files int
	Found                        []Finding
}

// Run looks at everything, in one snapshot, as the owner. The conn is the
// owner's; today decides which dated roles count.
func Run(ctx context.Context, conn *pgx.Conn, store *files.Local, today civil.Date) (Checks, error) {
	tx, err := conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return Checks{}, fmt.Errorf("verify: %w", err)
	}
	defer func() { _ = tx.Rollback(ctx) }() // read only
	var c Checks
	for _, step := range []func() error{
		func() error { return c.invariants(ctx, tx) },
		func() error { return c.keys(ctx, tx, today) },
		func() error { return c.overdue(ctx, tx, today) },
		func() error { return c.chains(ctx, tx) },
		func() error { return c.files(ctx, tx, store) },
	} {
		if err := step(); err != nil {
			return c, err
		}
	}
	return c, nil
}

func (c *Checks) add(check, subject string) { c.Found = append(c.Found, Finding{check, subject}) }

func (c *Checks) invariants(ctx context.Context, tx pgx.Tx) error {
	for _, inv := range Invariants {
		rows, _ := tx.Query(ctx, inv.SQL)
		subjects, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			return fmt.Errorf("invariant %q: %w", inv.Name, err)
		}
		for _, s := range subjects {
			c.add(inv.Name+" ("+inv.Rule+")", s)
		}
		c.Invariants++
	}
	return nil
}

func (c *Checks) keys(ctx context.Context, tx pgx.Tx, today civil.Date) error {
	rows, err := db.All[struct{ What, Subject string }](ctx, tx, room.DriftSQL, room.DriftArgs(today)...)
	for _, r := range rows {
		c.add("keys are those the roles imply (V1): "+r.What, r.Subject)
	}
	c.Invariants++
	return err
}

// overdue looks for what should have been destroyed by now and is not held back (I2);
// the job has a few days.
func (c *Checks) overdue(ctx context.Context, tx pgx.Tx, today civil.Date) error {
	rows, _ := tx.Query(ctx, `SELECT c.id || ' ' || k FROM challenge c, unnest(ARRAY['notes', 'practice', 'daily', 'tellings', 'invited', 'comment_drafts', 'documents', 'working_texts']) k
		WHERE information_due(c.id, k) < $1::date - 3 AND NOT k = ANY (kinds_held(c.id)) AND NOT EXISTS (SELECT FROM destruction d WHERE d.challenge_id = c.id AND d.kind = k)
		UNION ALL SELECT g.cycle_id || ' gathered' FROM gathering g WHERE gathered_due(g.cycle_id) < $1::date - 3 AND NOT gathered_is_held(g.cycle_id)
			AND NOT EXISTS (SELECT FROM gathering_destruction d WHERE d.cycle_id = g.cycle_id)`, today)
	late, err := pgx.CollectRows(rows, pgx.RowTo[string])
	for _, l := range late {
		c.add("nothing is there after its day unless it is held back (I2)", l)
	}
	c.Invariants++
	return err
}

// chains verifies every sealed copy of every challenge from its first.
func (c *Checks) chains(ctx context.Context, tx pgx.Tx) error {
	challenges, err := db.All[struct{ ID uuid.UUID }](ctx, tx, `SELECT id FROM challenge ORDER BY id`)
	if err != nil {
		return err
	}
	for _, ch := range challenges {
		rows, err := handover.RecordTx(ctx, tx, ch.ID)
		if err != nil {
			return err
		}
		records := make([]handover.Record, len(rows))
		for i, r := range rows {
			records[i] = r.Record
			parts, err := handover.PartsTx(ctx, tx, r.Record.ID)
			if err != nil {
				c.add("every hand-over can be read (V5)", r.Record.ID.String())
				continue
			}
			if err := handover.CheckSeal(r.Record, parts); err != nil {
				c.add("sealed copies are unchanged (V5)", ch.ID.String()+": "+err.Error())
			}
			c.Handovers++
		}
		if err := handover.CheckLinks(ch.ID, records); err != nil {
			c.add("each hand-over follows the one before it (V5)", ch.ID.String()+": "+err.Error())
		}
	}
	return nil
}

// files compares rows and bytes both ways: no row without a file, no file without
// a row, and every file's bytes match its SHA-256.
func (c *Checks) files(ctx context.Context, tx pgx.Tx, store *files.Local) error {
	rows, _ := tx.Query(ctx, `SELECT digest FROM document_version UNION SELECT digest FROM shared_document`)
	digests, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, hex := range digests {
		known[hex] = true
		d, err := files.ParseDigest(hex)
		if err == nil {
			err = store.Verify(ctx, d)
		}
		if err != nil {
			c.add("every document has its bytes, unaltered (D2)", hex)
		}
		c.Files++
	}
	// a file of the last day may belong to an upload whose row is not there yet
	old, err := store.Older(ctx, 24*time.Hour)
	for _, d := range old {
		if !known[d.String()] {
			c.add("no file without a row for more than a day (D2)", d.String())
		}
	}
	return err
}
