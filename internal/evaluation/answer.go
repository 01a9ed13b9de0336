package evaluation

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
)

// Form is a survey to be answered. Head is empty for the open link.
type Form struct {
	challenge.Head
	Survey    Survey
	Council   string
	Audience  Audience
	Questions []reference.SurveyQuestion
	Open      bool
	Done      bool // the reader has answered
}

func (f Form) refusal() error {
	switch {
	case f.Done:
		return problem.New(problem.Closed, "You have answered this survey. Each person answers once, and nobody can look up what you said.")
	case !f.Open:
		return problem.New(problem.Closed, "This survey is not open. It took answers until "+f.Survey.ClosesOn.LongWeekday()+".")
	}
	return nil
}

// OwnForm reads the reader's questions, for somebody of team or host who is
// asked; Missing for others.
func (s *Service) OwnForm(ctx context.Context, actor access.Actor, of challenge.ID, survey uuid.UUID) (Form, error) {
	var f Form
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		f, err = s.ownFormTx(ctx, tx, of, survey)
		return err
	})
	return f, err
}

func (s *Service) ownFormTx(ctx context.Context, tx pgx.Tx, of challenge.ID, survey uuid.UUID) (Form, error) {
	h, err := s.headTx(ctx, tx, of, asked)
	if err != nil {
		return Form{}, err
	}
	f := Form{Head: h, Council: h.HostCouncil}
	if f.Survey, err = surveyTx(ctx, tx, of, survey); err != nil {
		return f, err
	}
	mine, err := db.All[struct {
		Audience Audience
		Answered bool
	}](ctx, tx, `SELECT audience, answered FROM survey_asked WHERE survey_id = $1 AND person_id = app_actor()`, survey)
	if err != nil {
		return f, err
	}
	f.Open = f.Survey.OpenOn(s.today())
	if len(mine) == 0 {
		if f.Survey.Over() { // the marks are gone: nobody can be told whether they answered
			return f, f.refusal()
		}
		return f, problem.Missing()
	}
	f.Audience, f.Done = mine[0].Audience, mine[0].Answered
	f.Questions, err = questionsTx(ctx, tx, f.Survey.FrameworkID, f.Audience, f.Survey.Wave)
	return f, err
}

// Answer keeps one person's answers, once. Missing for whoever is not asked;
// Closed when the survey is, or when they have answered. No line is written
// about it anywhere.
func (s *Service) Answer(ctx context.Context, actor access.Actor, of challenge.ID, survey uuid.UUID, sheet Sheet) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		f, err := s.ownFormTx(ctx, tx, of, survey)
		if err != nil {
			return err
		}
		if err := f.refusal(); err != nil {
			return err
		}
		return put(ctx, tx, f.Questions, sheet, false, `SELECT survey_answer_own($1, $2, $3)`, survey, s.today())
	})
}

// put checks a sheet and hands it to one of the database's functions, which says
// whether it took it.
func put(ctx context.Context, tx pgx.Tx, questions []reference.SurveyQuestion, sheet Sheet, mayLeaveOpen bool, sql string, args ...any) error {
	if err := sheet.Check(questions, mayLeaveOpen); err != nil {
		return err
	}
	body, err := sheet.json(questions)
	if err != nil {
		return err
	}
	// the body is the third, wherever there are more
	args = append(args[:2:2], append([]any{body}, args[2:]...)...)
	took, err := db.Value[bool](ctx, tx, sql, args...)
	if err == nil && !took {
		return problem.New(problem.Closed, "The survey has closed, or these answers are in already. Nothing was added.")
	}
	return err
}

// LinkForm reads the survey behind an open link; Missing when the link is none,
// or the survey is over.
func (s *Service) LinkForm(ctx context.Context, token string) (Form, error) {
	var f Form
	err := db.Read(ctx, s.DB, access.Public(), func(tx pgx.Tx) (err error) {
		f, err = s.linkFormTx(ctx, tx, token)
		return err
	})
	return f, err
}

