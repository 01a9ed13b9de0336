package visit

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// GiveOrganiser names who invites the people of a session: somebody of the host who
// is no leader (O5). The former organiser's key goes at once (V4), and with it
// everybody's sight of the list but the new one's.
func (s *Service) GiveOrganiser(ctx context.Context, actor access.Actor, ch challenge.ID, session, who uuid.UUID) error {
	return s.in(ctx, actor, ch, Build, func(w work) error {
		was, err := sessionTx(ctx, w.tx, ch, session)
		if err != nil {
			return err
		}
		if err := w.mayOrganise(ctx, was, who); err != nil {
			return err
		}
		if was.OrganiserID != nil && *was.OrganiserID == who {
			return nil
		}
		if err := w.endOrganiser(ctx, session); err != nil {
			return err
		}
		if _, err := person.HoldTx(ctx, w.tx, actor, w.now, person.Holding{Person: who, Role: access.Contributor, Scope: person.InChallenge,
			ScopeID: ch, Cupboard: Cupboard(session.String()), Starts: civil.Of(w.now)}); err != nil {
			return err
		}
		if err := db.ExecOne(ctx, w.tx, `UPDATE visit_session SET organiser_id = $4, version = version + 1 WHERE challenge_id = $1 AND id = $2 AND version = $3`,
			ch, session, was.Version, who); err != nil {
			return err
		}
		return s.askOrganiser(ctx, w, session, who)
	})
}

func (w work) mayOrganise(ctx context.Context, s Session, who uuid.UUID) error {
	people, err := candidatesTx(ctx, w.tx, w.c.ID)
	if err != nil {
		return err
	}
	known := false
	for _, p := range people {
		known = known || p.PersonID == who
	}
	var f problem.Fields
	f.Check(s.NeedsBriefing(), "organiser", "Nobody is invited to this session")
	f.Check(known, "organiser", "Choose somebody from the list")
	return f.Err()
}

func (w work) endOrganiser(ctx context.Context, session uuid.UUID) error {
	rows, _ := w.tx.Query(ctx, `SELECT id FROM role_holding WHERE scope = 'challenge' AND scope_id = $1 AND role = 'contributor' AND cupboard = $2 AND ended_at IS NULL`,
		w.c.ID, Cupboard(session.String()))
	held, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return err
	}
	for _, h := range held {
		if err := person.EndTx(ctx, w.tx, w.actor, w.now, h); err != nil {
			return err
		}
	}
	return task.DoneTx(ctx, w.tx, w.actor, w.now, w.c.ID, BriefingTask, session.String())
}

func (s *Service) askOrganiser(ctx context.Context, w work, session, who uuid.UUID) error {
	due, err := challenge.DateTx(ctx, w.tx, w.c.ID, challenge.Invitations)
	if err != nil {
		return err
	}
	part := "programme/" + session.String() + "/invitations"
	if err := task.OpenTx(ctx, w.tx, w.now, task.New{Challenge: w.c.ID, Kind: BriefingTask, Subject: session.String(),
		Title: "Invite people to a session and give them the briefing", Path: path(w.c.ID, part), Person: who, Waiting: w.me, Due: due}); err != nil {
		return err
	}
	if err := w.log(ctx, "visit.organiser", access.Host, session); err != nil {
		return err
	}
	return s.send(ctx, w, []uuid.UUID{who}, letter{kind: "visit.organiser", subject: w.c.Name + ": please invite people to a session", path: path(w.c.ID, part),
		lines: []string{"You are asked to invite people to a session of the visit, and to give each of them the briefing before it. Only you see who is invited."}})
}

// Invitation is one person invited, as the organiser alone reads it.
type Invitation struct {
	ID      uuid.UUID
	Name    string
	Coming  *bool
	AddedAt time.Time
}

// OrganiserView is the organiser's page of one session.
type OrganiserView struct {
	challenge.Head
	Session     Session
	Invitations []Invitation
	CanInvite   bool
	CanBrief    bool
}

// Organise is the page of a session's invitations: its organiser alone, Missing to
// everybody else, the host's director included (O5).
func (s *Service) Organise(ctx context.Context, actor access.Actor, ch challenge.ID, session uuid.UUID) (OrganiserView, error) {
	var v OrganiserView
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if v.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), ch); err != nil {
			return err
		}
		if v.Session, err = sessionTx(ctx, tx, ch, session); err != nil {
			return err
		}
		if !v.Session.IOrganise {
			return problem.Missing()
		}
		v.Invitations, err = db.All[Invitation](ctx, tx, `SELECT id, name, coming, added_at FROM visit_invitation
			WHERE challenge_id = $1 AND session_id = $2 ORDER BY name, id LIMIT 200`, ch, session)
		return err
	})
	v.CanInvite = Invite.Allows(v.Standing())
	v.CanBrief = v.CanInvite && v.Session.GivenAt == nil
	return v, err
}

