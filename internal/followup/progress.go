package followup

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/report"
)

// ProgressPage is progress as it was recorded, side by side, and what the reader's
// own side drafts.
type ProgressPage struct {
	challenge.Head
	Recommendations []Recommendation
	Checks          [Checks]Check
	Now             int // the current check; 0 when all are closed
	Statements      []Statement
	Plan            *Plan
	HostCode        string
	Side            Side                    // the reader drafts for; empty: neither
	Drafts          map[uuid.UUID]ItemDraft // of that side, at the current check
	Silence         int
	CanWrite        bool
	CanRecord       bool
	CanClose        bool
	CanPublish      bool
	Public          bool // the report is published, so progress can be
	PublishedChecks int  // how many checks the newest published progress has
	SeesCouncil     bool // false: the lead's view is not this reader's
}

// ProgressPage reads it for those who draft for the host and the council's
// readers, from final on; Missing for others.
func (s *Service) ProgressPage(ctx context.Context, actor access.Actor, of challenge.ID) (ProgressPage, error) {
	var p ProgressPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), of); err != nil {
			return err
		}
		if !reads(p.Standing()) {
			return problem.Missing()
		}
		if err := p.fill(ctx, tx); err != nil {
			return err
		}
		p.judge()
		return nil
	})
	return p, err
}

func (p *ProgressPage) fill(ctx context.Context, tx pgx.Tx) (err error) {
	if p.Recommendations, err = recommendationsTx(ctx, tx, p.Challenge); err != nil {
		return err
	}
	if p.Checks, err = checksTx(ctx, tx, p.ID, p.Dates); err != nil {
		return err
	}
	copies, err := copiesTx(ctx, tx, p.ID, handover.Plan, handover.ReportProgress, handover.PublishProgress)
	if err != nil {
		return err
	}
	if err := p.copies(copies); err != nil {
		return err
	}
	p.Now, p.Side = current(p.Checks), sideOf(p.Standing())
	if p.Side != "" && p.Now > 0 {
		if p.Drafts, err = itemDraftsTx(ctx, tx, p.ID, p.Now, p.Side); err != nil {
			return err
		}
	}
	more, err := db.One[struct {
		Code    string
		Silence int
	}](ctx, tx, `SELECT k.code, (SELECT coalesce((body->'windows'->>'follow_up_silence')::int, 20) FROM framework WHERE id = $2) AS silence FROM council k WHERE k.id = $1`,
		p.HostCouncilID, p.FrameworkID)
	p.HostCode, p.Silence = more.Code, more.Silence
	return err
}

func (p *ProgressPage) copies(copies []copied) (err error) {
	if p.Plan, err = lastPlan(copies); err != nil {
		return err
	}
	if p.Statements, err = statements(copies); err != nil {
		return err
	}
	for _, c := range copies {
		if c.Kind == handover.PublishProgress {
			public, err := read[Public](c)
			if err != nil {
				return err
			}
			p.PublishedChecks = len(public.Checks)
		}
	}
	return nil
}

func (p *ProgressPage) judge() {
	at := p.Standing()
	p.SeesCouncil, p.Public = opens(at, access.Council), p.PublishedAt != nil
	if p.Now > 0 {
		c := p.Checks[p.Now-1]
		p.CanWrite = WriteStatement.Allows(at) && p.Side != "" && !c.Recorded(p.Side) && !c.DueOn.IsZero() && !p.Today.Before(c.WriteFrom())
		p.CanRecord = p.CanWrite && Record.Allows(at) && c.Begun(p.Today)
		p.CanClose = CloseCheck.Allows(at) && mayClose(c, c.CloseFrom(p.Silence), p.Today) == nil
	}
	p.CanPublish = Publish.Allows(at) && p.Public && p.closedChecks() > p.PublishedChecks
}

func (p *ProgressPage) closedChecks() int {
	n := 0
	for _, c := range p.Checks {
		if c.ClosedAt != nil {
			n++
		}
	}
	return n
}

