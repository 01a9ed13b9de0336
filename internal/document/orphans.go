package document

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/db"
	"peerchallenge/internal/files"
	"peerchallenge/internal/problem"
)

// Orphans is where the store and the tables disagree.
type Orphans struct {
	FilesWithoutRow []files.Digest // a transaction failed after its file was stored
	RowsWithoutFile []files.Digest // never to be seen
}

// OrphansTx compares the store with the tables, for `verify`. A file without a row
// counts once it was last put before the given time by the file system's clock (a
// day ago is right: its row may not be committed yet). The transaction must be the
// owner's: under row-level security rows would be hidden, and every file would
// look like an orphan, so that is refused as Internal.
func OrphansTx(ctx context.Context, tx pgx.Tx, store *files.Local, before time.Time) (Orphans, error) {
	var out Orphans
	hidden, err := db.Value[bool](ctx, tx, `SELECT row_security_active('document_version')`)
	if err == nil && hidden {
		err = problem.Internalf(errors.New("rows are hidden from this database user"), "orphans")
	}
	if err != nil {
		return out, err
	}
	named, err := namedTx(ctx, tx)
	if err != nil {
		return out, err
	}
	err = store.Walk(ctx, func(e files.Entry) error {
		if _, ok := named[e.Digest]; ok {
			named[e.Digest] = true
		} else if e.At.Before(before) {
			out.FilesWithoutRow = append(out.FilesWithoutRow, e.Digest)
		}
		return nil
	})
	for digest, there := range named {
		if !there {
			out.RowsWithoutFile = append(out.RowsWithoutFile, digest)
		}
	}
	return out, err
}

// namedTx gives every digest that a row names.
func namedTx(ctx context.Context, tx pgx.Tx) (map[files.Digest]bool, error) {
	rows, _ := tx.Query(ctx, `SELECT digest FROM document_version UNION SELECT digest FROM shared_document`)
	all, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, db.Explain(err)
	}
	named := make(map[files.Digest]bool, len(all))
	for _, s := range all {
		d, err := files.ParseDigest(s)
		if err != nil {
			return nil, problem.Internalf(err, "orphans")
		}
		named[d] = false
	}
	return named, nil
}
