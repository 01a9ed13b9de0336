package evaluation_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/evaluation"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

var (
	ctx = context.Background()
	job = access.Job("stages")
)

type story struct {
	*dbtest.Story
	t   *testing.T
	svc *evaluation.Service
}

// visited is a challenge a week after its visit, 11 to 13 May 2027.
func visited(t *testing.T, b db.Beginner) story {
	t.Helper()
	s := dbtest.NewStory(t, b)
	for _, stage := range []access.Stage{access.Reading, access.OnSite, access.Drafting} {
		s.MoveTo(stage)
	}
	s.Clock.Set(time.Date(2027, 5, 20, 9, 0, 0, 0, clock.London))
	people := &person.Service{DB: b, Clock: s.Clock, BaseURL: "http://test"}
	return story{s, t, &evaluation.Service{DB: b, Clock: s.Clock, BaseURL: "http://test", People: people}}
}

func (s story) day(day string) {
	s.t.Helper()
	s.Clock.Set(civil.MustParseISO(day).Time().Add(9 * time.Hour))
	if err := s.svc.DayWork(ctx, job); err != nil {
		s.t.Fatal(err)
	}
}

func (s story) survey() evaluation.SurveyRow {
	s.t.Helper()
	p, err := s.svc.Challenge(ctx, s.As(access.DASS), s.Challenge)
	if err != nil || len(p.Surveys) == 0 {
		s.t.Fatalf("no survey: %v", err)
	}
	return p.Surveys[0]
}

// sheet answers every question of a form with the point at that place of its scale.
func sheet(f evaluation.Form, place int) evaluation.Sheet {
	out := evaluation.Sheet{}
	for _, q := range f.Questions {
		if q.Type == "scale" {
			out[q.ID] = q.Scale[min(place, len(q.Scale)-1)].Key
		} else {
			out[q.ID] = "Some words"
		}
	}
	return out
}

