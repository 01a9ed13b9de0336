package selfassessment

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
)

// VersionsPage is how many earlier versions one page lists.
const VersionsPage = 25

// Version is one accepted text of an answer. Body is read for one version only.
type Version struct {
	Version int
	Name    string
	At      time.Time
	Length  int // in characters
	Body    string
}

// VersionsView is the page of earlier versions of an answer.
type VersionsView struct {
	challenge.Head
	AreaName string
	Prompt   Prompt
	Versions []Version
	Older    int      // list again before this version; 0 when these are the oldest
	Shown    *Version // the one to read, when asked for
}

const selectVersion = `SELECT v.version, coalesce(p.name, 'Somebody') AS name, v.at, char_length(v.body) AS length, `

// Versions lists the versions of an answer, newest first, from the one before
// `before` on (0: from the newest), and reads one of them in full when show is
// not 0. Missing when the area is not the reader's, or there is no such version.
func (s *Service) Versions(ctx context.Context, actor access.Actor, id challenge.ID, prompt string, before, show int) (VersionsView, error) {
	var v VersionsView
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		var err error
		if v.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), id); err != nil {
			return err
		}
		g, err := groundTx(ctx, tx, v.Challenge)
		if err != nil {
			return err
		}
		area, number, err := g.prompt(prompt)
		if err != nil {
			return err
		}
		v.AreaName, v.Prompt = area.Name, promptsOf(area, nil)[number-1]
		a, err := textTx(ctx, tx, id, prompt)
		if err != nil {
			return err
		}
		return v.fillTx(ctx, tx, a.ProseID, before, show)
	})
	return v, err
}

func (v *VersionsView) fillTx(ctx context.Context, tx pgx.Tx, doc uuid.UUID, before, show int) error {
	list, err := db.All[Version](ctx, tx, selectVersion+`'' AS body FROM prose_version v LEFT JOIN person p ON p.id = v.person_id
		WHERE v.document_id = $1 AND ($2 = 0 OR v.version < $2) ORDER BY v.version DESC LIMIT $3`, doc, before, VersionsPage+1)
	if err != nil {
		return err
	}
	if len(list) > VersionsPage {
		list = list[:VersionsPage]
		v.Older = list[VersionsPage-1].Version
	}
	v.Versions = list
	if show == 0 {
		return nil
	}
	one, err := db.One[Version](ctx, tx, selectVersion+`v.body FROM prose_version v LEFT JOIN person p ON p.id = v.person_id
		WHERE v.document_id = $1 AND v.version = $2`, doc, show)
	v.Shown = &one
	return err
}
