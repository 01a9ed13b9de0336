package selfassessment_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/selfassessment"
)

// V2, V6, V8: before it is submitted nobody outside the host's writers finds
// anything, by page, list, count, save, version or guessed id; at any stage.
func TestWall_V2_NobodyOutsideSeesADraft(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Tx(t))
	w.save(access.DASS, w.mine, 0, "a secret")
	for _, stage := range []access.Stage{access.Preparing, access.Reading} {
		if stage == access.Reading {
			w.MoveTo(stage)
		}
		for name, who := range w.outsiders() {
			name += " at " + string(stage)
			errs := w.everyWay(who, w.Framework.Areas[0].Key, w.mine)
			_, errs["areas"] = w.Areas(ctx, who, w.Challenge)
			_, errs["contributors"] = w.Contributors(ctx, who, w.Challenge)
			_, errs["check"] = w.Check(ctx, who, w.Challenge)
			_, errs["submitted"] = w.Submitted(ctx, who, w.Challenge)
			errs["submit"] = w.Submit(ctx, who, w.Challenge)
			errs["reopen"] = w.Reopen(ctx, who, w.Challenge, "because")
			errs["invite"] = w.Invite(ctx, who, w.Challenge, selfassessment.Invitation{Name: "A", Email: "a@example.org", Areas: []string{w.Framework.Areas[0].Key}})
			errs["take back"] = w.TakeBack(ctx, who, w.Challenge, uuid.New())
			w.wantAllMissing(name, errs)
		}
	}
}

// V1: with the program's own checks out of the way, the database shows outsiders
// no row of any table of a draft.
func TestWall_V1_TheDatabaseShowsOutsidersNoRow(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Tx(t))
	w.save(access.DASS, w.mine, 0, "a secret")
	w.linkDocument(w.mine, "Budget book")
	const count = `SELECT (SELECT count(*) FROM assessment_area) + (SELECT count(*) FROM assessment_answer)
		+ (SELECT count(*) FROM assessment_evidence) + (SELECT count(*) FROM prose_document) + (SELECT count(*) FROM prose_version)`
	if got := value[int](w, w.As(access.DASS), count); got == 0 {
		t.Fatal("the director sees nothing: the test holds nothing")
	}
	for name, who := range w.outsiders() {
		if got := value[int](w, who, count); got != 0 {
			t.Errorf("%s sees %d rows", name, got)
		}
	}
}

// A2, V6: to a contributor other areas do not exist, in pages, lists, counts,
// saves and the database.
func TestWall_A2_ContributorsSeeTheirAreasOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Tx(t))
	w.save(access.DASS, w.mine, 0, "mine to read")
	w.save(access.DASS, w.other, 0, "not mine to read")
	contributor := w.As(access.Contributor)
	w.wantAllMissing("contributor in another area", w.everyWay(contributor, w.Framework.Areas[1].Key, w.other))

	v, err := w.Areas(ctx, contributor, w.Challenge)
	if err != nil {
		t.Fatal(err)
	}
	if len(v.Areas) != 1 || v.Areas[0].Key != w.Framework.Areas[0].Key || v.Whole {
		t.Errorf("areas %+v, want the first only", v.Areas)
	}
	if want := len(w.Framework.Areas[0].Prompts); v.Counts.Total() != want || v.Counts.Writing != 1 {
		t.Errorf("counts %+v, want those of %d prompts with 1 being written", v.Counts, want)
	}
	if got := value[int](w, contributor, `SELECT count(*) FROM prose_version WHERE body LIKE 'not mine%'`); got != 0 {
		t.Error("the database shows another area's text")
	}
	p, err := w.Prompt(ctx, contributor, w.Challenge, w.mine)
	if err != nil || p.Text.Body != "mine to read" || !p.CanWrite || p.CanLink || p.CanManage {
		t.Errorf("own prompt: %q %v write %v link %v manage %v", p.Text.Body, err, p.CanWrite, p.CanLink, p.CanManage)
	}
	errs := map[string]error{}
	_, errs["contributors"] = w.Contributors(ctx, contributor, w.Challenge)
	_, errs["check"] = w.Check(ctx, contributor, w.Challenge)
	_, errs["choose evidence"] = w.EvidenceChoices(ctx, contributor, w.Challenge, w.mine)
	errs["owner"] = w.SetOwner(ctx, contributor, w.Challenge, w.Framework.Areas[0].Key, uuid.Nil)
	errs["judgement"] = w.SetJudgement(ctx, contributor, w.Challenge, w.Framework.Areas[0].Key, "Good")
	errs["submit"] = w.Submit(ctx, contributor, w.Challenge)
	w.wantAllMissing("contributor as manager", errs)
}

