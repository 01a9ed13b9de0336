package overview_test

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/web/page/pagetest"
)

// V5, T5: the record says whose part began, folds what says the same, and names
// nobody in acts that only few may know of.
func TestRecord_V5T5_SaysWhoseAndFolds(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	expert := s.People[access.Expert]
	err := db.InTx(context.Background(), s.DB, s.As(access.Coordinator), func(tx pgx.Tx) error {
		for _, verb := range []string{"role.begin", "document.add", "document.add", "team.decide"} {
			if err := audit.LogTx(context.Background(), tx, s.As(access.Coordinator), s.Clock.Now(), audit.Line{Verb: verb, Challenge: s.Challenge, Room: access.Common, Subject: expert}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	text := pagetest.Get(t, routes(s), "/challenges/"+s.Challenge.String()+"/record", s.As(access.Lead), s.Clock).Doc.Find("main").Text()
	for want, times := range map[string]int{"Gave somebody a part: " + access.Expert.Name(): 1, "Added a document (2 times)": 1, "Weighed a link: ": 0} {
		if got := strings.Count(text, want); got != times {
			t.Errorf("%q stands %d times, want %d:\n%s", want, got, times, text)
		}
	}
}
