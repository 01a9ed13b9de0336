package demo

import (
	"strings"

	"peerchallenge/internal/access"
	"peerchallenge/internal/scope"
	"peerchallenge/internal/selfassessment"
	"peerchallenge/internal/team"
)

// dayOne has the councillor answer whether the brief still stands (T2). In
// Stavenholm it does not, and the lead decides.
func (t *teller) dayOne(of, lead string) {
	stands := of != "Stavenholm"
	words := ""
	if !stands {
		words = "I handed the adults portfolio to a colleague last week, after two years. I should like to finish this."
	}
	t.eachOfTeam(of, func(role access.Role, key string) error {
		if role != access.Councillor {
			return nil
		}
		if err := t.Team.AnswerBrief(t.ctx, t.as(key), t.challenges[of], &stands, words); err != nil || stands {
			return err
		}
		return t.Team.DecideBrief(t.ctx, t.as(lead), t.challenges[of], team.GoesOn, "Held the brief until last week and has read everything. The coordinator agrees.")
	})
}

// scope is proposed by the director and agreed by the lead.
func (t *teller) scope(of, dass, lead string) {
	t.proposeScope(of, dass, scope.Proposal{What: "How people in " + of + " get help early: from the first call to a plan that fits their life, and what the council knows about whether it works.",
		Focus: "Strengths-based practice; waiting for an assessment; carers.",
		Questions: []string{"Do people who call for the first time get help before things get worse?", "Is the help built on what people can do and want?",
			"Do carers know what there is for them, and does it reach them?", "What does the council learn from what people tell it?"}})
	t.tell(of+": the lead agrees the scope", func() error { return t.Scopes.Agree(t.ctx, t.as(lead), t.challenges[of], 1) })
}

// ashcombeScope was changed once after the lead's comment.
func (t *teller) ashcombeScope(dass, lead string) {
	t.proposeScope("Ashcombe", dass, scope.Proposal{What: "How well Ashcombe works with providers, and whether people can choose.",
		Focus: "Market sustainability and quality.", Questions: []string{"Can people choose between services near them?", "Do providers tell us early when they are in trouble?"}})
	t.on("2027-02-10 09:30")
	t.tell("Ashcombe: the lead comments", func() error {
		return t.Scopes.Comment(t.ctx, t.as(lead), t.challenges["Ashcombe"],
			"Thank you, this is clear. Could one question be about what people who draw on care say themselves? And I should like to meet two small providers, not only the large ones.")
	})
	t.on("2027-02-10 14:00")
	t.proposeScope("Ashcombe", dass, scope.Proposal{Base: 1, What: "How well Ashcombe works with providers, large and small, and whether people who draw on care can choose what suits them.",
		Focus: "Market sustainability and quality; use of resources.", Questions: []string{"Can people choose between services near them?",
			"What do people who draw on care say about the services they use, and who listens?", "Do providers, small ones too, tell the council early when they are in trouble?",
			"Does the council know the true cost of care, and act on it?"}})
	t.on("2027-02-10 16:30")
	t.tell("Ashcombe: the lead agrees the scope", func() error { return t.Scopes.Agree(t.ctx, t.as(lead), t.challenges["Ashcombe"], 2) })
}

func (t *teller) proposeScope(of, dass string, p scope.Proposal) {
	t.tell(of+": a scope is proposed", func() error { return t.Scopes.Propose(t.ctx, t.as(dass), t.challenges[of], p) })
}

// risks fills the first answers of the risk awareness tool, as the director (A4).
func (t *teller) risks(of, dass string, most int) {
	list, err := rows("risks.csv")
	t.must("read the risks", err)
	for i, r := range list {
		if i == most {
			return
		}
		t.tell(of+" fills the risk awareness tool: "+r[0], func() error {
			return t.Assessments.SaveRisk(t.ctx, t.as(dass), t.challenges[of], r[0], selfassessment.RiskText{Level: r[1], Words: strings.ReplaceAll(r[2], "Ashcombe", of)})
		})
	}
}

// promise writes down what an expert is promised, before they are asked (T10).
func (t *teller) promise(of, key string, f team.Format) error {
	return t.Team.SavePromise(t.ctx, t.as("coordinator"), t.challenges[of], team.Promise{PersonID: t.people[key], Format: f,
		Hours:    "About 40 hours in all: one day of reading, the first meeting, three days on site and half a day on the report.",
		Payment:  "£25 an hour, paid within ten days after each part. You choose how it is paid.",
		Expenses: "Travel, meals, and the cost of somebody who comes with you or looks after somebody for you. We book trains and taxis, so that you pay nothing in advance.",
		Benefits: "Payment may affect benefits. Citizens Advice gives free advice; we help you to call them before you decide.",
		Buddy:    "Comfort Adeyinka, who did this twice herself. You have her telephone number.",
		Support:  "A call with Comfort before each part and each evening on site. You can leave a meeting at any time.",
	}, true)
}
