package scope

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
)

// MostQuestions is how many key lines of enquiry a scope has at most.
const MostQuestions = 6

// Proposal is a scope as the director writes it. Base is the version it rests on,
// 0 for the first.
type Proposal struct {
	Base      int
	What      string   // at most 3,000 characters
	Focus     string   // areas to focus on; at most 2,000 characters; may be empty
	Questions []string // one to six, each at most 300 characters
}

func (p Proposal) check() error {
	var f problem.Fields
	f.Check(p.What != "", "what", "Say what the challenge looks at")
	f.Check(db.Length(p.What) <= 3000, "what", "The scope must be 3,000 characters or fewer")
	f.Check(db.Length(p.Focus) <= 2000, "focus", "The areas to focus on must be 2,000 characters or fewer")
	f.Check(len(p.Questions) > 0, "question-1", "Write at least one question")
	f.Check(len(p.Questions) <= MostQuestions, "question-1", "Write six questions at most")
	for i, q := range p.Questions {
		f.Check(db.Length(q) <= 300, "question-"+string(rune('1'+i)), "Each question must be 300 characters or fewer")
	}
	return f.Err()
}

// Version is one version of the scope, and who agreed to it.
type Version struct {
	Version   int
	What      string
	Focus     string
	Questions []string
	By        string // who proposed it, by name
	At        time.Time
	HostBy    *string // who agreed for the host
	HostAt    *time.Time
	TeamBy    *string // who agreed for the team
	TeamAt    *time.Time
}

// Agreed tells whether both sides agreed to this version.
func (v Version) Agreed() bool { return v.HostAt != nil && v.TeamAt != nil }

// Remark is a comment on a version.
type Remark struct {
	Version int
	Name    string
	Words   string
	At      time.Time
}

// Page is the scope as everybody on the challenge reads it.
type Page struct {
	Head     challenge.Head
	Versions []Version // newest first
	Remarks  []Remark  // oldest first
	// What the reader may do.
	CanPropose, CanAgree, CanComment bool
}

// Newest is the version that stands; nil when none is proposed.
func (p Page) Newest() *Version {
	if len(p.Versions) == 0 {
		return nil
	}
	return &p.Versions[0]
}

const versionSQL = `SELECT v.version, v.what, v.focus, v.questions, coalesce(p.name, 'Somebody') AS by, v.at,
	(SELECT x.name FROM person x WHERE x.id = h.person_id) AS host_by, h.at AS host_at,
	(SELECT x.name FROM person x WHERE x.id = t.person_id) AS team_by, t.at AS team_at
	FROM scope_version v LEFT JOIN person p ON p.id = v.person_id
	LEFT JOIN scope_agreement h ON h.challenge_id = v.challenge_id AND h.version = v.version AND h.side = 'host'
	LEFT JOIN scope_agreement t ON t.challenge_id = v.challenge_id AND t.version = v.version AND t.side = 'team'
	WHERE v.challenge_id = $1 ORDER BY v.version DESC LIMIT 50`

// NewestTx is the scope that stands, for pages of later stages; nil when none is
// proposed or the actor is not on the challenge.
func NewestTx(ctx context.Context, tx pgx.Tx, id challenge.ID) (*Version, error) {
	list, err := db.All[Version](ctx, tx, versionSQL, id)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// Page reads it for everybody on the challenge; Missing to others. Four statements.
func (s *Service) Page(ctx context.Context, actor access.Actor, id challenge.ID) (Page, error) {
	return s.page(ctx, actor, id, nil)
}

// FormPage is Page for a page with a form: refused as its verb would be.
func (s *Service) FormPage(ctx context.Context, actor access.Actor, id challenge.ID, v access.Verb) (Page, error) {
	return s.page(ctx, actor, id, &v)
}

func (s *Service) page(ctx context.Context, actor access.Actor, id challenge.ID, v *access.Verb) (Page, error) {
	var p Page
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), id); err != nil {
			return err
		}
		standing := p.Head.Standing()
		if len(standing.Roles) == 0 {
			return problem.Missing()
		}
		if v != nil {
			if err := challenge.Require(p.Head.Challenge, *v); err != nil {
				return err
			}
		}
		if p.Versions, err = db.All[Version](ctx, tx, versionSQL, id); err != nil {
			return err
		}
		p.Remarks, err = db.All[Remark](ctx, tx, `SELECT c.version, coalesce(p.name, 'Somebody') AS name, c.words, c.at
			FROM scope_comment c LEFT JOIN person p ON p.id = c.person_id WHERE c.challenge_id = $1 ORDER BY c.at, c.id LIMIT 200`, id)
		n := p.Newest()
		p.CanPropose = Propose.Allows(standing)
		p.CanAgree = n != nil && n.TeamAt == nil && Agree.Allows(standing)
		p.CanComment = n != nil && Comment.Allows(standing)
		return err
	})
	return p, err
}
