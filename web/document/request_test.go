package document_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
)

// D1: an expert asks on the reading page, the link officer answers on the documents
// page, the expert reads why; words survive a refusal on both sides.
func TestRequest_D1_AskedAndAnswered(t *testing.T) {
	s := newSite(t, dbtest.Tx(t))
	s.MoveTo(access.Reading)
	bad := s.post(access.Expert, "reading/ask", url.Values{"title": {"Waiting list policy"}})
	if bad.Code != http.StatusUnprocessableEntity || bad.Doc.Find("#title").AttrOr("value", "") != "Waiting list policy" || len(bad.Errors()) != 1 {
		t.Errorf("want 422 with the words kept, got %d, %v", bad.Code, bad.Errors())
	}
	if a := s.post(access.Expert, "reading/ask", url.Values{"title": {"Waiting list policy"}, "reason": {"How is waiting counted?"}}); a.Code != http.StatusSeeOther {
		t.Fatalf("asking: %d, %v", a.Code, a.Err)
	}
	if got := s.get(access.Expert, "reading").Doc.Find("main").Text(); !strings.Contains(got, "With the host") {
		t.Error("want the expert to see where it is")
	}
	link := s.get(access.LinkOfficer, "documents").Doc.Find("a[href*='/documents/requests/']").AttrOr("href", "")
	_, path, ok := strings.Cut(link, s.Challenge.String()+"/")
	if !ok {
		t.Fatal("the request is not on the host's page")
	}
	bad = s.post(access.LinkOfficer, path, url.Values{"status": {"covered"}, "words": {"Look at page 4."}})
	if bad.Code != http.StatusUnprocessableEntity || bad.Doc.Find("#words").Text() != "Look at page 4." || bad.Doc.Find("a[href='#covering']").Length() != 1 {
		t.Errorf("want 422 with the words kept and the error at the list that was chosen, got %d", bad.Code)
	}
	if a := s.post(access.LinkOfficer, path, url.Values{"status": {"not_available"}, "words": {"We keep none."}}); a.Code != http.StatusSeeOther {
		t.Fatalf("answering: %d, %v", a.Code, a.Err)
	}
	if got := s.get(access.Expert, "reading").Doc.Find("main").Text(); !strings.Contains(got, "Not available: We keep none.") {
		t.Error("want the expert to read why")
	}
	for _, role := range []access.Role{access.Coordinator, access.Contributor, access.HostPSW, access.Lead, access.SeniorLeader} {
		if a := s.get(role, path); a.Code != http.StatusNotFound {
			t.Errorf("%s opens the host's page of the request: %d", role, a.Code)
		}
	}
	for _, role := range []access.Role{access.Coordinator, access.DASS, access.SeniorLeader, access.Contributor} {
		if a := s.get(role, "reading/ask"); a.Code != http.StatusNotFound {
			t.Errorf("%s opens the form: %d", role, a.Code)
		}
	}
}
