package selfassessment

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/prose"
)

// Text is a whole answer as somebody sends it: the words, the version they rest
// on, and whether they are marked as ready at the same time.
type Text struct {
	Base  int
	Words string
	Ready bool
}

// Saved tells what became of a save.
type Saved struct {
	Version int
	At      time.Time
}

// Save saves an answer whole (A2). Who may write the area may do it until the
// self-assessment is submitted. When somebody else changed the text meanwhile the
// Conflict carries theirs (prose.TheirsOf) and nothing is saved. An answer whose
// words are all taken out is no longer ready.
func (s *Service) Save(ctx context.Context, actor access.Actor, id challenge.ID, prompt string, t Text) (Saved, error) {
	saved := Saved{At: s.Clock.Now()}
	err := s.inPrompt(ctx, actor, id, prompt, Write, func(tx pgx.Tx, at site) (err error) {
		if saved.Version, err = prose.SaveTx(ctx, tx, actor, saved.At, at.answer.ProseID, t.Base, t.Words); err != nil {
			return err
		}
		switch {
		case t.Ready:
			return s.markTx(ctx, tx, actor, at, t.Words, true)
		case t.Words == "" && at.answer.ReadyAt != nil:
			return s.markTx(ctx, tx, actor, at, "", false)
		}
		return nil
	})
	return saved, err
}

// Keep is what to do with two texts that rest on the same version.
type Keep string

// The three ways out of a conflict. None loses a text: what is not kept is in
// the earlier versions.
const (
	KeepBoth   Keep = "both"
	KeepMine   Keep = "mine"
	KeepTheirs Keep = "theirs"
)

// Settle ends a conflict: t.Base is the version of theirs that was shown. When it
// has moved on again the Conflict carries the newest text.
func (s *Service) Settle(ctx context.Context, actor access.Actor, id challenge.ID, prompt string, t Text, keep Keep) (Saved, error) {
	saved := Saved{At: s.Clock.Now()}
	err := s.inPrompt(ctx, actor, id, prompt, Write, func(tx pgx.Tx, at site) error {
		theirs, err := prose.GetTx(ctx, tx, at.answer.ProseID)
		if err != nil {
			return err
		}
		texts := []string{t.Words}
		switch {
		case theirs.Version != t.Base: // moved on again: SaveTx says so
		case keep == KeepTheirs:
			texts = append(texts, theirs.Body)
		case keep != KeepMine: // both, also when the button is not known
			texts = []string{theirs.Body + "\n\n" + t.Words}
		}
		saved.Version = t.Base
		for _, text := range texts {
			if saved.Version, err = prose.SaveTx(ctx, tx, actor, saved.At, at.answer.ProseID, saved.Version, text); err != nil {
				return err
			}
		}
		return nil
	})
	return saved, err
}

// SetReady marks an answer as ready for its owner to read, or as not ready. An
// empty answer cannot be ready.
func (s *Service) SetReady(ctx context.Context, actor access.Actor, id challenge.ID, prompt string, ready bool) error {
	return s.inPrompt(ctx, actor, id, prompt, Write, func(tx pgx.Tx, at site) error {
		text, err := prose.GetTx(ctx, tx, at.answer.ProseID)
		if err != nil {
			return err
		}
		return s.markTx(ctx, tx, actor, at, text.Body, ready)
	})
}

func (s *Service) markTx(ctx context.Context, tx pgx.Tx, actor access.Actor, at site, words string, ready bool) error {
	if ready && words == "" {
		return invalid("text", "Write an answer before you mark it as ready")
	}
	now := s.Clock.Now()
	err := db.ExecOne(ctx, tx, `UPDATE assessment_answer SET ready_at = CASE WHEN $3 THEN coalesce(ready_at, $4) END,
		ready_by = CASE WHEN $3 THEN app_actor() END WHERE challenge_id = $1 AND id = $2`, at.challenge.ID, at.answer.ID, ready, now)
	if err != nil {
		return err
	}
	verb := "self-assessment.ready"
	if !ready {
		verb = "self-assessment.not-ready"
	}
	return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: verb, Challenge: at.challenge.ID, Room: access.Host, Subject: at.answer.ID})
}