func (s *Service) linkFormTx(ctx context.Context, tx pgx.Tx, token string) (Form, error) {
	row, err := db.One[struct {
		ID        uuid.UUID
		Council   string
		Wave      Wave
		OpensOn   civil.Date
		ClosesOn  civil.Date
		Questions []byte
	}](ctx, tx, `SELECT * FROM survey_by_link($1)`, token)
	if err != nil {
		return Form{}, err
	}
	var all []reference.SurveyQuestion
	if err := json.Unmarshal(row.Questions, &all); err != nil {
		return Form{}, problem.Internalf(err, "questions of survey %s", row.ID)
	}
	f := Form{Survey: Survey{ID: row.ID, Wave: row.Wave, OpensOn: row.OpensOn, ClosesOn: row.ClosesOn}, Council: row.Council, Audience: Participants}
	f.Open = f.Survey.OpenOn(s.today())
	f.Questions = questionsFor(all, Participants, row.Wave)
	return f, nil
}

// mostByLink bounds how many sheets one link takes, so that a link that got about
// cannot be used to fill the disk.
const mostByLink = 500

// AnswerByLink keeps the answers of somebody who came to a group. Nothing is known
// of them.
func (s *Service) AnswerByLink(ctx context.Context, token string, sheet Sheet) error {
	return db.InTx(ctx, s.DB, access.Public(), func(tx pgx.Tx) error {
		f, err := s.linkFormTx(ctx, tx, token)
		if err != nil {
			return err
		}
		if err := f.refusal(); err != nil {
			return err
		}
		return put(ctx, tx, f.Questions, sheet, true, `SELECT survey_answer_by_link($1, $2, $3, $4)`, token, s.today(), mostByLink)
	})
}

// Handout is what the organiser gives to those who came to a group.
type Handout struct {
	Form
	Link    string // address of the open page; empty once closed
	Turnout Turnout
}

// Handout reads it, for the director and the link officer; Missing for others.
func (s *Service) Handout(ctx context.Context, actor access.Actor, of challenge.ID, survey uuid.UUID) (Handout, error) {
	var h Handout
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		h, err = s.handoutTx(ctx, tx, of, survey)
		return err
	})
	return h, err
}

func (s *Service) handoutTx(ctx context.Context, tx pgx.Tx, of challenge.ID, survey uuid.UUID) (h Handout, err error) {
	if h.Head, err = s.headTx(ctx, tx, of, organisers); err != nil {
		return h, err
	}
	h.Council, h.Audience = h.HostCouncil, Participants
	if h.Survey, err = surveyTx(ctx, tx, of, survey); err != nil {
		return h, err
	}
	h.Form.Open = h.Survey.OpenOn(s.today())
	row, err := db.One[struct {
		Turnout
		Token string
	}](ctx, tx, `SELECT t.survey_id, t.audience, t.asked, t.answered, t.paper, coalesce(l.token, '') AS token
		FROM survey_turnout t LEFT JOIN survey_link l ON l.survey_id = t.survey_id WHERE t.survey_id = $1 AND t.audience = 'participants'`, survey)
	if err != nil {
		return h, err
	}
	h.Turnout = row.Turnout
	if row.Token != "" {
		h.Link = s.BaseURL + "/survey/" + row.Token
	}
	h.Questions, err = questionsTx(ctx, tx, h.Survey.FrameworkID, Participants, h.Survey.Wave)
	return h, err
}

// SayHowMany keeps how many people were given the link or the paper form, for the
// response rate.
func (s *Service) SayHowMany(ctx context.Context, actor access.Actor, of challenge.ID, survey uuid.UUID, howMany int) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		h, err := s.handoutTx(ctx, tx, of, survey)
		if err != nil {
			return err
		}
		if err := h.refusal(); err != nil {
			return err
		}
		var fields problem.Fields
		fields.Check(howMany >= 0 && howMany <= 5000, "asked", "Give a number from 0 to 5000")
		if err := fields.Err(); err != nil {
			return err
		}
		return db.ExecOne(ctx, tx, `UPDATE survey_turnout SET asked = $2 WHERE survey_id = $1 AND audience = 'participants'`, survey, howMany)
	})
}

// AnswerOnPaper types in one paper form, as the director or the link officer.
func (s *Service) AnswerOnPaper(ctx context.Context, actor access.Actor, of challenge.ID, survey uuid.UUID, sheet Sheet) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		h, err := s.handoutTx(ctx, tx, of, survey)
		if err != nil {
			return err
		}
		if err := h.refusal(); err != nil {
			return err
		}
		return put(ctx, tx, h.Questions, sheet, true, `SELECT survey_answer_paper($1, $2, $3)`, survey, s.today())
	})
}
