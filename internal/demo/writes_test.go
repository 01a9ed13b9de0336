package demo_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
)

// addedUnread are tables in which somebody rightly adds what they then do not read:
// mail goes into the queue, and a director adds people of the region.
var addedUnread = map[string]bool{"mail": true, "person": true, "person_contact": true}

// V1, V2: what somebody cannot read they cannot write either: no copy of a row
// goes into a room without its key, and no change or removal reaches a row that
// is not theirs to read.
func TestRooms_V1_NobodyWritesWhereTheyMayNotRead(t *testing.T) {
	d, _ := told(t)
	ctx := context.Background()
	for name, actor := range viewpoints(t, d) {
		if actor.JobName() != "" {
			continue
		}
		err := db.InTx(ctx, d.Pool, actor, func(tx pgx.Tx) error {
			for _, p := range places(t) {
				if p.rows == "" || p.rows == "closed" || addedUnread[p.table] {
					continue
				}
				if err := writesNothing(t, d, tx, name, actor, p); err != nil {
					return fmt.Errorf("%s writes %s: %w", name, p.table, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func writesNothing(t *testing.T, d *dbtest.Database, tx pgx.Tx, name string, actor access.Actor, p place) error {
	t.Helper()
	ctx := context.Background()
	var readable int64
	if err := tx.QueryRow(ctx, "SELECT count(*) FROM "+p.table).Scan(&readable); err != nil {
		return err
	}
	var row []byte // one that is not theirs
	err := d.Owner.QueryRow(ctx, fmt.Sprintf("SELECT to_jsonb(x) FROM %s x WHERE (%s) IS NOT TRUE LIMIT 1", p.table, p.wants(actor.UUID(), ""))).Scan(&row)
	if err == nil {
		err = within(ctx, tx, func(tx pgx.Tx) error {
			_, err := tx.Exec(ctx, fmt.Sprintf("INSERT INTO %[1]s SELECT * FROM jsonb_populate_record(NULL::%[1]s, $1)", p.table), row)
			return err
		})
		if !refused(err) {
			t.Errorf("%s puts a row of another room into %s: %v", name, p.table, err)
		}
	}
	for _, sql := range []string{"DELETE FROM " + p.table, "UPDATE " + p.table + " SET " + anyColumn(d, p.table)} {
		var n int64
		err := within(ctx, tx, func(tx pgx.Tx) error {
			tag, err := tx.Exec(ctx, sql)
			n = tag.RowsAffected()
			return err
		})
		if err == nil && n > readable {
			t.Errorf("%s: %s reaches %d rows, %d are readable", name, sql, n, readable)
		}
	}
	return nil
}

// anyColumn sets a column the app may set to itself, else the first there is.
func anyColumn(d *dbtest.Database, table string) (set string) {
	err := d.Owner.QueryRow(context.Background(), `SELECT quote_ident(column_name) || ' = ' || quote_ident(column_name) FROM information_schema.columns
		WHERE table_schema = 'public' AND table_name = $1
		ORDER BY has_column_privilege('peerchallenge_app', table_name, column_name, 'UPDATE') DESC, ordinal_position LIMIT 1`, table).Scan(&set)
	if err != nil {
		panic(err) // a table without columns
	}
	return set
}

// tries runs one statement as an actor in a transaction that is rolled back.
func tries(t *testing.T, b db.Beginner, actor access.Actor, sql string, args ...any) (rows int64, err error) {
	t.Helper()
	ctx := context.Background()
	undo := fmt.Errorf("undone")
	got := db.InTx(ctx, b, actor, func(tx pgx.Tx) error {
		err = within(ctx, tx, func(tx pgx.Tx) error {
			done, err := tx.Exec(ctx, sql, args...)
			rows = done.RowsAffected()
			return err
		})
		return undo
	})
	if got == nil {
		t.Fatal("nothing was undone")
	}
	return rows, err
}

// V5, and what no mistake of ours may do: the trail and the sealed copies do not
// change; nobody writes keys, makes rules for keys, or becomes more than they are.
func TestWrites_V5_WhatTheProgramItselfCannotDo(t *testing.T) {
	d, _ := told(t)
	who := viewpoints(t, d)
	ctx := context.Background()
	var challenge, expert uuid.UUID
	if err := d.Owner.QueryRow(ctx, `SELECT id FROM challenge WHERE stage = 'on_site'`).Scan(&challenge); err != nil {
		t.Fatal(err)
	}
	e, _ := who["expert-on-site"].PersonID()
	expert = e
	holding := `INSERT INTO role_holding (id, person_id, role, scope, scope_id, starts_on) VALUES (gen_random_uuid(), $1, '%s', 'challenge', $2, '2027-01-01')`
	for _, c := range []struct {
		what, as, sql string
		args          []any
	}{
		{"changes the trail", "coordinator", `UPDATE audit_line SET verb = 'x'`, nil},
		{"shortens the trail", "coordinator", `DELETE FROM audit_line`, nil},
		{"changes a hand-over", "dass-on-site", `UPDATE handover SET as_role = 'x'`, nil},
		{"removes a hand-over", "dass-on-site", `DELETE FROM handover`, nil},
		{"removes a sealed part", "dass-final", `DELETE FROM handover_part`, nil},
		{"changes a sealed part", "dass-final", `UPDATE handover_part SET body = 'x'`, nil},
		{"renames a sealed part", "dass-final", `UPDATE handover_part SET name = 'x'`, nil},
		{"writes a key", "coordinator", `INSERT INTO room_key (person_id, scope, scope_id, room, because, granted_at) VALUES ($1, 'challenge', $2, 'team', 'lead', now())`, []any{expert, challenge}},
		{"brings back a key", "expert-on-site", `UPDATE room_key SET revoked_at = NULL`, nil},
		{"makes rules for keys", "coordinator", `SELECT sync_keys($1, '2027-03-10', now(), '{coordinator}', '{team}', '{""}', '{1}')`, []any{challenge}},
		{"makes rules for keys past the check", "coordinator", `SELECT sync_keys_by($1, '2027-03-10', now(), '{coordinator}', '{team}', '{""}', '{1}')`, []any{challenge}},
		{"reads the rules", "coordinator", `SELECT * FROM room_rule`, nil},
		{"places herself", "contributor-preparing", fmt.Sprintf(holding, "lead"), []any{expert, challenge}},
		{"makes herself lead", "expert-on-site", fmt.Sprintf(holding, "lead"), []any{expert, challenge}},
		{"lets herself into drafts", "chief-executive-on-site", fmt.Sprintf(holding, "host_reader"), []any{expert, challenge}},
		{"lets a friend into drafts", "link-officer-on-site", fmt.Sprintf(holding, "host_reader"), []any{expert, challenge}},
		{"becomes operator", "expert-on-site", `UPDATE person SET operator = true`, nil},
		{"moves to another region", "expert-on-site", `UPDATE person SET region_id = NULL`, nil},
		{"gives a role another name", "coordinator", `UPDATE role_holding SET role = 'lead'`, nil},
		{"gives the challenge away", "coordinator", `UPDATE challenge SET host_council_id = host_council_id`, nil},
		{"decides about her own link", "expert-on-site", `UPDATE declaration SET interest = 'to_be_weighed', decision = 'may_take_part'`, nil},
		{"invites in the name of another", "contributor-preparing", `INSERT INTO sign_in_token (id, person_id, purpose, link_hash, expires_at, invited_by)
			VALUES (gen_random_uuid(), $1, 'invitation', 'x', now(), $1)`, []any{expert}},
		{"hands over what is not hers", "contributor-preparing", `INSERT INTO handover SELECT * FROM handover WHERE false
			UNION ALL SELECT gen_random_uuid(), $1, 99, 'finalise', 'team', 'council', $2, 'lead', now(), 'x', 'x'`, []any{challenge, expert}},
		{"publishes", "lead-final", `INSERT INTO published_report (id, region_name, council_name, council_slug, visited_on, version, title, summary, html, etag, seal, published_at)
			VALUES (gen_random_uuid(), 'x', 'x', 'x', '2027-01-01', 1, 'x', 'x', 'x', 'x', 'x', now())`, nil},
	} {
		if n, err := tries(t, d.Pool, who[c.as], c.sql, c.args...); !refused(err) {
			t.Errorf("%s %s: %d rows, %v; want a refusal", c.as, c.what, n, err)
		}
	}
	// erasing is the one change that a sealed part may have
	if n, err := tries(t, d.Pool, who["dass-final"], `UPDATE handover_part SET body = NULL, nonce = NULL, erased_at = now()
		WHERE from_room = 'host'`); err != nil || n == 0 {
		t.Errorf("erasing a part of one's own: %d rows, %v", n, err)
	}
}

// The role that reads published pages reads those, and nothing else; it may ask no
// function that looks past the policies.
func TestPublicRole_ReadsPublishedReportsAlone(t *testing.T) {
	d, _ := told(t)
	ctx := context.Background()
	public, err := db.Open(ctx, d.OwnerURL, db.PublicRole, 2, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(public.Close)
	for _, p := range places(t) {
		_, err := tries(t, public, access.Public(), "SELECT * FROM "+p.table)
		if p.table == "published_report" || p.table == "published_progress" {
			if err != nil {
				t.Errorf("%s: %v", p.table, err)
			}
			continue
		}
		if !refused(err) {
			t.Errorf("the public role reads %s: %v", p.table, err)
		}
	}
	for _, sql := range []string{`SELECT keys_of('common')`, `SELECT * FROM roles_on(gen_random_uuid(), '2027-01-01')`, `SELECT challenges_of(gen_random_uuid())`,
		`SELECT person_to_invite('x')`, `SELECT is_operator()`, `SELECT comments_unanswered(gen_random_uuid())`} {
		if _, err := tries(t, public, access.Public(), sql); !refused(err) {
			t.Errorf("the public role asks %s: %v", sql, err)
		}
	}
}
