package team

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// BriefTask asks the councillor on day 1 (T2); package journey opens it.
// BriefLostTask is what follows from "no"; its subjects are who acts.
const (
	BriefTask     = "councillor-brief"
	BriefLostTask = "brief-lost"
)

// BriefDecision is what lead or coordinator decide after a "no" (T2).
type BriefDecision string

// The two decisions.
const (
	GoesOn BriefDecision = "goes_on"
	Leaves BriefDecision = "leaves"
)

// Brief is the councillor's answer of day 1: whether they still have the adult
// social care brief of their council, and what was decided if not (T2).
type Brief struct {
	ID            uuid.UUID
	MemberID      uuid.UUID
	PersonID      uuid.UUID
	Name          string
	Stands        bool
	Words         string
	At            time.Time
	Decision      *BriefDecision
	DecisionWords string
	DecidedBy     *string // by name
	DecidedAt     *time.Time
}

const briefSQL = `SELECT b.id, b.member_id, b.person_id, p.name, b.stands, b.words, b.at, b.decision, b.decision_words,
	(SELECT name FROM person d WHERE d.id = b.decided_by) AS decided_by, b.decided_at
	FROM councillor_brief b JOIN person p ON p.id = b.person_id WHERE b.challenge_id = $1 ORDER BY b.at DESC, b.id LIMIT 10`

// BriefPage is the question of day 1 and what became of it.
type BriefPage struct {
	Head                 challenge.Head
	Councillor           string // by name; empty when the team has none
	Given                []Brief
	CanAnswer, CanDecide bool
}

// Open is the answer that waits for a decision; nil when none does.
func (p BriefPage) Open() *Brief {
	for i := range p.Given {
		if !p.Given[i].Stands && p.Given[i].Decision == nil {
			return &p.Given[i]
		}
	}
	return nil
}

var briefReaders = []access.Role{access.Councillor, access.Lead, access.DeputyLead, access.Coordinator}

// BriefPage reads it for the councillor, the lead and the coordinator; Missing to
// others, Closed before day 1. Four statements.
func (s *Service) BriefPage(ctx context.Context, actor access.Actor, cid challenge.ID) (BriefPage, error) {
	var v BriefPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if v.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), cid); err != nil {
			return err
		}
		standing := v.Head.Standing()
		if !standing.Is(briefReaders...) {
			return problem.Missing()
		}
		if !v.Head.Stage.AtLeast(access.OnSite) {
			return problem.New(problem.Closed, "The councillor is asked on the first day on site.")
		}
		if v.Given, err = db.All[Brief](ctx, tx, briefSQL, cid); err != nil {
			return err
		}
		members, err := membersTx(ctx, tx, cid)
		if err != nil {
			return err
		}
		me, _ := actor.PersonID()
		for _, m := range members {
			if m.State == Accepted && m.Role == access.Councillor {
				v.Councillor = m.Name
				v.CanAnswer = m.PersonID == uuid.UUID(me) && !answered(v.Given, m.ID) && ConfirmBrief.Allows(standing) && !civil.Of(s.Clock.Now()).Before(v.Head.OnsiteFirst)
			}
		}
		v.CanDecide = v.Open() != nil && DecideBrief.Allows(standing)
		return nil
	})
	return v, err
}

func answered(given []Brief, member uuid.UUID) bool {
	for _, b := range given {
		if b.MemberID == member {
			return true
		}
	}
	return false
}

// AnswerBrief records the councillor's answer on day 1 or after (T2). "No" tells
// lead and coordinator, who decide. Closed before day 1; Conflict when answered.
func (s *Service) AnswerBrief(ctx context.Context, actor access.Actor, cid challenge.ID, stands *bool, words string) error {
	var f problem.Fields
	f.Check(stands != nil, "stands", "Say whether you still have the adult social care brief")
	f.Check(db.Length(words) <= longestReason, "words", "Your words must be 1,000 characters or fewer")
	if err := f.Err(); err != nil {
		return err
	}
	return s.change(ctx, actor, cid, ConfirmBrief, func(tx pgx.Tx, c challenge.Challenge, now time.Time) error {
		if civil.Of(now).Before(c.OnsiteFirst) {
			return problem.New(problem.Closed, "You are asked this on the first day on site, "+c.OnsiteFirst.LongWeekday()+".")
		}
		m, err := ownTx(ctx, tx, cid)
		if err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `INSERT INTO councillor_brief (id, challenge_id, member_id, person_id, stands, words, at)
			VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (member_id) DO NOTHING`, id.New(), cid, m.ID, m.PersonID, *stands, words, now)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return problem.New(problem.Conflict, "You have answered already. If it has changed since, tell the lead.")
		}
		if err := task.DoneTx(ctx, tx, actor, now, cid, BriefTask, ""); err != nil {
			return err
		}
		if err := audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: ConfirmBrief.Name, Challenge: cid, Room: access.TeamRoom, Subject: m.ID}); err != nil {
			return err
		}
		if *stands {
			return nil
		}
		return s.briefLostTx(ctx, tx, now, c, m)
	})
}

