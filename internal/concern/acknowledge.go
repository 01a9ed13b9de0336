package concern

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/db"
	"peerchallenge/internal/outbox"
)

// job acts for the contact, who may be no user: the link is the right to ask.
var job = access.Job("concern")

// Heard is what the contact sees of a concern through their link.
type Heard struct {
	ID             uuid.UUID
	ChallengeID    uuid.UUID
	ChallengeName  string
	Council        string
	RaisedBy       string
	RaisedAt       time.Time
	AboutLeaders   bool
	ContactName    string
	AcknowledgedAt *time.Time
}

// ByLink is the record for the contact; Missing when the link is none of ours.
func (s *Service) ByLink(ctx context.Context, link string) (Heard, error) {
	var h Heard
	err := db.Read(ctx, s.DB, job, func(tx pgx.Tx) (err error) {
		h, err = db.One[Heard](ctx, tx, `SELECT * FROM concern_by_link($1)`, hashOf(link))
		return err
	})
	return h, err
}

// Acknowledge records that the contact knows of the concern, once; who raised it
// and the lead are told. Again, it changes nothing. Missing when the link is none.
func (s *Service) Acknowledge(ctx context.Context, link string) error {
	return db.InTx(ctx, s.DB, job, func(tx pgx.Tx) error {
		hash, now := hashOf(link), s.Clock.Now()
		h, err := db.One[Heard](ctx, tx, `SELECT * FROM concern_by_link($1)`, hash)
		if err != nil {
			return err
		}
		n, err := db.Value[int](ctx, tx, `SELECT acknowledge_concern($1, $2)`, hash, now)
		if err != nil || n == 0 {
			return err
		}
		if err := audit.LogTx(ctx, tx, job, now, audit.Line{Verb: "concern.acknowledge", Challenge: h.ChallengeID, Subject: h.ID}); err != nil {
			return err
		}
		rows, _ := tx.Query(ctx, `SELECT concern_hearers($1)`, hash)
		people, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
		if err != nil {
			return err
		}
		for _, p := range people {
			if err := outbox.QueueTx(ctx, tx, now, outbox.Mail{Person: p, Kind: "concern.acknowledged", Subject: h.ChallengeName + ": the serious concern is confirmed",
				Body: "In " + h.ChallengeName + " the contact has confirmed that they know of the serious concern.\n\n" + s.BaseURL + "/challenges/" + h.ChallengeID.String() + "/concern\n"}); err != nil {
				return err
			}
		}
		return nil
	})
}
