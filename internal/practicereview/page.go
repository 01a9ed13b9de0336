package practicereview

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/framework"
	"peerchallenge/internal/reference"
)

// Page is the whole practice review as the three see it: the sample, who agreed,
// files, groups and findings.
type Page struct {
	challenge.Head
	Me       uuid.UUID
	Rules    reference.Framework
	Sample   *Sample // nil until one is proposed
	People   []Reviewer
	Whole    Whole
	Files    []File
	Groups   []Group
	Findings []Finding
	Shared   *Handed
	Open     bool // the three may still change things
}

// Handed says that the practice findings were handed over.
type Handed struct {
	HandoverID uuid.UUID
	HandedAt   time.Time
	HandedBy   string
	ClosesAt   time.Time
}

// CorrectionsOpen tells whether the director may still correct facts (P3).
func (h Handed) CorrectionsOpen(now time.Time) bool { return now.Before(h.ClosesAt) }

// Live are the findings that were not withdrawn.
func (p Page) Live() []Finding {
	var live []Finding
	for _, f := range p.Findings {
		if f.WithdrawnAt == nil {
			live = append(live, f)
		}
	}
	return live
}

// EntriesDone counts the finished entries.
func (p Page) EntriesDone() int {
	n := 0
	for _, f := range p.Files {
		if f.DoneAt != nil {
			n++
		}
	}
	return n
}

// Blockers are what stands in the way of handing over, as sentences (P3, P4, T6).
func (p Page) Blockers() []string {
	var out []string
	add := func(stops bool, sentence string) {
		if stops {
			out = append(out, sentence)
		}
	}
	least := p.Rules.Visit.PatternFromFiles
	add(!p.Whole.OK, "The review still needs "+p.Whole.Missing+", or the coordinator’s reason why it goes on without.")
	add(p.EntriesDone() < least, fmt.Sprintf("Fewer than %d entries are finished. A pattern needs at least %d files.", least, least))
	add(len(p.Live()) == 0, "No finding is written yet.")
	for _, f := range p.Live() {
		why := f.Stands(least)
		add(why != "", "“"+f.Title+"”: "+why+".")
	}
	if p.Sample != nil {
		for _, r := range p.People {
			add(!r.SaysOf(p.Sample.FindingsVersion), r.Name+" has not yet agreed, or said where they differ.")
		}
	}
	return out
}

// Page reads it all, for the three; to others it is not there. Eight statements,
// however much there is.
func (s *Service) Page(ctx context.Context, actor access.Actor, ch challenge.ID) (Page, error) {
	var v Page
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if v.Head, err = s.headTx(ctx, tx, ch); err != nil {
			return err
		}
		me, _ := actor.PersonID()
		v.Me = me
		return v.read(ctx, tx)
	})
	return v, err
}

func (p *Page) read(ctx context.Context, tx pgx.Tx) (err error) {
	ch := p.ID
	if p.Rules, err = frameworkTx(ctx, tx, p.FrameworkID); err != nil {
		return err
	}
	if p.People, err = peopleTx(ctx, tx, ch); err != nil {
		return err
	}
	samples, err := db.All[Sample](ctx, tx, selectSample, ch)
	if err != nil {
		return err
	}
	if len(samples) > 0 {
		p.Sample = &samples[0]
	}
	if p.Files, err = db.All[File](ctx, tx, selectFile+` ORDER BY f.place`, ch); err != nil {
		return err
	}
	if p.Groups, err = db.All[Group](ctx, tx, selectGroup+` ORDER BY g.meets_on, g.id LIMIT 100`, ch); err != nil {
		return err
	}
	if p.Findings, err = db.All[Finding](ctx, tx, selectFinding+` ORDER BY f.place, f.id LIMIT 200`, ch); err != nil {
		return err
	}
	if s := p.Sample; s != nil && s.HandedAt != nil {
		p.Shared = &Handed{*s.HandoverID, *s.HandedAt, orSomebody(s.HandedBy), *s.ClosesAt}
	}
	p.Whole = whole(p.People, p.Rules.Team, len(p.People) > 0 && p.People[0].Excused)
	p.Open = p.Shared == nil && Enter.Allows(p.Standing())
	return nil
}

func orSomebody(name *string) string {
	if name == nil {
		return "Somebody"
	}
	return *name
}

// openFor tells whether the reader may change things: the verb and not handed over.
func openFor(ctx context.Context, tx pgx.Tx, h challenge.Head, v access.Verb) (bool, error) {
	handed, err := db.Value[bool](ctx, tx, `SELECT EXISTS (SELECT FROM practice_shared WHERE challenge_id = $1)`, h.ID)
	return !handed && v.Allows(h.Standing()), err
}

func frameworkTx(ctx context.Context, tx pgx.Tx, version uuid.UUID) (reference.Framework, error) {
	return framework.GetTx(ctx, tx, version)
}

func auditCommon(ctx context.Context, w work, verb string) error {
	return audit.LogTx(ctx, w.tx, w.actor, w.now, audit.Line{Verb: verb, Challenge: w.c.ID, Room: access.Common})
}
