// Package document is the pages of documents: the host's list with adding,
// answering and sharing (D1, D2), and the reading of what was shared (D3).
//
// Uploads are streamed: the parts of the form are read one by one, words first,
// and the file goes straight to the service, never whole into memory. Every form
// with a file therefore has its text fields before the file field.
package document
