package visit

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// Briefing is what a group is told before it meets, from facts (O2). It names two
// members of the team and nobody who comes.
type Briefing struct {
	Kind         Kind
	Audience     Audience
	Title        string
	Day          civil.Date
	Starts, Ends int
	Place, Room  string
	Address      string
	MapLink      string
	Interpreter  string
	HostCouncil  string
	HostSlug     string
	RegionName   string
	LeadName     *string
	LeadRole     *access.Role
	NotesName    *string
	NotesRole    *access.Role
	Stage        access.Stage
	Open         bool // the team still takes what people tell it
}

// When is the briefing's time as words need it.
func (b Briefing) When() Details { return Details{Day: b.Day, Starts: b.Starts, Ends: b.Ends} }

func briefingTx(ctx context.Context, tx pgx.Tx, token string) (Briefing, error) {
	return db.One[Briefing](ctx, tx, `SELECT kind, audience, title, day, starts, ends, place, room, address, map_link, interpreter, host_council,
		host_slug, region_name, lead_name, lead_role, notes_name, notes_role, stage, open FROM briefing_page($1)`, token)
}

// OpenBriefing is the open page: whoever has the link, signed in or not.
func (s *Service) OpenBriefing(ctx context.Context, token string) (Briefing, error) {
	var b Briefing
	if len(token) > 64 {
		return b, problem.Missing()
	}
	err := db.Read(ctx, s.DB, access.Public(), func(tx pgx.Tx) (err error) {
		b, err = briefingTx(ctx, tx, token)
		return err
	})
	return b, err
}

// TellTeam takes what somebody tells the team by the open page: one text, no name
// asked. The same sending twice is one telling.
func (s *Service) TellTeam(ctx context.Context, token string, sending uuid.UUID, text string) error {
	var f problem.Fields
	f.Check(!blank(text), "text", "Write what you want to tell the team")
	f.Check(db.Length(text) <= 4000, "text", "The text must be 4,000 characters or fewer")
	noIdentifier(&f, "text", text)
	if err := f.Err(); err != nil {
		return err
	}
	if len(token) > 64 {
		return problem.Missing()
	}
	if sending == uuid.Nil {
		sending = id.New()
	}
	return db.InTx(ctx, s.DB, access.Public(), func(tx pgx.Tx) error {
		if _, err := briefingTx(ctx, tx, token); err != nil {
			return err
		}
		answer, err := db.Value[string](ctx, tx, `SELECT tell_the_team($1, $2, $3, $4)`, token, sending, text, civil.Of(s.Clock.Now()))
		switch {
		case err != nil:
			return err
		case answer == "told":
			return nil
		case answer == "full":
			return problem.New(problem.Closed, "This page has taken as many messages as it can. Please tell the challenge lead by telephone.")
		}
		return problem.New(problem.Closed, "The team is writing its final report and takes no more messages here. Copy your words if you want to keep them.")
	})
}

// BriefingView is the sheet to print, for host, organiser and team.
type BriefingView struct {
	challenge.Head
	Session  Session
	Briefing Briefing
	Link     string // the whole address of the open page
	CanGive  bool
}

// Sheet is the page of a session's briefing. Missing where nobody is invited.
func (s *Service) Sheet(ctx context.Context, actor access.Actor, ch challenge.ID, session uuid.UUID) (BriefingView, error) {
	var v BriefingView
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if v.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), ch); err != nil {
			return err
		}
		if v.Session, err = sessionTx(ctx, tx, ch, session); err != nil {
			return err
		}
		if v.Session.Token == nil {
			return problem.Missing()
		}
		v.Briefing, err = briefingTx(ctx, tx, *v.Session.Token)
		return err
	})
	if err != nil {
		return v, err
	}
	st := v.Standing()
	v.Link = s.BaseURL + "/briefings/" + *v.Session.Token
	v.CanGive = v.Session.GivenAt == nil && Brief.Allows(st) && (v.Session.IOrganise || st.Is(hosts...))
	return v, nil
}

// GiveBriefing marks a briefing as given to everybody invited: the organiser, or
// the host for them. It must be before the group meets; a later mark says when.
func (s *Service) GiveBriefing(ctx context.Context, actor access.Actor, ch challenge.ID, session uuid.UUID) error {
	return s.in(ctx, actor, ch, Brief, func(w work) error {
		it, err := sessionTx(ctx, w.tx, ch, session)
		if err != nil {
			return err
		}
		if it.Token == nil || (!it.IOrganise && !w.c.Standing().Is(hosts...)) {
			return problem.Missing()
		}
		if err := db.ExecOne(ctx, w.tx, `UPDATE visit_briefing SET given_at = $3, given_by = $4 WHERE challenge_id = $1 AND session_id = $2 AND given_at IS NULL`,
			ch, session, w.now, w.me); err != nil {
			return err
		}
		if err := task.DoneTx(ctx, w.tx, actor, w.now, ch, BriefingTask, session.String()); err != nil {
			return err
		}
		return w.log(ctx, Brief.Name, access.Shared, session)
	})
}

// Telling is what somebody told the team afterwards.
type Telling struct {
	ID      uuid.UUID
	Body    string
	OnDay   civil.Date
	Session string
}

// TellingsView is what people told the team.
type TellingsView struct {
	challenge.Head
	Tellings []Telling
}

// Told is the team's page of it; to others it is not there.
func (s *Service) Told(ctx context.Context, actor access.Actor, ch challenge.ID) (TellingsView, error) {
	var v TellingsView
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if v.Head, _, err = teamHeadTx(ctx, tx, s.Clock.Now(), ch); err != nil {
			return err
		}
		v.Tellings, err = db.All[Telling](ctx, tx, `SELECT t.id, t.body, t.on_day, coalesce(s.title, 'A session that was taken out') AS session
			FROM visit_telling t LEFT JOIN visit_session s ON s.id = t.session_id WHERE t.challenge_id = $1 ORDER BY t.on_day DESC, t.id LIMIT 300`, ch)
		return err
	})
	return v, err
}

// teamHeadTx is the head of a page that only the team sees, undertaking signed
// (T9), and how often somebody told the team something.
func teamHeadTx(ctx context.Context, tx pgx.Tx, now time.Time, ch challenge.ID) (h challenge.Head, told int, err error) {
	if h, err = challenge.HeadTx(ctx, tx, now, ch); err != nil {
		return h, 0, err
	}
	if !h.Standing().Is(access.Team...) || !h.Stage.AtLeast(access.Reading) {
		return h, 0, problem.Missing()
	}
	team, err := db.One[struct {
		Mine bool
		Told int
	}](ctx, tx, `SELECT $1 = ANY (keys_of('team')) AS mine, (SELECT count(*) FROM visit_telling WHERE challenge_id = $1) AS told`, ch)
	if err == nil && !team.Mine {
		err = problem.Missing()
	}
	return h, team.Told, err
}
