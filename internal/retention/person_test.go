package retention_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/id"
	"peerchallenge/internal/library"
	"peerchallenge/internal/problem"
)

// published puts a version of the report into the library, as its director does.
func published(t *testing.T, s *dbtest.Story) (slug string, copied uuid.UUID) {
	t.Helper()
	s.MoveTo(access.Final)
	report := id.New()
	as(t, s, s.As(access.DASS), func(tx pgx.Tx) error {
		r, err := handover.SealTx(ctx, tx, s.As(access.DASS), s.Clock.Now(), handover.New{Challenge: s.Challenge, Kind: handover.Publish, From: access.Council, To: access.PublicRoom,
			As: access.DASS, Parts: []handover.Part{{Name: "published", Body: []byte("the man in the blue van")}}})
		if err != nil {
			return err
		}
		copied = r.ID
		slug = "host-" + report.String()
		if _, err := tx.Exec(ctx, `INSERT INTO published_report (id, region_name, council_name, council_slug, visited_on, version, title, summary, html, etag, seal, published_at)
			VALUES ($1, 'Region', 'Hostshire', $2, '2027-05-11', 1, 'Peer challenge', 'the man in the blue van', 'the man in the blue van', 'tag', 'mark', $3)`, report, slug, s.Clock.Now()); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO publication (published_report_id, challenge_id, handover_id) VALUES ($1, $2, $3)`, report, s.Challenge, r.ID)
		return err
	})
	return slug, copied
}

// I4: one side takes a version out of sight at once, the other lets its text go; the
// hash and a notice stay, and the record of changes still verifies (V7).
func TestTakedown_I4_TextGoesProofStays(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	slug, copied := published(t, s)
	svc := service(s)
	get := func() library.Report {
		t.Helper()
		r, err := (&library.Service{DB: s.DB}).Get(ctx, slug, civil.NewDate(2027, 5, 11), 0)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	for _, role := range []access.Role{access.Lead, access.LinkOfficer, access.SeniorLeader, access.Expert} {
		if err := svc.AskTakedown(ctx, s.As(role), s.Challenge, 1, "A van"); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s takes it down: %v, want Missing", role, err)
		}
	}
	if err := svc.AskTakedown(ctx, s.As(access.DASS), s.Challenge, 1, " "); !problem.Is(err, problem.Invalid) {
		t.Errorf("without a reason: %v, want Invalid", err)
	}
	if err := svc.AskTakedown(ctx, s.As(access.DASS), s.Challenge, 1, "The van is known in the village."); err != nil {
		t.Fatal(err)
	}
	if r := get(); r.TakenDownAt == nil || r.HTML != nil {
		t.Error("the version is still in sight")
	}
	if err := svc.DecideTakedown(ctx, s.As(access.DASS), s.Challenge, 1, true); !problem.Is(err, problem.Conflict) {
		t.Errorf("the same side decides: %v, want Conflict", err)
	}
	if err := svc.DecideTakedown(ctx, s.As(access.Coordinator), s.Challenge, 1, false); err != nil {
		t.Fatal(err)
	}
	if r := get(); r.TakenDownAt != nil || len(r.HTML) == 0 {
		t.Error("it was not put back")
	}
	if err := svc.AskTakedown(ctx, s.As(access.Coordinator), s.Challenge, 1, "The van is known in the village."); err != nil {
		t.Fatal(err)
	}
	if err := svc.DecideTakedown(ctx, s.As(access.DASS), s.Challenge, 1, true); err != nil {
		t.Fatal(err)
	}
	if n := count(t, s, s.As(access.DASS), `SELECT count(*) FROM published_report WHERE council_slug = $1 AND html = '' AND summary = '' AND etag = 'tag' AND seal = 'mark'`, slug); n != 1 {
		t.Error("the text is still there, or the proof is gone")
	}
	as(t, s, s.As(access.DASS), func(tx pgx.Tx) error {
		parts, err := handover.PartsTx(ctx, tx, copied)
		if err != nil {
			return err
		}
		r, _, err := handover.LatestTx(ctx, tx, s.Challenge, handover.Publish)
		if parts[0].Body != nil {
			t.Error("the shared copy still has the text")
		}
		if err == nil {
			err = handover.CheckSeal(r, parts)
		}
		return err
	})
	if err := svc.DecideTakedown(ctx, s.As(access.Coordinator), s.Challenge, 1, false); !problem.Is(err, problem.Conflict) {
		t.Errorf("putting back what is gone: %v, want Conflict", err)
	}
}

// V7: a copy holds what is about the person and what they wrote, and nothing that
// others wrote.
func TestCopy_V7_OnlyOnesOwn(t *testing.T) {
	// by itself: it counts statements
	s := dbtest.NewStory(t, dbtest.Tx(t))
	s.MoveTo(access.OnSite)
	fs := &finding.Service{DB: s.DB, Clock: s.Clock}
	for role, words := range map[access.Role]string{access.Lead: "written by the lead", access.Expert: "written by the expert"} {
		if err := fs.AddNote(ctx, s.As(role), s.Challenge, finding.NewNote{Source: "heard", Body: words}); err != nil {
			t.Fatal(err)
		}
	}
	text := func(actor access.Actor) string {
		t.Helper()
		n := dbtest.Statements(func() {
			if _, err := service(s).Copy(ctx, actor); err != nil {
				t.Fatal(err)
			}
		})
		if n > 1 {
			t.Errorf("%d statements, want 1", n)
		}
		sections, err := service(s).Copy(ctx, actor)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := json.Marshal(sections)
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	own := text(s.As(access.Expert))
	for _, want := range []string{"written by the expert", s.People[access.Expert].String() + "@example.org", "note.add", "Hostshire 2027"} {
		if !strings.Contains(own, want) {
			t.Errorf("the copy does not hold %q", want)
		}
	}
	for name, copied := range map[string]string{"the expert's": own, "the director's": text(s.As(access.DASS)), "a stranger's": text(access.Person(s.Stranger)), "the coordinator's": text(s.As(access.Coordinator))} {
		if strings.Contains(copied, "written by the lead") {
			t.Errorf("%s copy holds what the lead wrote", name)
		}
	}
	if _, err := service(s).Copy(ctx, access.Public()); !problem.Is(err, problem.SignedOut) {
		t.Errorf("signed out: %v", err)
	}
}

// V7: somebody whose last part has ended is erased; ids and the record stay. Not while
// a part lives or a request holds it, and only by a coordinator of the region.
func TestErase_V7_NameGoesRecordStays(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	svc, who := service(s), s.People[access.SeniorManager]
	erase := func(actor access.Actor) error { return svc.ErasePerson(ctx, actor, who) }
	if err := erase(s.As(access.Coordinator)); !problem.Is(err, problem.Closed) {
		t.Errorf("while taking part: %v, want Closed", err)
	}
	for name, actor := range map[string]access.Actor{"director": s.As(access.DASS), "lead": s.As(access.Lead), "elsewhere": access.Person(s.Elsewhere), "themselves": access.Person(who)} {
		if err := erase(actor); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s erases: %v, want Missing", name, err)
		}
	}
	as(t, s, s.As(access.Coordinator), func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE role_holding SET ended_at = $2 WHERE person_id = $1`, who, s.Clock.Now()); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE team_member SET state = 'ended', ended_at = $2 WHERE person_id = $1`, who, s.Clock.Now())
		return err
	})
	s.MoveTo(access.Reading) // the keys follow
	if err := erase(s.As(access.Coordinator)); err != nil {
		t.Fatal(err)
	}
	if n := count(t, s, s.As(access.Coordinator), `SELECT count(*) FROM person WHERE id = $1 AND name = 'Somebody who was a senior manager'`, who); n != 1 {
		t.Error("the name is still there, or the card is gone")
	}
	if n := count(t, s, s.As(access.Coordinator), `SELECT count(*) FROM person_contact WHERE person_id = $1`, who); n != 0 {
		t.Error("the contact is still there")
	}
	if n := count(t, s, s.As(access.Coordinator), `SELECT count(*) FROM team_member WHERE person_id = $1`, who); n != 1 {
		t.Error("the record of the place is gone")
	}
	if err := erase(s.As(access.Coordinator)); !problem.Is(err, problem.Closed) {
		t.Errorf("again: %v, want Closed", err)
	}
}
