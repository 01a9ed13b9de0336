package followup

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/report"
	"peerchallenge/internal/task"
)

// MaxReason is the longest reason, in code points.
const MaxReason = 2000

// Draft is the response to one recommendation as the host drafts it.
type Draft struct {
	FindingID uuid.UUID
	Number    int
	Title     string
	Words     string // of the recommendation
	Decision  report.Decision
	Reason    string
	Version   int
	SavedAt   time.Time
}

// missing says what is still needed before it can be handed over; empty: nothing.
func (d Draft) missing() string {
	switch {
	case d.Decision == "":
		return "has no response yet"
	case d.Decision != report.Accepted && strings.TrimSpace(d.Reason) == "":
		return "needs a reason, as it is not accepted in full"
	}
	return ""
}

// Given is a response as it was handed over.
type Given struct {
	At     time.Time
	Person string
	List   []report.Response
}

// ResponsePage is the response: being drafted, for the host; as handed over, for
// the council's readers. Drafts is nil for who may not see them.
type ResponsePage struct {
	challenge.Head
	Recommendations []Recommendation
	Drafts          []Draft
	Given           *Given // the newest handed over; nil: none yet
	Due             civil.Date
	SeesDrafts      bool
	CanStart        bool // the director, when nothing is laid out yet
	CanWrite        bool
	CanHandOver     bool
	Missing         []string // what a hand-over would still need
	Changed         bool     // drafts differ from what was handed over
}

// ResponsePage reads it for director, link officer and reader of the host, and for
// the council's readers; Missing for others, and before the report is final.
func (s *Service) ResponsePage(ctx context.Context, actor access.Actor, id challenge.ID) (ResponsePage, error) {
	var p ResponsePage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		p, err = s.responsePageTx(ctx, tx, id)
		return err
	})
	return p, err
}

func (s *Service) responsePageTx(ctx context.Context, tx pgx.Tx, id challenge.ID) (p ResponsePage, err error) {
	if p.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), id); err != nil {
		return p, err
	}
	if !reads(p.Standing()) {
		return p, problem.Missing()
	}
	if p.Recommendations, err = recommendationsTx(ctx, tx, p.Challenge); err != nil {
		return p, err
	}
	copies, err := copiesTx(ctx, tx, id, handover.Respond)
	if err != nil {
		return p, err
	}
	if p.Given, err = given(copies); err != nil {
		return p, err
	}
	p.Due, p.SeesDrafts = p.Dates[challenge.PublicationDue], opens(p.Standing(), access.Host)
	if p.SeesDrafts {
		if p.Drafts, err = draftsTx(ctx, tx, id); err != nil {
			return p, err
		}
	}
	p.judge()
	return p, nil
}

func given(copies []copied) (*Given, error) {
	if len(copies) == 0 {
		return nil, nil
	}
	last := copies[len(copies)-1]
	list, err := read[[]report.Response](last)
	return &Given{At: last.At, Person: last.Person, List: list}, err
}

// answersTx is what the council answered last, by recommendation; none before it did.
func answersTx(ctx context.Context, tx pgx.Tx, id challenge.ID) (map[uuid.UUID]report.Response, error) {
	copies, err := copiesTx(ctx, tx, id, handover.Respond)
	if err != nil {
		return nil, err
	}
	last, err := given(copies)
	if err != nil || last == nil {
		return nil, err
	}
	answers := map[uuid.UUID]report.Response{}
	for _, one := range last.List {
		answers[one.Finding] = one
	}
	return answers, nil
}

func draftsTx(ctx context.Context, tx pgx.Tx, id challenge.ID) ([]Draft, error) {
	return db.All[Draft](ctx, tx, `SELECT finding_id, number, title, words, decision, reason, version, saved_at
		FROM response_draft WHERE challenge_id = $1 ORDER BY number`, id)
}

func (p *ResponsePage) judge() {
	at, started := p.Standing(), len(p.Drafts) > 0
	p.CanStart = Start.Allows(at) && !started
	p.CanWrite = Write.Allows(at) && started
	p.Missing, p.Changed = missingIn(p.Drafts), p.Given == nil || differs(p.Drafts, p.Given.List)
	p.CanHandOver = HandOver.Allows(at) && started && p.Changed
}

func missingIn(drafts []Draft) []string {
	var out []string
	for _, d := range drafts {
		if m := d.missing(); m != "" {
			out = append(out, "“"+d.Title+"” "+m+".")
		}
	}
	return out
}

func differs(drafts []Draft, given []report.Response) bool {
	if len(drafts) != len(given) {
		return true
	}
	for i, d := range drafts {
		if g := given[i]; g.Finding != d.FindingID || g.Decision != d.Decision || g.Reason != d.Reason {
			return true
		}
	}
	return false
}

