package evaluation

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/council"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
)

// mostSheets bounds a file.
const mostSheets = 5000

// ImportPlan is what an import would do. Digest stands for the file and title.
type ImportPlan struct {
	Region   council.Region
	Title    string
	Sheets   int
	Results  []Result
	Ignored  []string // headings that are no question
	Problems []string // lines with an answer that is none
	Digest   string
}

// OK tells whether it can be imported.
func (p ImportPlan) OK() bool { return len(p.Problems) == 0 && p.Sheets >= leastAnswers }

// ImportForm gives the region and the questions that a file may answer.
func (s *Service) ImportForm(ctx context.Context, actor access.Actor) (region council.Region, questions []reference.SurveyQuestion, err error) {
	err = db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		if region, err = council.CoordinatedTx(ctx, tx); err != nil {
			return err
		}
		questions, err = regionQuestionsTx(ctx, tx, region.ID)
		questions = slices.DeleteFunc(questions, func(q reference.SurveyQuestion) bool { return q.Type != "scale" })
		return err
	})
	return region, questions, err
}

// PreviewImport reads a file of answers to an earlier survey and says what would
// come of it: one line for each person, one column for each question, headed by
// its id ("EV1") or its text; the answers in words. An empty cell was not asked or
// left open. Nothing is written. Coordinators; Missing to others.
func (s *Service) PreviewImport(ctx context.Context, actor access.Actor, title string, file []byte) (ImportPlan, error) {
	region, questions, err := s.ImportForm(ctx, actor)
	if err != nil {
		return ImportPlan{}, err
	}
	p, _, err := planImport(questions, title, file)
	p.Region = region
	return p, err
}

// ImportAnswers does what the preview said: digest is the one it gave. The sheets
// are counted and not kept. Conflict when the same file was imported before.
func (s *Service) ImportAnswers(ctx context.Context, actor access.Actor, title string, file []byte, digest string) (ImportPlan, error) {
	var p ImportPlan
	err := db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		region, err := council.CoordinatedTx(ctx, tx)
		if err != nil {
			return err
		}
		questions, err := regionQuestionsTx(ctx, tx, region.ID)
		if err != nil {
			return err
		}
		var pooled map[string]counts
		if p, pooled, err = planImport(questions, title, file); err != nil {
			return err
		}
		p.Region = region
		switch {
		case p.Digest != digest:
			return problem.New(problem.Conflict, "The file is not the one that you checked, so nothing was imported. This is what would happen now.")
		case !p.OK():
			return invalid("file", "Put the lines right first; at least five people must have answered")
		}
		set, now := id.New(), s.Clock.Now()
		if _, err := tx.Exec(ctx, `INSERT INTO survey_import (id, region_id, title, sheets, digest, imported_on) VALUES ($1, $2, $3, $4, $5, $6)`,
			set, region.ID, p.Title, p.Sheets, p.Digest, s.today()); err != nil {
			return err
		}
		for question, c := range pooled {
			if c.said() < leastAnswers {
				continue
			}
			if _, err := tx.Exec(ctx, `INSERT INTO survey_result (id, region_id, import_id, year, wave, audience, question_id, counts, said, cannot_say, blank)
				VALUES ($1, $2, $3, $4, 'earlier', 'earlier', $5, $6, $7, $8, $9)`, id.New(), region.ID, set, s.today().Year(), question,
				c.points(), c.said(), c[reference.CannotSay], c[Blank]); err != nil {
				return err
			}
		}
		return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: Import.Name, Region: region.ID, Room: access.Region, Subject: set})
	})
	return p, err
}

