package evaluation

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
)

// Service is the evaluation. BaseURL begins the links in mails; People makes the
// invitation of an evaluator.
type Service struct {
	DB      db.Beginner
	Clock   clock.Clock
	BaseURL string
	People  *person.Service
}

func (s *Service) today() civil.Date { return civil.Of(s.Clock.Now()) }

// path is the evaluation's page of a challenge.
func path(of uuid.UUID) string { return "/challenges/" + of.String() + "/evaluation" }

// headTx is the head of a page for those roles; to others it is not there (V6).
func (s *Service) headTx(ctx context.Context, tx pgx.Tx, id challenge.ID, roles []access.Role) (challenge.Head, error) {
	h, err := challenge.HeadTx(ctx, tx, s.Clock.Now(), id)
	if err == nil && !h.Standing().Is(roles...) {
		err = problem.Missing()
	}
	return h, err
}

// SurveyRow is a survey on the challenge's page.
type SurveyRow struct {
	Survey
	Open    bool
	Asked   bool // the reader is asked
	Done    bool // the reader has answered
	Turnout []Turnout
}

// Coming is a survey that will be held.
type Coming struct {
	Wave Wave
	On   civil.Date
}

// ChallengePage is the evaluation of one challenge.
type ChallengePage struct {
	challenge.Head
	Surveys     []SurveyRow // newest first
	Coming      []Coming
	ConsentOn   civil.Date // when the director agreed to the evaluator; zero when not
	CanConsent  bool
	CanOrganise bool
	CanRead     bool // what came of it
}

// Challenge reads the page, for everybody who is asked and for the coordinator;
// Missing for others.
func (s *Service) Challenge(ctx context.Context, actor access.Actor, id challenge.ID) (ChallengePage, error) {
	var p ChallengePage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = s.headTx(ctx, tx, id, append([]access.Role{access.Coordinator}, asked...)); err != nil {
			return err
		}
		if err = s.surveysTx(ctx, tx, &p); err != nil {
			return err
		}
		on, err := db.Value[*time.Time](ctx, tx, `SELECT max(given_on)::timestamptz FROM evaluation_consent WHERE challenge_id = $1 AND withdrawn_on IS NULL`, id)
		if on != nil {
			p.ConsentOn = civil.Of(*on)
		}
		return err
	})
	st := p.Standing()
	p.CanConsent, p.CanOrganise, p.CanRead = Consent.Allows(st), Organise.Allows(st), st.Is(readers...)
	return p, err
}

func (s *Service) surveysTx(ctx context.Context, tx pgx.Tx, p *ChallengePage) error {
	surveys, err := db.All[struct {
		Survey
		Asked, Done bool
	}](ctx, tx, `SELECT `+surveyColumns+`, a.survey_id IS NOT NULL AS asked, coalesce(a.answered, false) AS done
		FROM survey s LEFT JOIN survey_asked a ON a.survey_id = s.id AND a.person_id = app_actor()
		WHERE s.challenge_id = $1 ORDER BY s.opens_on DESC`, p.ID)
	if err != nil {
		return err
	}
	turnouts, err := db.All[Turnout](ctx, tx, turnoutSQL, p.ID)
	if err != nil {
		return err
	}
	held := map[Wave]bool{}
	for _, v := range surveys {
		row := SurveyRow{Survey: v.Survey, Open: v.OpenOn(s.today()), Asked: v.Asked, Done: v.Done}
		for _, t := range turnouts {
			if t.SurveyID == v.ID {
				row.Turnout = append(row.Turnout, t)
			}
		}
		p.Surveys = append(p.Surveys, row)
		held[v.Wave] = true
	}
	for _, w := range Waves {
		if on := dueOn(p.Head, w, defaultOpens); !held[w] && !on.IsZero() && on.After(s.today()) && p.Ended == nil {
			p.Coming = append(p.Coming, Coming{w, on})
		}
	}
	return nil
}
