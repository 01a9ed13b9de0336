package feed_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/feed"
	"peerchallenge/internal/problem"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func service(s *dbtest.Story) *feed.Service {
	return &feed.Service{DB: s.DB, Clock: s.Clock, BaseURL: "https://example.org"}
}

func tokenOf(address string) string {
	return strings.TrimSuffix(strings.TrimPrefix(address, "https://example.org/feeds/"), ".ics")
}

func made(t *testing.T, s *dbtest.Story, actor access.Actor, k feed.Kind) string {
	t.Helper()
	address, err := service(s).Make(context.Background(), actor, k)
	if err != nil {
		t.Fatal(err)
	}
	return tokenOf(address)
}

// V1, V3: a feed shows its owner's own visits, and a region's only to those who
// coordinate it; somebody on no visit has an empty one.
func TestFeed_V3_ShowsOnlyWhatItsOwnerMaySee(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, svc := context.Background(), service(s)
	for name, c := range map[string]struct {
		actor access.Actor
		kind  feed.Kind
		want  int
	}{"the lead": {s.As(access.Lead), feed.Mine, 3}, "the host": {s.As(access.DASS), feed.Mine, 3}, "the coordinator": {s.As(access.Coordinator), feed.Region, 3},
		"a director of another council": {access.Person(s.Stranger), feed.Mine, 0}, "a coordinator elsewhere": {access.Person(s.Elsewhere), feed.Region, 0}} {
		events, err := svc.Read(ctx, made(t, s, c.actor, c.kind))
		if err != nil || len(events) != c.want {
			t.Errorf("%s: %d events, %v; want %d", name, len(events), err, c.want)
		}
	}
	for _, role := range dbtest.Everyone[1:] {
		if _, err := svc.Make(ctx, s.As(role), feed.Region); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s makes a region's feed: %v", role, err)
		}
	}
	if _, err := svc.Make(ctx, access.Public(), feed.Mine); !problem.Is(err, problem.NotFound) {
		t.Errorf("somebody signed out makes a feed: %v", err)
	}
	if _, err := svc.Make(ctx, s.As(access.Lead), "all"); !problem.Is(err, problem.Invalid) {
		t.Errorf("no such kind: %v", err)
	}
}

// V4: an address stops when it is taken back, when a new one is made, and with the
// role it rests on.
func TestFeed_V4_Stops(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	ctx, svc, lead := context.Background(), service(s), s.As(access.Lead)
	first := made(t, s, lead, feed.Mine)
	second := made(t, s, lead, feed.Mine)
	if _, err := svc.Read(ctx, first); !problem.Is(err, problem.NotFound) {
		t.Errorf("the old address: %v", err)
	}
	if events, err := svc.Read(ctx, second); err != nil || len(events) == 0 {
		t.Errorf("the new address: %d, %v", len(events), err)
	}
	if err := db.InTx(ctx, s.DB, s.As(access.Coordinator), func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE challenge SET ended = 'postponed', ended_reason = 'An assessment' WHERE id = $1`, s.Challenge)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if events, err := svc.Read(ctx, second); err != nil || len(events) != 0 {
		t.Errorf("a postponed visit: %d events, %v", len(events), err)
	}
	if err := svc.End(ctx, lead, feed.Mine); err != nil {
		t.Fatal(err)
	}
	if _, err := svc.Read(ctx, second); !problem.Is(err, problem.NotFound) {
		t.Errorf("taken back: %v", err)
	}
	for _, bad := range []string{"", "nonsense", strings.Repeat("x", 10000), "\x00"} {
		if _, err := svc.Read(ctx, bad); !problem.Is(err, problem.NotFound) {
			t.Errorf("%q: %v", bad[:min(len(bad), 10)], err)
		}
	}
}

// The address is kept as a hash, and an entry has dates and the council only: whole
// days, in summer too.
func TestICalendar_DatesOnly(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	events, err := service(s).Read(context.Background(), made(t, s, s.As(access.Lead), feed.Mine))
	if err != nil {
		t.Fatal(err)
	}
	text := feed.ICalendar(events, "https://example.org", time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC))
	for _, want := range []string{"BEGIN:VCALENDAR", "SUMMARY:Hostshire 2027: on site", "DTSTART;VALUE=DATE:20270511", "DTEND;VALUE=DATE:20270514"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	for _, role := range dbtest.Everyone {
		if strings.Contains(text, role.Name()) {
			t.Errorf("it names the %s", role)
		}
	}
}
