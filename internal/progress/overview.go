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
		if o.Tasks, err = task.ForChallengeTx(ctx, tx, id); err != nil {
			return err
		}
		if o.People, err = membersTx(ctx, tx, o.Challenge); err != nil {
			return err
		}
		facts, err := journey.FactsTx(ctx, tx, s.Clock.Now(), id)
		o.Checks = journey.ChecksOf(facts[id], s.Clock.Now())
		o.CanMoveOn = challenge.MoveStage.Allows(o.Standing()) && journey.Barred(facts[id], s.Clock.Now()) == nil
		return err
	})
	return o, err
}

// membersTx lists who is on a challenge: who holds its common key, because of
// which role.
func membersTx(ctx context.Context, tx pgx.Tx, c challenge.Challenge) ([]Member, error) {
	return db.All[Member](ctx, tx, `SELECT p.id, p.name, coalesce(k.name, '') AS council, rk.because AS role, rk.granted_at AS since,
			coalesce(h.title, '') AS title, coalesce(h.acting, false) AS acting
		FROM room_key rk JOIN person p ON p.id = rk.person_id LEFT JOIN council k ON k.id = p.council_id
		LEFT JOIN LATERAL (SELECT title, acting FROM role_holding h WHERE h.person_id = rk.person_id AND h.ended_at IS NULL
			AND h.scope_id IN ($1, $2, $3) AND h.role = CASE rk.because WHEN 'host_psw' THEN 'psw' ELSE rk.because END LIMIT 1) h ON true
		WHERE rk.scope_id = $1 AND rk.room = 'common' AND rk.revoked_at IS NULL
		ORDER BY array_position(ARRAY['coordinator','lead','deputy_lead','councillor','senior_manager','expert','visiting_psw','dass','link_officer',
			'senior_leader','host_psw','contributor','host_reader','council_reader','invitee'], rk.because), p.name`,
		c.ID, c.HostCouncilID, c.RegionID)
}
