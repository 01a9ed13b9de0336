package handover

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"time"

	"github.com/google/uuid"
)

// newNonce is the random part of a part's hash, so that a short part cannot be
// guessed from its hash after it was erased.
func newNonce() []byte {
	b := make([]byte, 32)
	rand.Read(b) // never fails
	return b
}

func partHash(nonce, body []byte) []byte {
	h := sha256.New()
	h.Write(nonce)
	h.Write(body)
	return h.Sum(nil)
}

// sealOf hashes the parts' names and hashes with everything the record of
// changes says about the hand-over. Each field is preceded by its length, so that
// no two different records give the same bytes.
func sealOf(r Record, parts []Part) []byte {
	h := sha256.New()
	field := func(b []byte) {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(b)))
		h.Write(n[:])
		h.Write(b)
	}
	field(r.Previous)
	field(r.ChallengeID[:])
	var number [8]byte
	binary.BigEndian.PutUint64(number[:], uint64(r.Number))
	field(number[:])
	field([]byte(r.Kind))
	field([]byte(r.FromRoom))
	field([]byte(r.ToRoom))
	field(r.PersonID[:])
	field([]byte(r.AsRole))
	field([]byte(r.At.UTC().Format(time.RFC3339Nano)))
	for _, p := range parts {
		field([]byte(p.Name))
		field(p.Hash)
	}
	return h.Sum(nil)
}

// genesis is the seal before a challenge's first hand-over.
func genesis(challenge uuid.UUID) []byte {
	sum := sha256.Sum256(append([]byte("peer challenge "), challenge[:]...))
	return sum[:]
}
