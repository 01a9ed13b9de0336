// Package static holds the built style sheet, scripts and pictures, and serves
// them under addresses that carry a hash of their content. An address never
// changes its meaning, so a browser may keep what it got for a year.
//
// The files are built by web/assets/build and committed, so that the program
// builds without Node.
package static

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

// Prefix is where Handler must be mounted.
const Prefix = "/static/"

//go:embed app.css app.js planning.js mark.svg
var files embed.FS

type asset struct {
	body []byte
	kind string // its Content-Type
}

var (
	byName    = map[string]asset{}  // "app.css": what is there now
	byAddress = map[string]asset{}  // "app.1a2b3c4d5e6f.css"
	addresses = map[string]string{} // "app.css" to "/static/app.1a2b3c4d5e6f.css"
)

func init() {
	names, err := fs.Glob(files, "*")
	if err != nil {
		panic("static: " + err.Error())
	}
	for _, name := range names {
		body, err := files.ReadFile(name)
		if err != nil {
			panic("static: " + err.Error())
		}
		add(name, body)
	}
}

func add(name string, body []byte) {
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	hashed := strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
	byName[name] = asset{body: body, kind: contentType(ext)}
	byAddress[hashed] = byName[name]
	addresses[name] = Prefix + hashed
}

// contentType does not ask the machine about what we ship, so that every
// machine answers alike.
func contentType(ext string) string {
	switch ext {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	}
	return mime.TypeByExtension(ext)
}

// URL gives the address of a file, for example URL("app.css"). It panics for a
// name that is not here, since that is a mistake in the program.
func URL(name string) string {
	address, ok := addresses[name]
	if !ok {
		panic("static: no file " + name)
	}
	return address
}

// Stable gives the address of a file without a hash, for pages that are kept as
// finished bytes and outlive the build they were made with. It is kept by
// browsers for five minutes only. It panics for a name that is not here.
func Stable(name string) string {
	if _, ok := byName[name]; !ok {
		panic("static: no file " + name)
	}
	return Prefix + name
}

// Handler serves the files to anyone. Mount it at Prefix. An address with an
// older hash is not found rather than answered with other content; a name
// without a hash (see Stable) is answered with what is there now.
func Handler() http.Handler {
	return http.HandlerFunc(serve)
}

func serve(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, Prefix)
	a, hashed := byAddress[name]
	if !hashed {
		a = byName[name]
	}
	if a.body == nil {
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	w.Header().Set("Content-Type", a.kind)
	if hashed {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		w.Header().Set("Cache-Control", "public, max-age=300")
	}
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if r.Method == http.MethodGet {
		_, _ = w.Write(a.body) // the reader has gone; nothing to mend
	}
}
