package regionsetup

import (
	"bytes"
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/council"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/roster"
)

// CSVPlan is what would happen with a list of councils. Nothing has been written.
type CSVPlan struct {
	Name  string // of the region
	Rows  []roster.CouncilRow
	Notes []string
}

// Ready are the councils that can be set up.
func (p CSVPlan) Ready() []council.NewCouncil {
	var out []council.NewCouncil
	for _, r := range p.Rows {
		if r.OK() {
			out = append(out, council.NewCouncil{Code: r.Code, Name: r.Name, OfficialName: r.OfficialName})
		}
	}
	return out
}

// Problems counts the lines that have to be put right: a region is set up whole.
func (p CSVPlan) Problems() int { return len(p.Rows) - len(p.Ready()) }

func checkName(name string) error {
	var f problem.Fields
	f.Check(name != "", "name", "Enter the name of the region")
	f.Check(db.Length(name) <= 100, "name", "The name must be 100 characters or fewer")
	return f.Err()
}

// PreviewCSV reads a list of councils for a new region and says line by line
// what was understood. Nothing is written.
func (s *Service) PreviewCSV(ctx context.Context, actor access.Actor, name string, file []byte) (CSVPlan, error) {
	var p CSVPlan
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		var err error
		p, err = planTx(ctx, tx, name, file)
		return err
	})
	return p, err
}

func planTx(ctx context.Context, tx pgx.Tx, name string, file []byte) (CSVPlan, error) {
	if err := council.RequireOperatorTx(ctx, tx); err != nil {
		return CSVPlan{}, err
	}
	if err := checkName(name); err != nil {
		return CSVPlan{}, err
	}
	table, err := roster.ParseCouncils(bytes.NewReader(file))
	if err != nil {
		return CSVPlan{}, fileProblem(err)
	}
	var list []council.NewCouncil
	for _, r := range table.Rows {
		list = append(list, council.NewCouncil{Code: r.Code, Name: r.Name})
	}
	taken, err := council.TakenTx(ctx, tx, list)
	if err != nil {
		return CSVPlan{}, err
	}
	for i, t := range taken {
		if t != nil && table.Rows[i].OK() {
			table.Rows[i].Problems = append(table.Rows[i].Problems, t.Name+" is already set up here, in "+t.RegionName+".")
		}
	}
	return CSVPlan{Name: name, Rows: table.Rows, Notes: table.Notes}, nil
}

// CreateFromCSV sets a new region up with the councils of a list, all or none:
// Invalid while any line has to be put right.
func (s *Service) CreateFromCSV(ctx context.Context, actor access.Actor, name string, file []byte) (uuid.UUID, error) {
	var region uuid.UUID
	err := db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		p, err := planTx(ctx, tx, name, file)
		if err != nil {
			return err
		}
		if p.Problems() > 0 {
			return invalid("file", "Some lines have to be put right first")
		}
		region, err = createTx(ctx, tx, actor, s.Clock.Now(), council.NewRegion{Name: name, Councils: p.Ready()})
		return err
	})
	if problem.Is(err, problem.Conflict) {
		return uuid.Nil, invalid("name", "There is already a region with this name, or one of its councils is already set up")
	}
	return region, err
}

// fileProblem puts what is wrong with a file at the field of the file.
func fileProblem(err error) error {
	if p, ok := err.(*problem.Problem); ok && (p.Kind == problem.Invalid || p.Kind == problem.TooLarge) && len(p.Fields) == 0 {
		return invalid("file", p.Message)
	}
	return err
}
