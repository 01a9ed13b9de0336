package team

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// Interest is what somebody says about links with the host (T5).
type Interest string

// The three answers.
const (
	NoInterest  Interest = "none"
	ToBeWeighed Interest = "to_be_weighed"
	Barring     Interest = "barring"
)

// Decision is the coordinator's about a link that was declared.
type Decision string

// The two decisions.
const (
	MayTakePart Decision = "may_take_part"
	MayNot      Decision = "may_not"
)

// Ground is one kind of link, as the form lists it.
type Ground struct{ Key, Words string }

// BarringGrounds mean that somebody cannot take part (T5). They are read out, and
// which one it is, is neither asked nor kept.
var BarringGrounds = []string{
	"I work for the host council now",
	"I draw on care or support from the host council",
	"I am a close relation of one of its leaders",
	"I should not take part, for a reason of my own",
}

// WeighedGrounds are links that the coordinator weighs (T5).
var WeighedGrounds = []Ground{
	{"worked_there", "I worked there within the last three years"},
	{"friendship", "I am friends with somebody who works there"},
	{"business", "I have, or had, business with the council"},
	{"earlier_advice", "I have advised the council before"},
}

// Declaration is what somebody declares for one challenge.
type Declaration struct {
	Interest Interest
	Grounds  []string // keys of WeighedGrounds
	Words    string   // about a link to be weighed
}

func (d *Declaration) check() error {
	var f problem.Fields
	f.Check(slices.Contains([]Interest{NoInterest, ToBeWeighed, Barring}, d.Interest), "interest", "Say whether you have a link with the host council")
	if d.Interest != ToBeWeighed {
		d.Grounds, d.Words = nil, "" // nothing is kept that is not weighed
		return f.Err()
	}
	f.Check(len(d.Grounds) > 0, "grounds", "Choose what kind of link it is")
	for _, g := range d.Grounds {
		f.Check(slices.ContainsFunc(WeighedGrounds, func(w Ground) bool { return w.Key == g }), "grounds", "Choose from the list of links")
	}
	f.Check(d.Words != "", "words", "Describe the link in a sentence or two")
	f.Check(db.Length(d.Words) <= 2000, "words", "The description must be 2,000 characters or fewer")
	return f.Err()
}

// Declare records the actor's own declaration (T5). Barring frees the place and
// ends their access at once; the coordinator learns only that they cannot take
// part. A link to be weighed gives the coordinator a task. Members may declare
// again; nobody declares for another.
func (s *Service) Declare(ctx context.Context, actor access.Actor, cid challenge.ID, d Declaration) error {
	if err := d.check(); err != nil {
		return err
	}
	return s.change(ctx, actor, cid, Declare, func(tx pgx.Tx, c challenge.Challenge, now time.Time) error {
		m, err := ownTx(ctx, tx, cid)
		if err != nil {
			return err
		}
		if m.DeclarationID, err = saveDeclarationTx(ctx, tx, now, c, m, d); err != nil {
			return err
		}
		if err := audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: Declare.Name, Region: c.RegionID, Room: access.Region, Subject: m.ID}); err != nil {
			return err
		}
		switch d.Interest {
		case Barring:
			return s.barredTx(ctx, tx, actor, now, c, m)
		case ToBeWeighed:
			return s.askWeighingTx(ctx, tx, now, c, m)
		default: // a link that is no longer there needs no decision
			return task.DoneTx(ctx, tx, actor, now, cid, weighTask, m.DeclarationID.String())
		}
	})
}

func saveDeclarationTx(ctx context.Context, tx pgx.Tx, now time.Time, c challenge.Challenge, m Member, d Declaration) (*uuid.UUID, error) {
	if d.Grounds == nil {
		d.Grounds = []string{}
	}
	saved, err := db.Value[uuid.UUID](ctx, tx, `INSERT INTO declaration (id, challenge_id, region_id, person_id, interest, grounds, words, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (challenge_id, person_id) DO UPDATE SET interest = excluded.interest, grounds = excluded.grounds, words = excluded.words,
			at = excluded.at, decision = NULL, decided_by = NULL, decided_at = NULL RETURNING id`,
		id.New(), c.ID, c.RegionID, m.PersonID, d.Interest, d.Grounds, d.Words, now)
	return &saved, err
}

