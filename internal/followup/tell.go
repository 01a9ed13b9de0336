package followup

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/outbox"
)

func pagePath(c uuid.UUID, part string) string { return "/challenges/" + c.String() + "/" + part }

// letter is what a mail says: what happened and where to read it, never content.
type letter struct {
	kind string
	what string
	path string // a page of the challenge
	mark string // beginning of the seal, when something was handed over
}

// raisers are those who raised something, experts by experience first (U3).
var raisers = []access.Role{access.Expert, access.Lead, access.DeputyLead, access.Councillor, access.SeniorManager, access.VisitingPSW}

// readers are those for whom something of the council's copy is new.
var readers = append([]access.Role{access.SeniorLeader, access.HostPSW, access.CouncilReader, access.Coordinator}, raisers...)

// tell queues a letter for each person who has one of the roles, in their order.
func (s *Service) tell(ctx context.Context, w work, roles []access.Role, l letter) error {
	rows, _ := w.tx.Query(ctx, `SELECT person_id FROM room_key WHERE scope_id = $1 AND room = 'common' AND revoked_at IS NULL
		AND because = ANY ($2) AND person_id <> $3 GROUP BY person_id ORDER BY min(array_position($2, because)), person_id`, w.c.ID, roles, w.me)
	people, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return err
	}
	return s.write(ctx, w, people, l)
}

func (s *Service) write(ctx context.Context, w work, people []uuid.UUID, l letter) error {
	body := w.c.Name + ": " + l.what + ", on " + w.now.In(clock.London).Format("2 January 2006") + ".\n\nRead it here:\n" +
		s.BaseURL + pagePath(w.c.ID, l.path) + "\n"
	if l.mark != "" {
		body += "\nMark in the record of changes: " + l.mark + "\n"
	}
	var mails []outbox.Mail
	for _, person := range people {
		mails = append(mails, outbox.Mail{Person: person, Kind: l.kind, Subject: w.c.Name + ": " + l.what, Body: body})
	}
	return outbox.QueueTx(ctx, w.tx, w.now, mails...)
}
