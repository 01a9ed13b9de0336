package selfassessment

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	rows "peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
)

// RiskPart is the risk awareness tool among the parts that a contributor can be
// given, beside the areas (A4).
const RiskPart = "risk"

// RiskName is how the tool is called.
const RiskName = "Risk awareness tool"

// RiskLevel is one level of concern in words, the council's own view; never a
// rating by the team.
type RiskLevel struct{ Value, Words string }

// riskLevels are the framework's, without the colour before the colon.
func riskLevels(f reference.Framework) []RiskLevel {
	var out []RiskLevel
	for _, r := range f.RiskScale {
		words := r.Label
		if _, after, ok := strings.Cut(words, ": "); ok {
			words = strings.ToUpper(after[:1]) + after[1:]
		}
		out = append(out, RiskLevel{r.Value, words})
	}
	return out
}

func levelWords(f reference.Framework, value string) string {
	for _, l := range riskLevels(f) {
		if l.Value == value {
			return l.Words
		}
	}
	return ""
}

// RiskAnswer is the newest version of what the council says about one thing to
// consider; version 0 when nothing is written.
type RiskAnswer struct {
	AreaID        string
	Version       int
	Level         string // a value of the framework's scale; empty when none is chosen
	Words         string
	DocumentID    *uuid.UUID
	DocumentTitle string
	Name          string // who wrote this version
	At            time.Time
}

// Written tells whether anything is there.
func (a RiskAnswer) Written() bool { return a.Words != "" || a.Level != "" }

// RiskItem is one thing to consider, with its answer.
type RiskItem struct {
	ID, Name, Question string
	Domain             string
	Answer             RiskAnswer
	LevelWords         string
}

// RiskDomain is one of the tool's domains.
type RiskDomain struct {
	Key, Name string
	Items     []RiskItem
}

// RiskView is the whole tool.
type RiskView struct {
	challenge.Head
	Domains       []RiskDomain
	Filled, Total int
	CanWrite      bool
}

const riskSQL = `SELECT DISTINCT ON (r.area_id) r.area_id, r.version, r.level, r.words, r.document_id, r.document_title, coalesce(p.name, 'Somebody') AS name, r.at
	FROM risk_answer r LEFT JOIN person p ON p.id = r.person_id WHERE r.challenge_id = $1 ORDER BY r.area_id, r.version DESC`

func domainsTx(ctx context.Context, tx pgx.Tx, id challenge.ID, f reference.Framework) ([]RiskDomain, error) {
	list, err := db.All[RiskAnswer](ctx, tx, riskSQL, id)
	if err != nil {
		return nil, err
	}
	answers := map[string]RiskAnswer{}
	for _, a := range list {
		answers[a.AreaID] = a
	}
	var out []RiskDomain
	for _, d := range f.RiskDomains {
		domain := RiskDomain{Key: d.Key, Name: d.Name}
		for _, a := range d.Areas {
			got := answers[a.ID]
			domain.Items = append(domain.Items, RiskItem{ID: a.ID, Name: a.Name, Question: a.Question, Domain: d.Name, Answer: got, LevelWords: levelWords(f, got.Level)})
		}
		out = append(out, domain)
	}
	return out, nil
}

func riskItem(f reference.Framework, id string) (RiskItem, bool) {
	for _, d := range f.RiskDomains {
		for _, a := range d.Areas {
			if a.ID == id {
				return RiskItem{ID: a.ID, Name: a.Name, Question: a.Question, Domain: d.Name}, true
			}
		}
	}
	return RiskItem{}, false
}

// Risk reads the tool: for the director, link officer and readers of drafts, and
// contributors who were given it; Missing for everybody else (V2, V6).
func (s *Service) Risk(ctx context.Context, actor access.Actor, id challenge.ID) (RiskView, error) {
	var v RiskView
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if v.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), id); err != nil {
			return err
		}
		g, err := groundTx(ctx, tx, v.Challenge)
		if err != nil {
			return err
		}
		if !g.area(RiskPart) {
			return problem.Missing()
		}
		v.CanWrite = may(v.Challenge, Write)
		v.Domains, err = domainsTx(ctx, tx, id, g.framework)
		for _, d := range v.Domains {
			for _, i := range d.Items {
				v.Total++
				if i.Answer.Written() {
					v.Filled++
				}
			}
		}
		return err
	})
	return v, err
}

// RiskItemView is the page of one thing to consider.
type RiskItemView struct {
	challenge.Head
	Item      RiskItem
	Levels    []RiskLevel
	Versions  []RiskAnswer   // earlier ones, newest first
	Documents []HostDocument // that can be linked; none for contributors, who may not read them
	Next      string         // id of the next thing to consider; empty at the last
	CanWrite  bool
}

