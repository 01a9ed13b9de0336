package document_test

import (
	"testing"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/document"
	"peerchallenge/internal/problem"
)

// everyRead asks for everything that shows or gives a document of the host's.
func (s tale) everyRead(actor access.Actor, d document.ID) map[string]error {
	out := map[string]error{}
	_, out["list"] = s.Page(ctx, actor, s.Challenge)
	_, out["document"] = s.DocumentPage(ctx, actor, s.Challenge, d)
	_, out["download"] = s.Download(ctx, actor, s.Challenge, d, 1)
	_, out["line"] = s.RequirementPage(ctx, actor, s.Challenge, s.Framework.Documents[0].ID)
	_, out["add form"] = s.AddPage(ctx, actor, s.Challenge)
	_, out["accept form"] = s.AcceptPage(ctx, actor, s.Challenge)
	_, out["check"] = s.CheckPage(ctx, actor, s.Challenge)
	return out
}

// everyWrite tries everything that changes a document of the host's.
func (s tale) everyWrite(actor access.Actor, d document.ID) map[string]error {
	out := map[string]error{}
	_, out["add"] = s.Add(ctx, actor, s.Challenge, document.New{Title: "Mine", File: text("words")})
	_, out["version"] = s.AddVersion(ctx, actor, s.Challenge, d, text("other words"))
	out["remove"] = s.Remove(ctx, actor, s.Challenge, d)
	out["requirement"] = s.SetRequirement(ctx, actor, s.Challenge, s.Framework.Documents[0].ID, document.Answer{Status: document.NotAvailable, Reason: "No"})
	out["accept"] = s.Accept(ctx, actor, s.Challenge)
	_, out["share"] = s.Share(ctx, actor, s.Challenge, "")
	return out
}

var hostTables = []string{"document", "document_version", "document_requirement", "unscanned_acceptance"}

// V1, V2, V6: at no stage does anybody but the host find the host's own list, a
// document by its id, or a number of them.
func TestWall_V2_HostDocumentsAreTheHosts(t *testing.T) {
	t.Parallel()
	s := newTale(t, dbtest.Tx(t))
	d := s.add("Strategy", s.Framework.Documents[3].ID)
	if err := s.Accept(ctx, s.As(access.LinkOfficer), s.Challenge); err != nil {
		t.Fatal(err)
	}
	for _, stage := range []access.Stage{access.Preparing, access.Reading, access.OnSite, access.Final} {
		s.MoveTo(stage)
		others := s.strangers()
		for _, role := range append([]access.Role{access.SeniorLeader, access.VisitingPSW, access.Lead, access.Expert}, access.Councillor, access.SeniorManager) {
			others[string(role)] = s.As(role)
		}
		for who, actor := range others {
			for what, err := range s.everyRead(actor, d) {
				wantKind(t, who+" at "+string(stage)+" reads "+what, err, problem.NotFound)
			}
			for what, err := range s.everyWrite(actor, d) {
				wantKind(t, who+" at "+string(stage)+" does "+what, err, problem.NotFound)
			}
			for _, table := range hostTables {
				if n := s.rows(actor, table); n != 0 {
					t.Errorf("%s at %s reads %d rows of %s", who, stage, n, table)
				}
			}
		}
	}
	if got := len(s.list().Documents); got != 1 {
		t.Errorf("refused acts left %d documents, want 1", got)
	}
}

// V2, V8: the team finds shared documents from reading on and only these; the
// visiting PSW from accepting; unshared versions never.
func TestWall_V8_TeamReadsSharedFromReadingOn(t *testing.T) {
	t.Parallel()
	s := newTale(t, dbtest.Tx(t))
	shared := s.add("Shared", "")
	s.share()
	s.add("Not shared", "")
	if _, err := s.AddVersion(ctx, s.As(access.DASS), s.Challenge, shared, text("Newer words")); err != nil {
		t.Fatal(err)
	}
	id := s.reading(access.VisitingPSW).Items[0].ID
	for _, role := range access.Team {
		if role == access.DeputyLead {
			continue
		}
		_, err := s.ReadingPage(ctx, s.As(role), s.Challenge)
		wantKind(t, string(role)+" before reading", err, problem.NotFound)
		_, err = s.DownloadShared(ctx, s.As(role), s.Challenge, id)
		wantKind(t, string(role)+" downloads before reading", err, problem.NotFound)
		wantKind(t, string(role)+" marks before reading", s.MarkRead(ctx, s.As(role), s.Challenge, id, true), problem.NotFound)
	}
	s.MoveTo(access.Reading)
	for _, role := range []access.Role{access.Lead, access.Councillor, access.SeniorManager, access.Expert, access.VisitingPSW, access.DASS, access.LinkOfficer, access.SeniorLeader} {
		r := s.reading(role)
		if len(r.Items) != 1 || r.Items[0].Title != "Shared" || r.Items[0].Version != 1 || len(r.Items[0].Earlier) != 0 {
			t.Errorf("%s reads %+v, want version 1 of Shared alone", role, r.Items)
		}
		if _, err := s.DownloadShared(ctx, s.As(role), s.Challenge, id); err != nil {
			t.Errorf("%s: %v", role, err)
		}
		_, err := s.DownloadShared(ctx, s.As(role), s.Challenge, shared)
		wantKind(t, string(role)+" guesses by the document's own id", err, problem.NotFound)
	}
	for who, actor := range s.strangers() {
		_, err := s.ReadingPage(ctx, actor, s.Challenge)
		wantKind(t, who+" reads", err, problem.NotFound)
		_, err = s.DownloadShared(ctx, actor, s.Challenge, id)
		wantKind(t, who+" downloads", err, problem.NotFound)
		if n := s.rows(actor, "shared_document"); n != 0 {
			t.Errorf("%s reads %d rows of shared_document", who, n)
		}
	}
}

