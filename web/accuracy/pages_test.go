package accuracy_test

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/accuracy"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/id"
	pages "peerchallenge/web/accuracy"
	"peerchallenge/web/page"
	"peerchallenge/web/page/pagetest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

var ctx = context.Background()

// site is a story in its fact check, with the pages to ask for.
type site struct {
	*dbtest.Story
	t        testing.TB
	service  *accuracy.Service
	routes   []page.Route
	passage  string
	closes   time.Time
	comments string // address of the page
}

func begin(t testing.TB) *site {
	t.Helper()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	s.Clock.Set(civil.NewDate(2027, 5, 27).Time().Add(10 * time.Hour))
	s.MoveTo(access.Drafting)
	service := &accuracy.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://pc.example.org"}
	f := finding.Sealed{ID: id.New(), Kind: finding.Consideration, Title: "Therapy waits", Text: "The council has no waiting list for occupational therapy."}
	k := &site{Story: s, t: t, service: service, routes: pages.Routes(&pages.Handlers{Accuracy: service}), passage: f.PartName(),
		closes: civil.AddWorkingDays(civil.Of(s.Clock.Now()), 10).End().Add(-time.Minute), comments: "/challenges/" + s.Challenge.String() + "/comments"}
	err := db.InTx(ctx, s.DB, s.As(access.Lead), func(tx pgx.Tx) error {
		parts, err := finding.Parts("What we found.", []finding.Sealed{f})
		if err != nil {
			return err
		}
		if _, err := handover.SealTx(ctx, tx, s.As(access.Lead), s.Clock.Now(), handover.New{Challenge: s.Challenge, Kind: handover.HandOverDraft,
			From: access.TeamRoom, To: access.Leaders, As: access.Lead, Parts: parts}); err != nil {
			return err
		}
		return db.ExecOne(ctx, tx, `UPDATE challenge SET draft_handed_over_at = $2, comments_close_at = $3 WHERE id = $1`, s.Challenge, s.Clock.Now(), k.closes)
	})
	if err != nil {
		t.Fatal(err)
	}
	s.MoveTo(access.FactCheck)
	return k
}

func (k *site) get(role access.Role, path string) *pagetest.Answer {
	k.t.Helper()
	return pagetest.Get(k.t, k.routes, k.comments+path, k.As(role), k.Clock)
}

func (k *site) post(role access.Role, path string, pairs ...string) *pagetest.Answer {
	k.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return pagetest.Post(k.t, k.routes, k.comments+path, k.As(role), k.Clock, form)
}

func (k *site) comment(action string) []string {
	return []string{"action", action, "kind", "fact", "passage", k.passage, "words", "There is a list of 214 people.", "evidence_words", "Performance report", "remark", "Ask Mo first"}
}

// saved keeps a comment of the director for later and gives its path.
func (k *site) saved() string {
	k.t.Helper()
	a := k.post(access.DASS, "/new", k.comment("send")...)
	if a.Code != http.StatusSeeOther {
		k.t.Fatalf("saving gives %d: %v", a.Code, a.Err)
	}
	return strings.TrimSuffix(strings.TrimPrefix(a.Location, k.comments), "/send")
}

// sent sends a comment of the director through the pages, and gives its id.
func (k *site) sent() string {
	k.t.Helper()
	draft := k.saved()
	if a := k.post(access.DASS, draft+"/send", "version", "1"); a.Code != http.StatusSeeOther {
		k.t.Fatalf("sending gives %d: %v", a.Code, a.Err)
	}
	v, err := k.service.Page(ctx, k.As(access.DASS), k.Challenge)
	if err != nil {
		k.t.Fatal(err)
	}
	return v.Points[len(v.Points)-1].ID.String()
}

