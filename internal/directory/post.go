package directory

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/council"
	"peerchallenge/internal/db"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
)

// Posts are the roles a coordinator gives outside any challenge.
var Posts = []access.Role{access.DASS, access.PSW, access.Coordinator}

// NewPost is a post to give. Council is Nil for a coordinator; a zero Starts is
// today, a zero Ends is open.
type NewPost struct {
	Role    access.Role
	Council uuid.UUID
	Title   string // as people call it, may be empty
	Acting  bool
	Starts  civil.Date
	Ends    civil.Date
}

func (n *NewPost) check(today civil.Date) problem.Fields {
	var f problem.Fields
	switch n.Role {
	case access.DASS, access.PSW:
		f.Check(n.Council != uuid.Nil, "council", "Choose the council of the post")
	case access.Coordinator:
		n.Council = uuid.Nil
	default:
		f.Add("role", "Choose a post")
	}
	if n.Starts.IsZero() {
		n.Starts = today
	}
	f.Check(n.Ends.IsZero() || !n.Ends.Before(n.Starts), "ends", "The last day must not be before the first")
	f.Check(db.Length(n.Title) <= 200, "title", "The title must be 200 characters or fewer")
	return f
}

// GivePost gives somebody of the region a post, from its first day to its last.
// Invalid on "role", "council", "title" and "ends"; Missing when person or
// council are not of the coordinator's region.
func (s *Service) GivePost(ctx context.Context, actor access.Actor, who uuid.UUID, n NewPost) error {
	now := s.Clock.Now()
	if err := n.check(civil.Of(now)).Err(); err != nil {
		return err
	}
	err := db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		region, err := council.CoordinatedTx(ctx, tx)
		if err != nil {
			return err
		}
		if _, err := getTx(ctx, tx, region.ID, who); err != nil {
			return err
		}
		return holdTx(ctx, tx, actor, now, region.ID, who, n)
	})
	if problem.Is(err, problem.Conflict) {
		return invalid("role", "This person holds that post already. End it first to give it with other dates")
	}
	return err
}

// holdTx begins a post that has been checked.
func holdTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, region, who uuid.UUID, n NewPost) error {
	h := person.Holding{Person: who, Role: n.Role, Scope: person.InCouncil, ScopeID: n.Council, Title: n.Title, Acting: n.Acting, Starts: n.Starts, Ends: n.Ends}
	if n.Role == access.Coordinator {
		h.Scope, h.ScopeID = person.InRegion, region
	} else if c, err := council.GetTx(ctx, tx, n.Council); err != nil || c.RegionID != region {
		return missingOr(err)
	}
	_, err := person.HoldTx(ctx, tx, actor, now, h)
	return err
}

func missingOr(err error) error {
	if err == nil {
		err = problem.Missing()
	}
	return err
}

// EndPost ends a post today; what it may see ends at once, open pages included
// (V4). The region's last coordinator cannot be ended: nobody could give the post
// again. Missing when the post is not one of this person in this region.
func (s *Service) EndPost(ctx context.Context, actor access.Actor, who, holding uuid.UUID) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		region, err := council.CoordinatedTx(ctx, tx)
		if err != nil {
			return err
		}
		role, err := db.Value[access.Role](ctx, tx, `SELECT h.role FROM role_holding h JOIN person p ON p.id = h.person_id LEFT JOIN council k ON k.id = h.scope_id
			WHERE h.id = $1 AND h.person_id = $2 AND p.region_id = $3
			  AND (h.scope = 'region' AND h.scope_id = $3 OR h.scope = 'council' AND k.region_id = $3)`, holding, who, region.ID)
		if err != nil {
			return err
		}
		if role == access.Coordinator {
			if err := keepOneTx(ctx, tx, civil.Of(s.Clock.Now()), region.ID, holding); err != nil {
				return err
			}
		}
		return person.EndTx(ctx, tx, actor, s.Clock.Now(), holding)
	})
}

// keepOneTx refuses when no other coordinator would be left. Two coordinators who
// end one another at once wait here for each other.
func keepOneTx(ctx context.Context, tx pgx.Tx, today civil.Date, region, holding uuid.UUID) error {
	if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended($1::text, 0))`, region); err != nil {
		return err
	}
	others, err := db.Value[bool](ctx, tx, `SELECT EXISTS (SELECT FROM role_holding WHERE scope = 'region' AND scope_id = $1 AND role = 'coordinator'
		AND ended_at IS NULL AND id <> $2 AND starts_on <= $3 AND (ends_on IS NULL OR ends_on >= $3))`, region, holding, today)
	if err == nil && !others {
		err = problem.New(problem.Conflict, "This is the region’s only coordinator. Make somebody else coordinator first.")
	}
	return err
}

func invalid(field, message string) error {
	return &problem.Problem{Kind: problem.Invalid, Message: "There is a problem", Fields: []problem.Field{{Name: field, Message: message}}}
}
