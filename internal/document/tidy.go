package document

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/files"
)

// Tidier is the job that removes files without a row.
var Tidier = access.Job("files")

// Grace is how long a file may be without a row: its transaction may be under way.
const Grace = 24 * time.Hour

// Tidy removes files that no row names, left behind when a transaction failed or
// the program was ended after its file was stored (V7), and tells how many. It
// may run at any time, beside uploads of the same bytes.
func (s *Service) Tidy(ctx context.Context) (removed int, err error) {
	old, err := s.Files.Older(ctx, Grace)
	if err != nil || len(old) == 0 {
		return 0, err
	}
	var nameless []string
	err = db.Read(ctx, s.DB, Tidier, func(tx pgx.Tx) error {
		nameless, err = db.Value[[]string](ctx, tx, `SELECT files_without_row($1)`, spelled(old))
		return err
	})
	if err != nil {
		return 0, err
	}
	for _, hex := range nameless {
		d, err := files.ParseDigest(hex)
		if err != nil {
			return removed, err
		}
		gone, err := s.Files.DeleteAbandoned(d, Grace)
		if err != nil {
			return removed, err
		}
		if gone {
			removed++
		}
	}
	return removed, nil
}

func spelled(list []files.Digest) []string {
	hex := make([]string, len(list))
	for i, d := range list {
		hex[i] = d.String()
	}
	return hex
}
