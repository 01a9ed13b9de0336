package directory

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/council"
	"peerchallenge/internal/db"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
)

// Successor is who takes a post over, by address: somebody known in the region
// keeps their name, anybody else is added and invited. From is the successor's
// first day; zero is today. Before it the former holder keeps the post.
type Successor struct {
	Name  string
	Email string
	From  civil.Date
}

// PassOn passes a post to its next holder, with what the post may see, past
// challenges included (section 2, V4, V8): the successor holds it from the first
// day, the former holder until the day before; when that is today, access ends at
// once. Invalid on "name", "email" and "from"; Missing when the post is not one of
// this person in the coordinator's region.
func (s *Service) PassOn(ctx context.Context, actor access.Actor, who, holding uuid.UUID, n Successor) error {
	now := s.Clock.Now()
	today := civil.Of(now)
	if n.From.IsZero() {
		n.From = today
	}
	if err := n.check(today); err != nil {
		return err
	}
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		region, err := council.CoordinatedTx(ctx, tx)
		if err != nil {
			return err
		}
		h, err := liveTx(ctx, tx, region.ID, who, holding)
		if err != nil {
			return err
		}
		next, existed, err := person.AddTx(ctx, tx, actor, now, person.New{Name: n.Name, Email: n.Email, RegionID: region.ID, CouncilID: h.council()})
		if err != nil {
			return err
		}
		if next == who {
			return invalid("email", "This person holds the post already")
		}
		post := NewPost{Role: h.Role, Council: h.council(), Title: h.Title, Starts: n.From}
		if err := holdTx(ctx, tx, actor, now, region.ID, next, post); err != nil {
			if problem.Is(err, problem.Conflict) {
				return invalid("email", "This person holds the post already")
			}
			return err
		}
		if err := s.tellSuccessorTx(ctx, tx, actor, now, region, h, next, existed, n.From); err != nil {
			return err
		}
		if !n.From.After(today) {
			return person.EndTx(ctx, tx, actor, now, holding)
		}
		return endLaterTx(ctx, tx, actor, now, region.ID, who, holding, n.From)
	})
}

func (n Successor) check(today civil.Date) error {
	var f problem.Fields
	if n.Name == "" {
		f.Add("name", "Enter the successor’s name")
	}
	f.Check(db.Length(n.Name) <= 200, "name", "The name must be 200 characters or fewer")
	if _, ok := person.CleanEmail(n.Email); !ok {
		f.Add("email", "Enter an e-mail address in the correct format, like name@example.org")
	}
	f.Check(!n.From.Before(today), "from", "The first day must be today or later")
	return f.Err()
}

// live is a post that somebody holds or will hold.
type live struct {
	Role    access.Role
	Scope   string
	ScopeID uuid.UUID
	Place   string
	Title   string
}

func (h live) council() uuid.UUID {
	if h.Scope == "council" {
		return h.ScopeID
	}
	return uuid.Nil
}

func liveTx(ctx context.Context, tx pgx.Tx, region, who, holding uuid.UUID) (live, error) {
	return db.One[live](ctx, tx, `SELECT h.role, h.scope, h.scope_id, coalesce(k.name, r.name) AS place, h.title
		FROM role_holding h JOIN person p ON p.id = h.person_id LEFT JOIN council k ON k.id = h.scope_id LEFT JOIN region r ON r.id = h.scope_id
		WHERE h.id = $1 AND h.person_id = $2 AND p.region_id = $3 AND h.ended_at IS NULL
		  AND (h.scope = 'region' AND h.scope_id = $3 OR h.scope = 'council' AND k.region_id = $3)`, holding, who, region)
}

// endLaterTx sets the last day of a post to the day before the successor's first.
func endLaterTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, region, who, holding uuid.UUID, from civil.Date) error {
	err := db.ExecOne(ctx, tx, `UPDATE role_holding SET ends_on = greatest(starts_on, $2::date - 1) WHERE id = $1 AND ended_at IS NULL`, holding, from)
	if err != nil {
		return err
	}
	return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: PassOnAPost.Name, Region: region, Subject: who})
}

func (s *Service) tellSuccessorTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, region council.Region, h live, next uuid.UUID, existed bool, from civil.Date) error {
	post := strings.ToLower(h.Role.Name()[:1]) + h.Role.Name()[1:] + " of " + h.Place
	if !existed {
		w := words(region)
		w.For = post
		return s.People.InviteTx(ctx, tx, actor, now, next, w)
	}
	return outbox.QueueTx(ctx, tx, now, outbox.Mail{Person: next, Kind: "people.successor", Subject: "A post in Peer Challenge passes to you",
		Body: fmt.Sprintf("From %s you are %s in Peer Challenge. What the post may see is open to you from that day, past challenges included.\n\n%s/\n", from.Long(), post, s.People.BaseURL)})
}
