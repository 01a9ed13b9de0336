package directory

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/council"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/roster"
)

// Outcome is what an import does with one line.
type Outcome string

// The outcomes.
const (
	Adds    Outcome = "adds"    // a new person
	Further Outcome = "further" // somebody known, who is given a further post
	Same    Outcome = "same"    // somebody known; nothing changes
	Cannot  Outcome = "cannot"  // something has to be put right first
)

// PlanRow is one line of the file and what the import does with it.
type PlanRow struct {
	roster.Row
	Outcome Outcome
	Does    string // one sentence for the reader
	Council council.Council
	known   uuid.UUID // Nil for a new person
	post    *NewPost  // to give, or nil
}

// Plan is what an import would do. Digest stands for the file and everything in
// the plan: the same file gives another digest once anything would happen
// differently.
type Plan struct {
	Region  council.Region
	Rows    []PlanRow
	Notes   []string
	Ignored []string
	Digest  string
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

// Preview reads a file and says line by line what would happen. Nothing is
// written. Invalid on "file" when it is no list; Missing to all but coordinators.
func (s *Service) Preview(ctx context.Context, actor access.Actor, file []byte) (Plan, error) {
	var p Plan
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		var err error
		p, err = s.planTx(ctx, tx, file)
		return err
	})
	return p, err
}

// planTx needs six statements whatever the number of lines.
func (s *Service) planTx(ctx context.Context, tx pgx.Tx, file []byte) (Plan, error) {
	region, err := council.CoordinatedTx(ctx, tx)
	if err != nil {
		return Plan{}, err
	}
	councils, err := council.ListTx(ctx, tx, region.ID)
	if err != nil {
		return Plan{}, err
	}
	var own []roster.OwnCouncil
	byCode := map[string]council.Council{}
	for _, c := range councils {
		own = append(own, roster.OwnCouncil{Code: c.Code, Name: c.Name, OfficialName: c.OfficialName})
		byCode[c.Code] = c
	}
	table, err := roster.Parse(bytes.NewReader(file), own...)
	if err != nil {
		return Plan{}, fileProblem(err)
	}
	known, err := readKnownTx(ctx, tx, region.ID, table)
	if err != nil {
		return Plan{}, err
	}
	p := Plan{Region: region, Notes: table.Notes, Ignored: table.Ignored}
	today := civil.Of(s.Clock.Now())
	for _, row := range table.Rows {
		r := PlanRow{Row: row, Council: byCode[row.CouncilCode]}
		r.decide(region, known, today)
		p.Rows = append(p.Rows, r)
	}
	p.Digest = p.digest(file)
	return p, nil
}

// decide says what happens with one line.
func (r *PlanRow) decide(region council.Region, known known, today civil.Date) {
	if r.CouncilCode != "" && r.Council.ID == uuid.Nil {
		r.Problems = append(r.Problems, "The council is not in "+region.Name+". Its own region’s coordinator adds its people.")
	}
	if known.elsewhere[r.Email] {
		r.Problems = append(r.Problems, "This address already belongs to somebody in another region. Use another address of theirs, or ask the technical operator.")
	}
	if !r.OK() {
		r.Outcome, r.Does = Cannot, "Left out: put this right first."
		return
	}
	r.post = r.postOf(today)
	who, here := known.people[r.Email]
	if !here {
		r.Outcome, r.Does = Adds, "New person"+r.postWords(region)+"."
		r.remarkDirector(known, uuid.Nil)
		return
	}
	r.known = who.ID
	if !sameName(who.Name, r.Name) {
		r.Notes = append(r.Notes, "We know this address as "+who.Name+". The name stays as it is.")
	}
	if r.post == nil || known.holds[postKey{who.ID, r.post.Role, r.placeOf(region)}] {
		r.post = nil
		r.Outcome, r.Does = Same, who.Name+" is here already. Nothing changes."
		return
	}
	r.Outcome, r.Does = Further, who.Name+" is here already"+r.postWords(region)+"."
	r.remarkDirector(known, who.ID)
}

// postOf is the post that a line gives, or nil: only directors, principal social
// workers and coordinators hold one outside a challenge.
func (r *PlanRow) postOf(today civil.Date) *NewPost {
	n := NewPost{Role: access.Role(r.Role), Council: r.Council.ID, Starts: r.Starts, Ends: r.Ends}
	if len(n.check(today)) > 0 {
		return nil
	}
	return &n
}

func (r *PlanRow) placeOf(region council.Region) uuid.UUID {
	if r.post.Role == access.Coordinator {
		return region.ID
	}
	return r.Council.ID
}

// postWords go on from "New person".
func (r *PlanRow) postWords(region council.Region) string {
	if r.post == nil {
		if label := roster.RoleLabel(r.Role); label != "" {
			return ", can be asked as " + strings.ToLower(label[:1]) + label[1:]
		}
		return ""
	}
	place := r.Council.Name
	if r.post.Role == access.Coordinator {
		place = region.Name
	}
	words := fmt.Sprintf(", becomes %s of %s from %s", roster.RoleLabel(r.Role), place, r.post.Starts.Long())
	if !r.post.Ends.IsZero() {
		words += " to " + r.post.Ends.Long()
	}
	return words
}

// remarkDirector says when a council would have two directors.
func (r *PlanRow) remarkDirector(known known, who uuid.UUID) {
	if r.post == nil || r.post.Role != access.DASS {
		return
	}
	if d, ok := known.directors[r.Council.ID]; ok && d.ID != who {
		r.Notes = append(r.Notes, d.Name+" is director there now. Both hold the post until you end one.")
	}
}

func sameName(a, b string) bool { return strings.EqualFold(strings.Join(strings.Fields(a), " "), b) }

func (p Plan) digest(file []byte) string {
	h := sha256.New()
	h.Write(file)
	for _, r := range p.Rows {
		fmt.Fprintf(h, "\n%d %s %s %s", r.Line, r.Outcome, r.known, r.Does)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// fileProblem puts what is wrong with a file at the field of the file.
func fileProblem(err error) error {
	if p, ok := err.(*problem.Problem); ok && (p.Kind == problem.Invalid || p.Kind == problem.TooLarge) && len(p.Fields) == 0 {
		return invalid("file", p.Message)
	}
	return err
}
