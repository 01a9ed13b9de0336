package offer

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/council"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/roster"
)

// Outcome is what an import does with one line.
type Outcome string

// The outcomes.
const (
	Adds    Outcome = "adds"    // a new person, put on the list
	Lists   Outcome = "lists"   // somebody known, put on the list
	Changes Outcome = "changes" // on the list; what they are offered for changes
	Same    Outcome = "same"
	Cannot  Outcome = "cannot" // something has to be put right first
)

// PlanRow is one line of a file and what the import does with it.
type PlanRow struct {
	Line     int
	Name     string
	Email    string
	Council  string
	Role     Role
	Outcome  Outcome
	Does     string
	Notes    []string
	Problems []string
	named    Named
}

// Plan is what an import would do. Digest stands for the file and all that is in
// the plan: once anything would happen differently it is another.
type Plan struct {
	Gathering Gathering
	Rows      []PlanRow
	Notes     []string
	Ignored   []string
	Digest    string
}

// Count is how many lines have an outcome.
func (p Plan) Count(o Outcome) int {
	n := 0
	for _, r := range p.Rows {
		if r.Outcome == o {
			n++
		}
	}
	return n
}

// ForImport is where a file is chosen: coordinators alone.
func (s *Service) ForImport(ctx context.Context, actor access.Actor, cycleID uuid.UUID) (Gathering, []council.Council, error) {
	var g Gathering
	var list []council.Council
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if _, err = regionTx(ctx, tx, cycleID); err != nil {
			return err
		}
		if g, err = gatheringTx(ctx, tx, cycleID); err != nil {
			return err
		}
		list, err = council.ListTx(ctx, tx, g.RegionID)
		return err
	})
	return g, list, err
}

// Preview says line by line what an import of the file would do; nothing is written.
func (s *Service) Preview(ctx context.Context, actor access.Actor, cycleID uuid.UUID, file []byte) (Plan, error) {
	var p Plan
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		p, err = planTx(ctx, tx, cycleID, file)
		return err
	})
	return p, err
}

// Import does what Preview said, all of it or nothing. Conflict when anything would
// now happen differently; Invalid on "file" when no line would change anything.
func (s *Service) Import(ctx context.Context, actor access.Actor, cycleID uuid.UUID, file []byte, digest string) (Plan, error) {
	var p Plan
	err := s.region(ctx, actor, cycleID, ImportOffers, cycleID, func(tx pgx.Tx, g Gathering, now time.Time) (err error) {
		if p, err = planTx(ctx, tx, cycleID, file); err != nil {
			return err
		}
		if p.Digest != digest {
			return problem.New(problem.Conflict, "Something has changed since you looked, so nothing was imported. This is what would happen now.")
		}
		if p.Count(Adds)+p.Count(Lists)+p.Count(Changes) == 0 {
			return atField("file", "There is nobody to import in this file")
		}
		for _, r := range p.Rows {
			if err := s.rowTx(ctx, tx, actor, now, g, r); err != nil {
				return atLine(r.Line, err)
			}
		}
		return nil
	})
	return p, err
}

func (s *Service) rowTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, g Gathering, r PlanRow) error {
	switch r.Outcome {
	case Adds, Lists:
		_, err := s.nameTx(ctx, tx, actor, now, g, r.named)
		return err
	case Changes:
		councilID, err := db.Value[*uuid.UUID](ctx, tx, `SELECT council_id FROM person_offer WHERE cycle_id = $1 AND person_id = $2`, g.CycleID, r.named.ID)
		if err != nil {
			return err
		}
		return s.offerTx(ctx, tx, actor, now, g, councilID, r.named.Offered, false)
	}
	return nil
}

// atLine says which line stood in the way.
func atLine(line int, err error) error {
	var p *problem.Problem
	if !errors.As(err, &p) || p.Kind == problem.Internal {
		return err
	}
	message := p.Message
	if len(p.Fields) > 0 {
		message = p.Fields[0].Message
	}
	return atField("file", fmt.Sprintf("Line %d: %s. Nothing was imported", line, message))
}

