package dbtest

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/id"
)

// AddPool gives the story's region people enough for every team of a cycle: of each
// council two senior managers, a councillor and two principal social workers; and
// three leads and three experts by experience of no council.
func (s *Story) AddPool() {
	s.T.Helper()
	s.in(s.As(access.Coordinator), func(ctx context.Context, tx pgx.Tx) error {
		n := 0
		add := func(council *uuid.UUID, posts ...string) error {
			for _, post := range posts {
				n++
				who := id.New()
				if _, err := tx.Exec(ctx, `INSERT INTO person (id, name, region_id, council_id, post, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
					who, fmt.Sprintf("%s %d", post, n), s.Region, council, post, s.Clock.Now()); err != nil {
					return err
				}
				if post != "Principal social worker" {
					continue
				}
				if _, err := tx.Exec(ctx, `INSERT INTO role_holding (id, person_id, role, scope, scope_id, starts_on) VALUES ($1, $2, 'psw', 'council', $3, $4)`,
					id.New(), who, council, civil.Of(s.Clock.Now())); err != nil {
					return err
				}
			}
			return nil
		}
		for _, council := range append([]uuid.UUID{s.Host}, s.Others...) {
			if err := add(&council, "Head of commissioning", "Assistant director", "Cabinet member for adults", "Principal social worker", "Principal social worker"); err != nil {
				return err
			}
		}
		lead, expert := "Associate of the regional office", "Expert by experience"
		return add(nil, lead, expert, lead, expert, lead, expert)
	})
}
