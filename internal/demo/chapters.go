package demo

import (
	"peerchallenge/internal/access"
	"peerchallenge/internal/accuracy"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/report"
	"peerchallenge/internal/selfassessment"
)

// kestrelton: visited in November 2026, published in February 2027.
func (t *teller) kestrelton() {
	const dass = "dass-published"
	t.ready("Kestrelton", dass, "link-officer-published", [5]string{"2026-07-13", "2026-07-20", "2026-10-08", "2026-10-27", "2026-11-17"})
	t.name("Kestrelton", dass, "chief-executive-published", access.SeniorLeader, "Chief executive")
	b := t.open("Kestrelton", "lead-fact-check", "kestrelton.json")
	t.on("2026-11-18 17:00")
	t.writeFindings(b)
	t.handOver(b, "2026-11-19 15:00", "2026-12-01 11:00")
	t.on("2026-12-08 10:00")
	t.comment(b)
	t.on("2026-12-11 10:00")
	t.reply(b)
	t.on("2026-12-14 09:00")
	t.tell("Kestrelton ends comments early", func() error { return t.Accuracy.EndEarly(t.ctx, t.as(dass), t.challenges["Kestrelton"]) })
	t.finalise(b, "2026-12-17 10:00", "2027-01-06 10:00")
	t.on("2027-02-04 09:30")
	t.tell("Kestrelton publishes", func() error {
		page, err := t.Reports.PublishPage(t.ctx, t.as(dass), t.challenges["Kestrelton"], report.Publication{})
		if err != nil {
			return err
		}
		_, err = t.Reports.Publish(t.ctx, t.as(dass), t.challenges["Kestrelton"], publicationOf(page, b.Response))
		return err
	})
}

// larkwater: visited in January 2027, final, not yet published.
func (t *teller) larkwater() {
	const dass = "dass-final"
	t.ready("Larkwater", dass, "link-officer-final", [5]string{"2026-09-07", "2026-09-14", "2026-12-07", "2026-12-22", "2027-01-12"})
	t.name("Larkwater", dass, "chief-executive-final", access.SeniorLeader, "Chief executive")
	b := t.open("Larkwater", "lead-final", "larkwater.json")
	t.on("2027-01-13 17:00")
	t.writeFindings(b)
	t.handOver(b, "2027-01-14 15:00", "2027-01-27 11:00")
	t.on("2027-02-03 10:00")
	t.comment(b)
	t.on("2027-02-08 10:00")
	t.reply(b)
	t.on("2027-02-09 09:00")
	t.tell("Larkwater ends comments early", func() error { return t.Accuracy.EndEarly(t.ctx, t.as(dass), t.challenges["Larkwater"]) })
	t.finalise(b, "2027-02-11 10:00", "2027-02-22 10:00")
}

// calderwick: visited in February 2027; comments are open until 18 March.
func (t *teller) calderwick() {
	const dass = "dass-fact-check"
	t.ready("Calderwick", dass, "link-officer-fact-check", [5]string{"2026-10-05", "2026-10-12", "2027-01-08", "2027-01-26", "2027-02-16"})
	t.name("Calderwick", dass, "chief-executive-fact-check", access.SeniorLeader, "Chief executive")
	t.name("Calderwick", dass, "lead-member-fact-check", access.SeniorLeader, "Lead member for adults")
	b := t.open("Calderwick", "lead-fact-check", "calderwick.json")
	t.on("2027-02-17 17:00")
	t.writeFindings(b)
	t.handOver(b, "2027-02-18 15:00", "2027-03-04 11:00")
	t.on("2027-03-05 10:00")
	t.comment(b)
	t.tell("Calderwick: an unfinished comment", func() error {
		_, err := t.Accuracy.Save(t.ctx, t.as(b.DraftComment.By), t.challenges["Calderwick"], t.draft(b, *b.DraftComment, false))
		return err
	})
	t.on("2027-03-09 10:00")
	t.reply(b)
	t.tell("Calderwick: an answer being written", func() error {
		page, err := t.Accuracy.Page(t.ctx, t.as(b.lead), t.challenges["Calderwick"])
		if err != nil {
			return err
		}
		return t.Accuracy.SaveAnswer(t.ctx, t.as("expert-fact-check"), t.challenges["Calderwick"], page.Points[b.DraftAnswer.Comment-1].ID,
			accuracy.AnswerInput{Decision: accuracy.Decision(b.DraftAnswer.Decision), Words: b.DraftAnswer.Words, Remark: b.DraftAnswer.Remark})
	})
}

// dunmere: on site now, second day.
func (t *teller) dunmere() {
	const dass = "dass-on-site"
	t.ready("Dunmere", dass, "link-officer-on-site", [5]string{"2026-11-02", "2026-11-09", "2027-01-29", "2027-02-16", "2027-03-09"})
	t.name("Dunmere", dass, "chief-executive-on-site", access.SeniorLeader, "Chief executive")
	b := t.open("Dunmere", "lead-on-site", "dunmere.json")
	t.on("2027-03-09 16:30")
	t.writeNotes(b)
	t.on("2027-03-09 18:00")
	t.writeFindings(b)
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
	t.name("Ashcombe", dass, "chief-executive-preparing", access.SeniorLeader, "Chief executive")
	t.on("2027-02-11 10:00")
	t.contributors()
	t.on("2027-03-08 14:30")
	t.answer("Ashcombe", dass, false)
	t.provide("Ashcombe", "link-officer-preparing", false)
	t.on("2027-03-08 15:00")
	t.tell("Oxenbury: ask a lead", func() error {
		return t.Team.Propose(t.ctx, t.as("coordinator"), t.challenges["Oxenbury"], t.people["lead-final"], access.Lead)
	})
	t.tell("Oxenbury: ask an expert", func() error {
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

// finalise makes the change that a comment led to, has everybody sign off, and
// makes the report final.
func (t *teller) finalise(b *book, signed, final string) {
	ch, lead := t.challenges[b.of], t.as(b.lead)
	t.on(signed)
	t.tell(b.of+": final wording", func() error {
		page, err := t.Findings.Show(t.ctx, lead, ch, b.byTitle[b.Change.Title])
		if err != nil {
			return err
		}
		_, err = t.Findings.Edit(t.ctx, lead, ch, b.byTitle[b.Change.Title], finding.Change{Title: b.Change.Title, TitleWas: b.Change.Title,
			Text: b.Change.Text, Reason: b.Change.Reason, Base: page.Record.Base()})
		return err
	})
	t.clock.Set(t.clock.Now().Add(2 * 3600e9))
	t.eachOfTeam(b.of, func(role access.Role, key string) error {
		if !role.IsTeam() {
			return nil
		}
		return t.Reports.SignOff(t.ctx, t.as(key), ch, report.Own{Kind: report.Signed})
	})
	t.on(final)
	t.tell(b.of+": final", func() error { return t.Reports.Finalise(t.ctx, lead, ch) })
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
