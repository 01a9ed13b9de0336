package evaluation

import (
	"context"
	"crypto/rand"
	"encoding/base64"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/framework"
	"peerchallenge/internal/id"
	"peerchallenge/internal/task"
)

// Used where a framework of before there were surveys says nothing.
const (
	defaultOpens = 5 // working days after the last day on site
	defaultWeeks = 3
)

var waveDates = map[Wave]challenge.DateKind{After6: challenge.FollowUp6, After12: challenge.FollowUp12, After24: challenge.FollowUp24}

// dueOn is the day on which a survey opens; zero when no date is set.
func dueOn(h challenge.Head, w Wave, opens int) civil.Date {
	if w == AfterVisit {
		return civil.AddWorkingDays(h.OnsiteLast, opens)
	}
	return h.Dates[waveDates[w]]
}

// DayWork opens the surveys that are due, reminds once at half time, and closes
// those whose last day is over. For the daily job (access.Job("stages")). Doing it
// twice changes nothing, and a late run never changes what is allowed: a survey
// takes answers by its dates.
func (s *Service) DayWork(ctx context.Context, job access.Actor) error {
	if err := s.openDue(ctx, job); err != nil {
		return err
	}
	if err := s.remindDue(ctx, job); err != nil {
		return err
	}
	return s.closeDue(ctx, job)
}

// openDue looks at challenges that were visited within about two years.
func (s *Service) openDue(ctx context.Context, job access.Actor) error {
	var visited []uuid.UUID
	err := db.Read(ctx, s.DB, job, func(tx pgx.Tx) (err error) {
		rows, _ := tx.Query(ctx, `SELECT c.id FROM challenge c WHERE c.ended IS NULL AND c.onsite_last < $1 AND c.onsite_last > $2
			AND c.stage IN ('drafting', 'fact_check', 'finalising', 'final', 'follow_up', 'closed')
			AND (SELECT count(*) FROM survey s WHERE s.challenge_id = c.id) < 4 ORDER BY c.id`, s.today(), s.today().AddMonths(-26))
		visited, err = pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
		return err
	})
	for _, of := range visited {
		if err != nil {
			return err
		}
		err = db.InTx(ctx, s.DB, job, func(tx pgx.Tx) error { return s.openOneTx(ctx, tx, of) })
	}
	return err
}

func (s *Service) openOneTx(ctx context.Context, tx pgx.Tx, of uuid.UUID) error {
	h, err := challenge.HeadTx(ctx, tx, s.Clock.Now(), of)
	if err != nil {
		return err
	}
	f, err := framework.GetTx(ctx, tx, h.FrameworkID)
	if err != nil {
		return err
	}
	opens, weeks := f.Windows.SurveyOpens, f.Windows.SurveyOpenWeeks
	if weeks == 0 {
		opens, weeks = defaultOpens, defaultWeeks
	}
	for _, w := range Waves {
		day := dueOn(h, w, opens)
		// what was missed whole is not asked long afterwards
		if day.IsZero() || day.After(s.today()) || !s.today().Before(day.AddWeeks(weeks)) {
			continue
		}
		if err := s.openTx(ctx, tx, h, w, s.today().AddWeeks(weeks)); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) openTx(ctx context.Context, tx pgx.Tx, h challenge.Head, w Wave, closes civil.Date) error {
	survey := id.New()
	made, err := tx.Exec(ctx, `INSERT INTO survey (id, challenge_id, region_id, host_council_id, framework_id, wave, opens_on, closes_on)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT ON CONSTRAINT one_survey_for_a_time DO NOTHING`,
		survey, h.ID, h.RegionID, h.HostCouncilID, h.FrameworkID, w, s.today(), closes)
	if err != nil || made.RowsAffected() == 0 {
		return err
	}
	// somebody with two parts is asked once, for the first of them
	people, err := db.All[holder](ctx, tx, `INSERT INTO survey_asked (survey_id, challenge_id, person_id, audience, role)
		SELECT DISTINCT ON (k.person_id) $1::uuid, $2::uuid, k.person_id, CASE WHEN k.because = ANY ($3) THEN 'team' ELSE 'host' END, k.because
		FROM room_key k WHERE k.scope_id = $2 AND k.room = 'common' AND k.revoked_at IS NULL AND k.because = ANY ($4)
		ORDER BY k.person_id, array_position($4, k.because) RETURNING person_id, role`, survey, h.ID, words(onTeam), words(asked))
	if err != nil {
		return err
	}
	for _, q := range []struct {
		sql  string
		args []any
	}{
		{`INSERT INTO survey_turnout (survey_id, challenge_id, region_id, audience, asked)
			SELECT $1, $2, $3, a, (SELECT count(*) FROM survey_asked x WHERE x.survey_id = $1 AND x.audience = a)
			FROM unnest(ARRAY['team', 'host', 'participants']) a`, []any{survey, h.ID, h.RegionID}},
		{`INSERT INTO survey_link (survey_id, challenge_id, token) VALUES ($1, $2, $3)`, []any{survey, h.ID, newToken()}},
	} {
		if _, err := tx.Exec(ctx, q.sql, q.args...); err != nil {
			return err
		}
	}
	if err := s.openTasksTx(ctx, tx, h, survey, people, closes); err != nil {
		return err
	}
	return s.tellOpenTx(ctx, tx, h, people, closes)
}

// holder is somebody who is asked, and as what.
type holder struct {
	PersonID uuid.UUID
	Role     access.Role
}

const inviteTask = "survey-participants"

// openTasksTx opens one task for each part, not for each person: a task that
// closed when somebody answered would tell everybody on the challenge who did,
// and when. They close with the survey.
func (s *Service) openTasksTx(ctx context.Context, tx pgx.Tx, h challenge.Head, survey uuid.UUID, people []holder, closes civil.Date) error {
	seen := map[access.Role]bool{}
	for _, p := range people {
		if seen[p.Role] {
			continue
		}
		seen[p.Role] = true
		err := task.OpenTx(ctx, tx, s.Clock.Now(), task.New{Challenge: h.ID, Kind: task.Survey, Subject: survey.String() + "/" + string(p.Role), Role: p.Role,
			Title: "Answer the survey, if you have not yet", Path: path(h.ID), Due: closes})
		if err != nil {
			return err
		}
	}
	return task.OpenTx(ctx, tx, s.Clock.Now(), task.New{Challenge: h.ID, Kind: inviteTask, Subject: survey.String(), Role: access.LinkOfficer,
		Title: "Give the survey to those who came to a group", Path: path(h.ID) + "/" + survey.String() + "/participants", Due: closes})
}

// newToken is what stands in the open link: 256 random bits.
func newToken() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails: the runtime ends the program instead
	return base64.RawURLEncoding.EncodeToString(b)
}

func words(roles []access.Role) []string {
	out := make([]string, len(roles))
	for i, r := range roles {
		out[i] = string(r)
	}
	return out
}
