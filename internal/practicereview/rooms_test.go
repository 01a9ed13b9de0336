package practicereview_test

import (
	"testing"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/practicereview"
)

// P3: with the program's own filter off, the database gives the sealed copy, the
// hand-over's window and the corrections to the three, the team and the host's
// director; senior leaders hold the leaders' key and still read none of it.
func TestRooms_P3_PracticeFindingsNotForSeniorLeaders(t *testing.T) {
	k := begin(t)
	f := k.handedOver()
	k.must(k.s.SendCorrection(ctx, k.As(access.DASS), k.Challenge, practicereview.NewCorrection{Finding: f, Words: "The plan form changed in 2026."}))
	k.MoveTo(access.Reading)
	for _, role := range dbtest.Everyone {
		want := role == access.DASS || role.IsTeam() || role == access.VisitingPSW || role == access.HostPSW
		if got := k.reads(role); (got == [3]bool{true, true, true}) != want || (!want && got != [3]bool{}) {
			t.Errorf("%s reads parts, window, corrections: %v, want %v", role, got, want)
		}
	}
}

// reads asks the tables themselves, without the service.
func (k *site) reads(role access.Role) (got [3]bool) {
	k.T.Helper()
	k.must(db.Read(ctx, k.DB, k.As(role), func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM handover_part WHERE challenge_id = $1 AND from_room = 'practice'),
			EXISTS (SELECT FROM practice_shared WHERE challenge_id = $1), EXISTS (SELECT FROM practice_correction WHERE challenge_id = $1)`,
			k.Challenge).Scan(&got[0], &got[1], &got[2])
	}))
	return got
}
