package regions_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/person"
	"peerchallenge/internal/regionsetup"
	"peerchallenge/web/page"
	"peerchallenge/web/page/pagetest"
	"peerchallenge/web/regions"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

type site struct {
	*testing.T
	*dbtest.Story
	routes []page.Route
	who    access.Actor
}

func open(t *testing.T) *site {
	s := dbtest.NewStory(t, dbtest.Tx(t))
	setup := &regionsetup.Service{DB: s.DB, Clock: s.Clock, People: &person.Service{DB: s.DB, Clock: s.Clock, BaseURL: "http://test.example"}}
	return &site{t, s, regions.Routes(&regions.Handlers{Setup: setup}), dbtest.Operator}
}

func (s *site) get(path string) *pagetest.Answer {
	s.Helper()
	return pagetest.Get(s.T, s.routes, path, s.who, s.Clock)
}

func (s *site) post(path string, pairs ...string) *pagetest.Answer {
	s.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return pagetest.Post(s.T, s.routes, path, s.who, s.Clock, form)
}

func (s *site) upload(name, file string) *pagetest.Answer {
	s.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	f, err := w.CreateFormFile("file", "councils.csv")
	if err == nil {
		_, err = f.Write([]byte(file))
	}
	if err == nil {
		err = w.WriteField("name", name)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		s.Fatal(err)
	}
	return pagetest.Do(s.T, s.routes, pagetest.NewRequest(http.MethodPost, "/regions/new/csv", w.FormDataContentType(), &body), s.who, s.Clock)
}

func hidden(a *pagetest.Answer, name string) string {
	return a.Doc.Find("input[name="+name+"]").AttrOr("value", "")
}

func (s *site) must(a *pagetest.Answer, code int) *pagetest.Answer {
	s.Helper()
	if a.Code != code {
		s.Fatalf("status %d, want %d: %v\n%.2000s", a.Code, code, a.Err, a.Body)
	}
	return a
}

// V6: to all but the operator these pages are not there.
func TestWall_V6_OnlyTheOperator(t *testing.T) {
	s := open(t)
	region := "/regions/" + s.Region.String()
	s.must(s.get(region), 200)
	others := map[string]access.Actor{"nobody": access.Public(), "stranger": access.Person(s.Stranger), "elsewhere": access.Person(s.Elsewhere)}
	for _, role := range dbtest.Everyone {
		others[string(role)] = s.As(role)
	}
	for name, actor := range others {
		s.who = actor
		for _, path := range []string{"/regions", "/regions/new", "/regions/new/csv", region} {
			if a := s.get(path); a.Code != 404 {
				t.Errorf("%s gets %d for %s, want 404", name, a.Code, path)
			}
		}
		for _, a := range []*pagetest.Answer{s.post("/regions/new", "region", "WM"), s.upload("New", "Name\nCressford\n"),
			s.post("/regions/new/csv/confirm", "name", "New", "file", "TmFtZQpYCg"), s.post(region+"/coordinators", "name", "A B", "email", "a@example.org")} {
			if a.Code != 404 {
				t.Errorf("%s may act: %d, want 404", name, a.Code)
			}
		}
	}
}

