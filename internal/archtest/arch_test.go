// Package archtest holds the shape of the house: which package may import which,
// and how large files and functions may grow. It reads `go list` and the sources.
package archtest

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"
)

type pkg struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Imports    []string
}

const module = "peerchallenge/"

func packages(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Dir,GoFiles,Imports", module+"...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []pkg
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		err := d.Decode(&p)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		p.ImportPath = strings.TrimPrefix(p.ImportPath, module)
		all = append(all, p)
	}
}

// ground is the small ground floor every slice may stand on.
var ground = words(`problem access clock civil id identifiers db reference room audit outbox mail files prose roster live`)

// slices says which other slices each may import, in the order of the calendar.
// A slice that is not listed is unknown and fails.
var slices = map[string][]string{
	"council": words(""), "framework": words("council"), "person": words("council"), "cycle": words("council framework"),
	"challenge": words("council person cycle framework"), "task": words("challenge"), "handover": words("challenge"),
	"regionsetup": words("council person framework"), "directory": words("council person"),
	"host": words("challenge person task"), "schedule": words("challenge cycle framework council handover task person team"),
	"team":           words("challenge person task cycle framework council"),
	"scope":          words("challenge task"),
	"selfassessment": words("challenge task handover framework cycle person"),
	"document":       words("challenge task handover framework cycle"),
	"finding":        words("challenge task handover framework cycle scope"),
	"visit":          words("challenge task person"),
	"accuracy":       words("challenge task handover framework cycle finding"),
	"practicereview": words("challenge task handover framework"),
	"concern":        words("challenge task"),
	"report":         words("challenge task handover framework cycle finding accuracy"),
	"evaluation":     words("challenge task framework council person"),
	"learning":       words("challenge framework"),
	"library":        words(""),
	"indicator":      words("council"),
	"followup":       words("challenge task handover framework cycle finding report indicator"),
	"journey":        words("challenge task"),
	"reminder":       words("challenge task"),
	"ending":         words("challenge task"),
	"retention":      words("challenge task"),
	"offer":          words("cycle council person team"),
	"progress":       words("challenge council task handover cycle framework journey schedule"),

	// The planner is pure: from the ground floor it needs civil dates only.
	"feed":      words(""),
	"planfacts": words("challenge cycle offer planner"),
	"proposing": words("planfacts planner planner/check planner/bound planner/bound/highs planner/clash planner/explain"),
	"plan":      words("planfacts proposing challenge cycle schedule team offer planner planner/check planner/explain"),
	"planner":   words(""), "planner/check": words("planner"), "planner/bound": words("planner planner/check planner/bound/highs"),
	"planner/bound/highs": words(""), "planner/explain": words("planner planner/check"),
	"planner/clash": words("planner planner/check planner/bound planner/bound/highs"), "planner/made": words("planner"),
}

// apart are packages outside the order: test support, tools, and the
// demonstration, which tells its story through every slice.
var apart = words(`dbtest dbtest/withpg task/tasktest archtest archtest/check verify pgserver demo bench bench/seed`)

func words(s string) []string { return strings.Fields(s) }

func in(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func TestImports_ArrowsGoOneWay(t *testing.T) {
	for _, p := range packages(t) {
		for _, imported := range p.Imports {
			if !strings.HasPrefix(imported, module) {
				checkOutside(t, p, imported)
				continue
			}
			checkInside(t, p.ImportPath, strings.TrimPrefix(imported, module))
		}
	}
}

func checkOutside(t *testing.T, p pkg, imported string) {
	name := p.ImportPath
	feature := strings.HasPrefix(name, "web/") && !in(words("web/server web/e2e web/e2e/markup web/e2e/crash"), name)
	if feature && strings.HasPrefix(imported, "github.com/jackc/pgx") {
		t.Errorf("%s imports pgx: pages ask services", name)
	}
	if strings.HasPrefix(name, "internal/") && (imported == "net/http" || imported == "github.com/a-h/templ" || imported == "html/template") {
		if !in(words("internal/mail"), name) { // the HTML part of a mail
			t.Errorf("%s imports %s: no HTTP and no HTML below the web", name, imported)
		}
	}
}

func checkInside(t *testing.T, name, imported string) {
	switch {
	case strings.HasPrefix(imported, "cmd/"):
		t.Errorf("%s imports %s: the wiring is imported by none", name, imported)
	case strings.HasPrefix(name, "internal/") && strings.HasPrefix(imported, "web/"):
		t.Errorf("%s imports %s: arrows go from pages to services", name, imported)
	case strings.HasPrefix(name, "internal/"):
		checkSlice(t, strings.TrimPrefix(name, "internal/"), strings.TrimPrefix(imported, "internal/"))
	case strings.HasPrefix(name, "web/"):
		checkWeb(t, strings.TrimPrefix(name, "web/"), imported)
	}
}

func checkSlice(t *testing.T, name, imported string) {
	switch {
	case in(apart, name):
	case in(ground, name):
		if _, slice := slices[imported]; slice {
			t.Errorf("ground floor %s imports slice %s", name, imported)
		}
	default:
		allowed, known := slices[name]
		if !known {
			t.Errorf("internal/%s is not in the order of slices: add it to archtest", name)
		} else if imported != "migrations" && !in(ground, imported) && !in(allowed, imported) {
			t.Errorf("internal/%s may not import internal/%s", name, imported)
		}
	}
}

// shared are the parts of web that features build on.
var shared = words("ui page static download")

func checkWeb(t *testing.T, name, imported string) {
	if strings.HasPrefix(imported, "internal/db") && !strings.HasPrefix(name, "e2e") && !in(words("page server"), name) {
		t.Errorf("web/%s imports %s: pages ask services", name, imported)
	}
	if !strings.HasPrefix(imported, "web/") || in(words("server e2e e2e/markup"), name) {
		return
	}
	if other := strings.TrimPrefix(imported, "web/"); !in(shared, other) {
		t.Errorf("web/%s imports web/%s: a feature never imports another", name, other)
	}
}

// On average at most six arrows a package; cmd, web/server and tests apart.
func TestImports_FewArrows(t *testing.T) {
	arrows, n := 0, 0
	for _, p := range packages(t) {
		if strings.HasPrefix(p.ImportPath, "cmd") || p.ImportPath == "web/server" || p.ImportPath == "internal/demo" || strings.Contains(p.ImportPath, "test") {
			continue
		}
		n++
		for _, i := range p.Imports {
			if strings.HasPrefix(i, module) {
				arrows++
			}
		}
	}
	t.Logf("%d arrows in %d packages: %.1f", arrows, n, float64(arrows)/float64(n))
}
