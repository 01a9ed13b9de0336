package team

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/cycle"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
	"peerchallenge/internal/task"
)

// candidate is what the rules ask of somebody before they are asked to join.
type candidate struct {
	ID        uuid.UUID
	Name      string
	RegionID  *uuid.UUID
	CouncilID *uuid.UUID
	HostSide  bool // has a role at the host in this challenge (section 2)
	Barred    bool // said that they cannot take part in it (T5)
	Visits    []otherVisit
}

// otherVisit is another team that somebody is asked for or on.
type otherVisit struct {
	Council string     `json:"council"`
	First   civil.Date `json:"first"`
	Last    civil.Date `json:"last"`
}

const candidateSQL = `SELECT p.id, p.name, p.region_id, p.council_id,
	EXISTS (SELECT FROM role_holding h WHERE h.person_id = p.id AND h.ended_at IS NULL AND (
		(h.scope = 'challenge' AND h.scope_id = c.id AND h.role IN ('link_officer', 'senior_leader', 'host_reader', 'contributor', 'council_reader'))
		OR (h.scope = 'council' AND h.scope_id = c.host_council_id))) AS host_side,
	EXISTS (SELECT FROM declaration d WHERE d.challenge_id = c.id AND d.person_id = p.id
		AND (d.interest = 'barring' OR d.decision = 'may_not')) AS barred,
	coalesce((SELECT jsonb_agg(jsonb_build_object('council', k.name, 'first', o.onsite_first, 'last', o.onsite_last))
		FROM team_member m JOIN challenge o ON o.id = m.challenge_id JOIN council k ON k.id = o.host_council_id
		WHERE m.person_id = p.id AND m.state IN ('proposed', 'accepted') AND o.id <> c.id AND o.ended IS NULL), '[]') AS visits
	FROM person p, challenge c WHERE c.id = $1 `