// organising runs a write of a session's organiser; to others the list is not there.
func (s *Service) organising(ctx context.Context, actor access.Actor, ch challenge.ID, session uuid.UUID, f func(w work, it Session) error) error {
	return s.in(ctx, actor, ch, Invite, func(w work) error {
		it, err := sessionTx(ctx, w.tx, ch, session)
		if err != nil {
			return err
		}
		if !it.IOrganise {
			return problem.Missing()
		}
		return f(w, it)
	})
}

// AddInvitation keeps a name on the organiser's list; never of somebody who draws
// on care or a carer (O5).
func (s *Service) AddInvitation(ctx context.Context, actor access.Actor, ch challenge.ID, session uuid.UUID, name string) error {
	return s.organising(ctx, actor, ch, session, func(w work, it Session) error {
		var f problem.Fields
		f.Check(it.Audience.NamesKept(), "name", "Of people who draw on care and carers no names are kept. Enter how many come, and what they need")
		f.Check(!blank(name), "name", "Enter a name")
		f.Check(db.Length(name) <= 100, "name", "The name must be 100 characters or fewer")
		if err := f.Err(); err != nil {
			return err
		}
		if err := w.exec(ctx, `INSERT INTO visit_invitation (id, challenge_id, session_id, name, added_by, added_at) VALUES ($1, $2, $3, $4, $5, $6)`,
			id.New(), ch, session, name, w.me, w.now); err != nil {
			return err
		}
		return w.recount(ctx, session)
	})
}

// AnswerInvitation notes whether somebody comes: nil is not known yet.
func (s *Service) AnswerInvitation(ctx context.Context, actor access.Actor, ch challenge.ID, session, invitation uuid.UUID, coming *bool) error {
	return s.organising(ctx, actor, ch, session, func(w work, _ Session) error {
		if err := db.ExecOne(ctx, w.tx, `UPDATE visit_invitation SET coming = $4 WHERE challenge_id = $1 AND session_id = $2 AND id = $3`, ch, session, invitation, coming); err != nil {
			return problem.Missing()
		}
		return w.recount(ctx, session)
	})
}

// DropInvitation takes a name off the list; nothing of it stays.
func (s *Service) DropInvitation(ctx context.Context, actor access.Actor, ch challenge.ID, session, invitation uuid.UUID) error {
	return s.organising(ctx, actor, ch, session, func(w work, _ Session) error {
		if err := db.ExecOne(ctx, w.tx, `DELETE FROM visit_invitation WHERE challenge_id = $1 AND session_id = $2 AND id = $3`, ch, session, invitation); err != nil {
			return problem.Missing()
		}
		return w.recount(ctx, session)
	})
}

// recount keeps how many are expected beside a list of names.
func (w work) recount(ctx context.Context, session uuid.UUID) error {
	return w.exec(ctx, `INSERT INTO visit_expected (session_id, challenge_id, coming)
		SELECT $2, $1, count(*) FROM visit_invitation WHERE challenge_id = $1 AND session_id = $2 AND coming IS NOT FALSE
		ON CONFLICT (session_id) DO UPDATE SET coming = excluded.coming`, w.c.ID, session)
}

// SayExpected keeps how many come and what they need, without a name. For a list
// of names the number follows from the list.
func (s *Service) SayExpected(ctx context.Context, actor access.Actor, ch challenge.ID, session uuid.UUID, coming *int, needs string) error {
	return s.organising(ctx, actor, ch, session, func(w work, it Session) error {
		var f problem.Fields
		f.Check(it.Audience.NamesKept() || coming != nil, "coming", "Enter how many people come")
		f.Check(coming == nil || (*coming >= 0 && *coming <= 200), "coming", "Enter a number from 0 to 200")
		f.Check(db.Length(needs) <= 1000, "needs", "The needs must be 1,000 characters or fewer")
		noIdentifier(&f, "needs", needs)
		if err := f.Err(); err != nil {
			return err
		}
		if err := w.exec(ctx, `INSERT INTO visit_expected (session_id, challenge_id, coming, needs) VALUES ($1, $2, $3, $4)
			ON CONFLICT (session_id) DO UPDATE SET coming = excluded.coming, needs = excluded.needs`, session, ch, coming, needs); err != nil {
			return err
		}
		if it.Audience.NamesKept() {
			return w.recount(ctx, session)
		}
		return nil
	})
}
