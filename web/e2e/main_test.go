package e2e

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/go-rod/rod"

	"peerchallenge/web/e2e/browser"
	"peerchallenge/web/e2e/site"
)

// shared by all tests of the process; each test has a site of its own.
var (
	chromium *rod.Browser
	maker    *site.Maker
)

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	b, stop, err := browser.Start()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer stop()
	made, err := site.NewMaker(context.Background(), "../..")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() {
		if err := made.Close(); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}()
	chromium, maker = b, made
	return m.Run()
}

// newSite gives a test the demonstration region for itself.
func newSite(t *testing.T) *site.Site {
	t.Helper()
	s, err := maker.New(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Log("the program said:\n" + s.Log())
		}
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// scripts runs a journey twice, each time on a site of its own: as most people
// walk it, and with scripts off.
func scripts(t *testing.T, journey func(t *testing.T, j *journey)) {
	for name, on := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			journey(t, newJourney(t, newSite(t), on))
		})
	}
}
