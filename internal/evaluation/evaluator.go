package evaluation

import (
	"bytes"
	"context"
	"encoding/csv"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/council"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
)

// GiveConsent records that the host's director lets the independent evaluator see
// what came of the surveys about their challenge; TakeBackConsent ends it at once.
func (s *Service) GiveConsent(ctx context.Context, actor access.Actor, of challenge.ID) error {
	return s.consent(ctx, actor, of, "evaluation.consent", func(tx pgx.Tx, c challenge.Challenge) error {
		me, _ := actor.PersonID()
		_, err := tx.Exec(ctx, `INSERT INTO evaluation_consent (id, challenge_id, region_id, person_id, given_on) VALUES ($1, $2, $3, $4, $5)`,
			id.New(), of, c.RegionID, uuid.UUID(me), s.today())
		return err
	})
}

// TakeBackConsent is explained at GiveConsent.
func (s *Service) TakeBackConsent(ctx context.Context, actor access.Actor, of challenge.ID) error {
	return s.consent(ctx, actor, of, "evaluation.take-back-consent", func(tx pgx.Tx, _ challenge.Challenge) error {
		return db.ExecOne(ctx, tx, `UPDATE evaluation_consent SET withdrawn_on = $2 WHERE challenge_id = $1 AND withdrawn_on IS NULL`, of, s.today())
	})
}

func (s *Service) consent(ctx context.Context, actor access.Actor, of challenge.ID, verb string, act func(pgx.Tx, challenge.Challenge) error) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.GetTx(ctx, tx, of)
		if err != nil {
			return err
		}
		if err := challenge.Require(c, Consent); err != nil {
			return err
		}
		if err := act(tx, c); err != nil {
			return err
		}
		return audit.LogTx(ctx, tx, actor, s.Clock.Now(), audit.Line{Verb: verb, Challenge: of, Room: access.Common})
	})
}

// Appointed is an evaluator of the region.
type Appointed struct {
	ID       uuid.UUID // of the holding
	Name     string
	StartsOn civil.Date
	EndsOn   civil.Date
	EndedAt  *time.Time
}

// EvaluatorsPage is who evaluates a region.
type EvaluatorsPage struct {
	Region    council.Region
	Appointed []Appointed
	Hosts     []string // that have agreed
}

// Evaluators reads it, for coordinators; Missing for others.
func (s *Service) Evaluators(ctx context.Context, actor access.Actor) (EvaluatorsPage, error) {
	var p EvaluatorsPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Region, err = council.CoordinatedTx(ctx, tx); err != nil {
			return err
		}
		if p.Appointed, err = db.All[Appointed](ctx, tx, `SELECT h.id, p.name, h.starts_on, h.ends_on, h.ended_at FROM role_holding h JOIN person p ON p.id = h.person_id
			WHERE h.role = 'evaluator' AND h.scope_id = $1 ORDER BY h.ended_at DESC NULLS FIRST, h.starts_on DESC, h.id LIMIT 50`, p.Region.ID); err != nil {
			return err
		}
		rows, _ := tx.Query(ctx, `SELECT c.name FROM evaluation_consent e JOIN challenge c ON c.id = e.challenge_id
			WHERE e.region_id = $1 AND e.withdrawn_on IS NULL ORDER BY c.onsite_first DESC LIMIT 200`, p.Region.ID)
		p.Hosts, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	return p, err
}

// Appointment is somebody to be appointed.
type Appointment struct {
	Name   string
	Email  string
	Starts civil.Date
	Ends   civil.Date // may be zero
}

// AppointEvaluator appoints somebody and invites them. They may be known already;
// nobody with a part in a challenge or a post of the region becomes evaluator.
func (s *Service) AppointEvaluator(ctx context.Context, actor access.Actor, a Appointment) error {
	var fields problem.Fields
	fields.Check(a.Name != "", "name", "Enter their full name")
	fields.Check(a.Email != "", "email", "Enter their e-mail address")
	fields.Check(!a.Starts.IsZero(), "starts", "Enter the first day")
	fields.Check(a.Ends.IsZero() || !a.Ends.Before(a.Starts), "ends", "The last day must be the same as or after the first day")
	if err := fields.Err(); err != nil {
		return err
	}
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		region, err := council.CoordinatedTx(ctx, tx)
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		who, existed, err := person.AddTx(ctx, tx, actor, now, person.New{Name: a.Name, Email: a.Email, RegionID: region.ID, Post: access.Evaluator.Name()})
		if err != nil {
			return err
		}
		busy, err := db.Value[bool](ctx, tx, `SELECT EXISTS (SELECT FROM role_holding WHERE person_id = $1 AND ended_at IS NULL AND role <> 'evaluator')`, who)
		if err != nil {
			return err
		}
		if busy {
			return invalid("email", "This person has another part in the region. An evaluator has none")
		}
		if _, err := person.HoldTx(ctx, tx, actor, now, person.Holding{Person: who, Role: access.Evaluator, Scope: person.InRegion, ScopeID: region.ID, Starts: a.Starts, Ends: a.Ends}); err != nil {
			return err
		}
		if existed {
			return nil
		}
		return s.People.InviteTx(ctx, tx, actor, now, who, person.Words{Subject: "You are invited to Peer Challenge", For: "independent evaluator of peer challenges in " + region.Name})
	})
}

// EndEvaluator ends an appointment at once (V4).
func (s *Service) EndEvaluator(ctx context.Context, actor access.Actor, holding uuid.UUID) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		region, err := council.CoordinatedTx(ctx, tx)
		if err != nil {
			return err
		}
		if _, err := db.Value[uuid.UUID](ctx, tx, `SELECT id FROM role_holding WHERE id = $1 AND role = 'evaluator' AND scope_id = $2`, holding, region.ID); err != nil {
			return err
		}
		return person.EndTx(ctx, tx, actor, s.Clock.Now(), holding)
	})
}

