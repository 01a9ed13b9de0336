package selfassessment_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/prose"
	"peerchallenge/internal/selfassessment"
)

// A2: two people write the same answer at the same moment, from the very first
// save on: every accepted text is in the database, in one row of versions without
// a gap, and every refusal carried the other's text.
func TestSave_A2_TwoWritersAtOnceLoseNothing(t *testing.T) {
	w := newWorld(t, dbtest.DB(t).Pool)
	var mu sync.Mutex
	accepted := map[int]string{}
	var wg sync.WaitGroup
	for _, role := range []access.Role{access.Contributor, access.DASS} {
		wg.Go(func() {
			base := 0
			for i := range 15 {
				words := fmt.Sprintf("%s writes %d", role, i)
				for {
					saved, err := w.Save(ctx, w.As(role), w.Challenge, w.mine, selfassessment.Text{Base: base, Words: words})
					if theirs, ok := prose.TheirsOf(err); ok {
						base = theirs.Version
						continue
					}
					if err != nil {
						t.Errorf("%s: %v", role, err)
						return
					}
					mu.Lock()
					if former, there := accepted[saved.Version]; there {
						t.Errorf("version %d accepted twice: %q and %q", saved.Version, former, words)
					}
					accepted[saved.Version] = words
					mu.Unlock()
					base = saved.Version
					break
				}
			}
		})
	}
	wg.Wait()
	if len(accepted) != 30 {
		t.Fatalf("%d accepted, want 30", len(accepted))
	}
	for version, words := range accepted {
		v, err := w.Versions(ctx, w.As(access.DASS), w.Challenge, w.mine, 0, version)
		if err != nil || v.Shown.Body != words {
			t.Errorf("version %d: %v, want %q", version, err, words)
		}
	}
	if docs := value[int](w, w.As(access.DASS), `SELECT count(*) FROM prose_document WHERE challenge_id = $1`, w.Challenge); docs != len(w.Framework.Areas[0].Prompts) {
		t.Errorf("%d texts for %d prompts: the two first saves made some twice", docs, len(w.Framework.Areas[0].Prompts))
	}
}

// A5: a text saved while the director submits is either in the copy or refused.
func TestSubmit_A5_NothingIsAcceptedAfterTheCopy(t *testing.T) {
	w := newWorld(t, dbtest.DB(t).Pool)
	w.save(access.Contributor, w.mine, 0, "text 0")
	last := "text 0"
	var wg sync.WaitGroup
	wg.Go(func() {
		for base := 1; ; base++ {
			words := fmt.Sprintf("text %d", base)
			_, err := w.Save(ctx, w.As(access.Contributor), w.Challenge, w.mine, selfassessment.Text{Base: base, Words: words})
			if err != nil {
				if !problem.Is(err, problem.Closed) {
					t.Errorf("refused with %v, want closed", err)
				}
				return
			}
			last = words
		}
	})
	err := w.Submit(ctx, w.As(access.DASS), w.Challenge)
	wg.Wait()
	v, readErr := w.Submitted(ctx, w.As(access.DASS), w.Challenge)
	if err := errors.Join(err, readErr); err != nil {
		t.Fatal(err)
	}
	if got := v.Areas[0].Answers[0].Text; got != last {
		t.Errorf("the copy has %q, the last accepted text is %q", got, last)
	}
}
