package host

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
)

// Held is one part somebody of the host has in the challenge.
type Held struct {
	PersonID uuid.UUID
	Name     string
	Role     access.Role
	Title    string // a senior leader's; else the person's own post
	Acting   bool
	StartsOn civil.Date
	EndsOn   civil.Date // zero when open
	Drafts   bool       // a senior leader who may read the host's drafts
}

// Page is who of the host takes part.
type Page struct {
	Head     challenge.Head
	People   []Held // director and PSW by their posts first
	CanName  bool   // a link officer or senior leader
	CanRead  bool   // a reader of the final report
	CanLetIn bool
	CanEnd   bool
	CanAct   bool // the council's own director, who may name somebody to act
}

// PeoplePage reads it for the host's director and link officer; Missing to
// others. Four statements at most.
func (s *Service) PeoplePage(ctx context.Context, actor access.Actor, id challenge.ID) (Page, error) {
	var p Page
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), id); err != nil {
			return err
		}
		standing := p.Head.Standing()
		if !standing.Is(access.DASS, access.LinkOfficer) {
			return problem.Missing()
		}
		p.CanName, p.CanRead = Name.Allows(standing), NameReader.Allows(standing)
		p.CanLetIn, p.CanEnd = LetIn.Allows(standing), End.Allows(standing)
		p.People, err = db.All[Held](ctx, tx, `SELECT h.person_id, p.name, CASE WHEN h.scope = 'council' AND h.role = 'psw' THEN 'host_psw' ELSE h.role END AS role,
				coalesce(nullif(h.title, ''), p.post) AS title, h.acting, h.starts_on, h.ends_on,
				EXISTS (SELECT FROM role_holding d WHERE d.scope = 'challenge' AND d.scope_id = $1 AND d.person_id = h.person_id
					AND d.role = 'host_reader' AND d.ended_at IS NULL) AS drafts
			FROM role_holding h JOIN person p ON p.id = h.person_id
			WHERE h.ended_at IS NULL AND ((h.scope = 'challenge' AND h.scope_id = $1 AND h.role IN ('link_officer', 'senior_leader', 'council_reader', 'contributor'))
				OR (h.scope = 'council' AND h.scope_id = $2 AND h.role IN ('dass', 'psw')))
			ORDER BY array_position(ARRAY['dass', 'psw', 'link_officer', 'senior_leader', 'council_reader', 'contributor'], h.role), p.name, h.id LIMIT 300`,
			id, p.Head.HostCouncilID)
		if err != nil || !NameActing.Allows(standing) {
			return err
		}
		p.CanAct, err = db.Value[bool](ctx, tx, `SELECT $1 = ANY (councils_i_direct())`, p.Head.HostCouncilID)
		return err
	})
	return p, err
}

// Of lists those who have a part.
func (p Page) Of(role access.Role) []Held {
	var out []Held
	for _, h := range p.People {
		if h.Role == role {
			out = append(out, h)
		}
	}
	return out
}
