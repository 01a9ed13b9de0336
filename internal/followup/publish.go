package followup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
)

// Public is all of progress that is published, and nothing else: what the public
// part is made from, and the one part of the sealed copy. It names nobody.
type Public struct {
	Council     string        `json:"council"`
	CouncilSlug string        `json:"council_slug"`
	First       civil.Date    `json:"first"`
	Version     int           `json:"version"`
	PublishedOn civil.Date    `json:"published_on"`
	Checks      []PublicCheck `json:"checks"` // newest first
	Tracks      []Track       `json:"tracks"`
	NextDue     civil.Date    `json:"next_due,omitzero"`
	Mark        string        `json:"-"`
}

// PublicCheck is one closed check: what both sides said, and who was silent.
type PublicCheck struct {
	Number int          `json:"number"`
	On     civil.Date   `json:"on"` // when it was closed
	Silent string       `json:"silent,omitempty"`
	Items  []PublicItem `json:"items"`
}

// PublicItem is one recommendation at one check. Host and Lead are nil for a side
// that did not answer.
type PublicItem struct {
	Number     int       `json:"number"`
	Title      string    `json:"title"`
	Finding    uuid.UUID `json:"finding"`
	Host, Lead *Item     `json:",omitempty"`
}

func publicOf(p *ProgressPage, version int) Public {
	out := Public{Council: p.HostCouncil, CouncilSlug: p.HostSlug, First: p.OnsiteFirst, Version: version, PublishedOn: p.Today}
	for i := Checks - 1; i >= 0; i-- {
		c := p.Checks[i]
		if c.ClosedAt == nil {
			out.NextDue = c.DueOn
			continue
		}
		one := PublicCheck{Number: c.Number, On: civil.Of(*c.ClosedAt), Silent: c.Silent}
		for _, r := range p.Recommendations {
			one.Items = append(one.Items, PublicItem{Number: r.Number, Title: r.Title, Finding: r.ID,
				Host: itemOf(p.Statement(c.Number, Host), r.ID), Lead: itemOf(p.Statement(c.Number, Lead), r.ID)})
		}
		out.Checks = append(out.Checks, one)
	}
	var closed []Statement
	for _, s := range p.Statements {
		if p.Checks[s.Check-1].ClosedAt != nil {
			closed = append(closed, s)
		}
	}
	var measures []Measure
	if p.Plan != nil {
		measures = p.Plan.Measures
	}
	out.Tracks = tracksOf(measures, closed, p.HostCode)
	return out
}

func itemOf(s *Statement, finding uuid.UUID) *Item {
	if s == nil {
		return nil
	}
	for i := range s.Items {
		if s.Items[i].Finding == finding {
			return &s.Items[i]
		}
	}
	return nil
}

// PublishPage is what the director checks: exactly what the public would read.
type PublishPage struct {
	ProgressPage
	Preview Public
}

// PublishPage reads it for the host's director, from follow-up on; Missing for
// others, Closed when the report is not published or nothing new is closed.
func (s *Service) PublishPage(ctx context.Context, actor access.Actor, of challenge.ID) (PublishPage, error) {
	var p PublishPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		p, err = s.publishPageTx(ctx, tx, of)
		return err
	})
	return p, err
}

func (s *Service) publishPageTx(ctx context.Context, tx pgx.Tx, of challenge.ID) (p PublishPage, err error) {
	if p.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), of); err != nil {
		return p, err
	}
	if err := challenge.Require(p.Challenge, Publish); err != nil {
		return p, err
	}
	if err := p.fill(ctx, tx); err != nil {
		return p, err
	}
	p.judge()
	switch {
	case !p.Public:
		return p, problem.New(problem.Closed, "Progress is published beside the report, and the report is not published yet.")
	case !p.CanPublish:
		return p, problem.New(problem.Closed, "There is nothing new to publish. Progress can be published when a check is closed.")
	}
	version, err := db.Value[int](ctx, tx, `SELECT count(*)::int + 1 FROM progress_publication WHERE challenge_id = $1`, of)
	p.Preview = publicOf(&p.ProgressPage, version)
	return p, err
}

// Publish publishes what was recorded in all closed checks, as a part of its own
// beside the published report (U3, F9): a sealed copy for the public, and the
// finished part as bytes. The report's page is not touched. version is the one
// that was checked; another is a Conflict.
func (s *Service) Publish(ctx context.Context, actor access.Actor, of challenge.ID, version int) (Public, error) {
	var out Public
	err := s.locked(ctx, actor, of, Publish, func(w work) error {
		p, err := s.publishPageTx(ctx, w.tx, of)
		if err != nil {
			return err
		}
		if p.Preview.Version != version {
			return problem.New(problem.Conflict, "Progress was published in the meantime. Nothing was published by you.")
		}
		out = p.Preview
		return s.publish(ctx, w, &out)
	})
	return out, err
}

func (s *Service) publish(ctx context.Context, w work, p *Public) error {
	body, err := json.Marshal(p)
	if err != nil {
		return problem.Internalf(err, "publish progress")
	}
	record, err := handover.SealTx(ctx, w.tx, w.actor, w.now, handover.New{Challenge: w.c.ID, Kind: handover.PublishProgress,
		From: access.Council, To: access.PublicRoom, As: access.DASS, Parts: []handover.Part{{Name: "published-progress", Body: body}}})
	if err != nil {
		return err
	}
	p.Mark = record.Mark()
	html, err := s.Render(*p)
	if err != nil {
		return problem.Internalf(err, "render published progress")
	}
	etag, published := sha256.Sum256(html), id.New()
	batch := &pgx.Batch{}
	batch.Queue(`INSERT INTO published_progress (id, council_slug, visited_on, version, html, etag, seal, published_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, published, p.CouncilSlug, p.First, p.Version, html, hex.EncodeToString(etag[:]), p.Mark, w.now)
	batch.Queue(`INSERT INTO progress_publication (published_progress_id, challenge_id, handover_id) VALUES ($1, $2, $3)`, published, w.c.ID, record.ID)
	if err := w.tx.SendBatch(ctx, batch).Close(); err != nil {
		return err
	}
	return s.tell(ctx, w, readers, letter{kind: Publish.Name, what: "progress is published beside the report", path: "progress", mark: p.Mark})
}
