// Package dbtest gives tests a real PostgreSQL: Tx a transaction that is rolled
// back (about 2 ms), DB a database of the test's own with a real pool.
//
// The server is the one that TEST_DATABASE_URL names (`make test` starts one for
// all packages), else one of this test process's own. The schema is migrated
// once into a template; the template holds one operator, Operator, since
// the first operator is never made by the program itself.
package dbtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/pgserver"
	"peerchallenge/migrations"
)

// OperatorID is the technical operator that every test database has.
var OperatorID = uuid.MustParse("00000000-0000-7000-8000-000000000001")

// Operator is that operator as an actor.
var Operator = access.Person(OperatorID)

var server struct {
	once     sync.Once
	url      string // of the maintenance database, as owner
	template string
	err      error
	own      *pgserver.Server
}

// Main runs a package's tests and stops the server afterwards if it was started
// for them: func TestMain(m *testing.M) { dbtest.Main(m) }.
func Main(m *testing.M) {
	code := m.Run()
	if shared.pool != nil {
		shared.pool.Close()
	}
	dropAll()
	if server.own != nil {
		_ = server.own.Stop() // the tests have spoken; a leftover server ends with its parent
	}
	os.Exit(code)
}

func start() {
	server.url = os.Getenv("TEST_DATABASE_URL")
	if server.url == "" {
		own, err := pgserver.Start(context.Background(), pgserver.Options{Fast: true, AllowInstall: true})
		if err != nil {
			server.err = err
			return
		}
		server.own, server.url = own, own.URL(pgserver.Database, "")
	}
	server.template, server.err = makeTemplate(context.Background(), server.url)
}

func makeTemplate(ctx context.Context, maintenance string) (string, error) {
	name := "pc_template_" + schemaHash()
	conn, err := pgx.Connect(ctx, maintenance)
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx)
	// several test processes start at once; one of them makes the template
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock(4711)`); err != nil {
		return "", err
	}
	var there bool
	if err := conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1 AND datistemplate)`, name).Scan(&there); err != nil || there {
		return name, err
	}
	for _, sql := range []string{"DROP DATABASE IF EXISTS " + name, "CREATE DATABASE " + name} {
		if _, err := conn.Exec(ctx, sql); err != nil {
			return "", err
		}
	}
	if err := fillTemplate(ctx, OnDatabase(maintenance, name)); err != nil {
		return "", err
	}
	_, err = conn.Exec(ctx, `UPDATE pg_database SET datistemplate = true WHERE datname = $1`, name)
	return name, err
}

func fillTemplate(ctx context.Context, owner string) error {
	if _, err := db.Migrate(ctx, owner); err != nil {
		return err
	}
	conn, err := pgx.Connect(ctx, owner)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, fmt.Sprintf(`
		INSERT INTO person (id, name, operator, created_at) VALUES ('%[1]s', 'Oswin Operator', true, now());
		INSERT INTO person_contact (person_id, email) VALUES ('%[1]s', 'operator@example.org');
		INSERT INTO role_holding (id, person_id, role, scope, starts_on) VALUES ('%[1]s', '%[1]s', 'operator', 'installation', '2020-01-01')`, OperatorID))
	return err
}

// schemaHash names the template by what is in the migrations.
func schemaHash() string {
	h := sha256.New()
	names, _ := fs.Glob(migrations.FS, "*.sql")
	for _, n := range names {
		b, _ := migrations.FS.ReadFile(n)
		h.Write(b)
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}

// OnDatabase gives the same server's address with another database.
func OnDatabase(address, name string) string {
	u, err := url.Parse(address)
	if err != nil {
		panic("dbtest: address: " + err.Error())
	}
	u.Path = "/" + name
	return u.String()
}

var made struct {
	sync.Mutex
	names   []string
	folders []string
}

// started makes sure that there is a server with the migrated template.
func started(t testing.TB) {
	t.Helper()
	server.once.Do(start)
	if server.err != nil {
		t.Fatalf("no PostgreSQL for the tests: %v", server.err)
	}
}

// create makes a database as a copy of another.
func create(t testing.TB, template string) string {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, server.url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	name := "pc_test_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	if _, err := conn.Exec(ctx, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s", name, template)); err != nil {
		t.Fatal(err)
	}
	made.Lock()
	made.names = append(made.names, name)
	made.Unlock()
	return OnDatabase(server.url, name)
}

func dropAll() {
	made.Lock()
	defer made.Unlock()
	for _, folder := range made.folders {
		_ = os.RemoveAll(folder) // best effort, in the temporary folder
	}
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, server.url)
	if err != nil {
		return
	}
	defer conn.Close(ctx)
	for _, name := range made.names {
		_, _ = conn.Exec(ctx, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") // best effort: the server is a throw-away
	}
}

// Database is a database of a test's own.
type Database struct {
	OwnerURL string
	Pool     *pgxpool.Pool // as the app
	Owner    *pgxpool.Pool // as the owner, past row-level security
}

// DB makes a database for one test, dropped at the end of the package.
func DB(t testing.TB) *Database {
	t.Helper()
	started(t)
	return copyOf(t, server.template)
}

func copyOf(t testing.TB, template string) *Database {
	t.Helper()
	owner := create(t, template)
	d := &Database{OwnerURL: owner, Pool: open(t, owner, 8)}
	ownerPool, err := pgxpool.New(context.Background(), owner)
	if err != nil {
		t.Fatal(err)
	}
	d.Owner = ownerPool
	t.Cleanup(d.close)
	return d
}

func (d *Database) close() { d.Pool.Close(); d.Owner.Close() }

// Empty makes a database with nothing in it and gives its address as owner.
func Empty(t testing.TB) string {
	t.Helper()
	started(t)
	return create(t, "template0")
}

func open(t testing.TB, owner string, size int32) *pgxpool.Pool {
	t.Helper()
	pool, err := db.Open(context.Background(), owner, db.AppRole, size, statements)
	if err != nil {
		t.Fatal(err)
	}
	return pool
}

var shared struct {
	once sync.Once
	pool *pgxpool.Pool
}

// AsUser gives the same address with another login.
func AsUser(address, user, password string) string {
	u, err := url.Parse(address)
	if err != nil {
		panic("dbtest: address: " + err.Error())
	}
	u.User = url.UserPassword(user, password)
	if q := u.Query(); q.Has("user") {
		q.Set("user", user)
		u.RawQuery = q.Encode()
	}
	return u.String()
}
