package document_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/document"
	"peerchallenge/internal/files"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/problem"
)

// D2: before anybody else can open them it is accepted, once, that files are not scanned.
func TestShare_D2_AcceptedFirstAndOnce(t *testing.T) {
	t.Parallel()
	s := newTale(t, dbtest.Tx(t))
	s.add("Plan", "")
	k, err := s.CheckPage(ctx, s.As(access.DASS), s.Challenge)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Share(ctx, s.As(access.DASS), s.Challenge, k.Mark())
	wantKind(t, "share before accepting", err, problem.Closed)
	for _, role := range []access.Role{access.LinkOfficer, access.DASS} {
		if err := s.Accept(ctx, s.As(role), s.Challenge); err != nil {
			t.Fatal(err)
		}
	}
	if a := s.list().Accepted; a == nil || !strings.HasPrefix(a.Name, access.LinkOfficer.Name()) {
		t.Errorf("accepted by %+v, want the link officer, who was first", a)
	}
	if _, err := s.Share(ctx, s.As(access.DASS), s.Challenge, k.Mark()); err != nil {
		t.Error(err)
	}
}

// D1: what goes is what was on the check page: sealed, version by version, with
// what is explained.
func TestShare_D1_SealsWhatWasSeen(t *testing.T) {
	t.Parallel()
	s := newTale(t, dbtest.Tx(t))
	docs := s.Framework.Documents
	s.add("Strategy", docs[3].ID)
	other := s.add("Other", "")
	s.answer(docs[4].ID, document.Answer{Status: document.NotAvailable, Reason: "We hold none"})
	s.answer(docs[5].ID, document.Answer{Status: document.Covered, Document: other})
	s.share()
	var names []string
	s.read(access.Lead, access.Reading, func(tx pgx.Tx) error {
		r, parts, err := handover.LatestTx(ctx, tx, s.Challenge, handover.Share)
		if err != nil {
			return err
		}
		if err := handover.CheckSeal(r, parts); err != nil {
			t.Error(err)
		}
		var first document.SealedDocument
		if err := json.Unmarshal(parts[1].Body, &first); err != nil {
			return err
		}
		want := document.SealedDocument{Document: first.Document, Title: "Strategy", Version: 1, FileName: "Plan.txt", Digest: first.Digest,
			Size: int64(len("About Strategy")), MIME: "text/plain", Requirement: docs[3].ID}
		if diff := cmp.Diff(want, first); diff != "" || len(first.Digest) != 64 {
			t.Errorf("sealed (-want +got):\n%s", diff)
		}
		for _, p := range parts {
			name, _, _ := strings.Cut(p.Name, "/")
			names = append(names, name)
		}
		return nil
	})
	if diff := cmp.Diff([]string{"document", "document", "requirement", "requirement"}, names); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
	want := []document.Explained{
		{Title: docs[4].Title, Status: document.NotAvailable, Reason: "We hold none"},
		{Title: docs[5].Title, Status: document.Covered, Document: "Other"}}
	if diff := cmp.Diff(want, s.reading(access.Lead).Explained); diff != "" {
		t.Errorf("explained (-want +got):\n%s", diff)
	}
}

// What changed since the check page was opened is not shared unseen.
func TestShare_NothingUnseen(t *testing.T) {
	t.Parallel()
	s := newTale(t, dbtest.Tx(t))
	s.add("Plan", "")
	if err := s.Accept(ctx, s.As(access.DASS), s.Challenge); err != nil {
		t.Fatal(err)
	}
	k, err := s.CheckPage(ctx, s.As(access.DASS), s.Challenge)
	if err != nil {
		t.Fatal(err)
	}
	s.add("Added meanwhile", "")
	_, err = s.Share(ctx, s.As(access.DASS), s.Challenge, k.Mark())
	wantKind(t, "share", err, problem.Conflict)
	if n := s.rows(s.As(access.DASS), "shared_document") + s.rows(s.As(access.DASS), "handover"); n != 0 {
		t.Errorf("a refusal wrote %d rows", n)
	}
}

