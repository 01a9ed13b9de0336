package visit

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/person"
)

// Service is everything done about the days on site. BaseURL begins the links in
// mails and on briefings.
type Service struct {
	DB      db.Beginner
	Clock   clock.Clock
	BaseURL string
	People  *person.Service
}

// work is one write of one person on one challenge, inside its transaction.
type work struct {
	tx    pgx.Tx
	actor access.Actor
	me    uuid.UUID
	now   time.Time
	c     challenge.Challenge
}

// in runs a write. The programme has versions of its own, so it takes no lock on
// the challenge.
func (s *Service) in(ctx context.Context, actor access.Actor, id challenge.ID, v access.Verb, f func(w work) error) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.GetTx(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := challenge.Require(c, v); err != nil {
			return err
		}
		me, _ := actor.PersonID()
		return f(work{tx: tx, actor: actor, me: me, now: s.Clock.Now(), c: c})
	})
}

func (w work) exec(ctx context.Context, sql string, args ...any) error {
	_, err := w.tx.Exec(ctx, sql, args...)
	return err
}

func (w work) log(ctx context.Context, verb string, room access.Room, subject uuid.UUID) error {
	return audit.LogTx(ctx, w.tx, w.actor, w.now, audit.Line{Verb: verb, Challenge: w.c.ID, Room: room, Subject: subject})
}

// programmeRoom is where an act on the programme is read: the host's own until it
// is shared.
func programmeRoom(shared bool) access.Room {
	if shared {
		return access.Shared
	}
	return access.Host
}

// letter is what, where, when and a link, never content.
type letter struct {
	kind, subject, path string
	lines               []string
}

func (s *Service) send(ctx context.Context, w work, to []uuid.UUID, l letter) error {
	body := strings.Join(append(l.lines, s.BaseURL+l.path), "\n\n")
	var mails []outbox.Mail
	seen := map[uuid.UUID]bool{w.me: true} // nobody is told what they did themselves
	for _, p := range to {
		if !seen[p] {
			seen[p] = true
			mails = append(mails, outbox.Mail{Person: p, Kind: l.kind, Subject: l.subject, Body: body})
		}
	}
	return outbox.QueueTx(ctx, w.tx, w.now, mails...)
}

// holdersTx are the people on the challenge because of some roles.
func holdersTx(ctx context.Context, tx pgx.Tx, ch challenge.ID, roles ...access.Role) ([]uuid.UUID, error) {
	rows, _ := tx.Query(ctx, `SELECT DISTINCT person_id FROM room_key
		WHERE scope_id = $1 AND room = 'common' AND because = ANY ($2) AND revoked_at IS NULL ORDER BY person_id`, ch, roles)
	return pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
}

// path is a page of a challenge, as tasks and mails name it.
func path(ch challenge.ID, part string) string { return "/challenges/" + ch.String() + "/" + part }

func blank(text string) bool { return strings.TrimSpace(text) == "" }
