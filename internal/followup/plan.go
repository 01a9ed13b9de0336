package followup

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/indicator"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/report"
	"peerchallenge/internal/task"
)

// PlannedAction is an action as it was handed over. A person is named by id alone,
// so that a name can be erased without breaking the copy (V7).
type PlannedAction struct {
	ID        uuid.UUID  `json:"id"`
	Finding   uuid.UUID  `json:"finding"`
	Words     string     `json:"words"`
	OwnerID   *uuid.UUID `json:"owner_id,omitempty"`
	OwnerName string     `json:"owner_name,omitempty"`
	DueOn     civil.Date `json:"due_on"`
	Evidence  string     `json:"evidence"`
}

// Plan is an improvement plan as it was handed over.
type Plan struct {
	At       time.Time       `json:"-"`
	Person   string          `json:"-"`
	Actions  []PlannedAction `json:"actions"`
	Measures []Measure       `json:"measures"`
}

const planPart = "plan"

func lastPlan(copies []copied) (*Plan, error) {
	for i := len(copies) - 1; i >= 0; i-- {
		if c := copies[i]; c.Kind == handover.Plan {
			p, err := read[Plan](c)
			p.At, p.Person = c.At, c.Person
			return &p, err
		}
	}
	return nil, nil
}

// PlanPage is the improvement plan: being drafted, for the host; somebody's own
// actions, for their owner; as handed over, for the council's readers.
type PlanPage struct {
	challenge.Head
	Recommendations []Recommendation
	Drafts          []Draft // the responses they rest on
	Actions         []Action
	Measures        []Measure
	Given           *Plan
	Answers         map[uuid.UUID]report.Response // as handed over, for whom the drafts are not
	Names           map[uuid.UUID]string          // of owners, where the reader may know them
	Due             civil.Date
	Started         bool
	SeesDrafts      bool
	SeesGiven       bool
	OwnOnly         bool // the reader sees their own actions and no others
	CanWrite        bool
	CanHandOver     bool
	Missing         []string
	Versions        int // what a check page was made from
}

// PlanPage reads it for director, link officer and reader of the host, for the
// council's readers, and for owners of actions; Missing for others.
func (s *Service) PlanPage(ctx context.Context, actor access.Actor, id challenge.ID) (PlanPage, error) {
	var p PlanPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), id); err != nil {
			return err
		}
		if p.Actions, err = actionsTx(ctx, tx, id); err != nil {
			return err
		}
		if !reads(p.Standing()) {
			return p.own()
		}
		if err := p.fill(ctx, tx); err != nil {
			return err
		}
		p.judge()
		return nil
	})
	return p, err
}

// own is the page of somebody who sees the actions that are theirs, if any are.
func (p *PlanPage) own() error {
	p.OwnOnly = true
	if len(p.Actions) == 0 || !p.Standing().Is(owners...) {
		return problem.Missing()
	}
	return nil
}

func (p *PlanPage) fill(ctx context.Context, tx pgx.Tx) (err error) {
	at := p.Standing()
	p.SeesDrafts, p.SeesGiven, p.Due = opens(at, access.Host), true, p.Dates[challenge.PublicationDue]
	if p.Recommendations, err = recommendationsTx(ctx, tx, p.Challenge); err != nil {
		return err
	}
	copies, err := copiesTx(ctx, tx, p.ID, handover.Plan)
	if err != nil {
		return err
	}
	if p.Given, err = lastPlan(copies); err != nil {
		return err
	}
	if p.SeesDrafts {
		if p.Drafts, err = draftsTx(ctx, tx, p.ID); err == nil {
			p.Measures, err = measuresTx(ctx, tx, p.ID)
		}
	} else if p.Given != nil {
		if p.Names, err = namesTx(ctx, tx, p.Given.Actions); err == nil {
			p.Answers, err = answersTx(ctx, tx, p.ID)
		}
	}
	return err
}

func namesTx(ctx context.Context, tx pgx.Tx, actions []PlannedAction) (map[uuid.UUID]string, error) {
	var ids []uuid.UUID
	for _, a := range actions {
		if a.OwnerID != nil {
			ids = append(ids, *a.OwnerID)
		}
	}
	people, err := db.All[Colleague](ctx, tx, `SELECT id, name, post FROM person WHERE id = ANY ($1)`, ids)
	names := map[uuid.UUID]string{}
	for _, p := range people {
		names[p.ID] = strings.TrimSuffix(p.Name+", "+p.Post, ", ")
	}
	return names, err
}

func (p *PlanPage) judge() {
	at := p.Standing()
	p.Started = len(p.Drafts) > 0
	p.CanWrite = Change.Allows(at) && p.Started
	p.CanHandOver = HandOverPlan.Allows(at) && p.Started
	p.Missing, p.Versions = missingInPlan(p.Drafts, p.Actions, p.Measures), planVersions(p.Actions, p.Measures)
}

// missingInPlan: each recommendation that is accepted, also in part, needs an
// action and one to three measures (U1, U2).
func missingInPlan(drafts []Draft, actions []Action, measures []Measure) []string {
	acted, measured := map[uuid.UUID]bool{}, map[uuid.UUID]bool{}
	for _, a := range actions {
		acted[a.FindingID] = true
	}
	for _, m := range measures {
		measured[m.FindingID] = true
	}
	var out []string
	for _, d := range drafts {
		if d.Decision == report.NotAccepted {
			continue
		}
		if !acted[d.FindingID] {
			out = append(out, "“"+d.Title+"” has no action yet.")
		}
		if !measured[d.FindingID] {
			out = append(out, "“"+d.Title+"” has no measure yet.")
		}
	}
	return out
}