// D3, V2: how far the team has read is the team's: neither marks nor who opened
// what reach the host, not even through the record of what was done.
func TestWall_D3_HostNeverSeesReadingMarks(t *testing.T) {
	t.Parallel()
	s := newTale(t, dbtest.Tx(t))
	s.add("Strategy", "")
	s.share()
	s.MoveTo(access.Reading)
	id := s.reading(access.Expert).Items[0].ID
	before := map[access.Role]int{}
	host := []access.Role{access.DASS, access.LinkOfficer, access.SeniorLeader, access.VisitingPSW, access.Coordinator, access.HostPSW}
	for _, role := range host {
		before[role] = s.rows(s.As(role), "audit_line")
	}
	if err := s.MarkRead(ctx, s.As(access.Expert), s.Challenge, id, true); err != nil {
		t.Fatal(err)
	}
	if _, err := s.DownloadShared(ctx, s.As(access.Expert), s.Challenge, id); err != nil {
		t.Fatal(err)
	}
	for _, role := range host {
		if n := s.rows(s.As(role), "reading_mark"); n != 0 {
			t.Errorf("%s reads %d marks", role, n)
		}
		if n := s.rows(s.As(role), "audit_line"); n != before[role] {
			t.Errorf("%s sees %d more lines of the record", role, n-before[role])
		}
		wantKind(t, string(role)+" marks", s.MarkRead(ctx, s.As(role), s.Challenge, id, true), problem.NotFound)
	}
	for _, role := range []access.Role{access.DASS, access.VisitingPSW, access.Councillor} {
		r := s.reading(role)
		if r.ReadCount() != 0 || r.Members != nil {
			t.Errorf("%s: %d read, members %v; want nothing of others", role, r.ReadCount(), r.Members)
		}
	}
}

// T9: who has not signed the undertaking opens nothing, whatever the role.
func TestWall_T9_NotBeforeTheUndertaking(t *testing.T) {
	t.Parallel()
	s := newTale(t, dbtest.Tx(t))
	s.add("Strategy", "")
	s.share()
	s.exec(access.Coordinator, `UPDATE team_member SET undertaking_at = NULL WHERE challenge_id = $1 AND role = 'councillor'`, s.Challenge)
	s.MoveTo(access.Reading)
	_, err := s.ReadingPage(ctx, s.As(access.Councillor), s.Challenge)
	wantKind(t, "reads", err, problem.NotFound)
}

// A reader whom the director lets in reads the list and changes nothing.
func TestWall_HostReaderReadsOnly(t *testing.T) {
	t.Parallel()
	s := newTale(t, dbtest.Tx(t))
	d := s.add("Strategy", "")
	reader := s.Story.Add(access.HostReader)
	l, err := s.Page(ctx, reader, s.Challenge)
	if err != nil || l.CanKeep || l.CanShare || len(l.Documents) != 1 {
		t.Errorf("reader: %v, %+v", err, l)
	}
	if _, err := s.Download(ctx, reader, s.Challenge, d, 1); err != nil {
		t.Error(err)
	}
	for what, err := range s.everyWrite(reader, d) {
		wantKind(t, "reader does "+what, err, problem.NotFound)
	}
}

// The link officer does all but share; nobody else shares either.
func TestWall_OnlyTheDirectorShares(t *testing.T) {
	t.Parallel()
	s := newTale(t, dbtest.Tx(t))
	s.add("Strategy", "")
	if err := s.Accept(ctx, s.As(access.LinkOfficer), s.Challenge); err != nil {
		t.Fatal(err)
	}
	k, err := s.CheckPage(ctx, s.As(access.DASS), s.Challenge)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Share(ctx, s.As(access.LinkOfficer), s.Challenge, k.Mark())
	wantKind(t, "link officer shares", err, problem.NotFound)
	if n := s.rows(s.As(access.DASS), "shared_document"); n != 0 {
		t.Errorf("a refused act shared %d documents", n)
	}
}
