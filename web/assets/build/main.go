// Command build makes the style sheet and the scripts in web/static from their
// sources in web/assets.
//
//	go run ./web/assets/build          builds
//	go run ./web/assets/build -check   tells whether what is committed is fresh
//
// Run it from the top of the repository. The scripts need only Go. The style
// sheet needs Node with npm; without them it is left as it is, and said so.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/evanw/esbuild/pkg/api"
)

const (
	sources = "web/assets"
	target  = "web/static"
)

// errNoNode says that the style sheet cannot be built on this machine.
var errNoNode = errors.New("no Node with npm on this machine")

// product is one built file.
type product struct {
	name  string
	build func() ([]byte, error)
}

func main() {
	check := flag.Bool("check", false, "tell whether the built files are fresh, and change nothing")
	flag.Parse()
	if err := run(*check); err != nil {
		fmt.Fprintln(os.Stderr, "assets:", err)
		os.Exit(1)
	}
}

func run(check bool) error {
	products := []product{{"app.js", script("main.js")}, {"planning.js", script("planning.js")}, {"app.css", styles}}
	for _, p := range products {
		body, err := p.build()
		if errors.Is(err, errNoNode) {
			fmt.Printf("assets: %s left as it is: %v\n", p.name, err)
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		if err := finish(p.name, body, check); err != nil {
			return err
		}
	}
	return nil
}

// finish writes a file, or compares it with the one that is there.
func finish(name string, body []byte, check bool) error {
	path := filepath.Join(target, name)
	if !check {
		fmt.Printf("assets: %s, %d bytes\n", name, len(body))
		return os.WriteFile(path, body, 0o644)
	}
	have, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if !bytes.Equal(have, body) {
		return fmt.Errorf("%s is older than its sources: run go run ./web/assets/build", path)
	}
	fmt.Printf("assets: %s is fresh\n", name)
	return nil
}

// script bundles an entry with the modules it imports into one. The target is what
// browsers of the last four years read.
func script(entry string) func() ([]byte, error) {
	return func() ([]byte, error) {
		result := api.Build(api.BuildOptions{
			EntryPoints:       []string{filepath.Join(sources, "js", entry)},
			Bundle:            true,
			Format:            api.FormatESModule,
			Target:            api.ES2022,
			MinifyWhitespace:  true,
			MinifyIdentifiers: true,
			MinifySyntax:      true,
			Charset:           api.CharsetUTF8,
			LegalComments:     api.LegalCommentsNone,
			LogLevel:          api.LogLevelWarning,
		})
		if len(result.Errors) > 0 {
			return nil, fmt.Errorf("%d errors", len(result.Errors))
		}
		return result.OutputFiles[0].Contents, nil
	}
}

// styles compiles the SCSS with the sass that package-lock.json pins.
func styles() ([]byte, error) {
	sass, err := sassPath()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command("node", sass, "--style=compressed", "--no-source-map", "--no-charset",
		"--quiet-deps", "--load-path="+filepath.Join(sources, "node_modules"),
		filepath.Join(sources, "scss", "main.scss"))
	cmd.Stderr = os.Stderr
	return cmd.Output()
}

// sassPath finds sass, fetching it by npm the first time.
func sassPath() (string, error) {
	path := filepath.Join(sources, "node_modules", "sass", "sass.js")
	if _, err := exec.LookPath("node"); err != nil {
		return "", errNoNode
	}
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	if _, err := exec.LookPath("npm"); err != nil {
		return "", errNoNode
	}
	cmd := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	cmd.Dir = sources
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("npm ci: %w\n%s", err, out)
	}
	return path, nil
}
