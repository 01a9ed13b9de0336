// Package id makes the ids of rows: UUIDs of version 7, made in Go, so that a
// row is known before it is written and ids sort by time.
package id

import (
	"github.com/google/uuid"

	"peerchallenge/internal/problem"
)

// New makes a fresh id.
func New() uuid.UUID { return uuid.Must(uuid.NewV7()) }

// Parse reads an id from an address or a form. A malformed one is Missing: to
// the reader it is simply not there (V6).
func Parse(s string) (uuid.UUID, error) {
	if len(s) != 36 {
		return uuid.Nil, problem.Missing()
	}
	u, err := uuid.Parse(s)
	if err != nil {
		return uuid.Nil, problem.Missing()
	}
	return u, nil
}
