package people_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/text/encoding/charmap"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/directory"
	"peerchallenge/internal/person"
	"peerchallenge/web/page"
	"peerchallenge/web/page/pagetest"
	"peerchallenge/web/people"
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
	return siteOf(t, s)
}

func siteOf(t *testing.T, s *dbtest.Story) *site {
	d := &directory.Service{DB: s.DB, Clock: s.Clock, People: &person.Service{DB: s.DB, Clock: s.Clock, BaseURL: "http://test.example"}}
	return &site{t, s, people.Routes(&people.Handlers{Directory: d}), s.As(access.Coordinator)}
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

func (s *site) upload(file string) *pagetest.Answer {
	s.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	f, err := w.CreateFormFile("file", "people.csv")
	if err != nil {
		s.Fatal(err)
	}
	if _, err := f.Write([]byte(file)); err != nil {
		s.Fatal(err)
	}
	if err := w.Close(); err != nil {
		s.Fatal(err)
	}
	return pagetest.Do(s.T, s.routes, pagetest.NewRequest(http.MethodPost, "/people/import", w.FormDataContentType(), &body), s.who, s.Clock)
}

// hidden is the value of a hidden field.
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

// V6, V3: people's addresses are for coordinators of the region; to everybody
// else, the coordinator of another region included, these pages are not there.
func TestWall_V3_OnlyTheRegionsCoordinator(t *testing.T) {
	s := open(t)
	target := "/people/" + s.People[access.Lead].String()
	asCoordinator := s.get(target)
	s.must(asCoordinator, 200)
	strangers := map[string]access.Actor{"nobody": access.Public(), "operator": dbtest.Operator, "stranger": access.Person(s.Stranger)}
	for _, role := range dbtest.Everyone[1:] {
		strangers[string(role)] = s.As(role)
	}
	for name, actor := range strangers {
		s.who = actor
		for _, path := range []string{"/people", "/people/new", "/people/import", target} {
			if a := s.get(path); a.Code != 404 || strings.Contains(a.Body, "@example.org") {
				t.Errorf("%s gets %d for %s, want 404", name, a.Code, path)
			}
		}
		if a := s.post("/people/new", "name", "Eve Adder", "email", "eve@example.org"); a.Code != 404 {
			t.Errorf("%s adds a person: %d, want 404", name, a.Code)
		}
		if a := s.upload("Name,Email,Role\nEve Adder,eve@example.org,Expert\n"); a.Code != 404 {
			t.Errorf("%s looks at an import: %d, want 404", name, a.Code)
		}
	}
	s.who = access.Person(s.Elsewhere)
	if a := s.get("/people"); a.Code != 200 || strings.Contains(a.Body, s.People[access.Lead].String()) {
		t.Error("the coordinator of another region sees this region's people")
	}
	for _, a := range []*pagetest.Answer{s.get(target), s.post(target+"/roles", "role", "coordinator"), s.post(target + "/invitation")} {
		s.must(a, 404)
	}
}

func TestList_SearchesTheBeginningOfAnyWord(t *testing.T) {
	s := open(t)
	s.must(s.post("/people/new", "name", "Siobhán O’Brien-Lee", "email", "so@example.org"), 303)
	for search, found := range map[string]bool{"siob": true, "O’B": true, "lee": true, "brien": false, "%": false, "_": false} {
		a := s.must(s.get("/people?search="+url.QueryEscape(search)), 200)
		if got := strings.Contains(a.Body, "so@example.org"); got != found {
			t.Errorf("search %q finds her: %v, want %v", search, got, found)
		}
	}
	s.must(s.get("/people?after=A&id=nonsense"), 404)
	s.must(s.get("/people?search="+strings.Repeat("x", 101)), 400)
}

// The list costs the same for any number of people, in pages of 50.
func TestList_PagesByNameAtOneCost(t *testing.T) {
	s := open(t)
	few := dbtest.Statements(func() { s.must(s.get("/people"), 200) })
	var list strings.Builder
	list.WriteString("Name;E-mail;Role\n")
	for i := range 120 {
		list.WriteString("Person " + string(rune('A'+i/26)) + string(rune('a'+i%26)) + ";p" + strings.Repeat("x", i+1) + "@example.org;Expert by experience\n")
	}
	a := s.must(s.upload(list.String()), 200)
	s.must(s.post("/people/import/confirm", "file", hidden(a, "file"), "digest", hidden(a, "digest")), 303)
	many := dbtest.Statements(func() { s.must(s.get("/people"), 200) })
	if few != many || many > 4 { // who asks takes two more
		t.Errorf("%d statements for few people, %d for many; want the same, at most 4", few, many)
	}
	seen := map[string]bool{}
	for path, pages := "/people?search=Person", 0; path != "" && pages < 5; pages++ {
		a := s.must(s.get(path), 200)
		a.Doc.Find(".pc-task__text a").Each(func(_ int, l *goquery.Selection) { seen[l.AttrOr("href", "")] = true })
		path = a.Doc.Find("a[rel=next], .govuk-pagination__next a").AttrOr("href", "")
	}
	if len(seen) != 120 {
		t.Errorf("the pages show %d people, want 120", len(seen))
	}
}

func TestPerson_PostsAreGivenDatedAndEnded(t *testing.T) {
	s := open(t)
	path := "/people/" + s.People[access.Councillor].String()
	s.must(s.post(path+"/roles", "role", "dass", "council", s.Others[0].String(), "acting", "yes", "starts-day", "1", "starts-month", "2", "starts-year", "2027"), 303)
	a := s.must(s.get(path), 200)
	if !strings.Contains(a.Body, "Acting director of adult social services (DASS)") || !strings.Contains(a.Body, "Since 1 February 2027") {
		t.Error("the page does not show the acting post with its first day")
	}
	again := s.must(s.post(path+"/roles", "role", "dass", "council", s.Others[0].String()), 422)
	if len(again.Errors()) != 1 {
		t.Errorf("errors: %v", again.Errors())
	}
	end := a.Doc.Find("a[href$='/end']").AttrOr("href", "")
	s.must(s.get(end), 200)
	s.must(s.post(end), 303)
	s.must(s.post(end), 409)
	if a = s.get(path); !strings.Contains(a.Body, "From 1 February 2027 to 1 March 2027") {
		t.Error("the ended post is not shown with its last day")
	}
	if n := dbtest.Statements(func() { s.must(s.get(path), 200) }); n > 8 {
		t.Errorf("%d statements, want at most 8 beside the two for who asks", n)
	}
}

func TestGivePost_RefusalsKeepTheWords(t *testing.T) {
	s := open(t)
	path := "/people/" + s.People[access.Councillor].String()
	a := s.must(s.post(path+"/roles", "role", "psw", "title", "Principal social worker, north", "ends-day", "31", "ends-month", "2", "ends-year", "2027"), 422)
	if !strings.Contains(a.Body, `value="Principal social worker, north"`) || !strings.Contains(a.Body, `value="31"`) {
		t.Error("what was typed is lost")
	}
	if !strings.HasPrefix(a.Doc.Find("title").Text(), "Error: ") {
		t.Error("the title does not say that there is an error")
	}
	for name, pairs := range map[string][]string{
		"no post":         {"role", "operator"},
		"no council":      {"role", "psw"},
		"not an id":       {"role", "psw", "council", "1"},
		"ends before":     {"role", "coordinator", "starts-day", "2", "starts-month", "3", "starts-year", "2027", "ends-day", "1", "ends-month", "3", "ends-year", "2027"},
		"too long a name": {"role", "coordinator", "title", strings.Repeat("x", 201)},
	} {
		if a := s.post(path+"/roles", pairs...); a.Code != 422 || len(a.Errors()) == 0 {
			t.Errorf("%s: %d %v, want 422", name, a.Code, a.Errors())
		}
	}
	s.must(s.post(path+"/roles", "role", "psw", "council", s.People[access.Lead].String()), 404)
}

func TestEnd_TheLastCoordinatorStays(t *testing.T) {
	s := open(t)
	path := "/people/" + s.People[access.Coordinator].String()
	end := s.must(s.get(path), 200).Doc.Find("a[href$='/end']").AttrOr("href", "")
	s.must(s.post(end), 409)
	s.must(s.post("/people/"+s.People[access.Lead].String()+"/roles", "role", "coordinator"), 303)
	s.must(s.post(end), 303)
	s.must(s.get("/people"), 404) // V4: at once
}

func TestAdd_KnownAddressIsAnError(t *testing.T) {
	s := open(t)
	s.must(s.get("/people/new"), 200)
	s.must(s.post("/people/new", "name", "D’Arcy Ní Bhriain", "email", "Darcy@Example.org", "role", "psw", "council", s.Host.String(), "invite", "yes"), 303)
	a := s.must(s.post("/people/new", "name", "Other Name", "email", "darcy@example.org"), 422)
	if !strings.Contains(a.Body, `value="Other Name"`) || len(a.Errors()) != 1 {
		t.Errorf("words lost or no error: %v", a.Errors())
	}
	outside := s.must(s.post("/people/new", "name", "Other Name", "email", s.Elsewhere.String()+"@example.org"), 422)
	if strings.Contains(outside.Body, "Elsewhere") {
		t.Error("V3: the error names somebody of another region")
	}
	s.must(s.post("/people/new", "name", "", "email", "nonsense", "role", "dass"), 422)
}

const goodList = "Name;E-mail;Council;Role;Starts\r\nZoë O'Shea;zoe@example.org;%COUNCIL%;Director (DASS);01/04/2027\r\nAnn-Marie Ray;am@example.org;;Expert by experience;\r\n"

// Nothing is written before the coordinator confirms; afterwards everything is.
func TestImport_NothingBeforeConfirmation(t *testing.T) {
	s := open(t)
	list := strings.ReplaceAll(goodList, "%COUNCIL%", s.councilName())
	a := s.must(s.upload(list), 200)
	text := a.Doc.Find("main").Text()
	for _, want := range []string{"2 new people will be added", "becomes Director (DASS)", "from 1 April 2027", "is director there now", "can be asked as expert by experience", "Zoë O'Shea"} {
		if !strings.Contains(text, want) {
			t.Errorf("the preview does not say %q", want)
		}
	}
	if strings.Contains(s.get("/people").Body, "zoe@example.org") {
		t.Fatal("the preview has written")
	}
	done := s.must(s.post("/people/import/confirm", "file", hidden(a, "file"), "digest", hidden(a, "digest"), "invite", "yes"), 303)
	if done.Location != "/people" || !strings.Contains(s.get("/people").Body, "zoe@example.org") {
		t.Error("the import has not written")
	}
	again := s.must(s.upload(list), 200)
	if !strings.Contains(again.Doc.Find("main").Text(), "2 people are here already: nothing changes") || again.Doc.Find("input[name=digest]").Length() != 0 {
		t.Error("importing the same list again should change nothing")
	}
}

func (s *site) councilName() string {
	a := s.get("/people/new")
	return a.Doc.Find("option[value='" + s.Others[2].String() + "']").Text()
}

// Somebody else changed the people between preview and confirmation.
func TestImport_ChangedMeanwhileShowsTheNewPreview(t *testing.T) {
	s := open(t)
	a := s.must(s.upload("Name,Email,Role\nIda Oak,ida@example.org,Expert\nBo Ash,bo@example.org,Expert\n"), 200)
	s.must(s.post("/people/new", "name", "Ida Oak", "email", "ida@example.org"), 303)
	b := s.must(s.post("/people/import/confirm", "file", hidden(a, "file"), "digest", hidden(a, "digest")), 409)
	if !strings.Contains(b.Body, "nothing was imported") || strings.Contains(s.get("/people").Body, "bo@example.org") {
		t.Error("a changed import must write nothing and say so")
	}
	s.must(s.post("/people/import/confirm", "file", hidden(b, "file"), "digest", hidden(b, "digest")), 303)
}

// All or nothing: an address of another region is found only when it is written.
func TestImport_AllOrNothing(t *testing.T) {
	s := open(t)
	a := s.must(s.upload("Name,Email,Role\nBo Ash,bo2@example.org,Expert\nEl Se,"+s.Elsewhere.String()+"@example.org,Expert\n"), 200)
	b := s.must(s.post("/people/import/confirm", "file", hidden(a, "file"), "digest", hidden(a, "digest")), 422)
	if len(b.Errors()) != 1 || !strings.HasPrefix(b.Errors()[0], "Line 3: ") {
		t.Errorf("errors %v, want one that names line 3", b.Errors())
	}
	if strings.Contains(s.get("/people").Body, "bo2@example.org") {
		t.Error("half of the list was imported")
	}
}

func TestImport_LinesAreAnsweredInWords(t *testing.T) {
	s := open(t)
	a := s.must(s.upload("Name,E-mail,Council code,Council,Role\n"+
		"Old Code,old@example.org,E10000021,,PSW\n"+
		"Twice One,twice@example.org,,,Expert\nTwice Two,TWICE@example.org,,,Expert\n"+
		"No Mail,,,,Expert\nFar Away,far@example.org,,Birmingham,PSW\n"), 200)
	text := a.Doc.Find("main").Text()
	for _, want := range []string{"Northamptonshire", "same e-mail address", "There is no e-mail address", "The council is not in ", "4 lines have something to put right"} {
		if !strings.Contains(text, want) {
			t.Errorf("the preview does not say %q", want)
		}
	}
}

func TestImport_EveryEncoding(t *testing.T) {
	s := open(t)
	windows, err := charmap.Windows1252.NewEncoder().String("Name;Email;Role\nRenée Müller;renee@example.org;Expert\n")
	if err != nil {
		t.Fatal(err)
	}
	a := s.must(s.upload(windows), 200)
	if !strings.Contains(a.Body, "Renée Müller") || !strings.Contains(a.Body, "read as Windows text") {
		t.Error("Windows-1252 is not read, or not said")
	}
	s.must(s.post("/people/import/confirm", "file", hidden(a, "file"), "digest", hidden(a, "digest")), 303)
	if !strings.Contains(s.get("/people?search=ren").Body, "Renée Müller") {
		t.Error("the name did not survive the confirmation")
	}
}

func TestImport_BadInput(t *testing.T) {
	s := open(t)
	for name, c := range map[string]struct {
		file string
		code int
	}{
		"empty":       {"", 422},
		"a workbook":  {"PK\x03\x04rest of a zip", 422},
		"a picture":   {"\x89PNG\r\n\x1a\n\x00\x00\x00", 422},
		"no headings": {"Zoe,zoe@example.org\n", 422},
		"10,000 rows": {"Name,Email,Role\n" + strings.Repeat("A B,a@example.org,Expert\n", 10_000), 422},
		"over 1 MB":   {strings.Repeat("x", maxFile+1), 413},
		"over 3 MB":   {strings.Repeat("x", 3<<20+1), 413},
	} {
		a := s.upload(c.file)
		if a.Code != c.code || len(a.Errors()) != 1 {
			t.Errorf("%s: %d %v, want %d and one error", name, a.Code, a.Errors(), c.code)
		}
	}
	s.must(s.post("/people/import", "file", "text"), 400)
	s.must(s.post("/people/import/confirm", "file", "!!!", "digest", "x"), 400)
	s.must(s.post("/people/import/confirm"), 422)
	s.must(s.get("/people/nonsense"), 404)
}

const maxFile = 1 << 20
