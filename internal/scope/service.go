package scope

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	rows "peerchallenge/internal/id"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// Service does what the buttons of the scope say.
type Service struct {
	DB      db.Beginner
	Clock   clock.Clock
	BaseURL string // without a slash at the end; for links in mails
}

// Kinds of task: the director proposes (package schedule opens it), the lead
// agrees, the director answers a comment.
const (
	ProposeTask = "scope"
	AgreeTask   = "scope-agree"
	AnswerTask  = "scope-comment"
)

func (s *Service) change(ctx context.Context, actor access.Actor, id challenge.ID, v access.Verb, f func(tx pgx.Tx, c challenge.Challenge, now time.Time) error) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := challenge.Require(c, v); err != nil {
			return err
		}
		return f(tx, c, s.Clock.Now())
	})
}

func newestTx(ctx context.Context, tx pgx.Tx, id challenge.ID) (int, error) {
	return db.Value[int](ctx, tx, `SELECT coalesce(max(version), 0) FROM scope_version WHERE challenge_id = $1`, id)
}

// moved is the refusal to somebody who read an older version.
func moved() error {
	return problem.New(problem.Conflict, "The scope was changed while you were reading. Please read the newest version. Nothing was changed.")
}

// Propose makes a new version, to which the director agrees by proposing it; the
// lead is asked to agree. Conflict when the version it rests on is not the newest
// any more. Only the host's director.
func (s *Service) Propose(ctx context.Context, actor access.Actor, id challenge.ID, p Proposal) error {
	return s.change(ctx, actor, id, Propose, func(tx pgx.Tx, c challenge.Challenge, now time.Time) error {
		if err := p.check(); err != nil {
			return err
		}
		newest, err := newestTx(ctx, tx, id)
		if err != nil {
			return err
		}
		if newest != p.Base {
			return moved()
		}
		version := newest + 1
		_, err = tx.Exec(ctx, `INSERT INTO scope_version (id, challenge_id, version, what, focus, questions, person_id, at)
			VALUES ($1, $2, $3, $4, $5, $6, app_actor(), $7)`, rows.New(), id, version, p.What, p.Focus, p.Questions, now)
		if err != nil {
			return err
		}
		if err := agreeTx(ctx, tx, id, version, "host", now); err != nil {
			return err
		}
		for _, kind := range []string{ProposeTask, AnswerTask, AgreeTask} {
			if err := task.DoneTx(ctx, tx, actor, now, id, kind, ""); err != nil {
				return err
			}
		}
		return s.askLeadTx(ctx, tx, actor, now, c)
	})
}

func (s *Service) askLeadTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, c challenge.Challenge) error {
	due, err := challenge.DateTx(ctx, tx, c.ID, challenge.ScopeAndTeam)
	if err != nil {
		return err
	}
	if soon := civil.AddWorkingDays(civil.Of(now), 5); due.Before(soon) {
		due = soon
	}
	n := task.New{Challenge: c.ID, Kind: AgreeTask, Title: "Agree the scope, or comment on it", Path: part(c.ID), Role: access.Lead, Due: due}
	n.Waiting, _ = actor.PersonID()
	if err := task.OpenTx(ctx, tx, now, n); err != nil {
		return err
	}
	if err := audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: Propose.Name, Challenge: c.ID, Room: access.Common}); err != nil {
		return err
	}
	return s.tellTx(ctx, tx, now, c, []access.Role{access.Lead, access.DeputyLead}, "proposed", c.HostCouncil+" proposes a scope for "+c.Name+". You can agree to it or comment.")
}

func agreeTx(ctx context.Context, tx pgx.Tx, id challenge.ID, version int, side string, now time.Time) error {
	tag, err := tx.Exec(ctx, `INSERT INTO scope_agreement (challenge_id, version, side, person_id, at) VALUES ($1, $2, $3, app_actor(), $4)
		ON CONFLICT DO NOTHING`, id, version, side, now)
	if err == nil && tag.RowsAffected() == 0 {
		err = problem.New(problem.Conflict, "Somebody has agreed to this version already.")
	}
	return err
}

