// Package files keeps the bytes of documents in a folder on this machine.
//
// It knows nothing of challenges, people or databases: it takes a stream,
// names it by its SHA-256, tells its type by its content and gives the bytes
// back. Who may store or read is decided before it is called.
//
// The store has four methods: [Local.Put], [Local.Open], [Local.Delete] and
// [Local.Walk]. Beside them [Local.Accept] is Put for what people upload: the
// gate looks first, and what it refuses leaves nothing behind (D2).
//
//   - A file is written to <folder>/incoming, synced, and renamed to
//     <folder>/ab/cd/<sha256>: a name in place always has all its bytes, also
//     after a power cut. The same content is kept once.
//   - Memory is constant, whatever the size of the file.
//   - [Local.Sweep] removes what cut connections left in incoming;
//     [Local.Verify] reads a file again and compares.
//   - Content is shared, so who deletes must know that no record names the
//     digest any more. Put freshens the time of a file that was already
//     there; a tidying job should leave alone what is younger than a day,
//     since its record may not be committed yet.
//
// The gate ([Gate], [Local.Check]) refuses in words that say what to do
// instead. It is no virus scanner: it keeps out what can run, what hides other
// files, and archives that would unpack to more than a machine can hold.
package files
