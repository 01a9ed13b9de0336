package document

import (
	"context"
	"io"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/files"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
)

// DefaultMaxBytes is how large one file may be when nothing else is set: 200 MB.
const DefaultMaxBytes = 200 << 20

// Service keeps, shares and reads documents.
type Service struct {
	DB       db.Beginner
	Clock    clock.Clock
	Files    *files.Local
	MaxBytes int64  // the largest file taken; 0 means DefaultMaxBytes
	BaseURL  string // of the site, for links in mails
}

// Limit is the largest file taken, in bytes.
func (s *Service) Limit() int64 {
	if s.MaxBytes > 0 {
		return s.MaxBytes
	}
	return DefaultMaxBytes
}

// Upload is a file as it arrives: the name the browser sent, and its bytes, read
// once. A nil Body means that no file was chosen.
type Upload struct {
	Name string
	Body io.Reader
}

// New is a document to add. Title may be empty: the file's name is taken.
// Requirement is the line of the required list it is for, or empty.
type New struct {
	Title       string
	Requirement string
	File        Upload
}

// Add keeps a document with its first version (D1, D2). Host director or link
// officer; to others Missing, before a byte is read. A refused file is Invalid for
// the field "file", one too large TooLarge, a broken upload BadRequest.
func (s *Service) Add(ctx context.Context, actor access.Actor, challengeID challenge.ID, n New) (ID, error) {
	if err := s.mayKeep(ctx, actor, challengeID, n.Requirement); err != nil {
		return ID{}, err
	}
	if _, err := cleanTitle(n.Title, ""); err != nil {
		return ID{}, err
	}
	stored, err := s.receive(ctx, n.File)
	if err != nil {
		return ID{}, err
	}
	title, err := cleanTitle(n.Title, stored.Name)
	if err != nil {
		return ID{}, err
	}
	document := id.New()
	err = s.keeping(ctx, actor, challengeID, "document.add", document, func(tx pgx.Tx) error {
		now := s.Clock.Now()
		if err := insertDocument(ctx, tx, actor, now, challengeID, document, title); err != nil {
			return err
		}
		if err := insertVersion(ctx, tx, actor, now, challengeID, document, 1, stored); err != nil {
			return err
		}
		if n.Requirement == "" {
			return nil
		}
		return setRequirement(ctx, tx, actor, now, challengeID, n.Requirement, Answer{Status: Provided, Document: document})
	})
	return document, err
}

// AddVersion keeps a newer file of a document and gives its number. The earlier
// ones stay. The same bytes again are Invalid, so that pressing twice does no harm.
func (s *Service) AddVersion(ctx context.Context, actor access.Actor, challengeID challenge.ID, document ID, file Upload) (int, error) {
	if err := s.mayKeep(ctx, actor, challengeID, ""); err != nil {
		return 0, err
	}
	if _, err := s.oneOf(ctx, actor, challengeID, document); err != nil {
		return 0, err
	}
	stored, err := s.receive(ctx, file)
	if err != nil {
		return 0, err
	}
	version := 0
	err = s.keeping(ctx, actor, challengeID, "document.add-version", document, func(tx pgx.Tx) error {
		d, err := documentTx(ctx, tx, challengeID, document)
		if err != nil {
			return err
		}
		var f problem.Fields
		f.Check(d.Digest != stored.Digest.String(), files.FieldName, "This is the same file as the newest version, so nothing was added. Choose the changed file.")
		if err := f.Err(); err != nil {
			return err
		}
		version = d.Version + 1
		return insertVersion(ctx, tx, actor, s.Clock.Now(), challengeID, document, version, stored)
	})
	return version, err
}

// Remove takes a document off the list; the lines of the required list that rest
// on it are outstanding again. What was shared stays: Closed.
func (s *Service) Remove(ctx context.Context, actor access.Actor, challengeID challenge.ID, document ID) error {
	return s.keeping(ctx, actor, challengeID, "document.remove", document, func(tx pgx.Tx) error {
		d, err := documentTx(ctx, tx, challengeID, document)
		if err != nil {
			return err
		}
		if d.SharedVersion > 0 {
			return problem.New(problem.Closed, "This document was shared with the team, so it cannot be removed. You can add a newer version.")
		}
		return removeDocument(ctx, tx, actor, s.Clock.Now(), challengeID, document)
	})
}

// keeping runs a change of the host's documents with the challenge locked.
func (s *Service) keeping(ctx context.Context, actor access.Actor, challengeID challenge.ID, verb string, subject ID, change func(tx pgx.Tx) error) error {
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, challengeID)
		if err != nil {
			return err
		}
		if err := challenge.Require(c, Keep); err != nil {
			return err
		}
		if err := change(tx); err != nil {
			return err
		}
		return audit.LogTx(ctx, tx, actor, s.Clock.Now(), audit.Line{Verb: verb, Challenge: challengeID, Room: access.Host, Subject: subject})
	})
}

// mayKeep asks before a body is read, so that nobody stores bytes who may not.
func (s *Service) mayKeep(ctx context.Context, actor access.Actor, challengeID challenge.ID, requirement string) error {
	return db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.GetTx(ctx, tx, challengeID)
		if err != nil {
			return err
		}
		if err := challenge.Require(c, Keep); err != nil || requirement == "" {
			return err
		}
		framework, err := framework(ctx, tx, c)
		if err != nil {
			return err
		}
		_, err = lineOf(framework, requirement)
		return err
	})
}

func (s *Service) receive(ctx context.Context, file Upload) (files.Stored, error) {
	if file.Body == nil {
		var f problem.Fields
		f.Add(files.FieldName, "Choose a file to upload")
		return files.Stored{}, f.Err()
	}
	return s.Files.Accept(ctx, file.Body, s.Limit(), file.Name)
}