// Statement finds what a side recorded at a check; nil when it did not, or it is
// not the reader's.
func (p *ProgressPage) Statement(check int, side Side) *Statement {
	for i := range p.Statements {
		if s := &p.Statements[i]; s.Check == check && s.Side == side {
			return s
		}
	}
	return nil
}

// Tracks are the measures with all their values, for the pictures.
func (p *ProgressPage) Tracks() []Track {
	var measures []Measure
	if p.Plan != nil {
		measures = p.Plan.Measures
	}
	return tracksOf(measures, p.Statements, p.HostCode)
}

// ItemPage is one recommendation at one check for the form of the reader's side.
type ItemPage struct {
	challenge.Head
	Check          Check
	Side           Side
	Recommendation Recommendation
	All            []Recommendation
	Draft          ItemDraft
	Drafts         map[uuid.UUID]ItemDraft
	Measures       []Measure // the host's, of this recommendation
	Readings       []Reading
	Actions        []Action // the host's, of this recommendation: how far they are
	HostCode       string
	Answer         report.Response // the lead's page: what the council answered
}

// ItemPage reads it for those who draft; Missing for others, Closed when their
// side has recorded the check, or it is not the current one. finding Nil gives the
// list of all.
func (s *Service) ItemPage(ctx context.Context, actor access.Actor, of challenge.ID, number int, finding uuid.UUID) (ItemPage, error) {
	var p ItemPage
	if number < 1 || number > Checks {
		return p, problem.Missing()
	}
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), of); err != nil {
			return err
		}
		if err := challenge.Require(p.Challenge, WriteStatement); err != nil {
			return err
		}
		checks, err := checksTx(ctx, tx, of, p.Dates)
		if err != nil {
			return err
		}
		p.Check, p.Side = checks[number-1], sideOf(p.Standing())
		if err := recordable(p.Check, checks, p.Side, maxDay(p.Today, p.Check.DueOn)); err != nil {
			return err
		}
		if p.Today.Before(p.Check.WriteFrom()) {
			return tooEarly(p.Check)
		}
		return p.fill(ctx, tx, finding)
	})
	return p, err
}

func tooEarly(c Check) error {
	return problem.New(problem.Closed, "You can write for the "+CheckName(c.Number)+" from "+c.WriteFrom().LongWeekday()+" on.")
}

// maxDay lets drafting begin before the check's day.
func maxDay(a, b civil.Date) civil.Date {
	if a.Before(b) {
		return b
	}
	return a
}

func (p *ItemPage) fill(ctx context.Context, tx pgx.Tx, finding uuid.UUID) (err error) {
	if p.All, err = recommendationsTx(ctx, tx, p.Challenge); err != nil {
		return err
	}
	if p.Drafts, err = itemDraftsTx(ctx, tx, p.ID, p.Check.Number, p.Side); err != nil || finding == uuid.Nil {
		return err
	}
	if p.Recommendation, err = recommendation(p.All, finding); err != nil {
		return err
	}
	p.Draft = p.Drafts[finding]
	if p.Side == Lead { // who judges by what was handed over
		answers, err := answersTx(ctx, tx, p.ID)
		p.Answer = answers[finding]
		return err
	}
	measures, err := measuresTx(ctx, tx, p.ID)
	if err != nil {
		return err
	}
	for _, m := range measures {
		if m.FindingID == finding {
			p.Measures = append(p.Measures, m)
		}
	}
	if p.Readings, err = readingsTx(ctx, tx, p.ID); err != nil {
		return err
	}
	p.Actions, err = db.All[Action](ctx, tx, selectAction+`AND a.finding_id = $2 ORDER BY a.due_on, a.id`, p.ID, finding)
	return err
}

// lastSaved is when anything of a side's drafts was saved last; nil when nothing was.
func lastSaved(drafts map[uuid.UUID]ItemDraft) *time.Time {
	var at *time.Time
	for _, d := range drafts {
		if at == nil || d.SavedAt.After(*at) {
			at = &d.SavedAt
		}
	}
	return at
}

// DraftedBy says how many of a side's items are written, and when the last was.
func (p *ProgressPage) DraftedBy() (int, *time.Time) { return len(p.Drafts), lastSaved(p.Drafts) }
