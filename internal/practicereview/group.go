package practicereview

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
)

// Group is a focus group of the practice review (P2). It holds a number and no
// names of those who come (O5).
type Group struct {
	ID         uuid.UUID
	Kind       string // key of the framework's focus group
	MeetsOn    civil.Date
	Starts     string // "10am"
	Place      string
	Expected   int
	SizeReason string // when it is not six to eight (O1)
	HostPSWIn  bool   `db:"host_psw_in"`
	Reach      string // how to tell the reviewers something afterwards, without the host
	Came       *int
	Themes     string
	Conditions string
	NotPeople  []string
	Version    int // 0: not saved yet
	SavedBy    string
	SavedAt    time.Time
}

// GroupInput is a group as typed. WhoChosen tells whether it was said if the
// host's principal social worker is in the room.
type GroupInput struct {
	Group
	HostPSWAnswered bool
}

const selectGroup = `SELECT g.id, g.kind, g.meets_on, g.starts, g.place, g.expected, g.size_reason, g.host_psw_in, g.reach, g.came, g.themes,
	g.conditions, g.not_people, g.version, coalesce(p.name, 'Somebody') AS saved_by, g.saved_at
	FROM practice_group g LEFT JOIN person p ON p.id = g.saved_by WHERE g.challenge_id = $1`

func (g GroupInput) check(rules reference.Framework) error {
	var f problem.Fields
	_, known := KindOfGroup(rules.Practice, g.Kind)
	f.Check(known, "kind", "Choose who the group is for")
	f.Check(!g.MeetsOn.IsZero(), "meets_on", "Enter the day it meets")
	f.Check(!blank(g.Starts) && db.Length(g.Starts) <= 50, "starts", "Enter when it begins, for example “10am”")
	f.Check(!blank(g.Place), "place", "Enter where it meets")
	f.Check(g.Expected >= 1 && g.Expected <= 100, "expected", "Enter how many people are expected, as a number from 1 to 100")
	least, most := rules.Visit.GroupAtLeast, rules.Visit.GroupAtMost
	inside := g.Expected >= least && g.Expected <= most
	f.Check(inside || g.Expected == 0 || !blank(g.SizeReason), "size_reason", fmt.Sprintf("A group has %d to %d people. Say why this one has another size", least, most))
	f.Check(g.HostPSWAnswered, "host_psw_in", "Say whether the host’s principal social worker is in the room")
	f.Check(!blank(g.Reach), "reach", "Say how people can tell you something afterwards without the council")
	f.Check(db.Length(g.Reach) <= 500, "reach", "This must be 500 characters or fewer")
	f.Check(g.Came == nil || (*g.Came >= 0 && *g.Came <= 100), "came", "Enter how many came, as a number from 0 to 100")
	check(&f, g.NotPeople, text{"place", g.Place, 200}, text{"size_reason", g.SizeReason, 1000}, text{"themes", g.Themes, 10000}, text{"conditions", g.Conditions, 10000})
	return f.Err()
}

// KindOfGroup finds a focus group of the framework by its key.
func KindOfGroup(p reference.Practice, key string) (reference.FocusGroup, bool) {
	for _, g := range p.FocusGroups {
		if g.Key == key {
			return g, true
		}
	}
	return reference.FocusGroup{}, false
}

// SaveGroup keeps a group, a new one when its id is Nil: any of the three, until
// the findings are handed over. Another version than the one it rests on is a
// Conflict, and nothing is saved.
func (s *Service) SaveGroup(ctx context.Context, actor access.Actor, ch challenge.ID, g GroupInput) (uuid.UUID, error) {
	group := g.ID
	err := s.in(ctx, actor, ch, Gather, func(w work) error {
		if g.ID != uuid.Nil {
			old, err := groupTx(ctx, w.tx, ch, g.ID)
			if err != nil {
				return err
			}
			g.NotPeople = append(g.NotPeople, old.NotPeople...)
		}
		if err := g.check(w.rules); err != nil {
			return err
		}
		answered := answeredOf(g.NotPeople, g.Place, g.SizeReason, g.Themes, g.Conditions)
		if group == uuid.Nil {
			group = id.New()
			if err := w.exec(ctx, `INSERT INTO practice_group (id, challenge_id, kind, meets_on, starts, place, expected, size_reason, host_psw_in, reach,
				came, themes, conditions, not_people, saved_by, saved_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
				group, ch, g.Kind, g.MeetsOn, g.Starts, g.Place, g.Expected, g.SizeReason, g.HostPSWIn, g.Reach, g.Came, g.Themes, g.Conditions, answered, w.me, w.now); err != nil {
				return err
			}
			return w.log(ctx, Gather.Name, group)
		}
		tag, err := w.tx.Exec(ctx, `UPDATE practice_group SET kind = $4, meets_on = $5, starts = $6, place = $7, expected = $8, size_reason = $9, host_psw_in = $10,
			reach = $11, came = $12, themes = $13, conditions = $14, not_people = $15, saved_by = $16, saved_at = $17, version = version + 1
			WHERE challenge_id = $1 AND id = $2 AND version = $3`, ch, group, g.Version, g.Kind, g.MeetsOn, g.Starts, g.Place, g.Expected, g.SizeReason,
			g.HostPSWIn, g.Reach, g.Came, g.Themes, g.Conditions, answered, w.me, w.now)
		if err == nil && tag.RowsAffected() == 0 {
			return problem.New(problem.Conflict, "Somebody else saved this group while you were writing. What you typed is still in the form, and what they saved is shown above it.")
		}
		if err != nil {
			return err
		}
		return w.log(ctx, Gather.Name, group)
	})
	return group, err
}

func groupTx(ctx context.Context, tx pgx.Tx, ch challenge.ID, group uuid.UUID) (Group, error) {
	return db.One[Group](ctx, tx, selectGroup+` AND g.id = $2`, ch, group)
}

// GroupPage is one group, or the form of a new one.
type GroupPage struct {
	challenge.Head
	Group    Group // the zero Group for a new one
	Practice reference.Practice
	Visit    reference.VisitRules
	People   []Reviewer // who is in the room: for the briefing
	CanSave  bool
}

// GroupPage is for the three; to others it is not there. Nil asks for a new one.
func (s *Service) GroupPage(ctx context.Context, actor access.Actor, ch challenge.ID, group uuid.UUID) (GroupPage, error) {
	var v GroupPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if v.Head, err = s.headTx(ctx, tx, ch); err != nil {
			return err
		}
		if group != uuid.Nil {
			if v.Group, err = groupTx(ctx, tx, ch, group); err != nil {
				return err
			}
		}
		rules, err := frameworkTx(ctx, tx, v.FrameworkID)
		if err != nil {
			return err
		}
		v.Practice, v.Visit = rules.Practice, rules.Visit
		if v.People, err = peopleTx(ctx, tx, ch); err != nil {
			return err
		}
		v.CanSave, err = openFor(ctx, tx, v.Head, Gather)
		return err
	})
	return v, err
}
