package directory

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/council"
	"peerchallenge/internal/db"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/roster"
)

// Result is what an import did.
type Result struct {
	Added   int
	Further int // known people with a further post
	Same    int // known people, nothing changed
	LeftOut int // lines that have to be put right
	Invited int
}

// Import does what Preview said, all of it or nothing: digest is the one that
// Preview gave for this file. New people are invited when invite is set.
// Conflict when anything would now happen differently; Invalid on "file" when no
// line can be imported. Only coordinators; Missing to others.
func (s *Service) Import(ctx context.Context, actor access.Actor, file []byte, digest string, invite bool) (Result, error) {
	var done Result
	err := db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		p, err := s.planTx(ctx, tx, file)
		if err != nil {
			return err
		}
		if p.Digest != digest {
			return problem.New(problem.Conflict, "Something has changed since you looked, so nothing was imported. This is what would happen now.")
		}
		if p.Count(Adds)+p.Count(Further) == 0 {
			return invalid("file", "There is nobody to import in this file")
		}
		done = Result{Added: p.Count(Adds), Further: p.Count(Further), Same: p.Count(Same), LeftOut: p.Count(Cannot)}
		if invite {
			done.Invited = done.Added
		}
		return s.doTx(ctx, tx, actor, p, invite)
	})
	if err != nil {
		return Result{}, err
	}
	return done, nil
}

func (s *Service) doTx(ctx context.Context, tx pgx.Tx, actor access.Actor, p Plan, invite bool) error {
	now := s.Clock.Now()
	for _, r := range p.Rows {
		if r.Outcome != Adds && r.Outcome != Further {
			continue
		}
		if err := s.rowTx(ctx, tx, actor, now, p.Region, r, invite); err != nil {
			return atLine(r.Line, err)
		}
	}
	return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: ImportPeople.Name, Region: p.Region.ID, Room: access.Region})
}

func (s *Service) rowTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, region council.Region, r PlanRow, invite bool) error {
	who := r.known
	if r.Outcome == Adds {
		n := person.New{Name: r.Name, Email: r.Email, RegionID: region.ID, CouncilID: r.Council.ID, Post: roster.RoleLabel(r.Role), Phone: r.Phone}
		added, existed, err := person.AddTx(ctx, tx, actor, now, n)
		if err != nil {
			return err
		}
		if existed { // somebody else added them this very moment
			return problem.New(problem.Conflict, "This person was added by somebody else at the same moment.")
		}
		who = added
	}
	if r.post != nil {
		if err := holdTx(ctx, tx, actor, now, region.ID, who, *r.post); err != nil {
			return err
		}
	}
	if invite && r.Outcome == Adds {
		return s.People.InviteTx(ctx, tx, actor, now, who, words(region))
	}
	return nil
}

// atLine says which line stood in the way.
func atLine(line int, err error) error {
	var p *problem.Problem
	if !errors.As(err, &p) {
		return err
	}
	message := p.Message
	if len(p.Fields) > 0 {
		message = p.Fields[0].Message
	}
	if message == "" {
		return err
	}
	return invalid("file", fmt.Sprintf("Line %d: %s Nothing was imported", line, message))
}
