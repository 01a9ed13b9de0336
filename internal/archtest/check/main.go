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
	"sync"
	"time"
)

type check struct {
	name  string
	run   func() (string, error)
	tells bool // its words are for the reader even when all is well
}

// first are the checks that compare or rewrite files, one after the other.
var first = []check{
	{name: "gofmt", run: gofmt},
	{name: "go.mod is tidy", run: command("go", "mod", "tidy", "-diff")},
	{name: "templ files generated", run: templFresh},
	{name: "styles and scripts built", run: command("go", "run", "./web/assets/build", "-check")},
}

// then only read files: two at once, since each of them often waits for one processor.
var then = []check{
	{name: "staticcheck", run: command("go", "tool", "-modfile=tools.mod", "staticcheck", "./...")},
	{name: "markup", run: command("go", "run", "./web/e2e/markup"), tells: true},
	{name: "migrations up, down and up with data", run: command("go", "run", "./internal/dbtest/withpg", "--", "go", "test", "-count=1", "-run", "Migrations", "./internal/db")},
	{name: "go vet", run: command("go", "vet", "./...")},
	{name: "imports and sizes", run: command("go", "test", "-count=1", "./internal/archtest")},
}

func main() {
	var r report
	r.all(first, 1)
	r.all(then, 2)
	if r.failed > 0 {
		os.Exit(1)
	}
}

// report prints what came of each check, as it ends.
type report struct {
	sync.Mutex
	failed int
}

// all runs the checks, so many at a time.
func (r *report) all(checks []check, atOnce int) {
	var running sync.WaitGroup
	free := make(chan struct{}, atOnce)
	for _, c := range checks {
		free <- struct{}{}
		running.Go(func() {
			start := time.Now()
			out, err := c.run()
			r.say(c, time.Since(start), out, err)
			<-free
		})
	}
	running.Wait()
}

func (r *report) say(c check, took time.Duration, out string, err error) {
	r.Lock()
	defer r.Unlock()
	word := "ok    "
	if err != nil {
		word = "FAILED"
		r.failed++
	}
	fmt.Printf("%s %s (%.1f s)\n", word, c.name, took.Seconds())
	if err != nil {
		fmt.Println(strings.TrimSpace(out), err)
	} else if c.tells {
		fmt.Println("      ", strings.TrimSpace(out))
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
