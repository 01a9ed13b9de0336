package selfassessment_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/prose"
	"peerchallenge/internal/selfassessment"
)

func (w world) inTx(as access.Actor, f func(tx pgx.Tx) error) {
	w.t.Helper()
	if err := db.InTx(ctx, w.Story.DB, as, f); err != nil {
		w.t.Fatal(err)
	}
}

// A1: six areas with every prompt, made once however often it is asked for.
func TestPrepare_A1_AllAreasAndPromptsOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Tx(t))
	w.save(access.Contributor, w.mine, 0, "written before it was set up")
	prepare := func(as access.Actor) {
		w.inTx(as, func(tx pgx.Tx) error {
			c, err := challenge.GetTx(ctx, tx, w.Challenge)
			if err != nil {
				return err
			}
			return selfassessment.PrepareTx(ctx, tx, w.Story.Clock.Now(), c)
		})
	}
	prepare(w.As(access.DASS))
	prepare(w.As(access.LinkOfficer))
	prepare(w.As(access.Coordinator)) // does nothing, and is no error
	prompts := 0
	for _, a := range w.Framework.Areas {
		prompts += len(a.Prompts)
	}
	type counts struct{ Areas, Answers, Texts, Tasks int }
	got := counts{
		value[int](w, w.As(access.DASS), `SELECT count(*) FROM assessment_area WHERE challenge_id = $1`, w.Challenge),
		value[int](w, w.As(access.DASS), `SELECT count(*) FROM assessment_answer WHERE challenge_id = $1`, w.Challenge),
		value[int](w, w.As(access.DASS), `SELECT count(*) FROM prose_document WHERE challenge_id = $1`, w.Challenge),
		value[int](w, w.As(access.DASS), `SELECT count(*) FROM task WHERE challenge_id = $1 AND kind = 'self-assessment' AND for_role = 'dass'`, w.Challenge),
	}
	if diff := cmp.Diff(counts{6, prompts, prompts, 1}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if p, err := w.Prompt(ctx, w.As(access.DASS), w.Challenge, w.mine); err != nil || p.Text.Body != "written before it was set up" {
		t.Errorf("%q, %v", p.Text.Body, err)
	}
}

// A2: whichever way a conflict ends, both texts can be read afterwards.
func TestSettle_A2_NoWayLosesAText(t *testing.T) {
	t.Parallel()
	for keep, want := range map[selfassessment.Keep]string{selfassessment.KeepBoth: "theirs\n\nmine",
		selfassessment.KeepMine: "mine", selfassessment.KeepTheirs: "theirs"} {
		w := newWorld(t, dbtest.Tx(t))
		w.save(access.Contributor, w.mine, 0, "theirs")
		_, err := w.Save(ctx, w.As(access.DASS), w.Challenge, w.mine, selfassessment.Text{Words: "mine"})
		theirs, ok := prose.TheirsOf(err)
		if !ok {
			t.Fatalf("want a conflict with their text, got %v", err)
		}
		if _, err := w.Settle(ctx, w.As(access.DASS), w.Challenge, w.mine, selfassessment.Text{Base: theirs.Version, Words: "mine"}, keep); err != nil {
			t.Fatal(keep, err)
		}
		p, err := w.Prompt(ctx, w.As(access.DASS), w.Challenge, w.mine)
		if err != nil || p.Text.Body != want {
			t.Errorf("keep %s: %q, %v; want %q", keep, p.Text.Body, err, want)
		}
		all := value[string](w, w.As(access.DASS), `SELECT string_agg(body, '|') FROM prose_version WHERE document_id = $1`, p.Text.ID)
		if !contains(all, "theirs") || !contains(all, "mine") {
			t.Errorf("keep %s: versions %q lack a text", keep, all)
		}
	}
}

// A2: a conflict that has moved on again shows the newest text, and saves nothing.
func TestSettle_A2_MovedOnAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Tx(t))
	w.save(access.Contributor, w.mine, 0, "theirs")
	w.save(access.LinkOfficer, w.mine, 1, "newer still")
	for _, keep := range []selfassessment.Keep{selfassessment.KeepBoth, selfassessment.KeepMine, selfassessment.KeepTheirs} {
		_, err := w.Settle(ctx, w.As(access.DASS), w.Challenge, w.mine, selfassessment.Text{Base: 1, Words: "mine"}, keep)
		if theirs, ok := prose.TheirsOf(err); !ok || theirs.Body != "newer still" {
			t.Errorf("keep %s: %v, want the newest text", keep, err)
		}
	}
}

