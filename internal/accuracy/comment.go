package accuracy

import (
	"strings"
	"time"

	"github.com/google/uuid"

	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
)

// Kind is what sort of comment it is. None is chosen beforehand.
type Kind string

// The three kinds of comment (F7).
const (
	Fact        Kind = "fact"
	Clarify     Kind = "clarify"
	Perspective Kind = "perspective"
)

// Kinds lists the kinds in the order they are offered.
var Kinds = []Kind{Fact, Clarify, Perspective}

var kindNames = map[Kind]string{Fact: "A fact is wrong", Clarify: "Please make it clearer", Perspective: "We see it differently"}

// Name is the kind in the users' words; empty when none was chosen.
func (k Kind) Name() string { return kindNames[k] }

// Limits of length, in code points.
const (
	MaxWords    = 5000
	MaxRemark   = 2000
	MaxEvidence = 500
)

// Draft is a comment being drafted by the host. The team never sees it, nor that
// it exists. Remark is for colleagues and never leaves.
type Draft struct {
	ID                 uuid.UUID
	PersonID           uuid.UUID
	Person             string
	Post               string
	Kind               Kind
	Passage            string // name of a part of the draft report
	Words              string
	EvidenceDocumentID *uuid.UUID
	EvidenceTitle      string // of that document
	EvidenceWords      string
	Remark             string
	Version            int
	SavedAt            time.Time
	SentAt             *time.Time
}

// Evidence is what the team reads of the evidence: a title, words, or both.
func (d Draft) Evidence() string {
	if d.EvidenceTitle != "" && d.EvidenceWords != "" {
		return d.EvidenceTitle + ". " + d.EvidenceWords
	}
	return d.EvidenceTitle + d.EvidenceWords
}

// Missing lists what is still needed before the draft can be sent.
func (d Draft) Missing() problem.Fields {
	var f problem.Fields
	f.Check(d.Passage != "", "passage", "Choose a passage")
	f.Check(d.Kind != "", "kind", "Choose what kind of comment it is")
	f.Check(strings.TrimSpace(d.Words) != "", "words", "Write your comment")
	return f
}

// Point is a comment as it was sent, with its answer when one was given. Host
// leaders and the team read the same.
type Point struct {
	ID            uuid.UUID
	Number        int
	PersonID      uuid.UUID
	Person        string
	Post          string
	Kind          Kind
	Passage       string
	PassageText   string
	Words         string
	EvidenceTitle string
	SentAt        time.Time
	AnsweredAt    *time.Time
	Decision      *Decision
	AnswerWords   *string
}

// Quoted gives the passage's name and its words, apart.
func (p Point) Quoted() (name, words string) {
	name, words, _ = strings.Cut(p.PassageText, "\n")
	return name, words
}

// DraftInput is what somebody of the host typed. ID is Nil for a new comment;
// Version is the one the words rest on.
type DraftInput struct {
	ID            uuid.UUID
	Version       int
	Kind          Kind
	Passage       string
	Words         string
	Document      uuid.UUID // Nil: none
	EvidenceWords string
	Remark        string
	ToSend        bool // it must be complete, since sending it is next
}

// check holds the limits; what is merely missing may be added later.
func (in DraftInput) check() problem.Fields {
	var f problem.Fields
	f.Check(in.Kind == "" || in.Kind.Name() != "", "kind", "Choose what kind of comment it is")
	if in.ToSend {
		f = append(f, Draft{Kind: in.Kind, Passage: in.Passage, Words: in.Words}.Missing()...)
	}
	f.Check(in.ToSend || strings.TrimSpace(in.Words) != "" || in.Passage != "", "words", "Write your comment, or choose a passage, before you save")
	f.Check(db.Length(in.Words) <= MaxWords, "words", "Your comment must be 5,000 characters or fewer")
	f.Check(db.Length(in.EvidenceWords) <= MaxEvidence, "evidence_words", "What you say about evidence must be 500 characters or fewer")
	f.Check(db.Length(in.Remark) <= MaxRemark, "remark", "The note for colleagues must be 2,000 characters or fewer")
	return f
}
