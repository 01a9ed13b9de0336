package document

import (
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"

	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
)

// ID names a document.
type ID = uuid.UUID

// Status is what became of a line of the required list (D1).
type Status string

// The four answers to a line of the required list.
const (
	Outstanding  Status = "outstanding"
	Provided     Status = "provided"
	Covered      Status = "covered"
	NotAvailable Status = "not_available"
)

// Document is a document as the host lists it, with its newest version.
type Document struct {
	ID             uuid.UUID
	Title          string
	Version        int
	FileName       string
	Digest         string
	Size           int64 // bytes
	MIME           string
	Scan           string
	AddedAt        time.Time // of the newest version
	AddedBy        string
	SharedVersion  int    // the newest version the team has; 0 when none
	RequirementKey string // of the line it was provided for, or empty
}

// ToShare tells whether the newest version has not gone to the team yet. A file
// that a gate stopped never goes.
func (d Document) ToShare() bool { return d.Version > d.SharedVersion && d.Scan != "stopped" }

// Requirement is a line of the required list with its answer.
type Requirement struct {
	reference.RequiredDocument
	Status        Status
	DocumentID    uuid.UUID // when provided or covered
	DocumentTitle string
	Reason        string // when not available
}

// Answered tells whether nothing more is to be done about the line.
func (r Requirement) Answered() bool { return r.Status != Outstanding }

// maxTitle and maxReason are counted in code points.
const (
	maxTitle  = 200
	maxReason = 2000
)

// cleanTitle makes a typed title one line without signs that turn its direction.
// Without a title the file's own name, less its ending, will do.
func cleanTitle(typed, fileName string) (string, error) {
	title, err := db.CleanText(typed)
	if err != nil {
		return "", err
	}
	title = oneLine(title)
	if title == "" {
		title = oneLine(strings.TrimSuffix(fileName, extension(fileName)))
	}
	var f problem.Fields
	f.Check(db.Length(title) <= maxTitle, "title", "The title must be 200 characters or fewer")
	return title, f.Err()
}

func extension(name string) string {
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		return name[i:]
	}
	return ""
}

func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
