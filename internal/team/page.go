package team

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/cycle"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
)

// Page is the team as the reader may see it.
type Page struct {
	Head    challenge.Head
	Members []Member // live places, in order
	Past    []Member // who said no, could not, or left: for the coordinator only
	Summary Summary
	Pool    []Pool // who could be asked: for the coordinator only
	// What the reader may do.
	CanPropose, CanDecide, CanRemove bool
	Coordinates, Leads, CanTrain     bool
	CanPromise                       bool
	Invited                          bool // the reader has a place here, asked or accepted
	LinkWeighed                      bool // for the host's director: a link was weighed, not whose or what (T5)
}

// TeamPage reads the team for everybody on the challenge; Missing to others. Four
// statements, five for the coordinator and the host's director.
func (s *Service) TeamPage(ctx context.Context, actor access.Actor, cid challenge.ID) (Page, error) {
	return s.page(ctx, actor, cid, nil)
}

// FormPage is TeamPage for a page with a form: refused as its verb would be.
func (s *Service) FormPage(ctx context.Context, actor access.Actor, cid challenge.ID, v access.Verb) (Page, error) {
	return s.page(ctx, actor, cid, &v)
}

func (s *Service) page(ctx context.Context, actor access.Actor, cid challenge.ID, v *access.Verb) (Page, error) {
	var p Page
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), cid); err != nil {
			return err
		}
		standing := p.Head.Standing()
		if len(standing.Roles) == 0 {
			return problem.Missing()
		}
		if v != nil {
			if err := challenge.Require(p.Head.Challenge, *v); err != nil {
				return err
			}
		}
		p.Coordinates, p.Leads = standing.Is(access.Coordinator), standing.Is(access.Lead, access.DeputyLead)
		p.CanTrain, p.CanPromise = Train.Allows(standing), WritePromise.Allows(standing)
		p.CanPropose, p.CanDecide, p.CanRemove = Propose.Allows(standing), Decide.Allows(standing), Remove.Allows(standing)
		f, err := cycle.FrameworkTx(ctx, tx, p.Head.FrameworkID)
		if err != nil {
			return err
		}
		all, err := membersTx(ctx, tx, cid)
		if err != nil {
			return err
		}
		p.Summary = Summarise(all, f.Team)
		p.sort(all, actor)
		if standing.Is(access.DASS) {
			p.LinkWeighed, err = db.Value[bool](ctx, tx, `SELECT EXISTS (SELECT FROM task WHERE challenge_id = $1 AND kind = $2 AND done_at IS NOT NULL)`, cid, weighedTask)
			if err != nil {
				return err
			}
		}
		if p.CanPropose {
			p.Pool, err = poolTx(ctx, tx, p.Head.Challenge)
		}
		return err
	})
	return p, err
}

func (p *Page) sort(all []Member, actor access.Actor) {
	me, _ := actor.PersonID()
	for _, m := range all {
		switch {
		case m.Live():
			p.Members = append(p.Members, p.fit(m))
			p.Invited = p.Invited || m.PersonID == uuid.UUID(me)
		case p.Coordinates:
			p.Past = append(p.Past, p.fit(m))
		}
	}
}

// fit leaves out what the reader of this page need not know: a person's own
// declaration belongs on the page of the invitation.
func (p *Page) fit(m Member) Member {
	if !p.Coordinates {
		m.DeclarationID, m.Interest, m.Grounds, m.Words, m.Decision, m.Reason = nil, nil, nil, "", nil, ""
		if !p.Leads { // one's own are on the page of the invitation
			m.Needs = ""
		}
	}
	return m
}

// Candidate is one member for the page that asks the coordinator to confirm.
func (p Page) Candidate(member uuid.UUID) (Member, bool) {
	for _, m := range p.Members {
		if m.ID == member {
			return m, true
		}
	}
	return Member{}, false
}

// Invitation is the page of somebody who is asked, or who has accepted.
type Invitation struct {
	Head                                       challenge.Head
	Me                                         Member
	Director                                   string // of the host; empty when nobody holds the post
	Lead                                       string // who leads; empty when nobody is asked yet
	Coordinators                               []string
	Promise                                    *Promise // what an expert is promised (T10); nil for others
	CanSayNeeds                                bool
	NotYet                                     string // why accepting is not possible yet; empty when it is
	CanDeclare, CanAccept, CanDecline, CanSign bool
}

// InvitationPage reads the actor's own invitation; Missing when they have none.
// Four statements.
func (s *Service) InvitationPage(ctx context.Context, actor access.Actor, cid challenge.ID) (Invitation, error) {
	return s.invitation(ctx, actor, cid, nil)
}

// InvitationForm is InvitationPage for a page with a form: refused as its verb would be.
func (s *Service) InvitationForm(ctx context.Context, actor access.Actor, cid challenge.ID, verb access.Verb) (Invitation, error) {
	return s.invitation(ctx, actor, cid, &verb)
}

func (s *Service) invitation(ctx context.Context, actor access.Actor, cid challenge.ID, verb *access.Verb) (Invitation, error) {
	var v Invitation
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if v.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), cid); err != nil {
			return err
		}
		if v.Me, err = ownTx(ctx, tx, cid); err != nil {
			return err
		}
		if verb != nil {
			if err := challenge.Require(v.Head.Challenge, *verb); err != nil {
				return err
			}
		}
		if v.Promise, err = promiseTx(ctx, tx, cid, v.Me.PersonID); err != nil {
			return err
		}
		v.NotYet = v.Me.notYet()
		if v.NotYet == "" && v.Promise != nil && !v.Promise.Ready() {
			v.NotYet = readOutFirst
		}
		standing := v.Head.Standing()
		v.CanDeclare, v.CanDecline = Declare.Allows(standing), Decline.Allows(standing)
		v.CanSayNeeds = SayNeeds.Allows(standing)
		v.CanAccept = Accept.Allows(standing) && v.NotYet == ""
		v.CanSign = Sign.Allows(standing) && v.Me.State == Accepted && (v.Me.UndertakingAt == nil || v.Me.TrainedBy == nil && len(v.Me.Lacks()) > 0)
		return v.namesTx(ctx, tx)
	})
	return v, err
}

func (v *Invitation) namesTx(ctx context.Context, tx pgx.Tx) error {
	type named struct {
		Director, Lead string
		Coordinators   []string
	}
	n, err := db.One[named](ctx, tx, `SELECT
		coalesce((SELECT string_agg(DISTINCT p.name, ', ') FROM room_key k JOIN person p ON p.id = k.person_id
			WHERE k.scope_id = $1 AND k.room = 'common' AND k.because = 'dass' AND k.revoked_at IS NULL), '') AS director,
		coalesce((SELECT p.name FROM team_member m JOIN person p ON p.id = m.person_id
			WHERE m.challenge_id = $1 AND m.role = 'lead' AND m.state IN ('proposed', 'accepted')), '') AS lead,
		coalesce((SELECT array_agg(DISTINCT p.name) FROM room_key k JOIN person p ON p.id = k.person_id
			WHERE k.scope_id = $1 AND k.room = 'common' AND k.because = 'coordinator' AND k.revoked_at IS NULL), '{}') AS coordinators`, v.Head.ID)
	v.Director, v.Lead, v.Coordinators = n.Director, n.Lead, n.Coordinators
	return err
}

func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
