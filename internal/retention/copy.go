package retention

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
)

// Section is one part of the copy: a heading and its entries, each a few named values.
type Section struct {
	Name    string      `json:"name"`
	Entries []CopyEntry `json:"entries"`
}

// CopyEntry is one entry; the values are words or days, in the order of the file.
type CopyEntry []CopyValue

// CopyValue is a named value.
type CopyValue struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// copied are the sections of the copy. Each reads only rows of which the person is
// the subject or the author, and under their own rights: never what others wrote.
var copied = []struct{ name, sql string }{
	{"Your card", `SELECT p.name AS "Name", p.post AS "Post", coalesce(k.name, p.outside_council) AS "Council", t.email AS "E-mail", t.phone AS "Telephone", p.created_at::date AS "Entered on"
		FROM person p LEFT JOIN person_contact t ON t.person_id = p.id LEFT JOIN council k ON k.id = p.council_id WHERE p.id = app_actor()`},
	{"Posts and parts", `SELECT h.role AS "Part", coalesce(c.name, k.name, r.name, '') AS "Where", h.starts_on AS "From", h.ends_on AS "Until", h.ended_at::date AS "Ended" FROM role_holding h
		LEFT JOIN challenge c ON c.id = h.scope_id LEFT JOIN council k ON k.id = h.scope_id LEFT JOIN region r ON r.id = h.scope_id WHERE h.person_id = app_actor() ORDER BY h.starts_on, h.id`},
	{"Training and undertakings", `SELECT c.name AS "Challenge", m.role AS "Part", m.state AS "State", m.trained_on AS "Trained", m.co_production_on AS "Trained in co-production", m.undertaking_at::date AS "Undertaking signed"
		FROM team_member m JOIN challenge c ON c.id = m.challenge_id WHERE m.person_id = app_actor() ORDER BY m.proposed_at`},
	{"Declarations of interest", `SELECT c.name AS "Challenge", d.at::date AS "Day", d.interest AS "Declared", array_to_string(d.grounds, ', ') AS "Grounds", d.words AS "In your words", d.decision AS "Decision"
		FROM declaration d JOIN challenge c ON c.id = d.challenge_id WHERE d.person_id = app_actor() ORDER BY d.at`},
	{"Access needs", `SELECT c.name AS "Challenge", a.words AS "In your words", CASE WHEN a.lead_may_see THEN 'Yes' ELSE 'No' END AS "The lead may see it"
		FROM access_need a LEFT JOIN challenge c ON c.id = a.challenge_id WHERE a.person_id = app_actor() ORDER BY a.at`},
	{"Offered for a cycle", `SELECT c.name AS "Cycle", o.role AS "Role", o.skills AS "Skills", o.max_visits::text AS "Visits at most", a.answer AS "Your answer", a.answered_at::date AS "Day",
		t.role_on AS "Trained for the role", t.co_production_on AS "Trained in co-production", n.words AS "Needs"
		FROM person_offer o JOIN cycle c ON c.id = o.cycle_id LEFT JOIN person_answer a ON a.cycle_id = o.cycle_id AND a.person_id = o.person_id
		LEFT JOIN person_training t ON t.cycle_id = o.cycle_id AND t.person_id = o.person_id LEFT JOIN person_need n ON n.cycle_id = o.cycle_id AND n.person_id = o.person_id
		WHERE o.person_id = app_actor() ORDER BY o.offered_at`},
	{"Days you cannot come", `SELECT c.name AS "Cycle", u.first_day AS "First day", u.last_day AS "Last day" FROM person_unavailable u JOIN cycle c ON c.id = u.cycle_id
		WHERE u.person_id = app_actor() ORDER BY u.first_day`},
	{"Links with councils", `SELECT c.name AS "Cycle", k.name AS "Council", l.kind AS "What ties you", l.until_year::text AS "Until", l.words AS "In your words"
		FROM person_link l JOIN cycle c ON c.id = l.cycle_id JOIN council k ON k.id = l.council_id WHERE l.person_id = app_actor() ORDER BY c.first_day, k.name`},
	{"Notes you wrote", `SELECT c.name AS "Challenge", n.at::date AS "Day", n.source AS "How you know", n.place AS "Where", n.body AS "Note"
		FROM note n JOIN challenge c ON c.id = n.challenge_id WHERE n.person_id = app_actor() ORDER BY n.at, n.id`},
	{"Sign-offs and reservations", `SELECT c.name AS "Challenge", s.at::date AS "Day", s.kind AS "Recorded", s.words AS "In your words" FROM sign_off s JOIN challenge c ON c.id = s.challenge_id
		WHERE s.person_id = app_actor() ORDER BY s.at`},
	{"Comments you sent", `SELECT c.name AS "Challenge", m.sent_at::date AS "Day", m.kind AS "Kind", m.words AS "Comment" FROM comment m JOIN challenge c ON c.id = m.challenge_id
		WHERE m.person_id = app_actor() ORDER BY m.sent_at`},
	{"Documents you asked for", `SELECT c.name AS "Challenge", q.asked_at::date AS "Day", q.title AS "Document", q.reason AS "Why" FROM document_request q
		JOIN challenge c ON c.id = q.challenge_id WHERE q.asked_by = app_actor() ORDER BY q.asked_at`},
	{"Corrections of a final report you proposed", `SELECT c.name AS "Challenge", r.proposed_at::date AS "Day", r.body AS "In your words", r.what_changed AS "What changed" FROM report_correction r
		JOIN challenge c ON c.id = r.challenge_id WHERE r.proposed_by = app_actor() ORDER BY r.proposed_at`},
	{"Mails to you", `SELECT queued_at::date AS "Day", subject AS "Subject" FROM my_mails()`},
	{"What you did (newest 1,000 lines)", `SELECT to_char(l.at AT TIME ZONE 'Europe/London', 'YYYY-MM-DD HH24:MI') AS "When", l.verb AS "Act", coalesce(c.name, '') AS "Challenge"
		FROM audit_line l LEFT JOIN challenge c ON c.id = l.challenge_id WHERE l.person_id = app_actor() ORDER BY l.at DESC, l.id LIMIT 1000`},
}

// copySQL gathers all sections in one statement; row_to_json keeps the order of names.
func copySQL() string {
	var b bytes.Buffer
	b.WriteString("SELECT json_build_array(")
	for i, c := range copied {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(`(SELECT coalesce(json_agg((SELECT json_agg(json_build_object('name', e.key, 'value', coalesce(e.value, ''))) FROM json_each_text(row_to_json(x)) e)), '[]') FROM (` + c.sql + `) x)`)
	}
	b.WriteString(")::text")
	return b.String()
}

// Copy is all that is held about the actor and that they wrote, and nothing that
// others wrote (V7). Anybody, about themselves alone.
func (s *Service) Copy(ctx context.Context, actor access.Actor) ([]Section, error) {
	if _, ok := actor.PersonID(); !ok {
		return nil, problem.New(problem.SignedOut, "")
	}
	var raw string
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		raw, err = db.Value[string](ctx, tx, copySQL())
		return err
	})
	if err != nil {
		return nil, err
	}
	var lists [][]CopyEntry
	if err := json.Unmarshal([]byte(raw), &lists); err != nil {
		return nil, problem.Internalf(err, "read the copy")
	}
	var out []Section
	for i, entries := range lists {
		out = append(out, Section{Name: copied[i].name, Entries: entries})
	}
	return out, nil
}