// RiskOne reads one thing to consider; Missing when it is not the reader's (V6).
func (s *Service) RiskOne(ctx context.Context, actor access.Actor, id challenge.ID, item string) (RiskItemView, error) {
	var v RiskItemView
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if v.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), id); err != nil {
			return err
		}
		g, err := groundTx(ctx, tx, v.Challenge)
		if err != nil {
			return err
		}
		var ok bool
		if v.Item, ok = riskItem(g.framework, item); !ok || !g.area(RiskPart) {
			return problem.Missing()
		}
		v.Levels, v.CanWrite, v.Next = riskLevels(g.framework), may(v.Challenge, Write), nextRisk(g.framework, item)
		v.Versions, err = db.All[RiskAnswer](ctx, tx, `SELECT r.area_id, r.version, r.level, r.words, r.document_id, r.document_title, coalesce(p.name, 'Somebody') AS name, r.at
			FROM risk_answer r LEFT JOIN person p ON p.id = r.person_id WHERE r.challenge_id = $1 AND r.area_id = $2 ORDER BY r.version DESC LIMIT 50`, id, item)
		if err != nil {
			return err
		}
		if len(v.Versions) > 0 {
			v.Item.Answer, v.Versions = v.Versions[0], v.Versions[1:]
			v.Item.LevelWords = levelWords(g.framework, v.Item.Answer.Level)
		}
		v.Documents, err = db.All[HostDocument](ctx, tx, `SELECT id, title FROM document WHERE challenge_id = $1 AND removed_at IS NULL ORDER BY title, id LIMIT 200`, id)
		return err
	})
	return v, err
}

func nextRisk(f reference.Framework, id string) string {
	found := false
	for _, d := range f.RiskDomains {
		for _, a := range d.Areas {
			if found {
				return a.ID
			}
			found = a.ID == id
		}
	}
	return ""
}

// RiskText is what somebody sends about one thing to consider. Base is the version
// it rests on.
type RiskText struct {
	Base     int
	Level    string // a value of the framework's scale, or empty
	Words    string // at most 5,000 characters
	Document uuid.UUID
}

func (t RiskText) check(f reference.Framework) error {
	var fields problem.Fields
	fields.Check(t.Level == "" || levelWords(f, t.Level) != "", "level", "Choose a level of concern from the list")
	fields.Check(db.Length(t.Words) <= 5000, "words", "The answer must be 5,000 characters or fewer")
	return fields.Err()
}

// SaveRisk saves a new version (A4). Nothing is overwritten: when somebody else saved
// meanwhile it is a Conflict, and the page shows both. Who may write the tool may
// do it until the self-assessment is submitted. A document, where one is named, is
// one of the host's that the actor may read; a contributor keeps the one there is.
func (s *Service) SaveRisk(ctx context.Context, actor access.Actor, id challenge.ID, item string, t RiskText) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, g, err := enter(id).readTx(ctx, tx)
		if err != nil {
			return err
		}
		if _, ok := riskItem(g.framework, item); !ok || !g.area(RiskPart) {
			return problem.Missing()
		}
		if err := require(c, Write); err != nil {
			return err
		}
		if err := t.check(g.framework); err != nil {
			return err
		}
		return s.saveRiskTx(ctx, tx, actor, g, id, item, t)
	})
}

func (s *Service) saveRiskTx(ctx context.Context, tx pgx.Tx, actor access.Actor, g ground, id challenge.ID, item string, t RiskText) error {
	document, title, err := riskDocumentTx(ctx, tx, g, id, item, t.Document)
	if err != nil {
		return err
	}
	now := s.Clock.Now()
	tag, err := tx.Exec(ctx, `INSERT INTO risk_answer (id, challenge_id, area_id, version, level, words, document_id, document_title, person_id, at)
		SELECT $1::uuid, $2::uuid, $3::text, $4::int + 1, $5::text, $6::text, $7::uuid, $8::text, app_actor(), $9::timestamptz
		WHERE $4::int = (SELECT coalesce(max(version), 0) FROM risk_answer WHERE challenge_id = $2 AND area_id = $3)
		ON CONFLICT (challenge_id, area_id, version) DO NOTHING`, rows.New(), id, item, t.Base, t.Level, t.Words, document, title, now)
	if err != nil {
		return err
	}
	if tag.RowsAffected() == 0 {
		return problem.New(problem.Conflict, "Somebody else saved this while you were writing. Both texts are below, and nothing is lost.")
	}
	return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: "self-assessment.risk", Challenge: id, Room: access.Host})
}

// riskDocumentTx is the document to link and its title: the one chosen, or for
// somebody who cannot choose the one there is.
func riskDocumentTx(ctx context.Context, tx pgx.Tx, g ground, id challenge.ID, item string, chosen uuid.UUID) (*uuid.UUID, string, error) {
	type linked struct {
		DocumentID    *uuid.UUID
		DocumentTitle string
	}
	if !g.whole {
		l, err := db.One[linked](ctx, tx, `SELECT document_id, document_title FROM risk_answer WHERE challenge_id = $1 AND area_id = $2 ORDER BY version DESC LIMIT 1`, id, item)
		if problem.Is(err, problem.NotFound) {
			return nil, "", nil
		}
		return l.DocumentID, l.DocumentTitle, err
	}
	if chosen == uuid.Nil {
		return nil, "", nil
	}
	title, err := db.Value[string](ctx, tx, `SELECT title FROM document WHERE challenge_id = $1 AND id = $2 AND removed_at IS NULL`, id, chosen)
	if problem.Is(err, problem.NotFound) {
		return nil, "", invalid("document", "Choose a document from the list")
	}
	return &chosen, title, err
}
