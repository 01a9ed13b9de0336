package schedule

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
)

// Proposed is somebody of the proposed team, as the host sees them.
type Proposed struct {
	PersonID uuid.UUID
	Name     string
	Council  string // where they work; may be empty
	Post     string
	Role     access.Role
	Accepted bool
}

// Given is an answer the host gave, for the host and the region.
type Given struct {
	Name   string
	Agreed bool
	About  About
	Reason string
	At     time.Time
}

// Proposal is the page that shows a host its dates and its team.
type Proposal struct {
	Head    challenge.Head
	Dates   []challenge.DateOf
	Team    []Proposed
	Answers []Given
	// Elections are the pre-election periods that the visit falls in.
	Elections []reference.Period
	HasLead   bool
	CanAnswer bool // the reader is the host's director and nothing is agreed yet
	CanMove   bool // the reader is the coordinator
}

// ProposalPage reads it for the host's director and link officer and for the
// coordinator; to everybody else on the challenge it is Missing. Six statements.
func (s *Service) ProposalPage(ctx context.Context, actor access.Actor, id challenge.ID) (Proposal, error) {
	var p Proposal
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), id); err != nil {
			return err
		}
		standing := p.Head.Standing()
		if !standing.Is(access.DASS, access.LinkOfficer, access.Coordinator) {
			return problem.Missing()
		}
		p.CanAnswer, p.CanMove = Answer.Allows(standing), Move.Allows(standing)
		if p.Dates, err = challenge.DatesTx(ctx, tx, id); err != nil {
			return err
		}
		if err = p.teamTx(ctx, tx); err != nil {
			return err
		}
		host, err := hostTx(ctx, tx, p.Head.HostCouncilID)
		if err != nil {
			return err
		}
		p.Elections = electionsNear(Visit{First: p.Head.OnsiteFirst, Last: p.Head.OnsiteLast}, host)
		p.Answers, err = db.All[Given](ctx, tx, `SELECT p.name, a.agreed, a.about, a.reason, a.at FROM proposal_answer a JOIN person p ON p.id = a.person_id
			WHERE a.challenge_id = $1 ORDER BY a.at DESC LIMIT 20`, id)
		return err
	})
	return p, err
}

func (p *Proposal) teamTx(ctx context.Context, tx pgx.Tx) (err error) {
	p.Team, err = db.All[Proposed](ctx, tx, `SELECT m.person_id, p.name, coalesce(k.name, '') AS council, p.post, m.role, m.state = 'accepted' AS accepted
		FROM team_member m JOIN person p ON p.id = m.person_id LEFT JOIN council k ON k.id = p.council_id
		WHERE m.challenge_id = $1 AND m.state IN ('proposed', 'accepted')
		ORDER BY array_position(ARRAY['lead', 'deputy_lead', 'councillor', 'senior_manager', 'expert', 'visiting_psw'], m.role), p.name LIMIT 50`, p.Head.ID)
	for _, m := range p.Team {
		p.HasLead = p.HasLead || m.Role == access.Lead
	}
	return err
}

// OnSite is the days on site in words.
func (p Proposal) OnSite() string { return civil.Range(p.Head.OnsiteFirst, p.Head.OnsiteLast) }
