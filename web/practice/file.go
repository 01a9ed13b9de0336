package practice

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"peerchallenge/internal/practicereview"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// File is one case file with its entry (P1).
func (h *Handlers) File(w http.ResponseWriter, r *page.Request) error {
	ch, file, err := two(r, "file")
	if err != nil {
		return err
	}
	return h.file(w, r, ch, file, practicereview.Entry{}, again{})
}

func (h *Handlers) file(w http.ResponseWriter, r *page.Request, ch, file uuid.UUID, e practicereview.Entry, a again) error {
	v, err := h.Reviews.FilePage(r.Context(), r.Actor, ch, file)
	if err != nil {
		return err
	}
	return r.Render(w, a.status(), filePage(frame(r, "File "+v.File.Label, v.Head, backToReview(ch), a), v, toFile(v, e, a), a))
}

func readEntry(form page.Form) practicereview.Entry {
	e := practicereview.Entry{AgeBand: form.Line("age_band"), TeamType: form.Line("team_type"), Overall: form.Line("overall"), Learning: form.Text("learning"),
		NotPeople: form.All(practicereview.NotPersonField), Version: number(form.Line("version")), Done: form.Line("action") == "done", Answers: map[string]string{}}
	for _, name := range form.Names() {
		if id, ok := strings.CutPrefix(name, practicereview.QuestionField("")); ok {
			e.Answers[id] = form.Line(name)
		}
	}
	return e
}

// SaveFile saves an entry, finished or not.
func (h *Handlers) SaveFile(w http.ResponseWriter, r *page.Request) error {
	ch, file, err := two(r, "file")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	e := readEntry(form)
	_, err = h.Reviews.SaveEntry(r.Context(), r.Actor, ch, file, e)
	if p, ok := page.Refused(err); ok {
		return h.file(w, r, ch, file, e, again{form, p})
	}
	if err != nil {
		return err
	}
	if e.Done {
		return r.Redirect(w, pathOf(ch, ""), "Entry finished. Only the three of you can see it.")
	}
	return r.Redirect(w, filePath(ch, file), "Saved. Only the three of you can see it.")
}

// AutosaveFile is SaveFile for the script of the page.
func (h *Handlers) AutosaveFile(w http.ResponseWriter, r *page.Request) error {
	ch, file, err := two(r, "file")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	e := readEntry(form)
	e.Done = false
	s, err := h.Reviews.SaveEntry(r.Context(), r.Actor, ch, file, e)
	return saved(w, s, err)
}

// fileView is an entry ready to print.
type fileView struct {
	Panel, Line string
	Version     int
	SavedAt     string
	Age, Team   ui.Choice
	Sections    []section
	Overall     ui.Choice
	Learning    ui.Area
	Asked       ui.Choice
	Theirs      []ui.SummaryRow // what somebody else saved meanwhile
	Rows        []ui.SummaryRow // for reading alone
}

type section struct {
	Name      string
	Questions []ui.Choice
	Rows      []ui.SummaryRow
}

func toFile(v practicereview.FilePage, e practicereview.Entry, a again) fileView {
	f := v.File
	if a.p == nil {
		e = practicereview.Entry{AgeBand: f.AgeBand, TeamType: f.TeamType, Answers: f.Answers, Overall: f.Overall, Learning: f.Learning}
	}
	m := fileView{Version: f.Version, Age: choice("age_band", "How old is the person?", e.AgeBand, optionsOf(v.Practice, "age_band"), a),
		Team: choice("team_type", "Which team does the work?", e.TeamType, optionsOf(v.Practice, "team_type"), a)}
	if a.p != nil && a.p.Kind != problem.Conflict {
		m.Version = e.Version
	}
	if f.SavedAt != nil {
		m.SavedAt = ui.Clock(*f.SavedAt)
	}
	m.Panel, m.Line = stateOf(v, f)
	ratings := ratingsOf(v.Practice)
	for _, s := range v.Practice.Sections {
		out := section{Name: s.Name}
		for _, q := range s.Questions {
			name := practicereview.QuestionField(q.ID)
			out.Questions = append(out.Questions, ui.Choice{Name: name, Label: q.Text, Value: e.Answers[q.ID], Options: ratings, Error: a.on(name)})
			out.Rows = append(out.Rows, ui.SummaryRow{Key: q.Text, Value: ratingName(v.Practice, f.Answers[q.ID])})
		}
		m.Sections = append(m.Sections, out)
	}
	m.Overall = ui.Choice{Name: "overall", Label: v.Practice.OverallQuestion, Value: e.Overall, Options: ratings, Error: a.on("overall")}
	m.Learning = ui.Area{Name: "learning", Label: v.Practice.LearningQuestion, Hint: "Write about practice, not about the person. No names, numbers, dates of birth or addresses.",
		Value: e.Learning, Rows: 6, Max: 5000, Error: a.on("learning")}
	m.Asked = asked(a, f.NotPeople, e.Learning)
	m.Rows = []ui.SummaryRow{{Key: "Kind of work", Value: f.Kind}, {Key: "Age", Value: or(f.AgeBand, "Not said")}, {Key: "Team", Value: or(f.TeamType, "Not said")},
		{Key: "Taken together", Value: ratingName(v.Practice, f.Overall)}, {Key: "Learning", Value: or(f.Learning, "Nothing written yet")}}
	if a.conflict() {
		m.Theirs = m.Rows
	}
	return m
}

func stateOf(v practicereview.FilePage, f practicereview.File) (panel, line string) {
	total := 0
	for _, s := range v.Practice.Sections {
		total += len(s.Questions)
	}
	switch {
	case f.DoneAt != nil:
		return "This entry is finished", "Finished on " + ui.Moment(*f.DoneAt) + ". It can be changed until the findings are handed over."
	case f.Version == 0:
		return "No entry yet", page.Counted(total, "question", "questions") + " in " + page.Counted(len(v.Practice.Sections), "section", "sections") + ". You can save and come back."
	}
	return "This entry is being written", page.Counted(f.Answered(), "question", "questions") + " answered, of " + strconv.Itoa(total) + "."
}

func choice(name, label, value string, options []string, a again) ui.Choice {
	c := ui.Choice{Name: name, Label: label, Value: value, Empty: "Choose one", Error: a.on(name)}
	for _, o := range options {
		c.Options = append(c.Options, ui.Option{Value: o, Text: o})
	}
	return c
}

func optionsOf(p reference.Practice, key string) []string {
	for _, f := range p.FileFields {
		if f.Key == key {
			return f.Options
		}
	}
	return nil
}

func ratingsOf(p reference.Practice) []ui.Option {
	var out []ui.Option
	for _, r := range p.Ratings {
		text := r.Label
		if r.Help != "" {
			text += " – " + strings.TrimSuffix(r.Help, ".")
		}
		out = append(out, ui.Option{Value: r.Key, Text: text})
	}
	return out
}

func ratingName(p reference.Practice, key string) string {
	for _, r := range p.Ratings {
		if r.Key == key {
			return r.Label
		}
	}
	return "Not answered yet"
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
