package evaluation

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/reference"
	"peerchallenge/internal/task"
)

// closing is a survey whose last day is over.
type closing struct {
	Survey
	Name string
}

// closeDue closes what is over, region by region, and pools what may be shown.
func (s *Service) closeDue(ctx context.Context, job access.Actor) error {
	var over []closing
	var regions []uuid.UUID
	err := db.Read(ctx, s.DB, job, func(tx pgx.Tx) (err error) {
		over, err = db.All[closing](ctx, tx, `SELECT `+surveyColumns+`, c.name FROM survey s JOIN challenge c ON c.id = s.challenge_id
			WHERE s.released_on IS NULL AND s.closes_on < $1 ORDER BY s.closes_on, s.id`, s.today())
		if err != nil {
			return err
		}
		// by role a year is shown when it is over, also when nothing closes then
		rows, _ := tx.Query(ctx, `SELECT DISTINCT region_id FROM survey WHERE released_on IS NOT NULL AND extract(year FROM opens_on) < $1 ORDER BY 1`, s.today().Year())
		regions, err = pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
		return err
	})
	if err != nil {
		return err
	}
	for _, c := range over {
		if err := db.InTx(ctx, s.DB, job, func(tx pgx.Tx) error { return s.closeTx(ctx, tx, job, c) }); err != nil {
			return err
		}
	}
	for _, r := range regions {
		if err := db.InTx(ctx, s.DB, job, func(tx pgx.Tx) error { return s.poolRolesTx(ctx, tx, r) }); err != nil {
			return err
		}
	}
	return nil
}

// closeTx closes one survey: who answered is forgotten, its tasks are done, what
// may be shown is pooled, and those who may read it are told.
func (s *Service) closeTx(ctx context.Context, tx pgx.Tx, job access.Actor, c closing) error {
	if err := lockRegion(ctx, tx, c.RegionID); err != nil {
		return err
	}
	closed, err := db.Value[bool](ctx, tx, `SELECT survey_close($1, $2)`, c.ID, s.today())
	if err != nil || !closed {
		return err
	}
	if err := s.poolTx(ctx, tx, c.RegionID); err != nil {
		return err
	}
	for _, r := range asked {
		if err := task.DoneTx(ctx, tx, job, s.Clock.Now(), c.ChallengeID, task.Survey, c.ID.String()+"/"+string(r)); err != nil {
			return err
		}
	}
	if err := task.DoneTx(ctx, tx, job, s.Clock.Now(), c.ChallengeID, inviteTask, c.ID.String()); err != nil {
		return err
	}
	return s.tellClosedTx(ctx, tx, c.Survey, c.Name)
}