func planVersions(actions []Action, measures []Measure) int {
	n := 0
	for _, a := range actions {
		n += a.Version + 1
	}
	for _, m := range measures {
		n += m.Version + 1000
	}
	return n
}

// HandOverPlan hands the plan over to the council's readers: the director, once
// each accepted recommendation has an action and a measure; Closed before. read is
// PlanPage.Versions as it was checked; another is a Conflict.
func (s *Service) HandOverPlan(ctx context.Context, actor access.Actor, of challenge.ID, read int) error {
	return s.locked(ctx, actor, of, HandOverPlan, func(w work) error {
		drafts, err := draftsTx(ctx, w.tx, of)
		if err != nil {
			return err
		}
		actions, err := actionsTx(ctx, w.tx, of)
		if err != nil {
			return err
		}
		measures, err := measuresTx(ctx, w.tx, of)
		if err != nil {
			return err
		}
		if missing := missingInPlan(drafts, actions, measures); len(drafts) == 0 || len(missing) > 0 {
			return problem.New(problem.Closed, "The plan cannot be handed over yet. "+strings.Join(missing, " "))
		}
		if read != planVersions(actions, measures) {
			return problem.New(problem.Conflict, "The plan changed after you opened this page. Please check it again; nothing was handed over.")
		}
		record, err := w.seal(ctx, handover.Plan, access.Host, access.Council, access.DASS, planPart, Plan{Actions: planned(actions), Measures: measures})
		if err != nil {
			return err
		}
		if err := task.DoneTx(ctx, w.tx, w.actor, w.now, of, "plan", ""); err != nil {
			return err
		}
		return s.tell(ctx, w, readers, letter{kind: HandOverPlan.Name, what: "the council’s improvement plan is there", path: "plan", mark: record.Mark()})
	})
}

func planned(actions []Action) []PlannedAction {
	var out []PlannedAction
	for _, a := range actions {
		out = append(out, PlannedAction{ID: a.ID, Finding: a.FindingID, Words: a.Words, OwnerID: a.OwnerID, OwnerName: a.OwnerName, DueOn: a.DueOn, Evidence: a.Evidence})
	}
	return out
}

// ActionPage is one action for its form: a new one has no id.
type ActionPage struct {
	challenge.Head
	Recommendation Recommendation
	Action         Action
	People         []Colleague
}

// ActionPage reads it for director and link officer; Missing for others. action is
// Nil for a new one of the recommendation finding.
func (s *Service) ActionPage(ctx context.Context, actor access.Actor, of challenge.ID, finding, action uuid.UUID) (ActionPage, error) {
	var p ActionPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), of); err != nil {
			return err
		}
		if err := challenge.Require(p.Challenge, Change); err != nil {
			return err
		}
		if action != uuid.Nil {
			if p.Action, err = actionTx(ctx, tx, of, action); err != nil {
				return err
			}
			finding = p.Action.FindingID
		}
		d, err := draftTx(ctx, tx, of, finding)
		if err != nil {
			return err
		}
		p.Recommendation = Recommendation{ID: d.FindingID, Number: d.Number, Title: d.Title, Text: d.Words}
		p.People, err = colleaguesTx(ctx, tx, of)
		return err
	})
	return p, err
}

// OwnActionPage is one action for saying how far it is.
type OwnActionPage struct {
	challenge.Head
	Action Action
}

// OwnActionPage reads it for its owner, and for director and link officer; Missing
// for others.
func (s *Service) OwnActionPage(ctx context.Context, actor access.Actor, of challenge.ID, action uuid.UUID) (OwnActionPage, error) {
	var p OwnActionPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), of); err != nil {
			return err
		}
		if p.Action, err = actionTx(ctx, tx, of, action); err != nil {
			return err
		}
		if !p.Action.Mine && !p.Standing().Is(hostDrafters...) {
			return problem.Missing()
		}
		return challenge.Require(p.Challenge, ReportAction)
	})
	return p, err
}

// MeasurePage is one measure for its form: a new one has no id. Choices are the
// published indicators there are for this council.
type MeasurePage struct {
	challenge.Head
	Recommendation Recommendation
	Measure        Measure
	Choices        []indicator.Indicator
}

// MeasurePage reads it for director and link officer; Missing for others.
func (s *Service) MeasurePage(ctx context.Context, actor access.Actor, of challenge.ID, finding, measure uuid.UUID) (MeasurePage, error) {
	var p MeasurePage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), of); err != nil {
			return err
		}
		if err := challenge.Require(p.Challenge, Change); err != nil {
			return err
		}
		if measure != uuid.Nil {
			if p.Measure, err = measureTx(ctx, tx, of, measure); err != nil {
				return err
			}
			finding = p.Measure.FindingID
		}
		d, err := draftTx(ctx, tx, of, finding)
		if err != nil {
			return err
		}
		p.Recommendation = Recommendation{ID: d.FindingID, Number: d.Number, Title: d.Title, Text: d.Words}
		code, err := hostCode(ctx, tx, p.Challenge)
		p.Choices = Choices(code, p.OnsiteFirst)
		return err
	})
	return p, err
}
