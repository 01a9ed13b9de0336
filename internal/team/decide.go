package team

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// DecideLink decides about a link that was declared (T5). They may take part: the
// person goes on, and the host's director is told that a link was weighed. They
// may not: the place is free again. Only the coordinator, and not about a
// declaration of their own.
func (s *Service) DecideLink(ctx context.Context, actor access.Actor, cid challenge.ID, member uuid.UUID, d Decision) error {
	if d != MayTakePart && d != MayNot {
		return &problem.Problem{Kind: problem.Invalid, Message: "There is a problem", Fields: []problem.Field{{Name: "decision", Message: "Choose whether they may take part"}}}
	}
	return s.change(ctx, actor, cid, Decide, func(tx pgx.Tx, c challenge.Challenge, now time.Time) error {
		m, err := memberTx(ctx, tx, cid, member)
		if err != nil {
			return err
		}
		by, _ := actor.PersonID()
		if m.PersonID == uuid.UUID(by) {
			return problem.New(problem.Closed, "You declared this link yourself. Another coordinator of the region decides about it.")
		}
		if !m.MustWait() {
			return problem.New(problem.Conflict, "There is no link to decide about any more. Somebody may have decided already.")
		}
		err = db.ExecOne(ctx, tx, `UPDATE declaration SET decision = $3, decided_by = $4, decided_at = $5
			WHERE challenge_id = $1 AND person_id = $2 AND interest = 'to_be_weighed' AND decision IS NULL`, cid, m.PersonID, d, uuid.UUID(by), now)
		if err != nil {
			return err
		}
		if err := task.DoneTx(ctx, tx, actor, now, cid, weighTask, m.DeclarationID.String()); err != nil {
			return err
		}
		err = audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: Decide.Name, Region: c.RegionID, Room: access.Region, Subject: m.ID})
		if err != nil {
			return err
		}
		if d == MayNot {
			return s.mayNotTx(ctx, tx, actor, now, c, m)
		}
		return s.mayTx(ctx, tx, actor, now, c, m)
	})
}

func (s *Service) mayNotTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, c challenge.Challenge, m Member) error {
	err := outbox.QueueTx(ctx, tx, now, outbox.Mail{Person: m.PersonID, Kind: "team.may-not", Subject: c.Name + ": thank you for declaring your link",
		Body: "The coordinator has decided that you do not take part in " + c.Name + ". Thank you for being open. You need not do anything more.\n"})
	if err != nil {
		return err
	}
	return s.leaveTx(ctx, tx, actor, now, c, m)
}

func (s *Service) mayTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, c challenge.Challenge, m Member) error {
	err := task.OpenTx(ctx, tx, now, task.New{Challenge: c.ID, Kind: weighedTask, Subject: m.DeclarationID.String(), Role: access.Coordinator,
		Title: "Weigh a link that somebody declared", Path: part(c.ID, "team")})
	if err != nil {
		return err
	}
	if err := task.DoneTx(ctx, tx, actor, now, c.ID, weighedTask, m.DeclarationID.String()); err != nil {
		return err
	}
	err = outbox.QueueTx(ctx, tx, now, outbox.Mail{Person: m.PersonID, Kind: "team.may", Subject: c.Name + ": you may take part",
		Body: "The coordinator has looked at the link you declared: you may take part in " + c.Name + ". You can answer the invitation now:\n" +
			s.BaseURL + part(c.ID, "invitation") + "\n"})
	if err != nil {
		return err
	}
	return mailRoleTx(ctx, tx, now, c.ID, access.DASS, outbox.Mail{Kind: "team.weighed", Subject: c.Name + ": a link was weighed",
		Body: "Somebody asked to join the team of " + c.Name + " declared a link with your council. The coordinator has weighed it and decided that they may take part. What it is stays between them.\n\n" +
			s.BaseURL + part(c.ID, "team") + "\n"})
}

// RemoveMember takes somebody off the team: what they could open closes at once,
// open pages included (V4). Their words stay. Only the coordinator.
func (s *Service) RemoveMember(ctx context.Context, actor access.Actor, cid challenge.ID, member uuid.UUID) error {
	return s.change(ctx, actor, cid, Remove, func(tx pgx.Tx, c challenge.Challenge, now time.Time) error {
		m, err := memberTx(ctx, tx, cid, member)
		if err != nil {
			return err
		}
		if !m.Live() {
			return problem.New(problem.Conflict, m.Name+" is not on the team any more.")
		}
		if err := audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: Remove.Name, Challenge: cid, Room: access.Common, Subject: m.PersonID}); err != nil {
			return err
		}
		err = outbox.QueueTx(ctx, tx, now, outbox.Mail{Person: m.PersonID, Kind: "team.removed", Subject: c.Name + ": you are no longer on the team",
			Body: "The coordinator has taken you off the team of " + c.Name + ". You cannot open its pages any more. If this surprises you, please talk to the coordinator.\n"})
		if err != nil {
			return err
		}
		return s.leaveTx(ctx, tx, actor, now, c, m)
	})
}
