package pgserver

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// search is what finding PostgreSQL needs to know.
type search struct {
	options Options
	account account // who must be able to run it
	base    string  // where fetched programs are put, and data may lie
	log     func(format string, args ...any)
}

// find takes the folder that was set, else the first usable of those on the
// machine, else fetches PostgreSQL if that is allowed. A PostgreSQL that can
// read the data already there goes before a newer one that cannot.
func find(ctx context.Context, s search) (program, error) {
	if s.options.BinDir != "" {
		p, err := inspect(ctx, s.options.BinDir, s.account)
		if err != nil {
			return p, refuse(err, "%s names %s, but %s.", BinDirSetting, s.options.BinDir, err.Error())
		}
		return p, nil
	}
	usable, reasons := inspectAll(ctx, onMachine(ctx), s.account)
	for _, p := range usable {
		if isCluster(foldersFor(s.base, p.major).data) {
			return p, nil
		}
	}
	// What an earlier run fetched may hold the data too, so it comes before a
	// PostgreSQL that would begin with an empty folder.
	fetched, _ := inspectAll(ctx, fetchedBefore(s.base), s.account)
	for _, p := range fetched {
		if len(usable) == 0 || isCluster(foldersFor(s.base, p.major).data) {
			return p, nil
		}
	}
	if len(usable) > 0 {
		if holdsCluster(s.base) {
			s.log("The data in %s is of another major version, which PostgreSQL %s cannot read: a new database is made beside it.", s.base, usable[0].version)
		}
		return usable[0], nil
	}
	return fetch(ctx, s, reasons)
}

// inspectAll keeps the usable folders in order, each once, and says why the
// others are not.
func inspectAll(ctx context.Context, dirs []string, who account) (usable []program, reasons error) {
	seen := map[string]bool{}
	for _, dir := range dirs {
		real, err := filepath.EvalSymlinks(dir)
		if err != nil || seen[real] {
			continue
		}
		seen[real] = true
		p, err := inspect(ctx, dir, who)
		if err != nil {
			reasons = errors.Join(reasons, err)
			continue
		}
		usable = append(usable, p)
	}
	return usable, reasons
}

// onMachine lists the folders where PostgreSQL may be, best first.
func onMachine(ctx context.Context) []string {
	var dirs []string
	if dir := fromPath("initdb"); dir != "" {
		dirs = append(dirs, dir)
	}
	if out, err := self().command(ctx, "pg_config", "--bindir").Output(); err == nil {
		dirs = append(dirs, strings.TrimSpace(string(out)))
	}
	for _, pattern := range places() {
		dirs = append(dirs, highestFirst(pattern)...)
	}
	return dirs
}

// places are the patterns of the folders that packages install to: Debian,
// Red Hat, Homebrew (Apple and Intel processors, Linux), Postgres.app.
func places() []string {
	patterns := []string{"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin"}
	for _, brew := range []string{"/opt/homebrew", "/usr/local", "/home/linuxbrew/.linuxbrew"} {
		patterns = append(patterns, brew+"/opt/postgresql@*/bin")
	}
	const app = "/Applications/Postgres.app/Contents/Versions/*/bin"
	patterns = append(patterns, app)
	if home, err := os.UserHomeDir(); err == nil {
		patterns = append(patterns, globEscape(home)+app)
	}
	return patterns
}
