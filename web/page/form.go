package page

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
)

// Limits of an ordinary form; uploads have their own.
const (
	maxFormBytes  = 1 << 20
	maxFormFields = 500
)

// Form is what somebody sent: every value clean text (NFC, LF), trimmed at the
// ends of the lines of one-line fields only when asked for by Line.
type Form struct{ values url.Values }

// ReadForm reads an ordinary form. What is not one is BadRequest or TooLarge
// with a plain sentence: never a 500.
func (r *Request) ReadForm(w http.ResponseWriter) (Form, error) {
	kind := r.Header.Get("Content-Type")
	if !strings.HasPrefix(kind, "application/x-www-form-urlencoded") && !strings.HasPrefix(kind, "multipart/form-data") {
		return Form{}, problem.New(problem.BadRequest, "This is not a form we can read. Please go back, reload the page and send it again.")
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxFormBytes)
	var err error
	if strings.HasPrefix(kind, "multipart/") {
		err = r.ParseMultipartForm(maxFormBytes)
	} else {
		err = r.ParseForm()
	}
	if err != nil {
		return Form{}, formProblem(err)
	}
	return cleanForm(r.PostForm)
}

func formProblem(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return problem.Wrap(problem.TooLarge, "That is more text than one form can take (1 MB). Please shorten it and send it again.", err)
	}
	return problem.Wrap(problem.BadRequest, "The form did not arrive whole. Please go back and send it again.", err)
}

func cleanForm(values url.Values) (Form, error) {
	n := 0
	clean := url.Values{}
	for name, list := range values {
		n += len(list)
		if n > maxFormFields || !utf8.ValidString(name) || strings.ContainsRune(name, 0) {
			return Form{}, problem.New(problem.BadRequest, "The form has more fields than this page asks for. Please reload the page and send it again.")
		}
		for _, v := range list {
			text, err := db.CleanText(v)
			if err != nil {
				return Form{}, err
			}
			clean.Add(name, text)
		}
	}
	return Form{clean}, nil
}

// FormOf makes a form from values, for the first showing of a page and for tests.
func FormOf(pairs map[string]string) Form {
	v := url.Values{}
	for k, s := range pairs {
		v.Set(k, s)
	}
	return Form{v}
}

// FormFrom makes a form from all values of a form that was kept.
func FormFrom(values map[string][]string) Form { return Form{values} }

// Values are all that was sent, to be kept.
func (f Form) Values() map[string][]string { return f.values }

// Text is a value as it was typed, for boxes of several lines.
func (f Form) Text(name string) string { return f.values.Get(name) }

// Line is a value for one line: outer space off, inner line breaks to spaces.
func (f Form) Line(name string) string { return strings.Join(strings.Fields(f.values.Get(name)), " ") }

// All are the values of a set of checkboxes.
func (f Form) All(name string) []string { return f.values[name] }

// Has tells whether the field was sent at all.
func (f Form) Has(name string) bool { return f.values.Has(name) }

// Date reads the three fields of a date (name-day, -month, -year). The zero date
// when all are empty; the message says in words what is wrong.
func (f Form) Date(name string) (civil.Date, error) {
	return civil.FromFields(f.Line(name+"-day"), f.Line(name+"-month"), f.Line(name+"-year"))
}

// QueryLine is a one-line value from the address, such as a search, of at most
// most code points; what is no clean text is BadRequest.
func (r *Request) QueryLine(name string, most int) (string, error) {
	text, err := db.CleanText(strings.Join(strings.Fields(r.URL.Query().Get(name)), " "))
	if err == nil && db.Length(text) > most {
		err = problem.New(problem.BadRequest, "That is too long to search for. Please use a few words.")
	}
	return text, err
}

// Version is the version that a form rests on: a number from 0 up that the
// database can hold. What is no such number is 0, which is no version there is, so
// that it ends in a conflict and never in an error of ours.
func (f Form) Version(name string) int {
	n, err := strconv.ParseInt(f.Line(name), 10, 32)
	if err != nil || n < 0 {
		return 0
	}
	return int(n)
}

// Names are the names of the fields that were sent, in order.
func (f Form) Names() []string { return slices.Sorted(maps.Keys(f.values)) }