// A5: all but the director's own acts are the link officer's too (section 2).
func TestSubmit_A5_OnlyTheDirector(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Tx(t))
	w.save(access.LinkOfficer, w.mine, 0, "written")
	if err := w.Submit(ctx, w.As(access.LinkOfficer), w.Challenge); !problem.Is(err, problem.NotFound) {
		t.Errorf("link officer submits: %v, want not found", err)
	}
	w.submit()
	if err := w.Reopen(ctx, w.As(access.LinkOfficer), w.Challenge, "because"); !problem.Is(err, problem.NotFound) {
		t.Errorf("link officer reopens: %v, want not found", err)
	}
}

// A reader whom the director let into drafts reads and writes nothing.
func TestWall_HostReaderReadsOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Tx(t))
	w.save(access.DASS, w.mine, 0, "draft")
	reader := w.Add(access.HostReader)
	p, err := w.Prompt(ctx, reader, w.Challenge, w.mine)
	if err != nil || p.Text.Body != "draft" || p.CanWrite || p.CanManage || p.CanLink {
		t.Errorf("reads %q, %v; may write %v", p.Text.Body, err, p.CanWrite)
	}
	if _, err := w.Save(ctx, reader, w.Challenge, w.mine, selfassessment.Text{Base: 1, Words: "changed"}); !problem.Is(err, problem.NotFound) {
		t.Errorf("saves: %v, want not found", err)
	}
}

// V8: the team from reading day, leaders, link officer and visiting PSWs from
// submission; coordinator, contributor, host PSW and strangers never.
func TestWall_V8_WhoReadsTheSubmittedCopyAndWhen(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Tx(t))
	w.save(access.DASS, w.mine, 0, "handed over")
	w.submit()
	at := func(stage access.Stage, readers ...access.Role) {
		t.Helper()
		may := map[access.Role]bool{}
		for _, r := range readers {
			may[r] = true
		}
		for _, role := range dbtest.Everyone {
			_, err := w.Submitted(ctx, w.As(role), w.Challenge)
			if may[role] != (err == nil) || (err != nil && !problem.Is(err, problem.NotFound)) {
				t.Errorf("%s at %s: %v, want reading %v", role, stage, err, may[role])
			}
		}
		for _, who := range []access.Actor{access.Person(w.Stranger), access.Person(w.Elsewhere), access.Public()} {
			if _, err := w.Submitted(ctx, who, w.Challenge); !problem.Is(err, problem.NotFound) {
				t.Errorf("a stranger at %s: %v", stage, err)
			}
		}
	}
	at(access.Preparing, access.DASS, access.LinkOfficer, access.SeniorLeader, access.VisitingPSW)
	w.MoveTo(access.Reading)
	at(access.Reading, access.DASS, access.LinkOfficer, access.SeniorLeader, access.VisitingPSW,
		access.Lead, access.Councillor, access.SeniorManager, access.Expert)
}

// linkDocument puts a document into the host's room and links it to an answer.
func (w world) linkDocument(prompt, title string) uuid.UUID {
	w.t.Helper()
	doc := uuid.New()
	err := db.InTx(ctx, w.Story.DB, w.As(access.DASS), func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO document (id, challenge_id, title, added_by, added_at) VALUES ($1, $2, $3, app_actor(), $4)`,
			doc, w.Challenge, title, w.Story.Clock.Now())
		return err
	})
	if err == nil {
		err = w.AddEvidence(ctx, w.As(access.DASS), w.Challenge, prompt, doc)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return doc
}
