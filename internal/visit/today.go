package visit

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
)

// Question is something the team wants to ask at a session, written beforehand.
type Question struct {
	ID        uuid.UUID
	SessionID uuid.UUID
	Words     string
	Author    string
	PersonID  uuid.UUID
}

const questionSQL = `SELECT q.id, q.session_id, q.words, coalesce(p.name, 'Somebody') AS author, q.person_id
	FROM visit_question q LEFT JOIN person p ON p.id = q.person_id WHERE q.challenge_id = $1 `

func questionsTx(ctx context.Context, tx pgx.Tx, ch challenge.ID, session uuid.UUID) ([]Question, error) {
	return db.All[Question](ctx, tx, questionSQL+`AND q.session_id = $2 ORDER BY q.id LIMIT 100`, ch, session)
}

// AddQuestion adds a question to ask. Every member of the team, from reading.
func (s *Service) AddQuestion(ctx context.Context, actor access.Actor, ch challenge.ID, session uuid.UUID, words string) error {
	return s.in(ctx, actor, ch, Ask, func(w work) error {
		if _, err := sessionTx(ctx, w.tx, ch, session); err != nil {
			return err
		}
		var f problem.Fields
		f.Check(!blank(words), "words", "Write the question")
		f.Check(db.Length(words) <= 300, "words", "The question must be 300 characters or fewer")
		noIdentifier(&f, "words", words)
		if err := f.Err(); err != nil {
			return err
		}
		if err := w.exec(ctx, `INSERT INTO visit_question (id, challenge_id, session_id, person_id, words, at) VALUES ($1, $2, $3, $4, $5, $6)`,
			id.New(), ch, session, w.me, words, w.now); err != nil {
			return err
		}
		return w.log(ctx, Ask.Name, access.TeamRoom, session)
	})
}

// DropQuestion takes a question away: who wrote it, or the lead.
func (s *Service) DropQuestion(ctx context.Context, actor access.Actor, ch challenge.ID, session, question uuid.UUID) error {
	return s.in(ctx, actor, ch, Ask, func(w work) error {
		who, err := db.Value[uuid.UUID](ctx, w.tx, `SELECT person_id FROM visit_question WHERE challenge_id = $1 AND session_id = $2 AND id = $3`, ch, session, question)
		if err != nil {
			return err
		}
		if who != w.me && !w.c.Standing().Is(leads...) {
			return problem.New(problem.Forbidden, "Only its author or the lead can take a question away.")
		}
		if err := db.ExecOne(ctx, w.tx, `DELETE FROM visit_question WHERE challenge_id = $1 AND id = $2`, ch, question); err != nil {
			return err
		}
		return w.log(ctx, "visit.question-drop", access.TeamRoom, session)
	})
}

// TodayView is one member's day.
type TodayView struct {
	challenge.Head
	Shared
	Day       civil.Date
	Number    int // 1 is the first day on site; 0 is none of them
	Days      []civil.Date
	Sessions  []Session // mine, and what everybody shares
	Next      *Session  // my next session after this day
	Now       int       // minutes after midnight, in London, when Day is today; -1 otherwise
	Questions map[uuid.UUID][]Question
	Members   map[uuid.UUID]Member
	Phones    []Phone
	Told      int
	Me        uuid.UUID
	Token     string // for the form: sending twice makes one note
	CanNote   bool
}

// Today is the phone's page for a member of the team: the day asked for, or today
// when it is a day on site, or the first of them that is to come.
func (s *Service) Today(ctx context.Context, actor access.Actor, ch challenge.ID, day civil.Date) (TodayView, error) {
	v := TodayView{Token: id.New().String(), Questions: map[uuid.UUID][]Question{}, Members: map[uuid.UUID]Member{}}
	v.Me, _ = actor.PersonID()
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if v.Head, v.Told, err = teamHeadTx(ctx, tx, s.Clock.Now(), ch); err != nil {
			return err
		}
		if v.Shared, err = sharedTx(ctx, tx, ch); err != nil {
			return err
		}
		return v.read(ctx, tx, day)
	})
	if err != nil {
		return TodayView{}, err
	}
	now := s.Clock.Now()
	v.Now = -1
	if v.Day == civil.Of(now) {
		v.Now = int(now.Sub(v.Day.Time()).Minutes())
	}
	v.CanNote = v.Stage.AtLeast(access.Reading) && !v.Stage.AtLeast(access.Final)
	return v, nil
}

func (v *TodayView) read(ctx context.Context, tx pgx.Tx, day civil.Date) error {
	v.Days = days(v.Challenge)
	v.Day = chosenDay(v.Days, day, v.Head.Today)
	for i, d := range v.Days {
		if d == v.Day {
			v.Number = i + 1
		}
	}
	all, err := sessionsTx(ctx, tx, v.ID)
	if err != nil {
		return err
	}
	v.mine(all)
	members, err := membersTx(ctx, tx, v.ID)
	if err != nil {
		return err
	}
	for _, m := range members {
		v.Members[m.PersonID] = m
	}
	ids := make([]uuid.UUID, len(v.Sessions))
	for i, s := range v.Sessions {
		ids[i] = s.ID
	}
	questions, err := db.All[Question](ctx, tx, questionSQL+`AND q.session_id = ANY ($2) ORDER BY q.id LIMIT 300`, v.ID, ids)
	if err != nil {
		return err
	}
	for _, q := range questions {
		v.Questions[q.SessionID] = append(v.Questions[q.SessionID], q)
	}
	v.Phones, err = phonesTx(ctx, tx, v.ID)
	return err
}

// mine keeps the day's sessions of the reader, and breaks; and finds the next.
func (v *TodayView) mine(all []Session) {
	for i, s := range all {
		if s.Kind != Break && !s.Has(v.Me) {
			continue
		}
		switch {
		case s.Day == v.Day:
			v.Sessions = append(v.Sessions, s)
		case s.Day.After(v.Day) && v.Next == nil && s.Kind != Break:
			v.Next = &all[i]
		}
	}
}

func chosenDay(days []civil.Date, asked, today civil.Date) civil.Date {
	for _, d := range days {
		if d == asked {
			return d
		}
	}
	return today
}

// Mine is a member's own sessions of all days, to print.
func (s *Service) Mine(ctx context.Context, actor access.Actor, ch challenge.ID) (View, error) {
	v, err := s.Programme(ctx, actor, ch)
	if err != nil {
		return v, err
	}
	if !v.OnTeam() || !v.Reads {
		return View{}, problem.Missing()
	}
	var mine []Session
	for _, x := range v.Sessions {
		if x.Kind == Break || x.Has(v.Me) {
			mine = append(mine, x)
		}
	}
	v.Sessions = mine
	return v, nil
}
