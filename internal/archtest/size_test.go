package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"sort"
	"strings"
	"testing"
)

// The bars: a stranger should be able to read a file in one sitting and a
// function at one glance. Generated files and tests apart.
const (
	fileMedian, fileMost         = 150, 600
	functionMedian, functionMost = 15, 100
	handlerMost                  = 50
)

func TestSizes_FilesAndFunctionsStaySmall(t *testing.T) {
	var files, functions []int
	fset := token.NewFileSet()
	for _, p := range packages(t) {
		for _, name := range p.GoFiles {
			if strings.HasSuffix(name, "_templ.go") {
				continue
			}
			f, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			lines := fset.Position(f.FileEnd).Line
			files = append(files, lines)
			if lines > fileMost {
				t.Errorf("%s/%s has %d lines, more than %d", p.ImportPath, name, lines, fileMost)
			}
			for _, d := range f.Decls {
				fn, ok := d.(*ast.FuncDecl)
				if !ok || fn.Body == nil {
					continue
				}
				n := fset.Position(fn.End()).Line - fset.Position(fn.Pos()).Line + 1
				functions = append(functions, n)
				if most := mostFor(fn); n > most {
					t.Errorf("%s/%s: %s has %d lines, more than %d", p.ImportPath, name, fn.Name.Name, n, most)
				}
			}
		}
	}
	checkMedian(t, "files", files, fileMedian)
	checkMedian(t, "functions", functions, functionMedian)
}

// mostFor is the bar of a function: a handler is one that takes a page.Request.
func mostFor(fn *ast.FuncDecl) int {
	for _, field := range fn.Type.Params.List {
		if star, ok := field.Type.(*ast.StarExpr); ok {
			if sel, ok := star.X.(*ast.SelectorExpr); ok && sel.Sel.Name == "Request" {
				return handlerMost
			}
		}
	}
	return functionMost
}

func checkMedian(t *testing.T, what string, sizes []int, bar int) {
	sort.Ints(sizes)
	if len(sizes) == 0 {
		t.Fatalf("no %s found", what)
	}
	median := sizes[len(sizes)/2]
	t.Logf("%s: %d, median %d, largest %d", what, len(sizes), median, sizes[len(sizes)-1])
	if median > bar {
		t.Errorf("the median of %s is %d lines, more than %d", what, median, bar)
	}
}
