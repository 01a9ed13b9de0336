package report_test

import (
	"sync"
	"testing"
	"time"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/report"
)

// atOnce runs both and gives what each returned.
func atOnce(a, b func() error) (errA, errB error) {
	var wg sync.WaitGroup
	wg.Go(func() { errA = a() })
	wg.Go(func() { errB = b() })
	wg.Wait()
	return errA, errB
}

// F10: the button pressed twice at once makes one version.
func TestPublish_TwiceAtOnce_OneVersion(t *testing.T) {
	x := newTale(t, dbtest.DB(t).Pool)
	x.final()
	page, err := x.PublishPage(ctx, x.As(access.DASS), x.Challenge, report.Publication{})
	x.must(err)
	n := report.Publication{Version: page.Next, Final: page.Final.Mark}
	press := func() error { _, err := x.Publish(ctx, x.As(access.DASS), x.Challenge, n); return err }
	errA, errB := atOnce(press, press)
	if (errA == nil) == (errB == nil) {
		t.Errorf("want one of two, got %v and %v", errA, errB)
	}
	for _, err := range []error{errA, errB} {
		if err != nil && !problem.Is(err, problem.Conflict) {
			t.Errorf("want a conflict, got %v", err)
		}
	}
	p, err := x.FinalPage(ctx, x.As(access.DASS), x.Challenge)
	x.must(err)
	if len(p.Versions) != 1 {
		t.Errorf("want one version, got %d", len(p.Versions))
	}
}

// F8: a reservation recorded while the lead makes the report final is in it, or
// is refused; it never vanishes.
func TestFinalise_AgainstAChangedSignOff(t *testing.T) {
	for range 2 {
		x := newTale(t, dbtest.DB(t).Pool)
		x.everyoneSigns()
		x.later(time.Minute)
		finalised, changed := atOnce(
			func() error { return x.Finalise(ctx, x.As(access.Lead), x.Challenge) },
			func() error {
				return x.SignOff(ctx, x.As(access.Expert), x.Challenge, report.Own{Kind: report.Reservation, Words: "I differ.", Public: true})
			})
		x.must(finalised)
		p, err := x.FinalPage(ctx, x.As(access.Lead), x.Challenge)
		x.must(err)
		if (changed == nil) != (len(p.Final.Reservations) == 1) || (changed != nil && !problem.Is(changed, problem.Closed)) {
			t.Errorf("recorded: %v, yet the report has %d reservations", changed, len(p.Final.Reservations))
		}
	}
}

// Statements do not grow with what there is: 8 of 10, since session and person take 2.
func TestPages_Statements(t *testing.T) {
	x := newTale(t, dbtest.DB(t).Pool)
	pages := map[string]func() error{
		"sign-off": func() error { _, err := x.SignOffPage(ctx, x.As(access.Lead), x.Challenge); return err },
		"wording":  func() error { _, err := x.WordingPage(ctx, x.As(access.Lead), x.Challenge); return err },
		"finalise": func() error { _, err := x.FinalisePage(ctx, x.As(access.Lead), x.Challenge); return err },
		"final":    func() error { _, err := x.FinalPage(ctx, x.As(access.DASS), x.Challenge); return err },
		"publish": func() error {
			_, err := x.PublishPage(ctx, x.As(access.DASS), x.Challenge, report.Publication{})
			return err
		},
		"corrected": func() error {
			_, err := x.PublishPage(ctx, x.As(access.DASS), x.Challenge, report.Publication{})
			return err
		},
	}
	count := func(name string) {
		t.Helper()
		var err error
		if n := dbtest.Statements(func() { err = pages[name]() }); n > 8 || err != nil {
			t.Errorf("%s: %d statements, %v", name, n, err)
		}
	}
	count("sign-off")
	count("wording")
	count("finalise")
	x.final()
	count("final")
	count("publish")
	if _, err := x.publishAs(access.DASS, report.Publication{}); err != nil {
		t.Fatal(err)
	}
	count("corrected")
}