// D2: later shares carry newer versions; the time of the first stays; what the team has is not sent again.
func TestShare_D2_NewerVersionsFollow(t *testing.T) {
	t.Parallel()
	s := newTale(t, dbtest.Tx(t))
	d := s.add("Plan", "")
	s.share()
	first := s.list().DocumentsSharedAt
	_, err := s.Share(ctx, s.As(access.DASS), s.Challenge, "")
	wantKind(t, "nothing new", err, problem.Closed)
	s.Story.Clock.Set(s.Story.Clock.Now().Add(24 * time.Hour))
	if _, err := s.AddVersion(ctx, s.As(access.LinkOfficer), s.Challenge, d, text("Newer")); err != nil {
		t.Fatal(err)
	}
	if l := s.list(); l.Documents[0].SharedVersion != 1 || !l.Documents[0].ToShare() {
		t.Errorf("host sees %+v, want version 2 not shared yet", l.Documents[0])
	}
	s.share()
	l := s.list()
	if l.Documents[0].SharedVersion != 2 || !l.DocumentsSharedAt.Equal(*first) {
		t.Errorf("after the second share: %+v at %v, want %v", l.Documents[0], l.DocumentsSharedAt, first)
	}
	if r := s.reading(access.DASS); len(r.Items) != 1 || r.Items[0].Version != 2 || len(r.Items[0].Earlier) != 1 {
		t.Errorf("reading: %+v", r.Items)
	}
}

// D1, section 3: the condition for reading is that nothing mandatory is missing
// from what was shared; the host's task stays open until then.
func TestRequirementsMet_D1(t *testing.T) {
	t.Parallel()
	s := newTale(t, dbtest.Tx(t))

	mandatory := s.Framework.MandatoryDocuments()
	s.add("Strategy", mandatory[0].ID)
	s.wantMissing(len(mandatory), false)
	s.share()
	s.wantMissing(len(mandatory)-1, false)
	for _, line := range mandatory[1:] {
		s.answer(line.ID, document.Answer{Status: document.NotAvailable, Reason: "Filled in on this site"})
	}
	s.wantMissing(len(mandatory)-1, false)
	s.share()
	s.wantMissing(0, true)
}

func (s tale) wantMissing(missing int, done bool) {
	s.T.Helper()
	s.read(access.DASS, "", func(tx pgx.Tx) error {
		got, err := document.RequirementsMetTx(ctx, tx, s.Challenge, s.Framework)
		if err == nil && got != missing {
			s.T.Errorf("%d missing, want %d", got, missing)
		}
		return err
	})
	s.read(access.Coordinator, "", func(tx pgx.Tx) error {
		got, err := document.DocumentsDoneTx(ctx, tx, s.Challenge)
		if err != nil || got != done {
			s.T.Errorf("done for the coordinator: %v %v, want %v", got, err, done)
		}
		open, err := db.Value[int](ctx, tx, `SELECT count(*) FROM task WHERE challenge_id = $1 AND kind = 'documents' AND done_at IS NULL`, s.Challenge)
		if err == nil && open > 0 && done {
			s.T.Errorf("%d tasks still open", open)
		}
		return err
	})
}

func (s tale) answer(key string, a document.Answer) {
	s.T.Helper()
	if err := s.SetRequirement(ctx, s.As(access.LinkOfficer), s.Challenge, key, a); err != nil {
		s.T.Fatal(err)
	}
}

// read asks as a role, after moving to a stage unless it is empty.
func (s tale) read(role access.Role, at access.Stage, f func(tx pgx.Tx) error) {
	s.T.Helper()
	if at != "" {
		s.MoveTo(at)
	}
	if err := db.Read(ctx, s.Service.DB, s.As(role), f); err != nil {
		s.T.Fatal(err)
	}
}

