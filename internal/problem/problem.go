// Package problem is the program's one error type: what went wrong, in words
// for the reader, with the cause kept apart for the log.
//
// A service returns a *Problem for every refusal it foresees; anything else
// that comes back is treated as Internal. The web edge turns a Kind into a
// status code and a page, and logs the cause once.
package problem

import (
	"errors"
	"fmt"
	"strings"
)

// Kind says which sort of refusal a Problem is. The web edge maps it to a
// status code.
type Kind int

// The kinds of refusal, with the status the web edge gives each.
const (
	Internal   Kind = iota // 500: our fault; the reader gets no detail
	Invalid                // 422: words to mend, linked to fields
	NotFound               // 404: absent, or not yours to see (V6: the two look alike)
	Forbidden              // 403: known to you, but not yours to do
	Closed                 // 409: the time or stage for this has passed
	Conflict               // 409: somebody else changed it meanwhile
	SignedOut              // 303 to the sign-in page
	TooLarge               // 413: more bytes than we take
	TooMany                // 429: too many tries in a short time
	BadRequest             // 400: not a form we can read
)

var kindNames = map[Kind]string{
	Internal: "internal", Invalid: "invalid", NotFound: "not found", Forbidden: "forbidden",
	Closed: "closed", Conflict: "conflict", SignedOut: "signed out", TooLarge: "too large",
	TooMany: "too many", BadRequest: "bad request",
}

// String names the kind for logs.
func (k Kind) String() string { return kindNames[k] }

// Field is one message that belongs to one field of a form. Name is the form
// control's name, so that the error summary can link to it.
type Field struct {
	Name    string
	Message string
}

// Problem is an error with words for the reader. Message and Fields may be
// shown to people; the cause never is.
type Problem struct {
	Kind    Kind
	Message string
	Fields  []Field
	cause   error
}

// Error gives kind, message and cause for the log. Never show it to people.
func (p *Problem) Error() string {
	var b strings.Builder
	b.WriteString(p.Kind.String())
	if p.Message != "" {
		b.WriteString(": " + p.Message)
	}
	for _, f := range p.Fields {
		b.WriteString("; " + f.Name + ": " + f.Message)
	}
	if p.cause != nil {
		b.WriteString(": " + p.cause.Error())
	}
	return b.String()
}

// Unwrap gives the cause to errors.Is and errors.As.
func (p *Problem) Unwrap() error { return p.cause }

// New makes a problem of a kind with a plain sentence for the reader.
func New(k Kind, message string) *Problem { return &Problem{Kind: k, Message: message} }

// Wrap makes a problem that keeps its cause for the log.
func Wrap(k Kind, message string, cause error) *Problem {
	return &Problem{Kind: k, Message: message, cause: cause}
}

// Missing is the answer for what does not exist and for what the reader may
// not see; the two are the same on purpose (V6).
func Missing() *Problem { return New(NotFound, "") }

// Internalf wraps an unexpected failure with where it happened.
func Internalf(cause error, format string, args ...any) *Problem {
	return Wrap(Internal, "", fmt.Errorf(format+": %w", append(args, cause)...))
}

// KindOf tells the kind of any error; errors of other types are Internal.
func KindOf(err error) Kind {
	var p *Problem
	if errors.As(err, &p) {
		return p.Kind
	}
	return Internal
}

// Is tells whether err is a problem of this kind.
func Is(err error, k Kind) bool {
	var p *Problem
	return errors.As(err, &p) && p.Kind == k
}

// Fields gathers field messages while a form is checked.
type Fields []Field

// Add notes one message for one field.
func (f *Fields) Add(name, message string) { *f = append(*f, Field{name, message}) }

// Check notes the message unless ok holds.
func (f *Fields) Check(ok bool, name, message string) {
	if !ok {
		f.Add(name, message)
	}
}

// Err gives an Invalid problem when any message was noted, else nil.
func (f Fields) Err() error {
	if len(f) == 0 {
		return nil
	}
	return &Problem{Kind: Invalid, Message: "There is a problem", Fields: f}
}
