package visit

import (
	"context"
	"crypto/rand"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// Tasks of this slice: GroupsTask and ProgrammeTask are opened when dates are
// agreed, BriefingTask with a session that has an organiser (its id is the subject).
const (
	GroupsTask    = "groups-wanted"
	ProgrammeTask = "programme"
	BriefingTask  = "briefing"
)

// Add puts a session into the programme. Host director and link officer, from
// preparing to the last day.
func (s *Service) Add(ctx context.Context, actor access.Actor, ch challenge.ID, d Details) (uuid.UUID, error) {
	session := id.New()
	return session, s.in(ctx, actor, ch, Build, func(w work) error {
		d.tidy()
		if err := d.check(w.c.OnsiteFirst, w.c.OnsiteLast); err != nil {
			return err
		}
		if err := w.membersKnown(ctx, d); err != nil {
			return err
		}
		if err := w.programmeRow(ctx); err != nil {
			return err
		}
		err := w.exec(ctx, `INSERT INTO visit_session (id, challenge_id, kind, audience, title, day, starts, ends, place, room, address, map_link,
				getting_there, travel, access_needs, access_met, interpreter, interpreter_booked, size, size_reason, whole_team, lead_id, notes_id, added_by, added_at, names_kept)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)`,
			append([]any{session, w.c.ID}, append(d.values(), w.me, w.now, d.Audience.NamesKept())...)...)
		if err != nil {
			return err
		}
		if d.NeedsBriefing() {
			if err := w.briefing(ctx, session); err != nil {
				return err
			}
		}
		return s.changed(ctx, w, session, nil, &d)
	})
}

func (d Details) values() []any {
	return []any{d.Kind, d.Audience, d.Title, d.Day, d.Starts, d.Ends, d.Place, d.Room, d.Address, d.MapLink, d.GettingThere, d.Travel,
		d.AccessNeeds, d.AccessMet, d.Interpreter, d.InterpreterBooked, d.Size, d.SizeReason, d.WholeTeam, d.LeadID, d.NotesID}
}

// briefing makes the briefing of a session, with a link nobody can guess.
func (w work) briefing(ctx context.Context, session uuid.UUID) error {
	return w.exec(ctx, `INSERT INTO visit_briefing (session_id, challenge_id, token, made_at) VALUES ($1, $2, $3, $4) ON CONFLICT (session_id) DO NOTHING`,
		session, w.c.ID, rand.Text(), w.now)
}

func (w work) programmeRow(ctx context.Context) error {
	return w.exec(ctx, `INSERT INTO visit_programme (challenge_id) VALUES ($1) ON CONFLICT DO NOTHING`, w.c.ID)
}

// membersKnown refuses who is not of the team.
func (w work) membersKnown(ctx context.Context, d Details) error {
	members, err := membersTx(ctx, w.tx, w.c.ID)
	if err != nil {
		return err
	}
	known := map[uuid.UUID]bool{}
	for _, m := range members {
		known[m.PersonID] = true
	}
	var f problem.Fields
	f.Check(d.LeadID == nil || known[*d.LeadID], "lead", "Choose somebody of the team")
	f.Check(d.NotesID == nil || known[*d.NotesID], "notes", "Choose somebody of the team")
	return f.Err()
}

// Change changes a session against the version it was read at; somebody who was
// first is a Conflict and nothing is saved. A shared programme shows it at once,
// and those it concerns are told.
func (s *Service) Change(ctx context.Context, actor access.Actor, ch challenge.ID, session uuid.UUID, version int, d Details) error {
	return s.in(ctx, actor, ch, Build, func(w work) error {
		was, err := sessionTx(ctx, w.tx, ch, session)
		if err != nil {
			return err
		}
		d.tidy()
		if err := d.check(w.c.OnsiteFirst, w.c.OnsiteLast); err != nil {
			return err
		}
		if err := w.membersKnown(ctx, d); err != nil {
			return err
		}
		if err := w.mayLoseNames(ctx, was, d); err != nil {
			return err
		}
		err = db.ExecOne(ctx, w.tx, `UPDATE visit_session SET kind = $4, audience = $5, title = $6, day = $7, starts = $8, ends = $9, place = $10,
				room = $11, address = $12, map_link = $13, getting_there = $14, travel = $15, access_needs = $16, access_met = $17, interpreter = $18,
				interpreter_booked = $19, size = $20, size_reason = $21, whole_team = $22, lead_id = $23, notes_id = $24, names_kept = $25, version = version + 1
			WHERE challenge_id = $1 AND id = $2 AND version = $3 AND taken_out_at IS NULL`, append([]any{ch, session, version}, append(d.values(), d.Audience.NamesKept())...)...)
		if err != nil {
			return err
		}
		if d.NeedsBriefing() {
			if err := w.briefing(ctx, session); err != nil {
				return err
			}
		}
		return s.changed(ctx, w, session, &was, &d)
	})
}

// mayLoseNames refuses to turn a session with an organiser into one of which no
// names are kept: their list would have to go first, and the host cannot see it (O5).
func (w work) mayLoseNames(_ context.Context, was Session, d Details) error {
	var f problem.Fields
	f.Check(was.OrganiserID == nil || d.Audience.NamesKept() || !was.Audience.NamesKept(), "audience",
		"Of people who draw on care and carers no names are kept. Take this session out and add a new one")
	return f.Err()
}

// changed leaves the line and tells those concerned once the programme is shared.
// Was is nil for a new session, is for one that was taken out.
func (s *Service) changed(ctx context.Context, w work, session uuid.UUID, was *Session, is *Details) error {
	p, err := sharedTx(ctx, w.tx, w.c.ID)
	if err != nil {
		return err
	}
	if err := w.log(ctx, Build.Name, programmeRoom(p.SharedAt != nil), session); err != nil {
		return err
	}
	concerned, day, err := w.concerned(ctx, was, is)
	if err != nil || p.SharedAt == nil || !tells(was, is) {
		return err
	}
	return s.send(ctx, w, concerned, letter{kind: "visit.changed", subject: w.c.Name + ": the programme has changed", path: path(w.c.ID, "programme"),
		lines: []string{"A session of yours on " + day.LongWeekday() + " has changed. The programme shows it as it is now."}})
}

// tells says whether a change is worth a mail: when, where or who.
func tells(was *Session, is *Details) bool {
	if was == nil || is == nil {
		return true
	}
	a, b := was.Details, *is
	return a.Day != b.Day || a.Starts != b.Starts || a.Ends != b.Ends || a.Place != b.Place || a.Room != b.Room || a.Address != b.Address ||
		a.WholeTeam != b.WholeTeam || !same(a.LeadID, b.LeadID) || !same(a.NotesID, b.NotesID)
}

func same(a, b *uuid.UUID) bool { return (a == nil && b == nil) || (a != nil && b != nil && *a == *b) }

func (w work) concerned(ctx context.Context, was *Session, is *Details) ([]uuid.UUID, civil.Date, error) {
	var people []uuid.UUID
	var day civil.Date
	whole := false
	note := func(d Details, organiser *uuid.UUID) {
		day, whole = d.Day, whole || d.WholeTeam
		for _, p := range []*uuid.UUID{d.LeadID, d.NotesID, organiser} {
			if p != nil {
				people = append(people, *p)
			}
		}
	}
	if was != nil {
		note(was.Details, was.OrganiserID)
	}
	if is != nil {
		note(*is, nil)
	}
	if !whole {
		return people, day, nil
	}
	team, err := holdersTx(ctx, w.tx, w.c.ID, access.Team...)
	return append(people, team...), day, err
}

// TakeOut takes a session out of the programme. Its notes and questions stay with
// the team.
func (s *Service) TakeOut(ctx context.Context, actor access.Actor, ch challenge.ID, session uuid.UUID) error {
	return s.in(ctx, actor, ch, Build, func(w work) error {
		was, err := sessionTx(ctx, w.tx, ch, session)
		if err != nil {
			return err
		}
		if err := db.ExecOne(ctx, w.tx, `UPDATE visit_session SET taken_out_at = $3, version = version + 1 WHERE challenge_id = $1 AND id = $2 AND taken_out_at IS NULL`,
			ch, session, w.now); err != nil {
			return err
		}
		if err := task.DoneTx(ctx, w.tx, w.actor, w.now, ch, BriefingTask, session.String()); err != nil {
			return err
		}
		return s.changed(ctx, w, session, &was, nil)
	})
}

// ShareProgramme lets the team and the visiting PSWs read the programme, and
// senior leaders its outline. Once; later changes show at once.
func (s *Service) ShareProgramme(ctx context.Context, actor access.Actor, ch challenge.ID) error {
	return s.in(ctx, actor, ch, Share, func(w work) error {
		list, err := sessionsTx(ctx, w.tx, ch)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return problem.New(problem.Conflict, "There is no session in the programme yet. Add the first one, then share it.")
		}
		if err := db.ExecOne(ctx, w.tx, `UPDATE visit_programme SET shared_by = $2, shared_at = $3 WHERE challenge_id = $1 AND shared_at IS NULL`,
			ch, w.me, w.now); err != nil {
			return err
		}
		if err := task.DoneTx(ctx, w.tx, actor, w.now, ch, ProgrammeTask, ""); err != nil {
			return err
		}
		if err := w.log(ctx, Share.Name, access.Common, ch); err != nil {
			return err
		}
		people, err := holdersTx(ctx, w.tx, ch, append([]access.Role{access.SeniorLeader}, visiting...)...)
		if err != nil {
			return err
		}
		return s.send(ctx, w, people, letter{kind: "visit.shared", subject: w.c.Name + ": the programme of the visit", path: path(ch, "programme"),
			lines: []string{w.c.HostCouncil + " has shared the programme of the visit from " + w.c.OnsiteFirst.LongWeekday() + " to " + w.c.OnsiteLast.LongWeekday() + ".",
				"It opens for members of the team when reading starts."}})
	})
}
