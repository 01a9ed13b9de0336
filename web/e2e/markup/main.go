// Command markup checks the HTML of every kind of page with html-validate, the
// rules of which are in config.cjs beside it. Where Node or npm is missing it
// says so in one line and is content: `make test` needs no Node, and whoever
// changes pages has it.
package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"peerchallenge/web/e2e/site"
)

const assets = "web/assets" // where package.json names html-validate

func main() {
	if missing := without("node", "npm"); missing != "" {
		fmt.Println("markup was not checked:", missing, "is not here")
		return
	}
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func without(programs ...string) string {
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			return p
		}
	}
	return ""
}

func run(ctx context.Context) error {
	folder, err := os.MkdirTemp("", "peerchallenge-markup-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	n, err := save(ctx, folder)
	if err != nil {
		return err
	}
	if err := validate(ctx, folder); err != nil {
		return err
	}
	fmt.Println(n, "pages are valid")
	return nil
}

// enough is how many pages of a kind are checked, by whoever meets them first.
const enough = 4

// save writes the page of each kind that each reader meets; the files are named
// by reader and address.
func save(ctx context.Context, folder string) (int, error) {
	m, err := site.NewMaker(ctx, ".")
	if err != nil {
		return 0, err
	}
	defer m.Close() // a throw-away
	s, err := m.New(ctx)
	if err != nil {
		return 0, err
	}
	defer func() { _ = s.Stop() }()
	n, kinds := 0, map[string]int{}
	for _, person := range site.Readers {
		pages, err := s.Crawl(ctx, person)
		if err != nil {
			return n, err
		}
		for _, p := range pages {
			if kinds[p.Kind]++; kinds[p.Kind] > enough {
				continue
			}
			if err := os.WriteFile(filepath.Join(folder, fileOf(p)), []byte(p.HTML), 0o600); err != nil {
				return n, err
			}
			n++
		}
	}
	return n, nil
}

func fileOf(p site.Page) string {
	name := strings.Trim(strings.NewReplacer("/", "~", "?", "~", "=", "-").Replace(p.Path), "~")
	return fmt.Sprintf("%s~~%.150s.html", p.Person, name)
}

// validate runs the checker, fetching it first where it is not there yet.
func validate(ctx context.Context, folder string) error {
	checker := filepath.Join(assets, "node_modules", ".bin", "html-validate")
	if _, err := os.Stat(checker); err != nil {
		if out, err := exec.CommandContext(ctx, "npm", "ci", "--prefix", assets, "--no-audit", "--no-fund").CombinedOutput(); err != nil {
			return fmt.Errorf("npm ci: %w\n%s", err, out)
		}
	}
	report := filepath.Join(folder, "report") // by a pipe Node may lose the end of it
	out, err := exec.CommandContext(ctx, checker, "--config", "web/e2e/markup/config.cjs", "--formatter", "text="+report, filepath.Join(folder, "*.html")).CombinedOutput()
	if err != nil {
		found, _ := os.ReadFile(report) // without one, what it printed says why
		return fmt.Errorf("html-validate: %w\n%s%s", err, out, strings.ReplaceAll(string(found), folder+"/", ""))
	}
	return nil
}
