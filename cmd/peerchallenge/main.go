// Command peerchallenge is the whole program: the website and the tools to run it.
package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"peerchallenge/internal/problem"
)

const usage = `usage: peerchallenge COMMAND

  serve             answer for the website (settings: see README.md)
  migrate           bring the database's schema up to date, as its owner
  demo              load the fictional demonstration region into an empty database
  operator create   make a technical operator: -name NAME -email ADDRESS
  routes -json      print every route with its gate and verb
  policy -json      print who may do what when, and who may see what
  verify            check that the stored data is whole (the demonstration's with DEMO=1)
  notices           print the licences of what this program is made of
`

//go:embed NOTICES.md
var notices string

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(exitCode(run(ctx, os.Args[1:], os.Stdout), os.Stderr))
}

// run does one command. Everything it started is stopped when it returns.
func run(ctx context.Context, args []string, out io.Writer) error {
	if len(args) == 0 {
		return problem.New(problem.BadRequest, usage)
	}
	if asksForHelp(args) {
		_, err := io.WriteString(out, usage)
		return err
	}
	if len(args) > 1 && !slices.Contains([]string{"operator", "routes", "policy"}, args[0]) {
		return problem.New(problem.BadRequest, usage) // a mistyped option does not start anything
	}
	switch args[0] {
	case "routes":
		return printRoutes(out)
	case "policy":
		return printPolicy(out)
	case "notices":
		_, err := io.WriteString(out, notices)
		return err
	}
	c, err := readConfig()
	if err != nil {
		return err
	}
	switch args[0] {
	case "serve":
		return serve(ctx, c, out)
	case "migrate":
		return migrateCommand(ctx, c, out)
	case "demo":
		return demoCommand(ctx, c, out)
	case "operator":
		return operatorCommand(ctx, c, args[1:], out)
	case "verify":
		return verifyCommand(ctx, c, out)
	}
	return problem.New(problem.BadRequest, usage)
}

func asksForHelp(args []string) bool {
	for _, a := range args {
		if a == "-h" || a == "-help" || a == "--help" || a == "help" {
			return true
		}
	}
	return false
}

// exitCode tells the person at the terminal what went wrong, in one line where
// we know it.
func exitCode(err error, w io.Writer) int {
	if err == nil || errors.Is(err, context.Canceled) {
		return 0
	}
	var p *problem.Problem
	if errors.As(err, &p) && p.Message != "" {
		fmt.Fprintln(w, p.Message)
		return 1
	}
	fmt.Fprintln(w, err)
	return 1
}