// Start lays the recommendations of the final report into the host's room, so that
// the link officer can draft with the director without the rest of the report.
// The director, from final on; starting twice changes nothing.
func (s *Service) Start(ctx context.Context, actor access.Actor, id challenge.ID) error {
	return s.locked(ctx, actor, id, Start, func(w work) error {
		list, err := report.RecommendationsTx(ctx, w.tx, id)
		if err != nil {
			return err
		}
		batch := &pgx.Batch{}
		for _, r := range numbered(list) {
			batch.Queue(`INSERT INTO response_draft (challenge_id, finding_id, number, title, words, person_id, saved_at)
				VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`, id, r.ID, r.Number, r.Title, r.Text, w.me, w.now)
		}
		if err := w.tx.SendBatch(ctx, batch).Close(); err != nil {
			return err
		}
		return w.log(ctx, Start.Name, access.Host, uuid.Nil)
	})
}

// ResponseInput is what somebody of the host typed; Version is the one it rests on.
type ResponseInput struct {
	Decision report.Decision
	Reason   string
	Version  int
}

func (in ResponseInput) check() error {
	var f problem.Fields
	f.Check(in.Decision.Name() != "", "decision", "Choose what your response is")
	f.Check(in.Decision == report.Accepted || in.Decision == "" || strings.TrimSpace(in.Reason) != "", "reason", "Say why. Everyone who reads the response can read this")
	f.Check(db.Length(in.Reason) <= MaxReason, "reason", "The reason must be 2,000 characters or fewer")
	return f.Err()
}

// SaveResponse keeps the response to one recommendation: director or link officer.
// Conflict when somebody saved in between. Nobody outside the host sees it.
func (s *Service) SaveResponse(ctx context.Context, actor access.Actor, id challenge.ID, finding uuid.UUID, in ResponseInput) error {
	return s.light(ctx, actor, id, Write, func(w work) error {
		if _, err := draftTx(ctx, w.tx, id, finding); err != nil {
			return err
		}
		if err := in.check(); err != nil {
			return err
		}
		err := db.ExecOne(ctx, w.tx, `UPDATE response_draft SET decision = $4, reason = $5, person_id = $6, saved_at = $7, version = version + 1
			WHERE challenge_id = $1 AND finding_id = $2 AND version = $3`, id, finding, in.Version, in.Decision, in.Reason, w.me, w.now)
		if err := guard(err); err != nil {
			return err
		}
		return w.log(ctx, Write.Name, access.Host, finding)
	})
}

func draftTx(ctx context.Context, tx pgx.Tx, id challenge.ID, finding uuid.UUID) (Draft, error) {
	return db.One[Draft](ctx, tx, `SELECT finding_id, number, title, words, decision, reason, version, saved_at
		FROM response_draft WHERE challenge_id = $1 AND finding_id = $2`, id, finding)
}

// HandOver hands the response over to the council's readers: the team, the
// coordinator, the principal social worker of the host. The director, once each
// recommendation has its response; Closed before, saying what is missing. read is
// the sum of the versions that were checked; another is a Conflict.
func (s *Service) HandOver(ctx context.Context, actor access.Actor, id challenge.ID, read int) error {
	return s.locked(ctx, actor, id, HandOver, func(w work) error {
		drafts, err := draftsTx(ctx, w.tx, id)
		if err != nil {
			return err
		}
		if missing := missingIn(drafts); len(drafts) == 0 || len(missing) > 0 {
			return problem.New(problem.Closed, "The response cannot be handed over yet. "+strings.Join(missing, " "))
		}
		if read != Versions(drafts) {
			return problem.New(problem.Conflict, "The response changed after you opened this page. Please check it again; nothing was handed over.")
		}
		record, err := w.seal(ctx, handover.Respond, access.Host, access.Council, access.DASS, report.ResponsePart, responses(drafts))
		if err != nil {
			return err
		}
		if err := task.DoneTx(ctx, w.tx, w.actor, w.now, id, "response", ""); err != nil {
			return err
		}
		return s.tell(ctx, w, readers, letter{kind: HandOver.Name, what: "the council’s response to the recommendations is there", path: "response", mark: record.Mark()})
	})
}

func responses(drafts []Draft) []report.Response {
	var out []report.Response
	for _, d := range drafts {
		out = append(out, report.Response{Finding: d.FindingID, Number: d.Number, Title: d.Title, Decision: d.Decision, Reason: d.Reason})
	}
	return out
}

// Versions sums the versions of drafts: what somebody checked is what is handed
// over only while it stays the same.
func Versions(drafts []Draft) int {
	n := 0
	for _, d := range drafts {
		n += d.Version
	}
	return n
}
