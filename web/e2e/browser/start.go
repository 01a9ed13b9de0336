package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/go-rod/rod"
	"github.com/go-rod/rod/lib/launcher"
	launchflags "github.com/go-rod/rod/lib/launcher/flags"
)

// flags keep the browser from doing anything but what a test asks for.
var flags = []string{"disable-gpu", "disable-quic", "no-first-run", "disable-background-networking", "disable-component-update", "disable-sync"}

// Start runs a Chromium with an empty profile and connects to it. stop ends it
// and removes the profile.
func Start() (b *rod.Browser, stop func(), err error) {
	path, err := Find()
	if err != nil {
		return nil, nil, err
	}
	l := launcher.New().Bin(path).Leakless(false).NoSandbox(true).Set("headless", "new")
	for _, f := range flags {
		l.Set(launchflags.Flag(f))
	}
	address, err := l.Launch()
	if err != nil {
		return nil, nil, fmt.Errorf("start %s: %w", path, err)
	}
	b = rod.New().ControlURL(address)
	if err := b.Connect(); err != nil {
		l.Kill()
		return nil, nil, fmt.Errorf("connect to %s: %w", path, err)
	}
	return b, func() {
		_ = b.Close() // its profile goes all the same
		l.Kill()
		l.Cleanup()
	}, nil
}

// Open starts a Chromium for one test; without one the test fails, since what
// needs a browser would not be checked.
func Open(t testing.TB) *rod.Browser {
	t.Helper()
	b, stop, err := Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return b
}

func lastLine(out []byte) string {
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	return lines[len(lines)-1]
}
