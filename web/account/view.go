package account

import (
	"errors"
	"net/http"
	"unicode"
	"unicode/utf8"

	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// view is what the pages of this package print, besides their words.
type view struct {
	Chrome  ui.Chrome
	Help    Helpline
	Email   string
	Way     string
	Back    string
	Action  string
	Fields  []problem.Field
	Message string
	Status  int
	Welcome person.Welcome
	Account person.Account
}

// view begins a page. Nothing of these pages may be kept by a cache: they stand
// behind secret addresses or hold an address somebody typed.
func (h *Handlers) view(w http.ResponseWriter, r *page.Request, title string) view {
	w.Header().Set("Cache-Control", "no-store")
	return view{Chrome: r.Chrome(title, ""), Help: h.Help, Email: remembered(r), Status: http.StatusOK}
}

// with adds a refusal to a page; ok is false for errors that are not the
// reader's to mend.
func (v view) with(err error) (again view, ok bool) {
	p, ok := page.Refused(err)
	if !ok && (!errors.As(err, &p) || p.Kind != problem.TooMany) {
		return v, false
	}
	v.Fields, v.Message, v.Status = p.Fields, p.Message, page.StatusOf(p.Kind)
	v.Chrome.HasErrors = true
	return v, true
}

// on is the message at a field.
func (v view) on(name string) string { return ui.ErrorOn(v.Fields, name) }

// checkEmail asks for an address that can be one, in the form of a form's problem.
func checkEmail(email string) error {
	var f problem.Fields
	if email == "" {
		f.Add("email", "Enter your e-mail address")
	} else if _, ok := person.CleanEmail(email); !ok {
		f.Add("email", "Enter an e-mail address in the correct format, like name@example.org")
	}
	return f.Err()
}

// caller says whom to call, up to the number.
func caller(h Helpline) string {
	if h.Name == "" {
		return "Call "
	}
	return "Call " + h.Name + ", who looks after the programme, on "
}

// open says when the telephone is answered, after the number.
func open(h Helpline) string {
	if h.Hours == "" {
		return "."
	}
	return ", " + h.Hours + "."
}

// capital makes words that stood within a sentence stand alone.
func capital(words string) string {
	if words == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(words)
	return string(unicode.ToUpper(first)) + words[size:]
}

// inWords says a role, where it is held and when.
func inWords(r person.Role) string {
	words := r.Role.Name()
	if r.Acting {
		words += ", acting"
	}
	if r.Where != "" {
		words += ", " + r.Where
	}
	if !r.Begun {
		words += ", from " + r.StartsOn.Long()
	}
	if r.EndsOn != nil {
		words += ", until " + r.EndsOn.Long()
	}
	return words
}

// accountRows are the facts of an account; those that are empty are left out.
func accountRows(a person.Account) []ui.SummaryRow {
	rows := []ui.SummaryRow{{Key: "Name", Value: a.Name}, {Key: "E-mail address", Value: a.Email}}
	for _, r := range []ui.SummaryRow{{Key: "Telephone", Value: a.Phone}, {Key: "Post", Value: a.Post}, {Key: "Council", Value: a.CouncilName}} {
		if r.Value != "" {
			rows = append(rows, r)
		}
	}
	return rows
}
