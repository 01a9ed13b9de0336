package visit

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
)

// View is the programme as one reader may see it: Sessions for the host and, once
// shared, the team and the visiting PSWs; Outline for senior leaders; nothing but
// Counts for the lead and the coordinator before that.
type View struct {
	challenge.Head
	Shared
	Days     []civil.Date
	Sessions []Session
	Outline  []Outline
	Counts   map[Audience]int
	Missing  []Audience
	Clashes  []Clash
	Members  []Member
	Phones   []Phone
	Reads    bool // the sessions
	Leader   bool // a senior leader, who reads the outline
	Host     bool
	Me       uuid.UUID

	CanBuild, CanShare, CanWant, CanAssign, CanNumber bool
}

// Outline is what senior leaders see of a session (O5).
type Outline struct {
	Day          civil.Date
	Starts, Ends int
	Kind         Kind
	Audience     Audience
	Size         Size
}

// When is the outline's time as words need it.
func (o Outline) When() Details { return Details{Day: o.Day, Starts: o.Starts, Ends: o.Ends} }

// On lists the sessions of a day.
func (v View) On(day civil.Date) []Session { return onDay(v.Sessions, day) }

func onDay(list []Session, day civil.Date) []Session {
	var out []Session
	for _, s := range list {
		if s.Day == day {
			out = append(out, s)
		}
	}
	return out
}

// Programme is the programme's page. Host, team, visiting PSWs, senior leaders and
// coordinator; Missing to others, a contributor who organises a group included
// (that page is Organise).
func (s *Service) Programme(ctx context.Context, actor access.Actor, ch challenge.ID) (View, error) {
	var v View
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if v.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), ch); err != nil {
			return err
		}
		st := v.Standing()
		v.Host, v.Leader = st.Is(hosts...), st.Is(access.SeniorLeader, access.HostReader) && !st.Is(hosts...)
		visitor := st.Is(visiting...)
		if !v.Stage.AtLeast(access.Preparing) || (!v.Host && !v.Leader && !visitor && !st.Is(access.Coordinator)) {
			return problem.Missing()
		}
		if v.Shared, err = sharedTx(ctx, tx, ch); err != nil {
			return err
		}
		if v.Leader {
			v.Outline, err = db.All[Outline](ctx, tx, `SELECT day, starts, ends, kind, audience, size FROM programme_outline($1)`, ch)
			return err
		}
		if v.Members, err = membersTx(ctx, tx, ch); err != nil {
			return err
		}
		v.Reads = v.Host || (visitor && v.SharedAt != nil && v.Stage.AtLeast(access.Reading))
		return v.read(ctx, tx)
	})
	if err != nil {
		return View{}, err
	}
	v.Me, _ = actor.PersonID()
	v.allow()
	return v, nil
}

func (v *View) read(ctx context.Context, tx pgx.Tx) (err error) {
	if v.Counts, err = countsTx(ctx, tx, v.ID); err != nil {
		return err
	}
	v.Days, v.Missing = days(v.Challenge), Missing(v.Wanted, v.Counts)
	if !v.Reads {
		return nil
	}
	if v.Sessions, err = sessionsTx(ctx, tx, v.ID); err != nil {
		return err
	}
	if v.Host || v.Standing().Is(leads...) {
		v.Clashes = Clashes(v.Sessions, v.Members)
	}
	v.Phones, err = phonesTx(ctx, tx, v.ID)
	return err
}

func (v *View) allow() {
	st := v.Standing()
	v.CanBuild = Build.Allows(st)
	v.CanShare = Share.Allows(st) && v.SharedAt == nil && len(v.Sessions) > 0
	v.CanWant = Want.Allows(st)
	v.CanAssign = Assign.Allows(st) && v.Reads
	v.CanNumber = Number.Allows(st) && v.Reads
}

// SessionView is one session with the team's questions, and the form to change it.
type SessionView struct {
	challenge.Head
	Shared
	Session   Session
	Questions []Question
	Members   []Member
	Days      []civil.Date
	People    []Candidate // who can organise it
	Team      bool
	Me        uuid.UUID

	CanBuild, CanAssign, CanAsk, CanBrief bool
}