// listed is what is known of somebody with an address of the file.
type listed struct {
	Email       string
	ID          uuid.UUID
	CouncilID   *uuid.UUID
	Role        *Role
	Skills      *string
	Experienced *bool
	MaxVisits   *int
	MaxDays     *int
	away        []Range `db:"-"`
}

func planTx(ctx context.Context, tx pgx.Tx, cycleID uuid.UUID, file []byte) (Plan, error) {
	var p Plan
	if _, err := regionTx(ctx, tx, cycleID); err != nil {
		return p, err
	}
	var err error
	if p.Gathering, err = answerableTx(ctx, tx, cycleID); err != nil {
		return p, err
	}
	councils, err := council.ListTx(ctx, tx, p.Gathering.RegionID)
	if err != nil {
		return p, err
	}
	var own []roster.OwnCouncil
	byCode := map[string]council.Council{}
	for _, c := range councils {
		own = append(own, roster.OwnCouncil{Code: c.Code, Name: c.Name, OfficialName: c.OfficialName})
		byCode[c.Code] = c
	}
	table, err := roster.ParseOffers(bytes.NewReader(file), own...)
	if err != nil {
		return p, fileProblem(err)
	}
	p.Notes, p.Ignored = table.Notes, table.Ignored
	known, err := listedTx(ctx, tx, cycleID, table)
	if err != nil {
		return p, err
	}
	for _, o := range table.Offers {
		p.Rows = append(p.Rows, decide(p.Gathering, table, o, byCode, known))
	}
	p.Digest = p.digest(file)
	return p, nil
}

func listedTx(ctx context.Context, tx pgx.Tx, cycleID uuid.UUID, table roster.OfferTable) (map[string]listed, error) {
	var emails []string
	for _, o := range table.Offers {
		emails = append(emails, o.Email)
	}
	list, err := db.All[listed](ctx, tx, `SELECT k.email, p.id, p.council_id, o.role, o.skills, o.experienced, o.max_visits, o.max_days
		FROM person_contact k JOIN person p ON p.id = k.person_id LEFT JOIN person_offer o ON o.cycle_id = $1 AND o.person_id = p.id WHERE k.email = ANY ($2)`, cycleID, emails)
	if err != nil {
		return nil, err
	}
	away, err := rangesTx(ctx, tx, `SELECT person_id AS of, first_day, last_day, '' AS why FROM person_unavailable WHERE cycle_id = $1`, cycleID)
	out := map[string]listed{}
	for _, l := range list {
		l.away = away[l.ID]
		out[l.Email] = l
	}
	return out, err
}

// offeredAs are the roles of a list that can be offered.
var offeredAs = map[string]Role{roster.RoleLead: Lead, roster.RoleDASS: Lead, roster.RoleCouncillor: Councillor, roster.RoleSeniorManager: SeniorManager, roster.RoleExpert: Expert, roster.RolePSW: PSW}

// decide judges one line by what is in it and what is known.
func decide(g Gathering, table roster.OfferTable, o roster.OfferRow, councils map[string]council.Council, known map[string]listed) PlanRow {
	r := PlanRow{Line: o.Line, Name: o.Name, Email: o.Email, Notes: o.Notes, Problems: o.Problems}
	n := Named{Offered: Offered{Name: o.Name, Email: o.Email, Skills: o.Skills, Experienced: o.Experienced, MaxVisits: o.Visits, MaxDays: o.Days}}
	var ok bool
	if n.Role, ok = offeredAs[o.Role]; !ok && o.Role != "" {
		r.Problems = append(r.Problems, roster.RoleLabel(o.Role)+" is not a role in a team. Use Challenge lead, Councillor, Senior manager, Expert by experience or PSW.")
	}
	if o.Role == roster.RoleDASS {
		r.Notes = append(r.Notes, "A director is offered as challenge lead.")
	}
	if o.CouncilCode != "" {
		if c, ours := councils[o.CouncilCode]; ours {
			n.Council, r.Council = c.ID, c.Name
		} else {
			r.Problems = append(r.Problems, "That council is not in your region. Put people of other regions on the list by hand.")
		}
	}
	away, problems := ParseRanges(o.Away)
	for i, a := range away {
		away[i].Why = ""
		if a.First.After(g.LastDay) || a.Last.Before(g.FirstDay) {
			problems = append(problems, "The days away "+WriteRanges([]Range{a})+" are outside the cycle")
		}
	}
	for _, text := range problems {
		r.Problems = append(r.Problems, text+".")
	}
	n.Away, r.Role = away, n.Role
	r.named = n
	r.outcome(table, known)
	return r
}

