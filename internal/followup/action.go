package followup

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// MaxAction is the longest action, and the longest evidence of change expected
// of it, in code points; MaxNote the longest note on how far it is.
const (
	MaxAction = 1000
	MaxNote   = 2000
)

// ActionState is how far an action is.
type ActionState string

// The states of an action.
const (
	NotStarted ActionState = "not_started"
	UnderWay   ActionState = "under_way"
	Done       ActionState = "done"
)

// ActionStates lists them in order.
var ActionStates = []ActionState{NotStarted, UnderWay, Done}

var actionStateNames = map[ActionState]string{NotStarted: "Not started", UnderWay: "Under way", Done: "Done"}

// Name is the state in the users' words; empty for none said yet.
func (s ActionState) Name() string { return actionStateNames[s] }

// Action is something the council will do about a recommendation: its owner is a
// person of the host, or a name and post in words.
type Action struct {
	ID         uuid.UUID
	FindingID  uuid.UUID
	Words      string
	OwnerID    *uuid.UUID
	OwnerName  string // typed, when the owner is not on the challenge
	Person     string // the owner's name, when a person
	DueOn      civil.Date
	Evidence   string // of change, as expected
	Version    int
	State      ActionState // empty: nothing said yet
	Note       string
	StateSince *time.Time
	Mine       bool
}

// Owner is who does it, in words.
func (a Action) Owner() string { return a.OwnerName + a.Person }

const selectAction = `SELECT a.id, a.finding_id, a.words, a.owner_id, a.owner_name, coalesce(p.name, '') AS person, a.due_on, a.evidence, a.version,
	coalesce(g.state, '') AS state, coalesce(g.note, '') AS note, g.saved_at AS state_since, coalesce(a.owner_id = app_actor(), false) AS mine
	FROM plan_action a LEFT JOIN person p ON p.id = a.owner_id LEFT JOIN action_progress g ON g.action_id = a.id
	WHERE a.challenge_id = $1 AND a.removed_at IS NULL `

func actionsTx(ctx context.Context, tx pgx.Tx, of challenge.ID) ([]Action, error) {
	return db.All[Action](ctx, tx, selectAction+`ORDER BY a.due_on, a.id`, of)
}

func actionTx(ctx context.Context, tx pgx.Tx, of challenge.ID, action uuid.UUID) (Action, error) {
	return db.One[Action](ctx, tx, selectAction+`AND a.id = $2`, of, action)
}

// ActionInput is what somebody of the host typed. Owner is a person of the host,
// or Nil with the name and post in OwnerName.
type ActionInput struct {
	Words     string
	Owner     uuid.UUID
	OwnerName string
	DueOn     civil.Date
	Evidence  string
	Version   int
}

func (in ActionInput) check() error {
	var f problem.Fields
	f.Check(strings.TrimSpace(in.Words) != "", "words", "Say what will be done")
	f.Check(db.Length(in.Words) <= MaxAction, "words", "The action must be 1,000 characters or fewer")
	f.Check((in.Owner != uuid.Nil) != (in.OwnerName != ""), "owner", "Choose one person of your council, or write a name and post")
	f.Check(db.Length(in.OwnerName) <= 200, "owner_name", "The name and post must be 200 characters or fewer")
	f.Check(!in.DueOn.IsZero(), "due", "Enter the day by which it is done")
	f.Check(strings.TrimSpace(in.Evidence) != "", "evidence", "Say how anyone will see that it made a difference")
	f.Check(db.Length(in.Evidence) <= MaxAction, "evidence", "What you expect to see must be 1,000 characters or fewer")
	return f.Err()
}

// Colleague is somebody of the host who can own an action.
type Colleague struct {
	ID   uuid.UUID
	Name string
	Post string
}

func colleaguesTx(ctx context.Context, tx pgx.Tx, of challenge.ID) ([]Colleague, error) {
	return db.All[Colleague](ctx, tx, `SELECT DISTINCT p.id, p.name, p.post FROM room_key k JOIN person p ON p.id = k.person_id
		WHERE k.scope_id = $1 AND k.room = 'common' AND k.revoked_at IS NULL AND k.because = ANY ($2) ORDER BY p.name, p.id LIMIT 200`, of, owners)
}

