package team

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/room"
	"peerchallenge/internal/task"
)

// Undertaking is the confidentiality undertaking that everybody signs, lead and
// PSWs included, before opening anything (T9).
const Undertaking = "I will keep what I read and hear in this challenge to the team. I will not say who said what, to anybody, then or later. " +
	"I will not copy or pass on documents of the host, and I will destroy my own notes when I am told to. " +
	"If I learn that somebody may be at risk, or of serious wrongdoing, I will raise a serious concern: that is the one exception."

// Readiness is what T9 asks before anything is opened: the undertaking signed,
// and the day of the training for the role and in co-production.
type Readiness struct {
	Signed    bool
	TrainedOn civil.Date
}

// check notes what is missing. Not trained yet is allowed when accepting: then
// nothing opens until Sign.
func (r Readiness) check(today civil.Date, trainedYet bool) error {
	var f problem.Fields
	f.Check(r.Signed, "signed", "Tick that you give the undertaking")
	if trainedYet {
		f.Check(!r.TrainedOn.IsZero(), "trained", "Enter the day you were trained")
	}
	f.Check(!r.TrainedOn.After(today), "trained", "The day you were trained cannot be in the future")
	return f.Err()
}

// Answer is how somebody accepts. Trained false: they have still to be trained,
// so they sign now, and nothing opens until they have confirmed it with Sign.
type Answer struct {
	Signed    bool
	Trained   bool
	TrainedOn civil.Date
}

// AcceptInvitation makes an invitee a member. It needs a declaration without a
// barring link, and for a link to be weighed the coordinator's word (T5). The
// host and the coordinator see that they accepted.
func (s *Service) AcceptInvitation(ctx context.Context, actor access.Actor, cid challenge.ID, a Answer) error {
	ready := Readiness{Signed: a.Signed, TrainedOn: a.TrainedOn}
	if !a.Trained {
		ready.TrainedOn = civil.Date{}
	}
	if err := ready.check(civil.Of(s.Clock.Now()), a.Trained); err != nil {
		return err
	}
	return s.change(ctx, actor, cid, Accept, func(tx pgx.Tx, c challenge.Challenge, now time.Time) error {
		m, err := ownTx(ctx, tx, cid)
		if err != nil {
			return err
		}
		if words := m.notYet(); words != "" {
			return problem.New(problem.Closed, words)
		}
		p, err := promiseTx(ctx, tx, cid, m.PersonID)
		if err != nil {
			return err
		}
		if p != nil && !p.Ready() {
			return problem.New(problem.Closed, readOutFirst)
		}
		if err := carryNeedsTx(ctx, tx, c, now); err != nil {
			return err
		}
		return s.acceptTx(ctx, tx, actor, now, c, m, ready)
	})
}

