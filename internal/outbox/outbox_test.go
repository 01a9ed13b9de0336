package outbox_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/mail"
	"peerchallenge/internal/outbox"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func queue(t *testing.T, d *dbtest.Database, s *dbtest.Story, fail error) error {
	t.Helper()
	return db.InTx(context.Background(), d.Pool, s.As(access.DASS), func(tx pgx.Tx) error {
		err := outbox.QueueTx(context.Background(), tx, s.Clock.Now(), outbox.Mail{Person: s.People[access.Lead], Kind: "test", Subject: "Come and look", Body: "Where: here.\n"})
		if err != nil {
			return err
		}
		return fail
	})
}

func worker(t *testing.T, d *dbtest.Database, s *dbtest.Story, c mail.Config) context.CancelFunc {
	t.Helper()
	c.From = "peer-challenge@example.org"
	sender, err := mail.NewSender(c, s.Clock)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	w := &outbox.Worker{DB: d.Pool, Clock: s.Clock, Sender: sender, Log: slog.New(slog.DiscardHandler), Every: 20 * time.Millisecond}
	done := make(chan struct{})
	go func() { w.Run(ctx); close(done) }()
	return func() { stop(); <-done }
}

// A mail goes once its transaction commits, is not sent twice, and its words are
// not kept; one whose act failed is never sent.
func TestWorker_SendsWhatWasCommitted(t *testing.T) {
	d := dbtest.DB(t)
	s := dbtest.NewStory(t, d.Pool)
	caught, err := mail.StartCatcher("127.0.0.1:0", s.Clock)
	if err != nil {
		t.Fatal(err)
	}
	defer caught.Close()
	if err := queue(t, d, s, context.Canceled); err == nil {
		t.Fatal("the act should have failed")
	}
	if err := queue(t, d, s, nil); err != nil {
		t.Fatal(err)
	}
	stop := worker(t, d, s, caught.Config())
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	got, err := caught.WaitFor(ctx, s.People[access.Lead].String()+"@example.org", 0)
	if err != nil || got.Subject != "Come and look" {
		t.Fatalf("caught %q, %v", got.Subject, err)
	}
	time.Sleep(100 * time.Millisecond)
	stop()
	if n := len(caught.List()); n != 1 {
		t.Errorf("%d mails were sent, want 1", n)
	}
	var bodies string
	if err := d.Owner.QueryRow(context.Background(), `SELECT coalesce(string_agg(body, ''), '') FROM mail`).Scan(&bodies); err != nil || bodies != "" {
		t.Errorf("words are kept after sending: %q (%v)", bodies, err)
	}
}

// A server that is away loses nothing: the mail waits, and goes when it is back.
func TestWorker_WaitsForTheServer(t *testing.T) {
	d := dbtest.DB(t)
	s := dbtest.NewStory(t, d.Pool)
	caught, err := mail.StartCatcher("127.0.0.1:0", s.Clock)
	if err != nil {
		t.Fatal(err)
	}
	c := caught.Config()
	if err := caught.Close(); err != nil {
		t.Fatal(err)
	}
	if err := queue(t, d, s, nil); err != nil {
		t.Fatal(err)
	}
	stop := worker(t, d, s, c)
	var tries int
	for range 200 {
		if err := d.Owner.QueryRow(context.Background(), `SELECT tries FROM mail WHERE sent_at IS NULL AND given_up_at IS NULL AND last_error IS NOT NULL`).Scan(&tries); err == nil {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	stop()
	if tries != 1 {
		t.Fatalf("tried %d times, want 1 and the mail still waiting", tries)
	}
}
