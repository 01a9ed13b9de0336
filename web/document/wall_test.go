package document_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	"peerchallenge/web/page/pagetest"
)

// V2, V6: every page and act of the host's documents is not there for others, at
// preparing and while the team reads.
func TestWall_V6_HostPagesAreAbsentForOthers(t *testing.T) {
	t.Parallel()
	s := newSite(t, dbtest.Tx(t))
	d, line := s.add("Secret strategy", ""), "documents/requirements/"+s.Framework.Documents[0].ID
	gets := []string{"documents", "documents/add", "documents/accept-unscanned", "documents/share", line, "documents/" + d, "documents/" + d + "/versions/1/file"}
	posts := []string{"documents/accept-unscanned", "documents/share", line, "documents/" + d + "/remove"}
	for _, stage := range []access.Stage{access.Preparing, access.Reading} {
		s.MoveTo(stage)
		for who, actor := range s.others() {
			for _, part := range gets {
				if a := pagetest.Get(t, s.routes, s.at(part), actor, s.Clock); a.Code != http.StatusNotFound || strings.Contains(a.Body, "Secret") {
					t.Errorf("%s at %s: GET %s gives %d", who, stage, part, a.Code)
				}
			}
			for _, part := range posts {
				form := url.Values{"status": {"not_available"}, "reason": {"x"}}
				if a := pagetest.Post(t, s.routes, s.at(part), actor, s.Clock, form); a.Code != http.StatusNotFound {
					t.Errorf("%s at %s: POST %s gives %d", who, stage, part, a.Code)
				}
			}
			for _, part := range []string{"documents/add", "documents/" + d + "/versions"} {
				contentType, body := multi(piece{"title", "", "Mine"}, piece{"file", "a.txt", "words"})
				r := pagetest.NewRequest(http.MethodPost, s.at(part), contentType, strings.NewReader(string(body)))
				if a := pagetest.Do(t, s.routes, r, actor, s.Clock); a.Code != http.StatusNotFound {
					t.Errorf("%s at %s: upload to %s gives %d", who, stage, part, a.Code)
				}
			}
		}
	}
	if s.count() != 1 {
		t.Error("a refused act changed the list")
	}
}

func (s site) others() map[string]access.Actor {
	out := map[string]access.Actor{"director elsewhere": access.Person(s.Stranger), "other region": access.Person(s.Elsewhere), "operator": dbtest.Operator}
	for _, role := range dbtest.Everyone {
		if role != access.DASS && role != access.LinkOfficer {
			out[string(role)] = s.As(role)
		}
	}
	return out
}

// V8: the reading page opens to the team at reading, to those with no part in it never.
func TestWall_V8_ReadingPage(t *testing.T) {
	t.Parallel()
	s := newSite(t, dbtest.Tx(t))
	s.add("Strategy", "")
	s.share()
	id := s.shared()
	parts := []string{"reading", "reading/" + id + "/file"}
	want := func(role access.Role, code int) {
		for _, part := range parts {
			if a := s.get(role, part); a.Code != code {
				t.Errorf("%s: %s gives %d, want %d", role, part, a.Code, code)
			}
		}
	}
	want(access.Lead, http.StatusNotFound)
	want(access.VisitingPSW, http.StatusOK)
	s.MoveTo(access.Reading)
	for _, role := range []access.Role{access.Lead, access.Expert, access.VisitingPSW, access.DASS, access.SeniorLeader} {
		want(role, http.StatusOK)
	}
	for _, role := range []access.Role{access.Coordinator, access.Contributor, access.HostPSW} {
		want(role, http.StatusNotFound)
	}
	for _, role := range []access.Role{access.DASS, access.VisitingPSW, access.Coordinator} {
		if a := s.post(role, "reading/"+id+"/mark", url.Values{"read": {"yes"}}); a.Code != http.StatusNotFound {
			t.Errorf("%s marks: %d", role, a.Code)
		}
	}
	if a := s.post(access.Expert, "reading/"+id+"/mark", url.Values{"read": {"yes"}}); a.Code != http.StatusSeeOther {
		t.Fatalf("expert marks: %d %v", a.Code, a.Err)
	}
	// D3: the host's page says nothing of marks; the lead's says how far each is.
	if body := s.get(access.DASS, "reading").Doc.Find("main").Text(); strings.Contains(body, "left") || strings.Contains(body, "How far") {
		t.Error("the host reads how far the team is")
	}
	if body := s.get(access.Lead, "reading").Doc.Find("main").Text(); !strings.Contains(body, "All 1 read") || !strings.Contains(body, "0 of 1 read, 1 left") {
		t.Errorf("the lead does not read how far each is: %s", body)
	}
}
