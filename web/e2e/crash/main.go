package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/pgserver"
)

func main() {
	kills, seed := flag.Int("kills", 50, "how often the program is killed"), flag.Uint64("seed", uint64(time.Now().UnixNano()), "of the random moments")
	flag.Parse()
	if err := run(context.Background(), *kills, *seed); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, kills int, seed uint64) error {
	folder, err := os.MkdirTemp("", "peerchallenge-crash-")
	if err != nil {
		return err
	}
	fmt.Printf("seed %d\n", seed)
	p, err := build(ctx, folder)
	if err != nil {
		return err
	}
	t := &trial{program: p, random: rand.New(rand.NewPCG(seed, seed))} // moments, not secrets
	if err = p.start(ctx); err == nil {
		err = t.kills(ctx, kills)
	}
	err = errors.Join(err, p.stop()) // its PostgreSQL goes with it
	if err != nil {
		return fmt.Errorf("%w; everything is kept in %s", err, folder)
	}
	return os.RemoveAll(folder)
}

// trial is what has been acknowledged so far.
type trial struct {
	program *program
	random  *rand.Rand
	mu      sync.Mutex
	kept    []kept
	next    int // step
	wrong   error
}

type kept struct{ sql, token string }

// kills kills the program again and again at a random moment while everybody
// works, and after each looks for what had been acknowledged since the last.
func (t *trial) kills(ctx context.Context, n int) error {
	total := 0
	for i := range n {
		after := 20*time.Millisecond + time.Duration(t.random.IntN(900))*time.Millisecond
		if err := t.round(ctx, i, after); err != nil {
			return err
		}
		if err := t.program.start(ctx); err != nil {
			return err
		}
		found, err := t.look(ctx)
		if err != nil {
			return fmt.Errorf("after kill %d: %w", i+1, err)
		}
		total += found
	}
	out, err := t.program.verify(ctx)
	fmt.Printf("%d kills, %d acknowledged writes, all there; %d of %d steps taken\n%s", n, total, t.next, len(steps), out)
	if err == nil && t.next < len(steps) {
		err = fmt.Errorf("the journey came to step %d of %d only", t.next, len(steps))
	}
	return err
}

// round lets everybody work until the program is killed.
func (t *trial) round(ctx context.Context, i int, after time.Duration) error {
	var workers sync.WaitGroup
	for n, a := range acts {
		workers.Go(func() { t.work(ctx, a, fmt.Sprintf("kill%dact%d", i, n)) })
	}
	workers.Go(func() { t.step(ctx) })
	time.Sleep(after)
	if err := t.program.kill(); err != nil {
		return err
	}
	workers.Wait()
	return t.wrong
}

func (t *trial) fail(err error) {
	if errors.Is(err, errNoAnswer) {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.wrong = errors.Join(t.wrong, err)
}

// work does one act again and again until nobody answers.
func (t *trial) work(ctx context.Context, a act, prefix string) {
	p := newPerson(t.program.url(), a.who)
	home, err := p.challenge(ctx, a.challenge)
	for n := 0; err == nil; n++ {
		token := fmt.Sprintf("%sno%dend", prefix, n)
		var ok bool
		if ok, err = a.do(ctx, p, home, token); ok {
			t.mu.Lock()
			t.kept = append(t.kept, kept{a.kept, token})
			t.mu.Unlock()
		}
	}
	t.fail(err)
}

// step takes the next step of the journey, or finds that it was taken when the
// program died before it could say so.
func (t *trial) step(ctx context.Context) {
	for t.next < len(steps) {
		s := steps[t.next]
		p := newPerson(t.program.url(), s.who)
		home, err := p.challenge(ctx, s.challenge)
		if err != nil {
			t.fail(err)
			return
		}
		acknowledged, err := s.take(ctx, p, home)
		if errors.Is(err, errNoAnswer) {
			return
		}
		if seen := s.done(ctx, p, home); seen != nil {
			if acknowledged {
				t.fail(seen)
			}
			return
		}
		t.next++
	}
}

// look finds everything that was acknowledged, in the database, and gives its number.
func (t *trial) look(ctx context.Context) (int, error) {
	server, err := pgserver.Attach(ctx, pgserver.Options{DataDir: t.program.data})
	if err != nil {
		return 0, err
	}
	conn, err := pgx.Connect(ctx, server.URL(pgserver.Database, ""))
	if err != nil {
		return 0, err
	}
	defer conn.Close(ctx)
	for _, k := range t.kept {
		var n int
		if err := conn.QueryRow(ctx, k.sql, k.token).Scan(&n); err != nil {
			return 0, err
		}
		if n == 0 {
			return 0, fmt.Errorf("acknowledged and lost: %s", k.token)
		}
	}
	found := len(t.kept)
	t.kept = nil
	return found, sameBytes(ctx, conn)
}

// sameBytes: what the program says a file's bytes are is what was sent. That the
// stored bytes are these is for verify.
func sameBytes(ctx context.Context, conn *pgx.Conn) error {
	rows, err := conn.Query(ctx, `SELECT d.title, v.digest FROM document d JOIN document_version v ON v.document_id = d.id WHERE d.title LIKE 'kill%end'`)
	if err != nil {
		return err
	}
	var title, digest string
	_, err = pgx.ForEachRow(rows, []any{&title, &digest}, func() error {
		if sum := sha256.Sum256(fileOf(title)); hex.EncodeToString(sum[:]) != digest {
			return fmt.Errorf("the file %s is not the one that was sent", title)
		}
		return nil
	})
	return err
}
