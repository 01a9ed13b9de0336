package selfassessment

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/framework"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
)

// reach is what of a self-assessment being written the actor may read, by their
// keys alone: everything, or some areas.
type reach struct {
	whole bool
	areas map[string]bool
}

func (r reach) area(key string) bool { return r.whole || r.areas[key] }

// part is one key of the actor to the host's room: to all of it, or to a cupboard.
type part struct{ Cupboard string }

// queueReach reads the actor's keys with the batch.
func queueReach(b *db.Batch, into *[]part, id challenge.ID) {
	db.Queue(b, into, `SELECT cupboard FROM room_key WHERE scope = 'challenge' AND scope_id = $1 AND room = 'host'
		AND person_id = app_actor() AND revoked_at IS NULL`, id)
}

// reachOf is what the keys open; Missing for somebody who may read nothing (V6).
func reachOf(parts []part) (reach, error) {
	r := reach{areas: map[string]bool{}}
	prefix := access.AreaCupboard("")
	for _, p := range parts {
		if p.Cupboard == "" {
			r.whole = true
		}
		if key, ok := strings.CutPrefix(p.Cupboard, prefix); ok {
			r.areas[key] = true
		}
	}
	if !r.whole && len(r.areas) == 0 {
		return reach{}, problem.Missing()
	}
	return r, nil
}

func reachTx(ctx context.Context, tx pgx.Tx, id challenge.ID) (reach, error) {
	var (
		b     db.Batch
		parts []part
	)
	queueReach(&b, &parts, id)
	if err := b.Read(ctx, tx); err != nil {
		return reach{}, err
	}
	return reachOf(parts)
}

// ground is what every act and page needs first: how far the actor reaches and
// what is asked.
type ground struct {
	reach
	framework reference.Framework
}

func groundTx(ctx context.Context, tx pgx.Tx, c challenge.Challenge) (ground, error) {
	r, err := reachTx(ctx, tx, c.ID)
	if err != nil {
		return ground{}, err
	}
	f, err := framework.GetTx(ctx, tx, c.FrameworkID)
	return ground{r, f}, err
}

// prompt finds a prompt within reach; one outside it is Missing (V6).
func (g ground) prompt(id string) (reference.Area, int, error) {
	a, n, ok := areaOfPrompt(g.framework, id)
	if !ok || !g.area(a.Key) {
		return reference.Area{}, 0, problem.Missing()
	}
	return a, n, nil
}

// areaByKey finds an area within reach; one outside it is Missing (V6).
func (g ground) areaByKey(key string) (reference.Area, error) {
	a, ok := g.framework.AreaByKey(key)
	if !ok || !g.area(key) {
		return reference.Area{}, problem.Missing()
	}
	return a, nil
}

// peopleRow is one key to the host's room or one of its areas.
type peopleRow struct {
	ID       uuid.UUID
	Name     string
	Cupboard string
	Because  access.Role
	Holding  *uuid.UUID
}

// peopleTx lists who may read what is being written, by name.
func peopleTx(ctx context.Context, tx pgx.Tx, id challenge.ID) ([]peopleRow, error) {
	return db.All[peopleRow](ctx, tx, `SELECT p.id, p.name, k.cupboard, k.because, h.id AS holding
		FROM room_key k JOIN person p ON p.id = k.person_id
		LEFT JOIN role_holding h ON h.scope_id = k.scope_id AND h.person_id = k.person_id AND h.role = 'contributor'
			AND h.cupboard = k.cupboard AND k.because = 'contributor' AND h.ended_at IS NULL
		WHERE k.scope = 'challenge' AND k.scope_id = $1 AND k.room = 'host' AND k.revoked_at IS NULL
			AND (k.cupboard = '' OR k.cupboard LIKE 'area:%') ORDER BY p.name, k.because, k.cupboard`, id)
}

// peopleOf picks those who may read one area, each once.
func peopleOf(rows []peopleRow, area string) []Person {
	var out []Person
	seen := map[uuid.UUID]bool{}
	for _, r := range rows {
		if (r.Cupboard != "" && r.Cupboard != access.AreaCupboard(area)) || seen[r.ID] {
			continue
		}
		seen[r.ID] = true
		p := Person{ID: r.ID, Name: r.Name, Role: r.Because.Name(), Writes: r.Because != access.HostReader}
		if r.Holding != nil {
			p.Holding = *r.Holding
		}
		out = append(out, p)
	}
	return out
}
