package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"

	"github.com/jackc/pgx/v5/pgxpool"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/demo"
	"peerchallenge/internal/files"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/verify"
	"peerchallenge/web/server"

	webdemo "peerchallenge/web/demo"
)

// ownerPool connects past row-level security; the caller closes it.
func (d *database) ownerPool(ctx context.Context) (*pgxpool.Pool, error) {
	return pgxpool.New(ctx, d.ownerURL)
}

func migrateCommand(ctx context.Context, c config, out io.Writer) error {
	d, err := openDatabase(ctx, c, out) // opening migrates
	if err != nil {
		return err
	}
	defer d.close()
	fmt.Fprintln(out, "The schema is up to date:", d.describe)
	return nil
}

func demoCommand(ctx context.Context, c config, out io.Writer) error {
	c.Demo = true
	a, err := openApp(ctx, c, out)
	if err != nil {
		return err
	}
	defer a.close()
	fmt.Fprintln(out, "The demonstration region is there:", demo.RegionName)
	return nil
}

func operatorCommand(ctx context.Context, c config, args []string, out io.Writer) error {
	if len(args) == 0 || args[0] != "create" {
		return problem.New(problem.BadRequest, usage)
	}
	set := flag.NewFlagSet("operator create", flag.ContinueOnError)
	name, email := set.String("name", "", "the operator's name"), set.String("email", "", "their e-mail address")
	if err := set.Parse(args[1:]); err != nil {
		return err
	}
	a, err := openApp(ctx, c, out)
	if err != nil {
		return err
	}
	defer a.close()
	owner, err := a.db.ownerPool(ctx)
	if err != nil {
		return err
	}
	defer owner.Close()
	link, err := a.services.People.CreateOperator(ctx, owner, *name, *email)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s is now an operator. Sign in within half an hour:\n%s\n", *name, link)
	return nil
}

func verifyCommand(ctx context.Context, c config, out io.Writer) error {
	d, err := openDatabase(ctx, c, out)
	if err != nil {
		return err
	}
	defer d.close()
	store, err := files.NewLocal(filepath.Join(c.DataDir, "files"))
	if err != nil {
		return err
	}
	conn, err := d.asOwner(ctx)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	now := clock.Clock(clock.System{})
	if c.Demo {
		if now, err = c.demoDay(); err != nil {
			return err
		}
	}
	checks, err := verify.Run(ctx, conn, store, civil.Of(now.Now()))
	if err != nil {
		return err
	}
	for _, f := range checks.Found {
		fmt.Fprintf(out, "NOT WHOLE  %s: %s\n", f.Check, f.Subject)
	}
	fmt.Fprintf(out, "%d invariants, %d hand-overs and %d files checked, %d things found\n", checks.Invariants, checks.Handovers, checks.Files, len(checks.Found))
	if len(checks.Found) > 0 {
		return errors.New("the stored data is not whole")
	}
	return nil
}

type routeLine struct {
	Method  string `json:"method"`
	Pattern string `json:"pattern"`
	Gate    string `json:"gate"`
	Verb    string `json:"verb,omitempty"`
}

// printRoutes prints the route table; it needs no database.
func printRoutes(out io.Writer) error {
	f := newFeatures(services{}, nil, config{})
	f.Demo = &webdemo.Handlers{}
	var lines []routeLine
	for _, r := range server.Table(f) {
		lines = append(lines, routeLine{r.Method, r.Pattern, string(r.Gate), r.Verb})
	}
	return printJSON(out, lines)
}

type verbLine struct {
	Name   string   `json:"name"`
	Label  string   `json:"label"`
	Roles  []string `json:"roles"`
	Stages []string `json:"stages"`
}

type keyLine struct {
	Room     string `json:"room"`
	Role     string `json:"role"`
	Cupboard string `json:"cupboard,omitempty"`
	From     string `json:"from_stage"`
}

// printPolicy prints who may do what when, and who may enter which room.
func printPolicy(out io.Writer) error {
	var p struct {
		Verbs []verbLine `json:"verbs"`
		Rooms []keyLine  `json:"rooms"`
	}
	for _, v := range verbs() {
		line := verbLine{Name: v.Name, Label: v.Label}
		for _, r := range v.Roles {
			line.Roles = append(line.Roles, string(r))
		}
		stages := v.Stages
		if len(stages) == 0 {
			stages = access.Stages
		}
		for _, s := range stages {
			line.Stages = append(line.Stages, string(s))
		}
		p.Verbs = append(p.Verbs, line)
	}
	for _, r := range access.Rules {
		p.Rooms = append(p.Rooms, keyLine{string(r.Room), string(r.Role), r.Cupboard, string(r.From)})
	}
	return printJSON(out, p)
}

func printJSON(out io.Writer, v any) error {
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
