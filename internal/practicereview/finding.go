package practicereview

import (
	"context"
	"regexp"
	"time"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/prose"
)

// Kind is what sort of practice finding it is.
type Kind string

// The kinds: a recommendation is about the conditions of practice (P2).
const (
	Strength       Kind = "strength"
	Consideration  Kind = "consideration"
	Recommendation Kind = "recommendation"
)

// Kinds lists them in order.
var Kinds = []Kind{Strength, Consideration, Recommendation}

var kindNames = map[Kind]string{Strength: "Strength", Consideration: "Area for consideration", Recommendation: "Recommendation about practice conditions"}

// Name is the kind in the users' words; empty for one we do not know.
func (k Kind) Name() string { return kindNames[k] }

// Finding is a pattern in words, as it is being drafted by the three (P3).
type Finding struct {
	ID          uuid.UUID
	Kind        Kind
	Title       string
	Text        string
	Version     int
	UpdatedAt   *time.Time
	Author      *string
	NotPeople   []string
	WithdrawnAt *time.Time
	Files       []uuid.UUID
	Groups      []uuid.UUID
}

// Rests says in words what it rests on, for those outside: never how many or which.
func (f Finding) Rests() string {
	switch {
	case len(f.Files) > 0 && len(f.Groups) > 0:
		return "case files and focus groups"
	case len(f.Files) > 0:
		return "case files"
	}
	return "focus groups"
}

// Stands says why the finding cannot be handed over as it is; empty when it can. A
// pattern is from at least so many files (P4), or from two focus groups, so that
// nothing points to one file or one group.
func (f Finding) Stands(patternFrom int) string {
	switch {
	case blank(f.Text):
		return "It has no text yet"
	case len(f.Files) == 0 && len(f.Groups) == 0:
		return "It does not say which files or groups it rests on"
	case len(f.Files) > 0 && len(f.Files) < patternFrom:
		return "It rests on fewer than three files. What leaves the review is a pattern, from at least three"
	case len(f.Files) == 0 && len(f.Groups) < 2:
		return "It rests on one focus group only. People would know who said it"
	}
	return ""
}

const selectFinding = `SELECT f.id, f.kind, f.title, d.body AS text, d.version, d.updated_at, a.name AS author, f.not_people, f.withdrawn_at,
	coalesce((SELECT array_agg(s.file_id) FROM practice_source s WHERE s.finding_id = f.id AND s.file_id IS NOT NULL), '{}') AS files,
	coalesce((SELECT array_agg(s.group_id) FROM practice_source s WHERE s.finding_id = f.id AND s.group_id IS NOT NULL), '{}') AS groups
	FROM practice_finding f JOIN prose_document d ON d.challenge_id = f.challenge_id AND d.id = f.prose_id LEFT JOIN person a ON a.id = d.updated_by
	WHERE f.challenge_id = $1`

// FindingInput is a finding as typed: ID is Nil for a new one; Base is the version
// its text rests on and TitleWas the title that was shown.
type FindingInput struct {
	ID        uuid.UUID
	Kind      Kind
	Title     string
	TitleWas  string
	Text      string
	Base      int
	Files     []uuid.UUID
	Groups    []uuid.UUID
	NotPeople []string
}

// oneFile is how a single file is pointed to; a finding may not (P4).
var oneFile = regexp.MustCompile(`(?i)\b(?:case )?file [A-Z]{1,2}\b|\brat(?:ed|ing) (?:of |as )?[1-4]\b|\b[1-4] out of 4\b`)

func (in FindingInput) check() error {
	var f problem.Fields
	f.Check(in.Kind.Name() != "", "kind", "Choose what kind of finding it is")
	f.Check(!blank(in.Title), "title", "Enter a title: one sentence that says the pattern")
	f.Check(db.Length(in.Text) <= 20000, "text", "The text must be 20,000 characters or fewer")
	for _, t := range []text{{"title", in.Title, 200}, {"text", in.Text, 20000}} {
		if found := oneFile.FindString(t.words); found != "" && found != "file as" && found != "file is" {
			f.Add(t.field, "“"+found+"” points to one file or its rating. What leaves the review is a pattern in words, from at least three files")
		}
	}
	check(&f, in.NotPeople, text{"title", in.Title, 200}, text{"text", in.Text, 20000})
	return f.Err()
}

// SaveFinding keeps a finding, a new one when its id is Nil: any of the three,
// until they are handed over. When somebody changed the text meanwhile the Conflict
// carries theirs (prose.TheirsOf) and nothing is saved. What was said about the
// findings before has then to be said again.
func (s *Service) SaveFinding(ctx context.Context, actor access.Actor, ch challenge.ID, f FindingInput) (uuid.UUID, Saved, error) {
	saved := Saved{At: s.Clock.Now()}
	finding := f.ID
	err := s.in(ctx, actor, ch, Write, func(w work) error {
		if _, err := sampleTx(ctx, w.tx, ch); err != nil {
			return err
		}
		var doc uuid.UUID
		var err error
		if finding == uuid.Nil {
			if err := f.check(); err != nil {
				return err
			}
			finding, doc, err = w.addFinding(ctx, f)
		} else {
			doc, err = w.changeFinding(ctx, &f)
		}
		if err != nil {
			return err
		}
		if saved.Version, err = prose.SaveTx(ctx, w.tx, w.actor, w.now, doc, f.Base, f.Text); err != nil {
			return err
		}
		if err := w.sources(ctx, finding, f); err != nil {
			return err
		}
		return w.changed(ctx, finding)
	})
	return finding, saved, err
}

