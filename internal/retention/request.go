package retention

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// AnswerWithin is how long there is to answer a request, in working days (I3).
const AnswerWithin = 20

// Laws are under what somebody asks, and Outcomes what came of it, by the words
// the database keeps.
var (
	Laws     = map[string]string{"foi": "Freedom of information", "subject_access": "A person asks for what is held about them", "other": "Another request"}
	Outcomes = map[string]string{"given": "Given", "given_in_part": "Given in part", "refused": "Refused", "nothing_held": "Nothing held", "withdrawn": "Withdrawn by who asked"}
)

// Request is a request for information and what came of it.
type Request struct {
	ID           uuid.UUID
	Law          string
	Words        string
	Kinds        []string
	ReceivedOn   civil.Date
	DueOn        civil.Date
	LoggedBy     string
	LoggedAt     time.Time
	Requester    *string // for the region alone
	Outcome      *string
	OutcomeWords string
	ClosedBy     *string
	ClosedAt     *time.Time
}

// Open tells whether it still holds things back.
func (r Request) Open() bool { return r.ClosedAt == nil }

// NewRequest is a request as typed. Requester is kept in the region: a coordinator
// alone can give it.
type NewRequest struct {
	Law, Words, Requester string
	Kinds                 []string
	ReceivedOn            civil.Date
}

func (n NewRequest) check(today civil.Date) error {
	var f problem.Fields
	f.Check(Laws[n.Law] != "", "law", "Choose what kind of request it is")
	f.Check(!n.ReceivedOn.IsZero(), "received", "Enter the day the request came in")
	f.Check(!today.Before(n.ReceivedOn), "received", "The day it came in must be today or earlier")
	f.Check(!blank(n.Words), "words", "Say what is asked for, without the name of who asks")
	f.Check(db.Length(n.Words) <= 2000, "words", "What is asked for must be 2,000 characters or fewer")
	f.Check(db.Length(n.Requester) <= 200, "requester", "The name must be 200 characters or fewer")
	f.Check(len(n.Kinds) > 0, "kinds", "Choose what it may cover. If you are not sure, choose more.")
	for _, k := range n.Kinds {
		known := slices.ContainsFunc(Coverable(), func(c Kind) bool { return c.Key == k })
		f.Check(known, "kinds", "Choose from the list")
	}
	return f.Err()
}

// RequestsPage is the log of a challenge, newest first.
type RequestsPage struct {
	challenge.Head
	Requests    []Request
	Coordinator bool // may say who asked, and reads it
}

const selectRequests = `SELECT r.id, r.law, r.words, r.kinds, r.received_on, r.due_on, coalesce(l.name, 'Somebody') AS logged_by, r.logged_at,
	q.name AS requester, r.outcome, r.outcome_words, k.name AS closed_by, r.closed_at
	FROM information_request r LEFT JOIN person l ON l.id = r.logged_by LEFT JOIN person k ON k.id = r.closed_by
	LEFT JOIN information_requester q ON q.request_id = r.id `

// Requests reads the log for the coordinator, the host's director and its link
// officer; Missing for others (I3).
func (s *Service) Requests(ctx context.Context, actor access.Actor, ch challenge.ID) (RequestsPage, error) {
	var p RequestsPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = s.headFor(ctx, tx, ch, loggers); err != nil {
			return err
		}
		p.Coordinator = p.Standing().Is(access.Coordinator)
		p.Requests, err = db.All[Request](ctx, tx, selectRequests+`WHERE r.challenge_id = $1 ORDER BY r.closed_at IS NOT NULL, r.received_on DESC, r.id LIMIT 100`, ch)
		return err
	})
	return p, err
}

// RequestPage is one request.
type RequestPage struct {
	challenge.Head
	Request Request
}