// EvaluatedSurvey is a survey on the evaluator's list.
type EvaluatedSurvey struct {
	Council  string
	Wave     Wave
	OpensOn  civil.Date
	ClosesOn civil.Date
	Open     bool
	Turnout  []Turnout
}

// EvaluatorPage is all that an evaluator sees.
type EvaluatorPage struct {
	Region  council.Region
	Surveys []EvaluatedSurvey // newest first
}

// evaluatesTx is the region the actor evaluates today; Missing for everybody else.
func (s *Service) evaluatesTx(ctx context.Context, tx pgx.Tx) (council.Region, error) {
	region, err := db.Value[uuid.UUID](ctx, tx, `SELECT scope_id FROM role_holding WHERE person_id = app_actor() AND role = 'evaluator' AND scope = 'region'
		AND ended_at IS NULL AND starts_on <= $1 AND (ends_on IS NULL OR ends_on >= $1) ORDER BY starts_on, id LIMIT 1`, s.today())
	if err != nil {
		return council.Region{}, err
	}
	return council.RegionTx(ctx, tx, region)
}

// ForEvaluator reads the evaluator's page; Missing for everybody else.
func (s *Service) ForEvaluator(ctx context.Context, actor access.Actor) (EvaluatorPage, error) {
	var p EvaluatorPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Region, err = s.evaluatesTx(ctx, tx); err != nil {
			return err
		}
		rows, err := db.All[struct {
			ID       uuid.UUID
			Council  string
			Wave     Wave
			OpensOn  civil.Date
			ClosesOn civil.Date
			Audience Audience
			Asked    int
			Answered int
		}](ctx, tx, `SELECT s.id, k.name AS council, s.wave, s.opens_on, s.closes_on, t.audience, t.asked, t.answered
			FROM (SELECT * FROM survey WHERE region_id = $1 AND challenge_id = ANY ((SELECT evaluated())::uuid[]) ORDER BY opens_on DESC, id DESC LIMIT 100) s
			JOIN council k ON k.id = s.host_council_id JOIN survey_turnout t ON t.survey_id = s.id
			ORDER BY s.opens_on DESC, s.id DESC, array_position(ARRAY['team', 'host', 'participants'], t.audience)`, p.Region.ID)
		last := uuid.Nil
		for _, r := range rows {
			if r.ID != last {
				p.Surveys = append(p.Surveys, EvaluatedSurvey{Council: r.Council, Wave: r.Wave, OpensOn: r.OpensOn, ClosesOn: r.ClosesOn, Open: s.today().Between(r.OpensOn, r.ClosesOn)})
				last = r.ID
			}
			row := &p.Surveys[len(p.Surveys)-1]
			row.Turnout = append(row.Turnout, Turnout{SurveyID: r.ID, Audience: r.Audience, Asked: r.Asked, Answered: r.Answered})
		}
		return err
	})
	return p, err
}

// Export writes the evaluator's file: one line for each answer to each question of
// each pooled table that they may see, and how many gave it. The hosts have no
// names in it; a number stands for each, another one in each file.
func (s *Service) Export(ctx context.Context, actor access.Actor) ([]byte, error) {
	var out bytes.Buffer
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		region, err := s.evaluatesTx(ctx, tx)
		if err != nil {
			return err
		}
		questions, err := regionQuestionsTx(ctx, tx, region.ID)
		if err != nil {
			return err
		}
		rows, err := db.All[exportRow](ctx, tx, `SELECT r.year, r.wave, r.audience, r.question_id, x.option, x.n, r.said, x.place,
				CASE WHEN r.import_id IS NOT NULL THEN 'earlier survey' WHEN r.challenge_id IS NULL THEN 'several hosts' ELSE 'host ' || dense_rank() OVER (ORDER BY md5(r.challenge_id::text || $2)) END AS host
			FROM survey_result r, LATERAL (SELECT key AS option, value::integer AS n, 1 AS place FROM jsonb_each_text(r.counts)
				UNION ALL SELECT 'cannot_say', r.cannot_say, 2 UNION ALL SELECT 'blank', r.blank, 3) x
			WHERE r.region_id = $1 AND r.role = '' AND (r.import_id IS NOT NULL OR r.of_challenges <@ (SELECT evaluated())::uuid[])
			ORDER BY r.year, r.wave, r.audience, r.question_id, host, x.place, x.option`, region.ID, id.New().String())
		if err != nil {
			return err
		}
		return writeExport(&out, questions, rows)
	})
	return out.Bytes(), err
}

type exportRow struct {
	Year       int
	Wave       string
	Audience   Audience
	QuestionID string
	Option     string
	N          int
	Said       int
	Place      int
	Host       string
}

func writeExport(out *bytes.Buffer, questions []reference.SurveyQuestion, rows []exportRow) error {
	w := csv.NewWriter(out)
	lines := [][]string{{"year", "when", "who", "host", "question", "text", "answer", "number", "could say"}}
	for _, r := range rows {
		text, answer := "", r.Option
		for _, q := range questions {
			if q.ID != r.QuestionID {
				continue
			}
			text = q.Text
			for _, p := range q.Scale {
				if p.Key == r.Option {
					answer = p.Label
				}
			}
		}
		if r.Option == Blank {
			answer = "Left open"
		}
		lines = append(lines, []string{strconv.Itoa(r.Year), r.Wave, string(r.Audience), r.Host, r.QuestionID, text, answer, strconv.Itoa(r.N), strconv.Itoa(r.Said)})
	}
	if err := w.WriteAll(lines); err != nil {
		return problem.Internalf(err, "export")
	}
	return nil
}
