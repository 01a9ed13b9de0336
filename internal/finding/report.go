package finding

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/prose"
)

// Report is the team's words around the findings.
type Report struct {
	SummaryID    uuid.UUID
	Summary      string
	Version      int
	SavedAt      *time.Time
	Author       *string
	NoExpert     string // why no expert by experience was on the team (T4)
	ChangeReason string
}

// reportTx reads the report; an empty one when nothing was written yet.
func reportTx(ctx context.Context, tx pgx.Tx, ch challenge.ID) (Report, error) {
	r, err := db.One[Report](ctx, tx, `SELECT r.summary_id, d.body AS summary, d.version, d.updated_at AS saved_at, p.name AS author,
			r.no_expert_reason AS no_expert, r.summary_change_reason AS change_reason
		FROM report r JOIN prose_document d ON d.id = r.summary_id LEFT JOIN person p ON p.id = d.updated_by WHERE r.challenge_id = $1`, ch)
	if problem.Is(err, problem.NotFound) {
		return Report{}, nil
	}
	return r, err
}

// ensureReport makes the report on its first change; the challenge is locked.
func ensureReport(ctx context.Context, w work) (Report, error) {
	r, err := reportTx(ctx, w.tx, w.c.ID)
	if err != nil || r.SummaryID != uuid.Nil {
		return r, err
	}
	if r.SummaryID, err = prose.CreateTx(ctx, w.tx, w.c.ID, access.TeamRoom, ""); err != nil {
		return r, err
	}
	return r, w.exec(ctx, `INSERT INTO report (challenge_id, summary_id) VALUES ($1, $2)`, w.c.ID, r.SummaryID)
}

// SaveSummary saves the report's summary against the version it rests on. A
// Conflict carries the newer text (prose.TheirsOf). Members of the team, from on
// site to finalising; from the fact check on with a reason (F7).
func (s *Service) SaveSummary(ctx context.Context, actor access.Actor, ch challenge.ID, base int, text, reason string) (version int, at time.Time, err error) {
	err = s.locked(ctx, actor, ch, Summarise, func(w work) error {
		var f problem.Fields
		checkReason(&f, w.c.Stage, reason)
		if err := f.Err(); err != nil {
			return err
		}
		r, err := ensureReport(ctx, w)
		if err != nil {
			return err
		}
		at = w.now
		if version, err = prose.SaveTx(ctx, w.tx, w.actor, w.now, r.SummaryID, base, text); err != nil || version == r.Version {
			return err
		}
		if NeedsReason(w.c.Stage) {
			if err := w.exec(ctx, `UPDATE report SET summary_change_reason = $2 WHERE challenge_id = $1`, w.c.ID, reason); err != nil {
				return err
			}
		}
		return w.log(ctx, Summarise.Name, r.SummaryID)
	})
	return version, at, err
}

// SayNoExpert records why no expert by experience was on the team; it is printed
// in the report (T4). Members of the team, until finalising ends.
func (s *Service) SayNoExpert(ctx context.Context, actor access.Actor, ch challenge.ID, reason string) error {
	return s.locked(ctx, actor, ch, NoExpert, func(w work) error {
		var f problem.Fields
		f.Check(db.Length(reason) <= 1000, "no-expert", "The reason must be 1,000 characters or fewer")
		if err := f.Err(); err != nil {
			return err
		}
		if _, err := ensureReport(ctx, w); err != nil {
			return err
		}
		if err := w.exec(ctx, `UPDATE report SET no_expert_reason = $2 WHERE challenge_id = $1`, w.c.ID, reason); err != nil {
			return err
		}
		return w.log(ctx, NoExpert.Name, uuid.Nil)
	})
}

// ReportPage is the team's report: its words, and what will be handed over.
type ReportPage struct {
	Preview
	Report      Report
	Front       *Front   // what the challenge looked at; printed at the beginning
	HasExpert   bool     // somebody with lived experience was on the team (T4)
	Missing     []string // what stands in the way of handing over, in sentences
	CanWrite    bool
	CanSay      bool // why no expert is on the team
	CanHandOver bool
	NeedsReason bool
	FactCheck   int // working days of the host's window (F7)
}

// ReportPage is the report for the team, with what is missing before it can be handed over.
func (s *Service) ReportPage(ctx context.Context, actor access.Actor, ch challenge.ID) (ReportPage, error) {
	return s.reportPage(ctx, actor, ch, func(challenge.Challenge) error { return nil })
}

// HandOverPage is the page to check before handing over the draft, for the lead (F6).
func (s *Service) HandOverPage(ctx context.Context, actor access.Actor, ch challenge.ID) (ReportPage, error) {
	return s.reportPage(ctx, actor, ch, func(c challenge.Challenge) error { return challenge.Require(c, HandOver) })
}

func (s *Service) reportPage(ctx context.Context, actor access.Actor, ch challenge.ID, may func(challenge.Challenge) error) (ReportPage, error) {
	var p ReportPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = s.headTx(ctx, tx, ch); err != nil {
			return err
		}
		if err := may(p.Challenge); err != nil {
			return err
		}
		if err := p.Preview.fillTx(ctx, tx); err != nil {
			return err
		}
		if p.Report, err = reportTx(ctx, tx, ch); err != nil {
			return err
		}
		if p.Front, err = FrontTx(ctx, tx, ch); err != nil {
			return err
		}
		p.HasExpert, p.FactCheck, err = reportFactsTx(ctx, tx, p.Challenge)
		return err
	})
	if err != nil {
		return ReportPage{}, err
	}
	p.Missing = missing(p.Findings, p.Report, p.HasExpert)
	at := p.Standing()
	p.CanWrite, p.CanSay, p.CanHandOver, p.NeedsReason = Summarise.Allows(at), NoExpert.Allows(at), HandOver.Allows(at), NeedsReason(p.Stage)
	return p, nil
}

// reportFactsTx tells whether an expert by experience was on the team on or after
// day 1 (T4), and how many working days the fact check lasts (F7).
func reportFactsTx(ctx context.Context, tx pgx.Tx, c challenge.Challenge) (expert bool, days int, err error) {
	got, err := db.One[struct {
		Expert bool
		Days   int
	}](ctx, tx, `SELECT EXISTS (SELECT FROM team_member m WHERE m.challenge_id = $1 AND m.role = 'expert' AND m.undertaking_at IS NOT NULL
			AND (m.state = 'accepted' OR m.ended_at >= $3)) AS expert, (f.body->'windows'->>'fact_check')::int AS days
		FROM framework f WHERE f.id = $2`, c.ID, c.FrameworkID, c.OnsiteFirst.Time())
	return got.Expert, got.Days, err
}

// missing says what must be there before the draft leaves (F6, T4).
func missing(findings []Sealed, r Report, hasExpert bool) []string {
	var out []string
	if blank(r.Summary) {
		out = append(out, "Write the summary of the report")
	}
	if len(findings) == 0 {
		out = append(out, "Add at least one finding")
	}
	for _, f := range findings {
		if f.Kind != Strength && blank(f.Text) {
			out = append(out, "Write the text of “"+f.Title+"”")
		}
	}
	if !hasExpert && blank(r.NoExpert) {
		out = append(out, "Say why no expert by experience was on the team; it is printed in the report")
	}
	return out
}
