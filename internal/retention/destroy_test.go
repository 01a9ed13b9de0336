package retention_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/document"
	"peerchallenge/internal/files"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/practicereview"
	"peerchallenge/internal/retention"
	"peerchallenge/internal/selfassessment"
)

// Words that must be nowhere once they are destroyed.
const (
	secretFile   = "What the plan says, in bytes."
	secretDraft  = "What the council writes of itself, not handed over."
	secretEntry  = "What was learnt from one file."
	secretThemes = "What the group told the reviewers."
)

// kept is a story with something of every kind that is destroyed, and a store.
type kept struct {
	*dbtest.Story
	docs   *document.Service
	folder string
	found  uuid.UUID // a finding that stands on the document
	closed time.Time
}

func (k *kept) must(err error) {
	k.T.Helper()
	if err != nil {
		k.T.Fatal(err)
	}
}

// keep writes it all through the services, and brings the challenge to closed.
func keep(t *testing.T) *kept {
	t.Helper()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	k := &kept{Story: s, folder: t.TempDir()}
	store, err := files.NewLocal(k.folder)
	k.must(err)
	k.docs = &document.Service{DB: s.DB, Clock: s.Clock, Files: store, BaseURL: "https://peer.example"}
	area := s.Framework.Areas[0]
	own := &selfassessment.Service{DB: s.DB, Clock: s.Clock}
	_, err = own.Save(ctx, s.As(access.DASS), s.Challenge, area.Prompts[0].ID, selfassessment.Text{Words: secretDraft})
	k.must(err)
	_, err = k.docs.Add(ctx, s.As(access.LinkOfficer), s.Challenge, document.New{Title: "Plan", File: document.Upload{Name: "Plan.txt", Body: strings.NewReader(secretFile)}})
	k.must(err)
	k.review()
	k.must(k.docs.Accept(ctx, s.As(access.DASS), s.Challenge))
	check, err := k.docs.CheckPage(ctx, s.As(access.DASS), s.Challenge)
	k.must(err)
	_, err = k.docs.Share(ctx, s.As(access.DASS), s.Challenge, check.Mark())
	k.must(err)
	s.MoveTo(access.Reading)
	reading, err := k.docs.ReadingPage(ctx, s.As(access.Lead), s.Challenge)
	k.must(err)
	k.must(k.docs.MarkRead(ctx, s.As(access.Lead), s.Challenge, reading.Items[0].ID, true))
	k.found = final(t, s)
	s.MoveTo(access.OnSite)
	k.must((&finding.Service{DB: s.DB, Clock: s.Clock}).AddEvidence(ctx, s.As(access.Lead), s.Challenge, k.found, finding.NewEvidence{Document: reading.Items[0].ID}))
	s.MoveTo(access.Closed)
	k.closed = s.Clock.Now()
	return k
}

// review is a practice review with an entry and a group.
func (k *kept) review() {
	k.T.Helper()
	second, s := k.Add(access.VisitingPSW), &practicereview.Service{DB: k.DB, Clock: k.Clock, BaseURL: "https://peer.example"}
	first, host := k.As(access.VisitingPSW), k.As(access.HostPSW)
	k.must(s.ProposeSample(ctx, first, k.Challenge, practicereview.Proposal{Wanted: map[string]int{"Review": 3}, Why: "Reviews were late."}))
	k.must(s.AgreeSample(ctx, second, k.Challenge, 1))
	k.must(s.AgreeSample(ctx, host, k.Challenge, 1))
	k.must(s.CountReferences(ctx, host, k.Challenge, map[string]int{"Review": 60}))
	k.must(s.DrawFiles(ctx, first, k.Challenge))
	page, err := s.Page(ctx, first, k.Challenge)
	k.must(err)
	for _, f := range page.Files {
		_, err := s.SaveEntry(ctx, first, k.Challenge, f.ID, practicereview.Entry{AgeBand: "65 and over", TeamType: "Hospital", Learning: secretEntry})
		k.must(err)
	}
	g := practicereview.GroupInput{HostPSWAnswered: true}
	g.Kind, g.MeetsOn, g.Starts, g.Place, g.Expected, g.Reach, g.Themes = "practitioners", civil.NewDate(2027, 4, 20), "10am", "the training room", 7, "Write to reviewer@example.org.", secretThemes
	_, err = s.SaveGroup(ctx, first, k.Challenge, g)
	k.must(err)
}

