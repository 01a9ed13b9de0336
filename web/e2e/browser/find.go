// Package browser finds and starts the Chromium that the tests drive: the
// machine's own, else Debian's package when it may be installed. It downloads
// no browser of its own.
//
// The browser without a window, Debian's chromium-headless-shell, comes first: the
// same pages, and a quarter of the processor time of a whole Chromium, which keeps
// tabs and bars that nobody looks at (measured: 0.14 s a page against 0.48 s).
package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"time"
)

// shell is the browser without a window.
const shell = "chromium-headless-shell"

// names are looked up in PATH, places are where packages and installers put it.
var (
	names  = []string{shell, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"}
	places = []string{
		"/usr/bin/chromium", "/usr/lib/chromium/chromium", "/snap/bin/chromium", "/opt/google/chrome/chrome",
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
		"/Applications/Chromium.app/Contents/MacOS/Chromium",
	}
)

var errNone = errors.New("no Chromium: install chromium or Google Chrome (Debian, Ubuntu: apt-get install chromium), then run the tests again")

// Find gives the path of a Chromium, installing Debian's package if the one without a
// window is not there and we may. The error is one line that says what to do.
var Find = sync.OnceValues(func() (string, error) {
	if path, err := exec.LookPath(shell); err == nil {
		return path, nil
	}
	err := install()
	if path := look(); path != "" {
		return path, nil // a whole one, when that could not be had
	}
	if err == nil {
		err = errNone
	}
	return "", err
})

func look() string {
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	for _, path := range places {
		if info, err := os.Stat(path); err == nil && !info.IsDir() {
			return path
		}
	}
	return ""
}

// install asks apt for the browser without a window, with newer lists when these do
// not have it, and for a whole one when there is none either.
func install() error {
	apt, err := exec.LookPath("apt-get")
	if err != nil || os.Geteuid() != 0 {
		return errNone
	}
	err = get(apt, shell)
	if err != nil {
		_ = run(time.Minute, apt, "update") // whether it helped, the next says
		err = get(apt, shell)
	}
	if err != nil && look() == "" {
		err = get(apt, "chromium")
	}
	if err != nil {
		return fmt.Errorf("%w (%v)", errNone, err)
	}
	return nil
}

// get fetches a package, for as long as that may take, and then installs what it has
// without being interrupted.
func get(apt, name string) error {
	err := run(2*time.Minute, apt, "install", "--no-install-recommends", "--download-only", name)
	if err == nil {
		err = run(time.Hour, apt, "install", "--no-install-recommends", "--no-download", name)
	}
	return err
}

// run asks apt; several test processes may ask at once, so each waits for its lock.
func run(patience time.Duration, apt string, args ...string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, apt, append([]string{"-o", "DPkg::Lock::Timeout=120", "-o", "Acquire::Retries=0", "-q", "-y"}, args...)...)
	cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("apt-get %s: %w: %s", args[0], err, lastLine(out))
	}
	return nil
}
