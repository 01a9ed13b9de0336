package demo

import (
	"hash/fnv"
	"strings"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/evaluation"
	"peerchallenge/internal/journey"
	"peerchallenge/internal/learning"
	"peerchallenge/internal/reference"
)

// held is one survey of the story: the day it opens, who of the council answers,
// who stays silent, and how many of those who came to a group answer.
type held struct {
	day, host    string
	council      []string // the director and link officer first
	silent       string   // keys that do not answer
	asked, given int      // participants
}

var surveysHeld = []held{
	{"2024-10-17", "Hollinsea", []string{"dass-closed", "link-officer-closed", "psw-hollinsea"}, "", 42, 19},
	{"2025-04-10", "Hollinsea", []string{"dass-closed", "link-officer-closed", "psw-hollinsea"}, "councillor-pellimoor", 40, 0},
	{"2025-10-10", "Hollinsea", []string{"dass-closed", "link-officer-closed", "psw-hollinsea"}, "psw-dunmere", 38, 7},
	{"2026-09-17", "Thornbeck", []string{"dass-follow-up", "link-officer-follow-up", "psw-thornbeck"}, "", 51, 16},
	{"2026-10-12", "Hollinsea", []string{"dass-closed", "link-officer-closed", "psw-hollinsea"}, "", 36, 6},
	{"2026-11-26", "Kestrelton", []string{"dass-published", "link-officer-published", "chief-executive-published", "psw-kestrelton"}, "councillor-hollinsea", 47, 14},
	{"2027-01-21", "Larkwater", []string{"dass-final", "link-officer-final", "chief-executive-final", "psw-final"}, "", 39, 11},
	{"2027-02-04", "Stavenholm", []string{"dass-finalising", "link-officer-finalising", "chief-executive-finalising"}, "senior-manager-on-site expert-finalising", 33, 4},
	{"2027-02-25", "Calderwick", []string{"dass-fact-check", "link-officer-fact-check"}, "dass-fact-check expert-fact-check councillor-marlfield", 44, 8},
	{"2027-03-04", "Wrenhaven", []string{"dass-drafting", "link-officer-drafting"}, "dass-drafting lead-drafting expert-drafting", 40, 3},
}

// evaluations: the surveys of the story so far, the evaluator, and an earlier
// survey that was imported.
func (t *teller) evaluations() {
	for _, h := range surveysHeld {
		t.dayWork(h.day + " 06:00")
		t.hold(h)
	}
	t.dayWork("2027-03-10 06:30")
	t.on("2027-01-12 10:00")
	t.tell("import an earlier survey", func() error {
		file, err := data.ReadFile("data/evaluation-2021.csv")
		if err != nil {
			return err
		}
		const title = "An earlier survey, 2021 (invented answers)"
		plan, err := t.Evaluation.PreviewImport(t.ctx, t.as("coordinator"), title, file)
		if err != nil {
			return err
		}
		_, err = t.Evaluation.ImportAnswers(t.ctx, t.as("coordinator"), title, file, plan.Digest)
		return err
	})
	t.on("2027-01-19 10:00")
	for host, dass := range map[string]string{"Hollinsea": "dass-closed", "Thornbeck": "dass-follow-up", "Kestrelton": "dass-published"} {
		t.tell(host+" agrees to the evaluator", func() error { return t.Evaluation.GiveConsent(t.ctx, t.as(dass), t.challenges[host]) })
	}
	t.on("2027-03-10 07:00") // a post in the region brings every key up to the day
	t.tell("appoint the evaluator", func() error {
		return t.Evaluation.AppointEvaluator(t.ctx, t.as("coordinator"), evaluation.Appointment{Name: t.nameOf("evaluator"),
			Email: Persona{Key: "evaluator"}.Email(), Starts: civil.NewDate(2027, 3, 1), Ends: civil.NewDate(2028, 8, 31)})
	})
}

func (t *teller) dayWork(moment string) {
	t.on(moment)
	t.tell("surveys open and close", func() error { return t.Evaluation.DayWork(t.ctx, journey.Job) })
}

