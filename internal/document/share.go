package document

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// taskKind is the host's duty to get its documents in; the agreement on dates
// opens the task, with no subject.
const taskKind = "documents"

// Accept records once that files are not scanned and that the host shares them
// all the same (D2). Host director or link officer; a second time changes nothing.
func (s *Service) Accept(ctx context.Context, actor access.Actor, challengeID challenge.ID) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.GetTx(ctx, tx, challengeID)
		if err != nil {
			return err
		}
		if err := challenge.Require(c, AcceptUnscanned); err != nil {
			return err
		}
		person, _ := actor.PersonID()
		now := s.Clock.Now()
		tag, err := tx.Exec(ctx, `INSERT INTO unscanned_acceptance (challenge_id, person_id, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
			challengeID, uuid.UUID(person), now)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: AcceptUnscanned.Name, Challenge: challengeID, Room: access.Host})
	})
}

// Share hands over to the team every version it does not have yet, and what is
// covered or not available (D1). The director only. seen is the Mark of the check
// page, so that nothing goes that the director did not see: otherwise Conflict.
func (s *Service) Share(ctx context.Context, actor access.Actor, challengeID challenge.ID, seen string) (handover.Record, error) {
	var record handover.Record
	err := db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, challengeID)
		if err != nil {
			return err
		}
		if err := challenge.Require(c, Share); err != nil {
			return err
		}
		k, err := s.checkTx(ctx, tx, challengeID)
		if err != nil {
			return err
		}
		if err := k.ready(seen); err != nil {
			return err
		}
		record, err = s.shareTx(ctx, tx, actor, c, k)
		return err
	})
	return record, err
}

// ready refuses what may not go: unscanned and not accepted, nothing new, or
// something other than was seen.
func (k Check) ready(seen string) error {
	switch {
	case k.Accepted == nil:
		return problem.New(problem.Closed, "First accept that documents are not scanned. Nothing was shared.")
	case !k.Any():
		return problem.New(problem.Closed, "There is nothing new to share. The team already has everything on this list.")
	case seen != k.Mark():
		return problem.New(problem.Conflict, "The list changed since you opened this page. Nothing was shared. Please check it again below.")
	}
	return nil
}

func (s *Service) shareTx(ctx context.Context, tx pgx.Tx, actor access.Actor, c challenge.Challenge, k Check) (handover.Record, error) {
	now := s.Clock.Now()
	parts, err := k.parts()
	if err != nil {
		return handover.Record{}, err
	}
	record, err := handover.SealTx(ctx, tx, actor, now, handover.New{Challenge: c.ID, Kind: handover.Share,
		From: access.Host, To: access.Shared, As: access.DASS, Parts: parts})
	if err != nil {
		return record, err
	}
	if err := insertShared(ctx, tx, c.ID, record, now, k); err != nil {
		return record, err
	}
	if _, err := tx.Exec(ctx, `UPDATE challenge SET documents_shared_at = coalesce(documents_shared_at, $2) WHERE id = $1`, c.ID, now); err != nil {
		return record, err
	}
	if err := sharedAsAskedTx(ctx, tx, actor, now, c.ID); err != nil {
		return record, err
	}
	if err := s.settleTask(ctx, tx, actor, now, k); err != nil {
		return record, err
	}
	return record, s.tellTx(ctx, tx, now, c, record)
}

// settleTask closes the host's duty once nothing mandatory is missing, and keeps
// one open while something is, since DocumentsDoneTx reads it.
func (s *Service) settleTask(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, k Check) error {
	missing := 0
	for _, r := range k.Outstanding {
		if r.Mandatory {
			missing++
		}
	}
	if missing == 0 {
		return task.DoneTx(ctx, tx, actor, now, k.ID, taskKind, "")
	}
	return task.OpenTx(ctx, tx, now, task.New{Challenge: k.ID, Kind: taskKind, Title: "Get the documents ready for the team",
		Path: documentsPath(k.ID), Role: access.LinkOfficer, Due: k.Dates[challenge.SelfAssessment]})
}

func documentsPath(challengeID challenge.ID) string {
	return "/challenges/" + challengeID.String() + "/documents"
}
