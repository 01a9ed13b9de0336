package followup

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// prepared is one side's word at a check, ready to be recorded or not.
type prepared struct {
	statement Statement
	missing   []string
	versions  int
}

// prepareTx gathers what a side drafted of the recommendations: at most four statements.
func prepareTx(ctx context.Context, tx pgx.Tx, c challenge.Challenge, list []Recommendation, check Check, side Side) (prepared, error) {
	number, due := check.Number, check.DueOn
	p := prepared{statement: Statement{Check: number, Side: side}}
	drafts, err := itemDraftsTx(ctx, tx, c.ID, number, side)
	if err != nil {
		return p, err
	}
	for _, r := range list {
		d, ok := drafts[r.ID]
		if !ok {
			p.missing = append(p.missing, "“"+r.Title+"” has nothing written yet.")
			continue
		}
		p.statement.Items, p.versions = append(p.statement.Items, d.item()), p.versions+d.Version
	}
	if side == Host {
		err = p.measures(ctx, tx, c, due)
	}
	return p, err
}

func (p *prepared) measures(ctx context.Context, tx pgx.Tx, c challenge.Challenge, due civil.Date) error {
	code, err := hostCode(ctx, tx, c)
	if err != nil {
		return err
	}
	if p.statement.Measures, err = measuresTx(ctx, tx, c.ID); err != nil {
		return err
	}
	typed, err := readingsTx(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	for _, m := range p.statement.Measures {
		if m.IndicatorID != "" {
			before := typed
			for n := 1; n < p.statement.Check; n++ { // what it said at the checks before
				before = append(before, published(m, code, n, due.AddMonths(CheckMonths(n)-CheckMonths(p.statement.Check)), before))
			}
			p.statement.Readings = append(p.statement.Readings, published(m, code, p.statement.Check, due, before))
			continue
		}
		r, ok := readingOf(typed, m.ID, p.statement.Check)
		if !ok {
			p.missing = append(p.missing, "“"+m.Name+"” was not read again, and it is not said that there is no newer value.")
		}
		p.statement.Readings = append(p.statement.Readings, r)
	}
	return nil
}

func readingOf(list []Reading, measure uuid.UUID, check int) (Reading, bool) {
	for _, r := range list {
		if r.MeasureID == measure && r.Check == check {
			return r, true
		}
	}
	return Reading{MeasureID: measure, Check: check}, false
}

// RecordPage is what a side is about to record.
type RecordPage struct {
	challenge.Head
	Check           Check
	Side            Side
	Recommendations []Recommendation
	Statement       Statement
	Missing         []string // empty: it can be recorded
	Versions        int
}

// RecordPage reads it for the director, or for lead and deputy: each their own
// side's. Missing for others; Closed at other stages.
func (s *Service) RecordPage(ctx context.Context, actor access.Actor, of challenge.ID, number int) (RecordPage, error) {
	var p RecordPage
	if number < 1 || number > Checks {
		return p, problem.Missing()
	}
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), of); err != nil {
			return err
		}
		if err := challenge.Require(p.Challenge, Record); err != nil {
			return err
		}
		checks, err := checksTx(ctx, tx, of, p.Dates)
		if err != nil {
			return err
		}
		p.Check, p.Side = checks[number-1], sideOf(p.Standing())
		if err := recordable(p.Check, checks, p.Side, p.Today); err != nil {
			return err
		}
		if p.Recommendations, err = recommendationsTx(ctx, tx, p.Challenge); err != nil {
			return err
		}
		ready, err := prepareTx(ctx, tx, p.Challenge, p.Recommendations, p.Check, p.Side)
		p.Statement, p.Missing, p.Versions = ready.statement, ready.missing, ready.versions
		return err
	})
	return p, err
}

// recordable judges the dates: a check is recorded from its day on, once by each
// side, until it is closed.
func recordable(c Check, checks [Checks]Check, side Side, today civil.Date) error {
	name := "The " + CheckName(c.Number)
	switch {
	case c.ClosedAt != nil:
		return problem.New(problem.Closed, name+" is closed.")
	case current(checks) != c.Number:
		return problem.New(problem.Closed, name+" begins when the one before it is closed.")
	case c.Recorded(side):
		return problem.New(problem.Closed, "Your side has recorded this already.")
	case !c.Begun(today):
		return problem.New(problem.Closed, name+" can be recorded from "+c.DueOn.LongWeekday()+" on.")
	}
	return nil
}

// Record records a side's word at a check, for the council's readers: the director
// for the host, lead or deputy for the team. When both have, the check closes; the
// last one closes the challenge. Closed while something is missing, saying what;
// Conflict when the drafts are not those that were checked.
func (s *Service) Record(ctx context.Context, actor access.Actor, of challenge.ID, number, read int) error {
	return s.locked(ctx, actor, of, Record, func(w work) error {
		side := sideOf(w.c.Standing())
		c, err := w.check(ctx, number)
		if err != nil {
			return err
		}
		if c.Recorded(side) || !c.Begun(civil.Of(w.now)) {
			return recordable(c, [Checks]Check{{Number: number}}, side, civil.Of(w.now))
		}
		list, err := recommendationsTx(ctx, w.tx, w.c)
		if err != nil {
			return err
		}
		p, err := prepareTx(ctx, w.tx, w.c, list, c, side)
		if err != nil {
			return err
		}
		if len(p.missing) > 0 {
			return problem.New(problem.Closed, "This cannot be recorded yet. "+strings.Join(p.missing, " "))
		}
		if read != p.versions {
			return problem.New(problem.Conflict, "What your side drafted changed after you opened this page. Please check it again; nothing was recorded.")
		}
		return s.record(ctx, w, c, p.statement)
	})
}

