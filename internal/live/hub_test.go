package live_test

import (
	"context"
	"log/slog"
	"runtime"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/live"
	"peerchallenge/internal/problem"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// running is a hub on a database of the test's own; stop ends it.
func running(t *testing.T) (h *live.Hub, pool, owner *pgxpool.Pool, stop func()) {
	t.Helper()
	d := dbtest.DB(t)
	pool, owner = d.Pool, d.Owner
	h = &live.Hub{Log: slog.New(slog.DiscardHandler), Connect: func(ctx context.Context) (*pgx.Conn, error) {
		return pgx.ConnectConfig(ctx, pool.Config().ConnConfig)
	}}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); h.Run(ctx) }()
	stop = func() { cancel(); <-done }
	t.Cleanup(stop)
	probe := uuid.New()
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); { // until it listens
		f := follow(t, h, probe, "probe")
		tell(t, pool, probe, true)
		if woken(f, 100*time.Millisecond) {
			f.Close()
			return h, pool, owner, stop
		}
		f.Close()
	}
	t.Fatal("the hub does not listen")
	return nil, nil, nil, nil
}

func follow(t *testing.T, h *live.Hub, topic uuid.UUID, holder string) *live.Follower {
	t.Helper()
	f, err := h.Follow(topic, holder)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func tell(t *testing.T, pool *pgxpool.Pool, topic uuid.UUID, commit bool) {
	t.Helper()
	undone := problem.New(problem.Closed, "undone")
	err := db.InTx(context.Background(), pool, access.Public(), func(tx pgx.Tx) error {
		if err := live.TellTx(context.Background(), tx, topic); err != nil || commit {
			return err
		}
		return undone
	})
	if err != nil && commit {
		t.Fatal(err)
	}
}

func woken(f *live.Follower, within time.Duration) bool {
	select {
	case <-f.Changed():
		return true
	case <-time.After(within):
		return false
	}
}

// Whoever follows a topic is woken once it has changed, and nobody else: not the
// followers of another one, and not by what was rolled back.
func TestFollow_WakesThoseOfTheTopicAtCommit(t *testing.T) {
	h, pool, _, _ := running(t)
	ours, other := uuid.New(), uuid.New()
	a, b, c := follow(t, h, ours, "a"), follow(t, h, ours, "b"), follow(t, h, other, "c")
	defer a.Close()
	defer b.Close()
	defer c.Close()
	for _, f := range []*live.Follower{a, b, c} {
		woken(f, time.Second/10) // the greeting after connecting
	}
	tell(t, pool, ours, false)
	if woken(a, 200*time.Millisecond) {
		t.Error("woken by what was rolled back")
	}
	tell(t, pool, ours, true)
	tell(t, pool, ours, true)
	if !woken(a, 2*time.Second) || !woken(b, 2*time.Second) {
		t.Error("not woken")
	}
	if woken(c, 200*time.Millisecond) {
		t.Error("woken by another topic")
	}
}

// A connection that is lost is made again, and everybody looks: something may have
// been missed.
func TestRun_ConnectsAgainAndWakesAll(t *testing.T) {
	h, pool, owner, _ := running(t)
	f := follow(t, h, uuid.New(), "a")
	defer f.Close()
	woken(f, time.Second/10)
	if _, err := owner.Exec(context.Background(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN live'`); err != nil {
		t.Fatal(err)
	}
	if !woken(f, 5*time.Second) {
		t.Error("not woken after the connection was lost")
	}
	tell(t, pool, uuid.New(), true)
}

// One session follows a few topics at once and no more; one that is closed makes room.
func TestFollow_CapOfASession(t *testing.T) {
	h, _, _, _ := running(t)
	var list []*live.Follower
	for range 8 {
		list = append(list, follow(t, h, uuid.New(), "one session"))
	}
	if _, err := h.Follow(uuid.New(), "one session"); !problem.Is(err, problem.TooMany) {
		t.Errorf("a ninth: %v", err)
	}
	follow(t, h, uuid.New(), "another session").Close()
	list[0].Close()
	list[0].Close() // twice is once
	list[0] = follow(t, h, uuid.New(), "one session")
	if _, err := h.Follow(uuid.New(), "one session"); !problem.Is(err, problem.TooMany) {
		t.Errorf("a ninth after one was closed: %v", err)
	}
	for _, f := range list {
		f.Close()
	}
	if n := h.Following(); n != 0 {
		t.Errorf("%d follow still", n)
	}
}

// The end of the program ends whatever is followed, and nothing is left running.
func TestClose_EndsFollowersAndLeavesNothing(t *testing.T) {
	before := runtime.NumGoroutine()
	h, pool, owner, stop := running(t)
	f := follow(t, h, uuid.New(), "a")
	h.Close()
	select {
	case <-f.Over():
	case <-time.After(time.Second):
		t.Error("not over")
	}
	late := follow(t, h, uuid.New(), "a")
	select {
	case <-late.Over():
	default:
		t.Error("following after the end goes on")
	}
	f.Close()
	late.Close()
	stop()
	pool.Close()
	owner.Close()
	for end := time.Now().Add(3 * time.Second); runtime.NumGoroutine() > before && time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
	}
	if n := runtime.NumGoroutine(); n > before {
		t.Errorf("%d goroutines, %d before", n, before)
	}
}
