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
	Council   string
	Outside   string // the council, of somebody of another region (T3)
	HostSide  bool   // has a role at the host in this challenge (section 2)
	Barred    bool   // said that they cannot take part in it (T5)
	Visits    []otherVisit
}

// otherVisit is another team that somebody is asked for or on.
type otherVisit struct {
	Council string     `json:"council"`
	First   civil.Date `json:"first"`
	Last    civil.Date `json:"last"`
}

const candidateSQL = `SELECT p.id, p.name, p.region_id, p.council_id,
	coalesce((SELECT name FROM council k WHERE k.id = p.council_id), p.outside_council) AS council, p.outside_council AS outside,
	EXISTS (SELECT FROM role_holding h WHERE h.person_id = p.id AND h.ended_at IS NULL AND (
		(h.scope = 'challenge' AND h.scope_id = c.id AND h.role IN ('link_officer', 'senior_leader', 'host_reader', 'contributor', 'council_reader'))
		OR (h.scope = 'council' AND h.scope_id = c.host_council_id))) AS host_side,
	EXISTS (SELECT FROM declaration d WHERE d.challenge_id = c.id AND d.person_id = p.id
		AND (d.interest = 'barring' OR d.decision = 'may_not')) AS barred,
	coalesce((SELECT jsonb_agg(jsonb_build_object('council', k.name, 'first', o.onsite_first, 'last', o.onsite_last))
		FROM team_member m JOIN challenge o ON o.id = m.challenge_id JOIN council k ON k.id = o.host_council_id
		WHERE m.person_id = p.id AND m.state IN ('proposed', 'accepted') AND o.id <> c.id AND o.ended IS NULL), '[]') AS visits
	FROM person p, challenge c WHERE c.id = $1 `

// Proposal is who is asked for which place. Because is needed for a second
// person of one council (T3, T6); everybody on the challenge can read it.
type Proposal struct {
	Person  uuid.UUID
	Role    access.Role
	Because string // at most 1,000 characters
}

// Propose is Ask without a reason.
func (s *Service) Propose(ctx context.Context, actor access.Actor, cid challenge.ID, who uuid.UUID, role access.Role) error {
	return s.Ask(ctx, actor, cid, Proposal{Person: who, Role: role})
}

// Ask asks a person of the region's pool to take a place, refused at the field
// "role" when the place is taken (T1, T2, T3, T6), at "person" when they belong
// to the host, said they cannot take part (T5), have a part already or are on
// another visit within a fortnight (S3), and at "because" when somebody of their
// council has such a place already and no reason is given (T3, T6). They get a
// task and a mail. Only the coordinator.
func (s *Service) Ask(ctx context.Context, actor access.Actor, cid challenge.ID, p Proposal) error {
	return s.change(ctx, actor, cid, Propose, func(tx pgx.Tx, c challenge.Challenge, now time.Time) error {
		var f problem.Fields
		f.Check(slices.Contains(Roles, p.Role), "role", "Choose a place on the team")
		f.Check(p.Person != uuid.Nil, "person", "Choose a person")
		f.Check(db.Length(p.Because) <= longestReason, "because", "The reason must be 1,000 characters or fewer")
		if len(f) > 0 {
			return f.Err()
		}
		if err := oneAtATimeTx(ctx, tx, c); err != nil {
			return err
		}
		if err := checkProposalTx(ctx, tx, c, p); err != nil {
			return err
		}
		return s.proposeTx(ctx, tx, actor, now, c, p)
	})
}

// longestReason is how many characters a reason may have.
const longestReason = 1000

