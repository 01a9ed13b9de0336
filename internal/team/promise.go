package team

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
)

// Format is how somebody wants to get what they are promised (T10).
type Format string

// The formats.
const (
	OnThePage   Format = "web"
	ByEmail     Format = "email"
	LargePrint  Format = "large_print"
	EasyRead    Format = "easy_read"
	ByTelephone Format = "telephone" // the coordinator reads it out, and records that
)

// Formats in the order of the form, in words.
var Formats = []struct {
	Format Format
	Words  string
}{{OnThePage, "On the web page"}, {ByEmail, "As the text of an e-mail"}, {LargePrint, "In large print"}, {EasyRead, "In easy read"}, {ByTelephone, "By telephone, read out by you"}}

// Promise is what an expert by experience is promised before they say yes (T10).
// Each text has at most 1,000 characters, the buddy's name 300.
type Promise struct {
	PersonID  uuid.UUID
	Hours     string
	Payment   string
	Expenses  string
	Benefits  string // that payment may affect them, and where to get advice
	Buddy     string // named
	Support   string
	Format    Format
	ReadOutOn civil.Date // by telephone
}

// Ready tells whether the expert has got it, so that they can answer.
func (p Promise) Ready() bool { return p.Format != ByTelephone || !p.ReadOutOn.IsZero() }

// Check says what is missing, at the fields of the form.
func (p Promise) Check() error {
	var f problem.Fields
	f.Check(p.PersonID != uuid.Nil, "person", "Choose who it is for")
	for _, t := range []struct {
		name, words, ask string
		most             int
	}{{"hours", p.Hours, "Say how many hours it takes", 1000}, {"payment", p.Payment, "Say what you pay, and when", 1000},
		{"expenses", p.Expenses, "Say which expenses you pay, and how", 1000}, {"benefits", p.Benefits, "Say that payment may affect benefits, and where to get free advice", 1000},
		{"buddy", p.Buddy, "Enter the buddy’s name", 300}, {"support", p.Support, "Say what support they get", 1000}} {
		f.Check(t.words != "", t.name, t.ask)
		f.Check(db.Length(t.words) <= t.most, t.name, "This must be shorter")
	}
	known := false
	for _, x := range Formats {
		known = known || x.Format == p.Format
	}
	f.Check(known, "format", "Choose how they want to get it")
	return f.Err()
}

const promiseSQL = `SELECT person_id, hours, payment, expenses, benefits, buddy, support, format, read_out_on FROM expert_promise WHERE challenge_id = $1 `

// promiseTx is what somebody is promised; nil when nothing is written, or it is
// not the actor's to read.
func promiseTx(ctx context.Context, tx pgx.Tx, id challenge.ID, who uuid.UUID) (*Promise, error) {
	list, err := db.All[Promise](ctx, tx, promiseSQL+`AND person_id = $2`, id, who)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// NamedPromise is a promise with the name of the expert.
type NamedPromise struct {
	Name string
	Promise
}

// PromisesPage is where the coordinator writes what experts are promised.
type PromisesPage struct {
	Head    challenge.Head
	Written []NamedPromise
	Pool    []Pool  // who could be chosen
	Begin   Promise // the region's words, for the next one
}

// PromisesPage reads it: the coordinator; Missing for others.
func (s *Service) PromisesPage(ctx context.Context, actor access.Actor, cid challenge.ID) (PromisesPage, error) {
	var v PromisesPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if v.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), cid); err != nil {
			return err
		}
		if err := challenge.Require(v.Head.Challenge, WritePromise); err != nil {
			return err
		}
		v.Written, err = db.All[NamedPromise](ctx, tx, `SELECT p.name, x.* FROM (`+promiseSQL+`) x JOIN person p ON p.id = x.person_id ORDER BY p.name, p.id`, cid)
		if err != nil {
			return err
		}
		if v.Pool, err = poolTx(ctx, tx, v.Head.Challenge); err != nil {
			return err
		}
		v.Begin, err = db.One[Promise](ctx, tx, `SELECT '00000000-0000-0000-0000-000000000000'::uuid AS person_id, hours, payment, expenses, benefits, '' AS buddy, support,
			'web' AS format, NULL::date AS read_out_on FROM expert_default WHERE region_id = $1`, v.Head.RegionID)
		if problem.Is(err, problem.NotFound) {
			err = nil
		}
		return err
	})
	return v, err
}

