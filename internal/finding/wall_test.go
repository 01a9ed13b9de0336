package finding_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/problem"
)

// V2, V8: host people, coordinator, PSWs, invitees and strangers find no page of
// the team's, before and after presenting, by whatever id they try.
func TestWall_NobodyOutsideTheTeamReadsItsPages(t *testing.T) {
	w := onSite(t)
	f := w.strength("Carers are heard")
	w.note(finding.NewNote{Source: "heard", Body: "Said in a group"})
	for _, stage := range []access.Stage{access.OnSite, access.Drafting, access.Final} {
		w.MoveTo(stage)
		for who, a := range outsiders(w.Story) {
			for page, err := range map[string]error{
				"notes":      second(w.svc.Notes(ctx, a, w.Challenge, uuid.Nil)),
				"findings":   second(w.svc.Findings(ctx, a, w.Challenge, "")),
				"new":        second(w.svc.NewPage(ctx, a, w.Challenge)),
				"finding":    second(w.svc.Show(ctx, a, w.Challenge, f)),
				"no finding": second(w.svc.Show(ctx, a, w.Challenge, uuid.New())),
				"preview":    second(w.svc.Preview(ctx, a, w.Challenge)),
				"present":    second(w.svc.PresentPage(ctx, a, w.Challenge)),
				"report":     second(w.svc.ReportPage(ctx, a, w.Challenge)),
				"hand over":  second(w.svc.HandOverPage(ctx, a, w.Challenge)),
				"presented":  second(w.svc.Presented(ctx, a, w.Challenge)),
				"draft":      second(w.svc.DraftReport(ctx, a, w.Challenge)),
			} {
				if !problem.Is(err, problem.NotFound) {
					t.Errorf("%s at %s opens %s: %v", who, stage, page, err)
				}
			}
		}
	}
}

func second[T any](_ T, err error) error { return err }

// V2: nobody outside the team writes anything of it; the answer is absence.
func TestWall_NobodyOutsideTheTeamWrites(t *testing.T) {
	w := onSite(t)
	f := w.strength("Carers are heard")
	all := outsiders(w.Story)
	w.writesNothing(func() {
		for who, a := range all {
			for verb, err := range w.everyWrite(a, f) {
				if !problem.Is(err, problem.NotFound) {
					t.Errorf("%s may %s: %v", who, verb, err)
				}
			}
		}
	})
}

// everyWrite tries each verb of the slice with good input.
func (w world) everyWrite(a access.Actor, f uuid.UUID) map[string]error {
	ch := w.Challenge
	_, _, summary := w.svc.SaveSummary(ctx, a, ch, 0, "x", "why")
	return map[string]error{
		"note":                w.svc.AddNote(ctx, a, ch, finding.NewNote{Source: "read", Body: "x"}),
		"add":                 second(w.svc.Add(ctx, a, ch, finding.New{AreaKey: w.area(0), Kind: finding.Strength, Title: "x"})),
		"edit":                second(w.svc.Edit(ctx, a, ch, f, finding.Change{Title: "x", Text: "y", Reason: "z"})),
		"withdraw":            w.svc.Withdraw(ctx, a, ch, f),
		"restore":             w.svc.Restore(ctx, a, ch, f),
		"mark":                w.svc.MarkLived(ctx, a, ch, f, true),
		"evidence":            w.svc.AddEvidence(ctx, a, ch, f, finding.NewEvidence{Source: "seen", Words: "x"}),
		"remove evidence":     w.svc.RemoveEvidence(ctx, a, ch, f, uuid.New()),
		"ask":                 w.svc.Ask(ctx, a, ch, f, "x"),
		"answer":              w.svc.AnswerQuestion(ctx, a, ch, f, uuid.New(), "x"),
		"withdraw question":   w.svc.WithdrawQuestion(ctx, a, ch, f, uuid.New()),
		"position":            w.svc.TakePosition(ctx, a, ch, f, "agree", ""),
		"present":             w.svc.Present(ctx, a, ch),
		"summary":             summary,
		"no expert":           w.svc.SayNoExpert(ctx, a, ch, "x"),
		"hand over the draft": w.svc.HandOverDraft(ctx, a, ch),
	}
}

