// Package library is the pages that everybody can read without signing in: the
// list of published reports, and each report as it was published. They need no
// session, set no cookie and carry no script. A report is served as the bytes
// that were stored when it was published; progress published later stands beside
// its recommendations, as a part of its own.
package library

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/library"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Handlers answers for these pages.
type Handlers struct{ Library *library.Service }

// Routes are the addresses of this feature.
func Routes(h *Handlers) []page.Route {
	open := func(pattern string, f page.Handler) page.Route {
		return page.Route{Method: "GET", Pattern: pattern, Gate: page.PublicOnly, Handle: f}
	}
	return []page.Route{
		open("/reports", h.List),
		open("/reports/{council}/{day}", h.Newest),
		open("/reports/{council}/{day}/versions/{version}", h.Version),
	}
}

// kept lets everybody keep an answer, and ask by its tag whether it is still so:
// what was corrected, or taken down (I4), must not live on in a cache.
func kept(w http.ResponseWriter) { w.Header().Set("Cache-Control", "public, no-cache") }

func chrome(r *page.Request, title string) ui.Chrome {
	return ui.Chrome{Title: title, Public: true, Demo: r.Demo,
		Nav: []ui.NavItem{{Text: "Published reports", Href: ui.ReportsPath(), Current: true}, {Text: "About peer challenge", Href: ui.AboutPath()}}}
}

// List shows what was published, newest first, 25 at a time.
func (h *Handlers) List(w http.ResponseWriter, r *page.Request) error {
	after, err := parseAfter(r.URL.Query().Get("after"))
	if err != nil {
		return err
	}
	rows, more, err := h.Library.List(r.Context(), after)
	if err != nil {
		return err
	}
	v := listView{}
	for _, row := range rows {
		v.Reports = append(v.Reports, toRow(row))
	}
	if more {
		last := rows[len(rows)-1]
		v.Next = ui.ReportsPath() + "?after=" + afterOf(last.PublishedAt, last.ID)
	}
	kept(w)
	return r.Render(w, http.StatusOK, listPage(chrome(r, "Published reports"), v))
}

type listView struct {
	Reports []reportRow
	Next    string
}

type reportRow struct{ Title, Href, Summary, When string }

func toRow(r library.Row) reportRow {
	when := r.RegionName + ". Visited " + ui.Month(r.VisitedOn.Time()) + ", published " + ui.DayLong(r.PublishedAt)
	if r.Version > 1 {
		when += ", version " + strconv.Itoa(r.Version)
	}
	return reportRow{Title: r.CouncilName + ": " + r.Title, Href: ui.ReportPath(r.CouncilSlug, r.VisitedOn.String()), Summary: r.Summary, When: when + "."}
}

// The place after which the list goes on: when the last row was published, and its id.
func afterOf(at time.Time, id uuid.UUID) string {
	return base64.RawURLEncoding.EncodeToString([]byte(at.UTC().Format(time.RFC3339Nano) + " " + id.String()))
}

func parseAfter(s string) (library.After, error) {
	if s == "" {
		return library.After{}, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(s)
	when, last, ok := strings.Cut(string(raw), " ")
	at, atErr := time.Parse(time.RFC3339Nano, when)
	id, idErr := uuid.Parse(last)
	if err != nil || !ok || atErr != nil || idErr != nil {
		return library.After{}, problem.Missing()
	}
	return library.After{At: at, ID: id}, nil
}

// Newest serves the newest version of a report.
func (h *Handlers) Newest(w http.ResponseWriter, r *page.Request) error { return h.serve(w, r, 0) }

// Version serves one version of a report, also when there is a newer one.
func (h *Handlers) Version(w http.ResponseWriter, r *page.Request) error {
	n, err := strconv.Atoi(r.Param("version"))
	if err != nil || n < 1 || n > 10000 || strconv.Itoa(n) != r.Param("version") {
		return problem.Missing()
	}
	return h.serve(w, r, n)
}

func (h *Handlers) serve(w http.ResponseWriter, r *page.Request, version int) error {
	day, err := civil.ParseISO(r.Param("day"))
	if err != nil {
		return problem.Missing()
	}
	report, err := h.Library.Get(r.Context(), r.Param("council"), day, version)
	if err != nil {
		return err
	}
	if report.TakenDownAt != nil {
		w.Header().Set("Cache-Control", "no-store")
		return r.Render(w, http.StatusGone, gonePage(chrome(r, "This report was taken down"), report.CouncilName, ui.DayLong(*report.TakenDownAt)))
	}
	kept(w)
	html, tag := withProgress(report)
	w.Header().Set("ETag", tag)
	w.Header().Set("Link", `<`+ui.ReportPath(report.CouncilSlug, report.VisitedOn.String())+`>; rel="latest-version"`)
	if sameTag(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(html) // the reader has gone; nothing to mend
	return nil
}

// The marks between which a report says when first progress is due: progress that
// is published takes that place. Every other byte is served as it was stored.
const (
	ProgressBegins = "<!-- progress -->"
	ProgressEnds   = "<!-- end of progress -->"
)

// withProgress lays published progress beside the report's stored bytes, and gives
// the tag of both.
func withProgress(r library.Report) (html []byte, tag string) {
	before, rest, ok := bytes.Cut(r.HTML, []byte(ProgressBegins))
	_, after, ends := bytes.Cut(rest, []byte(ProgressEnds))
	if len(r.Progress) == 0 || r.ProgressEtag == nil || !ok || !ends {
		return r.HTML, `"` + r.Etag + `"`
	}
	return slices.Concat(before, r.Progress, after), `"` + r.Etag + "-" + *r.ProgressEtag + `"`
}

// sameTag tells whether the reader has these bytes already. A proxy that packs
// them marks the tag as weak; the bytes are the same.
func sameTag(sent, tag string) bool {
	for _, one := range strings.Split(sent, ",") {
		if one = strings.TrimPrefix(strings.TrimSpace(one), "W/"); one == tag || one == "*" {
			return true
		}
	}
	return false
}
