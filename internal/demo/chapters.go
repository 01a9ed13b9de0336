package demo

import (
	"strings"
	"time"

	"peerchallenge/internal/access"
	"peerchallenge/internal/accuracy"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/journey"
	"peerchallenge/internal/report"
	"peerchallenge/internal/selfassessment"
	"peerchallenge/internal/team"
)

// visit tells one visit as far as it has come, and gives its book.
func (t *teller) visit(v visited) *book {
	t.ready(v.host, v.dass, v.officer, v.lead, v.ready)
	if v.chief != "" {
		t.name(v.host, v.dass, v.chief, access.SeniorLeader, "Chief executive")
	}
	if v.member != "" {
		t.name(v.host, v.dass, v.member, access.SeniorLeader, "Lead member for adults")
	}
	if v.host == "Dunmere" {
		t.dunmereDays(v)
	}
	b := t.open(v.host, v.lead, strings.ToLower(v.host)+".json")
	b.dass = v.dass
	for _, part := range []struct {
		moment string
		happen func()
	}{
		{v.found, func() { t.writeNotes(b); t.writeFindings(b) }},
		{v.presented, func() { t.present(b) }},
		{v.handed, func() { t.handOver(b) }},
		{v.commented, func() { t.comment(b) }},
		{v.answered, func() { t.reply(b) }},
		{v.commentsOver, func() { t.endComments(b) }},
		{v.signed, func() { t.signOff(b) }},
		{v.final, func() {
			t.tell(v.host+": final", func() error { return t.Reports.Finalise(t.ctx, t.as(v.lead), t.challenges[v.host]) })
		}},
		{v.final, func() { t.respond(v) }},
		{v.published, func() { t.publish(b); t.checks(v) }},
	} {
		if part.moment == "" {
			break
		}
		t.on(part.moment)
		part.happen()
	}
	return b
}

// endComments: the director ends them early, or their time is over.
func (t *teller) endComments(b *book) {
	t.tell(b.of+": comments are over", func() error {
		n, err := t.Accuracy.SettleDue(t.ctx, journey.Job)
		if err != nil || n > 0 {
			return err
		}
		return t.Accuracy.EndEarly(t.ctx, t.as(b.dass), t.challenges[b.of])
	})
}

func (t *teller) publish(b *book) {
	t.tell(b.of+" publishes", func() error {
		page, err := t.Reports.PublishPage(t.ctx, t.as(b.dass), t.challenges[b.of], report.Publication{})
		if err != nil {
			return err
		}
		_, err = t.Reports.Publish(t.ctx, t.as(b.dass), t.challenges[b.of], publicationOf(page, b.Response))
		return err
	})
}

// hollinsea and thornbeck: six months after the visit the follow-up begins.
func (t *teller) followUps() {
	t.advance("2027-03-10 06:00")
	t.sixMonths()
}

// calderwick: comments are open until 18 March, and one answer is being written.
func (t *teller) calderwick(b *book) {
	t.tell("Calderwick: an unfinished comment", func() error {
		_, err := t.Accuracy.Save(t.ctx, t.as(b.DraftComment.By), t.challenges["Calderwick"], t.draft(b, *b.DraftComment, false))
		return err
	})
	t.tell("Calderwick: an answer being written", func() error {
		page, err := t.Accuracy.Page(t.ctx, t.as(b.lead), t.challenges["Calderwick"])
		if err != nil {
			return err
		}
		return t.Accuracy.SaveAnswer(t.ctx, t.as("expert-fact-check"), t.challenges["Calderwick"], page.Points[b.DraftAnswer.Comment-1].ID,
			accuracy.AnswerInput{Decision: accuracy.Decision(b.DraftAnswer.Decision), Words: b.DraftAnswer.Words, Remark: b.DraftAnswer.Remark})
	})
}

// stavenholm: the wording is final, three have signed off or written a reservation, two are waited for.
func (t *teller) stavenholm(b *book) {
	t.on("2027-02-26 10:00")
	t.reword(b)
	ch := t.challenges[b.of]
	t.on("2027-03-01 10:00")
	t.tell("Stavenholm: sign off", func() error {
		for _, key := range []string{"councillor-finalising", "senior-manager-thornbeck"} {
			if err := t.Reports.SignOff(t.ctx, t.as(key), ch, report.Own{Kind: report.Signed}); err != nil {
				return err
			}
		}
		return t.Reports.SignOff(t.ctx, t.as("senior-manager-on-site"), ch, report.Own{Kind: report.Reservation, Public: true, Named: true,
			Words: "I should have put the recommendation about late reviews first. They are what I should want to know of if my brother lived here."})
	})
}

