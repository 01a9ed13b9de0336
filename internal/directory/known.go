package directory

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/roster"
)

// known is what is there already of the people in a file.
type known struct {
	people    map[string]knownPerson // by address
	holds     map[postKey]bool
	directors map[uuid.UUID]knownPerson // by council
	elsewhere map[string]bool           // addresses the coordinator can see, of people outside the region
}

type knownPerson struct {
	ID       uuid.UUID
	Name     string
	Email    string
	InRegion bool
}

type postKey struct {
	who   uuid.UUID
	role  access.Role
	place uuid.UUID
}

func readKnownTx(ctx context.Context, tx pgx.Tx, region uuid.UUID, table roster.Table) (known, error) {
	k := known{map[string]knownPerson{}, map[postKey]bool{}, map[uuid.UUID]knownPerson{}, map[string]bool{}}
	var addresses []string
	for _, r := range table.Rows {
		if r.Email != "" {
			addresses = append(addresses, r.Email)
		}
	}
	people, err := db.All[knownPerson](ctx, tx, `SELECT p.id, p.name, e.email, p.region_id IS NOT DISTINCT FROM $1 AS in_region
		FROM person_contact e JOIN person p ON p.id = e.person_id WHERE e.email = ANY ($2)`, region, addresses)
	if err != nil {
		return k, err
	}
	var ids []uuid.UUID
	for _, p := range people {
		if !p.InRegion {
			k.elsewhere[p.Email] = true
			continue
		}
		k.people[p.Email] = p
		ids = append(ids, p.ID)
	}
	return k, k.postsTx(ctx, tx, region, ids)
}

type heldPost struct {
	PersonID uuid.UUID
	Name     string
	Role     access.Role
	ScopeID  uuid.UUID
}

// postsTx reads the posts that these people hold, and who directs each council
// of the region.
func (k known) postsTx(ctx context.Context, tx pgx.Tx, region uuid.UUID, people []uuid.UUID) error {
	posts, err := db.All[heldPost](ctx, tx, `SELECT h.person_id, p.name, h.role, h.scope_id FROM role_holding h JOIN person p ON p.id = h.person_id
		WHERE h.ended_at IS NULL AND h.scope IN ('council', 'region')
		  AND (h.person_id = ANY ($2) OR h.role = 'dass' AND h.scope_id IN (SELECT id FROM council WHERE region_id = $1))`, region, people)
	for _, h := range posts {
		k.holds[postKey{h.PersonID, h.Role, h.ScopeID}] = true
		if h.Role == access.DASS {
			k.directors[h.ScopeID] = knownPerson{ID: h.PersonID, Name: h.Name}
		}
	}
	return err
}
