package practice_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/practicereview"
	"peerchallenge/web/page"
	"peerchallenge/web/page/pagetest"
	pages "peerchallenge/web/practice"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

var ctx = context.Background()

type site struct {
	*dbtest.Story
	s      *practicereview.Service
	routes []page.Route
	second access.Actor
	base   string
}

func begin(t *testing.T) *site {
	t.Helper()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	k := &site{Story: s, s: &practicereview.Service{DB: s.DB, Clock: s.Clock}, base: "/challenges/" + s.Challenge.String() + "/"}
	k.routes = pages.Routes(&pages.Handlers{Reviews: k.s})
	k.second = s.Add(access.VisitingPSW)
	return k
}

func (k *site) get(who access.Actor, path string, code int, words ...string) *pagetest.Answer {
	k.T.Helper()
	return k.want(pagetest.Get(k.T, k.routes, k.base+path, who, k.Clock), code, path, words)
}

func (k *site) post(who access.Actor, path string, form url.Values, code int, words ...string) *pagetest.Answer {
	k.T.Helper()
	return k.want(pagetest.Post(k.T, k.routes, k.base+path, who, k.Clock, form), code, path, words)
}

func (k *site) want(a *pagetest.Answer, code int, path string, words []string) *pagetest.Answer {
	k.T.Helper()
	if a.Code != code {
		k.T.Fatalf("%s: %d (%v), want %d", path, a.Code, a.Err, code)
	}
	text := strings.Join(strings.Fields(a.Doc.Text()), " ")
	for _, w := range words {
		if !strings.Contains(text, w) {
			k.T.Errorf("%s does not say %q", path, w)
		}
	}
	return a
}

func form(pairs ...string) url.Values {
	f := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		f.Add(pairs[i], pairs[i+1])
	}
	return f
}

// drawn goes through the pages of the sample.
func (k *site) drawn() {
	k.T.Helper()
	me := k.As(access.VisitingPSW)
	k.post(me, "practice/sample", form("version", "0", "wanted-0", "3", "wanted-1", "2", "why", "Reviews were late."), http.StatusSeeOther)
	k.post(k.second, "practice/sample/agree", form("version", "1"), http.StatusSeeOther)
	k.post(k.As(access.HostPSW), "practice/sample/agree", form("version", "1"), http.StatusSeeOther)
	k.post(k.As(access.HostPSW), "practice/sample/count", form("available-0", "60", "available-1", "40"), http.StatusSeeOther)
	k.post(me, "practice/sample/draw", form("x", "y"), http.StatusSeeOther)
}

func (k *site) files() []practicereview.File {
	k.T.Helper()
	p, err := k.s.Page(ctx, k.second, k.Challenge)
	if err != nil {
		k.T.Fatal(err)
	}
	return p.Files
}

// P3, V6: every page of the review is there for the three alone.
func TestPages_P3_TheThreeAlone(t *testing.T) {
	k := begin(t)
	k.drawn()
	file := k.files()[0].ID.String()
	for _, role := range dbtest.Everyone {
		code := http.StatusNotFound
		if role == access.VisitingPSW || role == access.HostPSW {
			code = http.StatusOK
		}
		for _, path := range []string{"practice", "practice/sample", "practice/files/" + file, "practice/groups/new", "practice/findings", "practice/findings/new"} {
			k.get(k.As(role), path, code)
		}
		k.get(k.As(role), "practice-findings", http.StatusNotFound)
	}
}

// P4: the page of the sample says how it goes and how it went; errors keep numbers.
func TestSample_P4_ErrorsKeepWhatWasTyped(t *testing.T) {
	k := begin(t)
	k.get(k.second, "practice/sample", http.StatusOK, "First: agree which files you look at", "The council cannot choose")
	a := k.post(k.second, "practice/sample", form("version", "0", "wanted-0", "many", "why", "Because of late reviews."), http.StatusUnprocessableEntity, "Because of late reviews.")
	if v, _ := a.Doc.Find("input[name=wanted-0]").Attr("value"); v != "many" {
		t.Errorf("the number typed is %q", v)
	}
	k.drawn()
	k.get(k.As(access.HostPSW), "practice/sample", http.StatusOK, "Seed", "nobody could choose", "File A")
}

// P1: an identifier is stopped with an explanation and the words kept; a possible
// name is asked about, and "no, it is not a person" is taken.
func TestFile_P1_StopsAndAsks(t *testing.T) {
	k := begin(t)
	k.drawn()
	path := "practice/files/" + k.files()[0].ID.String()
	a := k.post(k.second, path, form("version", "0", "learning", "Ring 07700 900123 first.", "q-PR1.1", "3"), http.StatusUnprocessableEntity, "looks like a telephone number")
	if got := strings.TrimSpace(a.Doc.Find("textarea[name=learning]").Text()); got != "Ring 07700 900123 first." {
		t.Errorf("the words are %q", got)
	}
	if a.Doc.Find(`input[name="q-PR1.1"][value="3"][checked]`).Length() != 1 {
		t.Error("the answer is lost")
	}
	a = k.post(k.second, path, form("version", "0", "learning", "The move to Oakfield went well."), http.StatusUnprocessableEntity, "Is this a person?")
	if a.Doc.Find(`input[name=not_person][value=Oakfield]`).Length() != 1 {
		t.Fatal("nothing to answer with")
	}
	k.post(k.second, path, form("version", "0", "learning", "The move to Oakfield went well.", "not_person", "Oakfield"), http.StatusSeeOther)
	k.get(k.As(access.HostPSW), path, http.StatusOK, "The move to Oakfield went well.")
	k.post(k.As(access.HostPSW), path, form("version", "0", "learning", "Mine, on an older version."), http.StatusConflict, "Mine, on an older version.", "The move to Oakfield went well.")
	k.post(k.second, path+"/autosave", form("version", "1", "learning", "born 3 March 1942"), http.StatusUnprocessableEntity, "date of birth")
}