// T9: a member who has not signed the undertaking opens and writes nothing.
func TestWall_T9_UnsignedMemberSeesNothing(t *testing.T) {
	w := onSite(t)
	f := w.strength("Carers are heard")
	lead := w.As(access.Lead)
	w.must(db.InTx(ctx, w.DB, w.As(access.Coordinator), func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE team_member SET undertaking_at = NULL WHERE challenge_id = $1 AND role = 'lead'`, w.Challenge)
		return err
	}))
	w.MoveTo(access.OnSite)
	w.refused(second(w.svc.Findings(ctx, lead, w.Challenge, "")), problem.NotFound)
	w.refused(second(w.svc.Notes(ctx, lead, w.Challenge, uuid.Nil)), problem.NotFound)
	w.refused(second(w.svc.Show(ctx, lead, w.Challenge, f)), problem.NotFound)
	w.refused(w.svc.Present(ctx, lead, w.Challenge), problem.NotFound)
	w.refused(w.svc.AddNote(ctx, lead, w.Challenge, finding.NewNote{Source: "read", Body: "x"}), problem.NotFound)
}

// F6: after presenting the host's leaders read the sealed copy; what the team
// writes later does not reach it. V8: nobody else reads it.
func TestWall_F6_ThePresentedCopyNeverChanges(t *testing.T) {
	w, f := presented(t)
	before, err := w.svc.Presented(ctx, w.As(access.DASS), w.Challenge)
	w.must(err)
	w.must(w.edit(f, "Something quite different", ""))
	w.strength("A later finding")
	w.must(w.svc.Withdraw(ctx, w.As(access.Lead), w.Challenge, f))
	for _, role := range []access.Role{access.DASS, access.SeniorLeader, access.Lead, access.Expert} {
		after, err := w.svc.Presented(ctx, w.As(role), w.Challenge)
		w.must(err)
		if len(after.Findings) != 1 || after.Findings[0] != before.Findings[0] || after.Findings[0].Text != "Text of Carers are heard" {
			t.Errorf("%s reads %+v", role, after.Findings)
		}
	}
	for who, a := range outsiders(w.Story) {
		_, err := w.svc.Presented(ctx, a, w.Challenge)
		if want := who != "dass" && who != "senior leader"; problem.Is(err, problem.NotFound) != want {
			t.Errorf("%s: %v", who, err)
		}
		w.refused(second(w.svc.DraftReport(ctx, a, w.Challenge)), problem.NotFound)
		w.refused(second(w.svc.Show(ctx, a, w.Challenge, f)), problem.NotFound)
	}
}

// F2: evidence never leaves the team beyond "Read, heard": no byte of a sealed
// part holds a note's words, its place, its author or own words of evidence.
func TestWall_F2_NoEvidenceInSealedParts(t *testing.T) {
	w := onSite(t)
	f := w.strength("Carers are heard")
	note := w.note(finding.NewNote{Source: "heard", Place: "Frontdoorgroup", Body: "Zebranote words", Lived: true})
	team := w.As(access.Expert)
	w.must(w.svc.AddEvidence(ctx, team, w.Challenge, f, finding.NewEvidence{Note: note.ID}))
	w.must(w.svc.AddEvidence(ctx, team, w.Challenge, f, finding.NewEvidence{Source: "read", Words: "Ownwords of mine"}))
	w.must(w.svc.Ask(ctx, team, w.Challenge, f, "Questionwords"))
	w.must(w.svc.TakePosition(ctx, team, w.Challenge, f, "differ", "Positionwords"))
	w.must(w.svc.Present(ctx, w.As(access.Lead), w.Challenge))
	_, _, err := w.svc.SaveSummary(ctx, team, w.Challenge, 0, "What we found.", "")
	w.must(err)
	w.must(w.svc.HandOverDraft(ctx, w.As(access.Lead), w.Challenge))
	for _, kind := range []handover.Kind{handover.Present, handover.HandOverDraft} {
		var parts []handover.Part
		w.must(db.Read(ctx, w.DB, w.As(access.DASS), func(tx pgx.Tx) (err error) {
			_, parts, err = handover.LatestTx(ctx, tx, w.Challenge, kind)
			return err
		}))
		all := []byte{}
		for _, p := range parts {
			all = append(append(all, p.Name...), p.Body...)
		}
		if !bytes.Contains(all, []byte(`"sources":"Read, heard"`)) {
			t.Errorf("%s does not say read, heard: %s", kind, all)
		}
		for _, secret := range []string{"Zebranote", "Frontdoorgroup", "Ownwords", "Questionwords", "Positionwords", note.ID.String(),
			w.People[access.Expert].String(), w.People[access.SeniorManager].String()} {
			if bytes.Contains(all, []byte(secret)) {
				t.Errorf("%s holds %q", kind, secret)
			}
		}
	}
}

// F5: outside the team lived experience is said only when more than one group or
// source supports it.
func TestSealed_F5_LivedOnlyFromMoreThanOneSource(t *testing.T) {
	w := onSite(t)
	f := w.strength("Carers are heard")
	w.must(w.svc.MarkLived(ctx, w.As(access.Expert), w.Challenge, f, true))
	lived := func() bool {
		p, err := w.svc.Preview(ctx, w.As(access.Lead), w.Challenge)
		w.must(err)
		return p.Findings[0].Lived
	}
	link := func(place string) {
		n := w.note(finding.NewNote{Source: "heard", Place: place, Body: "Note of " + place})
		w.must(w.svc.AddEvidence(ctx, w.As(access.Expert), w.Challenge, f, finding.NewEvidence{Note: n.ID}))
	}
	link("Carers group")
	w.Clock.Set(w.Clock.Now().Add(time.Second))
	link("carers group ")
	if lived() {
		t.Error("one group alone is said outside the team")
	}
	w.Clock.Set(w.Clock.Now().Add(time.Second))
	link("Drop-in")
	if !lived() {
		t.Error("two groups are not enough")
	}
}

// Two services of two challenges: a finding of another challenge is not there.
func TestWall_FindingOfAnotherChallenge(t *testing.T) {
	b := dbtest.Tx(t)
	one, two := onSiteIn(t, b), onSiteIn(t, b)
	f := one.strength("Carers are heard")
	two.refused(second(two.svc.Show(ctx, two.As(access.Lead), two.Challenge, f)), problem.NotFound)
	two.refused(two.svc.Ask(ctx, two.As(access.Lead), two.Challenge, f, "x"), problem.NotFound)
	two.refused(two.svc.Ask(ctx, two.As(access.Lead), one.Challenge, f, "x"), problem.NotFound)
	n := one.note(finding.NewNote{Source: "heard", Body: "x"})
	g := two.strength("Ours")
	two.refused(two.svc.AddEvidence(ctx, two.As(access.Lead), two.Challenge, g, finding.NewEvidence{Note: n.ID}), problem.NotFound)
	two.refused(two.svc.AddEvidence(ctx, two.As(access.Lead), two.Challenge, g, finding.NewEvidence{Document: uuid.New()}), problem.NotFound)
}
