// Package handover moves content from one room to another, which happens in no
// other way. Somebody with the right to do it hands over a sealed copy: an
// ordered list of parts, kept as bytes. A sealed copy is never changed, only
// followed by a newer one.
//
// A part's hash is SHA-256(32 random bytes ‖ part); the seal is SHA-256 over the
// part hashes, who, when, from and to, and the seal before it: one chain for each
// challenge. Erasing a part deletes its bytes and its random bytes, and the
// chain still verifies (V7). The head of the chain is locked first, before any
// other lock, so two hand-overs of one challenge never interleave.
//
// Everybody on the challenge may see that a hand-over happened, when, by whom
// and of what kind; its parts are read with the key of either room.
package handover
