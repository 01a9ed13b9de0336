package document

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/id"
	"peerchallenge/internal/outbox"
)

func insertShared(ctx context.Context, tx pgx.Tx, challengeID challenge.ID, h handover.Record, now time.Time, k Check) error {
	batch := &pgx.Batch{}
	for _, d := range k.Going {
		batch.Queue(`INSERT INTO shared_document (id, challenge_id, handover_id, document_id, version, title, requirement_key, file_name,
				digest, size, mime, scan, shared_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
			id.New(), challengeID, h.ID, d.ID, d.Version, d.Title, d.RequirementKey, d.FileName, d.Digest, d.Size, d.MIME, d.Scan, now)
	}
	for _, r := range k.Explained {
		batch.Queue(`INSERT INTO shared_requirement (challenge_id, handover_id, requirement_key, status, reason, document_title)
			VALUES ($1, $2, $3, $4, $5, $6)`, challengeID, h.ID, r.ID, r.Status, r.Reason, r.DocumentTitle)
	}
	return tx.SendBatch(ctx, batch).Close()
}

// tellTx mails those who may read now, and the lead and the coordinator, that
// documents were shared: what, where and when, never which.
func (s *Service) tellTx(ctx context.Context, tx pgx.Tx, now time.Time, c challenge.Challenge, h handover.Record) error {
	people, err := db.All[struct {
		PersonID uuid.UUID
		Reads    bool
	}](ctx, tx, `SELECT person_id, bool_or(room = 'shared') AS reads FROM room_key
		WHERE scope_id = $1 AND revoked_at IS NULL AND ((room = 'shared' AND because = ANY($2)) OR (room = 'common' AND because = ANY($3)))
		GROUP BY person_id ORDER BY person_id`, c.ID, append([]access.Role{access.VisitingPSW}, access.Team...), []access.Role{access.Lead, access.Coordinator})
	if err != nil {
		return err
	}
	for _, p := range people {
		err := outbox.QueueTx(ctx, tx, now, outbox.Mail{Person: p.PersonID, Kind: "document.shared",
			Subject: c.Name + ": documents shared", Body: s.sharedMail(c, h, p.Reads)})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) sharedMail(c challenge.Challenge, h handover.Record, reads bool) string {
	text := c.HostCouncil + " has shared documents with the team of " + c.Name + ".\n\n"
	link := s.BaseURL + "/challenges/" + c.ID.String()
	if reads {
		text += "Read them here: " + link + "/reading\n\nFiles are not scanned for viruses. Open them on a computer with up-to-date protection.\n"
	} else {
		text += "The team can read them once the stage of reading has begun.\n\nThe challenge: " + link + "\n"
	}
	return text + "\nMark of this shared copy: " + h.Mark() + "\n"
}
