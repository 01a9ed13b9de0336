package files

import (
	"encoding/hex"
	"fmt"
)

// Digest is the SHA-256 of a file's bytes, and the name it is kept under.
type Digest [32]byte

// String gives 64 lower-case hexadecimal digits.
func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// Bytes gives the 32 bytes, for a bytea column.
func (d Digest) Bytes() []byte { return d[:] }

// IsZero tells whether no digest was ever set.
func (d Digest) IsZero() bool { return d == Digest{} }

// MarshalText writes the digest as hexadecimal digits, in JSON for example.
func (d Digest) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Digest) UnmarshalText(text []byte) error {
	parsed, err := ParseDigest(string(text))
	if err == nil {
		*d = parsed
	}
	return err
}

// ParseDigest reads 64 lower-case hexadecimal digits. Upper case is refused,
// so that one file has one name.
func ParseDigest(s string) (Digest, error) {
	b, err := hex.DecodeString(s)
	if err != nil {
		return Digest{}, fmt.Errorf("files: digest %q: %w", s, err)
	}
	d, err := DigestFrom(b)
	if err == nil && d.String() != s {
		return Digest{}, fmt.Errorf("files: digest %q is not in lower case", s)
	}
	return d, err
}

// DigestFrom makes a digest of exactly 32 bytes, as a bytea column gives them.
func DigestFrom(b []byte) (Digest, error) {
	if len(b) != len(Digest{}) {
		return Digest{}, fmt.Errorf("files: a digest has 32 bytes, not %d", len(b))
	}
	return Digest(b), nil
}