func (s *Service) askWeighingTx(ctx context.Context, tx pgx.Tx, now time.Time, c challenge.Challenge, m Member) error {
	err := task.OpenTx(ctx, tx, now, task.New{Challenge: c.ID, Kind: weighTask, Subject: m.DeclarationID.String(), Role: access.Coordinator,
		Title: "Decide about a link that somebody declared", Path: part(c.ID, "team"), Due: civil.AddWorkingDays(civil.Of(now), answerWithin)})
	if err != nil {
		return err
	}
	return mailRoleTx(ctx, tx, now, c.ID, access.Coordinator, outbox.Mail{Kind: "team.link", Subject: c.Name + ": somebody declared a link with the host",
		Body: m.Name + " declared a link with " + c.HostCouncil + ". You decide whether they may take part:\n" + s.BaseURL + part(c.ID, "team") + "\n"})
}

// barredTx frees the place. To everybody else it looks like saying no.
func (s *Service) barredTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, c challenge.Challenge, m Member) error {
	mail := outbox.Mail{Kind: "team.cannot", Subject: c.Name + ": somebody cannot take part",
		Body: m.Name + " cannot take part in " + c.Name + ". The place is free again:\n" + s.BaseURL + part(c.ID, "team") + "\n"}
	if err := mailRoleTx(ctx, tx, now, c.ID, access.Coordinator, mail); err != nil {
		return err
	}
	return s.leaveTx(ctx, tx, actor, now, c, m)
}

// leaveTx frees a place: somebody said no, cannot take part, may not, or is taken
// off. It is the last thing in its verb, for it takes the person's access.
func (s *Service) leaveTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, c challenge.Challenge, m Member) error {
	role, to := access.Invitee, Declined
	if m.State == Accepted {
		role, to = m.Role, Ended
	}
	err := db.ExecOne(ctx, tx, `UPDATE team_member SET state = $4, answered_at = coalesce(answered_at, $3), ended_at = $3
		WHERE challenge_id = $1 AND id = $2 AND state = $5`, c.ID, m.ID, now, to, m.State)
	if err != nil {
		return err
	}
	if m.DeclarationID != nil {
		if err := task.DoneTx(ctx, tx, actor, now, c.ID, weighTask, m.DeclarationID.String()); err != nil {
			return err
		}
	}
	for _, kind := range []string{InvitationTask, UndertakingTask, TrainingTask} {
		if err := task.DoneTx(ctx, tx, actor, now, c.ID, kind, m.ID.String()); err != nil {
			return err
		}
	}
	if m.Role == access.Councillor {
		if err := task.DoneTx(ctx, tx, actor, now, c.ID, BriefLostTask, takeOff); err != nil {
			return err
		}
	}
	if err := assembledTx(ctx, tx, actor, now, c); err != nil {
		return err
	}
	if to == Ended && c.PresentedAt != nil && c.FinalisedAt == nil && m.Role.IsTeam() {
		if err := outbox.QueueTx(ctx, tx, now, s.mayStillReserve(c, m)); err != nil {
			return err
		}
	}
	return endRoleTx(ctx, tx, actor, now, c.ID, m.PersonID, role)
}

// mayStillReserve tells somebody who left after the findings were presented that
// they may record a reservation until the report is final (F8).
func (s *Service) mayStillReserve(c challenge.Challenge, m Member) outbox.Mail {
	return outbox.Mail{Person: m.PersonID, Kind: "team.left", Subject: c.Name + ": you left the team",
		Body: "You are no longer on the team of " + c.Name + ", and you cannot open it any more.\n\nUntil the report is final you can still record a reservation about it, in your own words:\n" +
			s.BaseURL + part(c.ID, "reservation") + "\n"}
}