// Candidate is somebody of the host who can organise a group: no leader, since
// leaders do not read names (O5).
type Candidate struct {
	PersonID uuid.UUID
	Name     string
}

// Session is the page of one session, for those who read the programme and for
// its organiser; Missing to others.
func (s *Service) Session(ctx context.Context, actor access.Actor, ch challenge.ID, id uuid.UUID) (SessionView, error) {
	var v SessionView
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if v.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), ch); err != nil {
			return err
		}
		if v.Session, err = sessionTx(ctx, tx, ch, id); err != nil {
			return err
		}
		if v.Shared, err = sharedTx(ctx, tx, ch); err != nil {
			return err
		}
		if v.Team = v.Standing().Is(access.Team...); v.Team {
			if v.Questions, err = questionsTx(ctx, tx, ch, id); err != nil {
				return err
			}
		}
		if v.Members, err = membersTx(ctx, tx, ch); err != nil {
			return err
		}
		return v.people(ctx, tx)
	})
	if err != nil {
		return SessionView{}, err
	}
	v.Me, _ = actor.PersonID()
	v.Days = days(v.Challenge)
	st := v.Standing()
	v.CanBuild, v.CanAssign, v.CanAsk = Build.Allows(st), Assign.Allows(st), Ask.Allows(st)
	v.CanBrief = Brief.Allows(st) && v.Session.NeedsBriefing() && v.Session.GivenAt == nil && (v.Session.IOrganise || st.Is(hosts...))
	return v, nil
}

func (v *SessionView) people(ctx context.Context, tx pgx.Tx) (err error) {
	if v.Standing().Is(hosts...) {
		v.People, err = candidatesTx(ctx, tx, v.ID)
	}
	return err
}

func candidatesTx(ctx context.Context, tx pgx.Tx, ch challenge.ID) ([]Candidate, error) {
	return db.All[Candidate](ctx, tx, `SELECT k.person_id, p.name FROM room_key k JOIN person p ON p.id = k.person_id
		WHERE k.scope = 'challenge' AND k.scope_id = $1 AND k.room = 'common' AND k.revoked_at IS NULL
		GROUP BY k.person_id, p.name
		HAVING bool_or(k.because IN ('link_officer', 'contributor', 'host_psw')) AND NOT bool_or(k.because IN ('dass', 'senior_leader', 'host_reader'))
		ORDER BY p.name, k.person_id`, ch)
}

// NewSession is the form for a new session.
func (s *Service) NewSession(ctx context.Context, actor access.Actor, ch challenge.ID) (SessionView, error) {
	var v SessionView
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if v.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), ch); err != nil {
			return err
		}
		if err := challenge.Require(v.Challenge, Build); err != nil {
			return err
		}
		if v.Members, err = membersTx(ctx, tx, ch); err != nil {
			return err
		}
		return v.people(ctx, tx)
	})
	if err != nil {
		return SessionView{}, err
	}
	v.Days, v.CanBuild = days(v.Challenge), true
	return v, nil
}

// ToChange is the form to change a session: host director and link officer.
func (s *Service) ToChange(ctx context.Context, actor access.Actor, ch challenge.ID, id uuid.UUID) (SessionView, error) {
	v, err := s.Session(ctx, actor, ch, id)
	if err != nil {
		return v, err
	}
	return v, challenge.Require(v.Challenge, Build)
}

// ToShare is the page before sharing: Closed when it is shared already.
func (s *Service) ToShare(ctx context.Context, actor access.Actor, ch challenge.ID) (View, error) {
	v, err := s.Programme(ctx, actor, ch)
	if err != nil {
		return v, err
	}
	if err := challenge.Require(v.Challenge, Share); err != nil {
		return View{}, err
	}
	if v.SharedAt != nil {
		return View{}, problem.New(problem.Closed, "The programme is shared already. Changes show at once.")
	}
	return v, nil
}
