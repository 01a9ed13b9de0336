package ending

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// Notice is why a host asks to postpone.
type Notice string

// The reasons on the form.
const (
	CQC   Notice = "cqc" // notice of an assessment by the Care Quality Commission (S4)
	Other Notice = "other"
)

// Request is a host's request to postpone, and what became of it.
type Request struct {
	ID           uuid.UUID
	Name         string // who asked
	Notice       Notice
	Words        string
	AskedAt      time.Time
	Decided      *string // "postponed" or "kept"
	DecidedAt    *time.Time
	DecidedWords *string
}

const selectRequest = `SELECT q.id, coalesce(p.name, '') AS name, q.notice, q.words, q.asked_at, q.decided, q.decided_at, q.decided_words
	FROM postponement_request q LEFT JOIN person p ON p.id = q.person_id `

func openRequestTx(ctx context.Context, tx pgx.Tx, ch challenge.ID) (*Request, error) {
	list, err := db.All[Request](ctx, tx, selectRequest+`WHERE q.challenge_id = $1 AND q.decided IS NULL`, ch)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// AskPage is what the host's director sees: the challenge, and earlier requests.
type AskPage struct {
	challenge.Head
	Requests []Request // newest first
}

// AskForm reads it: Missing to all but the director. Closed when it is not the
// time and nothing was ever asked.
func (s *Service) AskForm(ctx context.Context, actor access.Actor, ch challenge.ID) (AskPage, error) {
	var p AskPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), ch); err != nil {
			return err
		}
		if !p.Standing().Is(access.DASS) {
			return problem.Missing()
		}
		p.Requests, err = db.All[Request](ctx, tx, selectRequest+`WHERE q.challenge_id = $1 ORDER BY q.asked_at DESC, q.id LIMIT 10`, ch)
		return err
	})
	if err == nil && len(p.Requests) == 0 {
		err = challenge.Require(p.Challenge, AskToPostpone)
	}
	return p, err
}

// Open tells whether a request waits for its answer.
func (p AskPage) Open() bool { return len(p.Requests) > 0 && p.Requests[0].Decided == nil }

// Ask sends the host's request to postpone to the coordinator, in one step (S4).
// Words may be empty for notice of an assessment. Only the director; Conflict
// while another request is open.
func (s *Service) Ask(ctx context.Context, actor access.Actor, ch challenge.ID, notice Notice, words string) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, ch)
		if err != nil {
			return err
		}
		if err := challenge.Require(c, AskToPostpone); err != nil {
			return err
		}
		if words, err = checkRequest(notice, words); err != nil {
			return err
		}
		if open, err := openRequestTx(ctx, tx, ch); err != nil || open != nil {
			return alreadyAsked(err)
		}
		now := s.Clock.Now()
		who, _ := actor.PersonID()
		if _, err := tx.Exec(ctx, `INSERT INTO postponement_request (id, challenge_id, region_id, person_id, notice, words, asked_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7)`, id.New(), ch, c.RegionID, uuid.UUID(who), notice, words, now); err != nil {
			return err
		}
		if err := task.OpenTx(ctx, tx, now, task.New{Challenge: ch, Kind: RequestTask, Title: "Answer the host, who asks to postpone", Role: access.Coordinator,
			Path: "/challenges/" + ch.String() + "/postpone", Waiting: who}); err != nil {
			return err
		}
		if err := audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: AskToPostpone.Name, Challenge: ch, Room: access.Host}); err != nil {
			return err
		}
		return s.tellTx(ctx, tx, now, ch, coordinator, outbox.Mail{Kind: "challenge.postponement-asked", Subject: c.Name + ": the host asks to postpone",
			Body: "The director of the host council asks to postpone the peer challenge " + c.Name + ".\n\nPlease read why, and decide:\n" + s.BaseURL + "/challenges/" + ch.String() + "/postpone\n"})
	})
}

func alreadyAsked(err error) error {
	if err != nil {
		return err
	}
	return problem.New(problem.Conflict, "Your council has asked already, and the programme coordinator has not answered yet.")
}

func checkRequest(notice Notice, words string) (string, error) {
	var f problem.Fields
	f.Check(notice == CQC || notice == Other, "notice", "Choose why you ask")
	if notice == CQC && words == "" {
		words = "We have notice of an assessment by the Care Quality Commission (CQC)."
	}
	f.Check(words != "", "words", "Say why, in a sentence or two")
	f.Check(db.Length(words) <= 1000, "words", "The reason must be 1,000 characters or fewer")
	return words, f.Err()
}

// Keep answers the host's request with no, in words that the host reads. Only the
// coordinator; Conflict when no request is open any more.
func (s *Service) Keep(ctx context.Context, actor access.Actor, ch challenge.ID, words string) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, ch)
		if err != nil {
			return err
		}
		if err := challenge.Require(c, KeepDates); err != nil {
			return err
		}
		var f problem.Fields
		f.Check(words != "", "words", "Say why the dates stay")
		f.Check(db.Length(words) <= 1000, "words", "The answer must be 1,000 characters or fewer")
		if err := f.Err(); err != nil {
			return err
		}
		now := s.Clock.Now()
		if err := decideTx(ctx, tx, actor, now, ch, "kept", words); err != nil {
			if problem.Is(err, problem.NotFound) {
				return problem.New(problem.Conflict, "There is no request to answer any more. Somebody else has answered it.")
			}
			return err
		}
		if err := audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: KeepDates.Name, Challenge: ch, Room: access.Host}); err != nil {
			return err
		}
		return s.tellTx(ctx, tx, now, ch, []access.Role{access.DASS}, outbox.Mail{Kind: "challenge.dates-kept", Subject: c.Name + ": the dates stay",
			Body: "The programme coordinator has answered your request to postpone the peer challenge " + c.Name + ": the dates stay. Why is on this page:\n" +
				s.BaseURL + "/challenges/" + ch.String() + "/ask-to-postpone\n"})
	})
}

// decideTx answers the open request, and closes the coordinator's task about it;
// Missing when there is none.
func decideTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, ch challenge.ID, decided, words string) error {
	who, _ := actor.PersonID()
	tag, err := tx.Exec(ctx, `UPDATE postponement_request SET decided = $2, decided_by = $3, decided_at = $4, decided_words = $5
		WHERE challenge_id = $1 AND decided IS NULL`, ch, decided, uuid.UUID(who), now, words)
	if err != nil {
		return err
	}
	if tag.RowsAffected() == 0 {
		return problem.Missing()
	}
	return task.DoneTx(ctx, tx, actor, now, ch, RequestTask, "")
}
