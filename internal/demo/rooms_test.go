package demo_test

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/demo"
)

// place is one line of testdata/rooms.csv: which rows of a table somebody reads.
// It was written from the design's table of rooms, not from the policies.
type place struct {
	table, rows string
	jobs        []string
}

func readCSV(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return lines[1:]
}

func places(t *testing.T) []place {
	t.Helper()
	var list []place
	for _, l := range readCSV(t, "rooms.csv") {
		list = append(list, place{l[0], l[1], strings.Fields(l[2])})
	}
	return list
}

func keysTo(room string) string {
	return "(SELECT coalesce(array_agg(scope_id), '{}') FROM room_key WHERE person_id = {me} AND room = '" + room + "' AND cupboard = '' AND revoked_at IS NULL)::uuid[]"
}

func keysBecause(room, roles string) string {
	return strings.Replace(keysTo(room), "revoked_at IS NULL", "revoked_at IS NULL AND because IN ("+roles+")", 1)
}

const evaluates = "(SELECT coalesce(array_agg(scope_id), '{}') FROM role_holding WHERE person_id = {me} AND role = 'evaluator' AND ended_at IS NULL)::uuid[]"

// words are what the table's conditions may say, as the owner of the database
// would ask it, with no policy in the way.
var words = strings.NewReplacer(
	"{common}", keysTo("common"), "{host}", keysTo("host"), "{team}", keysTo("team"), "{leaders}", keysTo("leaders"), "{practice}", keysTo("practice"),
	"{shared}", keysTo("shared"), "{council}", keysTo("council"), "{region}", keysTo("region"),
	"{rooms}", "(SELECT coalesce(array_agg(scope_id::text || '/' || room), '{}') FROM room_key WHERE person_id = {me} AND cupboard = '' AND revoked_at IS NULL)::text[]",
	"{parts}", "(SELECT coalesce(array_agg(scope_id::text || '/' || room || '/' || cupboard), '{}') FROM room_key WHERE person_id = {me} AND cupboard <> '' AND revoked_at IS NULL)::text[]",
	"{builders}", keysBecause("host", "'dass', 'link_officer'"),
	"{programme}", "("+keysBecause("host", "'dass', 'link_officer'")+" || (SELECT coalesce(array_agg(p.challenge_id), '{}') FROM visit_programme p WHERE p.shared_at IS NOT NULL AND p.challenge_id = ANY ("+
		keysBecause("shared", "'lead', 'deputy_lead', 'councillor', 'senior_manager', 'expert', 'visiting_psw'")+"))::uuid[])",
	"{director}", keysBecause("common", "'dass'"),
	"{team and director}", keysBecause("leaders", "'dass', 'lead', 'deputy_lead', 'councillor', 'senior_manager', 'expert'"),
	"{directs}", "(SELECT coalesce(array_agg(scope_id), '{}') FROM role_holding WHERE person_id = {me} AND scope = 'council' AND role = 'dass' AND ended_at IS NULL)::uuid[]",
	"{region councils}", "(SELECT coalesce(array_agg(id), '{}') FROM council WHERE region_id = ANY ("+keysTo("region")+"))::uuid[]",
	"{hosts of common}", "(SELECT coalesce(array_agg(host_council_id), '{}') FROM challenge WHERE id = ANY ("+keysTo("common")+"))::uuid[]",
	"{met}", "(SELECT coalesce(array_agg(person_id), '{}') FROM room_key WHERE room = 'common' AND scope_id = ANY ("+keysTo("common")+"))::uuid[]",
	"{operator}", "EXISTS (SELECT FROM role_holding WHERE person_id = {me} AND role = 'operator' AND ended_at IS NULL)",
	"{learns in}", "(SELECT coalesce(array_agg(p.region_id), '{}') FROM person p WHERE p.id = {me} AND EXISTS (SELECT FROM role_holding h WHERE h.person_id = p.id AND h.ended_at IS NULL AND h.role NOT IN ('evaluator', 'invitee', 'operator')))::uuid[]",
	"{evaluates}", evaluates, "{evaluated}", "(SELECT coalesce(array_agg(challenge_id), '{}') FROM evaluation_consent WHERE withdrawn_on IS NULL AND region_id = ANY ("+evaluates+"))::uuid[]",
	"{leads or hosts}", "SELECT scope_id FROM room_key WHERE person_id = {me} AND room = 'common' AND revoked_at IS NULL AND because IN ('dass', 'lead', 'deputy_lead', 'councillor', 'senior_manager', 'expert')",
	"{signed}", "{me} IS NOT NULL",
)

func (p place) wants(who string, job string) string {
	me := "NULL::uuid"
	if who != "" {
		me = "'" + who + "'::uuid"
	}
	if job != "" {
		for _, j := range p.jobs {
			if j == job {
				return "true"
			}
		}
	}
	return strings.ReplaceAll(words.Replace(words.Replace(p.rows)), "{me}", me)
}