func (s story) answers(actor access.Actor, place int) {
	s.t.Helper()
	survey := s.survey().ID
	f, err := s.svc.OwnForm(ctx, actor, s.Challenge, survey)
	if err == nil {
		err = s.svc.Answer(ctx, actor, s.Challenge, survey, sheet(f, place))
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s story) link() string {
	s.t.Helper()
	h, err := s.svc.Handout(ctx, s.As(access.LinkOfficer), s.Challenge, s.survey().ID)
	if err != nil {
		s.t.Fatal(err)
	}
	return strings.TrimPrefix(h.Link, "http://test/survey/")
}

func (s story) sees(actor access.Actor, sql string, args ...any) (n int) {
	s.t.Helper()
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		n, err = db.Value[int](ctx, tx, sql, args...)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

func want(t *testing.T, what string, err error, kind problem.Kind) {
	t.Helper()
	if !problem.Is(err, kind) {
		t.Errorf("%s: %v, want %s", what, err, kind)
	}
}

// E1: a survey opens five working days after the visit, for three weeks, with
// questions of their own for team, host and participants; each has "I cannot say".
func TestOpen_E1_AfterTheVisitForThreeWeeks(t *testing.T) {
	t.Parallel()
	s := visited(t, dbtest.Tx(t))
	s.day("2027-05-19")
	if p, err := s.svc.Challenge(ctx, s.As(access.Lead), s.Challenge); err != nil || len(p.Surveys) != 0 || len(p.Coming) != 4 {
		t.Fatalf("four working days after the visit: %d surveys, %d to come, %v", len(p.Surveys), len(p.Coming), err)
	}
	s.day("2027-05-20")
	s.day("2027-05-20")
	p, err := s.svc.Challenge(ctx, s.As(access.Lead), s.Challenge)
	if err != nil || len(p.Surveys) != 1 || len(p.Coming) != 3 || !p.Surveys[0].Open || !p.Surveys[0].Asked {
		t.Fatalf("%+v, %v", p, err)
	}
	if got := p.Surveys[0].ClosesOn.String(); got != "2027-06-10" {
		t.Errorf("closes on %s, want three weeks later", got)
	}
	asked := map[evaluation.Audience]int{}
	for _, turnout := range p.Surveys[0].Turnout {
		asked[turnout.Audience] = turnout.Asked
	}
	if asked[evaluation.Team] != 5 || asked[evaluation.Host] != 5 || asked[evaluation.Participants] != 0 {
		t.Errorf("asked %v", asked)
	}
	texts := map[string]bool{}
	for _, role := range []access.Role{access.Lead, access.DASS} {
		f, err := s.svc.OwnForm(ctx, s.As(role), s.Challenge, p.Surveys[0].ID)
		if err != nil || len(f.Questions) < 5 {
			t.Fatalf("%s: %d questions, %v", role, len(f.Questions), err)
		}
		texts[fmt.Sprint(f.Questions)] = true
	}
	f, err := s.svc.LinkForm(ctx, s.link())
	if err != nil || len(f.Questions) < 4 {
		t.Fatalf("link: %d questions, %v", len(f.Questions), err)
	}
	texts[fmt.Sprint(f.Questions)] = true
	if len(texts) != 3 {
		t.Error("each audience has questions of its own")
	}
	for _, wave := range []string{"2027-11-15", "2028-05-15", "2029-05-14"} {
		s.day(wave)
	}
	if p, err = s.svc.Challenge(ctx, s.As(access.Lead), s.Challenge); err != nil || len(p.Surveys) != 4 {
		t.Errorf("after two years: %d surveys, %v", len(p.Surveys), err)
	}
}

// E1: each answers once; who was not asked finds nothing; nothing is taken after
// the last day; a scale left open is refused with its question.
func TestAnswer_E1_OnceAndWhileOpen(t *testing.T) {
	t.Parallel()
	s := visited(t, dbtest.Tx(t))
	s.day("2027-05-20")
	survey := s.survey().ID
	f, err := s.svc.OwnForm(ctx, s.As(access.Lead), s.Challenge, survey)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "an empty sheet", s.svc.Answer(ctx, s.As(access.Lead), s.Challenge, survey, evaluation.Sheet{}), problem.Invalid)
	bad := sheet(f, 0)
	bad["EV1"] = "best_ever"
	want(t, "an answer that is none", s.svc.Answer(ctx, s.As(access.Lead), s.Challenge, survey, bad), problem.Invalid)
	s.answers(s.As(access.Lead), 0)
	want(t, "a second time", s.svc.Answer(ctx, s.As(access.Lead), s.Challenge, survey, sheet(f, 1)), problem.Closed)
	for name, actor := range map[string]access.Actor{"coordinator": s.As(access.Coordinator), "stranger": access.Person(s.Stranger), "elsewhere": access.Person(s.Elsewhere), "nobody": access.Public()} {
		want(t, name, s.svc.Answer(ctx, actor, s.Challenge, survey, sheet(f, 1)), problem.NotFound)
	}
	want(t, "a survey that is none", s.svc.Answer(ctx, s.As(access.Lead), s.Challenge, uuid.New(), sheet(f, 1)), problem.NotFound)
	s.Clock.Set(civil.MustParseISO("2027-06-10").Time().Add(23 * time.Hour))
	s.answers(s.As(access.Expert), 0)
	s.Clock.Set(civil.MustParseISO("2027-06-11").Time())
	want(t, "after the last day, with the job late", s.svc.Answer(ctx, s.As(access.Councillor), s.Challenge, survey, sheet(f, 1)), problem.Closed)
}

// E1: what was answered and who answered cannot be put together: the answer has no
// person, role, time or line in the trail; each new sheet writes its pile anew, so
// neither transaction nor place of a row tells; the app reads neither pile at all.
func TestAnswer_E1_CannotBeJoinedToTheMark(t *testing.T) {
	d := dbtest.DB(t)
	s := visited(t, d.Pool)
	s.day("2027-05-20")
	audits := s.owner(d, `SELECT count(*) FROM audit_line`)
	tasks := s.owner(d, `SELECT count(*) FROM task WHERE done_at IS NOT NULL`)
	for i, role := range []access.Role{access.Lead, access.Councillor, access.SeniorManager, access.Expert} {
		s.answers(s.As(role), i)
	}
	if got := s.owner(d, `SELECT count(*) FROM audit_line`); got != audits {
		t.Errorf("%d lines were written in the trail", got-audits)
	}
	if got := s.owner(d, `SELECT count(*) FROM task WHERE done_at IS NOT NULL`); got != tasks {
		t.Error("a task closed when somebody answered")
	}
	for _, table := range []string{"survey_answer", "survey_role_answer"} {
		if got := s.owner(d, `SELECT count(DISTINCT xmin::text) FROM `+table); got != 1 {
			t.Errorf("%s: rows of %d transactions: they tell the order", table, got)
		}
		if got := s.owner(d, `SELECT count(*) FROM information_schema.columns WHERE table_name = $1 AND (data_type LIKE 'timestamp%' OR column_name LIKE '%person%')`, table); got != 0 {
			t.Errorf("%s has a person or a time", table)
		}
	}
	if got := s.owner(d, `SELECT count(*) FROM information_schema.columns WHERE table_name = 'survey_asked' AND data_type IN ('date', 'timestamp with time zone')`); got != 0 {
		t.Error("the mark has a date")
	}
	if got := s.owner(d, `SELECT count(*) FROM information_schema.columns a JOIN information_schema.columns b USING (column_name)
		WHERE a.table_name = 'survey_answer' AND b.table_name = 'survey_role_answer' AND column_name NOT IN ('id', 'audience', 'question_id', 'option')`); got != 0 {
		t.Error("the pile by role has more in common with the pile by survey than the question")
	}
	for _, role := range append([]access.Role{access.Coordinator}, dbtest.Everyone...) {
		for _, table := range []string{"survey_answer", "survey_role_answer"} {
			err := db.Read(ctx, d.Pool, s.As(role), func(tx pgx.Tx) error {
				_, err := tx.Exec(ctx, `SELECT count(*) FROM `+table)
				return err
			})
			want(t, string(role)+" reads "+table, err, problem.NotFound)
		}
		if role != access.Lead {
			if n := s.sees(s.As(role), `SELECT count(*)::integer FROM survey_asked WHERE person_id = $1`, s.People[access.Lead]); n != 0 {
				t.Errorf("%s sees whether the lead answered", role)
			}
		}
	}
	// the order of the pile is one of chance
	orders := map[string]bool{}
	for range 3 {
		var order string
		if err := d.Owner.QueryRow(ctx, `SELECT string_agg(question_id || option, ',' ORDER BY ctid) FROM survey_answer`).Scan(&order); err != nil {
			t.Fatal(err)
		}
		orders[order] = true
		s.paper(0)
		s.answersOnce(s.Add(access.SeniorManager))
	}
	s.day("2027-06-11")
	if got := s.owner(d, `SELECT count(*) FROM survey_asked`); got != 0 {
		t.Errorf("%d marks are kept after the closing day", got)
	}
}

// answersOnce is for somebody who came after the survey opened: they are not asked.
func (s story) answersOnce(actor access.Actor) {
	s.t.Helper()
	_, err := s.svc.OwnForm(ctx, actor, s.Challenge, s.survey().ID)
	want(s.t, "somebody new", err, problem.NotFound)
}

func (s story) owner(d *dbtest.Database, sql string, args ...any) (n int) {
	s.t.Helper()
	if err := d.Owner.QueryRow(ctx, sql, args...).Scan(&n); err != nil {
		s.t.Fatal(err)
	}
	return n
}

func (s story) paper(place int) {
	s.t.Helper()
	h, err := s.svc.Handout(ctx, s.As(access.LinkOfficer), s.Challenge, s.survey().ID)
	if err == nil {
		err = s.svc.AnswerOnPaper(ctx, s.As(access.LinkOfficer), s.Challenge, h.Survey.ID, sheet(h.Form, place))
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// E1: participants answer through the link or on paper; the number asked makes the
// response rate; only the organisers hand out, type in and see the link.
func TestParticipants_E1_LinkAndPaper(t *testing.T) {
	t.Parallel()
	s := visited(t, dbtest.Tx(t))
	s.day("2027-05-20")
	survey := s.survey().ID
	if err := s.svc.SayHowMany(ctx, s.As(access.LinkOfficer), s.Challenge, survey, 12); err != nil {
		t.Fatal(err)
	}
	token := s.link()
	f, err := s.svc.LinkForm(ctx, token)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 4 {
		if err := s.svc.AnswerByLink(ctx, token, sheet(f, i)); err != nil {
			t.Fatal(err)
		}
	}
	s.paper(0)
	s.paper(5)
	for _, turnout := range s.survey().Turnout {
		if turnout.Audience == evaluation.Participants && (turnout.Asked != 12 || turnout.Answered != 6 || turnout.Paper != 2) {
			t.Errorf("%+v", turnout)
		}
	}
	_, err = s.svc.LinkForm(ctx, "nothing-of-the-kind")
	want(t, "a link that is none", err, problem.NotFound)
	for _, role := range []access.Role{access.Coordinator, access.Lead, access.Contributor, access.HostPSW, access.SeniorLeader, access.VisitingPSW} {
		_, err := s.svc.Handout(ctx, s.As(role), s.Challenge, survey)
		want(t, string(role), err, problem.NotFound)
		want(t, string(role), s.svc.AnswerOnPaper(ctx, s.As(role), s.Challenge, survey, sheet(f, 1)), problem.NotFound)
		if n := s.sees(s.As(role), `SELECT count(*)::integer FROM survey_link`); n != 0 {
			t.Errorf("%s reads the link", role)
		}
	}
	s.day("2027-06-11")
	_, err = s.svc.LinkForm(ctx, token)
	want(t, "the link after closing", err, problem.NotFound)
}

// E1: nothing is shown while the survey is open; after it, five and more are shown
// with "I cannot say" apart; fewer show nothing; the response rate always.
func TestResults_E1_AfterClosingFromFiveOn(t *testing.T) {
	t.Parallel()
	s := visited(t, dbtest.Tx(t))
	s.day("2027-05-20")
	survey := s.survey().ID
	for i := range 6 {
		s.paper([]int{0, 0, 1, 2, 4, 5}[i]) // the last cannot say
	}
	for _, role := range []access.Role{access.Lead, access.Councillor, access.SeniorManager, access.Expert} {
		s.answers(s.As(role), 0)
	}
	p, err := s.svc.Results(ctx, s.As(access.DASS), s.Challenge, survey)
	if err != nil || p.Over {
		t.Fatalf("while open: %+v, %v", p, err)
	}
	for _, a := range p.Audiences {
		for _, r := range a.Results {
			if !r.Hidden {
				t.Error("something is shown while the survey is open")
			}
		}
	}
	s.day("2027-06-11")
	for _, role := range []access.Role{access.DASS, access.Lead, access.Expert, access.Coordinator} {
		p, err = s.svc.Results(ctx, s.As(role), s.Challenge, survey)
		if err != nil || !p.Over || len(p.Audiences) != 3 {
			t.Fatalf("%s: %v", role, err)
		}
		team, participants := p.Audiences[0], p.Audiences[2]
		if team.Turnout.Answered != 4 || team.Turnout.Asked != 5 {
			t.Errorf("the response rate is always shown: %+v", team.Turnout)
		}
		for _, r := range team.Results {
			if !r.Hidden || r.Said != 0 || len(r.Points) != 0 || r.CannotSay != 0 {
				t.Errorf("four answers are shown: %+v", r)
			}
		}
		for _, r := range participants.Results {
			if r.Hidden || r.Said != 5 || r.CannotSay != 1 || r.Positive != 3 || r.Percent() != 60 {
				t.Errorf("%+v, %d%%", r, r.Percent())
			}
		}
		if len(team.Words) > 0 && len(team.Words[0].Texts) > 0 {
			t.Error("words of four people are shown")
		}
	}
	for _, role := range []access.Role{access.LinkOfficer, access.Contributor, access.SeniorLeader, access.HostPSW, access.VisitingPSW} {
		_, err := s.svc.Results(ctx, s.As(role), s.Challenge, survey)
		want(t, string(role), err, problem.NotFound)
		if n := s.sees(s.As(role), `SELECT (SELECT count(*) FROM survey_result)::integer + (SELECT count(*) FROM survey_words)::integer`); n != 0 {
			t.Errorf("%s reads %d rows of results", role, n)
		}
	}
	region, err := s.svc.Region(ctx, s.As(access.Coordinator), "")
	if err != nil || len(region.Audiences[2].Results) == 0 || len(region.Audiences[0].Results) != 0 {
		t.Errorf("region: %+v, %v", region, err)
	}
	_, err = s.svc.Region(ctx, s.As(access.DASS), "")
	want(t, "a director on the region's page", err, problem.NotFound)
	if _, err := s.svc.Region(ctx, access.Person(s.Elsewhere), ""); err != nil {
		t.Fatal(err)
	}
	if n := s.sees(access.Person(s.Elsewhere), `SELECT count(*)::integer FROM survey_result`); n != 0 {
		t.Error("another region reads these results (V3)")
	}
}

// E1: one mail when it opens, one reminder at half time to those who have not
// answered, one to those who may read what came of it.
func TestMails_E1_OneReminderToThoseWhoHaveNotAnswered(t *testing.T) {
	d := dbtest.DB(t)
	s := visited(t, d.Pool)
	s.day("2027-05-20")
	s.answers(s.As(access.Lead), 0)
	s.day("2027-05-28")
	count := func(kind string) int { return s.owner(d, `SELECT count(*) FROM mail WHERE kind = $1`, kind) }
	if count("survey.open") != 10 || count("survey.reminder") != 0 {
		t.Errorf("%d opening mails, %d reminders before half time", count("survey.open"), count("survey.reminder"))
	}
	s.day("2027-05-30")
	s.day("2027-06-02")
	if got := s.owner(d, `SELECT count(*) FROM mail WHERE kind = 'survey.reminder' AND person_id = $1`, s.People[access.Lead]); got != 0 || count("survey.reminder") != 9 {
		t.Errorf("%d reminders, %d to somebody who had answered", count("survey.reminder"), got)
	}
	s.day("2027-06-11")
	s.day("2027-06-12")
	if count("survey.closed") != 6 {
		t.Errorf("%d closing mails, want the director, the coordinator and four of the team", count("survey.closed"))
	}
	if got := s.owner(d, `SELECT count(*) FROM task WHERE kind LIKE 'survey%' AND done_at IS NULL`); got != 0 {
		t.Errorf("%d tasks stay open", got)
	}
}

// E1: the evaluator sees what hosts have agreed to, and nothing else at all.
func TestEvaluator_E1_SeesOnlyWhatHostsAgreedTo(t *testing.T) {
	t.Parallel()
	s := visited(t, dbtest.Tx(t))
	s.day("2027-05-20")
	for range 6 {
		s.paper(0)
	}
	s.day("2027-06-11")
	email := uuid.NewString() + "@example.org"
	err := s.svc.AppointEvaluator(ctx, s.As(access.Coordinator), evaluation.Appointment{Name: "Eva Luator", Email: email, Starts: civil.MustParseISO("2027-06-01")})
	if err != nil {
		t.Fatal(err)
	}
	want(t, "a director appoints", s.svc.AppointEvaluator(ctx, s.As(access.DASS), evaluation.Appointment{Name: "X", Email: "x@example.org", Starts: civil.MustParseISO("2027-06-01")}), problem.NotFound)
	var who uuid.UUID
	err = db.Read(ctx, s.DB, access.Job("sign-in"), func(tx pgx.Tx) (err error) {
		who, err = db.Value[uuid.UUID](ctx, tx, `SELECT person_id FROM person_contact WHERE email = $1`, email)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	eva := access.Person(who)
	if p, err := s.svc.ForEvaluator(ctx, eva); err != nil || len(p.Surveys) != 0 {
		t.Fatalf("before consent: %+v, %v", p, err)
	}
	if file, err := s.svc.Export(ctx, eva); err != nil || strings.Count(string(file), "\n") != 1 {
		t.Fatalf("before consent: %s, %v", file, err)
	}
	want(t, "the link officer agrees", s.svc.GiveConsent(ctx, s.As(access.LinkOfficer), s.Challenge), problem.NotFound)
	if err := s.svc.GiveConsent(ctx, s.As(access.DASS), s.Challenge); err != nil {
		t.Fatal(err)
	}
	p, err := s.svc.ForEvaluator(ctx, eva)
	if err != nil || len(p.Surveys) != 1 || len(p.Surveys[0].Turnout) != 3 {
		t.Fatalf("%+v, %v", p, err)
	}
	file, err := s.svc.Export(ctx, eva)
	if err != nil || !strings.Contains(string(file), "PQ1") || strings.Contains(string(file), "Hostshire") || strings.Contains(string(file), s.Challenge.String()) {
		t.Fatalf("%s, %v", file, err)
	}
	for _, table := range []string{"challenge", "task", "finding", "note", "handover", "team_member", "survey_asked", "survey_link", "room_key", "audit_line", "prose_document", "document"} {
		if n := s.sees(eva, `SELECT count(*)::integer FROM `+table); n != 0 {
			t.Errorf("the evaluator reads %d rows of %s", n, table)
		}
	}
	_, err = s.svc.Challenge(ctx, eva, s.Challenge)
	want(t, "the challenge's page", err, problem.NotFound)
	_, err = s.svc.Region(ctx, eva, "")
	want(t, "the region's page", err, problem.NotFound)
	for _, role := range dbtest.Everyone {
		_, err := s.svc.ForEvaluator(ctx, s.As(role))
		want(t, string(role), err, problem.NotFound)
		_, err = s.svc.Export(ctx, s.As(role))
		want(t, string(role), err, problem.NotFound)
	}
	if err := s.svc.TakeBackConsent(ctx, s.As(access.DASS), s.Challenge); err != nil {
		t.Fatal(err)
	}
	if p, err := s.svc.ForEvaluator(ctx, eva); err != nil || len(p.Surveys) != 0 {
		t.Errorf("after it was taken back: %+v, %v", p, err)
	}
	all, err := s.svc.Evaluators(ctx, s.As(access.Coordinator))
	if err != nil || len(all.Appointed) != 1 {
		t.Fatal(err)
	}
	if err := s.svc.EndEvaluator(ctx, s.As(access.Coordinator), all.Appointed[0].ID); err != nil {
		t.Fatal(err)
	}
	_, err = s.svc.ForEvaluator(ctx, eva)
	want(t, "after the end (V4)", err, problem.NotFound)
}
