package document

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/problem"
)

// Check is the page before sharing: what goes, what is explained, what is missing.
type Check struct {
	List
	Going       []Document    // whose newest version the team does not have
	Explained   []Requirement // covered or not available, as the team does not know it yet
	Outstanding []Requirement // allowed, but said
	TeamSize    int           // members who have accepted
}

// Any tells whether there is anything to share.
func (k Check) Any() bool { return len(k.Going)+len(k.Explained) > 0 }

// Mark names exactly what is on the page, so that Share hands over nothing else.
func (k Check) Mark() string {
	h := sha256.New()
	for _, d := range k.Going {
		fmt.Fprintf(h, "%s %d %q %s %q\n", d.ID, d.Version, d.Title, d.Digest, d.RequirementKey)
	}
	for _, r := range k.Explained {
		fmt.Fprintf(h, "%s %s %q %q\n", r.ID, r.Status, r.DocumentTitle, r.Reason)
	}
	for _, r := range k.Outstanding {
		fmt.Fprintf(h, "%s\n", r.ID)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// CheckPage reads the page before sharing; for the director only, otherwise
// Missing, or Closed when it is too late.
func (s *Service) CheckPage(ctx context.Context, actor access.Actor, challengeID challenge.ID) (Check, error) {
	var k Check
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		var err error
		if k, err = s.checkTx(ctx, tx, challengeID); err != nil {
			return err
		}
		return challenge.Require(k.Challenge, Share)
	})
	return k, err
}

func (s *Service) checkTx(ctx context.Context, tx pgx.Tx, challengeID challenge.ID) (Check, error) {
	l, err := s.listTx(ctx, tx, challengeID)
	if err != nil {
		return Check{}, err
	}
	k := Check{List: l}
	told, err := k.teamTx(ctx, tx)
	if err != nil {
		return k, err
	}
	for _, d := range l.Documents {
		if d.ToShare() {
			k.Going = append(k.Going, d)
		}
	}
	for _, r := range l.Requirements {
		switch {
		case r.Status == Outstanding:
			k.Outstanding = append(k.Outstanding, r)
		case r.Status == Provided || told[r.ID] == explanationOf(r):
		default:
			k.Explained = append(k.Explained, r)
		}
	}
	return k, err
}

// explanation is what the team was told of a line.
type explanation struct {
	RequirementKey string
	Status         Status
	Reason         string
	DocumentTitle  string
}

func explanationOf(r Requirement) explanation {
	return explanation{r.ID, r.Status, r.Reason, r.DocumentTitle}
}

// explainedSQL is what the team was last told of each line.
const explainedSQL = `SELECT DISTINCT ON (q.requirement_key) q.requirement_key, q.status, q.reason, q.document_title
		FROM shared_requirement q JOIN handover h ON h.challenge_id = q.challenge_id AND h.id = q.handover_id
		WHERE q.challenge_id = $1 AND NOT EXISTS (SELECT FROM shared_document s JOIN handover sh ON sh.id = s.handover_id
			WHERE s.challenge_id = q.challenge_id AND s.requirement_key = q.requirement_key AND sh.number > h.number)
		ORDER BY q.requirement_key, h.number DESC`

func explainedTx(ctx context.Context, tx pgx.Tx, challengeID challenge.ID) (map[string]explanation, error) {
	rows, err := db.All[explanation](ctx, tx, explainedSQL, challengeID)
	byKey := map[string]explanation{}
	for _, r := range rows {
		byKey[r.RequirementKey] = r
	}
	return byKey, err
}

// teamTx reads in one statement how many are on the team, and what they were told.
func (k *Check) teamTx(ctx context.Context, tx pgx.Tx) (map[string]explanation, error) {
	type row struct {
		TeamSize int
		explanation
	}
	rows, err := db.All[row](ctx, tx, `SELECT n.team_size, coalesce(e.requirement_key, '') AS requirement_key, coalesce(e.status, '') AS status,
			coalesce(e.reason, '') AS reason, coalesce(e.document_title, '') AS document_title
		FROM (SELECT count(*) AS team_size FROM team_member WHERE challenge_id = $1 AND state = 'accepted' AND role = ANY($2)) n
		LEFT JOIN (`+explainedSQL+`) e ON true`, k.ID, access.Team)
	told := map[string]explanation{}
	for _, r := range rows {
		k.TeamSize, told[r.RequirementKey] = r.TeamSize, r.explanation
	}
	return told, err
}

// SealedDocument is a document in a sealed copy: its bytes stay in the store, the
// copy holds their digest.
type SealedDocument struct {
	Document    uuid.UUID `json:"document"`
	Title       string    `json:"title"`
	Version     int       `json:"version"`
	FileName    string    `json:"file_name"`
	Digest      string    `json:"digest"` // SHA-256
	Size        int64     `json:"size"`   // bytes
	MIME        string    `json:"mime"`
	Requirement string    `json:"requirement,omitempty"`
}

// SealedExplanation is a line of the required list in a sealed copy.
type SealedExplanation struct {
	Requirement string `json:"requirement"`
	Title       string `json:"title"`
	Status      Status `json:"status"`
	Reason      string `json:"reason,omitempty"`
	Document    string `json:"document,omitempty"` // title of what covers it
}

// parts makes the parts of the sealed copy: one a document, one an explained line.
func (k Check) parts() ([]handover.Part, error) {
	var parts []handover.Part
	add := func(name string, what any) error {
		body, err := json.Marshal(what)
		if err != nil {
			return problem.Internalf(err, "seal %s", name)
		}
		parts = append(parts, handover.Part{Name: name, Body: body})
		return nil
	}
	for _, d := range k.Going {
		err := add(fmt.Sprintf("document/%s/%d", d.ID, d.Version), SealedDocument{Document: d.ID, Title: d.Title, Version: d.Version,
			FileName: d.FileName, Digest: d.Digest, Size: d.Size, MIME: d.MIME, Requirement: d.RequirementKey})
		if err != nil {
			return nil, err
		}
	}
	for _, r := range k.Explained {
		err := add("requirement/"+r.ID, SealedExplanation{Requirement: r.ID, Title: r.Title, Status: r.Status, Reason: r.Reason, Document: r.DocumentTitle})
		if err != nil {
			return nil, err
		}
	}
	return parts, nil
}
