package schedule

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/cycle"
	"peerchallenge/internal/db"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// DateMove is one date before and after a move.
type DateMove struct {
	Kind     challenge.DateKind
	Name     string
	Was, Now civil.Date
	ByHand   bool // set by hand, so it stays where it is
}

// Preview is what moving a visit would do: nothing is written yet (S5).
type Preview struct {
	Head     challenge.Head
	First    civil.Date // the new days on site
	Last     civil.Date
	Moves    []DateMove
	Clashes  []Clash  // what the rules refuse, or ask host and region to agree to
	Breaks   []string // what would no longer fit, in words
	Told     []Told   // who will be told
	Version  int      // of the dates that the preview rests on
	Possible bool     // nothing refuses it but, at most, an agreement that is asked for
}

// NeedsAgreement tells whether host and region must agree to the days (S3).
func (p Preview) NeedsAgreement() bool {
	return slices.ContainsFunc(p.Clashes, func(c Clash) bool { return c.ByAgreement })
}

// PreviewMove shows what moving a visit to a new first day would do (S5). Only
// the coordinator; while the challenge is at "scheduled" to "reading".
func (s *Service) PreviewMove(ctx context.Context, actor access.Actor, id challenge.ID, first civil.Date) (Preview, error) {
	var p Preview
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		head, err := challenge.HeadTx(ctx, tx, s.Clock.Now(), id)
		if err != nil {
			return err
		}
		p.Head = head
		if err := Open(head.Challenge, Move); err != nil {
			return err
		}
		p, err = s.previewTx(ctx, tx, head, first)
		return err
	})
	return p, err
}

// MoveForm is the page that asks for the new day: the challenge as it stands.
func (s *Service) MoveForm(ctx context.Context, actor access.Actor, id challenge.ID) (challenge.Head, []challenge.DateOf, error) {
	var head challenge.Head
	var dates []challenge.DateOf
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), id); err != nil {
			return err
		}
		if !head.Standing().Is(access.Coordinator) {
			return problem.Missing()
		}
		dates, err = challenge.DatesTx(ctx, tx, id)
		return err
	})
	return head, dates, err
}

// previewTx works out a move; five statements.
func (s *Service) previewTx(ctx context.Context, tx pgx.Tx, head challenge.Head, first civil.Date) (Preview, error) {
	r, err := roundTx(ctx, tx, head.CycleID)
	if err != nil {
		return Preview{}, err
	}
	if err := checkNewDay(first, head, r.Cycle); err != nil {
		return Preview{}, err
	}
	p := Preview{Head: head, First: first, Last: challenge.LastDay(first, r.Offsets.OnSiteDays), Version: head.DatesVersion}
	if p.Clashes, err = clashesTx(ctx, tx, head, r, p); err != nil {
		return Preview{}, err
	}
	now, err := challenge.DatesTx(ctx, tx, head.ID)
	if err != nil {
		return Preview{}, err
	}
	p.Moves = movesOf(now, challenge.DatesFrom(p.First, p.Last, r.Offsets, r.Windows))
	p.Breaks = breaks(p, head.Today)
	p.Possible = !slices.ContainsFunc(p.Clashes, func(c Clash) bool { return !c.ByAgreement })
	p.Told, err = concernedTx(ctx, tx, head.ID, nil)
	return p, err
}

func checkNewDay(first civil.Date, head challenge.Head, y cycle.Cycle) error {
	var f problem.Fields
	checkFirstDay(&f, first, y, head.Today)
	f.Check(first.IsZero() || first != head.OnsiteFirst || head.Ended != nil, "first", "The visit begins on this day already. Enter another day")
	return f.Err()
}

func clashesTx(ctx context.Context, tx pgx.Tx, head challenge.Head, r round, p Preview) ([]Clash, error) {
	host, err := hostTx(ctx, tx, head.HostCouncilID)
	if err != nil {
		return nil, err
	}
	visits, err := visitsTx(ctx, tx, head.RegionID)
	if err != nil {
		return nil, err
	}
	v := Visit{ID: head.ID, HostID: host.ID, Council: host.Name, First: p.First, Last: p.Last}
	for _, w := range visits {
		if w.ID == head.ID {
			v.People = w.People
		}
	}
	return Check(v, host, visits, r.Planning), nil
}

// movesOf pairs the dates there are with the dates there would be, in the order
// of the new calendar.
func movesOf(now []challenge.DateOf, after map[challenge.DateKind]civil.Date) []DateMove {
	var out []DateMove
	for _, d := range now {
		m := DateMove{Kind: d.Kind, Name: d.Kind.Name(), Was: d.OnDay, Now: after[d.Kind], ByHand: d.ByHand}
		if d.ByHand || m.Now.IsZero() {
			m.Now = d.OnDay
		}
		out = append(out, m)
	}
	slices.SortStableFunc(out, func(a, b DateMove) int { return a.Now.Compare(b.Now) })
	return out
}

// breaks says what would no longer fit: dates set by hand that come to lie on
// the wrong side of the visit, and dates that would be over already.
func breaks(p Preview, today civil.Date) []string {
	var out []string
	for _, m := range p.Moves {
		switch {
		case m.ByHand && beforeVisit(m.Kind) != m.Now.Before(p.First):
			out = append(out, fmt.Sprintf("%s was set by hand to %s and stays there, which no longer fits the visit.", m.Name, m.Now.Long()))
		case m.Now != m.Was && m.Now.Before(today):
			out = append(out, fmt.Sprintf("%s would have been due on %s, which is over.", m.Name, m.Now.Long()))
		}
	}
	return out
}

