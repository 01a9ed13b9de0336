package visit

import (
	"context"
	"regexp"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
)

// MostTopics is how many topics a day's conversation may have (O4).
const MostTopics = 5

// DayTalk is the conversation of one day.
type DayTalk struct {
	Day     civil.Date
	Topics  []string
	By      string
	At      *time.Time
	Version int
	Line    string
	LineBy  string
	LineAt  *time.Time
	Heard   map[uuid.UUID]bool // the team alone
}

// DailyView is the conversations of the visit.
type DailyView struct {
	challenge.Head
	Days    []DayTalk
	Members []Member
	Team    bool

	CanHear, CanTopics, CanLine bool
}

// Daily is the page of the daily conversation: the team and the host's director;
// Missing to everybody else, coordinator and senior leaders included (O4, V8).
func (s *Service) Daily(ctx context.Context, actor access.Actor, ch challenge.ID) (DailyView, error) {
	var v DailyView
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if v.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), ch); err != nil {
			return err
		}
		v.Team = v.Standing().Is(access.Team...)
		if (!v.Team && !v.Standing().Is(access.DASS)) || !v.Stage.AtLeast(access.OnSite) {
			return problem.Missing()
		}
		if v.Team {
			if v.Members, err = membersTx(ctx, tx, ch); err != nil {
				return err
			}
		}
		return v.read(ctx, tx)
	})
	if err != nil {
		return DailyView{}, err
	}
	st := v.Standing()
	v.CanHear, v.CanTopics, v.CanLine = Hear.Allows(st), Topics.Allows(st), Line.Allows(st)
	return v, nil
}