// Agree records that the lead agrees to a version, the newest: agreeing to an
// older one is a Conflict.
func (s *Service) Agree(ctx context.Context, actor access.Actor, id challenge.ID, version int) error {
	return s.change(ctx, actor, id, Agree, func(tx pgx.Tx, c challenge.Challenge, now time.Time) error {
		newest, err := newestTx(ctx, tx, id)
		if err != nil {
			return err
		}
		if newest == 0 || newest != version {
			return moved()
		}
		if err := agreeTx(ctx, tx, id, version, "team", now); err != nil {
			return err
		}
		for _, kind := range []string{AgreeTask, AnswerTask} {
			if err := task.DoneTx(ctx, tx, actor, now, id, kind, ""); err != nil {
				return err
			}
		}
		if err := audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: Agree.Name, Challenge: id, Room: access.Common}); err != nil {
			return err
		}
		return s.tellTx(ctx, tx, now, c, []access.Role{access.DASS, access.Coordinator}, "agreed", "The scope of "+c.Name+" is agreed by both sides.")
	})
}

// Comment adds a comment to the newest version, read by everybody on the
// challenge. The lead's asks the director to look at it.
func (s *Service) Comment(ctx context.Context, actor access.Actor, id challenge.ID, words string) error {
	return s.change(ctx, actor, id, Comment, func(tx pgx.Tx, c challenge.Challenge, now time.Time) error {
		var f problem.Fields
		f.Check(words != "", "words", "Write a comment")
		f.Check(db.Length(words) <= 2000, "words", "The comment must be 2,000 characters or fewer")
		if err := f.Err(); err != nil {
			return err
		}
		newest, err := newestTx(ctx, tx, id)
		if err != nil {
			return err
		}
		if newest == 0 {
			return problem.New(problem.Conflict, "There is no scope to comment on yet.")
		}
		_, err = tx.Exec(ctx, `INSERT INTO scope_comment (id, challenge_id, version, person_id, words, at) VALUES ($1, $2, $3, app_actor(), $4, $5)`,
			rows.New(), id, newest, words, now)
		if err != nil {
			return err
		}
		if err := audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: Comment.Name, Challenge: id, Room: access.Common}); err != nil {
			return err
		}
		if c.Standing().Is(access.DASS) {
			if err := task.DoneTx(ctx, tx, actor, now, id, AnswerTask, ""); err != nil {
				return err
			}
			return s.tellTx(ctx, tx, now, c, []access.Role{access.Lead, access.DeputyLead}, "commented", "There is a new comment on the scope of "+c.Name+".")
		}
		n := task.New{Challenge: id, Kind: AnswerTask, Title: "Look at the lead’s comment on the scope", Path: part(id), Role: access.DASS, Due: civil.AddWorkingDays(civil.Of(now), 5)}
		n.Waiting, _ = actor.PersonID()
		if err := task.OpenTx(ctx, tx, now, n); err != nil {
			return err
		}
		return s.tellTx(ctx, tx, now, c, []access.Role{access.DASS}, "commented", "There is a new comment on the scope of "+c.Name+".")
	})
}

// tellTx mails those who have a part, with a link and no content.
func (s *Service) tellTx(ctx context.Context, tx pgx.Tx, now time.Time, c challenge.Challenge, parts []access.Role, what, sentence string) error {
	people, err := db.All[struct{ PersonID uuid.UUID }](ctx, tx, `SELECT DISTINCT person_id FROM room_key WHERE scope = 'challenge' AND scope_id = $1
		AND room = 'common' AND because = ANY ($2) AND revoked_at IS NULL AND person_id <> app_actor()`, c.ID, parts)
	if err != nil {
		return err
	}
	for _, p := range people {
		err := outbox.QueueTx(ctx, tx, now, outbox.Mail{Person: p.PersonID, Kind: "scope." + what, Subject: c.Name + ": scope " + what,
			Body: sentence + "\n\n" + s.BaseURL + part(c.ID) + "\n"})
		if err != nil {
			return err
		}
	}
	return nil
}

func part(id challenge.ID) string { return "/challenges/" + id.String() + "/scope" }
