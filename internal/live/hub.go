package live

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/problem"
)

// channel is the name that listeners and tellers agree on.
const channel = "live"

// most is how many topics one session follows at once: one a visible tab.
const most = 8

// Hub holds the connection that listens, and knows who follows what. Its zero
// value with Connect and Log set is ready; until Run, and after Close, everything
// that is followed is over at once.
type Hub struct {
	Connect func(ctx context.Context) (*pgx.Conn, error) // a connection of its own, outside any pool
	Log     *slog.Logger
	// Every is how often a page that follows looks by itself, and asks whether it
	// still may; 10 s when it is not set.
	Every time.Duration

	mu     sync.Mutex
	over   chan struct{} // nil: not running
	closed bool
	topics map[uuid.UUID]map[*Follower]bool
	held   map[string]int // topics followed, by holder
}

// Follower is one page that follows a topic. Close it.
type Follower struct {
	hub     *Hub
	topic   uuid.UUID
	holder  string
	changed chan struct{}
	over    <-chan struct{}
}

// Changed has something to receive when the topic may have changed; several changes
// that nobody has looked at yet are one.
func (f *Follower) Changed() <-chan struct{} { return f.changed }

// Over is closed when the program ends.
func (f *Follower) Over() <-chan struct{} { return f.over }

// Close ends the following. It may be called twice.
func (f *Follower) Close() {
	f.hub.mu.Lock()
	defer f.hub.mu.Unlock()
	if !f.hub.topics[f.topic][f] {
		return
	}
	delete(f.hub.topics[f.topic], f)
	if len(f.hub.topics[f.topic]) == 0 {
		delete(f.hub.topics, f.topic)
	}
	if f.hub.held[f.holder]--; f.hub.held[f.holder] == 0 {
		delete(f.hub.held, f.holder)
	}
}

// TellTx says that a topic changes with the caller's transaction.
func TellTx(ctx context.Context, tx pgx.Tx, topic uuid.UUID) error {
	_, err := tx.Exec(ctx, `SELECT pg_notify('`+channel+`', $1)`, topic.String())
	return err
}

// Follow follows a topic for a holder, a session for instance. TooMany when that
// holder follows several already.
func (h *Hub) Follow(topic uuid.UUID, holder string) (*Follower, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f := &Follower{hub: h, topic: topic, holder: holder, changed: make(chan struct{}, 1), over: h.over}
	if h.over == nil || h.closed {
		ended := make(chan struct{})
		close(ended)
		f.over = ended
		return f, nil
	}
	if h.held[holder] >= most {
		return nil, problem.New(problem.TooMany, "This is open in too many windows. Close some of them.")
	}
	if h.topics[topic] == nil {
		h.topics[topic] = map[*Follower]bool{}
	}
	h.topics[topic][f] = true
	h.held[holder]++
	return f, nil
}

// Beat is how often a page that follows looks by itself.
func (h *Hub) Beat() time.Duration {
	if h.Every > 0 {
		return h.Every
	}
	return 10 * time.Second
}

// Following is how many follow anything now.
func (h *Hub) Following() (n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, of := range h.topics {
		n += len(of)
	}
	return n
}

// Run listens until the context ends, and connects again when the connection is
// lost: after a second, then two, up to half a minute.
func (h *Hub) Run(ctx context.Context) {
	h.mu.Lock()
	h.over, h.topics, h.held = make(chan struct{}), map[uuid.UUID]map[*Follower]bool{}, map[string]int{}
	h.mu.Unlock()
	defer h.Close()
	wait := time.Second
	for {
		heard, err := h.listen(ctx)
		if ctx.Err() != nil {
			return
		}
		if heard {
			wait = time.Second
		}
		h.Log.Warn("the connection that listens for changes is lost; pages look by themselves meanwhile", "err", err)
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		wait = min(2*wait, 30*time.Second)
	}
}

// Close ends everything that is followed, and whatever would be. Nothing happens
// the second time.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.over != nil && !h.closed {
		close(h.over)
	}
	h.closed = true
}

// listen wakes followers until the connection is lost; heard tells whether it had one.
func (h *Hub) listen(ctx context.Context) (heard bool, err error) {
	conn, err := h.Connect(ctx)
	if err != nil {
		return false, err
	}
	defer func() {
		leaving, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = conn.Close(leaving) // it is over either way
	}()
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return false, err
	}
	h.wakeAll()
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return true, err
		}
		if topic, err := uuid.Parse(n.Payload); err == nil {
			h.wake(topic)
		}
	}
}

func (h *Hub) wake(topic uuid.UUID) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for f := range h.topics[topic] {
		f.wake()
	}
}

// wakeAll is for when something may have been missed.
func (h *Hub) wakeAll() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, of := range h.topics {
		for f := range of {
			f.wake()
		}
	}
}

// wake never waits: one that has not looked yet will see this change too.
func (f *Follower) wake() {
	select {
	case f.changed <- struct{}{}:
	default:
	}
}