func (r *PlanRow) outcome(table roster.OfferTable, known map[string]listed) {
	k, there := known[r.Email]
	n := &r.named
	if there {
		n.ID = k.ID
		if n.Council != uuid.Nil && (k.CouncilID == nil || *k.CouncilID != n.Council) {
			r.Problems = append(r.Problems, "This address is known here with another council, or with none. Change that on their page first, or leave the council out.")
		}
	}
	var changes []string
	if there && k.Role != nil {
		n.keep(table, k)
		changes = n.changes(k)
	}
	switch {
	case len(r.Problems) > 0:
		r.Outcome, r.Does = Cannot, "Left out until it is put right."
	case !there:
		r.Outcome, r.Does = Adds, "Added as a new person, put on the list and asked by e-mail."
	case k.Role == nil:
		r.Outcome, r.Does = Lists, "Known here already: put on the list and asked by e-mail."
	case len(changes) == 0:
		r.Outcome, r.Does = Same, "On the list already; nothing changes."
	default:
		r.Outcome, r.Does = Changes, "On the list already: "+strings.Join(changes, ", ")+"."
	}
	if r.Role == Expert && (r.Outcome == Adds || r.Outcome == Lists) {
		r.Does = "Put on the list. Asked by e-mail once what they are promised is written."
	}
}

// keep leaves as it is what the list does not speak of.
func (n *Named) keep(table roster.OfferTable, k listed) {
	if !table.HasSkills {
		n.Skills = *k.Skills
	}
	if !table.HasExperienced {
		n.Experienced = *k.Experienced
	}
	if !table.HasVisits {
		n.MaxVisits = *k.MaxVisits
	}
	if !table.HasDays && k.MaxDays != nil {
		n.MaxDays = *k.MaxDays
	}
}

// changes says what would be different for somebody on the list; nothing when all
// is the same.
func (n *Named) changes(k listed) []string {
	var out []string
	days := 0
	if k.MaxDays != nil {
		days = *k.MaxDays
	}
	add := func(differs bool, words string) {
		if differs {
			out = append(out, words)
		}
	}
	add(*k.Role != n.Role, "becomes "+n.Role.Words()+" instead of "+k.Role.Words())
	add(*k.MaxVisits != n.MaxVisits, fmt.Sprintf("at most %d visits instead of %d", n.MaxVisits, *k.MaxVisits))
	add(days != n.MaxDays, fmt.Sprintf("at most %d days instead of %d (0 is no limit)", n.MaxDays, days))
	add(*k.Skills != n.Skills, "what they know well is changed")
	add(*k.Experienced != n.Experienced, map[bool]string{true: "has been on a challenge before", false: "has not been on a challenge before"}[n.Experienced])
	for _, a := range n.Away {
		add(!slices.Contains(k.away, a), "cannot come "+WriteRanges([]Range{a}))
	}
	return out
}

func (p Plan) digest(file []byte) string {
	h := sha256.New()
	h.Write(file)
	for _, r := range p.Rows {
		fmt.Fprintf(h, "|%d %s %s %s", r.Line, r.Outcome, r.named.ID, r.Does)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// fileProblem puts what is wrong with the file at its field.
func fileProblem(err error) error {
	var p *problem.Problem
	if errors.As(err, &p) && slices.Contains([]problem.Kind{problem.Invalid, problem.TooLarge}, p.Kind) {
		return &problem.Problem{Kind: p.Kind, Message: "There is a problem", Fields: []problem.Field{{Name: "file", Message: p.Message}}}
	}
	return err
}
