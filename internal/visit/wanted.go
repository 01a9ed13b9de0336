package visit

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// SayWanted says which kinds of people the team wants to meet (O6). The lead or
// deputy lead; the host sees it, and the lead sees which are missing.
func (s *Service) SayWanted(ctx context.Context, actor access.Actor, ch challenge.ID, wanted []Audience) error {
	return s.in(ctx, actor, ch, Want, func(w work) error {
		var f problem.Fields
		f.Check(len(wanted) > 0, "wanted", "Choose at least one kind of people")
		for _, a := range wanted {
			f.Check(a.known(), "wanted", "Choose from the list")
		}
		if err := f.Err(); err != nil {
			return err
		}
		if err := w.exec(ctx, `INSERT INTO visit_programme (challenge_id, wanted, wanted_by, wanted_at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (challenge_id) DO UPDATE SET wanted = $2, wanted_by = $3, wanted_at = $4`, ch, wanted, w.me, w.now); err != nil {
			return err
		}
		if err := task.DoneTx(ctx, w.tx, actor, w.now, ch, GroupsTask, ""); err != nil {
			return err
		}
		if err := w.log(ctx, Want.Name, access.Common, ch); err != nil {
			return err
		}
		people, err := holdersTx(ctx, w.tx, ch, hosts...)
		if err != nil {
			return err
		}
		return s.send(ctx, w, people, letter{kind: "visit.wanted", subject: w.c.Name + ": the kinds of people the team wants to meet", path: path(ch, "programme"),
			lines: []string{"The challenge lead has said which kinds of people the team wants to meet. The programme shows which are still missing."}})
	})
}

// Assignment is who of the team is at a session. Version is the one it was read at.
type Assignment struct {
	LeadID, NotesID *uuid.UUID
	Version         int
}

// AssignMembers says who leads a session and who takes notes. The lead or deputy
// lead, once the programme is shared; the host sets it while building.
func (s *Service) AssignMembers(ctx context.Context, actor access.Actor, ch challenge.ID, session uuid.UUID, a Assignment) error {
	return s.in(ctx, actor, ch, Assign, func(w work) error {
		was, err := sessionTx(ctx, w.tx, ch, session)
		if err != nil {
			return err
		}
		is := was.Details
		is.LeadID, is.NotesID = a.LeadID, a.NotesID
		var f problem.Fields
		is.checkGroup(&f)
		if err := f.Err(); err != nil {
			return err
		}
		if err := w.membersKnown(ctx, is); err != nil {
			return err
		}
		if err := db.ExecOne(ctx, w.tx, `UPDATE visit_session SET lead_id = $4, notes_id = $5, whole_team = false, version = version + 1
			WHERE challenge_id = $1 AND id = $2 AND version = $3 AND taken_out_at IS NULL`, ch, session, a.Version, a.LeadID, a.NotesID); err != nil {
			return err
		}
		return s.changed(ctx, w, session, &was, &is)
	})
}

// SaveNumber keeps the number to ring on the days on site: the host's for those who
// are late or lost, the lead's for the team.
func (s *Service) SaveNumber(ctx context.Context, actor access.Actor, ch challenge.ID, phone string) error {
	return s.in(ctx, actor, ch, Number, func(w work) error {
		var f problem.Fields
		f.Check(db.Length(phone) >= 5 && db.Length(phone) <= 40, "phone", "Enter a telephone number, such as 01632 960 187")
		if err := f.Err(); err != nil {
			return err
		}
		side := "host"
		if w.c.Standing().Is(leads...) {
			side = "lead"
		}
		if err := w.exec(ctx, `INSERT INTO visit_number (challenge_id, side, person_id, phone) VALUES ($1, $2, $3, $4)
			ON CONFLICT (challenge_id, side) DO UPDATE SET person_id = $3, phone = $4`, ch, side, w.me, phone); err != nil {
			return err
		}
		return w.log(ctx, Number.Name, access.Shared, ch)
	})
}

// WantedView is the form of which kinds of people are wanted.
type WantedView struct {
	challenge.Head
	Shared
	Counts map[Audience]int
}

// Wanted is the page where the lead says it; Missing or Closed to others.
func (s *Service) Wanted(ctx context.Context, actor access.Actor, ch challenge.ID) (WantedView, error) {
	var v WantedView
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if v.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), ch); err != nil {
			return err
		}
		if err := challenge.Require(v.Challenge, Want); err != nil {
			return err
		}
		if v.Shared, err = sharedTx(ctx, tx, ch); err != nil {
			return err
		}
		v.Counts, err = countsTx(ctx, tx, ch)
		return err
	})
	return v, err
}
