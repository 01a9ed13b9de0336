package learning

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/framework"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
)

// Service is the learning log, shared ideas and themes.
type Service struct {
	DB    db.Beginner
	Clock clock.Clock
}

// PageSize is how many ideas a page of a list shows.
const PageSize = 25

// mostWords is how long an idea may be.
const mostWords = 4000

// place is the region in which the actor learns.
type place struct {
	ID   uuid.UUID
	Name string
}

// regionTx is the region of the actor; Missing for whoever takes part in none.
func regionTx(ctx context.Context, tx pgx.Tx) (place, error) {
	return db.One[place](ctx, tx, `SELECT r.id, r.name FROM region r WHERE r.id = ANY ((SELECT regions_i_learn_in())::uuid[])
		ORDER BY r.id IS DISTINCT FROM (SELECT region_id FROM person WHERE id = app_actor()), r.name LIMIT 1`)
}

// Area is an area to which an idea can belong.
type Area struct {
	Key  string
	Name string
}

func areasTx(ctx context.Context, tx pgx.Tx, region uuid.UUID) ([]Area, error) {
	newest, err := framework.NewestTx(ctx, tx, region)
	if err != nil {
		return nil, err
	}
	return db.All[Area](ctx, tx, `SELECT a ->> 'key' AS key, a ->> 'name' AS name FROM framework f, jsonb_array_elements(f.body -> 'areas') WITH ORDINALITY AS x(a, n)
		WHERE f.id = $1 ORDER BY n`, newest)
}

// Host is a challenge an idea can come from.
type Host struct {
	ID   uuid.UUID
	Name string
}

func hostsTx(ctx context.Context, tx pgx.Tx) ([]Host, error) {
	return db.All[Host](ctx, tx, `SELECT id, name FROM challenge WHERE id = ANY ((SELECT keys_of('common'))::uuid[]) ORDER BY onsite_first DESC, id LIMIT 50`)
}

// Idea is one of the actor's own.
type Idea struct {
	ID          uuid.UUID
	ChallengeID *uuid.UUID
	Challenge   string
	AreaKey     string
	Words       string
	NotedAt     time.Time
	Version     int
	SharedOn    civil.Date // zero: only its owner reads it
}

const ideaSQL = `SELECT i.id, i.challenge_id, coalesce(c.name, '') AS challenge, i.area_key, i.words, i.noted_at, i.version,
	(SELECT s.shared_on FROM shared_idea s WHERE s.idea_id = i.id AND s.withdrawn_on IS NULL) AS shared_on
	FROM learning_idea i LEFT JOIN challenge c ON c.id = i.challenge_id WHERE i.person_id = app_actor() `

// After continues a list after its last row; the zero After is its beginning.
type After struct {
	At time.Time
	ID uuid.UUID
}

func (a After) orBeginning() After {
	if a.At.IsZero() {
		return After{At: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), ID: uuid.Max}
	}
	return a
}

// LogPage is the actor's own log.
type LogPage struct {
	RegionName string
	Ideas      []Idea
	More       bool
	Areas      []Area
	Hosts      []Host
}

// Log reads one page of it, newest first; Missing for whoever takes part in no
// region.
func (s *Service) Log(ctx context.Context, actor access.Actor, after After) (LogPage, error) {
	var p LogPage
	after = after.orBeginning()
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		region, err := regionTx(ctx, tx)
		if err != nil {
			return err
		}
		p.RegionName = region.Name
		if p.Areas, err = areasTx(ctx, tx, region.ID); err != nil {
			return err
		}
		if p.Hosts, err = hostsTx(ctx, tx); err != nil {
			return err
		}
		p.Ideas, err = db.All[Idea](ctx, tx, ideaSQL+`AND (i.noted_at, i.id) < ($1, $2) ORDER BY i.noted_at DESC, i.id DESC LIMIT $3`, after.At, after.ID, PageSize+1)
		return err
	})
	if len(p.Ideas) > PageSize {
		p.Ideas, p.More = p.Ideas[:PageSize], true
	}
	return p, err
}

