package plan

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/planfacts"
	"peerchallenge/internal/planner"
	"peerchallenge/internal/problem"
)

// Stamp is how a proposal stands, for telling whether a page shows it as it is: its
// version, whether it is approved, and what is pinned in the cycle. It says nothing
// to whoever may not read the plan.
func (p Page) Stamp() string {
	return stamp(p.Proposal.Version, p.Proposal.Approved != nil, p.Pins)
}

func stamp(version int, approved bool, pins []planfacts.Pin) string {
	return fmt.Sprintf("%d-%t-%08x", version, approved, crc32.ChecksumIEEE(fmt.Append(nil, pinWords(pins))))
}

func pinWords(pins []planfacts.Pin) (out []string) {
	for _, p := range pins {
		words := p.Council.String()
		if p.FirstDay != nil {
			words += p.FirstDay.String()
		}
		out = append(out, words+fmt.Sprint(p.Places))
	}
	return out
}

// versionIn is the version that a stamp was made from; 0 when it is no stamp.
func versionIn(stamp string) int {
	first, _, _ := strings.Cut(stamp, "-")
	n, err := strconv.Atoi(first)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// standing is how a proposal stands, without its plan.
type standing struct {
	Version  int
	Approved bool
	By       string // who approved it
	ByMe     bool
}

func standingTx(ctx context.Context, tx pgx.Tx, actor access.Actor, cycleID, proposal uuid.UUID) (at standing, now string, err error) {
	me, _ := actor.PersonID()
	at, err = db.One[standing](ctx, tx, `SELECT p.version, p.approved_at IS NOT NULL AS approved, coalesce(w.name, '') AS by, coalesce(p.approved_by = $3, false) AS by_me
		FROM plan_proposal p LEFT JOIN person w ON w.id = p.approved_by WHERE p.id = $1 AND p.cycle_id = $2`, proposal, cycleID, uuid.UUID(me))
	if err != nil {
		return at, "", err
	}
	pins, err := planfacts.PinsTx(ctx, tx, cycleID)
	return at, stamp(at.Version, at.Approved, pins), err
}

// StampOf is the present stamp of a proposal, for a coordinator of the cycle's
// region; Missing to everybody else.
func (s *Service) StampOf(ctx context.Context, actor access.Actor, cycleID, proposal uuid.UUID) (now string, err error) {
	err = db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		_, now, err = standingTx(ctx, tx, actor, cycleID, proposal)
		return err
	})
	return now, err
}

// News is what has happened to a proposal since a page of it was made.
type News struct {
	Stamp    string // as it is now
	Changed  []Changed
	Pinned   bool // something was pinned, or let go
	Approved bool
	By       string // who approved it
	ByMe     bool
}

// Changed is what one person has changed since.
type Changed struct {
	By       string // empty for the program
	Mine     bool   // the reader did, perhaps on another page
	Councils []string
}

// NewsPage says what has happened since a stamp, for a coordinator of the cycle's
// region; Missing to everybody else. Nothing when the stamp is the present one.
func (s *Service) NewsPage(ctx context.Context, actor access.Actor, cycleID, proposal uuid.UUID, since string) (News, error) {
	var n News
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		at, now, err := standingTx(ctx, tx, actor, cycleID, proposal)
		if err != nil {
			return err
		}
		n.Stamp = now
		parts, was := strings.Split(now, "-"), strings.Split(since, "-")
		if now == since || len(was) != len(parts) {
			return nil
		}
		n.Pinned = parts[2] != was[2]
		if at.Approved && was[1] != parts[1] {
			n.Approved, n.By, n.ByMe = true, at.By, at.ByMe
		}
		n.Changed, err = changedTx(ctx, tx, actor, cycleID, proposal, versionIn(since))
		return err
	})
	return n, err
}

// changedTx is who has changed which visits after a version, person by person.
func changedTx(ctx context.Context, tx pgx.Tx, actor access.Actor, cycleID, proposal uuid.UUID, version int) ([]Changed, error) {
	type row struct {
		Plan   []byte
		Person *uuid.UUID
		By     string
	}
	rows, err := db.All[row](ctx, tx, `SELECT r.plan, r.person_id AS person, coalesce(w.name, '') AS by FROM plan_revision r LEFT JOIN person w ON w.id = r.person_id
		WHERE r.proposal_id = $1 AND r.version >= $2 ORDER BY r.version LIMIT 50`, proposal, version)
	if err != nil {
		return nil, err
	}
	names, err := namesTx(ctx, tx, cycleID)
	if err != nil {
		return nil, err
	}
	me, _ := actor.PersonID()
	var out []Changed
	var before planner.Plan
	for i, r := range rows {
		var after planner.Plan
		if err := json.Unmarshal(r.Plan, &after); err != nil {
			return nil, problem.Internalf(err, "revision of proposal %s", proposal)
		}
		if i > 0 {
			out = addChanged(out, Changed{By: r.By, Mine: r.Person != nil && *r.Person == uuid.UUID(me)}, planner.Changes(before, after), names)
		}
		before = after
	}
	return out, nil
}

func addChanged(list []Changed, who Changed, changes []planner.Change, names map[string]string) []Changed {
	i := slices.IndexFunc(list, func(c Changed) bool { return c.By == who.By && c.Mine == who.Mine })
	if i < 0 {
		i, list = len(list), append(list, who)
	}
	for _, c := range changes {
		if name := names[c.Council]; !slices.Contains(list[i].Councils, name) {
			list[i].Councils = append(list[i].Councils, name)
		}
	}
	return list
}

// namesTx are the names of the councils of a cycle's region, by id.
func namesTx(ctx context.Context, tx pgx.Tx, cycleID uuid.UUID) (map[string]string, error) {
	type row struct {
		ID   uuid.UUID
		Name string
	}
	list, err := db.All[row](ctx, tx, `SELECT k.id, k.name FROM council k JOIN cycle y ON y.region_id = k.region_id WHERE y.id = $1 LIMIT 400`, cycleID)
	out := map[string]string{}
	for _, k := range list {
		out[k.ID.String()] = k.Name
	}
	return out, err
}
