package council_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/council"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// S3: Camden votes in 2026 (known); the boroughs' cycle says nobody votes in 2027.
func TestElections_S3_ReferenceThenEntered(t *testing.T) {
	b := dbtest.Tx(t)
	s := dbtest.NewStory(t, b)
	ctx := context.Background()
	var region uuid.UUID
	var camden council.Council
	err := db.InTx(ctx, b, dbtest.Operator, func(tx pgx.Tx) error {
		var err error
		region, err = council.AddRegionTx(ctx, tx, s.Clock.Now(), council.NewRegion{Name: "Two boroughs", Councils: []council.NewCouncil{
			{Code: "E09000007", Name: "Camden", OfficialName: "Camden Council"}, {Name: "Nowhere-on-Sea", OfficialName: "Nowhere-on-Sea"}}})
		if err != nil {
			return err
		}
		list, err := council.ListTx(ctx, tx, region)
		camden = list[0]
		if list[1].Code != "local-nowhere-on-sea" {
			t.Errorf("code %q", list[1].Code)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	type fact struct {
		Day     string
		Votes   reference.Vote
		Applies bool
	}
	var got []fact
	err = db.Read(ctx, b, s.As(access.DASS), func(tx pgx.Tx) error { // everybody signed in may read them
		all, err := council.ElectionsTx(ctx, tx, []uuid.UUID{camden.ID}, 2026, 2027)
		for _, e := range all[camden.ID] {
			got = append(got, fact{e.PollingDay.String(), e.Votes, e.Applies()})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []fact{{"2026-05-07", reference.Votes, true}, {"2027-05-06", reference.DoesNot, false}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A council in a second region is refused, and the first region stays alone.
func TestAddRegion_EachCouncilOnce(t *testing.T) {
	b := dbtest.Tx(t)
	ctx := context.Background()
	s := dbtest.NewStory(t, b)
	add := func(actor access.Actor, name string) error {
		return db.InTx(ctx, b, actor, func(tx pgx.Tx) error {
			_, err := council.AddRegionTx(ctx, tx, s.Clock.Now(), council.NewRegion{Name: name, Councils: []council.NewCouncil{{Code: "E06000017", Name: "Rutland", OfficialName: "Rutland"}}})
			return err
		})
	}
	if err := add(s.As(access.Coordinator), "First"); !problem.Is(err, problem.NotFound) {
		t.Errorf("a coordinator adds a region: %v", err)
	}
	if err := add(dbtest.Operator, "First"); err != nil {
		t.Fatal(err)
	}
	if err := add(dbtest.Operator, "Second"); !problem.Is(err, problem.Conflict) {
		t.Errorf("the same council twice: %v, want Conflict", err)
	}
}

func TestSlug(t *testing.T) {
	for name, want := range map[string]string{
		"St. Helens": "st-helens", "King's Lynn": "kings-lynn", "Łódź-on-Sea": "odz-on-sea", "  Bath & North East ": "bath-north-east",
		"日本": "unnamed", "": "unnamed", "Zoë Ünited": "zoe-united",
	} {
		if got := council.Slug(name); got != want {
			t.Errorf("Slug(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestClosed_Overlaps(t *testing.T) {
	day := func(d int) civil.Date { return civil.NewDate(2027, 6, d) }
	c := council.Closed{FirstDay: day(10), LastDay: day(12)}
	for _, x := range []struct {
		first, last int
		want        bool
	}{{7, 9, false}, {8, 10, true}, {11, 11, true}, {12, 14, true}, {13, 15, false}, {1, 30, true}} {
		if got := c.Overlaps(day(x.first), day(x.last)); got != x.want {
			t.Errorf("%d to %d: %v, want %v", x.first, x.last, got, x.want)
		}
	}
}