// AddAction adds an action to a recommendation's plan: director or link officer.
// A person of the host who owns it learns of it by mail and finds it on their
// list; they see that action, and nobody outside the host any before it is handed over.
func (s *Service) AddAction(ctx context.Context, actor access.Actor, of challenge.ID, finding uuid.UUID, in ActionInput) (uuid.UUID, error) {
	action := id.New()
	err := s.light(ctx, actor, of, Change, func(w work) error {
		if _, err := draftTx(ctx, w.tx, of, finding); err != nil {
			return err
		}
		if err := w.checkAction(ctx, in); err != nil {
			return err
		}
		if _, err := w.tx.Exec(ctx, `INSERT INTO plan_action (id, challenge_id, finding_id, words, owner_id, owner_name, due_on, evidence, person_id, added_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			action, of, finding, in.Words, orNull(in.Owner), in.OwnerName, in.DueOn, in.Evidence, w.me, w.now); err != nil {
			return err
		}
		if err := w.log(ctx, Change.Name, access.Host, action); err != nil {
			return err
		}
		return s.give(ctx, w, action, in)
	})
	return action, err
}

func orNull(u uuid.UUID) *uuid.UUID {
	if u == uuid.Nil {
		return nil
	}
	return &u
}

// checkAction also refuses an owner who is not of the host.
func (w work) checkAction(ctx context.Context, in ActionInput) error {
	if err := in.check(); err != nil || in.Owner == uuid.Nil {
		return err
	}
	list, err := colleaguesTx(ctx, w.tx, w.c.ID)
	if err != nil {
		return err
	}
	for _, one := range list {
		if one.ID == in.Owner {
			return nil
		}
	}
	return problem.Fields{{Name: "owner", Message: "Choose somebody of your council who is on this challenge"}}.Err()
}

// give puts the action on its owner's list, and tells them.
func (s *Service) give(ctx context.Context, w work, action uuid.UUID, in ActionInput) error {
	if in.Owner == uuid.Nil {
		return nil
	}
	err := task.OpenTx(ctx, w.tx, w.now, task.New{Challenge: w.c.ID, Kind: "action", Subject: action.String(), Title: "Do an action of the improvement plan",
		Path: pagePath(w.c.ID, "plan/actions/"+action.String()+"/progress"), Person: in.Owner, Due: in.DueOn})
	if err != nil || in.Owner == w.me {
		return err
	}
	return s.write(ctx, w, []uuid.UUID{in.Owner}, letter{kind: "plan.action-given", what: "an action is yours", path: "plan"})
}

// ChangeAction changes an action: director or link officer. Conflict when somebody
// saved in between.
func (s *Service) ChangeAction(ctx context.Context, actor access.Actor, of challenge.ID, action uuid.UUID, in ActionInput) error {
	return s.light(ctx, actor, of, Change, func(w work) error {
		was, err := w.ofHost(ctx, action)
		if err != nil {
			return err
		}
		if err := w.checkAction(ctx, in); err != nil {
			return err
		}
		err = db.ExecOne(ctx, w.tx, `UPDATE plan_action SET words = $4, owner_id = $5, owner_name = $6, due_on = $7, evidence = $8, person_id = $9,
			version = version + 1 WHERE challenge_id = $1 AND id = $2 AND version = $3 AND removed_at IS NULL`,
			of, action, in.Version, in.Words, orNull(in.Owner), in.OwnerName, in.DueOn, in.Evidence, w.me)
		if err := guard(err); err != nil {
			return err
		}
		if err := w.log(ctx, Change.Name, access.Host, action); err != nil {
			return err
		}
		if was.OwnerID != nil && *was.OwnerID == in.Owner && was.DueOn == in.DueOn {
			return nil
		}
		if err := w.taken(ctx, action); err != nil {
			return err
		}
		return s.give(ctx, w, action, in)
	})
}

// ofHost reads an action for somebody who drafts for the host.
func (w work) ofHost(ctx context.Context, action uuid.UUID) (Action, error) {
	if !opens(w.c.Standing(), access.Host) {
		return Action{}, problem.Missing()
	}
	return actionTx(ctx, w.tx, w.c.ID, action)
}

func (w work) taken(ctx context.Context, action uuid.UUID) error {
	return task.DoneTx(ctx, w.tx, w.actor, w.now, w.c.ID, "action", action.String())
}

// RemoveAction takes an action out of the plan being drafted; what was handed over
// keeps it. Director or link officer.
func (s *Service) RemoveAction(ctx context.Context, actor access.Actor, of challenge.ID, action uuid.UUID) error {
	return s.light(ctx, actor, of, Change, func(w work) error {
		if _, err := w.ofHost(ctx, action); err != nil {
			return err
		}
		if err := db.ExecOne(ctx, w.tx, `UPDATE plan_action SET removed_at = $3, person_id = $4, version = version + 1
			WHERE challenge_id = $1 AND id = $2 AND removed_at IS NULL`, of, action, w.now, w.me); err != nil {
			return err
		}
		if err := w.taken(ctx, action); err != nil {
			return err
		}
		return w.log(ctx, "plan.remove", access.Host, action)
	})
}

// ReportAction says how far an action is: its owner, the director or the link
// officer. Missing for others.
func (s *Service) ReportAction(ctx context.Context, actor access.Actor, of challenge.ID, action uuid.UUID, state ActionState, note string) error {
	return s.light(ctx, actor, of, ReportAction, func(w work) error {
		a, err := actionTx(ctx, w.tx, of, action)
		if err != nil {
			return err
		}
		if !a.Mine && !Change.Allows(w.c.Standing()) {
			return problem.Missing()
		}
		var f problem.Fields
		f.Check(state.Name() != "", "state", "Choose how far it is")
		f.Check(db.Length(note) <= MaxNote, "note", "The note must be 2,000 characters or fewer")
		if err := f.Err(); err != nil {
			return err
		}
		if _, err := w.tx.Exec(ctx, `INSERT INTO action_progress (action_id, challenge_id, state, note, person_id, saved_at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (action_id) DO UPDATE SET state = $3, note = $4, person_id = $5, saved_at = $6, version = action_progress.version + 1`,
			action, of, state, note, w.me, w.now); err != nil {
			return err
		}
		if state == Done {
			if err := w.taken(ctx, action); err != nil {
				return err
			}
		}
		return w.log(ctx, ReportAction.Name, access.Host, action)
	})
}
