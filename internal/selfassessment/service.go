package selfassessment

import (
	"context"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/person"
	"peerchallenge/internal/reference"
)

// Service does what the buttons of the self-assessment say. BaseURL begins the
// links in its mails; People invites those who are new.
type Service struct {
	DB      db.Beginner
	Clock   clock.Clock
	BaseURL string
	People  *person.Service
}

// A save holds this lock shared and submitting holds it alone, so that a text is
// either in the sealed copy or refused, never accepted after it.
const (
	writeLock  = `SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0))`
	submitLock = `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`
)

// site is one prompt, open for writing within a transaction.
type site struct {
	challenge challenge.Challenge
	area      reference.Area
	answer    answer
}

// inPrompt runs f on a prompt the actor may change by the verb, making its rows
// when they are first needed.
func (s *Service) inPrompt(ctx context.Context, actor access.Actor, id challenge.ID, prompt string, v access.Verb,
	f func(tx pgx.Tx, at site) error) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, writeLock, id.String()); err != nil {
			return err
		}
		c, err := challenge.GetTx(ctx, tx, id)
		if err != nil {
			return err
		}
		g, err := groundTx(ctx, tx, c)
		if err != nil {
			return err
		}
		area, _, err := g.prompt(prompt)
		if err != nil {
			return err
		}
		if err := require(c, v); err != nil {
			return err
		}
		a, err := ensureAnswerTx(ctx, tx, id, area, prompt)
		if err != nil {
			return err
		}
		return f(tx, site{c, area, a})
	})
}

// inArea is inPrompt for a whole area.
func (s *Service) inArea(ctx context.Context, actor access.Actor, id challenge.ID, key string, v access.Verb,
	f func(tx pgx.Tx, c challenge.Challenge) error) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, writeLock, id.String()); err != nil {
			return err
		}
		c, err := challenge.GetTx(ctx, tx, id)
		if err != nil {
			return err
		}
		g, err := groundTx(ctx, tx, c)
		if err != nil {
			return err
		}
		area, err := g.areaByKey(key)
		if err != nil {
			return err
		}
		if err := require(c, v); err != nil {
			return err
		}
		if err := prepareAreaTx(ctx, tx, id, area); err != nil {
			return err
		}
		return f(tx, c)
	})
}
