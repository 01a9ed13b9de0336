package schedule_test

import (
	"context"
	"testing"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/progress"
	"peerchallenge/internal/retention"
	"peerchallenge/internal/schedule"
)

// I1: placing a visit asks the coordinator to record the agreements about
// information, on each challenge until it is done; at home it is said once, the
// calendar leads there, and one record does it for all challenges of the cycle.
func TestPlaceVisit_I1_AsksForTheAgreements(t *testing.T) {
	t.Parallel()
	s := dbtest.NewUnagreed(t, dbtest.Tx(t))
	ctx, coordinator := context.Background(), s.As(access.Coordinator)
	svc, home := &schedule.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://peer.example"}, &progress.Service{DB: s.DB, Clock: s.Clock}
	place := func(council int, first civil.Date) {
		t.Helper()
		if _, err := svc.PlaceVisit(ctx, coordinator, schedule.Placing{Cycle: s.Cycle, Council: s.Others[council], First: first}); err != nil {
			t.Fatal(err)
		}
	}
	asked := func() (n int) {
		t.Helper()
		h, err := home.Home(ctx, coordinator)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range h.ToDo {
			if one.Path == "/agreements/"+s.Cycle.String() && one.Mine {
				n++
			}
		}
		return n
	}
	recorded := func() bool {
		t.Helper()
		c, err := svc.CalendarPage(ctx, coordinator, s.Cycle)
		if err != nil {
			t.Fatal(err)
		}
		return c.Recorded
	}
	place(0, civil.NewDate(2027, 9, 14))
	place(1, civil.NewDate(2027, 11, 9))
	if asked() != 1 || recorded() {
		t.Errorf("asked %d times at home, recorded %v; want once, not yet", asked(), recorded())
	}
	on := civil.NewDate(2027, 2, 1)
	err := (&retention.Service{DB: s.DB, Clock: s.Clock}).RecordAgreements(ctx, coordinator, s.Cycle, retention.Agreements{Controllers: "The councils",
		AssessmentOn: on, AssessmentBy: "An officer", AssessmentReference: "1", AgreementOn: on, AgreementBy: "The directors", AgreementReference: "2"})
	if err != nil {
		t.Fatal(err)
	}
	place(2, civil.NewDate(2028, 2, 8))
	if asked() != 0 || !recorded() {
		t.Errorf("recorded, and still asked %d times at home (the calendar: %v)", asked(), recorded())
	}
}
