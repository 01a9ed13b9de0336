package selfassessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
)

// CheckView is the last page before submitting: what, and to whom.
type CheckView struct {
	challenge.Head
	Areas   []Area
	Counts  Counts
	Readers []Reader // who hold the shared copy at once
	Team    []Reader // who read it from reading day
}

// Reader is somebody the submitted copy goes to.
type Reader struct {
	ID   uuid.UUID
	Name string
	Role access.Role
}

// Check reads the page before submitting: the director, while it is written;
// Missing for others.
func (s *Service) Check(ctx context.Context, actor access.Actor, id challenge.ID) (CheckView, error) {
	var v CheckView
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		var err error
		if v.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), id); err != nil {
			return err
		}
		g, err := groundTx(ctx, tx, v.Challenge)
		if err != nil {
			return err
		}
		if err := require(v.Challenge, Submit); err != nil {
			return err
		}
		areas := AreasView{Head: v.Head}
		if err := areas.countTx(ctx, tx, g); err != nil {
			return err
		}
		v.Areas, v.Counts = areas.Areas, areas.Counts
		readers, err := db.All[Reader](ctx, tx, `SELECT DISTINCT p.id, p.name, k.because AS role FROM room_key k JOIN person p ON p.id = k.person_id
			WHERE k.scope = 'challenge' AND k.scope_id = $1 AND k.room = 'common' AND k.revoked_at IS NULL
				AND k.because IN ('link_officer', 'senior_leader', 'visiting_psw', 'lead', 'deputy_lead', 'councillor', 'senior_manager', 'expert')
			ORDER BY p.name, p.id`, id)
		for _, r := range readers {
			if r.Role.IsTeam() {
				v.Team = append(v.Team, r)
			} else {
				v.Readers = append(v.Readers, r)
			}
		}
		return err
	})
	return v, err
}
