package demo

import (
	"peerchallenge/internal/access"
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
