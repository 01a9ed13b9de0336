package person_test

import (
	"context"
	"regexp"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/id"
	"peerchallenge/internal/person"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

const goodPassword = "three words in a row"

// at is when the tests of signing in begin.
var at = time.Date(2026, 11, 23, 9, 0, 0, 0, clock.London)

// desk is a service with one person to sign in.
type desk struct {
	*person.Service
	T     testing.TB
	Clock *clock.Fixed
	Who   uuid.UUID
	Email string
}

func newDesk(t testing.TB, b db.Beginner) *desk {
	t.Helper()
	c := clock.At(at)
	d := &desk{Service: &person.Service{DB: b, Clock: c, BaseURL: "https://peer.example.org"}, T: t, Clock: c,
		Email: "helen." + id.New().String() + "@example.org"}
	d.in(dbtest.Operator, func(ctx context.Context, tx pgx.Tx) error {
		var err error
		d.Who, _, err = person.AddTx(ctx, tx, dbtest.Operator, c.Now(), person.New{Name: "Helen Marsden", Email: d.Email})
		return err
	})
	return d
}

func (d *desk) in(actor access.Actor, f func(ctx context.Context, tx pgx.Tx) error) {
	d.T.Helper()
	ctx := context.Background()
	if err := db.InTx(ctx, d.DB, actor, func(tx pgx.Tx) error { return f(ctx, tx) }); err != nil {
		d.T.Fatal(err)
	}
}

// mails are the bodies queued for somebody, the newest last.
func (d *desk) mails(who uuid.UUID) []string {
	d.T.Helper()
	var bodies []string
	d.in(access.Job("mail"), func(ctx context.Context, tx pgx.Tx) error {
		rows, _ := tx.Query(ctx, `SELECT body FROM mail WHERE person_id = $1 ORDER BY queued_at, id`, who)
		var err error
		bodies, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	return bodies
}

func (d *desk) lastMail(who uuid.UUID) string {
	d.T.Helper()
	all := d.mails(who)
	if len(all) == 0 {
		d.T.Fatal("no mail was queued")
	}
	return all[len(all)-1]
}

var (
	linkIn = regexp.MustCompile(`https://peer\.example\.org/(?:sign-in/link|reset|invitation)/([A-Za-z0-9_-]{43})`)
	codeIn = regexp.MustCompile(`(?m)^([0-9]{6})$`)
)

func (d *desk) find(what *regexp.Regexp, in string) string {
	d.T.Helper()
	m := what.FindStringSubmatch(in)
	if m == nil {
		d.T.Fatalf("no %s in the mail:\n%s", what, in)
	}
	return m[1]
}

// link asks for a mail and gives what stands in its link, and the code.
func (d *desk) link() (secret, code string) {
	d.T.Helper()
	if err := d.SendLink(context.Background(), d.Email); err != nil {
		d.T.Fatal(err)
	}
	body := d.lastMail(d.Who)
	return d.find(linkIn, body), d.find(codeIn, body)
}

// withPassword gives the person a password.
func (d *desk) withPassword() *desk {
	d.T.Helper()
	if _, err := d.SetPassword(context.Background(), access.Person(d.Who), "", goodPassword); err != nil {
		d.T.Fatal(err)
	}
	return d
}
