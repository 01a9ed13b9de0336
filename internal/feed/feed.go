// Package feed gives people an address for their calendar program: their own
// visits, or for a coordinator the region's. It shows dates, council and what
// happens; no names of people and no content.
//
// The address holds a secret that is shown once and kept as a hash. Whoever has it
// reads the feed without signing in, so making a new one ends the old, and it can be
// taken back at any time. What it shows follows the keys its owner holds when it is
// read: somebody who has left a team or a post has those dates no more (V4).
//
// It writes calendar_feed. feed_of reads challenge, challenge_date and room_key.
package feed

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
)

// Service makes, ends and reads feeds.
type Service struct {
	DB      db.Beginner
	Clock   clock.Clock
	BaseURL string // without a slash at the end
}

// Kind is whose dates a feed shows.
type Kind string

// The kinds of feed.
const (
	Mine   Kind = "mine"   // visits that its owner is on, or hosts
	Region Kind = "region" // all visits of the region that its owner coordinates
)

// Feed is a live address of the actor's; the address itself is not known any more.
type Feed struct {
	Kind   Kind
	MadeAt time.Time
}

// Page is what somebody has, and may have.
type Page struct {
	Feeds       []Feed
	Coordinates bool
}

// FeedsPage reads the actor's own feeds.
func (s *Service) FeedsPage(ctx context.Context, actor access.Actor) (Page, error) {
	var p Page
	if _, ok := actor.PersonID(); !ok {
		return p, problem.Missing()
	}
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		p.Feeds, err = db.All[Feed](ctx, tx, `SELECT CASE WHEN region_id IS NULL THEN 'mine' ELSE 'region' END AS kind, made_at
			FROM calendar_feed WHERE person_id = app_actor() AND ended_at IS NULL ORDER BY 1`)
		if err != nil {
			return err
		}
		p.Coordinates, err = db.Value[bool](ctx, tx, `SELECT cardinality(keys_of('region')) > 0`)
		return err
	})
	return p, err
}

// Make gives the actor a new address of a kind; an old one of the kind stops. It is
// told this once. Only a coordinator has a region's.
func (s *Service) Make(ctx context.Context, actor access.Actor, k Kind) (address string, err error) {
	person, ok := actor.PersonID()
	if !ok {
		return "", problem.Missing()
	}
	secret := make([]byte, 32)
	if _, err := rand.Read(secret); err != nil {
		return "", problem.Internalf(err, "secret of a feed")
	}
	token := base64.RawURLEncoding.EncodeToString(secret)
	err = db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		region, err := regionTx(ctx, tx, k)
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		if err := endTx(ctx, tx, now, region); err != nil {
			return err
		}
		made := id.New()
		if _, err := tx.Exec(ctx, `INSERT INTO calendar_feed (id, person_id, region_id, token_hash, made_at) VALUES ($1, $2, $3, $4, $5)`,
			made, uuid.UUID(person), region, hashOf(token), now); err != nil {
			return err
		}
		return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: "feed.make", Subject: made})
	})
	return s.BaseURL + "/feeds/" + token + ".ics", err
}

// End takes an address back. Nothing happens when there is none.
func (s *Service) End(ctx context.Context, actor access.Actor, k Kind) error {
	if _, ok := actor.PersonID(); !ok {
		return problem.Missing()
	}
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		now := s.Clock.Now()
		if k == Region { // also after the post has ended
			_, err := tx.Exec(ctx, `UPDATE calendar_feed SET ended_at = $1 WHERE person_id = app_actor() AND region_id IS NOT NULL AND ended_at IS NULL`, now)
			return err
		}
		return endTx(ctx, tx, now, nil)
	})
}

func endTx(ctx context.Context, tx pgx.Tx, now time.Time, region *uuid.UUID) error {
	_, err := tx.Exec(ctx, `UPDATE calendar_feed SET ended_at = $1 WHERE person_id = app_actor() AND region_id IS NOT DISTINCT FROM $2 AND ended_at IS NULL`, now, region)
	return err
}

func regionTx(ctx context.Context, tx pgx.Tx, k Kind) (*uuid.UUID, error) {
	switch k {
	case Mine:
		return nil, nil
	case Region:
		region, err := db.Value[uuid.UUID](ctx, tx, `SELECT id FROM region WHERE id = ANY ((SELECT keys_of('region'))::uuid[]) ORDER BY name LIMIT 1`)
		return &region, err
	}
	return nil, problem.New(problem.Invalid, "Choose your own visits or the region's.")
}

func hashOf(token string) []byte {
	h := sha256.Sum256([]byte(token))
	return h[:]
}

// Event is one entry of a feed.
type Event struct {
	ChallengeID       uuid.UUID
	Name, Council     string
	Kind              string // "on site", "practice review", "follow-up"
	FirstDay, LastDay civil.Date
}

// Read is the feed of an address; Missing when there is no such live one.
func (s *Service) Read(ctx context.Context, token string) ([]Event, error) {
	if len(token) > 100 {
		return nil, problem.Missing()
	}
	var out []Event
	err := db.Read(ctx, s.DB, access.Public(), func(tx pgx.Tx) error {
		lives, err := db.Value[bool](ctx, tx, `SELECT feed_lives($1)`, hashOf(token))
		if err != nil {
			return err
		}
		if !lives {
			return problem.Missing()
		}
		out, err = db.All[Event](ctx, tx, `SELECT challenge_id, name, council, kind, first_day, last_day FROM feed_of($1)`, hashOf(token))
		return err
	})
	return out, err
}

// ICalendar writes a feed as a calendar program reads it: whole days, no people.
func ICalendar(events []Event, base string, now time.Time) string {
	c := ics.NewCalendarFor("Peer Challenge")
	c.SetMethod(ics.MethodPublish)
	c.SetXWRCalName("Peer challenges")
	c.SetXPublishedTTL("PT6H")
	for _, e := range events {
		v := c.AddEvent(e.ChallengeID.String() + "-" + e.Kind[:2] + "@peer-challenge")
		v.SetDtStampTime(now)
		v.SetSummary(e.Name + ": " + e.Kind)
		v.SetLocation(e.Council)
		v.SetURL(base + "/challenges/" + e.ChallengeID.String())
		v.SetAllDayStartAt(e.FirstDay.Time())
		v.SetAllDayEndAt(e.LastDay.AddDays(1).Time()) // the day after the last
		v.SetTimeTransparency(ics.TransparencyTransparent)
	}
	return c.Serialize()
}
