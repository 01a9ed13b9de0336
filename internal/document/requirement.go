package document

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/cycle"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
)

// Answer says what became of a line of the required list: Covered with a
// Document, NotAvailable with a Reason, or Outstanding again. Provided is said by
// adding a document for the line.
type Answer struct {
	Status   Status
	Document ID
	Reason   string
}

func (a Answer) check() error {
	var f problem.Fields
	switch a.Status {
	case Covered:
		f.Check(a.Document != uuid.Nil, "document", "Choose the document that covers it")
	case NotAvailable:
		f.Check(a.Reason != "", "reason", "Say why it is not available")
		f.Check(db.Length(a.Reason) <= maxReason, "reason", "The reason must be 2,000 characters or fewer")
	case Outstanding:
	default:
		f.Add("status", "Choose what to say about this document")
	}
	return f.Err()
}

// only keeps what belongs to the status.
func (a Answer) only() Answer {
	switch a.Status {
	case Covered:
		return Answer{Status: Covered, Document: a.Document}
	case NotAvailable:
		return Answer{Status: NotAvailable, Reason: a.Reason}
	}
	return Answer{Status: Outstanding}
}

// SetRequirement answers a line of the required list (D1). Host director or link
// officer. A document that is not the host's own, or was removed, is Invalid.
func (s *Service) SetRequirement(ctx context.Context, actor access.Actor, challengeID challenge.ID, key string, a Answer) error {
	if err := s.mayKeep(ctx, actor, challengeID, key); err != nil {
		return err
	}
	reason, err := db.CleanText(a.Reason)
	if err != nil {
		return err
	}
	a.Reason = trim(reason)
	if err := a.check(); err != nil {
		return err
	}
	a = a.only()
	return s.keeping(ctx, actor, challengeID, "document.requirement", uuid.Nil, func(tx pgx.Tx) error {
		if a.Status == Covered {
			if _, err := documentTx(ctx, tx, challengeID, a.Document); err != nil {
				return notOnTheList(err)
			}
		}
		return setRequirement(ctx, tx, actor, s.Clock.Now(), challengeID, key, a)
	})
}

func notOnTheList(err error) error {
	if !problem.Is(err, problem.NotFound) {
		return err
	}
	var f problem.Fields
	f.Add("document", "This document is no longer on your list. Choose another")
	return f.Err()
}

// lineOf finds a line of the required list; Missing when the framework has none.
func lineOf(f reference.Framework, key string) (reference.RequiredDocument, error) {
	for _, d := range f.Documents {
		if d.ID == key {
			return d, nil
		}
	}
	return reference.RequiredDocument{}, problem.Missing()
}

// requirementsOf joins the framework's list with the answers, in the framework's order.
func requirementsOf(f reference.Framework, answers map[string]answerRow) []Requirement {
	out := make([]Requirement, 0, len(f.Documents))
	for _, d := range f.Documents {
		r := Requirement{RequiredDocument: d, Status: Outstanding}
		if a, ok := answers[d.ID]; ok {
			r.Status, r.DocumentTitle, r.Reason = a.Status, a.DocumentTitle, a.Reason
			if a.DocumentID != nil {
				r.DocumentID = *a.DocumentID
			}
		}
		out = append(out, r)
	}
	return out
}

// RequirementsMetTx counts the mandatory lines of the required list that the team
// has neither as a document nor explained (D1): 0 is the condition for reading.
// It reads what was shared, so only those who may read that get a true answer
// (director, link officer, senior leaders, visiting PSWs, the team from reading
// on); to others all lines look missing. They ask DocumentsDoneTx.
func RequirementsMetTx(ctx context.Context, tx pgx.Tx, challengeID challenge.ID, f reference.Framework) (missing int, err error) {
	keys, err := db.Value[[]string](ctx, tx, `SELECT coalesce(array_agg(DISTINCT requirement_key), '{}') FROM (
			SELECT requirement_key FROM shared_document WHERE challenge_id = $1
			UNION SELECT requirement_key FROM shared_requirement WHERE challenge_id = $1) x`, challengeID)
	if err != nil {
		return 0, err
	}
	shared := map[string]bool{}
	for _, k := range keys {
		shared[k] = true
	}
	for _, d := range f.MandatoryDocuments() {
		if !shared[d.ID] {
			missing++
		}
	}
	return missing, nil
}

// DocumentsDoneTx tells the same to everybody on the challenge, its coordinator
// and the daily job included, from what all may read: documents were shared, and
// the host's task for them is closed. Share closes it when nothing mandatory is
// missing, and keeps one open while something is.
func DocumentsDoneTx(ctx context.Context, tx pgx.Tx, challengeID challenge.ID) (bool, error) {
	return db.Value[bool](ctx, tx, `SELECT documents_shared_at IS NOT NULL AND NOT EXISTS (SELECT FROM task t
			WHERE t.challenge_id = c.id AND t.kind = $2 AND t.done_at IS NULL) FROM challenge c WHERE c.id = $1`, challengeID, taskKind)
}

// RequirementView is the page for one line of the required list.
type RequirementView struct {
	challenge.Head
	Line      Requirement
	Documents []Document // that could cover it
	Limit     int64
}

// RequirementPage reads the page where a line is answered; for those who may
// answer it, otherwise Missing, or Closed when it is too late.
func (s *Service) RequirementPage(ctx context.Context, actor access.Actor, challengeID challenge.ID, key string) (RequirementView, error) {
	v := RequirementView{Limit: s.Limit()}
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		l, err := s.listTx(ctx, tx, challengeID)
		if err != nil {
			return err
		}
		if err := challenge.Require(l.Challenge, Keep); err != nil {
			return err
		}
		v.Head, v.Documents = l.Head, l.Documents
		for _, r := range l.Requirements {
			if r.ID == key {
				v.Line = r
				return nil
			}
		}
		return problem.Missing()
	})
	return v, err
}

// framework reads the framework of a challenge's cycle.
func framework(ctx context.Context, tx pgx.Tx, c challenge.Challenge) (reference.Framework, error) {
	return cycle.FrameworkTx(ctx, tx, c.FrameworkID)
}