func (w work) addFinding(ctx context.Context, f FindingInput) (finding, doc uuid.UUID, err error) {
	if doc, err = prose.CreateTx(ctx, w.tx, w.c.ID, access.Practice, ""); err != nil {
		return finding, doc, err
	}
	finding = id.New()
	return finding, doc, w.exec(ctx, `INSERT INTO practice_finding (id, challenge_id, kind, title, prose_id, not_people, person_id, added_at, place)
		SELECT $1, $2, $3, $4, $5, $6, $7, $8, coalesce(max(place), 0) + 1 FROM practice_finding WHERE challenge_id = $2`,
		finding, w.c.ID, f.Kind, f.Title, doc, answeredOf(f.NotPeople, f.Title, f.Text), w.me, w.now)
}

func (w work) changeFinding(ctx context.Context, f *FindingInput) (uuid.UUID, error) {
	old, err := db.One[struct {
		ProseID   uuid.UUID
		Title     string
		NotPeople []string
	}](ctx, w.tx, `SELECT prose_id, title, not_people FROM practice_finding WHERE challenge_id = $1 AND id = $2`, w.c.ID, f.ID)
	if err != nil {
		return uuid.Nil, err
	}
	f.NotPeople = append(f.NotPeople, old.NotPeople...)
	if err := f.check(); err != nil {
		return uuid.Nil, err
	}
	if f.TitleWas != old.Title && f.Title != old.Title {
		return uuid.Nil, problem.New(problem.Conflict, "Somebody else changed the title to “"+old.Title+"” while you were writing. What you typed is still here.")
	}
	return old.ProseID, w.exec(ctx, `UPDATE practice_finding SET kind = $3, title = $4, not_people = $5 WHERE challenge_id = $1 AND id = $2`,
		w.c.ID, f.ID, f.Kind, f.Title, answeredOf(f.NotPeople, f.Title, f.Text))
}

// sources makes what the finding rests on exactly what was ticked; what is no file
// or group of this challenge is left out.
func (w work) sources(ctx context.Context, finding uuid.UUID, f FindingInput) error {
	if err := w.exec(ctx, `DELETE FROM practice_source WHERE challenge_id = $1 AND finding_id = $2`, w.c.ID, finding); err != nil {
		return err
	}
	if err := w.exec(ctx, `INSERT INTO practice_source (finding_id, challenge_id, file_id)
		SELECT $2, $1, id FROM practice_file WHERE challenge_id = $1 AND id = ANY ($3::uuid[])`, w.c.ID, finding, f.Files); err != nil {
		return err
	}
	return w.exec(ctx, `INSERT INTO practice_source (finding_id, challenge_id, group_id)
		SELECT $2, $1, id FROM practice_group WHERE challenge_id = $1 AND id = ANY ($3::uuid[])`, w.c.ID, finding, f.Groups)
}

// changed counts a change of the findings, so that positions are taken anew.
func (w work) changed(ctx context.Context, finding uuid.UUID) error {
	if err := w.exec(ctx, `UPDATE practice_review SET findings_version = findings_version + 1 WHERE challenge_id = $1`, w.c.ID); err != nil {
		return err
	}
	return w.log(ctx, Write.Name, finding)
}

// Withdraw takes a finding out of what is handed over, or brings it back. Its words
// are kept.
func (s *Service) Withdraw(ctx context.Context, actor access.Actor, ch challenge.ID, finding uuid.UUID, out bool) error {
	return s.in(ctx, actor, ch, Write, func(w work) error {
		if err := db.ExecOne(ctx, w.tx, `UPDATE practice_finding SET withdrawn_at = CASE WHEN $3 THEN $4::timestamptz END
			WHERE challenge_id = $1 AND id = $2 AND (withdrawn_at IS NULL) = $3`, ch, finding, out, w.now); err != nil {
			return err
		}
		return w.changed(ctx, finding)
	})
}

// Position is what one of the three says of the findings as they stand: agreement,
// or where they differ. Version is the one they read.
type Position struct {
	Agree     bool
	Differ    bool
	Words     string
	NotPeople []string
	Version   int
}

// TakePosition records it (P3). When the findings changed since, it is a Conflict:
// nobody agrees to what they have not read.
func (s *Service) TakePosition(ctx context.Context, actor access.Actor, ch challenge.ID, p Position) error {
	return s.in(ctx, actor, ch, Stand, func(w work) error {
		sample, err := sampleTx(ctx, w.tx, ch)
		if err != nil {
			return err
		}
		var f problem.Fields
		f.Check(p.Agree != p.Differ, "position", "Say whether you agree with the findings, or note where you differ")
		f.Check(!p.Differ || !blank(p.Words), "words", "Write where you differ")
		if p.Differ {
			check(&f, p.NotPeople, text{"words", p.Words, 2000})
			f.Check(oneFile.FindString(p.Words) == "", "words", "This points to one file or its rating. Write about the pattern")
		}
		if err := f.Err(); err != nil {
			return err
		}
		if sample.FindingsVersion != p.Version {
			return problem.New(problem.Conflict, "The findings changed while you were reading. Please read them again before you say what you think.")
		}
		position, words := "agree", ""
		if p.Differ {
			position, words = "differ", p.Words
		}
		if err := w.exec(ctx, `INSERT INTO practice_position (challenge_id, person_id, position, words, not_people, version, at)
			VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (challenge_id, person_id) DO UPDATE
			SET position = excluded.position, words = excluded.words, not_people = excluded.not_people, version = excluded.version, at = excluded.at`,
			ch, w.me, position, words, answeredOf(p.NotPeople, words), p.Version, w.now); err != nil {
			return err
		}
		return w.log(ctx, Stand.Name, uuid.Nil)
	})
}
