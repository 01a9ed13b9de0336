package offer_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/xuri/excelize/v2"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/offer"
	"peerchallenge/internal/person"
	"peerchallenge/internal/retention"
	weboffer "peerchallenge/web/offer"
	"peerchallenge/web/page"
	"peerchallenge/web/page/pagetest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// site is a story whose cycle is being gathered, and who looks.
type site struct {
	*testing.T
	*dbtest.Story
	svc    *offer.Service
	routes []page.Route
	who    access.Actor
	list   string // who has answered
	host   string // the page of the host council
}

func open(t *testing.T) *site {
	t.Helper()
	b := dbtest.Tx(t)
	story := dbtest.NewStory(t, b)
	svc := &offer.Service{DB: b, Clock: story.Clock, BaseURL: "http://test.example", People: &person.Service{DB: b, Clock: story.Clock, BaseURL: "http://test.example"}}
	s := &site{T: t, Story: story, svc: svc, routes: weboffer.Routes(&weboffer.Handlers{Offers: svc}), who: story.As(access.Coordinator), list: "/calendar/" + story.Cycle.String() + "/gathering"}
	if a := s.post(s.list, "by-day", "31", "by-month", "3", "by-year", "2027"); a.Code != http.StatusSeeOther {
		t.Fatalf("open: %d %v", a.Code, a.Err)
	}
	err := db.Read(context.Background(), b, s.who, func(tx pgx.Tx) error {
		slug, err := db.Value[string](context.Background(), tx, `SELECT slug FROM council WHERE id = $1`, story.Host)
		s.host = offer.CouncilPath(story.Cycle, slug)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
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

func (s *site) named(role offer.Role) uuid.UUID {
	s.Helper()
	who, err := s.svc.Name(context.Background(), s.As(access.Coordinator), s.Cycle, offer.Named{Offered: offer.Offered{Name: "Amélie O’Shea", Email: uuid.NewString() + "@example.org", Role: role, MaxVisits: 2}})
	if err != nil {
		s.Fatal(err)
	}
	return who
}

// The director's page: what is refused comes back with every word, what is kept for
// later comes back as a draft, and what is sent is there.
func TestCouncil_KeepsWordsDraftsAndSends(t *testing.T) {
	s := open(t)
	s.who = s.As(access.DASS)
	form := []string{"version", "0", "rows", "2", "closed", "7 June 2027 to 11 June 2027: Ofsted\nsometime in July", "months", "2027-09-01", "look_at", "Waiting “times”\n\nand reviews", "signed", "Ruth O’Hara",
		"p1-name", "Seán Ó Briain", "p1-email", "sean@host.example", "p1-role", "senior_manager", "p1-visits", "two", "p1-away", "2 to 20 August 2027"}
	a := s.post(s.host, form...)
	if a.Code != http.StatusUnprocessableEntity || len(a.Errors()) == 0 || !strings.Contains(a.Errors()[0], "Line 2") {
		t.Fatalf("%d %q %v", a.Code, a.Errors(), a.Err)
	}
	for _, words := range []string{"sometime in July", "Waiting “times”", "Ruth O’Hara", "Seán Ó Briain", "sean@host.example", "2 to 20 August 2027", `value="two"`} {
		if !strings.Contains(a.Body, words) {
			t.Errorf("the page lost %q", words)
		}
	}
	if a := s.post(s.host+"/draft", form...); a.Code != http.StatusSeeOther {
		t.Fatalf("draft: %d %v", a.Code, a.Err)
	}
	if a := s.get(s.host); !strings.Contains(a.Body, "Not sent yet: a draft") || !strings.Contains(a.Body, "sometime in July") || a.Doc.Find("#months-2:checked, input[value='2027-09-01']:checked").Length() == 0 {
		t.Error("the draft is not there")
	}
	if a := s.post(s.host, append(form, "more", "people")...); a.Code != http.StatusOK || !strings.Contains(a.Body, "p5-name") || !strings.Contains(a.Body, "sometime in July") {
		t.Errorf("room for more people: %d", a.Code)
	}
	form[5], form[19] = "7 June 2027 to 11 June 2027: Ofsted", "2"
	if a := s.post(s.host, form...); a.Code != http.StatusSeeOther {
		t.Fatalf("send: %d %q %v", a.Code, a.Errors(), a.Err)
	}
	a = s.get(s.host)
	for _, words := range []string{"Sent on 1 March 2027", "Signed by Ruth O’Hara", "Seán Ó Briain", "Has not answered yet", "2 August to 20 August 2027"} {
		if !strings.Contains(a.Body, words) && !strings.Contains(a.Body, strings.Replace(words, "2 August to 20 August", "2 to 20 August", 1)) {
			t.Errorf("after sending, %q is not on the page", words)
		}
	}
	if a := s.post(s.host, form...); a.Code != http.StatusConflict || !strings.Contains(a.Body, "Waiting “times”") {
		t.Errorf("a stale page: %d", a.Code)
	}
}

// V3, V6: strangers find nothing.
func TestPages_StrangersFindNothing(t *testing.T) {
	s := open(t)
	who := s.named(offer.Lead)
	for name, actor := range map[string]access.Actor{"another director": access.Person(s.Stranger), "another region": access.Person(s.Elsewhere), "the lead of a challenge": s.As(access.Lead), "their director": s.As(access.DASS)} {
		s.who = actor
		paths := []string{s.list, s.list + "/name", s.list + "/import", offer.PersonPath(s.Cycle, who)}
		if name != "their director" {
			paths = append(paths, s.host)
		}
		for _, path := range paths {
			if a := s.get(path); a.Code != http.StatusNotFound {
				t.Errorf("%s: GET %s is %d", name, path, a.Code)
			}
		}
		for _, path := range []string{s.list + "/remind", s.list + "/name", offer.PersonPath(s.Cycle, who), offer.PersonPath(s.Cycle, who) + "/promise", offer.PersonPath(s.Cycle, who) + "/training"} {
			if a := s.post(path, "answer", "yes"); a.Code != http.StatusNotFound {
				t.Errorf("%s: POST %s is %d", name, path, a.Code)
			}
		}
	}
}

// T5, T10: somebody's own page keeps words, and an expert reads the promise first.
func TestPerson_KeepsWordsAndPromiseFirst(t *testing.T) {
	s := open(t)
	who := s.named(offer.Expert)
	path := offer.PersonPath(s.Cycle, who)
	s.who = access.Person(who)
	answer := []string{"links", "2", "answer", "yes", "away", "in spring", "needs", "A ramp, and “breaks”", "l1-council", s.Host.String(), "l1-kind", "former_employer", "l1-words", "Night shifts", "role_on", "soon"}
	a := s.post(path, answer...)
	if a.Code != http.StatusUnprocessableEntity || len(a.Errors()) < 2 {
		t.Fatalf("%d %q %v", a.Code, a.Errors(), a.Err)
	}
	for _, words := range []string{"in spring", "A ramp, and “breaks”", "Night shifts", `value="soon"`} {
		if !strings.Contains(a.Body, words) {
			t.Errorf("the page lost %q", words)
		}
	}
	answer = []string{"links", "2", "answer", "yes", "away", "1 to 12 April 2027", "needs", "A ramp", "l1-council", s.Host.String(), "l1-kind", "former_employer", "l1-until", "2024"}
	if a := s.post(path, answer...); a.Code != http.StatusUnprocessableEntity || !slices.ContainsFunc(a.Errors(), func(e string) bool { return strings.Contains(e, "promised") }) {
		t.Errorf("yes before the promise: %d %q", a.Code, a.Errors())
	}
	s.who = s.As(access.Coordinator)
	if a := s.post(path+"/promise", "hours", "25"); a.Code != http.StatusUnprocessableEntity || len(a.Errors()) < 4 || !strings.Contains(a.Body, ">\n25<") {
		t.Errorf("half a promise: %d %q", a.Code, a.Errors())
	}
	if a := s.post(path+"/promise", "hours", "25", "payment", "£150 a day", "expenses", "All", "benefits", "Ask", "buddy", "Jo", "support", "Yes", "format", "web", "remember", "yes"); a.Code != http.StatusSeeOther {
		t.Fatalf("promise: %d %q %v", a.Code, a.Errors(), a.Err)
	}
	if a := s.get(offer.PersonPath(s.Cycle, s.named(offer.Expert))); !strings.Contains(a.Body, "£150 a day") || strings.Contains(a.Body, `value="Jo"`) || a.Doc.Find("input[name=remember][checked]").Length() != 0 {
		t.Error("the next expert does not begin with the words, without the buddy")
	}
	s.who = access.Person(who)
	if a := s.get(path); !strings.Contains(a.Body, "£150 a day") {
		t.Error("the expert does not read what they are promised")
	}
	if a := s.post(path, answer...); a.Code != http.StatusSeeOther || a.Location != path {
		t.Fatalf("answer: %d %q %v %s", a.Code, a.Errors(), a.Err, a.Location)
	}
	s.who = s.As(access.Coordinator)
	if a := s.get(s.list); !strings.Contains(a.Body, "1 of 2 people have answered") {
		t.Error("the list does not count the answer")
	}
}

// I2: each page of a gathering says when what is said there goes, and afterwards that
// it is gone. Who sends too late reads so, with their words.
func TestPages_I2_SayWhenItGoes(t *testing.T) {
	s := open(t)
	who := s.named(offer.Councillor)
	pages := map[string]access.Actor{s.list: s.As(access.Coordinator), s.host: s.As(access.DASS), offer.PersonPath(s.Cycle, who): access.Person(who)}
	all := func(words string, forms int) {
		t.Helper()
		for path, actor := range pages {
			s.who = actor
			if a := s.get(path); !strings.Contains(a.Body, words) || a.Doc.Find("main form[method=post]").Length() < forms || forms == 0 && a.Doc.Find("main form[method=post]").Length() > 0 {
				t.Errorf("%s: %d forms, and %q: %v", path, a.Doc.Find("main form[method=post]").Length(), words, strings.Contains(a.Body, words))
			}
		}
	}
	all("What is said here is destroyed twelve weeks after the cycle and its last visit are over", 1)
	s.Clock.Set(civil.NewDate(2031, 1, 10).Time())
	if n, err := (&retention.Service{DB: s.DB, Clock: s.Clock}).DestroyDue(t.Context()); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	all("was destroyed on 10 January 2031", 0)
	s.who = access.Person(who)
	if a := s.post(offer.PersonPath(s.Cycle, who), "answer", "yes", "needs", "A ramp"); a.Code != http.StatusConflict || !strings.Contains(a.Body, ">\nA ramp<") {
		t.Errorf("an answer too late: %d", a.Code)
	}
}

// The list and the record pages ask the database few questions, however many there are.
func TestPages_Statements(t *testing.T) {
	s := open(t)
	who := s.named(offer.Expert)
	for range 10 {
		s.named(offer.PSW)
	}
	for path, most := range map[string]int64{s.list: 6, s.host: 10, offer.PersonPath(s.Cycle, who): 10, s.list + "/import": 6} {
		var a *pagetest.Answer
		n := dbtest.Statements(func() { a = s.get(path) })
		if a.Code != http.StatusOK || n > most {
			t.Errorf("%s: %d with %d statements, at most %d", path, a.Code, n, most)
		}
	}
}

func (s *site) upload(path string, file []byte) *pagetest.Answer {
	s.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	f, err := w.CreateFormFile("file", "people")
	if err != nil {
		s.Fatal(err)
	}
	_, _ = f.Write(file) // to memory
	w.Close()
	return pagetest.Do(s.T, s.routes, pagetest.NewRequest(http.MethodPost, path, w.FormDataContentType(), &body), s.who, s.Clock)
}

// An Excel workbook: preview says line by line what would happen and writes nothing;
// confirming does exactly that; twice changes nothing.
func TestImport_WorkbookPreviewThenConfirm(t *testing.T) {
	s := open(t)
	f := excelize.NewFile()
	for i, row := range [][]any{{"Name", "E-mail", "Role", "Visits", "Experienced", "Cannot come", "Starts"}, {"Zoë O’Connor-Łuczak", "ZOE@example.org", "Expert by experience", 2, "yes", "2 to 20 August 2027", civil.NewDate(2027, 4, 3).Time()},
		{}, {"Nobody", "", "Lead", 1}, {"Sean", "sean@example.org", "King", 1}} {
		for j, v := range row {
			cell, _ := excelize.CoordinatesToCellName(j+1, i+1)
			if err := f.SetCellValue("Sheet1", cell, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	var file bytes.Buffer
	if err := f.Write(&file); err != nil {
		t.Fatal(err)
	}
	a := s.upload(s.list+"/import", file.Bytes())
	if a.Code != http.StatusOK || !strings.Contains(a.Body, "Zoë O’Connor-Łuczak") || !strings.Contains(a.Body, "Line 4") || !strings.Contains(a.Body, "Import 1 person") {
		t.Fatalf("preview: %d %v %q\n%s", a.Code, a.Err, a.Errors(), a.Doc.Find("main").Text())
	}
	if b := s.get(s.list); strings.Contains(b.Body, "Zoë") {
		t.Error("the preview wrote something")
	}
	digest, _ := a.Doc.Find("input[name=digest]").Attr("value")
	carried, _ := a.Doc.Find("input[name=file]").Attr("value")
	if b := s.post(s.list+"/import/confirm", "file", carried, "digest", "another"); b.Code != http.StatusConflict {
		t.Errorf("a preview of something else: %d", b.Code)
	}
	if b := s.post(s.list+"/import/confirm", "file", carried, "digest", digest); b.Code != http.StatusSeeOther {
		t.Fatalf("confirm: %d %v %q", b.Code, b.Err, b.Errors())
	}
	if b := s.get(s.list); !strings.Contains(b.Body, "Zoë O’Connor-Łuczak") {
		t.Error("nothing was imported")
	}
	if b := s.upload(s.list+"/import", file.Bytes()); !strings.Contains(b.Body, "nothing to import") {
		t.Errorf("the second time: %s", b.Doc.Find("main").Text())
	}
}
