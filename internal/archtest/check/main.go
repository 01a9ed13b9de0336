// Command check is `make check`: everything about the house that tests of
// behaviour do not say. It runs each check, prints one line for each, and fails
// if any failed. It changes nothing it leaves behind.
package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

type check struct {
	name string
	run  func() (string, error)
}

func main() {
	checks := []check{
		{"gofmt", gofmt},
		{"go vet", command("go", "vet", "./...")},
		{"go.mod is tidy", command("go", "mod", "tidy", "-diff")},
		{"templ files generated", templFresh},
		{"styles and scripts built", command("go", "run", "./web/assets/build", "-check")},
		{"staticcheck", command("go", "tool", "-modfile=tools.mod", "staticcheck", "./...")},
		{"imports and sizes", command("go", "test", "-count=1", "./internal/archtest")},
		{"migrations up, down and up with data", command("go", "run", "./internal/dbtest/withpg", "--", "go", "test", "-count=1", "-run", "Migrations", "./internal/db")},
		{"markup", command("go", "run", "./web/e2e/markup")},
	}
	failed := 0
	for _, c := range checks {
		start := time.Now()
		out, err := c.run()
		word := "ok    "
		if err != nil {
			word = "FAILED"
			failed++
		}
		fmt.Printf("%s %s (%.1f s)\n", word, c.name, time.Since(start).Seconds())
		if err != nil {
			fmt.Println(strings.TrimSpace(out), err)
		}
	}
	if failed > 0 {
		os.Exit(1)
	}
}

func command(name string, args ...string) func() (string, error) {
	return func() (string, error) {
		out, err := exec.Command(name, args...).CombinedOutput()
		return string(out), err
	}
}

func gofmt() (string, error) {
	list, err := exec.Command("git", "ls-files", "--cached", "--others", "--exclude-standard", "*.go").Output()
	if err != nil {
		return "", err
	}
	var files []string
	for _, f := range strings.Fields(string(list)) {
		if !strings.HasSuffix(f, "_templ.go") {
			files = append(files, f)
		}
	}
	out, err := exec.Command("gofmt", append([]string{"-l"}, files...)...).CombinedOutput()
	if err == nil && len(out) > 0 {
		err = fmt.Errorf("not formatted")
	}
	return string(out), err
}

// templFresh generates every page anew and compares: a page whose Go was not
// generated would show last week's words.
func templFresh() (string, error) {
	before, err := templState()
	if err != nil {
		return "", err
	}
	if out, err := command("go", "tool", "-modfile=tools.mod", "templ", "generate")(); err != nil {
		return out, err
	}
	after, err := templState()
	if err == nil && !bytes.Equal(before, after) {
		err = fmt.Errorf("generated files were stale; they are fresh now, commit them")
	}
	return "", err
}

func templState() ([]byte, error) {
	list, err := exec.Command("git", "ls-files", "--cached", "--others", "--exclude-standard", "*_templ.go").Output()
	if err != nil {
		return nil, err
	}
	return exec.Command("sha256sum", strings.Fields(string(list))...).Output()
}
