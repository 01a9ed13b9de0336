package practicereview

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
)

// File is a drawn file with its entry (P1).
type File struct {
	ID        uuid.UUID
	Label     string
	Reference string
	Kind      string
	AgeBand   string
	TeamType  string
	Answers   map[string]string // question id -> key of the rating
	Overall   string
	Learning  string
	NotPeople []string
	Version   int
	SavedBy   *string
	SavedAt   *time.Time
	DoneAt    *time.Time
}

// Answered is how many questions have an answer.
func (f File) Answered() int { return len(f.Answers) }

// Entry is an entry as typed; Version is the one it rests on, Done that it is
// finished: then everything is asked for.
type Entry struct {
	AgeBand, TeamType string
	Answers           map[string]string
	Overall           string
	Learning          string
	NotPeople         []string
	Version           int
	Done              bool
}

// Saved tells what became of a save.
type Saved struct {
	Version int
	At      time.Time
}

const selectFile = `SELECT f.id, f.label, f.reference, f.kind, f.age_band, f.team_type, f.answers, f.overall, f.learning, f.not_people, f.version,
	p.name AS saved_by, f.saved_at, f.done_at FROM practice_file f LEFT JOIN person p ON p.id = f.saved_by WHERE f.challenge_id = $1`

func (e Entry) check(p reference.Practice) error {
	var f problem.Fields
	f.Check(e.AgeBand == "" || in(optionsOf(p, "age_band"), e.AgeBand), "age_band", "Choose an age band from the list")
	f.Check(e.TeamType == "" || in(optionsOf(p, "team_type"), e.TeamType), "team_type", "Choose a team from the list")
	if e.Done {
		f.Check(e.AgeBand != "", "age_band", "Choose an age band")
		f.Check(e.TeamType != "", "team_type", "Choose the kind of team")
	}
	for _, section := range p.Sections {
		for _, q := range section.Questions {
			answer := e.Answers[q.ID]
			f.Check(answer == "" || isRating(p, answer), QuestionField(q.ID), "Choose one of the answers")
			f.Check(answer != "" || !e.Done, QuestionField(q.ID), "Answer “"+q.Text+"”")
		}
	}
	f.Check(e.Overall == "" || isRating(p, e.Overall), "overall", "Choose one of the answers")
	f.Check(e.Overall != "" || !e.Done, "overall", "Say how good practice was, taking everything together")
	check(&f, e.NotPeople, text{"learning", e.Learning, 5000})
	return f.Err()
}

// QuestionField is the name of the control of a question.
func QuestionField(id string) string { return "q-" + id }

func isRating(p reference.Practice, key string) bool {
	for _, r := range p.Ratings {
		if r.Key == key {
			return true
		}
	}
	return false
}

// answersOf keeps what answers a question of the framework.
func answersOf(p reference.Practice, answers map[string]string) map[string]string {
	kept := map[string]string{}
	for _, section := range p.Sections {
		for _, q := range section.Questions {
			if a := answers[q.ID]; a != "" {
				kept[q.ID] = a
			}
		}
	}
	return kept
}

// SaveEntry keeps an entry: any of the three, until the findings are handed over.
// Identifiers are stopped, possible names asked about (P1). Another version than
// the one it rests on is a Conflict, and nothing is saved.
func (s *Service) SaveEntry(ctx context.Context, actor access.Actor, ch challenge.ID, file uuid.UUID, e Entry) (Saved, error) {
	saved := Saved{At: s.Clock.Now()}
	err := s.in(ctx, actor, ch, Enter, func(w work) error {
		old, err := fileTx(ctx, w.tx, ch, file)
		if err != nil {
			return err
		}
		e.NotPeople = append(e.NotPeople, old.NotPeople...)
		if err := e.check(w.rules.Practice); err != nil {
			return err
		}
		var done *time.Time
		if e.Done {
			done = &w.now
		}
		tag, err := w.tx.Exec(ctx, `UPDATE practice_file SET age_band = $4, team_type = $5, answers = $6, overall = $7, learning = $8, not_people = $9,
			version = version + 1, saved_by = $10, saved_at = $11, done_at = $12 WHERE challenge_id = $1 AND id = $2 AND version = $3`,
			ch, file, e.Version, e.AgeBand, e.TeamType, answersOf(w.rules.Practice, e.Answers), e.Overall, e.Learning, answeredOf(e.NotPeople, e.Learning), w.me, w.now, done)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return problem.New(problem.Conflict, "Somebody else saved this entry while you were writing. What you typed is still in the form, and what they saved is shown above it.")
		}
		saved.Version = e.Version + 1
		if err := w.log(ctx, Enter.Name, file); err != nil {
			return err
		}
		return w.entriesDone(ctx)
	})
	return saved, err
}

// entriesDone closes the task once every file has its entry.
func (w work) entriesDone(ctx context.Context) error {
	left, err := db.Value[int](ctx, w.tx, `SELECT count(*)::integer FROM practice_file WHERE challenge_id = $1 AND done_at IS NULL`, w.c.ID)
	if err != nil || left > 0 {
		return err
	}
	return w.done(ctx, EntriesTask, "")
}

func fileTx(ctx context.Context, tx pgx.Tx, ch challenge.ID, file uuid.UUID) (File, error) {
	return db.One[File](ctx, tx, selectFile+` AND f.id = $2`, ch, file)
}

// FilePage is one file with its entry and the questions.
type FilePage struct {
	challenge.Head
	File     File
	Practice reference.Practice
	CanSave  bool
}

// FilePage is for the three; to others it is not there.
func (s *Service) FilePage(ctx context.Context, actor access.Actor, ch challenge.ID, file uuid.UUID) (FilePage, error) {
	var v FilePage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if v.Head, err = s.headTx(ctx, tx, ch); err != nil {
			return err
		}
		if v.File, err = fileTx(ctx, tx, ch, file); err != nil {
			return err
		}
		rules, err := frameworkTx(ctx, tx, v.FrameworkID)
		if err != nil {
			return err
		}
		v.Practice = rules.Practice
		v.CanSave, err = openFor(ctx, tx, v.Head, Enter)
		return err
	})
	return v, err
}
