package concern

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// ContactsTask is opened when a challenge begins to prepare.
const ContactsTask = "concern-contacts"

// The two contacts of a host.
const (
	Safeguarding = "safeguarding"
	Leaders      = "leaders" // for a concern about leaders of the council
)

// Contact is whom a concern goes to.
type Contact struct {
	Kind      string
	Name      string
	Post      string
	Phone     string
	Email     string
	EnteredBy string
	EnteredAt time.Time
}

func contactsTx(ctx context.Context, tx pgx.Tx, ch challenge.ID) (map[string]Contact, error) {
	list, err := db.All[Contact](ctx, tx, `SELECT c.kind, c.name, c.post, c.phone, c.email, coalesce(p.name, 'Somebody') AS entered_by, c.entered_at
		FROM concern_contact c LEFT JOIN person p ON p.id = c.entered_by WHERE c.challenge_id = $1`, ch)
	if err != nil {
		return nil, err
	}
	byKind := map[string]Contact{}
	for _, c := range list {
		byKind[c.Kind] = c
	}
	return byKind, nil
}

func (c Contact) check(f *problem.Fields) {
	on := func(name string) string { return c.Kind + "-" + name }
	f.Check(strings.TrimSpace(c.Name) != "" && db.Length(c.Name) <= 200, on("name"), "Enter a name, of a person or a team")
	f.Check(db.Length(c.Post) <= 200, on("post"), "The post must be 200 characters or fewer")
	f.Check(db.Length(c.Phone) >= 3 && db.Length(c.Phone) <= 50, on("phone"), "Enter a telephone number that is answered in office hours")
	at := strings.Index(c.Email, "@")
	f.Check(at > 0 && at < len(c.Email)-1 && !strings.ContainsAny(c.Email, " \r\n") && db.Length(c.Email) <= 254, on("email"), "Enter an e-mail address, such as name@council.gov.uk")
}

// SaveContacts keeps the two contacts of the host: its director or link officer.
// They must be two: a concern about leaders may not reach the first.
func (s *Service) SaveContacts(ctx context.Context, actor access.Actor, ch challenge.ID, first, second Contact) error {
	first.Kind, second.Kind = Safeguarding, Leaders
	first.Email, second.Email = strings.ToLower(first.Email), strings.ToLower(second.Email)
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.GetTx(ctx, tx, ch)
		if err != nil {
			return err
		}
		if !c.Standing().Is(Contacts.Roles...) {
			return problem.Missing()
		}
		var f problem.Fields
		first.check(&f)
		second.check(&f)
		f.Check(first.Email != second.Email || first.Email == "", "leaders-email", "Enter somebody else: the first contact must not learn of a concern about leaders")
		if err := f.Err(); err != nil {
			return err
		}
		now := s.Clock.Now()
		for _, one := range []Contact{first, second} {
			if _, err := tx.Exec(ctx, `INSERT INTO concern_contact (challenge_id, kind, name, post, phone, email, entered_by, entered_at)
				VALUES ($1, $2, $3, $4, $5, $6, app_actor(), $7) ON CONFLICT (challenge_id, kind) DO UPDATE SET name = excluded.name, post = excluded.post,
				phone = excluded.phone, email = excluded.email, entered_by = excluded.entered_by, entered_at = excluded.entered_at`,
				ch, one.Kind, one.Name, one.Post, one.Phone, one.Email, now); err != nil {
				return err
			}
		}
		if err := audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: Contacts.Name, Challenge: ch, Room: access.Common}); err != nil {
			return err
		}
		return task.DoneTx(ctx, tx, actor, now, ch, ContactsTask, "")
	})
}