// Moving is a confirmed move. Version is the Preview's: when the dates have moved
// meanwhile the answer is Conflict. ElectionAgreed as in Placing.
type Moving struct {
	First          civil.Date
	Version        int
	ElectionAgreed bool
}

// MoveVisit moves the days on site and all dates not set by hand, the due dates of
// open tasks with them, and tells everybody on the challenge (S5). Days that
// break S3 are refused at the field "first". Only the coordinator.
func (s *Service) MoveVisit(ctx context.Context, actor access.Actor, id challenge.ID, m Moving) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := Open(c, Move); err != nil {
			return err
		}
		if c.DatesVersion != m.Version {
			return problem.New(problem.Conflict, "Somebody else changed the dates in the meantime. Look at the new dates and check again what a move changes.")
		}
		if err := lockRegionTx(ctx, tx, c.RegionID); err != nil {
			return err
		}
		head := challenge.Head{Challenge: c, Today: civil.Of(s.Clock.Now())}
		p, err := s.previewTx(ctx, tx, head, m.First)
		if err != nil {
			return err
		}
		var f problem.Fields
		if refusal(&f, p.Clashes, m.ElectionAgreed); len(f) > 0 {
			return f.Err()
		}
		return s.moveTx(ctx, tx, actor, p, m)
	})
}

func (s *Service) moveTx(ctx context.Context, tx pgx.Tx, actor access.Actor, p Preview, m Moving) error {
	now, id := s.Clock.Now(), p.Head.ID
	err := db.ExecOne(ctx, tx, `UPDATE challenge SET onsite_first = $2, onsite_last = $3, dates_version = dates_version + 1 WHERE id = $1 AND dates_version = $4`,
		id, p.First, p.Last, p.Version)
	if err != nil {
		return err
	}
	dates := map[challenge.DateKind]civil.Date{}
	for _, d := range p.Moves {
		dates[d.Kind] = d.Now
	}
	if err := writeDatesTx(ctx, tx, id, dates); err != nil {
		return err
	}
	if err := moveTasksTx(ctx, tx, id, p.Moves); err != nil {
		return err
	}
	if m.ElectionAgreed && p.NeedsAgreement() {
		if err := recordElectionTx(ctx, tx, actor, now, id, p.First); err != nil {
			return err
		}
	}
	if err := task.DoneTx(ctx, tx, actor, now, id, ObjectTask, string(AboutDates)); err != nil {
		return err
	}
	if err := resumeTx(ctx, tx, actor, now, p.Head.Challenge); err != nil {
		return err
	}
	if err := audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: Move.Name, Challenge: id, Region: p.Head.RegionID, Room: access.Common}); err != nil {
		return err
	}
	return s.mailTx(ctx, tx, now, id, nil, movedMail(p, s.BaseURL))
}

// resumeTx lets a postponed challenge go on where it was, now that it has new dates
// (section 3).
func resumeTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, c challenge.Challenge) error {
	if c.Ended == nil {
		return nil
	}
	if err := db.ExecOne(ctx, tx, `UPDATE challenge SET ended = NULL, ended_reason = NULL WHERE id = $1 AND ended = 'postponed'`, c.ID); err != nil {
		return err
	}
	if err := task.DoneTx(ctx, tx, actor, now, c.ID, newDatesTask, ""); err != nil {
		return err
	}
	return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: "challenge.resume", Challenge: c.ID, Region: c.RegionID, Room: access.Common})
}

func movedMail(p Preview, base string) outbox.Mail {
	var b strings.Builder
	if p.Head.Ended != nil {
		fmt.Fprintf(&b, "The postponed peer challenge %s goes on where it was.\n\n", p.Head.Name)
	}
	fmt.Fprintf(&b, "The visit of %s has moved.\n\nIt was: %s\nIt is now: %s\n\nOther dates moved with it:\n", p.Head.Name,
		civil.Range(p.Head.OnsiteFirst, p.Head.OnsiteLast), civil.Range(p.First, p.Last))
	for _, m := range p.Moves {
		if m.Now != m.Was {
			fmt.Fprintf(&b, "- %s: %s\n", m.Name, m.Now.Long())
		}
	}
	fmt.Fprintf(&b, "\nIf you cannot come then, please tell the programme coordinator.\n%s/challenges/%s\n", base, p.Head.ID)
	return outbox.Mail{Kind: "schedule.moved", Subject: p.Head.Name + ": the visit has moved to " + civil.Range(p.First, p.Last), Body: b.String()}
}

// moveTasksTx moves the due dates of open tasks with the dates they hang on,
// whichever slice opened them.
func moveTasksTx(ctx context.Context, tx pgx.Tx, id challenge.ID, moves []DateMove) error {
	type open struct {
		Kind  string
		DueOn civil.Date
	}
	tasks, err := db.All[open](ctx, tx, `SELECT DISTINCT kind, due_on FROM task WHERE challenge_id = $1 AND done_at IS NULL AND due_on IS NOT NULL`, id)
	if err != nil {
		return err
	}
	moved := map[civil.Date]civil.Date{}
	for _, m := range moves {
		if m.Now != m.Was {
			moved[m.Was] = m.Now
		}
	}
	for _, t := range tasks {
		if to, ok := moved[t.DueOn]; ok {
			if err := task.RescheduleTx(ctx, tx, id, t.Kind, to); err != nil {
				return err
			}
		}
	}
	return nil
}
