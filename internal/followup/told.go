package followup

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/report"
)

// Raised is a finding that somebody wrote or gave evidence for.
type Raised struct {
	ID        uuid.UUID
	Kind      finding.Kind
	Title     string
	AnswersID *uuid.UUID
	Lived     bool // rests on lived experience
	Withdrawn bool
	Wrote     bool
	Evidence  bool // rests on evidence they gave
}

func (r Raised) mine() bool { return r.Wrote || r.Evidence }

// Became is what came of one recommendation, as far as the reader may know it.
type Became struct {
	Recommendation
	Lived    bool
	Response *report.Response
	Actions  int
	Checks   []BecameCheck // those that somebody recorded
}

// BecameCheck is what both sides said of it at one check.
type BecameCheck struct {
	Number     int
	Host, Lead *Item
}

// Thing is one finding of the reader's, with the recommendations it led to.
type Thing struct {
	Raised
	Led []Became
}

// ToldPage is what came of what somebody raised. Things is the reader's own; for a
// visiting principal social worker All has every recommendation instead.
type ToldPage struct {
	challenge.Head
	Things []Thing
	All    []Became
	Checks [Checks]Check
}

// ToldPage reads it for the team and the visiting principal social workers, from
// final on: to each what became of what they raised, lived experience first (U3).
// Missing for others.
func (s *Service) ToldPage(ctx context.Context, actor access.Actor, of challenge.ID) (ToldPage, error) {
	var p ToldPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), of); err != nil {
			return err
		}
		if !p.Standing().Is(raisers...) || !p.Stage.AtLeast(access.Final) {
			return problem.Missing()
		}
		return p.fill(ctx, tx)
	})
	return p, err
}

func (p *ToldPage) fill(ctx context.Context, tx pgx.Tx) error {
	list, err := recommendationsTx(ctx, tx, p.Challenge)
	if err != nil {
		return err
	}
	if p.Checks, err = checksTx(ctx, tx, p.ID, p.Dates); err != nil {
		return err
	}
	copies, err := copiesTx(ctx, tx, p.ID, handover.Respond, handover.Plan, handover.ReportProgress)
	if err != nil {
		return err
	}
	all, err := became(list, copies)
	if err != nil || !p.Standing().Is(access.Team...) {
		p.All = all
		return err
	}
	raised, err := db.All[Raised](ctx, tx, `SELECT f.id, f.kind, f.title, f.answers_id, f.lived_experience AS lived, f.withdrawn_at IS NOT NULL AS withdrawn,
			f.person_id = app_actor() AS wrote,
			EXISTS (SELECT FROM finding_evidence e WHERE e.finding_id = f.id AND e.person_id = app_actor()) AS evidence
		FROM finding f WHERE f.challenge_id = $1
		ORDER BY f.lived_experience DESC, CASE f.kind WHEN 'recommendation' THEN 1 WHEN 'consideration' THEN 2 ELSE 3 END, f.place, f.id`, p.ID)
	p.things(raised, all)
	return err
}

// things gathers the reader's findings with the recommendations they led to: the
// recommendation itself, or those that answer the finding.
func (p *ToldPage) things(raised []Raised, all []Became) {
	byID := map[uuid.UUID]Became{}
	for _, b := range all {
		byID[b.ID] = b
	}
	answers := map[uuid.UUID][]Raised{}
	for _, r := range raised {
		if r.AnswersID != nil {
			answers[*r.AnswersID] = append(answers[*r.AnswersID], r)
		}
	}
	for _, r := range raised {
		if !r.mine() {
			continue
		}
		t := Thing{Raised: r}
		for _, led := range append(answers[r.ID], r) {
			if b, ok := byID[led.ID]; ok {
				b.Lived = led.Lived || r.Lived
				t.Led = append(t.Led, b)
			}
		}
		p.Things = append(p.Things, t)
	}
}

func became(list []Recommendation, copies []copied) ([]Became, error) {
	var responses []copied
	for _, c := range copies {
		if c.Kind == handover.Respond {
			responses = append(responses, c)
		}
	}
	response, err := given(responses)
	if err != nil {
		return nil, err
	}
	plan, err := lastPlan(copies)
	if err != nil {
		return nil, err
	}
	said, err := statements(copies)
	if err != nil {
		return nil, err
	}
	var out []Became
	for _, r := range list {
		out = append(out, becameOf(r, response, plan, said))
	}
	return out, nil
}

func becameOf(r Recommendation, response *Given, plan *Plan, said []Statement) Became {
	b := Became{Recommendation: r}
	if response != nil {
		for i := range response.List {
			if response.List[i].Finding == r.ID {
				b.Response = &response.List[i]
			}
		}
	}
	if plan != nil {
		for _, a := range plan.Actions {
			if a.Finding == r.ID {
				b.Actions++
			}
		}
	}
	for n := 1; n <= Checks; n++ {
		c := BecameCheck{Number: n}
		for i := range said {
			if said[i].Check == n && said[i].Side == Host {
				c.Host = itemOf(&said[i], r.ID)
			} else if said[i].Check == n {
				c.Lead = itemOf(&said[i], r.ID)
			}
		}
		if c.Host != nil || c.Lead != nil {
			b.Checks = append(b.Checks, c)
		}
	}
	return b
}
