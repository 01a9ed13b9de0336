package accuracy_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/accuracy"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
)

var hostSide = []access.Role{access.DASS, access.LinkOfficer, access.SeniorLeader}
var team = []access.Role{access.Lead, access.Councillor, access.SeniorManager, access.Expert}
var outsiders = []access.Role{access.Coordinator, access.Contributor, access.HostPSW, access.VisitingPSW}

// strangers are people without any part, and the public.
func (k *check) strangers() map[string]access.Actor {
	m := map[string]access.Actor{"stranger": access.Person(k.Stranger), "elsewhere": access.Person(k.Elsewhere), "public": access.Public(), "operator": dbtest.Operator}
	for _, role := range outsiders {
		m[string(role)] = k.As(role)
	}
	return m
}

// V2, F7: the team sees no draft of the host by SQL, whatever the program's code does.
func TestWall_V2_TeamReadsNoDraftOfTheHostBySQL(t *testing.T) {
	t.Parallel()
	k := begin(t, dbtest.Tx(t))
	k.save(access.SeniorLeader)
	k.sent(access.DASS) // its draft row stays, with its remark
	for _, role := range hostSide {
		if n := value[int](k, k.As(role), `SELECT count(*) FROM comment_draft WHERE challenge_id = $1`, k.Challenge); n != 2 {
			t.Errorf("%s reads %d drafts of the host, want 2", role, n)
		}
	}
	actors := k.strangers()
	for _, role := range team {
		actors[string(role)] = k.As(role)
	}
	for name, actor := range actors {
		if n := value[int](k, actor, `SELECT count(*) FROM comment_draft`); n != 0 {
			t.Errorf("%s reads %d drafts of the host", name, n)
		}
		if n := value[int](k, actor, `SELECT count(*) FROM audit_line WHERE verb LIKE 'comment.%'`); n != 0 {
			t.Errorf("%s reads %d lines of the trail about drafts", name, n)
		}
	}
}

// V2, F7: the host sees no answer being drafted by SQL.
func TestWall_V2_HostReadsNoDraftOfTheTeamBySQL(t *testing.T) {
	t.Parallel()
	k := begin(t, dbtest.Tx(t))
	k.drafted(k.sent(access.DASS))
	for _, role := range team {
		if n := value[int](k, k.As(role), `SELECT count(*) FROM answer_draft WHERE challenge_id = $1`, k.Challenge); n != 1 {
			t.Errorf("%s reads %d drafts of answers, want 1", role, n)
		}
	}
	actors := k.strangers()
	for _, role := range hostSide {
		actors[string(role)] = k.As(role)
	}
	for name, actor := range actors {
		if n := value[int](k, actor, `SELECT count(*) FROM answer_draft`); n != 0 {
			t.Errorf("%s reads %d drafts of answers", name, n)
		}
		if n := value[int](k, actor, `SELECT count(*) FROM audit_line WHERE verb LIKE 'answer.%'`); n != 0 {
			t.Errorf("%s reads %d lines of the trail about answers being drafted", name, n)
		}
	}
}

// V6, V8: neither coordinator nor contributor, PSWs or strangers read comments,
// answers, sealed copies or the number of comments.
func TestWall_V8_OthersReadNothingOfTheFactCheckBySQL(t *testing.T) {
	t.Parallel()
	k := begin(t, dbtest.Tx(t))
	k.answered(k.sent(access.DASS))
	k.sent(access.SeniorLeader)
	for name, actor := range k.strangers() {
		for _, table := range []string{"comment", "answer", "comment_draft", "answer_draft", "handover_part"} {
			if n := value[int](k, actor, `SELECT count(*) FROM `+table); n != 0 {
				t.Errorf("%s reads %d rows of %s", name, n, table)
			}
		}
		if n := value[*int](k, actor, `SELECT comments_unanswered($1)`, k.Challenge); n != nil {
			t.Errorf("%s learns that %d comments wait", name, *n)
		}
	}
	for _, role := range []access.Role{access.DASS, access.SeniorLeader, access.Lead, access.Expert} {
		if n := value[*int](k, k.As(role), `SELECT comments_unanswered($1)`, k.Challenge); n == nil || *n != 1 {
			t.Errorf("%s is told %v comments wait, want 1", role, n)
		}
	}
}

// V6: the services answer others as if nothing were there, in the same words for
// an id that exists and one that does not.
func TestWall_V6_ServicesAnswerOthersWithAbsence(t *testing.T) {
	t.Parallel()
	k := begin(t, dbtest.Tx(t))
	draft, comment := k.save(access.DASS), k.sent(access.DASS)
	k.drafted(comment)
	for name, actor := range k.strangers() {
		for what, err := range k.everything(actor, draft, comment) {
			if diff := cmp.Diff(problem.Missing().Error(), err.Error()); diff != "" {
				t.Errorf("%s, %s: %s", name, what, diff)
			}
		}
	}
}

