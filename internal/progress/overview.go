package progress

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/journey"
	"peerchallenge/internal/task"
)

// Member is somebody on a challenge, in one part.
type Member struct {
	ID      uuid.UUID
	Name    string
	Council string
	Role    access.Role
	Title   string // "chief executive", when one was given
	Acting  bool
	Since   time.Time
}

// Overview is a challenge at a glance: where, what next, am I needed.
type Overview struct {
	challenge.Head
	Tasks  []task.Task
	People []Member
	Checks []journey.Check // what the stage waits for
	// CanMoveOn: the reader may move the stage on before its conditions are met.
	CanMoveOn bool
}

// Overview reads a challenge for anybody on it; Missing for others (V6).
func (s *Service) Overview(ctx context.Context, actor access.Actor, id challenge.ID) (Overview, error) {
	var o Overview
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if o.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), id); err != nil {
			return err
		}
		var (
			b     db.Batch
			facts []journey.Facts
		)
		task.QueueForChallenge(&b, &o.Tasks, id)
		queueMembers(&b, &o.People, o.Challenge)
		journey.QueueFacts(&b, &facts, s.Clock.Now(), id)
		if err := b.Read(ctx, tx); err != nil {
			return err
		}
		task.Name(o.Tasks, o.names)
		for _, f := range facts { // of this one challenge
			o.Checks = journey.ChecksOf(f, s.Clock.Now())
			o.CanMoveOn = challenge.MoveStage.Allows(o.Standing()) && journey.Barred(f, s.Clock.Now()) == nil
		}
		return nil
	})
	return o, err
}

// names are those of the people in a part.
func (o Overview) names(part access.Role) (names []string) {
	for _, p := range o.People {
		if p.Role == part {
			names = append(names, p.Name)
		}
	}
	return names
}

// queueMembers reads who is on a challenge: who holds its common key, because of
// which role.
func queueMembers(b *db.Batch, into *[]Member, c challenge.Challenge) {
	db.Queue(b, into, `SELECT p.id, p.name, coalesce(k.name, '') AS council, rk.because AS role, rk.granted_at AS since,
			coalesce(h.title, '') AS title, coalesce(h.acting, false) AS acting
		FROM room_key rk JOIN person p ON p.id = rk.person_id LEFT JOIN council k ON k.id = p.council_id
		LEFT JOIN LATERAL (SELECT title, acting FROM role_holding h WHERE h.person_id = rk.person_id AND h.ended_at IS NULL
			AND h.scope_id IN ($1, $2, $3) AND h.role = CASE rk.because WHEN 'host_psw' THEN 'psw' ELSE rk.because END LIMIT 1) h ON true
		WHERE rk.scope_id = $1 AND rk.room = 'common' AND rk.revoked_at IS NULL
		ORDER BY array_position(ARRAY['coordinator','lead','deputy_lead','councillor','senior_manager','expert','visiting_psw','dass','link_officer',
			'senior_leader','host_psw','contributor','host_reader','council_reader','invitee'], rk.because), p.name`,
		c.ID, c.HostCouncilID, c.RegionID)
}
