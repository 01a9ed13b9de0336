package regions

import (
	"encoding/base64"
	"errors"
	"io"
	"net/http"

	"peerchallenge/internal/problem"
	"peerchallenge/internal/regionsetup"
	"peerchallenge/web/page"
)

// How much is taken: 400 councils are far less.
const (
	maxFile = 200 << 10
	maxBody = 1 << 20
)

// Choose is the page with name and file of a new region.
func (h *Handlers) Choose(w http.ResponseWriter, r *page.Request) error {
	if _, err := h.Setup.List(r.Context(), r.Actor); err != nil {
		return err // not there for anybody but the operator
	}
	return h.choose(w, r, http.StatusOK, "", nil)
}

func (h *Handlers) choose(w http.ResponseWriter, r *page.Request, status int, name string, p *problem.Problem) error {
	v := chooseView{Name: name, Fields: fieldsOf(p), Message: messageOf(p)}
	return r.Render(w, status, choosePage(chrome(r, "Set up another region", p, backToNew), v))
}

// Preview says council by council what was understood.
func (h *Handlers) Preview(w http.ResponseWriter, r *page.Request) error {
	name, file, err := readUpload(w, r)
	var plan regionsetup.CSVPlan
	if err == nil {
		plan, err = h.Setup.PreviewCSV(r.Context(), r.Actor, name, file)
	}
	var p *problem.Problem
	if errors.As(err, &p) && (p.Kind == problem.Invalid || p.Kind == problem.TooLarge) {
		return h.choose(w, r, page.StatusOf(p.Kind), name, p)
	}
	if err != nil {
		return err
	}
	v := toPlan(plan)
	v.File = base64.RawURLEncoding.EncodeToString(file)
	return r.Render(w, http.StatusOK, planPage(chrome(r, "Check the councils", nil, backToNew), v))
}

// CreateFromCSV does what the preview said; the file is read and judged again.
func (h *Handlers) CreateFromCSV(w http.ResponseWriter, r *page.Request) error {
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	file, err := base64.RawURLEncoding.DecodeString(form.Line("file"))
	if err != nil || len(file) > maxFile {
		return problem.New(problem.BadRequest, "The list did not arrive whole. Please choose the file again.")
	}
	region, err := h.Setup.CreateFromCSV(r.Context(), r.Actor, form.Line("name"), file)
	if p, ok := page.Refused(err); ok {
		return h.choose(w, r, page.StatusOf(p.Kind), form.Line("name"), p)
	}
	if err != nil {
		return err
	}
	return created(w, r, region)
}

// readUpload takes the name and the one file of the form.
func readUpload(w http.ResponseWriter, r *page.Request) (name string, file []byte, err error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	form, err := r.ReadForm(w)
	if problem.Is(err, problem.TooLarge) {
		return "", nil, atFile(problem.TooLarge, "The file must be 200 kB or smaller")
	}
	if err != nil {
		return "", nil, err
	}
	name = form.Line("name")
	f, head, err := r.FormFile("file")
	if err != nil || head.Size == 0 && head.Filename == "" {
		return name, nil, atFile(problem.Invalid, "Choose a file")
	}
	defer f.Close()
	if head.Size > maxFile {
		return name, nil, atFile(problem.TooLarge, "The file must be 200 kB or smaller")
	}
	file, err = io.ReadAll(f)
	if err != nil {
		return name, nil, problem.Wrap(problem.BadRequest, "The file did not arrive whole. Please choose it again.", err)
	}
	return name, file, nil
}

func atFile(kind problem.Kind, message string) error {
	return &problem.Problem{Kind: kind, Message: "There is a problem", Fields: []problem.Field{{Name: "file", Message: message}}}
}
