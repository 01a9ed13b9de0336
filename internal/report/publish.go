package report

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// Publication is what the director adds. Version and Final say what they checked:
// the number this version gets, and the mark of the final report in it.
type Publication struct {
	Response    string // the council's own words beside the report; may be empty
	WhatChanged string // needed for a corrected version
	Version     int
	Final       string
}

// maxResponse is the longest response of the council, in code points.
const maxResponse = 5000

func (n Publication) check(next int) error {
	var f problem.Fields
	f.Check(db.Length(n.Response) <= maxResponse, "response", "The response must be 5,000 characters or fewer")
	f.Check(next == 1 || !blank(n.WhatChanged), "what-changed", "Say what changed since the version before")
	f.Check(db.Length(n.WhatChanged) <= 1000, "what-changed", "What changed must be 1,000 characters or fewer")
	return f.Err()
}

// PublishPage is what the director checks: exactly what the public would read.
type PublishPage struct {
	challenge.Head
	Final        Final
	Versions     []Version    // earlier ones, newest first
	LastResponse string       // of the newest version
	Corrected    []Correction // corrections that no published version has yet
	Preview      Public
	Next         int
}

// PublishPage reads it for the host's director, with what they are about to add;
// Missing for others, Closed before the report is final.
func (s *Service) PublishPage(ctx context.Context, actor access.Actor, of challenge.ID, n Publication) (PublishPage, error) {
	var p PublishPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		p, err = s.publishPageTx(ctx, tx, of, n)
		return err
	})
	return p, err
}

func (s *Service) publishPageTx(ctx context.Context, tx pgx.Tx, of challenge.ID, n Publication) (p PublishPage, err error) {
	if p.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), of); err != nil {
		return p, err
	}
	if err := challenge.Require(p.Challenge, Publish); err != nil {
		return p, err
	}
	if p.Final, err = finalTx(ctx, tx, of); err != nil {
		return p, err
	}
	if p.Versions, err = versionsTx(ctx, tx, of); err != nil {
		return p, err
	}
	fictional, err := db.Value[bool](ctx, tx, `SELECT fictional FROM region WHERE id = $1`, p.RegionID)
	if err != nil {
		return p, err
	}
	if n.WhatChanged != "" && len(p.Versions) == 0 {
		n.WhatChanged = "" // the first version changed nothing
	}
	responses, err := ResponsesTx(ctx, tx, of)
	if err != nil {
		return p, err
	}
	p.Next, p.Preview = nextVersion(p.Versions), publicOf(p.Head, p.Final, p.Versions, n, responses, fictional)
	last, err := lastPublishedTx(ctx, tx, of, p.Versions)
	p.LastResponse = last.Response
	if n := len(last.Corrections); n < len(p.Final.Corrections) {
		p.Corrected = p.Final.Corrections[n:]
	}
	return p, err
}

// lastPublishedTx is the newest published version; empty when there is none.
func lastPublishedTx(ctx context.Context, tx pgx.Tx, of challenge.ID, versions []Version) (last Public, err error) {
	if len(versions) == 0 {
		return last, nil
	}
	body, err := latestPartTx(ctx, tx, of, handover.Publish)
	if err != nil || body == nil { // nil: taken down, its text is gone
		return last, err
	}
	if err := json.Unmarshal(body, &last); err != nil {
		return last, problem.Internalf(err, "read what was published")
	}
	return last, nil
}

// WhatChanged is what the corrections that are not published yet changed, in the
// words of those who made them.
func (p PublishPage) WhatChanged() string {
	var out []string
	for _, c := range p.Corrected {
		out = append(out, c.WhatChanged)
	}
	return strings.Join(out, "\n")
}

// CheckPublish reads the page and judges what the director is about to publish,
// without publishing it.
func (s *Service) CheckPublish(ctx context.Context, actor access.Actor, of challenge.ID, n Publication) (PublishPage, error) {
	p, err := s.PublishPage(ctx, actor, of, n)
	if err != nil {
		return p, err
	}
	return p, n.check(p.Next)
}

// Publish publishes the final report as a new version (F9, F10): a sealed copy for
// the public, and the finished page as bytes. The host's director, from final to
// follow-up. Conflict when another version was published, or the report is not
// the one that was checked; then nothing is published. It gives what is public.
func (s *Service) Publish(ctx context.Context, actor access.Actor, of challenge.ID, n Publication) (Public, error) {
	var out Public
	err := s.locked(ctx, actor, of, Publish, func(w work) error {
		p, err := s.publishPageTx(ctx, w.tx, of, n)
		if err != nil {
			return err
		}
		if n.Version != p.Next || n.Final != p.Final.Mark {
			return problem.New(problem.Conflict, "This report was published in the meantime, or it is not the text you checked. Nothing was published by you.")
		}
		if err := n.check(p.Next); err != nil {
			return err
		}
		out = p.Preview
		return s.publish(ctx, w, &out)
	})
	return out, err
}

func (s *Service) publish(ctx context.Context, w work, p *Public) error {
	body, err := json.Marshal(p)
	if err != nil {
		return problem.Internalf(err, "publish")
	}
	record, err := handover.SealTx(ctx, w.tx, w.actor, w.now, handover.New{Challenge: w.c.ID, Kind: handover.Publish,
		From: access.Council, To: access.PublicRoom, As: access.DASS, Parts: []handover.Part{{Name: "published", Body: body}}})
	if err != nil {
		return err
	}
	p.Mark = record.Mark()
	if err := s.store(ctx, w, *p, record); err != nil {
		return err
	}
	for _, kind := range []string{"publish", publishAgainTask} {
		if err := task.DoneTx(ctx, w.tx, w.actor, w.now, w.c.ID, kind, ""); err != nil {
			return err
		}
	}
	what := "the report is published"
	if p.Version > 1 {
		what = "a corrected version of the report is published"
	}
	return s.tell(ctx, w, letter{kind: Publish.Name, what: what, public: PublicPath(*p), mark: p.Mark})
}

// store keeps the finished page; from here on nobody changes it.
func (s *Service) store(ctx context.Context, w work, p Public, record handover.Record) error {
	html, err := s.Render(p)
	if err != nil {
		return problem.Internalf(err, "render the published report")
	}
	etag, published := sha256.Sum256(html), id.New()
	batch := &pgx.Batch{}
	batch.Queue(`INSERT INTO published_report (id, region_name, council_name, council_slug, visited_on, version, title, summary, html,
		etag, seal, what_changed, published_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		published, p.Region, p.Council, p.CouncilSlug, p.First, p.Version, p.Title(), p.opening(), html,
		hex.EncodeToString(etag[:]), p.Mark, p.Versions[0].WhatChanged, w.now)
	batch.Queue(`INSERT INTO publication (published_report_id, challenge_id, handover_id) VALUES ($1, $2, $3)`, published, w.c.ID, record.ID)
	batch.Queue(`UPDATE challenge SET published_at = coalesce(published_at, $2) WHERE id = $1`, w.c.ID, w.now)
	return w.tx.SendBatch(ctx, batch).Close()
}