// Request reads one request; Missing as Requests.
func (s *Service) Request(ctx context.Context, actor access.Actor, ch challenge.ID, request uuid.UUID) (RequestPage, error) {
	var p RequestPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = s.headFor(ctx, tx, ch, loggers); err != nil {
			return err
		}
		p.Request, err = db.One[Request](ctx, tx, selectRequests+`WHERE r.challenge_id = $1 AND r.id = $2`, ch, request)
		return err
	})
	return p, err
}

// LogRequest logs a request: from now on nothing that it may cover is destroyed
// (I3). Coordinator, director or link officer.
func (s *Service) LogRequest(ctx context.Context, actor access.Actor, ch challenge.ID, n NewRequest) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, ch)
		if err != nil {
			return err
		}
		if err := allowed(c, Log); err != nil {
			return err
		}
		now := s.Clock.Now()
		if err := n.check(civil.Of(now)); err != nil {
			return err
		}
		request, due := id.New(), civil.AddWorkingDays(n.ReceivedOn, AnswerWithin)
		me, _ := actor.PersonID()
		if _, err := tx.Exec(ctx, `INSERT INTO information_request (id, challenge_id, region_id, law, words, kinds, received_on, due_on, logged_by, logged_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, request, ch, c.RegionID, n.Law, n.Words, n.Kinds, n.ReceivedOn, due, uuid.UUID(me), now); err != nil {
			return err
		}
		if !blank(n.Requester) && c.Standing().Is(access.Coordinator) {
			if _, err := tx.Exec(ctx, `INSERT INTO information_requester (request_id, region_id, name) VALUES ($1, $2, $3)`, request, c.RegionID, n.Requester); err != nil {
				return err
			}
		}
		if err := task.OpenTx(ctx, tx, now, task.New{Challenge: ch, Kind: "information-request", Subject: request.String(), Title: "Answer a request for information",
			Path: "/challenges/" + ch.String() + "/requests/" + request.String(), Role: access.DASS, Due: due}); err != nil {
			return err
		}
		if err := audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: Log.Name, Challenge: ch, Room: access.Host, Subject: request}); err != nil {
			return err
		}
		return s.tellTx(ctx, tx, now, ch, loggers, outbox.Mail{Kind: Log.Name, Subject: c.Name + ": a request for information",
			Body: "A request for information about " + c.Name + " was logged. What it may cover is not destroyed until the request is closed. An answer is due on " +
				due.Long() + ".\n\n" + s.BaseURL + "/challenges/" + ch.String() + "/requests/" + request.String() + "\n"})
	})
}

// Closing is what came of a request.
type Closing struct{ Outcome, Words string }

// CloseRequest records what came of a request; what it held back goes on its day.
// Conflict when somebody closed it already.
func (s *Service) CloseRequest(ctx context.Context, actor access.Actor, ch challenge.ID, request uuid.UUID, n Closing) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, ch)
		if err != nil {
			return err
		}
		if err := allowed(c, Close); err != nil {
			return err
		}
		if _, err := db.Value[uuid.UUID](ctx, tx, `SELECT id FROM information_request WHERE challenge_id = $1 AND id = $2`, ch, request); err != nil {
			return err
		}
		var f problem.Fields
		f.Check(Outcomes[n.Outcome] != "", "outcome", "Choose what came of the request")
		f.Check(db.Length(n.Words) <= 2000, "words", "What was answered must be 2,000 characters or fewer")
		if err := f.Err(); err != nil {
			return err
		}
		now := s.Clock.Now()
		me, _ := actor.PersonID()
		if err := db.ExecOne(ctx, tx, `UPDATE information_request SET outcome = $3, outcome_words = $4, closed_by = $5, closed_at = $6
			WHERE challenge_id = $1 AND id = $2 AND closed_at IS NULL`, ch, request, n.Outcome, n.Words, uuid.UUID(me), now); err != nil {
			return err
		}
		if err := task.DoneTx(ctx, tx, actor, now, ch, "information-request", request.String()); err != nil {
			return err
		}
		return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: Close.Name, Challenge: ch, Room: access.Host, Subject: request})
	})
}
