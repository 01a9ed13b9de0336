package council

import (
	"context"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"golang.org/x/text/unicode/norm"

	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
)

// Region is a region that this installation serves.
type Region struct {
	ID        uuid.UUID
	Slug      string
	Name      string
	ShortCode string // two letters when it is one of the nine, else empty
	Fictional bool
}

// Council is one council of a region.
type Council struct {
	ID           uuid.UUID
	RegionID     uuid.UUID
	Code         string // ONS code, or one made here: "local-cressford"
	Slug         string
	Name         string
	OfficialName string
}

const (
	regionColumns  = `r.id, r.slug, r.name, r.short_code, r.fictional`
	councilColumns = `c.id, c.region_id, c.code, c.slug, c.name, c.official_name`
)

// RegionTx reads one region; Missing when there is none.
func RegionTx(ctx context.Context, tx pgx.Tx, region uuid.UUID) (Region, error) {
	return db.One[Region](ctx, tx, `SELECT `+regionColumns+` FROM region r WHERE r.id = $1`, region)
}

// RegionsTx lists the regions of the installation by name.
func RegionsTx(ctx context.Context, tx pgx.Tx) ([]Region, error) {
	return db.All[Region](ctx, tx, `SELECT `+regionColumns+` FROM region r ORDER BY r.name`)
}

// CoordinatedTx is the region that the actor coordinates: the one they belong to
// when they coordinate more than one. Missing for everybody else (V6).
func CoordinatedTx(ctx context.Context, tx pgx.Tx) (Region, error) {
	return db.One[Region](ctx, tx, `SELECT `+regionColumns+` FROM region r WHERE r.id = ANY ((SELECT keys_of('region'))::uuid[])
		ORDER BY r.id IS DISTINCT FROM (SELECT region_id FROM person WHERE id = app_actor()), r.name LIMIT 1`)
}

// ListTx lists the councils of a region by name.
func ListTx(ctx context.Context, tx pgx.Tx, region uuid.UUID) ([]Council, error) {
	return db.All[Council](ctx, tx, `SELECT `+councilColumns+` FROM council c WHERE c.region_id = $1 ORDER BY c.name`, region)
}

// GetTx reads one council; Missing when there is none.
func GetTx(ctx context.Context, tx pgx.Tx, council uuid.UUID) (Council, error) {
	return db.One[Council](ctx, tx, `SELECT `+councilColumns+` FROM council c WHERE c.id = $1`, council)
}

// NewRegion is a region to be added with its councils.
type NewRegion struct {
	Name      string
	ShortCode string
	Fictional bool
	Councils  []NewCouncil
}

// NewCouncil is a council to be added. With no code one is made from the name.
type NewCouncil struct {
	Code         string
	Name         string
	OfficialName string
}

// code is the code it will have.
func (n NewCouncil) code() string {
	if n.Code == "" {
		return "local-" + Slug(n.Name)
	}
	return n.Code
}

// AddRegionTx adds a region with its councils. The actor must be the technical
// operator. Conflict when a region of that name, or one of the councils, is
// already here.
func AddRegionTx(ctx context.Context, tx pgx.Tx, now time.Time, n NewRegion) (uuid.UUID, error) {
	region := id.New()
	_, err := tx.Exec(ctx, `INSERT INTO region (id, slug, name, short_code, fictional, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		region, Slug(n.Name), n.Name, n.ShortCode, n.Fictional, now)
	if err != nil {
		return uuid.Nil, db.Explain(err)
	}
	for _, c := range n.Councils {
		_, err := tx.Exec(ctx, `INSERT INTO council (id, region_id, code, slug, name, official_name) VALUES ($1, $2, $3, $4, $5, $6)`,
			id.New(), region, c.code(), Slug(c.Name), c.Name, c.OfficialName)
		if err != nil {
			return uuid.Nil, db.Explain(err)
		}
	}
	return region, nil
}

// Taken is a council that a region of the installation has already.
type Taken struct {
	Code       string
	Slug       string
	Name       string
	RegionName string
}

// TakenTx finds which of the councils are already here, by code or by the name
// in addresses; the answer is in the order of the list, nil where it is free.
func TakenTx(ctx context.Context, tx pgx.Tx, list []NewCouncil) ([]*Taken, error) {
	var codes, slugs []string
	for _, n := range list {
		codes, slugs = append(codes, n.code()), append(slugs, Slug(n.Name))
	}
	rows, err := db.All[Taken](ctx, tx, `SELECT c.code, c.slug, c.name, r.name AS region_name FROM council c JOIN region r ON r.id = c.region_id
		WHERE c.code = ANY ($1) OR c.slug = ANY ($2)`, codes, slugs)
	if err != nil {
		return nil, err
	}
	out := make([]*Taken, len(list))
	for i := range list {
		for j := range rows {
			if rows[j].Code == codes[i] || rows[j].Slug == slugs[i] {
				out[i] = &rows[j]
			}
		}
	}
	return out, nil
}

// RequireOperatorTx is Missing unless the actor is the technical operator (V6).
func RequireOperatorTx(ctx context.Context, tx pgx.Tx) error {
	is, err := db.Value[bool](ctx, tx, `SELECT is_operator()`)
	if err == nil && !is {
		err = problem.Missing()
	}
	return err
}

// Slug is a name as it stands in addresses: "St. Helens" is "st-helens". At most
// 60 letters, and never empty.
func Slug(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(name)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’' || r == '.':
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	slug := b.String()
	slug = strings.Trim(slug[:min(len(slug), 60)], "-")
	if slug == "" {
		return "unnamed"
	}
	return slug
}
