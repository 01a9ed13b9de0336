package followup

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/report"
)

// Service is response, plan and follow-up. BaseURL begins the links in mails.
// Render makes the public part from what is published; the wiring sets it.
type Service struct {
	DB      db.Beginner
	Clock   clock.Clock
	BaseURL string
	Render  func(Public) ([]byte, error)
}

// work is one write of one person on one challenge.
type work struct {
	tx    pgx.Tx
	actor access.Actor
	me    uuid.UUID
	now   time.Time
	c     challenge.Challenge
}

// locked runs a write that must not interleave with any other on the challenge.
func (s *Service) locked(ctx context.Context, actor access.Actor, id challenge.ID, v access.Verb, f func(w work) error) error {
	return s.within(ctx, actor, id, v, challenge.LockTx, f)
}

// light runs a write that touches its own rows only, such as saving a draft.
func (s *Service) light(ctx context.Context, actor access.Actor, id challenge.ID, v access.Verb, f func(w work) error) error {
	return s.within(ctx, actor, id, v, challenge.GetTx, f)
}

func (s *Service) within(ctx context.Context, actor access.Actor, id challenge.ID, v access.Verb,
	read func(context.Context, pgx.Tx, challenge.ID) (challenge.Challenge, error), f func(w work) error) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := read(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := challenge.Require(c, v); err != nil {
			return err
		}
		me, _ := actor.PersonID()
		return f(work{tx: tx, actor: actor, me: me, now: s.Clock.Now(), c: c})
	})
}

func (w work) log(ctx context.Context, verb string, room access.Room, subject uuid.UUID) error {
	return audit.LogTx(ctx, w.tx, w.actor, w.now, audit.Line{Verb: verb, Challenge: w.c.ID, Room: room, Subject: subject})
}

// seal hands over one part, as JSON.
func (w work) seal(ctx context.Context, kind handover.Kind, from, to access.Room, as access.Role, name string, content any) (handover.Record, error) {
	body, err := json.Marshal(content)
	if err != nil {
		return handover.Record{}, problem.Internalf(err, "seal %s", name)
	}
	return handover.SealTx(ctx, w.tx, w.actor, w.now, handover.New{Challenge: w.c.ID, Kind: kind, From: from, To: to, As: as,
		Parts: []handover.Part{{Name: name, Body: body}}})
}

// Recommendation is one of the final report, in the team's words, with its number
// in the report.
type Recommendation struct {
	ID     uuid.UUID
	Number int
	Title  string
	Text   string
}

// recommendationsTx reads them from the final report; for who drafts for the host
// from what the director laid out, which is the same. One statement, or two for
// the host before the response is started.
func recommendationsTx(ctx context.Context, tx pgx.Tx, c challenge.Challenge) ([]Recommendation, error) {
	if opens(c.Standing(), access.Host) {
		list, err := db.All[Recommendation](ctx, tx, `SELECT finding_id AS id, number, title, words AS text FROM response_draft
			WHERE challenge_id = $1 ORDER BY number`, c.ID)
		if err != nil || len(list) > 0 {
			return list, err
		}
	}
	sealed, err := report.RecommendationsTx(ctx, tx, c.ID)
	return numbered(sealed), err
}

func numbered(list []finding.Sealed) []Recommendation {
	var out []Recommendation
	for i, f := range list {
		out = append(out, Recommendation{ID: f.ID, Number: i + 1, Title: f.Title, Text: f.Text})
	}
	return out
}

func recommendation(list []Recommendation, id uuid.UUID) (Recommendation, error) {
	for _, r := range list {
		if r.ID == id {
			return r, nil
		}
	}
	return Recommendation{}, problem.Missing()
}

// copied is one part of a sealed copy that the reader may read, with who handed
// it over and when.
type copied struct {
	Kind   handover.Kind
	At     time.Time
	Person string
	Name   string
	Body   []byte
}

// copiesTx reads the parts of all hand-overs of these kinds, oldest first: one
// statement.
func copiesTx(ctx context.Context, tx pgx.Tx, of challenge.ID, kinds ...handover.Kind) ([]copied, error) {
	return db.All[copied](ctx, tx, `SELECT h.kind, h.at, coalesce(p.name, 'Somebody') AS person, x.name, x.body
		FROM handover h JOIN handover_part x ON x.handover_id = h.id LEFT JOIN person p ON p.id = h.person_id
		WHERE h.challenge_id = $1 AND h.kind = ANY ($2) AND x.body IS NOT NULL ORDER BY h.number, x.ordinal`, of, kinds)
}

func read[T any](c copied) (out T, err error) {
	if err := json.Unmarshal(c.Body, &out); err != nil {
		return out, problem.Internalf(err, "read part %s", c.Name)
	}
	return out, nil
}

// guard turns "no row changed" into the sentence for somebody who was second.
func guard(err error) error {
	if problem.Is(err, problem.Conflict) || problem.Is(err, problem.NotFound) {
		return problem.New(problem.Conflict, "Somebody else saved this in the meantime. Your words are still here; what they saved stands above. Put the two together and save again.")
	}
	return err
}