// O2: the briefing says all that a group must hear before it meets.
func TestBriefing_O2_SaysEverything(t *testing.T) {
	k := begin(t)
	group := form("kind", "practitioners", "meets_on-day", "30", "meets_on-month", "3", "meets_on-year", "2027", "starts", "10am", "place", "the training room",
		"expected", "5", "host_psw_in", "no", "reach", "Ring 01632 960184.")
	k.post(k.second, "practice/groups/new", group, http.StatusUnprocessableEntity, "Say why this one has another size")
	group.Set("expected", "7")
	at := k.post(k.second, "practice/groups/new", group, http.StatusSeeOther).Location
	k.get(k.second, strings.TrimPrefix(at, k.base)+"/briefing", http.StatusOK, "It changes nothing for you", "not your job", "Who will be in the room", "Nobody from",
		"Managers may know that you came", "There is one exception", "Ring 01632 960184.", "not to the council", "What will come of it", "not an inspection")
	group.Set("host_psw_in", "yes")
	group.Set("version", "1")
	k.post(k.second, strings.TrimPrefix(at, k.base), group, http.StatusSeeOther)
	k.get(k.second, strings.TrimPrefix(at, k.base)+"/briefing", http.StatusOK, "is in the room too")
}

// P3: from findings to hand-over, correction and answer, through the pages.
func TestHandOver_P3_ThroughThePages(t *testing.T) {
	k := begin(t)
	k.drawn()
	var ids []string
	for _, f := range k.files() {
		e := form("version", "0", "age_band", "65 and over", "team_type", "Hospital", "overall", "3", "learning", "Say why.", "action", "done")
		for _, s := range k.Framework.Practice.Sections {
			for _, q := range s.Questions {
				e.Set("q-"+q.ID, "3")
			}
		}
		k.post(k.second, "practice/files/"+f.ID.String(), e, http.StatusSeeOther)
		ids = append(ids, f.ID.String())
	}
	k.get(k.second, "practice/hand-over", http.StatusConflict, "cannot be handed over yet")
	f := form("kind", "strength", "title", "Plans begin with people", "text", "File A shows it.")
	k.post(k.second, "practice/findings/new", f, http.StatusUnprocessableEntity, "points to one file")
	f.Set("text", "Plans begin with what people want.")
	f["files"] = ids
	k.post(k.second, "practice/findings/new", f, http.StatusSeeOther)
	for _, who := range []access.Actor{k.second, k.As(access.VisitingPSW), k.As(access.HostPSW)} {
		k.post(who, "practice/findings", form("version", "1", "position", "agree"), http.StatusSeeOther)
	}
	check := k.get(k.second, "practice/hand-over", http.StatusOK, "You cannot take this back", "Plans begin with people", "case files")
	version, _ := check.Doc.Find("input[name=version]").Attr("value")
	k.post(k.second, "practice/hand-over", form("version", version), http.StatusSeeOther)
	k.MoveTo(access.Reading)
	k.get(k.As(access.Expert), "practice-findings", http.StatusOK, "Plans begin with people")
	k.get(k.As(access.SeniorLeader), "practice-findings", http.StatusNotFound)
	k.get(k.As(access.Expert), "practice-findings/correct", http.StatusNotFound)
	a := k.get(k.As(access.DASS), "practice-findings/correct", http.StatusOK)
	finding, _ := a.Doc.Find("select[name=finding] option:nth-child(2)").Attr("value")
	k.post(k.As(access.DASS), "practice-findings/correct", form("finding", finding, "words", ""), http.StatusUnprocessableEntity, "Say which fact is wrong")
	k.post(k.As(access.DASS), "practice-findings/correct", form("finding", finding, "words", "The plan form is new."), http.StatusSeeOther)
	link, _ := k.get(k.second, "practice-findings", http.StatusOK, "The plan form is new.").Doc.Find("a[href$='/answer']").Attr("href")
	answer := strings.TrimPrefix(link, k.base)
	k.get(k.As(access.HostPSW), answer, http.StatusNotFound)
	k.post(k.second, answer, form("decision", "changed", "words", "Right.", "title", "Plans begin with people", "text", "Plans begin with what people want."), http.StatusUnprocessableEntity, "Change the words of the finding")
	k.post(k.second, answer, form("decision", "kept", "words", "We keep it, because the form was not yet used."), http.StatusSeeOther)
	k.get(k.As(access.Lead), "practice-findings", http.StatusOK, "We keep it, because", "Kept")
	k.post(k.As(access.DASS), "practice-findings/no-corrections", form("x", "y"), http.StatusSeeOther)
}

// T6: the coordinator sees who makes it and says why it goes on without; nobody else.
func TestTeam_T6_TheCoordinatorsPage(t *testing.T) {
	k := begin(t)
	k.get(k.As(access.Coordinator), "practice-team", http.StatusOK, "has its people")
	k.get(k.second, "practice-team", http.StatusNotFound)
	k.post(k.As(access.Coordinator), "practice-team", form("reason", ""), http.StatusUnprocessableEntity)
}
