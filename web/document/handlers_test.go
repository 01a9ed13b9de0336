package document_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	"peerchallenge/web/page/pagetest"
)

// D1: a host goes from an empty list to a shared one; each page says what is so.
func TestPages_D1_FromListToShared(t *testing.T) {
	t.Parallel()
	s := newSite(t, dbtest.Tx(t))
	docs := s.Framework.Documents
	mandatory := len(s.Framework.MandatoryDocuments())
	want := func(a *pagetest.Answer, words ...string) {
		t.Helper()
		text := strings.Join(strings.Fields(a.Doc.Find("main").Text()), " ")
		for _, w := range words {
			if a.Code >= 400 || !strings.Contains(text, w) {
				t.Errorf("%d %v, no %q in: %s", a.Code, a.Err, w, text)
			}
		}
	}
	want(s.get(access.LinkOfficer, "documents"), strconv.Itoa(mandatory)+" required documents are still to come, by Tuesday 6 April 2027",
		"Nothing has been shared with the team yet", "not scanned for viruses", docs[0].Category)
	d := s.add("Strategy 2030", docs[3].ID)
	want(s.get(access.DASS, "documents"), strconv.Itoa(mandatory-1)+" required documents", "Plain text, 19 bytes. Not scanned")
	want(s.get(access.DASS, "documents/"+d), "Not shared with the team yet", "Version 1: plan.txt", "Not scanned")
	want(s.get(access.DASS, "documents/requirements/"+docs[4].ID), docs[4].Title, "Outstanding")
	if a := s.post(access.LinkOfficer, "documents/requirements/"+docs[4].ID, url.Values{"status": {"covered"}, "document": {d}}); a.Code != http.StatusSeeOther {
		t.Fatalf("covered: %d %v", a.Code, a.Err)
	}
	want(s.get(access.DASS, "documents"), "Covered by “Strategy 2030”")
	want(s.get(access.DASS, "documents/share"), "1 document goes to the team, and what you say about 1 more", "still to come", "accept this once")
	s.share()
	want(s.get(access.LinkOfficer, "documents"), "With the team", "The team has every document on this list")
	want(s.get(access.DASS, "documents/share"), "nothing new to share")
	s.MoveTo(access.Reading)
	want(s.get(access.Expert, "reading"), "1 document is left for you to read", "0 of 1 read, 1 left", "Strategy 2030", "Not scanned", "Required: "+docs[3].Title, "Covered by “Strategy 2030”")
}

// The director presses on what was seen: a list that changed meanwhile is a 409
// with the new list.
func TestShare_ChangedMeanwhile(t *testing.T) {
	t.Parallel()
	s := newSite(t, dbtest.Tx(t))
	s.add("Plan", "")
	s.post(access.DASS, "documents/accept-unscanned", nil)
	seen, _ := s.get(access.DASS, "documents/share").Doc.Find(`input[name="seen"]`).Attr("value")
	s.add("Added meanwhile", "")
	a := s.post(access.DASS, "documents/share", url.Values{"seen": {seen}})
	if a.Code != http.StatusConflict || !strings.Contains(a.Body, "Added meanwhile") || !strings.Contains(a.Body, "Nothing was shared") {
		t.Errorf("%d %v", a.Code, a.Err)
	}
}

// An answer to mend keeps what was typed.
func TestRequirement_KeepsWords(t *testing.T) {
	t.Parallel()
	s := newSite(t, dbtest.Tx(t))
	part := "documents/requirements/" + s.Framework.Documents[4].ID
	a := s.post(access.DASS, part, url.Values{"status": {"covered"}, "document": {"no id"}, "reason": {"We wrote this first"}})
	if a.Code != http.StatusUnprocessableEntity || len(a.Errors()) != 1 || !strings.Contains(a.Doc.Find("textarea").Text(), "We wrote this first") {
		t.Errorf("%d %v, reason %q", a.Code, a.Errors(), a.Doc.Find("textarea").Text())
	}
	if a := s.get(access.DASS, "documents/requirements/DOC99"); a.Code != http.StatusNotFound {
		t.Errorf("an unknown line: %d", a.Code)
	}
}

// After closing the forms are gone, and an upload that was under way keeps its title.
func TestAdd_Closed(t *testing.T) {
	t.Parallel()
	s := newSite(t, dbtest.Tx(t))
	d := s.add("Plan", "")
	s.MoveTo(access.Closed)
	a := s.upload(access.DASS, "documents/add", piece{"title", "", "Too late"}, piece{"file", "a.txt", "words"})
	if value, _ := a.Doc.Find(`input[name="title"]`).Attr("value"); a.Code != http.StatusConflict || value != "Too late" {
		t.Errorf("%d %v, title %q", a.Code, a.Err, value)
	}
	if a := s.get(access.DASS, "documents/"+d); a.Code != http.StatusOK || a.Doc.Find("main form").Length() != 0 {
		t.Errorf("%d, %d forms", a.Code, a.Doc.Find("main form").Length())
	}
	if a := s.get(access.DASS, "documents/add"); a.Code != http.StatusConflict {
		t.Errorf("the form after closing: %d", a.Code)
	}
}

// A new version of the wrong kind is refused on the document's own page.
func TestAddVersion_Page(t *testing.T) {
	t.Parallel()
	s := newSite(t, dbtest.Tx(t))
	d := s.add("Plan", "")
	if a := s.upload(access.DASS, "documents/"+d+"/versions", piece{"file", "a.html", "<html>"}); a.Code != 422 || len(a.Errors()) != 1 {
		t.Errorf("%d %v", a.Code, a.Errors())
	}
	if a := s.upload(access.DASS, "documents/"+d+"/versions", piece{"file", "b.txt", "newer"}); a.Code != http.StatusSeeOther {
		t.Errorf("%d %v", a.Code, a.Err)
	}
	if a := s.post(access.DASS, "documents/"+d+"/remove", nil); a.Code != http.StatusSeeOther || s.count() != 0 {
		t.Errorf("remove: %d %v", a.Code, a.Err)
	}
}

// D1: 49 lines with a document each cost at most 8 statements (session and person
// take 2 more) and 25 kB, as the list and as the reading page.
func TestPages_FullList(t *testing.T) {
	s := newSite(t, dbtest.DB(t).Pool)
	for _, line := range s.Framework.Documents {
		s.add(line.Title, line.ID)
	}
	s.share()
	s.MoveTo(access.Reading)
	for part, role := range map[string]access.Role{"documents": access.DASS, "reading": access.Lead} {
		var a *pagetest.Answer
		n := dbtest.Statements(func() { a = s.get(role, part) })
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = z.Write([]byte(a.Body)) // into memory
		_ = z.Close()
		if rows := a.Doc.Find(".pc-task").Length(); a.Code != 200 || n > 8 || rows < len(s.Framework.Documents) || b.Len() > 25<<10 {
			t.Errorf("%s: %d, %d statements, %d rows, %d bytes compressed", part, a.Code, n, rows, b.Len())
		}
	}
}