const sumSQL = `SELECT count(*) || ' ' || coalesce(md5(string_agg(x::text, '|' ORDER BY x::text)), '') FROM %s x`

// cast gives everybody of the story, somebody who is not there, nobody, and the
// program's own jobs.
func viewpoints(t *testing.T, d *dbtest.Database) map[string]access.Actor {
	t.Helper()
	cast, err := demo.Cast()
	if err != nil {
		t.Fatal(err)
	}
	who := map[string]access.Actor{"nobody": access.Public(), "an id that is nobody's": access.Person(uuid.New())}
	for _, job := range []string{"sign-in", "stages", "mail", "reminders", "plan", "a job we do not have"} {
		who[job] = access.Job(job)
	}
	v := demo.Visitor{DB: d.Pool}
	for _, p := range cast {
		id, err := v.PersonFor(context.Background(), p.Key)
		if err != nil {
			t.Fatalf("%s: %v", p.Key, err)
		}
		who[p.Key] = access.Person(id)
	}
	return who
}

// V1, V2, V3, V8: with the app's own filters off, each person reads of each table
// exactly the rows that their keys imply; a table that is not in the list fails.
func TestRooms_V1_EachTableForEachViewpoint(t *testing.T) {
	d, _ := told(t)
	ctx := context.Background()
	list := places(t)
	everyTableIsListed(t, d, list)
	for name, actor := range viewpoints(t, d) {
		err := db.Read(ctx, d.Pool, actor, func(tx pgx.Tx) error {
			for _, p := range list {
				if p.rows == "" {
					continue
				}
				if err := readsOwnRows(t, d, tx, name, actor, p); err != nil {
					return fmt.Errorf("%s reads %s: %w", name, p.table, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func readsOwnRows(t *testing.T, d *dbtest.Database, tx pgx.Tx, name string, actor access.Actor, p place) error {
	t.Helper()
	ctx := context.Background()
	var got, want string
	err := within(ctx, tx, func(tx pgx.Tx) error { return tx.QueryRow(ctx, fmt.Sprintf(sumSQL, p.table)).Scan(&got) })
	if p.rows == "closed" {
		if !refused(err) {
			t.Errorf("%s reads %s: %v", name, p.table, err)
		}
		return nil
	}
	if err != nil {
		return err
	}
	if err := d.Owner.QueryRow(ctx, fmt.Sprintf(sumSQL, p.table)+" WHERE "+p.wants(actor.UUID(), actor.JobName())).Scan(&want); err != nil {
		return err
	}
	if got != want {
		t.Errorf("%s of %s: reads %s, the keys imply %s", p.table, name, got, want)
	}
	return nil
}

func within(ctx context.Context, tx pgx.Tx, f func(tx pgx.Tx) error) error {
	inner, err := tx.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = inner.Rollback(ctx) }() // nothing is kept
	return f(inner)
}

func refused(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "42501"
}

func everyTableIsListed(t *testing.T, d *dbtest.Database, list []place) {
	t.Helper()
	rows, err := d.Owner.Query(context.Background(), `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, p := range list {
		listed[p.table] = true
	}
	for _, n := range names {
		if !listed[n] {
			t.Errorf("table %s is in no room: write it into testdata/rooms.csv", n)
		}
		delete(listed, n)
	}
	for n := range listed {
		t.Errorf("testdata/rooms.csv lists %s, which is not a table", n)
	}
}

// The design's table of who holds which key, from which stage on, is what the
// program and the database's own copy of the rules say.
func TestKeys_V1_RulesAreTheDesigns(t *testing.T) {
	want := map[string]bool{}
	for _, l := range readCSV(t, "keys.csv") {
		for _, room := range strings.Fields(l[1]) {
			name, part, _ := strings.Cut(room, "/")
			want[fmt.Sprintf("%s %s %s %d", l[0], name, part, access.Stage(l[2]).Number())] = true
		}
	}
	inCode, inDatabase := map[string]bool{}, map[string]bool{}
	for _, r := range access.Rules {
		inCode[fmt.Sprintf("%s %s %s %d", r.Role, r.Room, r.Cupboard, r.From.Number())] = true
	}
	d, _ := told(t)
	rows, err := d.Owner.Query(context.Background(), `SELECT role || ' ' || room || ' ' || cupboard || ' ' || from_stage FROM room_rule`)
	if err != nil {
		t.Fatal(err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range list {
		inDatabase[l] = true
	}
	for name, got := range map[string]map[string]bool{"access.Rules": inCode, "room_rule": inDatabase} {
		for r := range got {
			if !want[r] {
				t.Errorf("%s has %q, the design does not", name, r)
			}
		}
		for r := range want {
			if !got[r] {
				t.Errorf("%s lacks %q", name, r)
			}
		}
	}
}