// The real West Midlands: 14 councils, a framework, a coordinator who gets in.
func TestCreate_WestMidlands(t *testing.T) {
	s := open(t)
	s.must(s.get("/regions/new"), 200)
	made := s.must(s.post("/regions/new", "region", "WM"), 303)
	a := s.must(s.get(made.Location), 200)
	if n := a.Doc.Find("tbody tr").Length(); n != 14 || !strings.Contains(a.Body, "Wolverhampton") {
		t.Errorf("%d councils, want the 14 of the West Midlands", n)
	}
	s.must(s.post(made.Location+"/coordinators", "name", "Priya O’Neill", "email", "priya@example.org"), 303)
	if a = s.get(made.Location); !strings.Contains(a.Body, "priya@example.org") {
		t.Error("the coordinator is not shown")
	}
	if again := s.must(s.post("/regions/new", "region", "WM"), 422); len(again.Errors()) != 1 {
		t.Errorf("errors %v", again.Errors())
	}
	s.must(s.post("/regions/new", "region", "XX"), 422)
	region := strings.TrimPrefix(made.Location, "/regions/")
	err := db.Read(context.Background(), s.DB, dbtest.Operator, func(tx pgx.Tx) error {
		n, err := db.Value[int](context.Background(), tx, `SELECT count(*) FROM framework WHERE region_id = $1 AND version = 1`, region)
		if n != 1 {
			t.Errorf("%d first versions of a framework, want 1", n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := dbtest.Statements(func() { s.must(s.get("/regions"), 200) }); n > 4 {
		t.Errorf("the list takes %d statements, want at most 4 beside the two for who asks", n)
	}
}

func TestInvite_RefusalsKeepTheWords(t *testing.T) {
	s := open(t)
	path := "/regions/" + s.Region.String()
	for name, pairs := range map[string][]string{
		"nothing":             {},
		"no address":          {"name", "Bo Ash", "email", "bo"},
		"of another region":   {"name", "Bo Ash", "email", s.Elsewhere.String() + "@example.org"},
		"coordinator already": {"name", "Bo Ash", "email", s.People[access.Coordinator].String() + "@example.org"},
	} {
		a := s.post(path+"/coordinators", pairs...)
		if a.Code != 422 || len(a.Errors()) == 0 || len(pairs) > 0 && !strings.Contains(a.Body, `value="Bo Ash"`) {
			t.Errorf("%s: %d %v, want 422 with the words kept", name, a.Code, a.Errors())
		}
	}
	s.must(s.post("/regions/"+s.Challenge.String()+"/coordinators", "name", "Bo", "email", "bo@example.org"), 404)
	s.must(s.get("/regions/nonsense"), 404)
}

func TestCSV_PreviewThenConfirm(t *testing.T) {
	s := open(t)
	s.must(s.get("/regions/new/csv"), 200)
	a := s.must(s.upload("Northern Marches", "Name;Code\nŁódź-on-Sea;\nRutland;\n"), 200)
	if !strings.Contains(a.Body, "E06000017") || !strings.Contains(a.Body, "Łódź-on-Sea") {
		t.Error("the preview does not say what was understood")
	}
	if strings.Contains(s.get("/regions").Body, "Northern Marches") {
		t.Fatal("the preview has written")
	}
	made := s.must(s.post("/regions/new/csv/confirm", "name", hidden(a, "name"), "file", hidden(a, "file")), 303)
	if b := s.must(s.get(made.Location), 200); b.Doc.Find("tbody tr").Length() != 2 {
		t.Error("the region does not have its two councils")
	}
	again := s.must(s.upload("Other Marches", "Name\nRutland\n"), 200)
	if !strings.Contains(again.Body, "already set up here, in Northern Marches") || again.Doc.Find("input[name=file]").Length() != 0 {
		t.Error("a council that is taken must be said and hold the region back")
	}
	s.must(s.post("/regions/new/csv/confirm", "name", "Other Marches", "file", hidden(a, "file")), 422)
	s.must(s.upload("Northern Marches", "Name\nNew Town\n"), 200)
}

func TestCSV_BadInput(t *testing.T) {
	s := open(t)
	for name, c := range map[string]struct {
		region, file string
		code         int
	}{
		"no name":     {"", "Name\nCressford\n", 422},
		"empty":       {"New", "", 422},
		"workbook":    {"New", "PK\x03\x04", 422},
		"10,000 rows": {"New", "Name\n" + strings.Repeat("Cressford\n", 10_000), 422},
		"too large":   {"New", strings.Repeat("x", 201<<10), 413},
		"huge":        {"New", strings.Repeat("x", 2<<20), 413},
	} {
		a := s.upload(c.region, c.file)
		if a.Code != c.code || len(a.Errors()) != 1 {
			t.Errorf("%s: %d %v, want %d and one error", name, a.Code, a.Errors(), c.code)
		}
	}
	s.must(s.post("/regions/new/csv/confirm", "name", "New", "file", "***"), 400)
}
