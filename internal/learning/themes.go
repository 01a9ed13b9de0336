package learning

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
)

// Theme is how often findings of each kind were made in one area, over all hosts.
type Theme struct {
	AreaKey        string
	Area           string
	Strengths      int
	Considerations int
	Recommended    int
}

// ThemesPage is what the findings of a region have in common (E3). Themes is empty
// until three hosts have published or agreed.
type ThemesPage struct {
	RegionName string
	Hosts      int
	Themes     []Theme
}

// Themes reads it, for whoever takes part in the region; Missing for others.
func (s *Service) Themes(ctx context.Context, actor access.Actor) (ThemesPage, error) {
	var p ThemesPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		region, err := regionTx(ctx, tx)
		if err != nil {
			return err
		}
		p.RegionName = region.Name
		areas, err := areasTx(ctx, tx, region.ID)
		if err != nil {
			return err
		}
		rows, err := db.All[struct {
			AreaKey  string
			AreaName string
			Kind     string
			N        int
			Hosts    int
		}](ctx, tx, `SELECT * FROM regional_themes($1) ORDER BY area_name`, region.ID)
		for _, a := range areas {
			p.Themes = append(p.Themes, Theme{AreaKey: a.Key, Area: a.Name})
		}
		for _, r := range rows {
			p.Hosts = r.Hosts
			t := p.theme(r.AreaKey, r.AreaName)
			switch r.Kind {
			case "strength":
				t.Strengths += r.N
			case "consideration":
				t.Considerations += r.N
			case "recommendation":
				t.Recommended += r.N
			}
		}
		if len(rows) == 0 {
			p.Themes = nil
		}
		return err
	})
	return p, err
}

// theme finds an area, or adds one that the region's areas have had before.
func (p *ThemesPage) theme(key, name string) *Theme {
	for i := range p.Themes {
		if p.Themes[i].AreaKey == key {
			return &p.Themes[i]
		}
	}
	p.Themes = append(p.Themes, Theme{AreaKey: key, Area: name})
	return &p.Themes[len(p.Themes)-1]
}

// AgreementPage is whether a host may be named beside shared ideas.
type AgreementPage struct {
	challenge.Head
	Published bool
	AgreedOn  civil.Date // zero: not
	CanAgree  bool
}

// Agreement reads it, for the host's director, the team and visiting principal
// social workers; Missing for others.
func (s *Service) Agreement(ctx context.Context, actor access.Actor, of challenge.ID) (AgreementPage, error) {
	var p AgreementPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), of); err != nil {
			return err
		}
		if !p.Standing().Is(append([]access.Role{access.DASS, access.VisitingPSW}, access.Team...)...) {
			return problem.Missing()
		}
		rows, _ := tx.Query(ctx, `SELECT agreed_on FROM learning_agreement WHERE challenge_id = $1 AND withdrawn_on IS NULL`, of)
		days, err := pgx.CollectRows(rows, pgx.RowTo[civil.Date])
		if len(days) > 0 {
			p.AgreedOn = days[0]
		}
		return err
	})
	p.Published, p.CanAgree = p.PublishedAt != nil, Agree.Allows(p.Standing())
	return p, err
}

// Agree lets the host be named beside shared ideas and counts its findings in the
// region's themes, before it has published. For the host's director.
func (s *Service) Agree(ctx context.Context, actor access.Actor, of challenge.ID) error {
	return s.agreement(ctx, actor, of, Agree.Name, func(tx pgx.Tx, region uuid.UUID) error {
		me, _ := actor.PersonID()
		_, err := tx.Exec(ctx, `INSERT INTO learning_agreement (id, challenge_id, region_id, person_id, agreed_on) VALUES ($1, $2, $3, $4, $5)`,
			id.New(), of, region, uuid.UUID(me), civil.Of(s.Clock.Now()))
		return err
	})
}

// TakeBack ends that agreement.
func (s *Service) TakeBack(ctx context.Context, actor access.Actor, of challenge.ID) error {
	return s.agreement(ctx, actor, of, "learning.take-back", func(tx pgx.Tx, _ uuid.UUID) error {
		return db.ExecOne(ctx, tx, `UPDATE learning_agreement SET withdrawn_on = $2 WHERE challenge_id = $1 AND withdrawn_on IS NULL`, of, civil.Of(s.Clock.Now()))
	})
}

func (s *Service) agreement(ctx context.Context, actor access.Actor, of challenge.ID, verb string, act func(pgx.Tx, uuid.UUID) error) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.GetTx(ctx, tx, of)
		if err != nil {
			return err
		}
		if err := challenge.Require(c, Agree); err != nil {
			return err
		}
		if err := act(tx, c.RegionID); err != nil {
			return err
		}
		return audit.LogTx(ctx, tx, actor, s.Clock.Now(), audit.Line{Verb: verb, Challenge: of, Room: access.Common})
	})
}
