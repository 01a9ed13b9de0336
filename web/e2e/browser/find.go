// Package browser finds and starts the Chromium that the tests drive: the
// machine's own, else Debian's package when it may be installed. It downloads
// no browser of its own.
package browser

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
)

// names are looked up in PATH, places are where packages and installers put it.
var (
	names  = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"}
	places = []string{
		"/usr/bin/chromium", "/usr/lib/chromium/chromium", "/snap/bin/chromium", "/opt/google/chrome/chrome",
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
		"/Applications/Chromium.app/Contents/MacOS/Chromium",
	}
)

var errNone = errors.New("no Chromium: install chromium or Google Chrome (Debian, Ubuntu: apt-get install chromium), then run the tests again")

// Find gives the path of a Chromium, installing Debian's package if there is
// none and we may. The error is one line that says what to do.
var Find = sync.OnceValues(func() (string, error) {
	if path := look(); path != "" {
		return path, nil
	}
	if err := install(); err != nil {
		return "", err
	}
	if path := look(); path != "" {
		return path, nil
	}
	return "", errNone
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

// install asks apt for the package; several test processes may ask at once, so
// each waits for apt's own lock.
func install() error {
	apt, err := exec.LookPath("apt-get")
	if err != nil || os.Geteuid() != 0 {
		return errNone
	}
	wait := []string{"-o", "DPkg::Lock::Timeout=300", "-q", "-y"}
	for _, args := range [][]string{{"update"}, {"install", "--no-install-recommends", "chromium"}} {
		cmd := exec.Command(apt, append(append([]string{}, wait...), args...)...)
		cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
		if out, err := cmd.CombinedOutput(); err != nil && args[0] == "install" {
			return fmt.Errorf("%w (apt-get %s: %v: %s)", errNone, args[0], err, lastLine(out))
		}
	}
	return nil
}