// everything tries every read and verb on one draft and one comment.
func (k *check) everything(actor access.Actor, draft, comment uuid.UUID) map[string]error {
	errs := k.onDraft(actor, draft)
	for what, err := range k.onAnswer(actor, comment) {
		errs[what] = err
	}
	_, errs["page"] = k.Page(ctx, actor, k.Challenge)
	_, errs["new"] = k.DraftPage(ctx, actor, k.Challenge, uuid.Nil)
	_, errs["save"] = k.Save(ctx, actor, k.Challenge, k.input())
	errs["end early"] = k.EndEarly(ctx, actor, k.Challenge)
	return errs
}

func (k *check) onDraft(actor access.Actor, draft uuid.UUID) map[string]error {
	errs := map[string]error{}
	_, errs["draft"] = k.DraftPage(ctx, actor, k.Challenge, draft)
	in := k.input()
	in.ID, in.Version = draft, 1
	_, errs["change"] = k.Save(ctx, actor, k.Challenge, in)
	errs["remark"] = k.Remark(ctx, actor, k.Challenge, draft, 1, "x")
	_, errs["send"] = k.Send(ctx, actor, k.Challenge, draft, 1)
	return errs
}

func (k *check) onAnswer(actor access.Actor, comment uuid.UUID) map[string]error {
	errs := map[string]error{}
	_, errs["answer page"] = k.AnswerPage(ctx, actor, k.Challenge, comment)
	errs["save answer"] = k.SaveAnswer(ctx, actor, k.Challenge, comment, accuracy.AnswerInput{Decision: accuracy.Kept, Words: "x"})
	errs["send answer"] = k.SendAnswer(ctx, actor, k.Challenge, comment, 1)
	return errs
}

// V2, V6: a guessed id of the other side's draft is answered like one that is not there.
func TestWall_V6_GuessedIDsTellNeitherSideAnything(t *testing.T) {
	t.Parallel()
	k := begin(t, dbtest.Tx(t))
	draft, comment := k.save(access.SeniorLeader), k.sent(access.DASS)
	k.drafted(comment)
	for _, role := range team {
		for what, err := range k.onDraft(k.As(role), draft) {
			missing := k.onDraft(k.As(role), id.New())[what]
			if problem.KindOf(err) != problem.NotFound || err.Error() != missing.Error() {
				t.Errorf("%s, %s: %v for a draft, %v for none", role, what, err, missing)
			}
		}
	}
	for _, role := range hostSide {
		for what, err := range k.onAnswer(k.As(role), comment) {
			missing := k.onAnswer(k.As(role), id.New())[what]
			if problem.KindOf(err) != problem.NotFound || err.Error() != missing.Error() {
				t.Errorf("%s, %s: %v for an answer being drafted, %v for none", role, what, err, missing)
			}
		}
	}
}

// V2: the page of each side is byte for byte the same whether or not the other side drafts.
func TestWall_V2_PagesDoNotChangeWithTheOtherSidesDrafts(t *testing.T) {
	t.Parallel()
	k := begin(t, dbtest.Tx(t))
	comment := k.sent(access.DASS)
	seen := func(roles []access.Role) (all []string) {
		for _, role := range roles {
			v, err := k.Page(ctx, k.As(role), k.Challenge)
			if err != nil {
				t.Fatal(err)
			}
			body, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, string(body))
		}
		return all
	}
	before := seen(team)
	k.save(access.DASS)
	k.save(access.SeniorLeader)
	if diff := cmp.Diff(before, seen(team)); diff != "" {
		t.Errorf("the team's page changed with the host's drafts: %s", diff)
	}
	before = seen(hostSide)
	k.drafted(comment)
	if diff := cmp.Diff(before, seen(hostSide)); diff != "" {
		t.Errorf("the host's page changed with the team's draft: %s", diff)
	}
}

// F7: notes for colleagues stay behind: neither sealed copy nor point nor mail has them.
func TestWall_F7_RemarksAndWordsStayOutOfCopiesAndMails(t *testing.T) {
	t.Parallel()
	d := dbtest.DB(t)
	k := begin(t, d.Pool)
	k.answered(k.sent(access.SeniorLeader))
	for what, sql := range map[string]string{
		"sealed copies": `SELECT count(*) FROM handover_part WHERE convert_from(body, 'UTF8') LIKE ANY (ARRAY['%Ask Mo%', '%was unsure%'])`,
		"points":        `SELECT count(*) FROM comment c, answer a WHERE (c.*)::text || (a.*)::text LIKE ANY (ARRAY['%Ask Mo%', '%was unsure%'])`,
		"mails":         `SELECT count(*) FROM mail WHERE subject || body LIKE ANY (ARRAY['%Ask Mo%', '%was unsure%', '%214%', '%what we found%', '%occupational%'])`,
		"tasks":         `SELECT count(*) FROM task WHERE (task.*)::text LIKE ANY (ARRAY['%Ask Mo%', '%was unsure%', '%214%', '%occupational%'])`,
	} {
		var n int
		if err := d.Owner.QueryRow(ctx, sql).Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n != 0 {
			t.Errorf("%s hold words that must stay behind", what)
		}
	}
	var mails int
	if err := d.Owner.QueryRow(ctx, `SELECT count(*) FROM mail WHERE kind IN ('comment.sent', 'comment.answered')`).Scan(&mails); err != nil {
		t.Fatal(err)
	}
	if mails != 3 {
		t.Errorf("%d mails, want one to the lead, one to the writer, one to the director", mails)
	}
}
