package practice_test

import (
	"net/http"
	"strings"
	"testing"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/practicereview"
)

// A page asks the database at most eight times, besides the two of the session, and
// as often for one finding as for thirty.
func TestPages_StatementsDoNotGrow(t *testing.T) {
	k := begin(t)
	k.drawn()
	at := k.post(k.second, "practice/groups/new", form("kind", "carers", "meets_on-day", "30", "meets_on-month", "3", "meets_on-year", "2027", "starts", "10am",
		"place", "the library", "expected", "7", "host_psw_in", "no", "reach", "Ring 01632 960184."), http.StatusSeeOther).Location
	paths := []string{"practice", "practice/sample", "practice/findings", "practice/findings/new", "practice/files/" + k.files()[0].ID.String(), strings.TrimPrefix(at, k.base)}
	count := func() map[string]int64 {
		n := map[string]int64{}
		for _, p := range paths {
			n[p] = dbtest.Statements(func() { k.get(k.As(access.HostPSW), p, http.StatusOK) })
		}
		return n
	}
	add := func() {
		if _, _, err := k.s.SaveFinding(ctx, k.second, k.Challenge, practicereview.FindingInput{Kind: practicereview.Strength, Title: "Plans are clear"}); err != nil {
			t.Fatal(err)
		}
	}
	add()
	one := count()
	for range 29 {
		add()
	}
	for p, n := range count() {
		if n != one[p] {
			t.Errorf("%s: %d statements for one finding, %d for thirty", p, one[p], n)
		}
		if n > 8 {
			t.Errorf("%s: %d statements, at most 8 besides the session's", p, n)
		}
	}
}
