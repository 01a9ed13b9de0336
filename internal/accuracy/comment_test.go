package accuracy_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/accuracy"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
)

// F7: a comment reaches the team as it was written, numbered, in its writer's name,
// with the draft report's own words, as a sealed copy that verifies.
func TestSend_F7_TheTeamReadsWhatWasSent(t *testing.T) {
	t.Parallel()
	k := begin(t, dbtest.Tx(t))
	first := k.sent(access.DASS)
	draft := k.save(access.SeniorLeader)
	if n, err := k.Send(ctx, k.As(access.DASS), k.Challenge, draft, 1); err != nil || n != 2 {
		t.Fatalf("the director sends a colleague's draft: number %d, %v", n, err)
	}
	v, err := k.Page(ctx, k.As(access.Expert), k.Challenge)
	if err != nil || len(v.Points) != 2 || v.Points[0].ID != first {
		t.Fatalf("the team reads %d points: %v", len(v.Points), err)
	}
	p := v.Points[1]
	got := []any{p.Number, p.PersonID, p.Kind, p.Passage, p.PassageText, p.Words, p.EvidenceTitle}
	want := []any{2, k.People[access.SeniorLeader], accuracy.Fact, k.passage,
		"Area for consideration: Therapy waits\nThe council has no waiting list for occupational therapy.", k.input().Words, "Performance report, page 3"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the second point: %s", diff)
	}
	k.do(k.As(access.Lead), func(tx pgx.Tx) error {
		r, parts, err := handover.LatestTx(ctx, tx, k.Challenge, handover.Comment)
		if err != nil {
			return err
		}
		var sealed map[string]any
		if err := json.Unmarshal(parts[0].Body, &sealed); err != nil || sealed["words"] != k.input().Words || r.AsRole != access.DASS {
			t.Errorf("sealed copy as %s: %v, %v", r.AsRole, sealed, err)
		}
		return handover.CheckSeal(r, parts)
	})
	if n := value[int](k, k.As(access.Lead), `SELECT count(*) FROM task WHERE challenge_id = $1 AND kind = 'answer' AND for_role = 'lead' AND done_at IS NULL`, k.Challenge); n != 2 {
		t.Errorf("the lead has %d comments to answer, want 2", n)
	}
}

// F7: senior leaders send their own; the link officer sends nothing and adds notes.
func TestSend_F7_WhoMaySendAndChangeWhat(t *testing.T) {
	t.Parallel()
	k := begin(t, dbtest.Tx(t))
	other := k.Story.Add(access.SeniorLeader)
	draft := k.save(access.SeniorLeader)
	in := k.input()
	in.ID, in.Version = draft, 1
	_, err := k.Send(ctx, other, k.Challenge, draft, 1)
	wantKind(t, err, problem.Forbidden)
	_, err = k.Save(ctx, other, k.Challenge, in)
	wantKind(t, err, problem.Forbidden)
	for _, err := range []error{second(k.Send(ctx, k.As(access.LinkOfficer), k.Challenge, draft, 1)), second(k.Save(ctx, k.As(access.LinkOfficer), k.Challenge, in))} {
		wantKind(t, err, problem.NotFound)
	}
	if err := k.Remark(ctx, k.As(access.LinkOfficer), k.Challenge, draft, 1, "Checked with Mo"); err != nil {
		t.Fatal(err)
	}
	v, err := k.DraftPage(ctx, other, k.Challenge, draft)
	if err != nil || v.Draft.Remark != "Checked with Mo" || v.CanChange || v.CanSend || !v.CanRemark {
		t.Errorf("a colleague reads and may remark: %+v, %v", v, err)
	}
	if _, err := k.Send(ctx, k.As(access.SeniorLeader), k.Challenge, draft, 2); err != nil {
		t.Errorf("own draft: %v", err)
	}
	_, err = k.Send(ctx, k.As(access.SeniorLeader), k.Challenge, draft, 2)
	wantKind(t, err, problem.Closed)
	if n := value[int](k, k.As(access.Lead), `SELECT count(*) FROM comment WHERE challenge_id = $1`, k.Challenge); n != 1 {
		t.Errorf("sent twice makes %d comments, want 1", n)
	}
}

func second[T any](_ T, err error) error { return err }

