package accuracy

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/challenge"
	"peerchallenge/internal/outbox"
)

// letter is what a mail says: what happened and where to read it, never content.
type letter struct {
	kind string
	what string // "the host sent a comment on the draft report"
	path string
	mark string // beginning of the seal, when something was handed over
}

// tell queues a letter for each person.
func (s *Service) tell(ctx context.Context, tx pgx.Tx, now time.Time, c challenge.Challenge, people []uuid.UUID, l letter) error {
	body := c.Name + ": " + l.what + ", on " + moment(now) + ".\n\nRead it here:\n" + s.BaseURL + l.path + "\n"
	if l.mark != "" {
		body += "\nMark in the record of changes: " + l.mark + "\n"
	}
	var mails []outbox.Mail
	for _, person := range people {
		mails = append(mails, outbox.Mail{Person: person, Kind: l.kind, Subject: c.Name + ": " + l.what, Body: body})
	}
	return outbox.QueueTx(ctx, tx, now, mails...)
}

func challengePath(c uuid.UUID) string { return "/challenges/" + c.String() }

func commentsPath(c uuid.UUID) string { return challengePath(c) + "/comments" }

func answerPath(c, comment uuid.UUID) string {
	return commentsPath(c) + "/" + comment.String() + "/answer"
}
