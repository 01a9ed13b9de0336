package practicereview

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/problem"
)

// SharedPage is the practice findings as they were handed over, with corrections of
// fact and their answers.
type SharedPage struct {
	challenge.Head
	Handed      Handed
	Mark        string // beginning of the mark of the newest copy
	Findings    []Shared
	Differs     []Differs
	Corrections []Correction
	CanCorrect  bool
	CanAnswer   bool
}

// Finding is one of them by its id.
func (p SharedPage) Finding(id uuid.UUID) (Shared, bool) {
	for _, f := range p.Findings {
		if f.ID == id {
			return f, true
		}
	}
	return Shared{}, false
}

// Window says how the window of corrections stands.
func (p SharedPage) Window() string {
	last := civil.Of(p.Handed.ClosesAt.Add(-time.Second))
	if p.CanCorrect {
		return "Facts can be corrected until " + last.LongWeekday() + " at 11:59pm."
	}
	if p.Handed.ClosesAt.After(p.Today.Time()) && !p.Today.After(last) {
		return "The host’s director can correct facts until " + last.LongWeekday() + "."
	}
	return "Corrections of fact closed on " + last.LongWeekday() + "."
}

// SharedPage is for the host's director, the team, and the three, once the practice
// findings are handed over; to others, and before, it is not there (P3, V6).
func (s *Service) SharedPage(ctx context.Context, actor access.Actor, ch challenge.ID) (SharedPage, error) {
	var v SharedPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if v.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), ch); err != nil {
			return err
		}
		if !v.Standing().Is(readers...) {
			return problem.Missing()
		}
		return v.read(ctx, tx, s.Clock.Now())
	})
	return v, err
}

func (p *SharedPage) read(ctx context.Context, tx pgx.Tx, now time.Time) (err error) {
	p.Handed, err = db.One[Handed](ctx, tx, `SELECT s.handover_id, s.handed_at, coalesce(p.name, 'Somebody') AS handed_by, s.closes_at
		FROM practice_shared s LEFT JOIN person p ON p.id = s.handed_by WHERE s.challenge_id = $1`, p.ID)
	if err != nil {
		return err
	}
	r, parts, err := handover.LatestTx(ctx, tx, p.ID, handover.PracticeFindings)
	if err != nil {
		return err
	}
	p.Mark = r.Mark()
	if p.Findings, p.Differs, err = unseal(parts); err != nil {
		return err
	}
	p.Corrections, err = db.All[Correction](ctx, tx, selectCorrection+` ORDER BY c.number LIMIT 200`, p.ID)
	p.CanCorrect = Correct.Allows(p.Standing()) && p.Handed.CorrectionsOpen(now)
	p.CanAnswer = Answer.Allows(p.Standing())
	return err
}

func unseal(parts []handover.Part) ([]Shared, []Differs, error) {
	var findings []Shared
	var differs []Differs
	for _, p := range parts {
		if p.Body == nil {
			continue // erased
		}
		var err error
		if strings.HasPrefix(p.Name, findingPart) {
			var f Shared
			err = json.Unmarshal(p.Body, &f)
			findings = append(findings, f)
		} else {
			var d Differs
			err = json.Unmarshal(p.Body, &d)
			differs = append(differs, d)
		}
		if err != nil {
			return nil, nil, problem.Internalf(err, "practice findings")
		}
	}
	return findings, differs, nil
}

// Correction is a fact that the host's director says is wrong, and its answer.
type Correction struct {
	ID         uuid.UUID
	Number     int
	Finding    uuid.UUID
	Title      string // of the finding, as it was
	Words      string
	Name       string
	SentAt     time.Time
	Decision   *string
	Answer     string
	AnsweredBy *string
	AnsweredAt *time.Time
}

const selectCorrection = `SELECT c.id, c.number, c.finding::uuid AS finding, c.title, c.words, coalesce(p.name, 'Somebody') AS name, c.sent_at, c.decision,
	c.answer, a.name AS answered_by, c.answered_at FROM practice_correction c LEFT JOIN person p ON p.id = c.person_id
	LEFT JOIN person a ON a.id = c.answered_by WHERE c.challenge_id = $1`

// readCopy reads the newest sealed copy inside a write.
func (w work) readCopy(ctx context.Context) (SharedPage, error) {
	var p SharedPage
	p.Challenge = w.c
	p.Today = civil.Of(w.now)
	if err := p.read(ctx, w.tx, w.now); err != nil {
		return p, err
	}
	return p, nil
}

// asker checks a verb that only exists once the findings are handed over.
func (w work) ask(v access.Verb, handedOver bool) error {
	if v.Ask(w.c.Standing()) == access.NotYours || !handedOver {
		return problem.Missing()
	}
	return challenge.Require(w.c, v)
}

// MayCorrect tells whether the reader is the director, whatever the time.
func (p SharedPage) MayCorrect() bool { return Correct.Ask(p.Standing()) != access.NotYours }
