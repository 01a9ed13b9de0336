package learning

import (
	"context"
	"regexp"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/identifiers"
	"peerchallenge/internal/problem"
)

// Share shows a copy of an idea to the region, with its author and without the
// host. Invalid on "words" when the text names a host that has neither published
// nor agreed (E2) or holds a personal identifier, and on "names" when it may name a
// person and nobody has said that it does not. Conflict when it is shared already.
func (s *Service) Share(ctx context.Context, actor access.Actor, of uuid.UUID, namesNobody bool) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		region, err := regionTx(ctx, tx)
		if err != nil {
			return err
		}
		idea, err := ideaTx(ctx, tx, of)
		if err != nil {
			return err
		}
		hosts, err := closedHostsTx(ctx, tx)
		if err != nil {
			return err
		}
		if err := check(idea.Words, hosts, namesNobody); err != nil {
			return err
		}
		me, _ := actor.PersonID()
		shared := id.New()
		if _, err := tx.Exec(ctx, `INSERT INTO shared_idea (id, idea_id, region_id, person_id, author, area_key, words, shared_on)
			SELECT $1, $2, $3, p.id, p.name, $4, $5, $6 FROM person p WHERE p.id = $7`,
			shared, of, region.ID, idea.AreaKey, idea.Words, civil.Of(s.Clock.Now()), uuid.UUID(me)); err != nil {
			return err
		}
		return audit.LogTx(ctx, tx, actor, s.Clock.Now(), audit.Line{Verb: Share.Name, Region: region.ID, Room: access.Region, Subject: shared})
	})
}

// council is a host by its names.
type council struct {
	Name         string
	OfficialName string
}

// closedHostsTx are the hosts of the actor's challenges that may not be named yet:
// neither published nor agreed.
func closedHostsTx(ctx context.Context, tx pgx.Tx) ([]council, error) {
	return db.All[council](ctx, tx, `SELECT DISTINCT k.name, k.official_name FROM challenge c JOIN council k ON k.id = c.host_council_id
		WHERE c.id = ANY ((SELECT keys_of('common'))::uuid[]) AND c.published_at IS NULL
		AND NOT EXISTS (SELECT FROM learning_agreement a WHERE a.challenge_id = c.id AND a.withdrawn_on IS NULL)`)
}

// check refuses a text that must not be shared, and asks about possible names.
func check(text string, hosts []council, namesNobody bool) error {
	var fields problem.Fields
	for _, h := range hosts {
		if said := namesHost(text, h); said != "" {
			fields.Add("words", "This says “"+said+"”. "+h.Name+" has not published its report and has not agreed to be named, so leave the name out")
			break
		}
	}
	for _, f := range identifiers.Stops(text) {
		fields.Add("words", "This holds "+f.Kind.Name()+" (“"+f.Text+"”). Take it out before you share")
	}
	if err := fields.Err(); err != nil {
		return err
	}
	if names := identifiers.Names(text); len(names) > 0 && !namesNobody {
		fields.Add("names", identifiers.Ask(names))
	}
	return fields.Err()
}

// commonWords stand in names of councils and say nothing about which it is.
var commonWords = map[string]bool{"council": true, "borough": true, "county": true, "city": true, "district": true, "metropolitan": true, "london": true,
	"upon": true, "with": true, "north": true, "south": true, "east": true, "west": true, "upper": true, "lower": true, "central": true}

var word = regexp.MustCompile(`\p{L}+`)

// namesHost gives the word of a host's name that stands in a text: its whole name,
// or any word of it that says which council it is.
func namesHost(text string, h council) string {
	in := map[string]string{}
	for _, w := range word.FindAllString(text, -1) {
		in[strings.ToLower(w)] = w
	}
	for _, w := range word.FindAllString(h.Name+" "+h.OfficialName, -1) {
		low := strings.ToLower(w)
		if said, ok := in[low]; ok && len([]rune(w)) >= 4 && !commonWords[low] {
			return said
		}
	}
	if strings.Contains(strings.ToLower(text), strings.ToLower(h.Name)) {
		return h.Name
	}
	return ""
}

// Withdraw takes a shared idea back; nobody reads it there any more.
func (s *Service) Withdraw(ctx context.Context, actor access.Actor, of uuid.UUID) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		region, err := regionTx(ctx, tx)
		if err != nil {
			return err
		}
		if _, err := ideaTx(ctx, tx, of); err != nil {
			return err
		}
		if err := db.ExecOne(ctx, tx, `UPDATE shared_idea SET withdrawn_on = $2 WHERE idea_id = $1 AND withdrawn_on IS NULL`, of, civil.Of(s.Clock.Now())); err != nil {
			return err
		}
		return audit.LogTx(ctx, tx, actor, s.Clock.Now(), audit.Line{Verb: "learning.withdraw", Region: region.ID, Room: access.Region, Subject: of})
	})
}

// SharedIdea is an idea as the region reads it. Host is empty until it may be named.
type SharedIdea struct {
	ID       uuid.UUID
	Author   string
	AreaKey  string
	Words    string
	SharedOn civil.Date
	Mine     bool
	Host     string
}

// SharedPage is one page of shared ideas.
type SharedPage struct {
	RegionName string
	Ideas      []SharedIdea
	More       bool
	Areas      []Area
}

// Query says which page: Words are searched for, AfterOn and AfterID are the last
// row of the page before.
type Query struct {
	Words   string
	AreaKey string
	AfterOn civil.Date
	AfterID uuid.UUID
}

// Shared reads one page of what was shared in the actor's region, newest first;
// Missing for whoever takes part in none.
func (s *Service) Shared(ctx context.Context, actor access.Actor, q Query) (SharedPage, error) {
	var p SharedPage
	if q.AfterOn.IsZero() {
		q.AfterOn, q.AfterID = civil.NewDate(9999, 1, 1), uuid.Max
	}
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		region, err := regionTx(ctx, tx)
		if err != nil {
			return err
		}
		p.RegionName = region.Name
		if p.Areas, err = areasTx(ctx, tx, region.ID); err != nil {
			return err
		}
		p.Ideas, err = db.All[SharedIdea](ctx, tx, `WITH page AS (SELECT s.id, s.author, s.area_key, s.words, s.shared_on, s.person_id = app_actor() AS mine
				FROM shared_idea s WHERE s.region_id = $1 AND s.withdrawn_on IS NULL AND (s.shared_on, s.id) < ($2, $3) AND ($4 = '' OR s.area_key = $4)
				AND ($5 = '' OR s.id = ANY ((SELECT find_shared_ideas($5))::uuid[]))
				ORDER BY s.shared_on DESC, s.id DESC LIMIT $6)
			SELECT p.*, coalesce(h.host, '') AS host FROM page p LEFT JOIN hosts_of_ideas((SELECT array_agg(id) FROM page)) h ON h.id = p.id
			ORDER BY p.shared_on DESC, p.id DESC`, region.ID, q.AfterOn, q.AfterID, q.AreaKey, q.Words, PageSize+1)
		return err
	})
	if len(p.Ideas) > PageSize {
		p.Ideas, p.More = p.Ideas[:PageSize], true
	}
	return p, err
}
