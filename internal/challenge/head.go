package challenge

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
)

// Head is what every page of a challenge shows above its content: the
// challenge, and the next thing with its date.
type Head struct {
	Challenge
	Dates map[DateKind]civil.Date
	Next  string // "findings presented Thursday 11 March 2027"; empty when nothing is due
	Today civil.Date
}

// headed is a challenge with its dates, as one row.
type headed struct {
	Challenge
	Days map[DateKind]string // ISO
}

// HeadTx reads a challenge with its dates in one statement. Missing when it is
// not theirs to see (V6).
func HeadTx(ctx context.Context, tx pgx.Tx, now time.Time, id ID) (Head, error) {
	row, err := db.One[headed](ctx, tx, `SELECT `+columns+`, (SELECT coalesce(jsonb_object_agg(d.kind, d.on_day), '{}') FROM challenge_date d
		WHERE d.challenge_id = c.id) AS days`+from+`WHERE c.id = $1`, id)
	if err != nil {
		return Head{}, err
	}
	h := Head{Challenge: row.Challenge, Dates: make(map[DateKind]civil.Date, len(row.Days)), Today: civil.Of(now)}
	for kind, day := range row.Days {
		if h.Dates[kind], err = civil.ParseISO(day); err != nil {
			return Head{}, err
		}
	}
	h.Next = h.next()
	return h, nil
}

// nextFollowUp is the first of the follow-ups that is not over, or the last.
func (h Head) nextFollowUp() civil.Date {
	for _, kind := range []DateKind{FollowUp6, FollowUp12} {
		if d := h.Dates[kind]; !d.IsZero() && !d.Before(h.Today) {
			return d
		}
	}
	return h.Dates[FollowUp24]
}

// How a challenge was ended (section 3), as the database spells it.
const (
	Postponed   = "postponed"
	Withdrawn   = "withdrawn"
	ClosedEarly = "closed_early"
)

// nextAfter says what comes next for a challenge that was ended.
var nextAfter = map[string]string{Postponed: "the programme coordinator sets new dates", Withdrawn: "nothing more: it was withdrawn",
	ClosedEarly: "nothing more: it was closed early"}

// NextWords says what comes next, with its date, as Next does on a page.
func (h Head) NextWords() string { return h.next() }

// next says what comes next at each stage, with its date.
func (h Head) next() string {
	on := func(words string, d civil.Date) string {
		if d.IsZero() {
			return words
		}
		return words + " " + d.LongWeekday()
	}
	if h.Ended != nil {
		return nextAfter[*h.Ended]
	}
	switch h.Stage {
	case access.Scheduled:
		return on("dates and team agreed by", h.Dates[ScopeAndTeam])
	case access.Preparing:
		if h.SubmittedAt == nil {
			return on("self-assessment due", h.Dates[SelfAssessment])
		}
		return on("reading starts", h.Dates[ReadingOpens])
	case access.Reading:
		return on("team on site from", h.OnsiteFirst)
	case access.OnSite:
		return on("findings presented", h.OnsiteLast)
	case access.Drafting:
		return on("draft report to the host by", h.Dates[DraftReport])
	case access.FactCheck:
		if h.CommentsCloseAt != nil && h.CommentsEndedAt == nil {
			// the window ends with its last day: midnight belongs to the day before
			return on("comments close", civil.Of(h.CommentsCloseAt.Add(-time.Second))) + " at 11:59pm"
		}
		return "the team answers every comment"
	case access.Finalising:
		return "every member signs off, then the lead makes the report final"
	case access.Final:
		if h.PublishedAt == nil {
			return on("publication due", h.Dates[PublicationDue])
		}
		return on("first follow-up", h.Dates[FollowUp6])
	case access.FollowUp:
		return on("follow-up due", h.nextFollowUp())
	}
	return ""
}