func (k *site) want(a *pagetest.Answer, code int, texts ...string) {
	k.t.Helper()
	if a.Code != code {
		k.t.Fatalf("status %d (%v), want %d", a.Code, a.Err, code)
	}
	text := strings.Join(strings.Fields(a.Doc.Text()), " ")
	for _, want := range texts {
		if !strings.Contains(text, want) {
			k.t.Errorf("the page does not say %q", want)
		}
	}
}

// wantWithout checks that a page says nothing of what is the other side's.
func (k *site) wantWithout(a *pagetest.Answer, texts ...string) {
	k.t.Helper()
	for _, unwanted := range texts {
		if strings.Contains(a.Body, unwanted) {
			k.t.Errorf("the page says %q", unwanted)
		}
	}
}

// V6, V8: to everybody without a key the pages are not there, whatever they ask.
func TestPages_V6_AreNotThereForOthers(t *testing.T) {
	t.Parallel()
	k := begin(t)
	draft, comment := k.saved(), k.sent()
	paths := []string{"", "/new", draft, draft + "/send", "/end-early", "/" + comment + "/answer", "/" + comment + "/answer/send"}
	for _, role := range []access.Role{access.Coordinator, access.Contributor, access.HostPSW, access.VisitingPSW} {
		k.absent(role, paths...)
	}
	for _, role := range []access.Role{access.Lead, access.Expert} {
		k.absent(role, "/new", draft, draft+"/send", "/end-early")
	}
	for _, role := range []access.Role{access.DASS, access.SeniorLeader, access.LinkOfficer} {
		k.absent(role, "/"+comment+"/answer", "/"+comment+"/answer/send")
	}
	k.absent(access.SeniorLeader, "/end-early")
	k.absent(access.LinkOfficer, "/new", "/end-early")
	for _, stranger := range []uuid.UUID{k.Stranger, k.Elsewhere} {
		for _, path := range paths {
			if a := pagetest.Get(t, k.routes, k.comments+path, access.Person(stranger), k.Clock); a.Code != http.StatusNotFound || a.Body != "" {
				t.Errorf("a stranger gets %d for %s", a.Code, path)
			}
		}
	}
}

// absent checks reading and writing: 404, without a word.
func (k *site) absent(role access.Role, paths ...string) {
	k.t.Helper()
	for _, path := range paths {
		if a := k.get(role, path); a.Code != http.StatusNotFound || a.Body != "" {
			k.t.Errorf("%s gets %d for %s", role, a.Code, path)
		}
		if path == "" {
			continue
		}
		if a := k.post(role, path, append(k.comment("save"), "version", "1", "decision", "kept")...); a.Code != http.StatusNotFound || a.Body != "" {
			k.t.Errorf("%s sends to %s and gets %d", role, path, a.Code)
		}
	}
}

// V2: neither side's page tells anything of what the other drafts.
func TestShow_V2_SaysNothingOfTheOtherSidesDrafts(t *testing.T) {
	t.Parallel()
	k := begin(t)
	comment := k.sent()
	for _, role := range []access.Role{access.Lead, access.Expert} {
		before := k.get(role, "")
		k.want(before, http.StatusOK, "There is a list of 214 people.")
		k.saved()
		after := k.get(role, "")
		if diff := cmp.Diff(before.Body, after.Body); diff != "" {
			t.Errorf("%s sees that the host drafts: %s", role, diff)
		}
		k.wantWithout(after, "Ask Mo", "Not sent", "Note for colleagues", "Add a comment", "End comments early")
	}
	roles := []access.Role{access.DASS, access.SeniorLeader, access.LinkOfficer}
	before := map[access.Role]string{}
	for _, role := range roles {
		a := k.get(role, "")
		k.want(a, http.StatusOK, "Not sent (2)")
		before[role] = a.Body
	}
	k.want(k.post(access.Expert, "/"+comment+"/answer", "action", "save", "version", "0", "decision", "kept", "words", "Our words", "remark", "Not all agree"), http.StatusSeeOther)
	for _, role := range roles {
		if diff := cmp.Diff(before[role], k.get(role, "").Body); diff != "" {
			t.Errorf("%s sees that the team drafts: %s", role, diff)
		}
	}
	k.want(k.get(access.Councillor, ""), http.StatusOK, "An answer is being drafted, last saved by", "So far: kept.")
}

