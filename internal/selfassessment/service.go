package selfassessment

import (
	"context"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/framework"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
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

// entry is the beginning of every act: the lock, the challenge and how far the actor
// reaches, asked in one round trip with whatever else is put into the batch.
type entry struct {
	batch      db.Batch
	challenges []challenge.Challenge
	parts      []part
}

func enter(id challenge.ID) *entry {
	e := &entry{}
	e.batch.Exec(writeLock, id.String())
	challenge.QueueGet(&e.batch, &e.challenges, id)
	queueReach(&e.batch, &e.parts, id)
	return e
}

// readTx asks; Missing when the challenge is not theirs to see (V6).
func (e *entry) readTx(ctx context.Context, tx pgx.Tx) (challenge.Challenge, ground, error) {
	if err := e.batch.Read(ctx, tx); err != nil {
		return challenge.Challenge{}, ground{}, err
	}
	if len(e.challenges) == 0 {
		return challenge.Challenge{}, ground{}, problem.Missing()
	}
	c := e.challenges[0]
	r, err := reachOf(e.parts)
	if err != nil {
		return c, ground{}, err
	}
	f, err := framework.GetTx(ctx, tx, c.FrameworkID)
	return c, ground{r, f}, err
}

// inPrompt runs f on a prompt the actor may change by the verb, making its rows
// when they are first needed.
func (s *Service) inPrompt(ctx context.Context, actor access.Actor, id challenge.ID, prompt string, v access.Verb,
	f func(tx pgx.Tx, at site) error) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		e := enter(id)
		var answers []answer
		queueAnswer(&e.batch, &answers, id, prompt)
		c, g, err := e.readTx(ctx, tx)
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
		if len(answers) == 0 {
			if err := prepareAreaTx(ctx, tx, id, area); err != nil {
				return err
			}
			a, err := answerTx(ctx, tx, id, prompt)
			if err != nil {
				return err
			}
			answers = append(answers, a)
		}
		return f(tx, site{c, area, answers[0]})
	})
}

// inArea is inPrompt for a whole area.
func (s *Service) inArea(ctx context.Context, actor access.Actor, id challenge.ID, key string, v access.Verb,
	f func(tx pgx.Tx, c challenge.Challenge) error) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, g, err := enter(id).readTx(ctx, tx)
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
