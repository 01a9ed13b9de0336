package retention

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
)

var whyNot = map[string]string{
	"self":    "You cannot erase yourself. Another coordinator of the region can, once your part has ended.",
	"erased":  "This person is erased already.",
	"live":    "This person still has a post or a part in a challenge. End it first; who has taken part can be erased once the challenge has closed.",
	"request": "A request for information is open that may cover this person. Close the request first.",
}

// ErasePage is what a coordinator checks before erasing somebody (V7).
type ErasePage struct {
	Person  uuid.UUID
	Name    string
	Becomes string // the name the record shows afterwards
	WhyNot  string // a sentence; empty when it can be done
}

// ErasePage reads it for a coordinator of the person's region; Missing for others.
func (s *Service) ErasePage(ctx context.Context, actor access.Actor, who uuid.UUID) (p ErasePage, err error) {
	err = db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		p, err = s.erasePageTx(ctx, tx, who)
		return err
	})
	return p, err
}

func (s *Service) erasePageTx(ctx context.Context, tx pgx.Tx, who uuid.UUID) (ErasePage, error) {
	p := ErasePage{Person: who}
	code, err := db.Value[string](ctx, tx, `SELECT why_not_erased($1, $2)`, who, civil.Of(s.Clock.Now()))
	if err != nil {
		return p, err
	}
	if code == "missing" {
		return p, problem.Missing()
	}
	var role string
	p.WhyNot = whyNot[code]
	err = tx.QueryRow(ctx, `SELECT p.name, coalesce((SELECT h.role FROM role_holding h WHERE h.person_id = p.id ORDER BY h.starts_on DESC, h.id DESC LIMIT 1), '')
		FROM person p WHERE p.id = $1`, who).Scan(&p.Name, &role)
	p.Becomes = "Somebody who was " + partOf(access.Role(role))
	return p, err
}

// partOf says a role inside a sentence: "a challenge lead"; "asked to take part".
func partOf(r access.Role) string {
	name := r.Name()
	if name == "" || r == access.Invitee {
		return "asked to take part"
	}
	name = strings.ToLower(name[:1]) + name[1:]
	if strings.ContainsRune("aeiou", rune(name[0])) {
		return "an " + name
	}
	return "a " + name
}

// ErasePerson erases somebody whose last part has ended (V7): the name, contact and
// ways to sign in go, ids stay, so that every record still holds. Coordinators of the
// region; Closed while a part or an open request holds it.
func (s *Service) ErasePerson(ctx context.Context, actor access.Actor, who uuid.UUID) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		p, err := s.erasePageTx(ctx, tx, who)
		if err != nil {
			return err
		}
		if p.WhyNot != "" {
			return problem.New(problem.Closed, p.WhyNot)
		}
		now := s.Clock.Now()
		region, err := regionTx(ctx, tx)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `SELECT erase_person($1, $2, $3, $4)`, who, p.Becomes, civil.Of(now), now); err != nil {
			return err
		}
		return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: Erase.Name, Region: region, Room: access.Region, Subject: who})
	})
}
