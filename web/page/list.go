package page

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"

	"peerchallenge/internal/problem"
)

// List is a small file that somebody chooses in a field named "file": a list of
// people, of councils, of answers. It is read twice, and kept nowhere in between:
// from the form in which it is chosen, for the preview, and from the form that
// carries it to its confirmation.
type List struct {
	Most  int64  // bytes
	Split string // how one that is too large is still imported, such as "Split it into smaller files"; or empty
}

// body is how many bytes a form with such a file may have: carried it is a third longer.
func (l List) body() int64 { return l.Most + l.Most/2 + maxFormBytes }

// Chosen reads the form and the file of it. A file that is missing or too large is
// a problem of the field "file"; what else was typed comes back with it.
func (l List) Chosen(w http.ResponseWriter, r *Request) (form Form, file []byte, err error) {
	r.Body = http.MaxBytesReader(w, r.Body, l.body())
	if err := r.ParseMultipartForm(l.body()); err != nil {
		return Form{}, nil, l.formProblem(err)
	}
	defer r.MultipartForm.RemoveAll() //nolint:errcheck // nothing of it is on disk: all of it fits in memory
	if form, err = r.ReadForm(w); err != nil {
		return form, nil, err
	}
	f, head, err := r.FormFile("file")
	if err != nil || head.Size == 0 && head.Filename == "" {
		return form, nil, atFile(problem.Invalid, "Choose a file")
	}
	defer f.Close()
	if head.Size > l.Most {
		return form, nil, l.tooLarge()
	}
	if file, err = io.ReadAll(f); err != nil {
		return form, nil, problem.Wrap(problem.BadRequest, "The file did not arrive whole. Please choose it again.", err)
	}
	return form, file, nil
}

// Carry is the file as the hidden field "file" of the preview.
func (List) Carry(file []byte) string { return base64.RawURLEncoding.EncodeToString(file) }

// Carried reads the form of the preview and the file that travels in it.
func (l List) Carried(w http.ResponseWriter, r *Request) (form Form, file []byte, err error) {
	r.Body = http.MaxBytesReader(w, r.Body, l.body())
	if err := r.ParseForm(); err != nil {
		return Form{}, nil, l.formProblem(err)
	}
	if form, err = r.ReadForm(w); err != nil {
		return form, nil, err
	}
	file, err = base64.RawURLEncoding.DecodeString(form.Line("file"))
	if err != nil || int64(len(file)) > l.Most {
		return form, nil, problem.New(problem.BadRequest, "The list did not arrive whole. Please choose the file again.")
	}
	return form, file, nil
}

func (l List) formProblem(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return l.tooLarge()
	}
	return problem.Wrap(problem.BadRequest, "The form did not arrive whole. Please go back and choose the file again.", err)
}

func (l List) tooLarge() error {
	size := fmt.Sprintf("%d kB", l.Most>>10)
	if l.Most >= 1<<20 {
		size = fmt.Sprintf("%d MB", l.Most>>20)
	}
	split := ""
	if l.Split != "" {
		split = ". " + l.Split
	}
	return atFile(problem.TooLarge, "The file must be "+size+" or smaller"+split)
}

func atFile(kind problem.Kind, message string) error {
	return &problem.Problem{Kind: kind, Message: "There is a problem", Fields: []problem.Field{{Name: "file", Message: message}}}
}
