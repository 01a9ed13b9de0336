package challenge

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
)

// ID names a challenge.
type ID = uuid.UUID

// Challenge is one council's turn as host. Its facts about later stages (when
// findings were presented, when comments close) lie here so that every slice
// can ask them.
type Challenge struct {
	ID                  uuid.UUID
	RegionID            uuid.UUID
	RegionName          string
	CycleID             uuid.UUID
	CycleName           string
	FrameworkID         uuid.UUID
	HostCouncilID       uuid.UUID
	HostCouncil         string
	HostSlug            string
	Name                string
	Stage               access.Stage
	StageSince          time.Time
	MovedEarlyReason    *string
	Ended               *string
	EndedReason         *string
	OnsiteFirst         civil.Date
	OnsiteLast          civil.Date
	DatesVersion        int
	AgreedAt            *time.Time
	InformationAgreedAt *time.Time // when the host's director confirmed the agreements about information (I1)
	SubmittedAt         *time.Time
	DocumentsSharedAt   *time.Time
	PracticeAt          *time.Time // practice findings handed over (P3)
	PresentedAt         *time.Time
	DraftHandedOverAt   *time.Time
	CommentsCloseAt     *time.Time
	CommentsEndedAt     *time.Time
	FinalisedAt         *time.Time
	PublishedAt         *time.Time
	PublicationNote     *string
	// Roles the actor has on it, from their keys.
	Roles []access.Role
}

// Standing is what the actor is on it, for verbs.
func (c Challenge) Standing() access.Standing {
	return access.Standing{Roles: c.Roles, Stage: c.Stage, Ended: c.Ended != nil, Unagreed: c.InformationAgreedAt == nil}
}

// CommentsOpen tells whether the host may still send comments at now (F7): the
// window opens with the draft and closes by its date or the director's word.
func (c Challenge) CommentsOpen(now time.Time) bool {
	return c.DraftHandedOverAt != nil && c.CommentsEndedAt == nil && c.CommentsCloseAt != nil && now.Before(*c.CommentsCloseAt)
}

const columns = `c.id, c.region_id, r.name AS region_name, c.cycle_id, y.name AS cycle_name, c.framework_id, c.host_council_id,
	k.name AS host_council, k.slug AS host_slug, c.name, c.stage, c.stage_since, c.moved_early_reason, c.ended, c.ended_reason,
	c.onsite_first, c.onsite_last, c.dates_version, c.agreed_at, c.information_agreed_at, c.submitted_at, c.documents_shared_at, c.practice_at, c.presented_at,
	c.draft_handed_over_at, c.comments_close_at, c.comments_ended_at, c.finalised_at, c.published_at, c.publication_note,
	coalesce((SELECT array_agg(DISTINCT because) FROM room_key rk WHERE rk.scope_id = c.id AND rk.person_id = app_actor()
		AND rk.revoked_at IS NULL), '{}')::text[] AS roles`

const from = ` FROM challenge c JOIN region r ON r.id = c.region_id JOIN cycle y ON y.id = c.cycle_id JOIN council k ON k.id = c.host_council_id `

// GetTx reads one challenge as the actor of the transaction; Missing when it is
// not there or not theirs to see (V6).
func GetTx(ctx context.Context, tx pgx.Tx, id ID) (Challenge, error) {
	return db.One[Challenge](ctx, tx, `SELECT `+columns+from+`WHERE c.id = $1`, id)
}

// QueueGet reads what GetTx reads with the batch; nothing when it is not theirs to see.
func QueueGet(b *db.Batch, into *[]Challenge, id ID) {
	db.Queue(b, into, `SELECT `+columns+from+`WHERE c.id = $1`, id)
}

// LockTx reads one challenge for a change: it locks the chain of hand-overs
// first, then the challenge, so that verbs on one challenge never interleave.
func LockTx(ctx context.Context, tx pgx.Tx, id ID) (Challenge, error) {
	if _, err := tx.Exec(ctx, `SELECT FROM handover_chain WHERE challenge_id = $1 FOR UPDATE`, id); err != nil {
		return Challenge{}, err
	}
	return db.One[Challenge](ctx, tx, `SELECT `+columns+from+`WHERE c.id = $1 FOR UPDATE OF c`, id)
}

// Require asks a verb for the actor who read c: nil, Missing when it is not
// theirs (V6), or Closed when the stage is not right, in plain words.
func Require(c Challenge, v access.Verb) error {
	switch v.Ask(c.Standing()) {
	case access.Granted:
		return nil
	case access.NotNow:
		return problem.New(problem.Closed, closedSentence(c, v))
	default:
		return problem.Missing()
	}
}

func closedSentence(c Challenge, v access.Verb) string {
	if c.Ended != nil && *c.Ended == Postponed {
		return c.Name + " is postponed. It goes on when the programme coordinator has set new dates; until then nothing is changed in it."
	}
	if c.Ended != nil {
		return "This challenge was ended, so nothing more can be changed in it."
	}
	if v.Content && c.InformationAgreedAt == nil && has(v.Stages, c.Stage) {
		return "Nothing can be written or added yet. First the programme coordinator records the data protection assessment and the data sharing agreement, and the director of the host council confirms them. Please ask them; your words are kept here."
	}
	return "This cannot be done now: " + c.Name + " is at the stage “" + c.Stage.Name() + "”."
}

func has(stages []access.Stage, s access.Stage) bool {
	return len(stages) == 0 || slices.Contains(stages, s)
}

// DateOf is one of the dates that follow from the on-site days (S2).
type DateOf struct {
	Kind   DateKind
	OnDay  civil.Date
	ByHand bool
}

// DatesTx lists the dates of a challenge in order of the calendar.
func DatesTx(ctx context.Context, tx pgx.Tx, id ID) ([]DateOf, error) {
	return db.All[DateOf](ctx, tx, `SELECT kind, on_day, by_hand FROM challenge_date WHERE challenge_id = $1 ORDER BY on_day, kind`, id)
}

// DateTx is one date by kind; the zero Date when it is not set.
func DateTx(ctx context.Context, tx pgx.Tx, id ID, kind DateKind) (civil.Date, error) {
	d, err := db.Value[civil.Date](ctx, tx, `SELECT on_day FROM challenge_date WHERE challenge_id = $1 AND kind = $2`, id, kind)
	if problem.Is(err, problem.NotFound) {
		return civil.Date{}, nil
	}
	return d, err
}