// IdeaPage is one idea of the actor's, to change or share.
type IdeaPage struct {
	Idea  Idea
	Areas []Area
	Hosts []Host
}

// Idea reads it; Missing for everybody but its owner.
func (s *Service) Idea(ctx context.Context, actor access.Actor, of uuid.UUID) (IdeaPage, error) {
	var p IdeaPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		region, err := regionTx(ctx, tx)
		if err != nil {
			return err
		}
		if p.Idea, err = ideaTx(ctx, tx, of); err != nil {
			return err
		}
		if p.Areas, err = areasTx(ctx, tx, region.ID); err != nil {
			return err
		}
		p.Hosts, err = hostsTx(ctx, tx)
		return err
	})
	return p, err
}

func ideaTx(ctx context.Context, tx pgx.Tx, of uuid.UUID) (Idea, error) {
	return db.One[Idea](ctx, tx, ideaSQL+`AND i.id = $1`, of)
}

// NewIdea is what somebody writes into their log. Challenge may be Nil.
type NewIdea struct {
	Challenge uuid.UUID
	AreaKey   string
	Words     string
}

func (n NewIdea) check(areas []Area) error {
	var fields problem.Fields
	fields.Check(n.Words != "", "words", "Write what you take home")
	fields.Check(db.Length(n.Words) <= mostWords, "words", "The idea must be 4,000 characters or fewer")
	known := n.AreaKey == ""
	for _, a := range areas {
		known = known || a.Key == n.AreaKey
	}
	fields.Check(known, "area", "Choose an area, or none")
	return fields.Err()
}

// Note keeps an idea that only its owner reads. No line of the record says so.
func (s *Service) Note(ctx context.Context, actor access.Actor, n NewIdea) (uuid.UUID, error) {
	idea := id.New()
	return idea, s.write(ctx, actor, n, func(tx pgx.Tx, region uuid.UUID) error {
		me, _ := actor.PersonID()
		_, err := tx.Exec(ctx, `INSERT INTO learning_idea (id, person_id, region_id, challenge_id, area_key, words, noted_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			idea, uuid.UUID(me), region, orNull(n.Challenge), n.AreaKey, n.Words, s.Clock.Now())
		return err
	})
}

// Change changes an idea from a version on. What was shared stays as it was shared.
// Conflict when it was changed in another window.
func (s *Service) Change(ctx context.Context, actor access.Actor, of uuid.UUID, version int, n NewIdea) error {
	return s.write(ctx, actor, n, func(tx pgx.Tx, _ uuid.UUID) error {
		if _, err := ideaTx(ctx, tx, of); err != nil {
			return err
		}
		return db.ExecOne(ctx, tx, `UPDATE learning_idea SET challenge_id = $3, area_key = $4, words = $5, version = version + 1 WHERE id = $1 AND version = $2`,
			of, version, orNull(n.Challenge), n.AreaKey, n.Words)
	})
}

func (s *Service) write(ctx context.Context, actor access.Actor, n NewIdea, act func(tx pgx.Tx, region uuid.UUID) error) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		region, err := regionTx(ctx, tx)
		if err != nil {
			return err
		}
		areas, err := areasTx(ctx, tx, region.ID)
		if err != nil {
			return err
		}
		if err := n.check(areas); err != nil {
			return err
		}
		return act(tx, region.ID)
	})
}

// Remove deletes an idea, and what was shared of it.
func (s *Service) Remove(ctx context.Context, actor access.Actor, of uuid.UUID) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		if _, err := ideaTx(ctx, tx, of); err != nil {
			return err
		}
		return db.ExecOne(ctx, tx, `DELETE FROM learning_idea WHERE id = $1`, of)
	})
}

func orNull(u uuid.UUID) *uuid.UUID {
	if u == uuid.Nil {
		return nil
	}
	return &u
}
