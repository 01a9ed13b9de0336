package accuracy

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
)

// Page is the page of comments and answers as one reader sees it. Drafts is
// empty for the team, AnswerDrafts for the host, whatever there is.
type Page struct {
	challenge.Head
	Window       Window
	Points       []Point
	SeesPoints   bool // leaders and team; the link officer sees drafts alone
	Drafts       []Draft
	SeesDrafts   bool
	AnswerDrafts map[uuid.UUID]AnswerDraft
	SeesAnswers  bool // the team's side
	CanWrite     bool
	CanEndEarly  bool
	CanAnswer    bool
	CanGive      bool
	Actor        access.Actor
}

// Page reads comments and answers: host leaders, link officer (drafts alone) and
// team. To everybody else the page is not there (V6). At most six statements.
func (s *Service) Page(ctx context.Context, actor access.Actor, of challenge.ID) (Page, error) {
	v := Page{Actor: actor}
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		now := s.Clock.Now()
		k, err := s.enter(ctx, tx, of, &v.Head)
		if err != nil {
			return err
		}
		v.SeesPoints, v.SeesDrafts, v.SeesAnswers = k.Points, k.Drafts, k.Answers
		v.Window = WindowOf(v.Challenge, now)
		standing := v.Standing()
		v.CanWrite = v.Window.Open && Send.Allows(standing) && k.Drafts
		v.CanEndEarly = v.Window.Open && EndEarly.Allows(standing)
		v.CanAnswer = SaveAnswer.Allows(standing) && k.Answers
		v.CanGive = SendAnswer.Allows(standing) && k.Answers
		return v.read(ctx, tx, k)
	})
	return v, err
}

func (v *Page) read(ctx context.Context, tx pgx.Tx, k keys) (err error) {
	if k.Points {
		if v.Points, err = pointsTx(ctx, tx, v.ID); err != nil {
			return err
		}
	}
	if k.Drafts {
		if v.Drafts, err = draftsTx(ctx, tx, v.ID); err != nil {
			return err
		}
	}
	if k.Answers {
		v.AnswerDrafts, err = answerDraftsTx(ctx, tx, v.ID)
	}
	return err
}

// enter reads the head and the reader's keys; Missing without any.
func (s *Service) enter(ctx context.Context, tx pgx.Tx, of challenge.ID, head *challenge.Head) (keys, error) {
	h, err := challenge.HeadTx(ctx, tx, s.Clock.Now(), of)
	if err != nil {
		return keys{}, err
	}
	*head = h
	k, err := keysTx(ctx, tx, of)
	if err != nil {
		return keys{}, err
	}
	if k == (keys{}) {
		return keys{}, problem.Missing()
	}
	return k, nil
}

// DraftPage is one comment of the host being drafted, or a new one, with what can
// be chosen.
type DraftPage struct {
	challenge.Head
	Window    Window
	Draft     Draft // the zero Draft for a new comment
	Passages  []Passage
	Documents []Document
	CanChange bool // writer or director, while the window is open
	CanRemark bool
	CanSend   bool
	Reads     bool // holds the draft report, and may choose from it
}

// DraftPage reads the form of a comment: a draft, or a new one for uuid.Nil. Host
// side only; to the team and everybody else it is not there (V6).
func (s *Service) DraftPage(ctx context.Context, actor access.Actor, of challenge.ID, draft uuid.UUID) (DraftPage, error) {
	var v DraftPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		k, err := s.enter(ctx, tx, of, &v.Head)
		if err != nil {
			return err
		}
		if !k.Drafts {
			return problem.Missing()
		}
		v.Window, v.Reads = WindowOf(v.Challenge, s.Clock.Now()), k.Points
		return v.read(ctx, tx, actor, draft)
	})
	return v, err
}

func (v *DraftPage) read(ctx context.Context, tx pgx.Tx, actor access.Actor, draft uuid.UUID) (err error) {
	own := draft == uuid.Nil
	if !own {
		if v.Draft, err = draftTx(ctx, tx, v.ID, draft); err != nil {
			return err
		}
		own = mayChange(actor, v.Challenge, v.Draft)
	} else if Save.Ask(v.Standing()) == access.NotYours {
		return problem.Missing()
	}
	waits := v.Window.Open && v.Draft.SentAt == nil
	v.CanChange = waits && own && Save.Allows(v.Standing())
	v.CanSend = waits && own && Send.Allows(v.Standing())
	v.CanRemark = waits && Note.Allows(v.Standing())
	if v.Passages, err = reportTx(ctx, tx, v.ID); err != nil {
		return err
	}
	v.Documents, err = documentsTx(ctx, tx, v.ID)
	return err
}

// AnswerPage is one comment with the team's draft of its answer.
type AnswerPage struct {
	challenge.Head
	Point   Point
	Draft   AnswerDraft
	CanSave bool
	CanGive bool
	Team    bool
}

// AnswerPage reads a comment for answering: the team alone. To the host it is not
// there, whether or not there is a draft (V2, V6).
func (s *Service) AnswerPage(ctx context.Context, actor access.Actor, of challenge.ID, comment uuid.UUID) (AnswerPage, error) {
	var v AnswerPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		k, err := s.enter(ctx, tx, of, &v.Head)
		if err != nil {
			return err
		}
		if v.Team = k.Answers; !v.Team {
			return problem.Missing()
		}
		if v.Point, err = pointTx(ctx, tx, of, comment); err != nil {
			return err
		}
		v.CanSave = v.Point.AnsweredAt == nil && SaveAnswer.Allows(v.Standing())
		v.CanGive = v.Point.AnsweredAt == nil && SendAnswer.Allows(v.Standing())
		v.Draft, err = answerDraftTx(ctx, tx, of, comment)
		return err
	})
	return v, err
}
