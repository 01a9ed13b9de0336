package people

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"

	"peerchallenge/internal/directory"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
)

// How much is taken: the file, and the form that carries it to the confirmation.
const (
	maxFile = 1 << 20
	maxBody = 3 << 20
)

// Choose is the page with the file field.
func (h *Handlers) Choose(w http.ResponseWriter, r *page.Request) error {
	return h.choose(w, r, http.StatusOK, nil)
}

func (h *Handlers) choose(w http.ResponseWriter, r *page.Request, status int, p *problem.Problem) error {
	v, err := h.Directory.Form(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	c := h.chrome(r, "Import people", v.Region.Name, backToList)
	c.HasErrors = p != nil
	return r.Render(w, status, choosePage(c, chooseView{Region: v.Region.Name, Fields: fieldsOf(p), Message: messageOf(p)}))
}

// Preview reads the chosen file and says line by line what would happen.
func (h *Handlers) Preview(w http.ResponseWriter, r *page.Request) error {
	file, err := readFile(w, r)
	var plan directory.Plan
	if err == nil {
		plan, err = h.Directory.Preview(r.Context(), r.Actor, file)
	}
	if p := asProblem(err); p != nil && (p.Kind == problem.Invalid || p.Kind == problem.TooLarge) {
		return h.choose(w, r, page.StatusOf(p.Kind), p)
	}
	if err != nil {
		return err
	}
	return h.showPlan(w, r, http.StatusOK, file, plan, true, nil)
}

func (h *Handlers) showPlan(w http.ResponseWriter, r *page.Request, status int, file []byte, plan directory.Plan, invite bool, p *problem.Problem) error {
	c := h.chrome(r, "Check what will be imported", plan.Region.Name, backToList)
	c.HasErrors = p != nil
	v := toPlan(plan)
	v.File, v.Invite, v.Message = base64.RawURLEncoding.EncodeToString(file), invite, messageOf(p)
	return r.Render(w, status, planPage(c, v))
}

// Import does what the preview said. The file travels with the form, and is read
// and judged again.
func (h *Handlers) Import(w http.ResponseWriter, r *page.Request) error {
	form, err := readCarried(w, r)
	if err != nil {
		return err
	}
	file, err := base64.RawURLEncoding.DecodeString(form.Line("file"))
	if err != nil || len(file) > maxFile {
		return problem.New(problem.BadRequest, "The list did not arrive whole. Please choose the file again.")
	}
	invite := form.Line("invite") == "yes"
	done, err := h.Directory.Import(r.Context(), r.Actor, file, form.Line("digest"), invite)
	p, refused := page.Refused(err)
	switch {
	case refused && p.Kind == problem.Conflict:
		plan, err := h.Directory.Preview(r.Context(), r.Actor, file)
		if err != nil {
			return err
		}
		return h.showPlan(w, r, page.StatusOf(p.Kind), file, plan, invite, p)
	case refused:
		return h.choose(w, r, page.StatusOf(p.Kind), p)
	case err != nil:
		return err
	}
	return r.Redirect(w, listPath, doneWords(done))
}

// readCarried reads the form of the preview: larger than others, because the
// file is in it.
func readCarried(w http.ResponseWriter, r *page.Request) (page.Form, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := r.ParseForm(); err != nil {
		return page.Form{}, tooLarge(err)
	}
	return r.ReadForm(w)
}

// readFile takes the one file of the form.
func readFile(w http.ResponseWriter, r *page.Request) ([]byte, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := r.ParseMultipartForm(maxBody); err != nil {
		return nil, tooLarge(err)
	}
	defer r.MultipartForm.RemoveAll() //nolint:errcheck // nothing of it is on disk: maxBody fits in memory
	f, head, err := r.FormFile("file")
	if err != nil || head.Size == 0 && head.Filename == "" {
		return nil, atFile(problem.Invalid, "Choose a file")
	}
	defer f.Close()
	if head.Size > maxFile {
		return nil, atFile(problem.TooLarge, "The file must be 1 MB or smaller. Split it into smaller files")
	}
	b, err := io.ReadAll(f)
	if err != nil {
		return nil, problem.Wrap(problem.BadRequest, "The file did not arrive whole. Please choose it again.", err)
	}
	return b, nil
}

func tooLarge(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return atFile(problem.TooLarge, "The file must be 1 MB or smaller. Split it into smaller files")
	}
	return problem.Wrap(problem.BadRequest, "The form did not arrive whole. Please go back and choose the file again.", err)
}

func atFile(kind problem.Kind, message string) error {
	return &problem.Problem{Kind: kind, Message: "There is a problem", Fields: []problem.Field{{Name: "file", Message: message}}}
}

// doneWords say what an import did.
func doneWords(d directory.Result) string {
	words := counted(d.Added, "person was added", "people were added")
	if d.Further > 0 {
		words += ", " + counted(d.Further, "person already here was given a further post", "people already here were given a further post")
	}
	if d.Same > 0 {
		words += ", " + counted(d.Same, "stayed as before", "stayed as before")
	}
	if d.LeftOut > 0 {
		words += ", " + counted(d.LeftOut, "line was left out", "lines were left out")
	}
	words += ". "
	switch d.Invited {
	case 0:
		return words + "No invitations were sent."
	case 1:
		return words + "1 invitation is on its way."
	}
	return words + fmt.Sprintf("%d invitations are on their way.", d.Invited)
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
