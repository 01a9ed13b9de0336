package ui

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// FormModel is the head of a form that is sent by POST.
type FormModel struct {
	Action   string
	ID       string // the id of the form; needed only when script or a link names it
	Autosave string // address that takes the form's data while someone writes; empty: none
	Version  int    // the version the words rest on; sent as "version" with Autosave
	Keep     bool   // words not yet sent survive a time-out or a lost network
	Files    bool   // the form has a file field
	Send     bool   // what cannot be sent is kept on the device and sent when there is a network (O3)
}

// Input is a field of one line.
type Input struct {
	Name         string // of the control
	ID           string // only when two forms of a page share a Name
	Label        string
	Hint         string
	Value        string
	Error        string // the message at the field
	Autocomplete string // "email", "current-password", "name", "off"
	InputMode    string // "numeric", "url"
	Width        int    // characters: 2, 3, 4, 5, 10, 20 or 30; 0 fills the column
	Heading      bool   // the label is the h1 of the page
}

// Area is a field of many lines.
type Area struct {
	Name    string
	ID      string
	Label   string
	Hint    string
	Value   string
	Error   string
	Rows    int  // 5 when not given
	Words   int  // around so many words are enough; shown as a count, never enforced
	Max     int  // so many characters are taken; 0: no limit
	Heading bool // the label is the h1 of the page
}

// Option is one choice of Radios, Checkboxes or Select.
type Option struct {
	Value string
	Text  string
	Hint  string
	Body  templ.Component // shown under the choice, always open, or nil
}

// Choice is a question with given answers. Radios and Select use Value,
// Checkboxes use Values.
type Choice struct {
	Name    string
	ID      string
	Label   string
	Hint    string
	Value   string
	Values  []string
	Error   string
	Options []Option
	Heading bool   // the question is the h1 of the page
	Inline  bool   // two short radios side by side
	Empty   string // first line of a Select that stands for no choice
}

// Date is a day in three fields: Name-day, Name-month and Name-year. A problem
// with it carries Name, and its link leads to the day.
type Date struct {
	Name    string
	ID      string
	Label   string
	Hint    string
	Day     string
	Month   string
	Year    string
	Error   string
	Heading bool
}

// File is a field that takes files.
type File struct {
	Name     string
	ID       string
	Label    string
	Hint     string
	Error    string
	Accept   string // ".pdf,.docx"
	Multiple bool
}

// ButtonKind says how a button looks. A page has at most one Primary in sight.
type ButtonKind string

// The kinds of button.
const (
	Primary   ButtonKind = "primary"
	Secondary ButtonKind = "secondary"
	Warning   ButtonKind = "warning"
)

// HiddenValue is one name and value sent with a form.
type HiddenValue struct {
	Name  string
	Value string
}

// Check is a check-your-answers page: what is sent, to whom, and that it cannot
// be taken back.
type Check struct {
	Rows   []SummaryRow
	To     string // "Ruth Abernethy and the team (9 people)"
	After  string // "They see it at once." May be empty
	Action string
	Button string // "Submit to the team"
	Hidden []HiddenValue
}

// idOf is the control's id; an error link leads to it.
func idOf(id, name string) string {
	if id != "" {
		return id
	}
	return name
}

// optionID is the id of option i (from 0): the first bears the field's own, so
// that an error link leads to it.
func optionID(id string, i int) string {
	if i == 0 {
		return id
	}
	return id + "-" + strconv.Itoa(i+1)
}

// describedBy lists the ids that explain a field: hint, error and more.
func describedBy(id, hint, message string, more ...string) string {
	var ids []string
	if hint != "" {
		ids = append(ids, id+"-hint")
	}
	if message != "" {
		ids = append(ids, id+"-error")
	}
	return strings.Join(append(ids, more...), " ")
}

// described gives the attribute, or none when nothing explains the field.
func described(ids string) templ.Attributes {
	if ids == "" {
		return templ.Attributes{}
	}
	return templ.Attributes{"aria-describedby": ids}
}

func buttonClass(k ButtonKind) string {
	switch k {
	case Secondary:
		return "govuk-button govuk-button--secondary"
	case Warning:
		return "govuk-button govuk-button--warning"
	}
	return "govuk-button"
}

func groupClass(message string) string {
	if message != "" {
		return "govuk-form-group govuk-form-group--error"
	}
	return "govuk-form-group"
}

func rowsOf(n int) string {
	if n <= 0 {
		n = 5
	}
	return strconv.Itoa(n)
}