// briefLostTx asks lead and coordinator to decide.
func (s *Service) briefLostTx(ctx context.Context, tx pgx.Tx, now time.Time, c challenge.Challenge, m Member) error {
	for _, role := range []access.Role{access.Lead, access.Coordinator} {
		err := task.OpenTx(ctx, tx, now, task.New{Challenge: c.ID, Kind: BriefLostTask, Subject: string(role), Role: role, Waiting: m.PersonID,
			Title: "Decide whether the councillor goes on", Path: part(c.ID, "team/brief"), Due: civil.Of(now)})
		if err != nil {
			return err
		}
		err = mailRoleTx(ctx, tx, now, c.ID, role, outbox.Mail{Kind: "team.brief-lost", Subject: c.Name + ": please decide about the councillor’s place",
			Body: m.Name + " has answered the question of day 1. The lead and the coordinator decide together what follows:\n" + s.BaseURL + part(c.ID, "team/brief") + "\n"})
		if err != nil {
			return err
		}
	}
	return nil
}

// DecideBrief records what lead or coordinator decide after a "no": the
// councillor goes on, with a reason, or leaves, and then the coordinator takes
// them off the team. Invalid on "decision" and "words"; Conflict when nothing
// waits for a decision.
func (s *Service) DecideBrief(ctx context.Context, actor access.Actor, cid challenge.ID, d BriefDecision, words string) error {
	var f problem.Fields
	f.Check(d == GoesOn || d == Leaves, "decision", "Choose what follows")
	f.Check(d != GoesOn || words != "", "words", "Say why the councillor goes on")
	f.Check(db.Length(words) <= longestReason, "words", "Your words must be 1,000 characters or fewer")
	if err := f.Err(); err != nil {
		return err
	}
	return s.change(ctx, actor, cid, DecideBrief, func(tx pgx.Tx, c challenge.Challenge, now time.Time) error {
		who, err := db.Value[uuid.UUID](ctx, tx, `UPDATE councillor_brief SET decision = $2, decision_words = $3, decided_by = app_actor(), decided_at = $4
			WHERE challenge_id = $1 AND NOT stands AND decision IS NULL RETURNING person_id`, cid, d, words, now)
		if problem.Is(err, problem.NotFound) {
			return problem.New(problem.Conflict, "There is nothing to decide any more. Somebody may have decided already.")
		}
		if err != nil {
			return err
		}
		for _, role := range []access.Role{access.Lead, access.Coordinator} {
			if err := task.DoneTx(ctx, tx, actor, now, cid, BriefLostTask, string(role)); err != nil {
				return err
			}
		}
		if d == Leaves {
			err = task.OpenTx(ctx, tx, now, task.New{Challenge: cid, Kind: BriefLostTask, Subject: takeOff, Role: access.Coordinator,
				Title: "Take the councillor off the team", Path: part(cid, "team"), Due: civil.Of(now)})
			if err != nil {
				return err
			}
		}
		if err := audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: DecideBrief.Name, Challenge: cid, Room: access.TeamRoom, Subject: who}); err != nil {
			return err
		}
		return outbox.QueueTx(ctx, tx, now, outbox.Mail{Person: who, Kind: "team.brief-decided", Subject: c.Name + ": decided about your place on the team",
			Body: "The lead and the coordinator have decided what follows from your answer of day 1:\n" + s.BaseURL + part(cid, "team/brief") + "\n"})
	})
}

// takeOff is the subject of the coordinator's task after "leaves".
const takeOff = "take-off"