// wrenhaven: the draft report is due tomorrow; its summary is being written.
func (t *teller) wrenhaven(b *book) {
	t.on("2027-03-08 10:00")
	t.summary(b)
}

// dunmere: on site now, second day.
func (t *teller) dunmere(b *book) {
	t.on("2027-03-09 18:00")
	t.tell("Dunmere: the expert differs", func() error {
		return t.Findings.TakePosition(t.ctx, t.as("expert-on-site"), t.challenges["Dunmere"],
			b.byTitle["The dashboard is used in every team meeting we saw"], "add", "People who draw on care should see these numbers too.")
	})
}

// ashcombe: preparing; two areas are being written and half the documents are in.
// oxenbury waits for its director's answer.
func (t *teller) ashcombe() {
	const dass = "dass-preparing"
	t.on("2027-02-01 10:00")
	t.propose("Ashcombe")
	t.on("2027-02-05 10:00")
	t.accept("Ashcombe", "senior-manager-brindleport")
	t.on("2027-02-09 10:00")
	t.agree("Ashcombe", dass)
	t.name("Ashcombe", dass, "link-officer-preparing", access.LinkOfficer, "")
	t.ashcombeScope(dass, "lead-preparing")
	t.name("Ashcombe", dass, "chief-executive-preparing", access.SeniorLeader, "Chief executive")
	t.on("2027-02-11 10:00")
	t.contributors()
	t.on("2027-03-08 14:30")
	t.answer("Ashcombe", dass, false)
	t.risks("Ashcombe", dass, 12)
	t.provide("Ashcombe", "link-officer-preparing", false)
	t.on("2027-03-08 15:00")
	t.tell("Oxenbury: ask a lead", func() error {
		return t.Team.Propose(t.ctx, t.as("coordinator"), t.challenges["Oxenbury"], t.people["lead-final"], access.Lead)
	})
	t.tell("Oxenbury: ask an expert", func() error {
		if err := t.promise("Oxenbury", "expert-2", team.LargePrint); err != nil {
			return err
		}
		return t.Team.Propose(t.ctx, t.as("coordinator"), t.challenges["Oxenbury"], t.people["expert-2"], access.Expert)
	})
}

func (t *teller) contributors() {
	for key, areas := range map[string][]string{
		"contributor-preparing":   {"market_sustainability_quality"},
		"contributor-2-preparing": {"market_sustainability_quality", "use_of_resources"},
		"contributor-3-preparing": {"performance_experience"},
	} {
		t.tell("Ashcombe asks "+key, func() error {
			return t.Assessments.Invite(t.ctx, t.as("link-officer-preparing"), t.challenges["Ashcombe"],
				selfassessment.Invitation{Name: t.nameOf(key), Email: Persona{Key: key}.Email(), Areas: areas})
		})
	}
	t.tell("Ashcombe: an owner", func() error {
		return t.Assessments.SetOwner(t.ctx, t.as("dass-preparing"), t.challenges["Ashcombe"], "market_sustainability_quality", t.people["contributor-2-preparing"])
	})
}

// reword makes the change that a comment led to.
func (t *teller) reword(b *book) {
	ch, lead := t.challenges[b.of], t.as(b.lead)
	t.tell(b.of+": final wording", func() error {
		page, err := t.Findings.Show(t.ctx, lead, ch, b.byTitle[b.Change.Title])
		if err != nil {
			return err
		}
		_, err = t.Findings.Edit(t.ctx, lead, ch, b.byTitle[b.Change.Title], finding.Change{Title: b.Change.Title, TitleWas: b.Change.Title,
			Text: b.Change.Text, Reason: b.Change.Reason, Base: page.Record.Base()})
		return err
	})
}

// signOff: the wording is made final and everybody signs.
func (t *teller) signOff(b *book) {
	t.reword(b)
	t.clock.Set(t.clock.Now().Add(2 * time.Hour))
	t.eachOfTeam(b.of, func(role access.Role, key string) error {
		if !role.IsTeam() {
			return nil
		}
		return t.Reports.SignOff(t.ctx, t.as(key), t.challenges[b.of], report.Own{Kind: report.Signed})
	})
}

func publicationOf(p report.PublishPage, response string) report.Publication {
	return report.Publication{Response: response, Version: p.Next, Final: p.Final.Mark}
}

func (t *teller) nameOf(key string) string {
	cast, err := Cast()
	t.must("read the cast", err)
	for _, p := range cast {
		if p.Key == key {
			return p.Name
		}
	}
	return ""
}
