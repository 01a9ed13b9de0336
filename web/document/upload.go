package document

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"unicode/utf8"

	documents "peerchallenge/internal/document"
	"peerchallenge/internal/files"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
)

// Limits of a form with a file; the file's own limit is the service's.
const (
	maxParts      = 20
	maxFieldBytes = 10_000
	slack         = 1 << 20 // bytes beside the file: fields, boundaries, headers
)

// upload is a form with one file, read as far as the file's first byte.
type upload struct {
	page.Form
	file documents.Upload
}

// readUpload reads the words of a form and stops at the file, whose bytes the
// service then takes from the connection. What is not such a form is BadRequest.
func readUpload(w http.ResponseWriter, r *page.Request, limit int64) (upload, error) {
	r.Body = http.MaxBytesReader(w, r.Body, limit+slack)
	parts, err := r.MultipartReader()
	if err != nil {
		return upload{}, problem.Wrap(problem.BadRequest, "This is not a form we can read. Please go back, reload the page and send it again.", err)
	}
	values := map[string]string{}
	for range maxParts {
		part, err := parts.NextPart()
		if err == io.EOF { // bare, after the last boundary; a form that was cut has it wrapped
			return upload{Form: page.FormOf(values)}, nil
		}
		if err != nil {
			return upload{}, broken(err)
		}
		if part.FormName() == files.FieldName && part.FileName() != "" {
			body := &lastPart{part: part, parts: parts}
			return upload{page.FormOf(values), documents.Upload{Name: part.FileName(), Body: body}}, nil
		}
		if values[part.FormName()], err = fieldOf(part); err != nil {
			return upload{}, err
		}
	}
	return upload{}, problem.New(problem.BadRequest, "The form has more fields than this page asks for. Please reload the page and send it again.")
}

func broken(cause error) error {
	return problem.Wrap(problem.BadRequest, "The form did not arrive whole. Nothing was kept. Please go back and send it again.", cause)
}

// fieldOf reads one field of words.
func fieldOf(part *multipart.Part) (string, error) {
	b, err := io.ReadAll(io.LimitReader(part, maxFieldBytes+1))
	switch {
	case err != nil:
		return "", broken(err)
	case len(b) > maxFieldBytes:
		return "", problem.New(problem.TooLarge, "That is more text than one field can take (10 kB). Please go back, shorten it and send it again.")
	case !utf8.Valid(b) || strings.ContainsRune(string(b), 0):
		return "", problem.New(problem.BadRequest, "The text has characters that cannot be stored. Please type it again.")
	}
	return string(b), nil
}

// lastPart is the file of a form; at its end nothing may follow, and the form
// must be complete, or else nothing of it is kept.
type lastPart struct {
	part  *multipart.Part
	parts *multipart.Reader
}

func (l *lastPart) Read(p []byte) (int, error) {
	n, err := l.part.Read(p)
	if err != io.EOF {
		return n, err
	}
	next, err := l.parts.NextPart()
	switch {
	case err == io.EOF:
		return n, io.EOF
	case err != nil:
		return n, broken(err)
	case next.FormName() == files.FieldName:
		var f problem.Fields
		f.Add(files.FieldName, "Choose one file at a time. Nothing was kept; add each as a document of its own.")
		return n, f.Err()
	}
	return n, problem.New(problem.BadRequest, "The form has more fields than this page asks for. Please reload the page and send it again.")
}

// refused gives the problem when the form should be shown again with its words,
// and reads what the browser still sends: a browser that cannot finish sending
// shows no answer at all.
func refused(r *page.Request, err error) (*problem.Problem, bool) {
	var p *problem.Problem
	if !errors.As(err, &p) {
		return nil, false
	}
	switch p.Kind {
	case problem.Invalid, problem.Conflict, problem.Closed, problem.TooLarge:
		_, _ = io.Copy(io.Discard, r.Body) // bounded; what was refused is refused whatever comes
		return p, true
	}
	return nil, false
}