func (s *Service) record(ctx context.Context, w work, c Check, st Statement) error {
	as, column := access.DASS, "host_at"
	if st.Side == Lead {
		column, as = "lead_at", access.Lead
		if !w.c.Standing().Is(access.Lead) {
			as = access.DeputyLead
		}
	}
	record, err := w.seal(ctx, handover.ReportProgress, st.Side.room(), access.Council, as, statementPart(c.Number, st.Side), st)
	if err != nil {
		return err
	}
	if _, err := w.tx.Exec(ctx, `INSERT INTO progress_check (challenge_id, number, `+column+`) VALUES ($1, $2, $3)
		ON CONFLICT (challenge_id, number) DO UPDATE SET `+column+` = $3`, w.c.ID, c.Number, w.now); err != nil {
		return err
	}
	if err := task.DoneTx(ctx, w.tx, w.actor, w.now, w.c.ID, checkTask(st.Side), taskSubject(c.Number)); err != nil {
		return err
	}
	other := map[Side][]access.Role{Host: leads, Lead: director}[st.Side]
	err = s.tell(ctx, w, other, letter{kind: Record.Name, what: "one side has recorded the " + CheckName(c.Number), path: "progress", mark: record.Mark()})
	if err != nil {
		return err
	}
	if st.Side == Host && c.LeadAt != nil || st.Side == Lead && c.HostAt != nil {
		return s.close(ctx, w, c.Number, "")
	}
	return nil
}

// close closes a check: everybody of the team is told what came of what they
// raised, experts first (U3); the next check's work is laid out, or the challenge
// is closed.
func (s *Service) close(ctx context.Context, w work, number int, silent string) error {
	if err := db.ExecOne(ctx, w.tx, `UPDATE progress_check SET closed_at = $3, closed_by = $4, silent = $5
		WHERE challenge_id = $1 AND number = $2 AND closed_at IS NULL`, w.c.ID, number, w.now, w.me, silent); err != nil {
		return err
	}
	for _, kind := range []string{checkTask(Host), checkTask(Lead), closeTask} {
		if err := task.DoneTx(ctx, w.tx, w.actor, w.now, w.c.ID, kind, taskSubject(number)); err != nil {
			return err
		}
	}
	if err := s.tell(ctx, w, raisers, letter{kind: "progress.told", what: "what came of what you raised", path: "what-came"}); err != nil {
		return err
	}
	if number == Checks {
		return challenge.MoveTx(ctx, w.tx, w.actor, w.now, w.c, access.Closed)
	}
	due, err := challenge.DateTx(ctx, w.tx, w.c.ID, checkDates[number])
	if err != nil {
		return err
	}
	return OpenCheckTx(ctx, w.tx, w.now, w.c.ID, number+1, due)
}

// ClosePage is what the coordinator is about to close.
type ClosePage struct {
	challenge.Head
	Check Check
	From  civil.Date // the first day on which it may be closed
}

// ClosePage reads it for the coordinator; Closed before the working days of silence are over.
func (s *Service) ClosePage(ctx context.Context, actor access.Actor, of challenge.ID, number int) (ClosePage, error) {
	var p ClosePage
	if number < 1 || number > Checks {
		return p, problem.Missing()
	}
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), of); err != nil {
			return err
		}
		if err := challenge.Require(p.Challenge, CloseCheck); err != nil {
			return err
		}
		checks, err := checksTx(ctx, tx, of, p.Dates)
		if err != nil {
			return err
		}
		silence, err := silenceOf(ctx, tx, p.FrameworkID)
		if err != nil {
			return err
		}
		p.Check = checks[number-1]
		p.From = p.Check.CloseFrom(silence)
		if current(checks) != number {
			return problem.New(problem.Closed, "The "+CheckName(number)+" is not the one that is open.")
		}
		return mayClose(p.Check, p.From, p.Today)
	})
	return p, err
}

func mayClose(c Check, from, today civil.Date) error {
	if c.DueOn.IsZero() || today.Before(from) {
		return problem.New(problem.Closed, "The "+CheckName(c.Number)+" can be closed from "+from.LongWeekday()+", when a side has not answered for so long.")
	}
	return nil
}

// CloseCheck closes a check in which a side did not answer, which is said wherever
// the check is read. The coordinator, after the framework's working days (section 3).
func (s *Service) CloseCheck(ctx context.Context, actor access.Actor, of challenge.ID, number int) error {
	return s.locked(ctx, actor, of, CloseCheck, func(w work) error {
		c, err := w.check(ctx, number)
		if err != nil {
			return err
		}
		silence, err := silenceOf(ctx, w.tx, w.c.FrameworkID)
		if err != nil {
			return err
		}
		if err := mayClose(c, c.CloseFrom(silence), civil.Of(w.now)); err != nil {
			return err
		}
		if _, err := w.tx.Exec(ctx, `INSERT INTO progress_check (challenge_id, number) VALUES ($1, $2) ON CONFLICT DO NOTHING`, of, number); err != nil {
			return err
		}
		if err := w.log(ctx, CloseCheck.Name, access.Common, uuid.Nil); err != nil {
			return err
		}
		return s.close(ctx, w, number, silentSide(c))
	})
}

func silentSide(c Check) string {
	switch {
	case c.HostAt == nil && c.LeadAt == nil:
		return "both"
	case c.HostAt == nil:
		return string(Host)
	default:
		return string(Lead)
	}
}