// An answer becomes ready with words only, and is not ready once they are gone.
func TestReady_NeedsWords(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Tx(t))
	state := func() selfassessment.State {
		t.Helper()
		p, err := w.Prompt(ctx, w.As(access.Contributor), w.Challenge, w.mine)
		if err != nil {
			t.Fatal(err)
		}
		return p.Prompt.State
	}
	if err := w.SetReady(ctx, w.As(access.Contributor), w.Challenge, w.mine, true); !problem.Is(err, problem.Invalid) || state() != selfassessment.Empty {
		t.Errorf("empty: %v, %s", err, state())
	}
	if _, err := w.Save(ctx, w.As(access.Contributor), w.Challenge, w.mine, selfassessment.Text{Words: "words", Ready: true}); err != nil || state() != selfassessment.Ready {
		t.Errorf("saved as ready: %v, %s", err, state())
	}
	if err := w.SetReady(ctx, w.As(access.Contributor), w.Challenge, w.mine, false); err != nil || state() != selfassessment.Writing {
		t.Errorf("not ready: %v, %s", err, state())
	}
	if err := w.SetReady(ctx, w.As(access.DASS), w.Challenge, w.mine, true); err != nil {
		t.Error(err)
	}
	if w.save(access.Contributor, w.mine, 1, ""); state() != selfassessment.Empty {
		t.Errorf("words taken out: %s", state())
	}
}

// A2: an owner is somebody who may write the area; a view is one of the five.
func TestArea_A2_OwnerAndOwnView(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Tx(t))
	key, other := w.Framework.Areas[0].Key, w.Framework.Areas[1].Key
	contributor := w.Story.People[access.Contributor]
	if err := w.SetOwner(ctx, w.As(access.LinkOfficer), w.Challenge, key, contributor); err != nil {
		t.Error(err)
	}
	for name, who := range map[string]uuid.UUID{"contributor of another area": contributor, "lead": w.Story.People[access.Lead], "nobody": uuid.New()} {
		if err := w.SetOwner(ctx, w.As(access.DASS), w.Challenge, other, who); !problem.Is(err, problem.Invalid) {
			t.Errorf("%s as owner: %v, want invalid", name, err)
		}
	}
	if err := w.SetJudgement(ctx, w.As(access.DASS), w.Challenge, key, "Outstanding"); !problem.Is(err, problem.Invalid) {
		t.Errorf("a view of its own: %v, want invalid", err)
	}
	if err := w.SetJudgement(ctx, w.As(access.DASS), w.Challenge, key, "Some way to go"); err != nil {
		t.Error(err)
	}
	v, err := w.Area(ctx, w.As(access.Contributor), w.Challenge, key)
	if err != nil || v.Area.OwnerID != contributor || v.Area.Judgement != "Some way to go" {
		t.Errorf("%+v, %v", v.Area, err)
	}
}

// A5: the copy holds what was written, in order; it never changes; after
// reopening, a second submission makes a newer one and both verify.
func TestSubmit_A5_CopyReopenCopy(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Tx(t))
	w.save(access.Contributor, w.mine, 0, "first")
	w.linkDocument(w.mine, "Budget book")
	if err := w.SetJudgement(ctx, w.As(access.DASS), w.Challenge, w.Framework.Areas[0].Key, "Good"); err != nil {
		t.Fatal(err)
	}
	w.submit()
	if err := w.Submit(ctx, w.As(access.DASS), w.Challenge); !problem.Is(err, problem.Closed) {
		t.Errorf("twice: %v, want closed", err)
	}
	for _, role := range []access.Role{access.DASS, access.LinkOfficer, access.Contributor} {
		if _, err := w.Save(ctx, w.As(role), w.Challenge, w.mine, selfassessment.Text{Base: 1, Words: "late"}); !problem.Is(err, problem.Closed) {
			t.Errorf("%s writes after submission: %v, want closed (V8)", role, err)
		}
	}
	if p, err := w.Prompt(ctx, w.As(access.Contributor), w.Challenge, w.mine); err != nil || p.Text.Body != "first" || p.CanWrite {
		t.Errorf("contributor afterwards: %q, write %v, %v; want to read only (V8)", p.Text.Body, p.CanWrite, err)
	}
	if err := w.Reopen(ctx, w.As(access.DASS), w.Challenge, ""); !problem.Is(err, problem.Invalid) {
		t.Errorf("reopen without reason: %v, want invalid", err)
	}
	if err := w.Reopen(ctx, w.As(access.DASS), w.Challenge, "a number was wrong"); err != nil {
		t.Fatal(err)
	}
	w.save(access.Contributor, w.mine, 1, "second")
	kept, err := w.Submitted(ctx, w.As(access.VisitingPSW), w.Challenge)
	if err != nil || kept.Areas[0].Answers[0].Text != "first" || kept.Reopened == nil || kept.Reopened.Reason != "a number was wrong" {
		t.Errorf("while reopened: %+v, %v; want the copy kept and the reason", kept.Reopened, err)
	}
	w.submit()
	newer, err := w.Submitted(ctx, w.As(access.VisitingPSW), w.Challenge)
	want := selfassessment.SealedAnswer{AreaKey: w.Framework.Areas[0].Key, AreaName: w.Framework.Areas[0].Name,
		Prompt: w.Framework.Areas[0].Prompts[0].Text, Text: "second", Evidence: []string{"Budget book"}}
	if err != nil || newer.Reopened != nil || newer.Areas[0].Judgement != "Good" {
		t.Fatalf("%+v, %v", newer.Areas, err)
	}
	if diff := cmp.Diff(want, newer.Areas[0].Answers[0]); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	w.inTx(w.As(access.DASS), func(tx pgx.Tx) error {
		records, err := handover.RecordTx(ctx, tx, w.Challenge)
		if err != nil || len(records) != 2 {
			t.Fatalf("%d copies, %v; want 2", len(records), err)
		}
		for _, r := range records {
			parts, err := handover.PartsTx(ctx, tx, r.ID)
			if err == nil {
				err = handover.CheckSeal(r.Record, parts)
			}
			if err != nil {
				t.Error(err)
			}
		}
		return nil
	})
}

