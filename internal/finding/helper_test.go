package finding_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/problem"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

var ctx = context.Background()

// outsiders are everybody who must see nothing of the team's work (V2, V8).
func outsiders(s *dbtest.Story) map[string]access.Actor {
	return map[string]access.Actor{
		"dass": s.As(access.DASS), "link officer": s.As(access.LinkOfficer), "contributor": s.As(access.Contributor),
		"senior leader": s.As(access.SeniorLeader), "host psw": s.As(access.HostPSW), "visiting psw": s.As(access.VisitingPSW),
		"coordinator": s.As(access.Coordinator), "invitee": s.Add(access.Invitee), "stranger": access.Person(s.Stranger),
		"other region": access.Person(s.Elsewhere), "operator": dbtest.Operator, "nobody": access.Public(),
	}
}

type world struct {
	*dbtest.Story
	t   testing.TB
	svc *finding.Service
}

// onSite is the story on its last day on site, 13 May 2027 at 3pm.
func onSite(t testing.TB) world {
	t.Helper()
	return onSiteIn(t, dbtest.Tx(t))
}

func onSiteIn(t testing.TB, b db.Beginner) world {
	t.Helper()
	s := dbtest.NewStory(t, b)
	s.MoveTo(access.Reading)
	s.MoveTo(access.OnSite)
	s.Clock.Set(time.Date(2027, 5, 13, 15, 0, 0, 0, clock.London))
	return world{s, t, &finding.Service{DB: s.DB, Clock: s.Clock, BaseURL: "http://test"}}
}

func (w world) area(i int) string { return w.Framework.Areas[i].Key }

func (w world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w world) refused(err error, kind problem.Kind) {
	w.t.Helper()
	if !problem.Is(err, kind) {
		w.t.Fatalf("got %v, want %v", err, kind)
	}
}

// strength adds a strength as the senior manager.
func (w world) strength(title string) uuid.UUID {
	w.t.Helper()
	f, err := w.svc.Add(ctx, w.As(access.SeniorManager), w.Challenge, finding.New{AreaKey: w.area(0), Kind: finding.Strength, Title: title, Text: "Text of " + title})
	w.must(err)
	return f
}

func (w world) note(n finding.NewNote) finding.Note {
	w.t.Helper()
	w.must(w.svc.AddNote(ctx, w.As(access.Expert), w.Challenge, n))
	p, err := w.svc.Notes(ctx, w.As(access.Lead), w.Challenge, uuid.Nil)
	w.must(err)
	return p.Notes[0]
}

func (w world) show(f uuid.UUID) finding.RecordPage {
	w.t.Helper()
	p, err := w.svc.Show(ctx, w.As(access.Lead), w.Challenge, f)
	w.must(err)
	return p
}

// edit changes only the text, on what stands now.
func (w world) edit(f uuid.UUID, text, reason string) error {
	r := w.show(f).Record
	_, err := w.svc.Edit(ctx, w.As(access.Councillor), w.Challenge, f,
		finding.Change{Title: r.Title, TitleWas: r.Title, Text: text, Base: r.Base(), Reason: reason})
	return err
}

// presented is the story after presenting one strength.
func presented(t testing.TB) (world, uuid.UUID) {
	w := onSite(t)
	f := w.strength("Carers are heard")
	w.must(w.svc.Present(ctx, w.As(access.Lead), w.Challenge))
	return w, f
}

// handedOver is the story after the draft report left.
func handedOver(t testing.TB) (world, uuid.UUID) {
	w, f := presented(t)
	_, _, err := w.svc.SaveSummary(ctx, w.As(access.Lead), w.Challenge, 0, "What we found.", "")
	w.must(err)
	w.must(w.svc.HandOverDraft(ctx, w.As(access.Lead), w.Challenge))
	return w, f
}

// state is everything of the slice as the team reads it, and the challenge, to
// show that a refusal wrote nothing.
func (w world) state() string {
	w.t.Helper()
	type row struct{ Name, Body string }
	var all []row
	w.must(db.Read(ctx, w.DB, w.As(access.Lead), func(tx pgx.Tx) error {
		rows, err := db.All[row](ctx, tx, `
			SELECT 'note' AS name, to_jsonb(x)::text AS body FROM note x WHERE challenge_id = $1
			UNION ALL SELECT 'finding', to_jsonb(x)::text FROM finding x WHERE challenge_id = $1
			UNION ALL SELECT 'evidence', to_jsonb(x)::text FROM finding_evidence x WHERE challenge_id = $1
			UNION ALL SELECT 'position', to_jsonb(x)::text FROM finding_position x WHERE challenge_id = $1
			UNION ALL SELECT 'question', to_jsonb(x)::text FROM finding_question x WHERE challenge_id = $1
			UNION ALL SELECT 'report', to_jsonb(x)::text FROM report x WHERE challenge_id = $1
			UNION ALL SELECT 'prose', to_jsonb(x)::text FROM prose_document x WHERE challenge_id = $1 AND room = 'team'
			UNION ALL SELECT 'task', to_jsonb(x)::text FROM task x WHERE challenge_id = $1
			UNION ALL SELECT 'handover', to_jsonb(x)::text FROM handover x WHERE challenge_id = $1
			UNION ALL SELECT 'audit', to_jsonb(x)::text FROM audit_line x WHERE challenge_id = $1
			UNION ALL SELECT 'challenge', to_jsonb(x)::text FROM challenge x WHERE id = $1 ORDER BY 1, 2`, w.Challenge)
		all = rows
		return err
	}))
	body, err := json.Marshal(all)
	w.must(err)
	return string(body)
}

// writesNothing runs a refusal and checks that the story is as before.
func (w world) writesNothing(f func()) {
	w.t.Helper()
	before := w.state()
	f()
	if after := w.state(); after != before {
		w.t.Errorf("a refusal wrote something:\nbefore %s\nafter  %s", before, after)
	}
}
