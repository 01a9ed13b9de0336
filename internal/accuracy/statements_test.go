package accuracy_test

import (
	"testing"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
)

// A page costs the same for 1 comment and for 25: with session and person at most 10.
func TestPages_StatementsDoNotGrowWithRows(t *testing.T) {
	k := begin(t, dbtest.Tx(t))
	comment, draft := k.sent(access.DASS), k.save(access.DASS)
	k.drafted(comment)
	pages := map[string]func() error{
		"comments, director": func() error { return second(k.Page(ctx, k.As(access.DASS), k.Challenge)) },
		"comments, expert":   func() error { return second(k.Page(ctx, k.As(access.Expert), k.Challenge)) },
		"draft":              func() error { return second(k.DraftPage(ctx, k.As(access.DASS), k.Challenge, draft)) },
		"answer":             func() error { return second(k.AnswerPage(ctx, k.As(access.Lead), k.Challenge, comment)) },
	}
	count := func() map[string]int64 {
		n := map[string]int64{}
		for name, read := range pages {
			n[name] = dbtest.Statements(func() {
				if err := read(); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			})
		}
		return n
	}
	one := count()
	for range 24 {
		k.drafted(k.sent(access.SeniorLeader))
		k.save(access.SeniorLeader)
	}
	for name, n := range count() {
		if n != one[name] || n > 8 || n < 4 {
			t.Errorf("%s: %d statements for 1 comment, %d for 25; at most 8 without session and person", name, one[name], n)
		}
	}
}