// lockRegion keeps two runs of the job from pooling the same piles.
func lockRegion(ctx context.Context, tx pgx.Tx, region uuid.UUID) error {
	_, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('survey pool ' || $1::text, 0))`, region)
	return err
}

// about is what tables are compared within: one question to one audience.
type about struct {
	Audience Audience
	Question string
}

type pileRow struct {
	SurveyID    uuid.UUID
	ChallengeID uuid.UUID
	Year        int
	Wave        Wave
	ClosesOn    civil.Date
	Audience    Audience
	QuestionID  string
	Option      string
	N           int
}

// poolTx makes every table of a region that can be made now.
func (s *Service) poolTx(ctx context.Context, tx pgx.Tx, region uuid.UUID) error {
	rows, err := db.All[pileRow](ctx, tx, `SELECT * FROM survey_piles($1)`, region)
	if err != nil {
		return err
	}
	worlds, err := worldsTx(ctx, tx, region)
	if err != nil {
		return err
	}
	for _, p := range gather(rows) {
		for _, t := range worlds.of(p.about).pool(p.piles) {
			if err := insertTable(ctx, tx, region, p, t); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `SELECT survey_pooled($1, $2, $3)`, t.Surveys, p.Audience, p.Question); err != nil {
				return err
			}
		}
	}
	return nil
}

// waiting are the piles of one question, audience and wave, in order of closing.
type waiting struct {
	about
	Wave  Wave
	Year  int
	piles []pile
}

func gather(rows []pileRow) []waiting {
	var out []waiting
	for _, r := range rows {
		i := slices.IndexFunc(out, func(w waiting) bool { return w.about == about{r.Audience, r.QuestionID} && w.Wave == r.Wave })
		if i < 0 {
			i = len(out)
			out = append(out, waiting{about: about{r.Audience, r.QuestionID}, Wave: r.Wave})
		}
		w := &out[i]
		w.Year = r.Year // of the last that closed
		if n := len(w.piles); n == 0 || w.piles[n-1].Survey != r.SurveyID {
			w.piles = append(w.piles, pile{Survey: r.SurveyID, Challenge: r.ChallengeID, Counts: counts{}})
		}
		w.piles[len(w.piles)-1].Counts[r.Option] += r.N
	}
	return out
}

// worlds are what was shown of each question of a region, and who answered.
type worlds struct {
	cells map[Audience][]cell
	known map[about]*world
}

func (w worlds) of(a about) *world {
	if w.known[a] == nil {
		w.known[a] = &world{cells: w.cells[a.Audience]}
	}
	return w.known[a]
}

func worldsTx(ctx context.Context, tx pgx.Tx, region uuid.UUID) (worlds, error) {
	w := worlds{cells: map[Audience][]cell{}, known: map[about]*world{}}
	cells, err := db.All[struct {
		SurveyID uuid.UUID
		Audience Audience
		Role     string
		Answered int
	}](ctx, tx, `SELECT survey_id, audience, role, answered FROM survey_cell WHERE region_id = $1`, region)
	if err != nil {
		return w, err
	}
	for _, c := range cells {
		// participants have no role: nothing of theirs is ever shown by role
		role := c.Role
		if role == "" {
			role = "-"
		}
		w.cells[c.Audience] = append(w.cells[c.Audience], cell{c.SurveyID, role, c.Answered})
	}
	shown, err := db.All[struct {
		Audience   Audience
		QuestionID string
		Role       string
		OfSurveys  []uuid.UUID
	}](ctx, tx, `SELECT audience, question_id, role, of_surveys FROM survey_result WHERE region_id = $1 AND import_id IS NULL`, region)
	for _, t := range shown {
		in := w.of(about{t.Audience, t.QuestionID})
		in.tables = append(in.tables, table{Surveys: t.OfSurveys, Role: t.Role})
	}
	return w, err
}

func insertTable(ctx context.Context, tx pgx.Tx, region uuid.UUID, p waiting, t table) error {
	var challenge *uuid.UUID
	if t.Role == "" && len(t.Challenges) == 1 {
		challenge = &t.Challenges[0]
	}
	_, err := tx.Exec(ctx, `INSERT INTO survey_result (id, region_id, challenge_id, of_surveys, of_challenges, year, wave, audience, role, question_id, counts, said, cannot_say, blank)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`, id.New(), region, challenge, t.Surveys, t.Challenges, p.Year, p.Wave, p.Audience, t.Role, p.Question,
		t.Counts.points(), t.Counts.said(), t.Counts[reference.CannotSay], t.Counts[Blank])
	return err
}

// points are the counts of those who could say.
func (c counts) points() map[string]int {
	out := map[string]int{}
	for option, n := range c {
		if option != reference.CannotSay && option != Blank {
			out[option] = n
		}
	}
	return out
}

// leastHosts is how many hosts a table by role is pooled over.
const leastHosts = 3

type rolePile struct {
	Year       int
	Audience   Audience
	Role       string
	QuestionID string
	Option     string
	N          int
}

// poolRolesTx shows the years that are over by role, where that is safe, once,
// and takes the answers by role away.
func (s *Service) poolRolesTx(ctx context.Context, tx pgx.Tx, region uuid.UUID) error {
	if err := lockRegion(ctx, tx, region); err != nil {
		return err
	}
	rows, err := db.All[rolePile](ctx, tx, `SELECT * FROM survey_role_piles($1, $2)`, region, s.today().Year())
	if err != nil || len(rows) == 0 {
		return err
	}
	w, err := worldsTx(ctx, tx, region)
	if err != nil {
		return err
	}
	for _, year := range yearsOf(rows) {
		ids, _ := tx.Query(ctx, `SELECT id FROM survey WHERE region_id = $1 AND extract(year FROM opens_on) = $2 ORDER BY id`, region, year)
		surveys, err := pgx.CollectRows(ids, pgx.RowTo[uuid.UUID])
		if err != nil {
			return err
		}
		challenges, err := challengesOfTx(ctx, tx, surveys)
		if err != nil {
			return err
		}
		if len(challenges) < leastHosts {
			continue // it would not be pooled across the region; the year waits for nothing
		}
		for a, roles := range rolesOf(rows, year) {
			for _, t := range w.of(a).byRole(surveys, roles) {
				t.Challenges = challenges
				if err := insertTable(ctx, tx, region, waiting{about: a, Wave: "all", Year: year}, t); err != nil {
					return err
				}
			}
		}
		if _, err := tx.Exec(ctx, `SELECT survey_role_pooled($1, $2)`, region, year); err != nil {
			return err
		}
	}
	return nil
}

func challengesOfTx(ctx context.Context, tx pgx.Tx, surveys []uuid.UUID) ([]uuid.UUID, error) {
	rows, _ := tx.Query(ctx, `SELECT DISTINCT challenge_id FROM survey WHERE id = ANY ($1) ORDER BY 1`, surveys)
	return pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
}

func yearsOf(rows []rolePile) []int {
	var out []int
	for _, r := range rows {
		if !slices.Contains(out, r.Year) {
			out = append(out, r.Year)
		}
	}
	return out
}

func rolesOf(rows []rolePile, year int) map[about]map[string]counts {
	out := map[about]map[string]counts{}
	for _, r := range rows {
		if r.Year != year {
			continue
		}
		a := about{r.Audience, r.QuestionID}
		if out[a] == nil {
			out[a] = map[string]counts{}
		}
		if out[a][r.Role] == nil {
			out[a][r.Role] = counts{}
		}
		out[a][r.Role][r.Option] += r.N
	}
	return out
}