// holds tells, as the people who could read them, which of the words are left.
func (k *kept) holds() map[string]bool {
	k.T.Helper()
	left := map[string]bool{}
	for name, q := range map[string]struct {
		as  access.Role
		sql string
	}{
		"document":  {access.LinkOfficer, `SELECT count(*) FROM document_version WHERE challenge_id = $1`},
		"shared":    {access.Lead, `SELECT count(*) FROM shared_document WHERE challenge_id = $1`},
		"mark":      {access.Lead, `SELECT count(*) FROM reading_mark WHERE challenge_id = $1`},
		"draft":     {access.DASS, `SELECT count(*) FROM prose_document WHERE challenge_id = $1 AND body = '` + secretDraft + `'`},
		"version":   {access.DASS, `SELECT count(*) FROM prose_version WHERE challenge_id = $1 AND body = '` + secretDraft + `'`},
		"entry":     {access.HostPSW, `SELECT count(*) FROM practice_file WHERE challenge_id = $1 AND (learning <> '' OR answers <> '{}' OR age_band <> '')`},
		"reference": {access.HostPSW, `SELECT count(*) FROM practice_file WHERE challenge_id = $1 AND reference NOT LIKE 'destroyed %'`},
		"themes":    {access.HostPSW, `SELECT count(*) FROM practice_group WHERE challenge_id = $1 AND themes <> ''`},
		"note":      {access.Lead, `SELECT count(*) FROM note WHERE challenge_id = $1`},
	} {
		left[name] = count(k.T.(*testing.T), k.Story, k.As(q.as), q.sql, k.Challenge) > 0
	}
	left["bytes"] = k.onDisk()
	return left
}

// onDisk looks for the bytes in the store, whatever they are called.
func (k *kept) onDisk() (there bool) {
	k.T.Helper()
	k.must(filepath.WalkDir(k.folder, func(path string, item os.DirEntry, err error) error {
		if err != nil || item.IsDir() {
			return err
		}
		body, err := os.ReadFile(path)
		there = there || strings.Contains(string(body), secretFile)
		return err
	}))
	return there
}

// night is what the daily jobs do: destroy what is due, then take files that no
// row names. The store's files are days old by then.
func (k *kept) night() int {
	k.T.Helper()
	n := run(k.T.(*testing.T), k.Story)
	k.must(filepath.WalkDir(k.folder, func(path string, item os.DirEntry, err error) error {
		if err != nil || item.IsDir() {
			return err
		}
		return os.Chtimes(path, time.Time{}, time.Now().Add(-25*time.Hour))
	}))
	_, err := k.docs.Tidy(ctx)
	k.must(err)
	return n
}

var raw = []string{"entry", "reference", "themes", "note"}
var working = []string{"document", "shared", "mark", "draft", "version", "bytes"}

func (k *kept) want(when string, there bool, names ...string) {
	k.T.Helper()
	left := k.holds()
	for _, n := range names {
		if left[n] != there {
			k.T.Errorf("%s: %s is there: %v, want %v", when, n, left[n], there)
		}
	}
}

