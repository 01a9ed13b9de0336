package pgserver

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
)

// oldestMajor is the first PostgreSQL that has what the migrations use
// (security_invoker views).
const oldestMajor = 15

// program is one installed PostgreSQL.
type program struct {
	dir     string // the folder of initdb, pg_ctl and postgres
	version string // as postgres says it: "15.18"
	major   int
}

var versionLine = regexp.MustCompile(`\(PostgreSQL\) ((\d+)\S*)`)

// inspect tells whether the account can run a PostgreSQL from the folder. The
// error says why not, in words that continue a sentence.
func inspect(ctx context.Context, dir string, who account) (program, error) {
	for _, name := range []string{"initdb", "pg_ctl", "postgres"} {
		if _, err := exec.LookPath(filepath.Join(dir, name)); err != nil {
			return program{}, fmt.Errorf("there is no program %s in %s", name, dir)
		}
	}
	out, err := who.command(ctx, filepath.Join(dir, "postgres"), "--version").CombinedOutput()
	if err != nil {
		return program{}, fmt.Errorf("the postgres in %s does not run as the user %s (%w)", dir, who.name, err)
	}
	found := versionLine.FindStringSubmatch(string(out))
	if found == nil {
		return program{}, fmt.Errorf("the postgres in %s does not say its version", dir)
	}
	major, err := strconv.Atoi(found[2])
	if err != nil || major < oldestMajor {
		return program{}, fmt.Errorf("PostgreSQL %s in %s is too old: %d or later is needed", found[1], dir, oldestMajor)
	}
	return program{dir: dir, version: found[1], major: major}, nil
}

// fromPath is the real folder of a program in PATH, symlinks resolved, for
// the others may be linked from elsewhere or not at all. It is "" when PATH
// has no such program.
func fromPath(name string) string {
	path, err := exec.LookPath(name)
	if err != nil {
		return ""
	}
	if path, err = filepath.Abs(path); err != nil {
		return ""
	}
	if path, err = filepath.EvalSymlinks(path); err != nil {
		return ""
	}
	return filepath.Dir(path)
}