// Propose asks a person of the region's pool to take a place, refused at the
// field "role" when the place is taken (T1, T2, T3, T6) and at "person" when they
// belong to the host, said they cannot take part (T5), have a part already or are
// on another visit within a fortnight (S3). They get a task and a mail. Only the
// coordinator.
func (s *Service) Propose(ctx context.Context, actor access.Actor, cid challenge.ID, who uuid.UUID, role access.Role) error {
	return s.change(ctx, actor, cid, Propose, func(tx pgx.Tx, c challenge.Challenge, now time.Time) error {
		var f problem.Fields
		f.Check(slices.Contains(Roles, role), "role", "Choose a place on the team")
		f.Check(who != uuid.Nil, "person", "Choose a person")
		if len(f) > 0 {
			return f.Err()
		}
		// one at a time in a region, so that nobody is put on two near visits at once (S3)
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('schedule/' || $1::text, 0))`, c.RegionID); err != nil {
			return err
		}
		if err := checkProposalTx(ctx, tx, c, who, role); err != nil {
			return err
		}
		return s.proposeTx(ctx, tx, actor, now, c, who, role)
	})
}

func checkProposalTx(ctx context.Context, tx pgx.Tx, c challenge.Challenge, who uuid.UUID, role access.Role) error {
	framework, err := cycle.FrameworkTx(ctx, tx, c.FrameworkID)
	if err != nil {
		return err
	}
	members, err := membersTx(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	p, err := db.One[candidate](ctx, tx, candidateSQL+`AND p.id = $2`, c.ID, who)
	var f problem.Fields
	switch {
	case problem.Is(err, problem.NotFound):
		f.Add("person", "Choose a person of the region")
		return f.Err()
	case err != nil:
		return err
	}
	if words := p.refusal(c, members, framework.Planning.DaysBetweenVisitsOfOnePerson); words != "" {
		f.Add("person", words)
	}
	if words := placeTaken(members, role, framework.Team); words != "" {
		f.Add("role", words)
	}
	return f.Err()
}

// refusal says why somebody cannot be asked; empty when they can.
func (p candidate) refusal(c challenge.Challenge, members []Member, days int) string {
	switch {
	case p.RegionID == nil || *p.RegionID != c.RegionID:
		return "Choose a person of the region"
	case p.CouncilID != nil && *p.CouncilID == c.HostCouncilID:
		return p.Name + " works for " + c.HostCouncil + ", the host. Choose somebody from another council"
	case p.HostSide:
		return p.Name + " has a part at the host in this challenge. Nobody can be on both sides"
	case p.Barred:
		return p.Name + " cannot take part in this challenge. Choose somebody else"
	case slices.ContainsFunc(members, func(m Member) bool { return m.Live() && m.PersonID == p.ID }):
		return p.Name + " is on this team already, or has been asked"
	}
	for _, v := range p.Visits {
		if apart := apart(c, v); apart < days {
			return fmt.Sprintf("%s is on the team that visits %s on %s, %d days apart. There must be %d days between two visits of one person",
				p.Name, v.Council, civil.Range(v.First, v.Last), apart, days)
		}
	}
	return ""
}

// apart is how many days lie between this visit and another; 0 when they overlap.
func apart(c challenge.Challenge, v otherVisit) int {
	return max(c.OnsiteLast.DaysUntil(v.First), v.Last.DaysUntil(c.OnsiteFirst), 0)
}

func placeTaken(members []Member, role access.Role, r reference.TeamRules) string {
	limit := most(role, r)
	if limit == 0 || countOf(members, role) < limit {
		return ""
	}
	if limit == 1 {
		return fmt.Sprintf("The place of the %s is taken. Take the other person off the team first", lowerFirst(role.Name()))
	}
	return fmt.Sprintf("All %d places for a %s are taken", limit, lowerFirst(role.Name()))
}

func (s *Service) proposeTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, c challenge.Challenge, who uuid.UUID, role access.Role) error {
	member := id.New()
	_, err := tx.Exec(ctx, `INSERT INTO team_member (id, challenge_id, region_id, person_id, role, proposed_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		member, c.ID, c.RegionID, who, role, now)
	if err != nil {
		return err
	}
	if _, err := person.HoldTx(ctx, tx, actor, now, person.Holding{Person: who, Role: access.Invitee, Scope: person.InChallenge, ScopeID: c.ID,
		Title: role.Name(), Starts: civil.Of(now)}); err != nil {
		return err
	}
	err = task.OpenTx(ctx, tx, now, task.New{Challenge: c.ID, Kind: InvitationTask, Subject: member.String(), Person: who,
		Title: "Read the invitation and answer", Path: part(c.ID, "invitation"), Due: civil.AddWorkingDays(civil.Of(now), answerWithin)})
	if err != nil {
		return err
	}
	// a host who asked for another team is answered by a change to it
	if err := task.DoneTx(ctx, tx, actor, now, c.ID, "proposal-objection", "team"); err != nil {
		return err
	}
	if err := audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: Propose.Name, Challenge: c.ID, Room: access.Common, Subject: who}); err != nil {
		return err
	}
	return outbox.QueueTx(ctx, tx, now, outbox.Mail{Person: who, Kind: "team.proposed", Subject: c.Name + ": would you join the team?",
		Body: fmt.Sprintf("You are asked to join the team of %s as %s.\n\nThe visit to %s is on %s.\n\nPlease read what it means, and say yes or no:\n%s\n",
			c.Name, lowerFirst(role.Name()), c.HostCouncil, civil.Range(c.OnsiteFirst, c.OnsiteLast), s.BaseURL+part(c.ID, "invitation"))})
}

// answerWithin is how many working days somebody has to answer an invitation.
const answerWithin = 5

// Pool is somebody of the region who could be asked.
type Pool struct {
	ID      uuid.UUID
	Name    string
	Post    string
	Council string
}

// poolTx lists who could be asked: people of the region who do not work for the
// host and have no live place on this team.
func poolTx(ctx context.Context, tx pgx.Tx, c challenge.Challenge) ([]Pool, error) {
	return db.All[Pool](ctx, tx, `SELECT p.id, p.name, p.post, coalesce(k.name, '') AS council
		FROM person p LEFT JOIN council k ON k.id = p.council_id
		WHERE p.region_id = $1 AND p.council_id IS DISTINCT FROM $2
		  AND NOT EXISTS (SELECT FROM team_member m WHERE m.challenge_id = $3 AND m.person_id = p.id AND m.state IN ('proposed', 'accepted'))
		ORDER BY p.name, p.id LIMIT 1000`, c.RegionID, c.HostCouncilID, c.ID)
}