// F7: the journey of one comment, from both sides.
func TestPages_F7_FromCommentToAnswer(t *testing.T) {
	t.Parallel()
	k := begin(t)
	a := k.get(access.DASS, "/new?passage="+k.passage)
	k.want(a, http.StatusOK, "The council has no waiting list", "Comments can be sent until Friday 11 June 2027 at 11:59pm.")
	if n := a.Doc.Find("input[name=kind][checked]").Length(); n != 0 {
		t.Errorf("%d kinds are chosen beforehand", n)
	}
	draft := k.saved()
	a = k.get(access.DASS, draft+"/send")
	k.want(a, http.StatusOK, "A fact is wrong", "There is a list of 214 people.", "You cannot take this back.")
	k.wantWithout(a, "Ask Mo")
	k.want(k.post(access.DASS, draft+"/send", "version", "1"), http.StatusSeeOther)
	k.sent()
	v, err := k.service.Page(ctx, k.As(access.Lead), k.Challenge)
	if err != nil {
		t.Fatal(err)
	}
	answer := "/" + v.Points[0].ID.String() + "/answer"
	a = k.get(access.Lead, answer)
	k.want(a, http.StatusOK, "There is a list of 214 people.", "Only the team reads it.")
	a = k.post(access.Lead, answer, "action", "send", "version", "0", "decision", "changed", "words", "It now says 214.", "remark", "Inner")
	k.want(a, http.StatusSeeOther)
	a = k.get(access.Lead, answer+"/send")
	k.want(a, http.StatusOK, "It now says 214.", "You cannot take this back.")
	k.wantWithout(a, "Inner")
	k.want(k.post(access.Lead, answer+"/send", "version", "1"), http.StatusSeeOther)
	k.saved()
	a = k.get(access.SeniorLeader, "")
	k.want(a, http.StatusOK, "11 working days left, counting today", "Comments opened on 27 May at 10am", "2 points sent: 1 answered, 1 with the team.", "The team answered on 27 May: changed", "It now says 214.", "Not sent (1)")
	k.want(k.get(access.DASS, "?show=answered"), http.StatusOK, "Answered (1)")
	if n := k.get(access.DASS, "?show=with-the-team").Doc.Find("article[id^=point-]").Length(); n != 1 {
		t.Errorf("%d points are with the team, want 1", n)
	}
}

// What is missing is said at its field, and everything typed is kept.
func TestAdd_InvalidKeepsTheWords(t *testing.T) {
	t.Parallel()
	k := begin(t)
	a := k.post(access.SeniorLeader, "/new", "action", "send", "words", "Half a\nthought", "evidence_words", "Page 3", "remark", "For Mo")
	k.want(a, http.StatusUnprocessableEntity)
	if diff := cmp.Diff([]string{"Choose a passage", "Choose what kind of comment it is"}, a.Errors()); diff != "" {
		t.Error(diff)
	}
	if got := strings.TrimPrefix(a.Doc.Find("#words").Text(), "\n") + a.Doc.Find("#remark").Text() + a.Doc.Find("#evidence_words").AttrOr("value", ""); !strings.Contains(got, "Half a\nthought") || !strings.Contains(got, "For Mo") || !strings.Contains(got, "Page 3") {
		t.Errorf("words were lost: %q", got)
	}
	for _, bad := range []string{"nonsense", id.New().String()} {
		a = k.post(access.DASS, "/new", append(k.comment("save"), "evidence", bad)...)
		k.want(a, http.StatusUnprocessableEntity)
	}
}

