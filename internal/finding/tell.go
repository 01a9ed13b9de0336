package finding

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/outbox"
)

// letter is a mail to everybody who has one of some roles: what, where, when and
// a link, never content.
type letter struct {
	kind, subject, path string
	lines               []string
	to                  []access.Role
}

// tell queues a letter to each person once.
func (s *Service) tell(ctx context.Context, w work, l letter) error {
	rows, _ := w.tx.Query(ctx, `SELECT DISTINCT person_id FROM room_key
		WHERE scope_id = $1 AND room = 'common' AND because = ANY ($2) AND revoked_at IS NULL ORDER BY person_id`, w.c.ID, l.to)
	people, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return err
	}
	body := strings.Join(append(l.lines, s.BaseURL+l.path), "\n\n")
	mails := make([]outbox.Mail, len(people))
	for i, person := range people {
		mails[i] = outbox.Mail{Person: person, Kind: l.kind, Subject: l.subject, Body: body}
	}
	return outbox.QueueTx(ctx, w.tx, w.now, mails...)
}

// path is a page of a challenge, as tasks and mails name it.
func path(ch challenge.ID, part string) string { return "/challenges/" + ch.String() + "/" + part }

// asRole is the role somebody leads in: a deputy is shown as such.
func asRole(c challenge.Challenge) access.Role {
	if c.Standing().Is(access.Lead) {
		return access.Lead
	}
	return access.DeputyLead
}