// Mails say that and where, never which documents; the team gets a link once it may read.
func TestShare_MailsWithoutContent(t *testing.T) {
	d := dbtest.DB(t)
	s := newTale(t, d.Pool)
	s.add("Confidential restructuring", "")
	s.share()
	count := func(where string) (n int) {
		if err := d.Owner.QueryRow(ctx, `SELECT count(*) FROM mail WHERE kind = 'document.shared' AND `+where).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := count(`body LIKE '%onfidential%' OR subject LIKE '%onfidential%'`); n != 0 {
		t.Errorf("%d mails tell a title", n)
	}
	if all, links := count(`true`), count(`body LIKE '%/reading%'`); all != 3 || links != 1 {
		t.Errorf("%d mails, %d with the link; want coordinator, lead and visiting PSW, the last with the link", all, links)
	}
}

// D3: each member sees what is left; the lead sees how far each is; a new version is unread again.
func TestReading_D3_WhatIsLeft(t *testing.T) {
	t.Parallel()
	s := newTale(t, dbtest.Tx(t))
	first := s.add("A first", "")
	s.add("B second", "")
	s.share()
	s.MoveTo(access.Reading)
	r := s.reading(access.Expert)
	s.mark(access.Expert, r.Items[0], true)
	s.mark(access.Expert, r.Items[0], true)
	r = s.reading(access.Expert)
	if r.ReadCount() != 1 || r.Items[0].Title != "B second" || !r.Items[1].Read || r.Members != nil {
		t.Errorf("expert: %+v", r.Items)
	}
	want := map[access.Role]int{access.Lead: 0, access.Councillor: 0, access.SeniorManager: 0, access.Expert: 1}
	got := map[access.Role]int{}
	for _, m := range s.reading(access.Lead).Members {
		got[m.Role] = m.Read
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("progress for the lead (-want +got):\n%s", diff)
	}
	if _, err := s.AddVersion(ctx, s.As(access.DASS), s.Challenge, first, text("Newer")); err != nil {
		t.Fatal(err)
	}
	s.share()
	if r = s.reading(access.Expert); r.ReadCount() != 0 {
		t.Errorf("a new version counts as read: %+v", r.Items)
	}
	s.mark(access.Expert, r.Items[0], true)
	s.mark(access.Expert, r.Items[0], false)
	if n := s.reading(access.Expert).ReadCount(); n != 0 {
		t.Errorf("%d read after taking the mark back", n)
	}
}

func (s tale) mark(role access.Role, i document.Item, read bool) {
	s.T.Helper()
	if err := s.MarkRead(ctx, s.As(role), s.Challenge, i.ID, read); err != nil {
		s.T.Fatal(err)
	}
}

// V7, D2: what a failed transaction left in the store is taken a day later; what a
// row names, or what is young, stays.
func TestTidy_V7_TakesWhatNoRowNames(t *testing.T) {
	s := newTale(t, dbtest.DB(t).Pool)
	kept := s.add("Kept", "")
	put := func(words string) files.Digest {
		t.Helper()
		f, err := s.Files.Put(ctx, strings.NewReader(words), 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		return f.Digest
	}
	stray, young := put("left by a failed transaction"), put("its row is not committed yet")
	f, err := s.Download(ctx, s.As(access.DASS), s.Challenge, kept, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range []files.Digest{stray, f.Digest} {
		path := filepath.Join(s.Folder, d.String()[:2], d.String()[2:4], d.String())
		if err := os.Chtimes(path, time.Time{}, time.Now().Add(-25*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []int{1, 0} {
		if n, err := s.Tidy(ctx); err != nil || n != want {
			t.Errorf("tidied %d, %v, want %d", n, err, want)
		}
	}
	for d, want := range map[files.Digest]bool{stray: false, young: true, f.Digest: true} {
		if got := s.Files.Verify(ctx, d) == nil; got != want {
			t.Errorf("%s is there: %v, want %v", d, got, want)
		}
	}
	if err := db.Read(ctx, s.Story.DB, s.As(access.DASS), func(tx pgx.Tx) error {
		_, err := db.Value[[]string](ctx, tx, `SELECT files_without_row('{}')`)
		return err
	}); err == nil {
		t.Error("a person may ask which files have a row")
	}
}

// 49 lines with a document each cost as many statements as none.
func TestPages_StatementsDoNotGrow(t *testing.T) {
	s := newTale(t, dbtest.DB(t).Pool)
	count := func() (list, reading, check int64) {
		list = dbtest.Statements(func() { s.list() })
		reading = dbtest.Statements(func() { s.reading(access.Lead) })
		check = dbtest.Statements(func() {
			if _, err := s.CheckPage(ctx, s.As(access.DASS), s.Challenge); err != nil {
				t.Fatal(err)
			}
		})
		return list, reading, check
	}
	s.MoveTo(access.Reading)
	count() // the framework is read once for all
	l, r, k := count()
	for _, line := range s.Framework.Documents {
		s.add(line.Title, line.ID)
	}
	s.share()
	l2, r2, k2 := count()
	if l != l2 || r != r2 || k != k2 || l2 > 8 || r2 > 8 || k2 > 9 {
		t.Errorf("list %d then %d, reading %d then %d, check %d then %d", l, l2, r, r2, k, k2)
	}
	if got := len(s.reading(access.Lead).Items); got != len(s.Framework.Documents) {
		t.Errorf("%d to read", got)
	}
}
