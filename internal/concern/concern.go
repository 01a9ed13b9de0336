package concern

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/problem"
)

// Service records serious concerns. BaseURL begins the links in mails.
type Service struct {
	DB      db.Beginner
	Clock   clock.Clock
	BaseURL string
}

// Record is all there is of a concern: never what it is about.
type Record struct {
	ID             uuid.UUID
	RaisedBy       string
	Mine           bool
	RaisedAt       time.Time
	AboutLeaders   bool
	ContactName    string // empty: none was entered, the council's main way
	ContactPost    string
	AcknowledgedAt *time.Time
}

// Page is where a concern is raised, with the contacts and the records the reader
// may see: their own, and all for the lead.
type Page struct {
	challenge.Head
	Contacts map[string]Contact
	Records  []Record
	CanEnter bool // the contacts: the host's director or link officer
	IsLead   bool
}

// Page is for everybody on the challenge.
func (s *Service) Page(ctx context.Context, actor access.Actor, ch challenge.ID) (Page, error) {
	var v Page
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if v.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), ch); err != nil {
			return err
		}
		if len(v.Roles) == 0 {
			return problem.Missing()
		}
		v.CanEnter = v.Standing().Is(Contacts.Roles...)
		v.IsLead = v.Standing().Is(access.Lead, access.DeputyLead)
		if v.Contacts, err = contactsTx(ctx, tx, ch); err != nil {
			return err
		}
		v.Records, err = db.All[Record](ctx, tx, `SELECT n.id, coalesce(p.name, 'Somebody') AS raised_by, n.raised_by = app_actor() AS mine, n.raised_at,
				n.about_leaders, n.contact_name, n.contact_post, n.acknowledged_at
			FROM concern n LEFT JOIN person p ON p.id = n.raised_by WHERE n.challenge_id = $1 ORDER BY n.raised_at DESC, n.id LIMIT 100`, ch)
		return err
	})
	return v, err
}

// Raise records that the actor raises a serious concern now, and tells the contact
// and the lead that one was raised. Everybody on the challenge, at every stage.
func (s *Service) Raise(ctx context.Context, actor access.Actor, ch challenge.ID, aboutLeaders bool) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.GetTx(ctx, tx, ch)
		if err != nil {
			return err
		}
		if len(c.Roles) == 0 {
			return problem.Missing()
		}
		contacts, err := contactsTx(ctx, tx, ch)
		if err != nil {
			return err
		}
		kind := Safeguarding
		if aboutLeaders {
			kind = Leaders
		}
		now := s.Clock.Now()
		concern, link := id.New(), ""
		var hash []byte
		contact, known := contacts[kind]
		if known {
			link, hash = newLink()
		}
		if _, err := tx.Exec(ctx, `INSERT INTO concern (id, challenge_id, raised_by, raised_at, about_leaders, contact_name, contact_post, link_hash)
			VALUES ($1, $2, app_actor(), $3, $4, $5, $6, $7)`, concern, ch, now, aboutLeaders, contact.Name, contact.Post, hash); err != nil {
			return err
		}
		// no room: the line is for who raised it alone
		if err := audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: Raise.Name, Challenge: ch, Subject: concern}); err != nil {
			return err
		}
		if known {
			if err := outbox.QueueTx(ctx, tx, now, s.toContact(c, contact, link)); err != nil {
				return err
			}
		}
		return s.tellLeads(ctx, tx, actor, now, c)
	})
}

func (s *Service) toContact(c challenge.Challenge, to Contact, link string) outbox.Mail {
	return outbox.Mail{Address: to.Email, Kind: "concern.raised", Subject: "A serious concern was raised during the peer challenge " + c.Name,
		Body: "You are the contact for serious concerns in the peer challenge " + c.Name + ".\n\nSomebody taking part has raised a serious concern. " +
			"They will ring you, or the team you named. What it is about is not in this mail and is kept nowhere in this service: it goes by your own procedure.\n\n" +
			"Please confirm that you know of it:\n" + s.BaseURL + AcknowledgePath(link) + "\n"}
}

func (s *Service) tellLeads(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, c challenge.Challenge) error {
	me, _ := actor.PersonID()
	rows, _ := tx.Query(ctx, `SELECT DISTINCT person_id FROM room_key WHERE scope_id = $1 AND room = 'common' AND because IN ('lead', 'deputy_lead')
		AND revoked_at IS NULL AND person_id <> $2 ORDER BY person_id`, c.ID, uuid.UUID(me))
	leads, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return err
	}
	for _, lead := range leads {
		if err := outbox.QueueTx(ctx, tx, now, outbox.Mail{Person: lead, Kind: "concern.lead", Subject: c.Name + ": a serious concern was raised",
			Body: "In " + c.Name + " somebody has raised a serious concern. You need not know what it is about, and nobody may look into it. " +
				"You can see when it was raised, with whom, and whether they have confirmed it:\n" + s.BaseURL + "/challenges/" + c.ID.String() + "/concern\n"}); err != nil {
			return err
		}
	}
	return nil
}

// AcknowledgePath is the address in the contact's mail.
func AcknowledgePath(link string) string { return "/concern/acknowledge/" + link }

// newLink is 32 random bytes as text, and what is kept of them.
func newLink() (string, []byte) {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails
	link := hex.EncodeToString(b[:])
	return link, hashOf(link)
}

func hashOf(link string) []byte {
	sum := sha256.Sum256([]byte(link))
	return sum[:]
}