// hold has people answer the newest survey of a host.
func (t *teller) hold(h held) {
	ch, dass := t.challenges[h.host], t.as(h.council[0])
	var survey evaluation.SurveyRow
	t.tell(h.host+": the survey", func() error {
		p, err := t.Evaluation.Challenge(t.ctx, dass, ch)
		if err == nil {
			survey = p.Surveys[0]
		}
		return err
	})
	answer := func(key string) error {
		if strings.Contains(h.silent, key) {
			return nil
		}
		form, err := t.Evaluation.OwnForm(t.ctx, t.as(key), ch, survey.ID)
		if err != nil {
			return err
		}
		return t.Evaluation.Answer(t.ctx, t.as(key), ch, survey.ID, sheetOf(form.Questions, h.day+key))
	}
	t.eachOfTeam(h.host, func(_ access.Role, key string) error { return answer(key) })
	for _, key := range h.council {
		t.tell(h.host+": "+key+" answers", func() error { return answer(key) })
	}
	t.tell(h.host+": those who came to a group", func() error {
		if err := t.Evaluation.SayHowMany(t.ctx, dass, ch, survey.ID, h.asked); err != nil {
			return err
		}
		out, err := t.Evaluation.Handout(t.ctx, dass, ch, survey.ID)
		if err != nil {
			return err
		}
		_, token, _ := strings.Cut(out.Link, "/survey/")
		for i := range h.given {
			sheet := sheetOf(out.Questions, h.day+string(rune('a'+i)))
			if i%3 == 0 {
				err = t.Evaluation.AnswerOnPaper(t.ctx, dass, ch, survey.ID, sheet)
			} else {
				err = t.Evaluation.AnswerByLink(t.ctx, token, sheet)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// remarks are what some people write in answer to a question in words.
var remarks = []string{"Tell people earlier what the visit is for.", "Leave more time between the meetings.", "Come back to the teams and say what came of it.",
	"The team listened. Keep the groups small.", "Send the papers in plain English."}

// sheetOf gives somebody's invented answers: mostly good, some not, some who cannot
// say. The same person always answers the same.
func sheetOf(questions []reference.SurveyQuestion, who string) evaluation.Sheet {
	sheet := evaluation.Sheet{}
	for _, q := range questions {
		sum := fnv.New32a()
		_, _ = sum.Write([]byte(who + q.ID)) // never fails
		n := int(sum.Sum32() >> 4)
		switch last := len(q.Scale) - 1; {
		case q.Type == "text":
			if n%5 == 0 {
				sheet[q.ID] = remarks[n/5%len(remarks)]
			}
		case n%9 == 0:
			sheet[q.ID] = reference.CannotSay
		case last == 2: // yes or no
			sheet[q.ID] = q.Scale[min(n/9%5, 1)*(n/45%2)].Key
		default:
			sheet[q.ID] = q.Scale[min([]int{0, 0, 1, 1, 1, 2, 3}[n/9%7], last-1)].Key
		}
	}
	return sheet
}

// ideas are what people took home, some of it shared; and one host that has not
// published agreed to be named.
func (t *teller) ideas() {
	var list []struct{ By, Host, Area, Words, On, Shared string }
	t.must("read the ideas", readJSON("ideas.json", &list))
	for _, i := range list {
		t.on(i.On)
		t.tell(i.By+" keeps an idea", func() error {
			idea, err := t.Learning.Note(t.ctx, t.as(i.By), learning.NewIdea{Challenge: t.challenges[i.Host], AreaKey: i.Area, Words: i.Words})
			if err != nil || i.Shared == "" {
				return err
			}
			t.on(i.Shared)
			return t.Learning.Share(t.ctx, t.as(i.By), idea, true)
		})
	}
	t.on("2027-03-01 11:00")
	t.tell("Larkwater agrees to be named", func() error { return t.Learning.Agree(t.ctx, t.as("dass-final"), t.challenges["Larkwater"]) })
}
