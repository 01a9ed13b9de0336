package demo

import (
	"strings"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/document"
	"peerchallenge/internal/host"
	"peerchallenge/internal/reference"
	"peerchallenge/internal/schedule"
	"peerchallenge/internal/selfassessment"
	"peerchallenge/internal/team"
)

// propose has the coordinator ask everybody of a host's team.
func (t *teller) propose(of string) {
	t.eachOfTeam(of, func(role access.Role, key string) error {
		if role == access.Expert {
			if err := t.promise(of, key, team.OnThePage); err != nil {
				return err
			}
		}
		return t.Team.Propose(t.ctx, t.as("coordinator"), t.challenges[of], t.people[key], role)
	})
}

// accept has everybody of a team declare, sign and accept; the keys in waiting
// have not answered yet.
func (t *teller) accept(of string, waiting ...string) {
	t.eachOfTeam(of, func(_ access.Role, key string) error {
		for _, w := range waiting {
			if w == key {
				return nil
			}
		}
		if err := t.Team.Declare(t.ctx, t.as(key), t.challenges[of], team.Declaration{Interest: team.NoInterest}); err != nil {
			return err
		}
		return t.Team.AcceptInvitation(t.ctx, t.as(key), t.challenges[of], team.Answer{Signed: true, Trained: true, TrainedOn: civil.Of(t.clock.Now()).AddDays(-20)})
	})
	t.tell(of+": the coordinator confirms the training", func() error { return t.confirmTraining(of) })
}

// confirmTraining: without it nobody who accepted opens anything (T9).
func (t *teller) confirmTraining(of string) error {
	p, err := t.Team.TeamPage(t.ctx, t.as("coordinator"), t.challenges[of])
	if err != nil {
		return err
	}
	for _, m := range p.Members {
		if m.State != team.Accepted {
			continue
		}
		if err := t.Team.RecordTraining(t.ctx, t.as("coordinator"), t.challenges[of], m.ID, m.TrainedOn, m.CoProductionOn); err != nil {
			return err
		}
	}
	return nil
}

func (t *teller) eachOfTeam(of string, act func(role access.Role, key string) error) {
	list, err := rows("teams.csv")
	t.must("read the teams", err)
	for _, r := range list {
		if r[0] == of {
			t.tell(of+": "+r[1]+" "+r[2], func() error { return act(access.Role(r[1]), r[2]) })
		}
	}
}

// agree has the host's director agree dates and team.
func (t *teller) agree(of, dass string) {
	t.tell(of+" agrees", func() error {
		return t.Schedule.AnswerProposal(t.ctx, t.as(dass), t.challenges[of], schedule.Reply{Agree: true, About: schedule.AboutBoth, Version: 1})
	})
	t.confirmAgreements(of, dass)
}

// name has the director name somebody of the council.
func (t *teller) name(of, dass, key string, role access.Role, title string) {
	t.tell(of+" names "+key, func() error {
		cast, err := Cast()
		if err != nil {
			return err
		}
		for _, p := range cast {
			if p.Key == key {
				return t.Host.NamePerson(t.ctx, t.as(dass), t.challenges[of], host.Naming{Role: role, Name: p.Name, Email: p.Email(), Title: title})
			}
		}
		return nil
	})
}

// answer writes a few prompts of the self-assessment, as the director.
func (t *teller) answer(of, dass string, ready bool) {
	list, err := rows("answers.csv")
	t.must("read the answers", err)
	for _, r := range list {
		t.tell(of+" answers "+r[0], func() error {
			_, err := t.Assessments.Save(t.ctx, t.as(dass), t.challenges[of], r[0],
				selfassessment.Text{Words: strings.ReplaceAll(r[1], "Ashcombe", of), Ready: ready || r[2] == "yes"})
			return err
		})
	}
}

// provide adds the sample documents and answers the rest of the required list.
func (t *teller) provide(of, officer string, complete bool) {
	list, err := rows("documents.csv")
	t.must("read the documents", err)
	required := map[string]string{}
	for _, d := range reference.StarterFramework().Documents {
		required[d.Title] = d.ID
	}
	provided := map[string]bool{}
	for _, r := range list {
		t.tell(of+" provides "+r[1], func() error {
			f, err := data.Open("data/" + r[0])
			if err != nil {
				return err
			}
			defer f.Close()
			provided[required[r[2]]] = true
			_, err = t.Documents.Add(t.ctx, t.as(officer), t.challenges[of], document.New{Title: r[1], Requirement: required[r[2]], File: document.Upload{Name: r[0], Body: f}})
			return err
		})
	}
	if !complete {
		return
	}
	for _, d := range reference.StarterFramework().MandatoryDocuments() {
		if !provided[d.ID] {
			t.tell(of+" explains "+d.Title, func() error {
				return t.Documents.SetRequirement(t.ctx, t.as(officer), t.challenges[of], d.ID,
					document.Answer{Status: document.NotAvailable, Reason: "In this demonstration only a few documents are provided."})
			})
		}
	}
}

// handToTeam submits the self-assessment and shares the documents.
func (t *teller) handToTeam(of, dass string) {
	t.tell(of+" submits", func() error { return t.Assessments.Submit(t.ctx, t.as(dass), t.challenges[of]) })
	t.tell(of+" accepts that files are not scanned", func() error { return t.Documents.Accept(t.ctx, t.as(dass), t.challenges[of]) })
	t.tell(of+" shares", func() error {
		check, err := t.Documents.CheckPage(t.ctx, t.as(dass), t.challenges[of])
		if err != nil {
			return err
		}
		_, err = t.Documents.Share(t.ctx, t.as(dass), t.challenges[of], check.Mark())
		return err
	})
}

// advance lets the days do their work.
func (t *teller) advance(moment string) {
	t.on(moment)
	t.tell("the stages move", func() error {
		_, err := t.Journey.Advance(t.ctx)
		return err
	})
}

// ready brings a challenge from its dates to the first day on site, or as far as
// its days go.
func (t *teller) ready(of, dass, officer, lead string, days [5]string) {
	t.on(days[0] + " 10:00")
	t.propose(of)
	t.on(days[0] + " 15:00")
	t.accept(of)
	t.on(days[1] + " 11:00")
	t.agree(of, dass)
	t.name(of, dass, officer, access.LinkOfficer, "")
	t.scope(of, dass, lead)
	t.on(days[2] + " 10:00")
	t.answer(of, dass, true)
	t.risks(of, dass, 4)
	t.provide(of, officer, true)
	t.on(days[2] + " 16:00")
	t.handToTeam(of, dass)
	p := t.programme(of, officer, lead, days)
	t.on(days[2] + " 16:30")
	t.practiceOf(of, dass, officer)
	for i, day := range days[3:] {
		if day != "" {
			t.advance(day + " 06:00")
		}
		if i == 0 {
			t.shareProgramme(p, day)
		}
	}
	if days[4] != "" {
		t.on(days[4] + " 09:00")
		t.dayOne(of, lead)
	}
}
