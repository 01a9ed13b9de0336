package evaluation

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/outbox"
)

const anonymous = "Your answers are anonymous: nobody is told who said what, and results of fewer than five people are not shown."

func (s *Service) tellOpenTx(ctx context.Context, tx pgx.Tx, h challenge.Head, people []holder, closes civil.Date) error {
	var mails []outbox.Mail
	for _, p := range people {
		body := "The survey about " + h.Name + " is open until " + closes.LongWeekday() + ". It takes about five minutes. " + anonymous + "\n\n" + s.BaseURL + path(h.ID) + "\n"
		if p.Role == access.DASS || p.Role == access.LinkOfficer {
			body += "\nOn the same page is the link, and the paper form, for the people who came to a group.\n"
		}
		mails = append(mails, outbox.Mail{Person: p.PersonID, Kind: "survey.open", Subject: h.Name + ": a short survey", Body: body})
	}
	return outbox.QueueTx(ctx, tx, s.Clock.Now(), mails...)
}

// remindDue writes once, at half time, to those who have not answered.
func (s *Service) remindDue(ctx context.Context, job access.Actor) error {
	return db.InTx(ctx, s.DB, job, func(tx pgx.Tx) error {
		due, err := db.All[struct {
			ID          uuid.UUID
			ChallengeID uuid.UUID
			Name        string
			ClosesOn    civil.Date
		}](ctx, tx, `UPDATE survey s SET reminded_on = $1 FROM challenge c
			WHERE c.id = s.challenge_id AND s.reminded_on IS NULL AND s.released_on IS NULL AND s.closes_on >= $1
			AND s.opens_on + (s.closes_on - s.opens_on) / 2 <= $1 RETURNING s.id, s.challenge_id, c.name, s.closes_on`, s.today())
		if err != nil {
			return err
		}
		for _, d := range due {
			rows, _ := tx.Query(ctx, `SELECT person_id FROM survey_asked WHERE survey_id = $1 AND NOT answered ORDER BY person_id`, d.ID)
			waiting, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
			if err != nil {
				return err
			}
			for _, p := range waiting {
				err := outbox.QueueTx(ctx, tx, s.Clock.Now(), outbox.Mail{Person: p, Kind: "survey.reminder", Subject: d.Name + ": the survey is open for a little longer",
					Body: "You can still answer the survey about " + d.Name + ", until " + d.ClosesOn.LongWeekday() + ". This is the only reminder. " + anonymous + "\n\n" + s.BaseURL + path(d.ChallengeID) + "\n"})
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// tellClosedTx tells those who may read what came of it.
func (s *Service) tellClosedTx(ctx context.Context, tx pgx.Tx, survey Survey, name string) error {
	rows, _ := tx.Query(ctx, `SELECT DISTINCT person_id FROM room_key WHERE scope_id = $1 AND room = 'common' AND revoked_at IS NULL AND because = ANY ($2) ORDER BY 1`,
		survey.ChallengeID, words(readers))
	people, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return err
	}
	for _, p := range people {
		err := outbox.QueueTx(ctx, tx, s.Clock.Now(), outbox.Mail{Person: p, Kind: "survey.closed", Subject: name + ": the survey has closed",
			Body: "The survey about " + name + " has closed. What people said is shown where five or more answered.\n\n" + s.BaseURL + path(survey.ChallengeID) + "/" + survey.ID.String() + "/results\n"})
		if err != nil {
			return err
		}
	}
	return nil
}