// oneAtATimeTx makes proposals of a region wait for one another, so that nobody
// is put on two near visits at once (S3).
func oneAtATimeTx(ctx context.Context, tx pgx.Tx, c challenge.Challenge) error {
	_, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('schedule/' || $1::text, 0))`, c.RegionID)
	return err
}

func checkProposalTx(ctx context.Context, tx pgx.Tx, c challenge.Challenge, ask Proposal) error {
	framework, err := cycle.FrameworkTx(ctx, tx, c.FrameworkID)
	if err != nil {
		return err
	}
	members, err := membersTx(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	p, err := db.One[candidate](ctx, tx, candidateSQL+`AND p.id = $2`, c.ID, ask.Person)
	var f problem.Fields
	switch {
	case problem.Is(err, problem.NotFound):
		f.Add("person", "Choose a person of the region")
		return f.Err()
	case err != nil:
		return err
	}
	if words := p.elsewhere(c); words != "" {
		f.Add("person", words)
	} else if words := p.refusal(c, members, ask.Role, framework.Planning.DaysBetweenVisitsOfOnePerson); words != "" {
		f.Add("person", words)
	}
	if words := placeTaken(members, ask.Role, framework.Team); words != "" {
		f.Add("role", words)
	} else if words := p.sameCouncil(members, ask.Role, framework.Team); words != "" && ask.Because == "" {
		f.Add("because", words)
	}
	if ask.Role == access.Expert && len(f) == 0 {
		promise, err := promiseTx(ctx, tx, c.ID, ask.Person)
		if err != nil {
			return err
		}
		f.Check(promise != nil, "person", "Before you ask "+p.Name+", write down what you promise: hours, payment, expenses, support and a buddy")
	}
	return f.Err()
}

// elsewhere refuses somebody who is not of the region's own pool.
func (p candidate) elsewhere(c challenge.Challenge) string {
	switch {
	case p.RegionID == nil || *p.RegionID != c.RegionID:
		return "Choose a person of the region"
	case p.Outside != "":
		return p.Name + " is from another region. Ask them on the page for somebody from another region"
	}
	return ""
}

// fromACouncil are the places that only somebody who works for a council takes
// (T2, T3, T6).
var fromACouncil = []access.Role{access.Councillor, access.SeniorManager, access.VisitingPSW}

// twoCouncils are the places that come from two councils where possible (T3, T6).
var twoCouncils = []access.Role{access.SeniorManager, access.VisitingPSW}

// sameCouncil says that another holder of such a place works for the same
// council; empty when nobody does (T3, T6).
func (p candidate) sameCouncil(members []Member, role access.Role, r reference.TeamRules) string {
	if !r.FromDifferentCouncils || !slices.Contains(twoCouncils, role) {
		return ""
	}
	for _, m := range members {
		if m.Live() && m.Role == role && m.councilKey() != "" && m.councilKey() == councilKey(p.CouncilID, p.Outside) {
			return fmt.Sprintf("%s is from %s too. Choose somebody from another council, or say why nobody else could be asked", m.Name, p.Council)
		}
	}
	return ""
}

// refusal says why somebody cannot be asked; empty when they can.
func (p candidate) refusal(c challenge.Challenge, members []Member, role access.Role, days int) string {
	switch {
	case p.CouncilID != nil && *p.CouncilID == c.HostCouncilID:
		return p.Name + " works for " + c.HostCouncil + ", the host. Choose somebody from another council"
	case p.CouncilID == nil && p.Outside == "" && slices.Contains(fromACouncil, role):
		return p.Name + " is not known to work for a council. This place is for somebody of another council"
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

func (s *Service) proposeTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, c challenge.Challenge, p Proposal) error {
	member, who, role := id.New(), p.Person, p.Role
	_, err := tx.Exec(ctx, `INSERT INTO team_member (id, challenge_id, region_id, person_id, role, proposed_at, asked_because) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		member, c.ID, c.RegionID, who, role, now, p.Because)
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
	promised := ""
	if promise, err := promiseTx(ctx, tx, c.ID, who); err != nil {
		return err
	} else if promise != nil && promise.Format == ByEmail { // in the format they chose (T10)
		promised = promise.AsText()
	}
	return outbox.QueueTx(ctx, tx, now, outbox.Mail{Person: who, Kind: "team.proposed", Subject: c.Name + ": would you join the team?",
		Body: fmt.Sprintf("You are asked to join the team of %s as %s.\n\nThe visit to %s is on %s.\n\nPlease read what it means, and say yes or no:\n%s\n\n",
			c.Name, lowerFirst(role.Name()), c.HostCouncil, civil.Range(c.OnsiteFirst, c.OnsiteLast), s.BaseURL+part(c.ID, "invitation")) + promised})
}

// answerWithin is how many working days somebody has to answer an invitation.
const answerWithin = 5
