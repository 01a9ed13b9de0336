package report

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/outbox"
)

func pagePath(challenge uuid.UUID, part string) string {
	return "/challenges/" + challenge.String() + "/" + part
}

// PublicPath is where everybody reads the newest version.
func PublicPath(p Public) string { return "/reports/" + p.CouncilSlug + "/" + p.First.String() }

// letter is what a mail says: what happened and where to read it, never content.
type letter struct {
	kind   string
	what   string
	path   string // a page of the challenge, or
	public string // a page for everybody
	mark   string
}

// told are those who learn that a report is final or published: the host's
// leaders and principal social worker always, the team and the coordinator.
var told = append([]access.Role{access.DASS, access.SeniorLeader, access.HostPSW, access.Coordinator}, access.Team...)

// tell queues a letter for each of them.
func (s *Service) tell(ctx context.Context, w work, l letter) error {
	roles := make([]string, len(told))
	for i, r := range told {
		roles[i] = string(r)
	}
	rows, _ := w.tx.Query(ctx, `SELECT DISTINCT person_id FROM room_key WHERE scope_id = $1 AND room = 'common' AND revoked_at IS NULL
		AND because = ANY ($2) ORDER BY person_id`, w.c.ID, roles)
	people, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return err
	}
	link := l.public
	if link == "" {
		link = pagePath(w.c.ID, l.path)
	}
	body := w.c.Name + ": " + l.what + ", on " + w.now.In(clock.London).Format("2 January 2006") + ".\n\nRead it here:\n" + s.BaseURL + link +
		"\n\nMark in the record of changes: " + l.mark + "\n"
	var mails []outbox.Mail
	for _, person := range people {
		mails = append(mails, outbox.Mail{Person: person, Kind: l.kind, Subject: w.c.Name + ": " + l.what, Body: body})
	}
	return outbox.QueueTx(ctx, w.tx, w.now, mails...)
}