// SavePromise writes down what an expert is promised, before they are asked (T10);
// remember keeps the words for the region's next expert. Only the coordinator. A
// change after it was read out must be read out again.
func (s *Service) SavePromise(ctx context.Context, actor access.Actor, cid challenge.ID, p Promise, remember bool) error {
	return s.change(ctx, actor, cid, WritePromise, func(tx pgx.Tx, c challenge.Challenge, now time.Time) error {
		if err := p.Check(); err != nil {
			return err
		}
		known, err := db.Value[bool](ctx, tx, `SELECT EXISTS (SELECT FROM person WHERE id = $1 AND region_id = $2)`, p.PersonID, c.RegionID)
		if err != nil {
			return err
		}
		if !known {
			return atField("person", "Choose a person of the region")
		}
		_, err = tx.Exec(ctx, `INSERT INTO expert_promise (challenge_id, region_id, person_id, hours, payment, expenses, benefits, buddy, support, format, written_by, written_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, app_actor(), $11)
			ON CONFLICT (challenge_id, person_id) DO UPDATE SET hours = excluded.hours, payment = excluded.payment, expenses = excluded.expenses, benefits = excluded.benefits,
				buddy = excluded.buddy, support = excluded.support, format = excluded.format, written_by = excluded.written_by, written_at = excluded.written_at,
				read_out_by = NULL, read_out_on = NULL`,
			cid, c.RegionID, p.PersonID, p.Hours, p.Payment, p.Expenses, p.Benefits, p.Buddy, p.Support, p.Format, now)
		if err != nil {
			return err
		}
		if remember {
			if err := RememberTx(ctx, tx, now, c.RegionID, p); err != nil {
				return err
			}
		}
		return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: WritePromise.Name, Region: c.RegionID, Room: access.Region, Subject: p.PersonID})
	})
}

// RememberTx keeps the words of a promise for the region's next expert, without the
// buddy and the format, which are one person's own.
func RememberTx(ctx context.Context, tx pgx.Tx, now time.Time, region uuid.UUID, p Promise) error {
	_, err := tx.Exec(ctx, `INSERT INTO expert_default (region_id, hours, payment, expenses, benefits, support, changed_by, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, app_actor(), $7) ON CONFLICT (region_id) DO UPDATE SET hours = excluded.hours, payment = excluded.payment,
		expenses = excluded.expenses, benefits = excluded.benefits, support = excluded.support, changed_by = excluded.changed_by, changed_at = excluded.changed_at`,
		region, p.Hours, p.Payment, p.Expenses, p.Benefits, p.Support, now)
	return err
}

// ReadOut records that the coordinator read the promises out by telephone (T10).
func (s *Service) ReadOut(ctx context.Context, actor access.Actor, cid challenge.ID, who uuid.UUID) error {
	return s.change(ctx, actor, cid, WritePromise, func(tx pgx.Tx, c challenge.Challenge, now time.Time) error {
		tag, err := tx.Exec(ctx, `UPDATE expert_promise SET read_out_by = app_actor(), read_out_on = $3
			WHERE challenge_id = $1 AND person_id = $2 AND format = 'telephone' AND read_out_on IS NULL`, cid, who, civil.Of(now))
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return problem.New(problem.Conflict, "There is nothing to read out. It may be recorded already.")
		}
		return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: WritePromise.Name, Region: c.RegionID, Room: access.Region, Subject: who})
	})
}

// SaveNeeds writes the actor's own access needs: for the coordinators of the
// region, and for the lead only if leadMaySee (T10).
func (s *Service) SaveNeeds(ctx context.Context, actor access.Actor, cid challenge.ID, words string, leadMaySee bool) error {
	return s.change(ctx, actor, cid, SayNeeds, func(tx pgx.Tx, c challenge.Challenge, now time.Time) error {
		if db.Length(words) > 2000 {
			return atField("words", "Your needs must be 2,000 characters or fewer")
		}
		m, err := ownTx(ctx, tx, cid)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO access_need (challenge_id, region_id, person_id, words, lead_may_see, at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (challenge_id, person_id) DO UPDATE SET words = excluded.words, lead_may_see = excluded.lead_may_see, at = excluded.at`,
			cid, c.RegionID, m.PersonID, words, leadMaySee, now)
		if err != nil {
			return err
		}
		return audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: SayNeeds.Name, Region: c.RegionID, Room: access.Region, Subject: m.ID})
	})
}

// AsText is a promise as the text of an e-mail.
func (p Promise) AsText() string {
	return "What you are promised\n\nHours: " + p.Hours + "\n\nPayment: " + p.Payment + "\n\nExpenses: " + p.Expenses + "\n\nBenefits: " + p.Benefits +
		"\n\nYour buddy: " + p.Buddy + "\n\nSupport: " + p.Support + "\n\n"
}