// carryNeedsTx takes what the actor said they need when the cycle was gathered to
// this challenge, where the lead may read it if they agreed (T10); what they said
// here already stays.
func carryNeedsTx(ctx context.Context, tx pgx.Tx, c challenge.Challenge, now time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO access_need (challenge_id, region_id, person_id, words, lead_may_see, at)
		SELECT $1, $2, person_id, words, lead_may_see, $4 FROM person_need WHERE cycle_id = $3 AND person_id = app_actor() AND words <> '' ON CONFLICT DO NOTHING`,
		c.ID, c.RegionID, c.CycleID, now)
	return err
}

// notYet says why an invitee cannot accept; empty when they can (T5).
func (m Member) notYet() string {
	switch {
	case m.Interest == nil:
		return "Before you accept, say whether you have a link with the host council."
	case *m.Interest == Barring || (m.Decision != nil && *m.Decision == MayNot):
		return "You cannot take part in this challenge."
	case m.MustWait():
		return "The coordinator has not yet decided about the link you declared. You will get an e-mail."
	}
	return ""
}

// readOutFirst is why an expert who wants to be telephoned cannot accept yet (T10).
const readOutFirst = "You asked to be telephoned. The coordinator reads out to you what you are promised, and then you can answer."

// acceptTx writes the place first, so that the keys that follow from the role are
// given only with an undertaking and confirmed training (T9).
func (s *Service) acceptTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, c challenge.Challenge, m Member, r Readiness) error {
	var undertaking *time.Time
	if !r.TrainedOn.IsZero() || !m.TrainedOn.IsZero() && !m.CoProductionOn.IsZero() {
		undertaking = &now
	}
	err := db.ExecOne(ctx, tx, `UPDATE team_member SET state = 'accepted', answered_at = $3, undertaking_at = $4, 
			trained_on = CASE WHEN trained_by IS NULL THEN coalesce($5, trained_on) ELSE trained_on END,
			co_production_on = CASE WHEN trained_by IS NULL THEN coalesce($5, co_production_on) ELSE co_production_on END
		WHERE challenge_id = $1 AND id = $2 AND state = 'proposed'`, c.ID, m.ID, now, undertaking, r.TrainedOn)
	if err != nil {
		return err
	}
	if _, err := person.HoldTx(ctx, tx, actor, now, person.Holding{Person: m.PersonID, Role: m.Role, Scope: person.InChallenge, ScopeID: c.ID, Starts: civil.Of(now)}); err != nil {
		return err
	}
	if err := s.acceptedTasksTx(ctx, tx, actor, now, c, m, undertaking != nil); err != nil {
		return err
	}
	if err := audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: Accept.Name, Challenge: c.ID, Room: access.Common, Subject: m.ID}); err != nil {
		return err
	}
	mail := outbox.Mail{Kind: "team.accepted", Subject: c.Name + ": " + m.Name + " has accepted",
		Body: m.Name + " is on the team of " + c.Name + " as " + lowerFirst(m.Role.Name()) + ".\n\n" + s.BaseURL + part(c.ID, "team") + "\n"}
	if err := mailRoleTx(ctx, tx, now, c.ID, access.Coordinator, mail); err != nil {
		return err
	}
	return endRoleTx(ctx, tx, actor, now, c.ID, m.PersonID, access.Invitee)
}

func (s *Service) acceptedTasksTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, c challenge.Challenge, m Member, ready bool) error {
	if err := task.DoneTx(ctx, tx, actor, now, c.ID, InvitationTask, m.ID.String()); err != nil {
		return err
	}
	if !ready {
		due, err := challenge.DateTx(ctx, tx, c.ID, challenge.ReadingOpens)
		if err != nil {
			return err
		}
		err = task.OpenTx(ctx, tx, now, task.New{Challenge: c.ID, Kind: UndertakingTask, Subject: m.ID.String(), Person: m.PersonID,
			Title: "Sign the undertaking and confirm your training", Path: part(c.ID, "invitation"), Due: due})
		if err != nil {
			return err
		}
	}
	if ready {
		if err := askToConfirmTx(ctx, tx, now, c, m); err != nil {
			return err
		}
	}
	return assembledTx(ctx, tx, actor, now, c)
}

// askToConfirmTx gives the coordinator the task to confirm the training that a
// member says they had (T9); nothing when it is confirmed already.
func askToConfirmTx(ctx context.Context, tx pgx.Tx, now time.Time, c challenge.Challenge, m Member) error {
	if m.TrainedBy != nil && !m.TrainedOn.IsZero() && !m.CoProductionOn.IsZero() {
		return nil
	}
	due, err := challenge.DateTx(ctx, tx, c.ID, challenge.ReadingOpens)
	if err != nil {
		return err
	}
	return task.OpenTx(ctx, tx, now, task.New{Challenge: c.ID, Kind: TrainingTask, Subject: m.ID.String(), Role: access.Coordinator, Waiting: m.PersonID,
		Title: "Confirm the training of " + m.Name, Path: part(c.ID, "team") + "/" + m.ID.String() + "/training", Due: due})
}

// SignUndertaking completes what was missing when somebody accepted. What their
// role may see opens once the coordinator has confirmed the training (T9).
func (s *Service) SignUndertaking(ctx context.Context, actor access.Actor, cid challenge.ID, r Readiness) error {
	if err := r.check(civil.Of(s.Clock.Now()), true); err != nil {
		return err
	}
	return s.change(ctx, actor, cid, Sign, func(tx pgx.Tx, c challenge.Challenge, now time.Time) error {
		m, err := ownTx(ctx, tx, cid)
		if err != nil {
			return err
		}
		err = db.ExecOne(ctx, tx, `UPDATE team_member SET undertaking_at = $3,
			trained_on = CASE WHEN trained_by IS NULL THEN $4 ELSE trained_on END, co_production_on = CASE WHEN trained_by IS NULL THEN $4 ELSE co_production_on END
			WHERE challenge_id = $1 AND id = $2 AND state = 'accepted' AND undertaking_at IS NULL`, cid, m.ID, now, r.TrainedOn)
		if err != nil {
			return err
		}
		if err := task.DoneTx(ctx, tx, actor, now, cid, UndertakingTask, m.ID.String()); err != nil {
			return err
		}
		if err := askToConfirmTx(ctx, tx, now, c, m); err != nil {
			return err
		}
		if err := assembledTx(ctx, tx, actor, now, c); err != nil {
			return err
		}
		if err := audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: Sign.Name, Challenge: cid, Room: access.Common, Subject: m.ID}); err != nil {
			return err
		}
		_, err = room.SyncTx(ctx, tx, now, cid)
		return err
	})
}

// DeclineInvitation says no, with a reason or without; the reason is read by the
// region alone. The place is free again and the person's access ends.
func (s *Service) DeclineInvitation(ctx context.Context, actor access.Actor, cid challenge.ID, reason string) error {
	var f problem.Fields
	f.Check(db.Length(reason) <= 2000, "reason", "The reason must be 2,000 characters or fewer")
	if err := f.Err(); err != nil {
		return err
	}
	return s.change(ctx, actor, cid, Decline, func(tx pgx.Tx, c challenge.Challenge, now time.Time) error {
		m, err := ownTx(ctx, tx, cid)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO decline (team_member_id, challenge_id, region_id, person_id, reason) VALUES ($1, $2, $3, $4, $5)`,
			m.ID, c.ID, c.RegionID, m.PersonID, reason)
		if err != nil {
			return err
		}
		if err := audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: Decline.Name, Region: c.RegionID, Room: access.Region, Subject: m.ID}); err != nil {
			return err
		}
		mail := outbox.Mail{Kind: "team.declined", Subject: c.Name + ": somebody said no",
			Body: m.Name + " cannot join the team of " + c.Name + ". The place is free again:\n" + s.BaseURL + part(c.ID, "team") + "\n"}
		if err := mailRoleTx(ctx, tx, now, c.ID, access.Coordinator, mail); err != nil {
			return err
		}
		return s.leaveTx(ctx, tx, actor, now, c, m)
	})
}