func (v *DailyView) read(ctx context.Context, tx pgx.Tx) error {
	talks, err := db.All[struct {
		Day     civil.Date
		Topics  []string
		By      *string
		At      *time.Time
		Version int
		Line    *string
		LineBy  *string
		LineAt  *time.Time
	}](ctx, tx, `SELECT coalesce(d.day, l.day) AS day, coalesce(d.topics, '{}') AS topics, p.name AS by, d.at, coalesce(d.version, 0) AS version, l.words AS line, q.name AS line_by, l.at AS line_at
		FROM (SELECT * FROM visit_day WHERE challenge_id = $1) d FULL JOIN (SELECT * FROM visit_day_line WHERE challenge_id = $1) l ON l.day = d.day
		LEFT JOIN person p ON p.id = d.person_id LEFT JOIN person q ON q.id = l.person_id`, v.ID)
	if err != nil {
		return err
	}
	heard, err := db.All[struct {
		Day     civil.Date
		HeardID uuid.UUID
	}](ctx, tx, `SELECT day, heard_id FROM visit_heard WHERE challenge_id = $1`, v.ID)
	if err != nil {
		return err
	}
	for _, day := range days(v.Challenge) {
		if day.After(v.Head.Today) {
			break
		}
		t := DayTalk{Day: day, Heard: map[uuid.UUID]bool{}}
		for _, x := range talks {
			if x.Day == day {
				t.Topics, t.At, t.Version, t.LineAt = x.Topics, x.At, x.Version, x.LineAt
				t.By, t.Line, t.LineBy = text(x.By), text(x.Line), text(x.LineBy)
			}
		}
		for _, h := range heard {
			if h.Day == day {
				t.Heard[h.HeardID] = true
			}
		}
		v.Days = append(v.Days, t)
	}
	return nil
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

var (
	quotation = regexp.MustCompile(`["“”„«»]|(^|\s)‘[^’]+\s[^’]*’`)
	groupWord = regexp.MustCompile(`(?i)\b(focus group|group|groups|drop-in|one-to-one|session)\b`)
)

func checkTopics(topics []string) error {
	var f problem.Fields
	f.Check(len(topics) > 0, "topics", "Write at least one topic")
	f.Check(len(topics) <= MostTopics, "topics", "Write at most five topics, one on each line")
	for _, t := range topics {
		f.Check(db.Length(t) <= 120, "topics", "A topic must be 120 characters or fewer: a few words are enough")
		f.Check(!quotation.MatchString(t), "topics", "A topic has no quotations. Say in your own words what you talked about")
		f.Check(!groupWord.MatchString(t), "topics", "A topic names no group or session, so that nobody can tell who said it")
	}
	if len(f) > 1 {
		f = f[:1]
	}
	return f.Err()
}

func (w work) dayOnSite(day civil.Date) error {
	for _, d := range days(w.c) {
		if d == day && !d.After(civil.Of(w.now)) {
			return nil
		}
	}
	return problem.Missing()
}

// SaveTopics notes what lead and director talked about on a day: up to five
// topics, no quotations, no groups (O4). The lead or deputy lead; version is the
// one the words rest on, 0 for the first.
func (s *Service) SaveTopics(ctx context.Context, actor access.Actor, ch challenge.ID, day civil.Date, version int, lines string) error {
	var topics []string
	for _, l := range strings.Split(lines, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			topics = append(topics, l)
		}
	}
	return s.in(ctx, actor, ch, Topics, func(w work) error {
		if err := w.dayOnSite(day); err != nil {
			return err
		}
		if err := checkTopics(topics); err != nil {
			return err
		}
		if version == 0 {
			tag, err := w.tx.Exec(ctx, `INSERT INTO visit_day (challenge_id, day, topics, person_id, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
				ch, day, topics, w.me, w.now)
			if err == nil && tag.RowsAffected() == 0 {
				err = problem.New(problem.Conflict, "Somebody else has written the topics of this day meanwhile. Your words are below; theirs are on the page.")
			}
			if err != nil {
				return err
			}
		} else if err := db.ExecOne(ctx, w.tx, `UPDATE visit_day SET topics = $4, person_id = $5, at = $6, version = version + 1
			WHERE challenge_id = $1 AND day = $2 AND version = $3`, ch, day, version, topics, w.me, w.now); err != nil {
			return err
		}
		return w.log(ctx, Topics.Name, access.TeamRoom, ch)
	})
}

// SaveLine keeps the director's one line under a day's topics.
func (s *Service) SaveLine(ctx context.Context, actor access.Actor, ch challenge.ID, day civil.Date, words string) error {
	return s.in(ctx, actor, ch, Line, func(w work) error {
		if err := w.dayOnSite(day); err != nil {
			return err
		}
		var f problem.Fields
		f.Check(!blank(words), "line", "Write your line")
		f.Check(db.Length(words) <= 300, "line", "Your line must be 300 characters or fewer")
		if err := f.Err(); err != nil {
			return err
		}
		if err := w.exec(ctx, `INSERT INTO visit_day_line (challenge_id, day, words, person_id, at) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (challenge_id, day) DO UPDATE SET words = $3, person_id = $4, at = $5`, ch, day, words, w.me, w.now); err != nil {
			return err
		}
		return w.log(ctx, Line.Name, access.TeamRoom, ch)
	})
}

// SaveHeard ticks which members were heard at the team's own meeting of a day, and
// nothing else. The lead or deputy lead.
func (s *Service) SaveHeard(ctx context.Context, actor access.Actor, ch challenge.ID, day civil.Date, heard []uuid.UUID) error {
	if heard == nil {
		heard = []uuid.UUID{} // nobody yet; NULL would match nothing
	}
	return s.in(ctx, actor, ch, Hear, func(w work) error {
		if err := w.dayOnSite(day); err != nil {
			return err
		}
		members, err := membersTx(ctx, w.tx, ch)
		if err != nil {
			return err
		}
		known := map[uuid.UUID]bool{}
		for _, m := range members {
			known[m.PersonID] = true
		}
		for _, h := range heard {
			if !known[h] {
				return problem.Missing()
			}
		}
		if err := w.exec(ctx, `DELETE FROM visit_heard WHERE challenge_id = $1 AND day = $2 AND heard_id <> ALL ($3)`, ch, day, heard); err != nil {
			return err
		}
		if err := w.exec(ctx, `INSERT INTO visit_heard (challenge_id, day, heard_id, person_id, at) SELECT $1, $2, x, $4, $5 FROM unnest($3::uuid[]) x
			ON CONFLICT DO NOTHING`, ch, day, heard, w.me, w.now); err != nil {
			return err
		}
		return w.log(ctx, Hear.Name, access.TeamRoom, ch)
	})
}
