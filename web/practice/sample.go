package practice

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/practicereview"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Sample is the page on which the sample is proposed, agreed, counted and drawn.
func (h *Handlers) Sample(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	return h.sample(w, r, id, again{})
}

func (h *Handlers) sample(w http.ResponseWriter, r *page.Request, id uuid.UUID, a again) error {
	v, err := h.Reviews.Page(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	return r.Render(w, a.status(), samplePage(frame(r, "The sample", v.Head, backToReview(id), a), v, toSample(v, a), a))
}

// after shows the sample again when it was refused, or goes on.
func (h *Handlers) after(w http.ResponseWriter, r *page.Request, id uuid.UUID, form page.Form, err error, flash string) error {
	if p, ok := page.Refused(err); ok {
		return h.sample(w, r, id, again{form, p})
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, pathOf(id, "/sample"), flash)
}

// numbersOf reads a number for each kind of work; what is no number is -1, which
// nothing takes; an empty field is 0. Fields are numbered in the framework's order.
func numbersOf(form page.Form, prefix string, kinds []string) map[string]int {
	out := map[string]int{}
	for i, kind := range kinds {
		if s := form.Line(prefix + strconv.Itoa(i)); s != "" {
			out[kind] = number(s)
		}
	}
	return out
}

// read reads the challenge, its page and a form, for the posts of the sample.
func (h *Handlers) read(w http.ResponseWriter, r *page.Request) (v practicereview.Page, form page.Form, err error) {
	id, err := r.ID("challenge")
	if err != nil {
		return v, form, err
	}
	if form, err = r.ReadForm(w); err != nil {
		return v, form, err
	}
	v, err = h.Reviews.Page(r.Context(), r.Actor, id)
	return v, form, err
}

// Propose proposes a sample, or another one.
func (h *Handlers) Propose(w http.ResponseWriter, r *page.Request) error {
	v, form, err := h.read(w, r)
	if err != nil {
		return err
	}
	err = h.Reviews.ProposeSample(r.Context(), r.Actor, v.ID, practicereview.Proposal{Why: form.Text("why"), Version: number(form.Line("version")),
		Wanted: numbersOf(form, "wanted-", practicereview.KindsOfWork(v.Rules.Practice))})
	return h.after(w, r, v.ID, form, err, "Proposed. The others are asked to agree.")
}

// Agree agrees to the sample that was shown.
func (h *Handlers) Agree(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = h.Reviews.AgreeSample(r.Context(), r.Actor, id, number(form.Line("version")))
	return h.after(w, r, id, form, err, "You agreed to the sample.")
}

// Count says how many made-up references there are.
func (h *Handlers) Count(w http.ResponseWriter, r *page.Request) error {
	v, form, err := h.read(w, r)
	if err != nil {
		return err
	}
	err = h.Reviews.CountReferences(r.Context(), r.Actor, v.ID, numbersOf(form, "available-", practicereview.KindsOfWork(v.Rules.Practice)))
	return h.after(w, r, v.ID, form, err, "Saved. A visiting principal social worker draws now.")
}

// Draw draws the files.
func (h *Handlers) Draw(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	return h.after(w, r, id, form, h.Reviews.DrawFiles(r.Context(), r.Actor, id), "The files are drawn. How it was done is on this page.")
}

// sample is the page ready to print.
type sample struct {
	Panel, Line          string
	Rows                 []ui.SummaryRow
	Said                 []ui.SummaryRow
	Wanted, Available    []ui.Input
	Why                  ui.Area
	Version              string
	CanPropose, CanAgree bool
	CanCount, CanDraw    bool
	Drawn                [][]ui.Cell
}

func toSample(v practicereview.Page, a again) sample {
	s := sample{Version: "0"}
	s.Panel, s.Line, _ = nextStep(v)
	if v.Sample == nil {
		s.Line += " Councils elsewhere looked at 12 to 20 files."
	}
	p := v.Sample
	s.CanPropose = v.Open && (p == nil || p.DrawnAt == nil)
	if p != nil {
		s.read(v, *p)
	}
	s.fields(v, a)
	return s
}

func (s *sample) read(v practicereview.Page, p practicereview.Sample) {
	s.Version = strconv.Itoa(p.Version)
	for _, kind := range practicereview.KindsOfWork(v.Rules.Practice) {
		if n := p.Wanted[kind]; n > 0 {
			words := page.Counted(n, "file", "files")
			if have := p.Available[kind]; have > 0 {
				words += ", drawn from references 1 to " + strconv.Itoa(have)
			}
			s.Rows = append(s.Rows, ui.SummaryRow{Key: kind, Value: words})
		}
	}
	s.Rows = append(s.Rows, ui.SummaryRow{Key: "Together", Value: page.Counted(p.Size(), "file", "files")}, ui.SummaryRow{Key: "Why", Value: p.Why},
		ui.SummaryRow{Key: "Proposed by", Value: p.ProposedBy + ", " + ui.Moment(p.ProposedAt)})
	waiting := false
	for _, r := range v.People {
		words := "Not yet agreed"
		if r.Agreed != nil && *r.Agreed == p.Version {
			words = "Agreed"
		} else if r.PersonID == v.Me {
			waiting = true
		}
		s.Said = append(s.Said, ui.SummaryRow{Key: r.Name, Value: words})
	}
	s.CanAgree = v.Open && waiting && p.DrawnAt == nil
	s.CanCount = v.Open && p.AgreedAt != nil && p.DrawnAt == nil && v.Standing().Is(access.HostPSW)
	s.CanDraw = v.Open && p.Available != nil && p.DrawnAt == nil && v.Standing().Is(access.VisitingPSW)
	if p.DrawnAt != nil {
		s.Rows = append(s.Rows, ui.SummaryRow{Key: "Drawn by", Value: *p.DrawnBy + ", " + ui.Moment(*p.DrawnAt)}, ui.SummaryRow{Key: "Seed", Value: *p.Seed},
			ui.SummaryRow{Key: "How", Value: p.Method})
		for _, f := range v.Files {
			s.Drawn = append(s.Drawn, ui.Cells("File "+f.Label, f.Reference))
		}
	}
}

func (s *sample) fields(v practicereview.Page, a again) {
	kinds := practicereview.KindsOfWork(v.Rules.Practice)
	saved := func(m map[string]int, kind string) string {
		if n := m[kind]; n > 0 {
			return strconv.Itoa(n)
		}
		return ""
	}
	var wanted, available map[string]int
	why := ""
	if v.Sample != nil {
		wanted, available, why = v.Sample.Wanted, v.Sample.Available, v.Sample.Why
	}
	for i, kind := range kinds {
		n := strconv.Itoa(i)
		s.Wanted = append(s.Wanted, ui.Input{Name: "wanted-" + n, Label: kind, Value: a.text("wanted-"+n, saved(wanted, kind)), InputMode: "numeric", Width: 3})
		if wanted[kind] > 0 {
			s.Available = append(s.Available, ui.Input{Name: "available-" + n, Label: kind, Hint: "At least " + saved(wanted, kind) + ". They are numbered from 1.",
				Value: a.text("available-"+n, saved(available, kind)), InputMode: "numeric", Width: 4})
		}
	}
	firstWith(s.Wanted, "wanted", a)
	firstWith(s.Available, "available", a)
	s.Why = ui.Area{Name: "why", Label: "Why this size and mix?", Hint: "For example: what the council wants to learn about.", Value: a.text("why", why), Error: a.on("why"), Rows: 3, Max: 1000}
}

// firstWith gives the first field the id that the error summary leads to.
func firstWith(list []ui.Input, name string, a again) {
	if i := slices.IndexFunc(list, func(ui.Input) bool { return true }); i == 0 {
		list[0].ID, list[0].Error = name, a.on(name)
	}
}
