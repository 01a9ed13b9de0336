package offer

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/person"
)

// CouncilPath is where a council's offer is written, PersonPath where somebody
// answers.
func CouncilPath(cycleID uuid.UUID, slug string) string {
	return "/offers/" + cycleID.String() + "/councils/" + slug
}

// PersonPath is where somebody offered answers.
func PersonPath(cycleID, who uuid.UUID) string {
	return "/offers/" + cycleID.String() + "/people/" + who.String()
}

func (g Gathering) by() string { return " Please answer by " + g.AnswerBy.LongWeekday() + "." }

func (s *Service) askDirectorTx(ctx context.Context, tx pgx.Tx, now time.Time, g Gathering, d director) error {
	return outbox.QueueTx(ctx, tx, now, outbox.Mail{Person: d.PersonID, Kind: "offer.ask-council",
		Subject: "What " + d.CouncilName + " offers for " + g.CycleName,
		Body: "The region is gathering what councils can offer for the peer challenges of " + g.CycleName + ". On one page you say when " + d.CouncilName +
			" cannot host, which months it would like, what it asks to be looked at, and whom it offers." + g.by() + "\n\n" + s.BaseURL + CouncilPath(g.CycleID, d.CouncilSlug) + "\n"})
}

// askPersonTx writes to somebody who was offered: an invitation when they are new
// here, else a mail.
func (s *Service) askPersonTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, g Gathering, who uuid.UUID, isNew bool) error {
	if isNew {
		return s.People.InviteTx(ctx, tx, actor, now, who, person.Words{Subject: "Could you help with peer challenges in " + g.CycleName + "?",
			For: "say when you could take part in peer challenges of " + g.CycleName, Where: "your page at " + s.BaseURL + PersonPath(g.CycleID, who), When: "by " + g.AnswerBy.Long()})
	}
	return outbox.QueueTx(ctx, tx, now, outbox.Mail{Person: who, Kind: "offer.ask-person", Subject: "Could you help with peer challenges in " + g.CycleName + "?",
		Body: "You have been named as somebody who could take part in peer challenges of " + g.CycleName + ". On one page you say yes or no, when you cannot come, and what ties you to a council." +
			g.by() + "\n\n" + s.BaseURL + PersonPath(g.CycleID, who) + "\n"})
}

// remindTx writes one mail for everything that somebody has not answered.
func (s *Service) remindTx(ctx context.Context, tx pgx.Tx, now time.Time, g Gathering, who uuid.UUID, links []string) error {
	body := "The region is still waiting for an answer from you for the peer challenges of " + g.CycleName + "." + g.by() + "\n\n"
	for _, l := range links {
		body += s.BaseURL + l + "\n"
	}
	return outbox.QueueTx(ctx, tx, now, outbox.Mail{Person: who, Kind: "offer.remind", Subject: "Reminder: peer challenges in " + g.CycleName, Body: body})
}