// A5: coordinator, lead and link officer hear of it by mail without content, and
// the task is done; a refusal leaves no trace.
func TestSubmit_A5_TellsAndClosesTheTask(t *testing.T) {
	w := newWorld(t, dbtest.DB(t).Pool)
	w.save(access.DASS, w.mine, 0, "a secret")
	w.inTx(w.As(access.DASS), func(tx pgx.Tx) error {
		c, err := challenge.GetTx(ctx, tx, w.Challenge)
		if err != nil {
			return err
		}
		return selfassessment.PrepareTx(ctx, tx, w.Story.Clock.Now(), c)
	})
	if err := w.Submit(ctx, w.As(access.Lead), w.Challenge); !problem.Is(err, problem.NotFound) {
		t.Fatal(err)
	}
	mails := func() int {
		return value[int](w, access.Job("mail"), `SELECT count(DISTINCT person_id) FROM mail WHERE kind = 'self-assessment.submitted'
			AND body NOT LIKE '%secret%' AND body LIKE '%https://example.org/challenges/%'`)
	}
	open := `SELECT count(*) FROM task WHERE challenge_id = $1 AND kind = 'self-assessment' AND done_at IS NULL`
	if mails() != 0 || value[int](w, w.As(access.DASS), open, w.Challenge) != 1 {
		t.Error("a refused submission left mail or closed the task")
	}
	w.submit()
	if got := mails(); got != 3 {
		t.Errorf("%d people told, want coordinator, lead and link officer", got)
	}
	if value[int](w, w.As(access.DASS), open, w.Challenge) != 0 {
		t.Error("the task is still open")
	}
}

// A stage that was moved on early hands nothing over, so the host can still
// submit (section 3); later it is closed, and so is reopening.
func TestSubmit_StageMovedOnEarly(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Tx(t))
	w.MoveTo(access.Reading)
	w.save(access.DASS, w.mine, 0, "late but welcome")
	w.submit()
	if err := w.Reopen(ctx, w.As(access.DASS), w.Challenge, "because"); !problem.Is(err, problem.Closed) {
		t.Errorf("reopen while the team reads: %v, want closed", err)
	}
}

// A3: documents of this challenge only, linked once, and taken away again.
func TestEvidence_A3(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Tx(t))
	w.save(access.DASS, w.mine, 0, "words")
	doc := w.linkDocument(w.mine, "Budget book")
	if err := w.AddEvidence(ctx, w.As(access.LinkOfficer), w.Challenge, w.mine, doc); err != nil {
		t.Errorf("linking again is no error: %v", err)
	}
	if err := w.AddEvidence(ctx, w.As(access.DASS), w.Challenge, w.mine, uuid.New()); !problem.Is(err, problem.Invalid) {
		t.Errorf("an id of no document: %v, want invalid", err)
	}
	p, err := w.Prompt(ctx, w.As(access.Contributor), w.Challenge, w.mine)
	if err != nil || len(p.Evidence) != 1 || p.Evidence[0].Title != "Budget book" {
		t.Fatalf("contributor sees %+v, %v; want the title", p.Evidence, err)
	}
	if err := w.RemoveEvidence(ctx, w.As(access.DASS), w.Challenge, w.other, p.Evidence[0].ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("removed by way of another prompt: %v, want not found", err)
	}
	if err := w.RemoveEvidence(ctx, w.As(access.DASS), w.Challenge, w.mine, p.Evidence[0].ID); err != nil {
		t.Error(err)
	}
}
