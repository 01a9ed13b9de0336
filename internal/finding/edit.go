package finding

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/prose"
)

// Base is what somebody's change rests on: the versions of title and text they
// saw. A form carries it as one number.
type Base struct{ Title, Text int }

const titleStep = 1_000_000 // no text has a million versions

// Number is the base as the one version a form sends.
func (b Base) Number() int { return b.Title*titleStep + b.Text }

// BaseOf reads Number back; what is no base rests on nothing and so conflicts.
func BaseOf(n int) Base {
	if n < 0 {
		return Base{}
	}
	return Base{Title: n / titleStep, Text: n % titleStep}
}

// Change is a finding's words as somebody left them. TitleWas is the title they
// began with, so that a title they did not touch is no change. Reason is needed
// once the host has the draft (F7).
type Change struct {
	Title, TitleWas, Text, Reason string
	Base                          Base
}

// Saved is what a change rests on from now, and when it was saved.
type Saved struct {
	Base Base
	At   time.Time
}

// Clash is the cause of a Conflict from Edit: what the finding became meanwhile.
type Clash struct {
	Title       string // theirs
	TitleMoved  bool
	Text        prose.Document // theirs
	TextMoved   bool
	CurrentBase Base
}

// Error says so for the log.
func (c *Clash) Error() string { return "finding moved on" }

// ClashOf gives the newer words from a Conflict that Edit made.
func ClashOf(err error) (Clash, bool) {
	var c *Clash
	if errors.As(err, &c) {
		return *c, true
	}
	return Clash{}, false
}

func checkReason(f *problem.Fields, stage access.Stage, reason string) {
	f.Check(!NeedsReason(stage) || !blank(reason), "reason", "Say why the words change: the council has the draft report")
	f.Check(db.Length(reason) <= 2000, "reason", "The reason must be 2,000 characters or fewer")
}

// Edit changes a finding's title and text against the versions they rest on. Two
// who change the same words get a Conflict with both (ClashOf); nothing is saved
// then, and nothing that was accepted is ever lost (F3). Members of the team until
// finalising ends; from the fact check on with a reason.
func (s *Service) Edit(ctx context.Context, actor access.Actor, ch challenge.ID, finding uuid.UUID, change Change) (Saved, error) {
	var saved Saved
	err := s.locked(ctx, actor, ch, Edit, func(w work) error {
		var f problem.Fields
		checkTitle(&f, change.Title)
		checkReason(&f, w.c.Stage, change.Reason)
		if err := f.Err(); err != nil {
			return err
		}
		current, err := lockFinding(ctx, w, finding)
		if err != nil {
			return err
		}
		if current.WithdrawnAt != nil {
			return problem.New(problem.Closed, "This finding was withdrawn, so its words are not changed. Restore it first.")
		}
		saved, err = edit(ctx, w, current, change)
		return err
	})
	return saved, err
}

func edit(ctx context.Context, w work, f bare, change Change) (Saved, error) {
	titleVersion, titleMoved := titleAfter(f, change)
	textVersion, theirs, err := saveText(ctx, w, f.ProseID, change.Base.Text, change.Text)
	if err != nil {
		return Saved{}, err
	}
	if titleMoved || theirs != nil {
		clash := &Clash{Title: f.Title, TitleMoved: titleMoved, CurrentBase: Base{f.TitleVersion, textVersion}}
		if theirs != nil {
			clash.Text, clash.TextMoved, clash.CurrentBase.Text = *theirs, true, theirs.Version
		}
		return Saved{}, problem.Wrap(problem.Conflict, "Somebody else changed this finding while you were writing. Both are below; nothing of yours is lost.", clash)
	}
	saved := Saved{Base: Base{titleVersion, textVersion}, At: w.now}
	if titleVersion > f.TitleVersion {
		err := db.ExecOne(ctx, w.tx, `UPDATE finding SET title = $2, title_version = $3 WHERE id = $1 AND title_version = $4`,
			f.ID, change.Title, titleVersion, f.TitleVersion)
		if err != nil {
			return Saved{}, err
		}
	}
	if titleVersion <= f.TitleVersion && textVersion == change.Base.Text {
		return saved, nil // nothing was changed, so there is nothing to account for
	}
	if NeedsReason(w.c.Stage) {
		if err := w.exec(ctx, `UPDATE finding SET change_reason = $2 WHERE id = $1`, f.ID, change.Reason); err != nil {
			return Saved{}, err
		}
	}
	return saved, w.log(ctx, Edit.Name, f.ID)
}

// titleAfter is the title's version after the change, and whether somebody else
// changed the title that this change would change too.
func titleAfter(f bare, change Change) (version int, moved bool) {
	switch {
	case change.Title == f.Title:
		return f.TitleVersion, false
	case change.Base.Title == f.TitleVersion:
		return f.TitleVersion + 1, false
	case change.Title == change.TitleWas: // not touched: theirs stands
		return change.Base.Title, false
	}
	return f.TitleVersion, true
}

// saveText saves a text against its base. A text that was not touched since its
// base is no change, even when somebody else's is newer. When both changed it,
// theirs comes back and nothing is saved.
func saveText(ctx context.Context, w work, doc uuid.UUID, base int, text string) (version int, theirs *prose.Document, err error) {
	version, err = prose.SaveTx(ctx, w.tx, w.actor, w.now, doc, base, text)
	moved, clash := prose.TheirsOf(err)
	if !clash {
		return version, nil, err
	}
	untouched, err := db.Value[bool](ctx, w.tx, `SELECT EXISTS (SELECT FROM prose_version WHERE document_id = $1 AND version = $2 AND body = $3)
		OR ($2 = 0 AND $3 = '')`, doc, base, text)
	if err != nil {
		return 0, nil, err
	}
	if untouched {
		return base, nil, nil
	}
	return 0, &moved, nil
}