// F7: two people editing one draft: nobody's words are overwritten.
func TestSave_F7_SomebodySavedInBetween(t *testing.T) {
	t.Parallel()
	k := begin(t, dbtest.Tx(t))
	draft := k.save(access.SeniorLeader)
	in := k.input()
	in.ID, in.Version, in.Words = draft, 1, "The director's words"
	if _, err := k.Save(ctx, k.As(access.DASS), k.Challenge, in); err != nil {
		t.Fatal(err)
	}
	in.Words = "Too late"
	_, err := k.Save(ctx, k.As(access.SeniorLeader), k.Challenge, in)
	wantKind(t, err, problem.Conflict)
	wantKind(t, k.Remark(ctx, k.As(access.LinkOfficer), k.Challenge, draft, 1, "x"), problem.Conflict)
	_, err = k.Send(ctx, k.As(access.SeniorLeader), k.Challenge, draft, 1) // the version that was checked
	wantKind(t, err, problem.Conflict)
	v, err := k.DraftPage(ctx, k.As(access.SeniorLeader), k.Challenge, draft)
	if err != nil || v.Draft.Words != "The director's words" || v.Draft.Version != 2 {
		t.Errorf("the draft is %+v, %v", v.Draft, err)
	}
}

// F7: what is missing or not there is said at its field.
func TestSaveAndSend_F7_WhatIsMissing(t *testing.T) {
	t.Parallel()
	k := begin(t, dbtest.Tx(t))
	for _, one := range []struct {
		in   accuracy.DraftInput
		want []string
	}{
		{accuracy.DraftInput{}, []string{"words"}},
		{accuracy.DraftInput{Words: "x", Kind: "praise"}, []string{"kind"}},
		{accuracy.DraftInput{Words: "x", Passage: "finding/" + id.New().String()}, []string{"passage"}},
		{accuracy.DraftInput{Words: "x", Document: id.New()}, []string{"evidence"}},
	} {
		_, err := k.Save(ctx, k.As(access.DASS), k.Challenge, one.in)
		if diff := cmp.Diff(one.want, fields(err)); diff != "" {
			t.Errorf("%+v: %s", one.in, diff)
		}
	}
	draft, err := k.Save(ctx, k.As(access.DASS), k.Challenge, accuracy.DraftInput{Words: "Half a thought"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = k.Send(ctx, k.As(access.DASS), k.Challenge, draft, 1)
	if diff := cmp.Diff([]string{"passage", "kind"}, fields(err)); diff != "" {
		t.Errorf("sending half a comment: %s", diff)
	}
}

func fields(err error) (names []string) {
	if p, ok := err.(*problem.Problem); ok {
		for _, f := range p.Fields {
			names = append(names, f.Name)
		}
	}
	return names
}

// V2: a senior leader, who sees no documents, can neither list one nor guess its
// id; what the director attached stays attached and its title goes to the team.
func TestSave_V2_EvidenceIsADocumentTheWriterMaySee(t *testing.T) {
	t.Parallel()
	k := begin(t, dbtest.Tx(t))
	document := id.New()
	k.do(k.As(access.DASS), func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO document (id, challenge_id, title, added_by, added_at) VALUES ($1, $2, 'Performance report', app_actor(), $3)`, document, k.Challenge, k.Story.Clock.Now())
		return err
	})
	in := k.input()
	in.Document, in.EvidenceWords = document, ""
	_, err := k.Save(ctx, k.As(access.SeniorLeader), k.Challenge, in)
	if diff := cmp.Diff([]string{"evidence"}, fields(err)); diff != "" {
		t.Errorf("a guessed document: %s", diff)
	}
	draft := k.save(access.SeniorLeader)
	in.ID, in.Version = draft, 1
	if _, err := k.Save(ctx, k.As(access.DASS), k.Challenge, in); err != nil {
		t.Fatal(err)
	}
	in.Version = 2
	if _, err := k.Save(ctx, k.As(access.SeniorLeader), k.Challenge, in); err != nil {
		t.Fatalf("keeping what the director attached: %v", err)
	}
	if _, err := k.Send(ctx, k.As(access.SeniorLeader), k.Challenge, draft, 3); err != nil {
		t.Fatal(err)
	}
	if got := value[string](k, k.As(access.Expert), `SELECT evidence_title FROM comment WHERE challenge_id = $1`, k.Challenge); got != "Performance report" {
		t.Errorf("the team reads %q", got)
	}
	v, err := k.DraftPage(ctx, k.As(access.SeniorLeader), k.Challenge, uuid.Nil)
	if err != nil || len(v.Documents) != 0 {
		t.Errorf("a senior leader is offered %d documents, %v", len(v.Documents), err)
	}
}
