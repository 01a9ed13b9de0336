// Package document holds the documents that a host gives its team to read (D1 to
// D3): the required list, any number of others, and what became of each.
//
// A document has a title and one or more versions; each version is a file, known
// by its SHA-256 and its type by content (package files). Each line of the
// required list is outstanding, provided (a document of its own), covered by
// another document, or not available, with the reason.
//
// Who may do what:
//
//   - The host's director and link officer add documents and versions, remove what
//     was not shared, and answer the required list, from preparing until the
//     challenge is closed. Those whom the director lets into drafts may read.
//   - Files are not scanned for viruses here. That is said wherever a file is
//     offered, and the director or link officer accepts it once, on record (D2).
//   - Only the director shares. Sharing is a hand-over: a sealed copy of which
//     versions went, and of what is covered or not available. It is never taken
//     back; newer versions and further documents may follow.
//   - The team reads what was shared from the stage of reading on, visiting PSWs
//     from accepting (V8). Each member marks what they have read; the lead sees how
//     far everybody is (D3). The host sees no reading mark, nor who downloaded.
//   - The team and visiting PSWs ask for a document by name, with a reason; the
//     director or link officer answers: provided or covered (which), or not available
//     and why. Both sides read request and answer at once; the document itself the
//     visitors get only once the director has shared it (V2).
//   - To everybody else none of it is there (V6).
//
// Bytes are stored before the row that names them. When the transaction fails,
// the bytes stay without a row until Tidy takes them a day later; verify finds
// these then, and rows whose file is gone at once.
//
// Tables written here: document, document_version, document_requirement,
// unscanned_acceptance, shared_document, shared_requirement, reading_mark, document_request; and the
// column documents_shared_at of challenge. Read from other slices: person,
// team_member and room_key.
package document
