package selfassessment

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/handover"
	rows "peerchallenge/internal/id"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// Submit hands the self-assessment over as it stands (A5): a sealed copy goes
// from the host to the link officer, senior leaders, visiting PSWs and, from
// reading day on, the team. Only the director, once until it is reopened.
func (s *Service) Submit(ctx context.Context, actor access.Actor, id challenge.ID) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := require(c, Submit); err != nil {
			return err
		}
		// saves under way end first; later ones find it submitted
		if _, err := tx.Exec(ctx, submitLock, id.String()); err != nil {
			return err
		}
		g, err := groundTx(ctx, tx, c)
		if err != nil {
			return err
		}
		parts, err := partsTx(ctx, tx, id, g.framework)
		if err != nil {
			return err
		}
		risks, err := riskPartsTx(ctx, tx, id, g.framework)
		if err != nil {
			return err
		}
		parts = append(parts, risks...)
		now := s.Clock.Now()
		record, err := handover.SealTx(ctx, tx, actor, now, handover.New{Challenge: id, Kind: handover.Submit,
			From: access.Host, To: access.Shared, As: access.DASS, Parts: parts})
		if err != nil {
			return err
		}
		err = db.ExecOne(ctx, tx, `UPDATE challenge SET submitted_at = $2 WHERE id = $1 AND submitted_at IS NULL`, id, now)
		if err != nil {
			return err
		}
		return s.afterSubmitTx(ctx, tx, actor, now, c, record)
	})
}

func (s *Service) afterSubmitTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, c challenge.Challenge, record handover.Record) error {
	if err := task.DoneTx(ctx, tx, actor, now, c.ID, TaskKind, ""); err != nil {
		return err
	}
	people, err := peopleTx(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.Because != access.Contributor {
			continue
		}
		if err := task.DoneTx(ctx, tx, actor, now, c.ID, ContributeKind, p.ID.String()); err != nil {
			return err
		}
	}
	return s.tellTx(ctx, tx, now, c, "submitted", fmt.Sprintf("%s submitted its self-assessment. A shared copy was made, with the mark %s in the record of changes.",
		c.HostCouncil, record.Mark()))
}

// Reopen lets the host write again, with a reason that the readers of the
// submitted copy see; that copy is kept (A5). The director, while preparing.
func (s *Service) Reopen(ctx context.Context, actor access.Actor, id challenge.ID, reason string) error {
	var fields problem.Fields
	fields.Check(reason != "", "reason", "Say why, in a sentence that everyone who reads the submitted copy will see")
	fields.Check(db.Length(reason) <= 500, "reason", "The reason must be 500 characters or fewer")
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := challenge.Require(c, Reopen); err != nil {
			return err
		}
		if err := fields.Err(); err != nil {
			return err
		}
		if c.SubmittedAt == nil {
			return problem.New(problem.Conflict, "The self-assessment is open already.")
		}
		now := s.Clock.Now()
		err = db.ExecOne(ctx, tx, `UPDATE challenge SET submitted_at = NULL WHERE id = $1 AND submitted_at IS NOT NULL`, id)
		if err != nil {
			return err
		}
		return s.afterReopenTx(ctx, tx, actor, now, c, reason)
	})
}

func (s *Service) afterReopenTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, c challenge.Challenge, reason string) error {
	_, err := tx.Exec(ctx, `INSERT INTO assessment_reopening (id, challenge_id, person_id, reason, at) VALUES ($1, $2, app_actor(), $3, $4)`,
		rows.New(), c.ID, reason, now)
	if err != nil {
		return err
	}
	if err := openTaskTx(ctx, tx, now, c); err != nil {
		return err
	}
	if err := audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: Reopen.Name, Challenge: c.ID, Room: access.Common}); err != nil {
		return err
	}
	return s.tellTx(ctx, tx, now, c, "reopened", c.HostCouncil+" reopened its self-assessment. The copy submitted before is kept, and a newer one will follow.")
}

// tellTx mails coordinators, lead and link officer what happened, with a link and
// no content.
func (s *Service) tellTx(ctx context.Context, tx pgx.Tx, now time.Time, c challenge.Challenge, what, sentence string) error {
	rows, _ := tx.Query(ctx, `SELECT DISTINCT person_id FROM room_key WHERE scope = 'challenge' AND scope_id = $1 AND room = 'common'
		AND because IN ('coordinator', 'lead', 'link_officer') AND revoked_at IS NULL AND person_id <> app_actor()`, c.ID)
	people, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return err
	}
	for _, p := range people {
		err := outbox.QueueTx(ctx, tx, now, outbox.Mail{Person: p, Kind: "self-assessment." + what,
			Subject: c.Name + ": self-assessment " + what,
			Body:    sentence + "\n\nSee the challenge: " + s.BaseURL + "/challenges/" + c.ID.String() + "\n"})
		if err != nil {
			return err
		}
	}
	return nil
}

// reopenedTx is the newest reopening while the self-assessment is open again
// after a submission, else nil.
func reopenedTx(ctx context.Context, tx pgx.Tx, c challenge.Challenge) (*Reopening, error) {
	if c.SubmittedAt != nil {
		return nil, nil
	}
	list, err := db.All[Reopening](ctx, tx, `SELECT coalesce(p.name, 'Somebody') AS name, r.reason, r.at
		FROM assessment_reopening r LEFT JOIN person p ON p.id = r.person_id WHERE r.challenge_id = $1 ORDER BY r.at DESC LIMIT 1`, c.ID)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}
