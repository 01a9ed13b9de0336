package practice

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/practicereview"
	"peerchallenge/internal/prose"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Findings are all practice findings, and what each of the three says of them.
func (h *Handlers) Findings(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	return h.findings(w, r, id, again{})
}

func (h *Handlers) findings(w http.ResponseWriter, r *page.Request, id uuid.UUID, a again) error {
	v, err := h.Reviews.Page(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	return r.Render(w, a.status(), findingsPage(frame(r, "Practice findings", v.Head, backToReview(id), a), v, toFindings(v, a), a))
}

type findingsView struct {
	Panel     string
	Lines     []string
	Next      *ui.Link
	Groups    []findingGroup
	Withdrawn []practicereview.Finding
	Said      []ui.SummaryRow
	Position  ui.Choice
	Words     ui.Area
	Asked     ui.Choice
	Version   string
	CanSay    bool
}

type findingGroup struct {
	Name     string
	Edge     ui.Edge
	Findings []practicereview.Finding
}

func toFindings(v practicereview.Page, a again) findingsView {
	m := findingsView{Version: "0", CanSay: v.Open && len(v.Live()) > 0 && v.Sample != nil}
	edges := map[practicereview.Kind]ui.Edge{practicereview.Strength: ui.EdgeStrength, practicereview.Consideration: ui.EdgeConsider, practicereview.Recommendation: ui.EdgeRecommend}
	for _, k := range practicereview.Kinds {
		g := findingGroup{Name: k.Name(), Edge: edges[k]}
		for _, f := range v.Live() {
			if f.Kind == k {
				g.Findings = append(g.Findings, f)
			}
		}
		m.Groups = append(m.Groups, g)
	}
	for _, f := range v.Findings {
		if f.WithdrawnAt != nil {
			m.Withdrawn = append(m.Withdrawn, f)
		}
	}
	m.panel(v)
	position, words := "", ""
	if v.Sample != nil {
		m.Version = strconv.Itoa(v.Sample.FindingsVersion)
		for _, p := range v.People {
			m.Said = append(m.Said, ui.SummaryRow{Key: p.Name, Value: saysOf(p, v.Sample.FindingsVersion)})
			if p.PersonID == v.Me && p.SaysOf(v.Sample.FindingsVersion) {
				position, words = *p.Position, *p.Words
			}
		}
	}
	m.Position = ui.Choice{Name: "position", Label: "What do you say of the findings as they stand?", Value: a.text("position", position), Error: a.on("position"),
		Options: []ui.Option{{Value: "agree", Text: "I agree with all of them"}, {Value: "differ", Text: "I differ, and write where"}}}
	m.Words = ui.Area{Name: "words", Label: "Where you differ", Hint: "It is handed over with the findings, with your part and without your name.", Value: a.text("words", words), Error: a.on("words"), Rows: 4, Max: 2000}
	m.Asked = asked(a, nil, m.Words.Value)
	return m
}

func (m *findingsView) panel(v practicereview.Page) {
	switch blockers := v.Blockers(); {
	case v.Shared != nil:
		m.Panel, m.Lines = "The practice findings are handed over", []string{"On " + ui.Moment(v.Shared.HandedAt) + ", by " + v.Shared.HandedBy + "."}
		m.Next = &ui.Link{Text: "Read them as handed over", Href: pathOf(v.ID, "-findings")}
	case !v.Open:
		m.Panel = "The practice review is closed at this stage"
	case len(blockers) == 0:
		m.Panel, m.Lines = "Ready to hand over", []string{"Everybody has spoken, and every finding is a pattern."}
		m.Next = &ui.Link{Text: "Check and hand over", Href: pathOf(v.ID, "/hand-over")}
	default:
		m.Panel, m.Lines = "Before you can hand over", blockers
	}
}

func saysOf(p practicereview.Reviewer, version int) string {
	switch {
	case p.Position == nil:
		return "Has not said yet"
	case !p.SaysOf(version):
		return "Spoke before the last change, and is asked again"
	case *p.Position == "agree":
		return "Agrees, " + ui.Moment(*p.PositionAt)
	}
	return "Differs: " + *p.Words
}

// TakePosition records agreement, or where somebody differs.
func (h *Handlers) TakePosition(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = h.Reviews.TakePosition(r.Context(), r.Actor, id, practicereview.Position{Agree: form.Line("position") == "agree", Differ: form.Line("position") == "differ",
		Words: form.Text("words"), NotPeople: form.All(practicereview.NotPersonField), Version: number(form.Line("version"))})
	if p, ok := page.Refused(err); ok {
		return h.findings(w, r, id, again{form, p})
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, pathOf(id, "/findings"), "Saved. The others see what you said.")
}

// NewFinding is the form of a new finding.
func (h *Handlers) NewFinding(w http.ResponseWriter, r *page.Request) error { return h.Finding(w, r) }

// Finding is one practice finding being written.
func (h *Handlers) Finding(w http.ResponseWriter, r *page.Request) error {
	ch, f, err := two(r, "pattern")
	if err != nil {
		return err
	}
	return h.finding(w, r, ch, f, again{}, nil)
}

func (h *Handlers) finding(w http.ResponseWriter, r *page.Request, ch, id uuid.UUID, a again, theirs *prose.Document) error {
	v, err := h.Reviews.Page(r.Context(), r.Actor, ch)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(v.Findings, func(f practicereview.Finding) bool { return f.ID == id })
	f := practicereview.Finding{}
	if id != uuid.Nil {
		if i < 0 {
			return missing()
		}
		f = v.Findings[i]
	}
	m := toFinding(v, f, a, theirs)
	return r.Render(w, a.status(), findingPage(frame(r, m.Title, v.Head, backToFindings(ch), a), v, f, m, a))
}

type findingView struct {
	Title, Action, Autosave, SavedAt, TitleWas string
	Theirs, TheirsBy                           string
	Version                                    int
	Kinds, Files, Groups, Asked                ui.Choice
	TitleField                                 ui.Input
	Text                                       ui.Area
	Flag                                       string
	CanSave                                    bool
}

func toFinding(v practicereview.Page, f practicereview.Finding, a again, theirs *prose.Document) findingView {
	m := findingView{Title: or(f.Title, "Add a finding"), Action: findingPath(v.ID, f.ID), Version: f.Version, TitleWas: a.text("title_was", f.Title), CanSave: v.Open}
	if f.ID != uuid.Nil {
		m.Autosave = m.Action + "/autosave"
		m.Flag = f.Stands(v.Rules.Visit.PatternFromFiles)
	}
	if f.UpdatedAt != nil {
		m.SavedAt = ui.Clock(*f.UpdatedAt)
	}
	if a.p != nil && !a.conflict() {
		m.Version = number(a.form.Line("base"))
		if m.Version < 0 {
			m.Version = f.Version
		}
	}
	if a.conflict() {
		m.TitleWas = f.Title
	}
	if theirs != nil {
		m.Theirs, m.Version = theirs.Body, theirs.Version
		if theirs.Author != nil {
			m.TheirsBy = *theirs.Author + "’s"
		}
	}
	m.fields(v, f, a)
	return m
}

func (m *findingView) fields(v practicereview.Page, f practicereview.Finding, a again) {
	files, groups := texts(f.Files), texts(f.Groups)
	if a.p != nil {
		files, groups = a.form.All("files"), a.form.All("groups")
	}
	m.Kinds = ui.Choice{Name: "kind", Label: "What is it?", Value: a.text("kind", string(f.Kind)), Error: a.on("kind")}
	for _, k := range practicereview.Kinds {
		m.Kinds.Options = append(m.Kinds.Options, ui.Option{Value: string(k), Text: k.Name()})
	}
	m.TitleField = ui.Input{Name: "title", Label: "The pattern in one sentence", Value: a.text("title", f.Title), Error: a.on("title")}
	m.Text = ui.Area{Name: "text", Label: "What you saw and heard", Hint: "In words, from three files or more. Never one file, its rating, a group, a worker or a person.", Value: a.text("text", f.Text), Error: a.on("text"), Rows: 10}
	m.Files = ui.Choice{Name: "files", Label: "Which files does it rest on?", Hint: "At least three, or none. This stays with the three of you.", Values: files}
	for _, file := range v.Files {
		m.Files.Options = append(m.Files.Options, ui.Option{Value: file.ID.String(), Text: "File " + file.Label + ", " + file.Kind})
	}
	m.Groups = ui.Choice{Name: "groups", Label: "Which focus groups?", Hint: "Without files, at least two.", Values: groups}
	for _, g := range v.Groups {
		name := g.Kind
		if kind, ok := practicereview.KindOfGroup(v.Rules.Practice, g.Kind); ok {
			name = kind.Name
		}
		m.Groups.Options = append(m.Groups.Options, ui.Option{Value: g.ID.String(), Text: name + ", " + g.MeetsOn.Short()})
	}
	m.Asked = asked(a, f.NotPeople, m.TitleField.Value, m.Text.Value)
}

func readFinding(form page.Form, id uuid.UUID) practicereview.FindingInput {
	f := practicereview.FindingInput{ID: id, Kind: practicereview.Kind(form.Line("kind")), Title: form.Line("title"), TitleWas: form.Line("title_was"), Text: form.Text("text"),
		Files: idsOf(form.All("files")), Groups: idsOf(form.All("groups")), NotPeople: form.All(practicereview.NotPersonField)}
	f.Base = number(or(form.Line("version"), form.Line("base")))
	switch form.Line("keep") { // from the page that shows both texts
	case "both":
		f.Text = form.Text("theirs") + "\n\n" + f.Text
	case "theirs":
		f.Text = form.Text("theirs")
	}
	if id == uuid.Nil {
		f.Base = 0
	}
	return f
}

// SaveFinding saves a finding; when somebody else changed its text it shows both.
func (h *Handlers) SaveFinding(w http.ResponseWriter, r *page.Request) error {
	ch, id, err := two(r, "pattern")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	at, _, err := h.Reviews.SaveFinding(r.Context(), r.Actor, ch, readFinding(form, id))
	if p, ok := page.Refused(err); ok {
		a := again{form, p}
		if theirs, both := prose.TheirsOf(err); both {
			return h.finding(w, r, ch, id, a, &theirs)
		}
		return h.finding(w, r, ch, id, a, nil)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, findingPath(ch, at), "Saved. Only the three of you can see it.")
}

// AutosaveFinding is SaveFinding for the script of the page.
func (h *Handlers) AutosaveFinding(w http.ResponseWriter, r *page.Request) error {
	ch, id, err := two(r, "pattern")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	_, s, err := h.Reviews.SaveFinding(r.Context(), r.Actor, ch, readFinding(form, id))
	return saved(w, s, err)
}

// Withdraw takes a finding out, or brings it back.
func (h *Handlers) Withdraw(w http.ResponseWriter, r *page.Request) error {
	ch, id, err := two(r, "pattern")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	out := form.Line("out") == "yes"
	err = h.Reviews.Withdraw(r.Context(), r.Actor, ch, id, out)
	if p, ok := page.Refused(err); ok {
		return h.findings(w, r, ch, again{form, p})
	}
	if err != nil {
		return err
	}
	if out {
		return r.Redirect(w, pathOf(ch, "/findings"), "Withdrawn. Its words are kept, and it can be brought back.")
	}
	return r.Redirect(w, findingPath(ch, id), "The finding is back.")
}

// roleName is a part for where somebody differs: the part and never the name.
func roleName(r access.Role) string {
	if r == access.HostPSW {
		return "The host’s principal social worker differs"
	}
	return "A visiting principal social worker differs"
}
