package finding

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
)

// Listed is a finding in a list. What is derived (flags, sources) is computed
// when it is read and kept nowhere.
type Listed struct {
	ID            uuid.UUID
	AreaKey       string
	Kind          Kind
	Title         string
	Answers       *string // title of what a recommendation answers
	Author        string
	Lived         bool
	Kinds         []string // read, heard, seen
	SourceCount   int
	OpenQuestions int
	ExpertAsks    bool // an expert by experience asked for a change (F5)
	Written       bool // the text says something
	WithdrawnAt   *time.Time
}

// Sources are the ways of knowing in words: "Read, heard".
func (l Listed) Sources() string { return sourceWords(l.Kinds) }

// The flags of F2.
const (
	NoEvidence = "No evidence yet"
	OneSource  = "One source only"
)

// Flag says what the finding lacks: NoEvidence, OneSource or nothing (F2). A
// recommendation stands on what it answers.
func (l Listed) Flag() string {
	switch {
	case l.Kind == Recommendation || l.SourceCount > 1:
		return ""
	case l.SourceCount == 1:
		return OneSource
	}
	return NoEvidence
}

// listTx lists all findings of a challenge, withdrawn ones last, to the team.
func listTx(ctx context.Context, tx pgx.Tx, ch challenge.ID) ([]Listed, error) {
	return db.All[Listed](ctx, tx, `SELECT f.id, f.area_key, f.kind, f.title, a.title AS answers, coalesce(p.name, 'Somebody') AS author,
			f.lived_experience AS lived, `+kindsSQL+` AS kinds, `+sourcesSQL+` AS source_count,
			(SELECT count(*) FROM finding_question q WHERE q.finding_id = f.id AND q.answered_at IS NULL AND q.withdrawn_at IS NULL) AS open_questions,
			`+expertAsksSQL+` AS expert_asks, d.body ~ '\S' AS written, f.withdrawn_at
		FROM finding f JOIN prose_document d ON d.id = f.prose_id LEFT JOIN finding a ON a.id = f.answers_id LEFT JOIN person p ON p.id = f.person_id
		WHERE f.challenge_id = $1 ORDER BY f.withdrawn_at NULLS FIRST, f.place, f.id`, ch)
}

// expertAsksSQL: an expert of the team differs, would add, or has an open question (F5).
const expertAsksSQL = `EXISTS (SELECT FROM team_member m WHERE m.challenge_id = f.challenge_id AND m.role = 'expert' AND m.person_id IN (
	SELECT o.person_id FROM finding_position o WHERE o.finding_id = f.id AND o.position <> 'agree'
	UNION ALL SELECT q.person_id FROM finding_question q WHERE q.finding_id = f.id AND q.answered_at IS NULL AND q.withdrawn_at IS NULL))`

// AreaCount is an area with how many findings of each kind stand in it.
type AreaCount struct {
	Area
	Strengths, Considerations, Recommendations int
}

// All counts the area's findings.
func (a AreaCount) All() int { return a.Strengths + a.Considerations + a.Recommendations }

func countAreas(areas []Area, all []Listed) []AreaCount {
	counts := make([]AreaCount, len(areas))
	for i, a := range areas {
		counts[i].Area = a
		for _, f := range all {
			if f.AreaKey != a.Key || f.WithdrawnAt != nil {
				continue
			}
			switch f.Kind {
			case Strength:
				counts[i].Strengths++
			case Consideration:
				counts[i].Considerations++
			default:
				counts[i].Recommendations++
			}
		}
	}
	return counts
}

// Page is the findings of a challenge: the balance of all areas, and one area's
// findings.
type Page struct {
	challenge.Head
	Areas                                                 []AreaCount
	Current                                               Area
	Strengths, Considerations, Recommendations, Withdrawn []Listed
	CanAdd, CanPresent, CanSummarise                      bool
}

func (p *Page) put(f Listed) {
	switch {
	case f.WithdrawnAt != nil:
		p.Withdrawn = append(p.Withdrawn, f)
	case f.Kind == Strength:
		p.Strengths = append(p.Strengths, f)
	case f.Kind == Consideration:
		p.Considerations = append(p.Considerations, f)
	default:
		p.Recommendations = append(p.Recommendations, f)
	}
}

// Findings is the page of one area's findings for the team; an empty area is the
// first. To others it is not there.
func (s *Service) Findings(ctx context.Context, actor access.Actor, ch challenge.ID, area string) (Page, error) {
	var p Page
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = s.headTx(ctx, tx, ch); err != nil {
			return err
		}
		areas, err := areasTx(ctx, tx, p.Challenge)
		if err != nil {
			return err
		}
		if area == "" {
			area = areas[0].Key
		}
		var known bool
		if p.Current, known = areaNamed(areas, area); !known {
			return problem.Missing()
		}
		all, err := listTx(ctx, tx, ch)
		if err != nil {
			return err
		}
		p.Areas = countAreas(areas, all)
		for _, f := range all {
			if f.AreaKey == area {
				p.put(f)
			}
		}
		return nil
	})
	if err != nil {
		return Page{}, err
	}
	p.CanAdd, p.CanPresent, p.CanSummarise = stillOpen(p.Challenge, Add) == nil, Present.Allows(p.Standing()), Summarise.Allows(p.Standing())
	return p, nil
}

// AddPage is the form for a new finding.
type AddPage struct {
	challenge.Head
	Areas      []Area
	Answerable []Choice // what a recommendation can answer (F1)
}

// Choice is something to choose from a list.
type Choice struct {
	ID   uuid.UUID
	Kind string
	Text string
}

// NewPage is the form for a new finding. It is Closed once the draft was handed over (F7).
func (s *Service) NewPage(ctx context.Context, actor access.Actor, ch challenge.ID) (AddPage, error) {
	var p AddPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = s.headTx(ctx, tx, ch); err != nil {
			return err
		}
		if p.Areas, err = areasTx(ctx, tx, p.Challenge); err != nil {
			return err
		}
		if err := stillOpen(p.Challenge, Add); err != nil {
			return err
		}
		p.Answerable, err = db.All[Choice](ctx, tx, `SELECT id, kind, title AS text FROM finding
			WHERE challenge_id = $1 AND kind <> 'recommendation' AND withdrawn_at IS NULL ORDER BY kind, area_key, place, id LIMIT 300`, ch)
		return err
	})
	return p, err
}