// F7: after closing the form is gone, and the words that came too late are readable.
func TestPages_F7_AfterClosing(t *testing.T) {
	t.Parallel()
	k := begin(t)
	draft := k.saved()
	k.Clock.Set(k.closes.Add(time.Second))
	const sentence = "Comments closed on 11 June at 11:59pm."
	a := k.post(access.DASS, "/new", k.comment("save")...)
	k.want(a, http.StatusConflict, sentence, "There is a list of 214 people.", "Performance report", "Ask Mo first")
	if n := a.Doc.Find("main form").Length(); n != 0 {
		t.Errorf("%d forms are left", n)
	}
	k.want(k.post(access.DASS, draft+"/send", "version", "1"), http.StatusConflict, sentence, "There is a list of 214 people.")
	k.want(k.get(access.DASS, draft+"/send"), http.StatusConflict, sentence, "There is a list of 214 people.")
	k.want(k.get(access.SeniorLeader, "/new"), http.StatusConflict, sentence)
	k.want(k.get(access.DASS, draft), http.StatusOK, "There is a list of 214 people.", sentence)
	k.want(k.get(access.DASS, "/end-early"), http.StatusConflict, sentence)
	k.want(k.post(access.DASS, "/end-early"), http.StatusConflict, sentence)
	a = k.get(access.DASS, "")
	k.want(a, http.StatusOK, sentence, "These were not sent in time.", "There is a list of 214 people.")
	k.wantWithout(a, "Add a comment", "End comments early")
}

// F7: the director ends it early, once.
func TestEnd_F7_TheDirectorEndsItEarly(t *testing.T) {
	t.Parallel()
	k := begin(t)
	draft := k.saved()
	k.sent()
	a := k.get(access.DASS, "/end-early")
	k.want(a, http.StatusOK, "You cannot take this back.")
	k.want(k.post(access.DASS, "/end-early"), http.StatusSeeOther)
	const sentence = "The director ended comments on 27 May at 10am."
	k.want(k.post(access.DASS, "/end-early"), http.StatusConflict, sentence)
	k.want(k.post(access.DASS, draft+"/send", "version", "1"), http.StatusConflict, sentence, "There is a list of 214 people.")
}

// Two people at one draft or answer: both texts are shown, nothing is lost.
func TestPages_F7_ConflictsShowBothTexts(t *testing.T) {
	t.Parallel()
	k := begin(t)
	draft := k.saved()
	change := func(words string) *pagetest.Answer {
		return k.post(access.DASS, draft, "action", "save", "version", "1", "kind", "clarify", "words", words)
	}
	k.want(change("First words"), http.StatusSeeOther)
	a := change("Second words")
	k.want(a, http.StatusConflict, "First words", "Second words", "Saved in the meantime")
	if v := a.Doc.Find("input[name=version]").AttrOr("value", ""); v != "2" {
		t.Errorf("the form rests on version %s, want 2", v)
	}
	k.want(k.post(access.LinkOfficer, draft, "action", "note", "version", "1", "remark", "My note"), http.StatusConflict, "My note", "First words")
	k.want(k.post(access.LinkOfficer, draft, "action", "note", "version", "2", "remark", "My note"), http.StatusSeeOther)
	answer := "/" + k.sent() + "/answer"
	write := func(version int, words string) *pagetest.Answer {
		return k.post(access.Expert, answer, "action", "save", "version", strconv.Itoa(version), "decision", "kept", "words", words)
	}
	k.want(write(0, "First answer"), http.StatusSeeOther)
	a = write(0, "Second answer")
	k.want(a, http.StatusConflict, "First answer", "Second answer", "Saved in the meantime")
	k.want(k.post(access.Lead, answer+"/send", "version", "7"), http.StatusConflict, "First answer")
	k.want(k.post(access.Lead, answer+"/send", "version", "1"), http.StatusSeeOther)
	k.want(write(1, "Too late"), http.StatusConflict, "Too late", "was answered on 27 May")
	k.want(k.post(access.Lead, answer+"/send", "version", "1"), http.StatusConflict, "was answered on 27 May")
}
