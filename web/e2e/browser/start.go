package browser

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

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
	l := launcher.New().Bin(path).Leakless(false).NoSandbox(true)
	if filepath.Base(path) != shell {
		l.Set("headless", "new")
	}
	for _, f := range flags {
		l.Set(launchflags.Flag(f))
	}
	cmd, address, err := launch(path, l.FormatArgs())
	if err != nil {
		return nil, nil, err
	}
	end := func() {
		_ = cmd.stdin.Close() // the shell ends the browser
		_ = cmd.Wait()        // with whatever status that gives
		_ = os.RemoveAll(l.Get(launchflags.UserDataDir))
	}
	b = rod.New().ControlURL(address)
	if err := b.Connect(); err != nil {
		end()
		return nil, nil, fmt.Errorf("connect to %s: %w", path, err)
	}
	return b, end, nil
}

// keeper ends the browser, which Debian starts from a script of its own, with its
// whole process group when its input ends: when we close it, and when the test
// process dies without a word.
const keeper = `"$0" "$@" & read -r _; kill 0`

type process struct {
	*exec.Cmd
	stdin io.Closer
}

// launch starts the browser and waits until it says where it listens.
func launch(path string, args []string) (process, string, error) {
	cmd := process{Cmd: exec.Command("/bin/sh", append([]string{"-c", keeper, path}, args...)...)}
	cmd.SysProcAttr, cmd.WaitDelay = &syscall.SysProcAttr{Setpgid: true}, 10*time.Second
	said := launcher.NewURLParser()
	cmd.Stderr = said
	var err error
	if cmd.stdin, err = cmd.StdinPipe(); err != nil {
		return cmd, "", err
	}
	if err := cmd.Start(); err != nil {
		return cmd, "", fmt.Errorf("start %s: %w", path, err)
	}
	select {
	case at := <-said.URL:
		address, err := launcher.ResolveURL(at)
		return cmd, address, err
	case <-time.After(time.Minute):
		_ = cmd.stdin.Close()
		return cmd, "", fmt.Errorf("%s did not start within a minute: %w", path, said.Err())
	}
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
