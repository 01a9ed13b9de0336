package document

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/files"
)

// Version is one file of a document.
type Version struct {
	Version  int
	FileName string
	Size     int64 // bytes
	MIME     string
	Scan     string
	AddedAt  time.Time
	AddedBy  string
	Shared   bool // the team has it
}

// View is the host's page of one document.
type View struct {
	challenge.Head
	Document
	Versions   []Version // the newest first
	SeesShared bool      // whether the reader may know what was shared
	CanKeep    bool
	CanRemove  bool
	Limit      int64
}

// DocumentPage reads one document with its versions. Readers as for Page.
func (s *Service) DocumentPage(ctx context.Context, actor access.Actor, challengeID challenge.ID, document ID) (View, error) {
	v := View{Limit: s.Limit()}
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		var err error
		if v.Head, err = hostHeadTx(ctx, tx, s.Clock.Now(), challengeID); err != nil {
			return err
		}
		if v.Document, err = documentTx(ctx, tx, challengeID, document); err != nil {
			return err
		}
		v.SeesShared = v.Standing().Is(access.DASS, access.LinkOfficer)
		v.CanKeep = Keep.Allows(v.Standing())
		v.CanRemove = v.CanKeep && v.SharedVersion == 0
		v.Versions, err = versionsTx(ctx, tx, document)
		return err
	})
	return v, err
}

func versionsTx(ctx context.Context, tx pgx.Tx, document ID) ([]Version, error) {
	return db.All[Version](ctx, tx, `SELECT v.version, v.file_name, v.size, v.mime, v.scan, v.added_at, coalesce(p.name, 'Somebody') AS added_by,
			EXISTS (SELECT FROM shared_document s WHERE s.document_id = v.document_id AND s.version = v.version) AS shared
		FROM document_version v LEFT JOIN person p ON p.id = v.added_by
		WHERE v.document_id = $1 ORDER BY v.version DESC`, document)
}

func (s *Service) oneOf(ctx context.Context, actor access.Actor, challengeID challenge.ID, document ID) (d Document, err error) {
	err = db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		d, err = documentTx(ctx, tx, challengeID, document)
		return err
	})
	return d, err
}

// File is what a download needs: which bytes, under which name and type.
type File struct {
	Digest files.Digest
	Name   string
	MIME   string
}

type fileRow struct {
	Digest   string
	FileName string
	MIME     string
}

func (r fileRow) file() (File, error) {
	d, err := files.ParseDigest(r.Digest)
	return File{Digest: d, Name: r.FileName, MIME: r.MIME}, err
}

// Download gives a version of a document to a reader of the host's own list, and
// leaves a line in the record that the host may read. To others Missing.
func (s *Service) Download(ctx context.Context, actor access.Actor, challengeID challenge.ID, document ID, version int) (f File, err error) {
	err = db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		if _, err := hostHeadTx(ctx, tx, s.Clock.Now(), challengeID); err != nil {
			return err
		}
		row, err := db.One[fileRow](ctx, tx, `SELECT v.digest, v.file_name, v.mime FROM document_version v
			JOIN document d ON d.challenge_id = v.challenge_id AND d.id = v.document_id AND d.removed_at IS NULL
			WHERE v.challenge_id = $1 AND v.document_id = $2 AND v.version = $3`, challengeID, document, version)
		if err != nil {
			return err
		}
		if f, err = row.file(); err != nil {
			return err
		}
		return s.logDownload(ctx, tx, actor, challengeID, access.Host, document)
	})
	return f, err
}

// DownloadShared gives a shared document to whoever may read what was shared. The
// line it leaves is read by the reader's own side only: who of the team opened
// what is as little the host's as a reading mark (D3).
func (s *Service) DownloadShared(ctx context.Context, actor access.Actor, challengeID challenge.ID, shared uuid.UUID) (f File, err error) {
	err = db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := sharedHeadTx(ctx, tx, s.Clock.Now(), challengeID)
		if err != nil {
			return err
		}
		row, err := db.One[fileRow](ctx, tx, `SELECT digest, file_name, mime FROM shared_document
			WHERE challenge_id = $1 AND id = $2 AND scan <> 'stopped'`, challengeID, shared)
		if err != nil {
			return err
		}
		if f, err = row.file(); err != nil {
			return err
		}
		return s.logDownload(ctx, tx, actor, challengeID, sideOf(c.Standing()), shared)
	})
	return f, err
}

// sideOf is where a reader's own doings are recorded.
func sideOf(st access.Standing) access.Room {
	switch {
	case st.Is(access.Team...):
		return access.TeamRoom
	case st.Is(access.DASS, access.LinkOfficer):
		return access.Host
	}
	return "" // their own eyes only
}

func (s *Service) logDownload(ctx context.Context, tx pgx.Tx, actor access.Actor, challengeID challenge.ID, room access.Room, subject uuid.UUID) error {
	return audit.LogTx(ctx, tx, actor, s.Clock.Now(), audit.Line{Verb: "document.download", Challenge: challengeID, Room: room, Subject: subject})
}
