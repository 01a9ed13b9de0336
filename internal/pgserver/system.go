package pgserver

import (
	"os"
	"runtime"
	"strings"
)

// system names the machine's operating system: the ids of os-release, the
// own one first, then those it is like; "darwin" for macOS.
type system []string

func thisSystem() system {
	if runtime.GOOS != "linux" {
		return system{runtime.GOOS}
	}
	text, err := os.ReadFile("/etc/os-release")
	if err != nil {
		return system{runtime.GOOS}
	}
	return parseRelease(string(text))
}

func parseRelease(text string) system {
	values := map[string]string{}
	for line := range strings.Lines(text) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		values[key] = strings.Trim(value, `"'`)
	}
	return append(system{values["ID"]}, strings.Fields(values["ID_LIKE"])...)
}

func (s system) debian() bool { return s.like("debian") || s.like("ubuntu") }

func (s system) like(id string) bool {
	for _, own := range s {
		if own == id {
			return true
		}
	}
	return false
}

// advice is the one line that tells people on this system what to install.
func (s system) advice() string {
	for _, a := range []struct{ id, line string }{
		{"debian", "run `sudo apt-get install postgresql`"},
		{"ubuntu", "run `sudo apt-get install postgresql`"},
		{"fedora", "run `sudo dnf install postgresql-server postgresql-contrib`"},
		{"rhel", "run `sudo dnf install postgresql-server postgresql-contrib`"},
		{"suse", "run `sudo zypper install postgresql-server postgresql-contrib`"},
		{"arch", "run `sudo pacman -S postgresql`"},
		{"alpine", "run `apk add postgresql`"},
		{"darwin", "run `brew install postgresql@17` or install Postgres.app"},
	} {
		if s.like(a.id) {
			return a.line + ", name its folder in " + BinDirSetting + ", or set DATABASE_URL."
		}
	}
	return "install PostgreSQL 15 or later, name its folder in " + BinDirSetting + ", or set DATABASE_URL."
}