// planImport counts a file.
func planImport(questions []reference.SurveyQuestion, title string, file []byte) (ImportPlan, map[string]counts, error) {
	sum := sha256.Sum256(append([]byte(title+"\n"), file...))
	p := ImportPlan{Title: strings.TrimSpace(title), Digest: hex.EncodeToString(sum[:])}
	var fields problem.Fields
	fields.Check(p.Title != "" && db.Length(p.Title) <= 200, "title", "Give the survey a name of 200 characters or fewer")
	rows, err := readTable(file)
	if err != nil {
		fields.Add("file", err.Error())
	}
	if err := fields.Err(); err != nil {
		return p, nil, err
	}
	columns := make([]*reference.SurveyQuestion, len(rows[0]))
	found := 0
	for i, heading := range rows[0] {
		if columns[i] = headed(questions, heading); columns[i] == nil {
			p.Ignored = append(p.Ignored, strings.TrimSpace(heading))
		} else {
			found++
		}
	}
	if found == 0 {
		return p, nil, invalid("file", "No heading is a question that we know. Head each column with its number, such as EV1, or with the question")
	}
	pooled := map[string]counts{}
	for n, row := range rows[1:] {
		p.count(pooled, columns, n+2, row)
	}
	for _, q := range questions {
		if c, ok := pooled[q.ID]; ok {
			p.Results = append(p.Results, resultOf(q, c))
		}
	}
	return p, pooled, nil
}

// count adds one line to the tables, or says what is wrong with it.
func (p *ImportPlan) count(pooled map[string]counts, columns []*reference.SurveyQuestion, line int, row []string) {
	p.Sheets++
	for i, q := range columns {
		if q == nil {
			continue
		}
		if pooled[q.ID] == nil {
			pooled[q.ID] = counts{}
		}
		option := Blank
		if answer := strings.TrimSpace(row[i]); answer != "" {
			var ok bool
			if option, ok = pointNamed(*q, answer); !ok {
				if len(p.Problems) < 20 {
					p.Problems = append(p.Problems, fmt.Sprintf("Line %d, %s: “%s” is not one of the answers.", line, q.ID, shorten(answer)))
				}
				continue
			}
		}
		pooled[q.ID][option]++
	}
}

func shorten(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// headed finds the question of a heading, which may go on after its number.
func headed(questions []reference.SurveyQuestion, heading string) *reference.SurveyQuestion {
	plain := strings.ToLower(strings.TrimSpace(heading))
	number, _, _ := strings.Cut(plain, " ")
	for i, q := range questions {
		if q.Type == "scale" && (strings.ToLower(q.ID) == strings.Trim(number, ":.") || strings.ToLower(q.Text) == plain) {
			return &questions[i]
		}
	}
	return nil
}

// pointNamed understands the label or key of a point, in any case, and the ways
// in which other surveys say "I cannot say".
func pointNamed(q reference.SurveyQuestion, answer string) (string, bool) {
	plain := strings.ToLower(answer)
	if slices.Contains([]string{"not sure", "don't know", "don’t know", "do not know", "cannot say", "can't say"}, plain) {
		return reference.CannotSay, true
	}
	for _, p := range q.Scale {
		if strings.ToLower(p.Label) == plain || p.Key == plain {
			return p.Key, true
		}
	}
	return "", false
}

// readTable reads a file with commas, semicolons or tabs; all lines are as long as
// the first.
func readTable(file []byte) ([][]string, error) {
	text, err := db.CleanText(string(bytes.TrimPrefix(file, []byte("\ufeff"))))
	if err != nil {
		return nil, unreadable("The file is not text. In Excel: Save As, then “CSV UTF-8”")
	}
	first, _, _ := strings.Cut(text, "\n")
	r := csv.NewReader(strings.NewReader(text))
	for _, comma := range ";\t" {
		if strings.Count(first, string(comma)) > strings.Count(first, string(r.Comma)) {
			r.Comma = comma
		}
	}
	rows, err := r.ReadAll()
	switch {
	case err != nil:
		return nil, unreadable("The file cannot be read as a table: every line needs the same number of columns")
	case len(rows) < 2:
		return nil, unreadable("The file has no answers")
	case len(rows) > mostSheets:
		return nil, unreadable("The file has more than 5,000 lines")
	}
	return rows, nil
}

func invalid(field, message string) error {
	return &problem.Problem{Kind: problem.Invalid, Message: "There is a problem", Fields: []problem.Field{{Name: field, Message: message}}}
}

// unreadable says, in a sentence for the reader, why a file cannot be taken.
type unreadable string

func (u unreadable) Error() string { return string(u) }
