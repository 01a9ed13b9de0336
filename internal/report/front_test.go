package report_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/report"
)

// Section 3, F9: what the challenge looked at and its key lines of enquiry stand at
// the beginning of the draft, of the final report, of a corrected version and of
// what is published.
func TestFront_F9_ScopeAndKeyLinesGoAlong(t *testing.T) {
	t.Parallel()
	x := newTale(t, dbtest.Tx(t))
	want := &finding.Front{Scope: "How carers get help.", Focus: "The first call.", Questions: []string{"What helps carers early?"}}
	draft, err := x.findings.DraftReport(ctx, x.As(access.DASS), x.Challenge)
	x.must(err)
	wording, err := x.WordingPage(ctx, x.As(access.Expert), x.Challenge)
	x.must(err)
	x.final()
	final, err := x.FinalPage(ctx, x.As(access.DASS), x.Challenge)
	x.must(err)
	x.correct()
	corrected, err := x.FinalPage(ctx, x.As(access.DASS), x.Challenge)
	x.must(err)
	published, err := x.publishAs(access.DASS, report.Publication{})
	x.must(err)
	for where, got := range map[string]*finding.Front{"draft": draft.Front, "wording": wording.Front, "final": final.Final.Front,
		"corrected": corrected.Final.Front, "published": published.Front} {
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got)\n%s", where, d)
		}
	}
}