// proof wants the day and the number of a kind on record, and a line in the trail.
func (k *kept) proof(kind string, as access.Role, due civil.Date, items int) {
	k.T.Helper()
	k.must(db.Read(ctx, k.DB, k.As(as), func(tx pgx.Tx) error {
		got, err := db.One[struct {
			DueOn civil.Date
			Items int
			Lines int
		}](ctx, tx, `SELECT d.due_on, n.items, (SELECT count(*) FROM audit_line l WHERE l.challenge_id = d.challenge_id AND l.verb = 'information.destroyed.' || d.kind)::int AS lines
			FROM destruction d JOIN destruction_count n ON n.challenge_id = d.challenge_id AND n.kind = d.kind WHERE d.challenge_id = $1 AND d.kind = $2`, k.Challenge, kind)
		if got.DueOn != due || got.Items != items || got.Lines != 1 {
			k.T.Errorf("proof of %s: due %s, %d items, %d lines; want %s, %d, 1", kind, got.DueOn, got.Items, got.Lines, due, items)
		}
		return err
	}))
}

// I2, V7: raw notes and practice entries go 12 weeks after final; documents, with
// their bytes in the store, and drafts a year after the challenge closed. Not a
// day before; the proof says how many; what was handed over stays.
func TestDestroy_I2_EachKindOnItsDay(t *testing.T) {
	t.Parallel()
	k := keep(t)
	k.Clock.Set(k.closed.AddDate(0, 0, 83))
	k.night()
	k.want("a day before 12 weeks", true, append(raw, working...)...)
	k.Clock.Set(k.closed.AddDate(0, 0, 84))
	k.night()
	k.want("12 weeks after final", false, raw...)
	k.want("12 weeks after final", true, working...)
	k.proof("practice", access.HostPSW, civil.Of(k.closed).AddDays(84), 4) // three files and a group
	k.proof("notes", access.Lead, civil.Of(k.closed).AddDays(84), 2)
	k.Clock.Set(k.closed.AddDate(1, 0, -1))
	k.night()
	k.want("a day before the year", true, working...)
	k.Clock.Set(k.closed.AddDate(1, 0, 0))
	k.night()
	k.want("a year after it closed", false, append(raw, working...)...)
	k.proof("documents", access.DASS, civil.Of(k.closed.AddDate(1, 0, 0)), 1)
	if n := k.night(); n != 0 {
		t.Errorf("again: %d kinds went, want none", n)
	}
	if n := count(t, k.Story, k.As(access.DASS), `SELECT count(*) FROM handover_part p JOIN handover h ON h.id = p.handover_id WHERE h.challenge_id = $1 AND h.kind = 'share' AND p.body IS NOT NULL`, k.Challenge); n == 0 {
		t.Error("the record of what was handed over went too")
	}
	shown, err := (&finding.Service{DB: k.DB, Clock: k.Clock}).Show(ctx, k.As(access.Lead), k.Challenge, k.found)
	k.must(err)
	if got := strings.Join(shown.Record.Kinds, " "); shown.Record.SourceCount != 3 || !strings.Contains(got, "read") {
		t.Errorf("the finding stands on %s from %d sources, want read and heard from 3", got, shown.Record.SourceCount)
	}
}

// I3: a request that may cover them holds documents, drafts and practice entries
// back past their day, bytes included, until it is closed.
func TestRequest_I3_HoldsDocumentsDraftsAndEntriesBack(t *testing.T) {
	t.Parallel()
	k := keep(t)
	svc := service(k.Story)
	k.must(svc.LogRequest(ctx, k.As(access.DASS), k.Challenge, retention.NewRequest{Law: "foi", Words: "All about home care",
		Kinds: []string{"documents", "working_texts", "practice"}, ReceivedOn: civil.Of(k.Clock.Now())}))
	k.Clock.Set(k.closed.AddDate(2, 0, 0))
	k.night()
	k.want("held", true, append(working, "entry", "reference", "themes")...)
	k.want("held", false, "note")
	p, err := svc.Requests(ctx, k.As(access.DASS), k.Challenge)
	k.must(err)
	k.must(svc.CloseRequest(ctx, k.As(access.DASS), k.Challenge, p.Requests[0].ID, retention.Closing{Outcome: "given"}))
	k.night()
	k.want("closed", false, append(raw, working...)...)
}
