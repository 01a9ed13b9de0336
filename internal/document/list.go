package document

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
)

// Acceptance is that somebody accepted that files are not scanned (D2).
type Acceptance struct {
	Name string
	At   time.Time
}

// List is the host's page of documents: the required list and all documents.
type List struct {
	challenge.Head
	Requirements []Requirement // in the framework's order
	Documents    []Document    // by title
	Requests     []Request     // that the visitors asked for, open first; for those who may answer
	Accepted     *Acceptance   // nil until somebody did
	SeesShared   bool          // whether the reader may know what was shared
	CanKeep      bool
	CanAccept    bool
	CanShare     bool
	Limit        int64 // the largest file, in bytes
}

// Others are the documents that no line of the required list rests on.
func (l List) Others() []Document {
	var out []Document
	for _, d := range l.Documents {
		if d.RequirementKey == "" {
			out = append(out, d)
		}
	}
	return out
}

// Missing lists the mandatory lines that are still outstanding.
func (l List) Missing() []Requirement {
	var out []Requirement
	for _, r := range l.Requirements {
		if r.Mandatory && !r.Answered() {
			out = append(out, r)
		}
	}
	return out
}

// Page reads the host's list of documents (D1). Director, link officer, and those
// whom the director lets into drafts; to others Missing.
func (s *Service) Page(ctx context.Context, actor access.Actor, challengeID challenge.ID) (List, error) {
	var l List
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		var err error
		l, err = s.listTx(ctx, tx, challengeID)
		return err
	})
	return l, err
}

// AddPage reads the page with the form for a new document; for those who may add.
func (s *Service) AddPage(ctx context.Context, actor access.Actor, challengeID challenge.ID) (List, error) {
	return s.pageFor(ctx, actor, challengeID, Keep)
}

// AcceptPage reads the page that says that files are not scanned, for those who
// may accept it.
func (s *Service) AcceptPage(ctx context.Context, actor access.Actor, challengeID challenge.ID) (List, error) {
	return s.pageFor(ctx, actor, challengeID, AcceptUnscanned)
}

// pageFor is Page for those who may do v: Missing for others, Closed when too late.
func (s *Service) pageFor(ctx context.Context, actor access.Actor, challengeID challenge.ID, v access.Verb) (List, error) {
	l, err := s.Page(ctx, actor, challengeID)
	if err != nil {
		return l, err
	}
	return l, challenge.Require(l.Challenge, v)
}

// listTx reads the whole list in eight statements, however long it is.
func (s *Service) listTx(ctx context.Context, tx pgx.Tx, challengeID challenge.ID) (List, error) {
	l := List{Limit: s.Limit()}
	var err error
	if l.Head, err = hostHeadTx(ctx, tx, s.Clock.Now(), challengeID); err != nil {
		return l, err
	}
	standing := l.Standing()
	l.SeesShared = standing.Is(access.DASS, access.LinkOfficer)
	l.CanKeep, l.CanAccept, l.CanShare = Keep.Allows(standing), AcceptUnscanned.Allows(standing), Share.Allows(standing)
	f, err := framework(ctx, tx, l.Challenge)
	if err != nil {
		return l, err
	}
	answers, err := answersTx(ctx, tx, challengeID)
	if err != nil {
		return l, err
	}
	l.Requirements = requirementsOf(f, answers)
	if l.Documents, err = documentsTx(ctx, tx, challengeID); err != nil {
		return l, err
	}
	if l.SeesShared {
		if l.Requests, err = requestsTx(ctx, tx, challengeID); err != nil {
			return l, err
		}
	}
	l.Accepted, err = acceptanceTx(ctx, tx, challengeID)
	return l, err
}

// hostHeadTx reads the head for a page of the host's own; Missing for others.
func hostHeadTx(ctx context.Context, tx pgx.Tx, now time.Time, challengeID challenge.ID) (challenge.Head, error) {
	h, err := challenge.HeadTx(ctx, tx, now, challengeID)
	if err != nil {
		return h, err
	}
	holds, err := holdsTx(ctx, tx, challengeID, access.Host)
	if err != nil {
		return h, err
	}
	if !holds || !h.Standing().Is(readers...) {
		return h, problem.Missing()
	}
	return h, nil
}

func acceptanceTx(ctx context.Context, tx pgx.Tx, challengeID challenge.ID) (*Acceptance, error) {
	all, err := db.All[Acceptance](ctx, tx, `SELECT coalesce(p.name, 'Somebody') AS name, a.at
		FROM unscanned_acceptance a LEFT JOIN person p ON p.id = a.person_id WHERE a.challenge_id = $1`, challengeID)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return &all[0], nil
}

func trim(s string) string { return strings.TrimSpace(s) }
