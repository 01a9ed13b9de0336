// Package roster reads a list of people that somebody made in a spreadsheet, so
// that a coordinator can look at what was understood before anything is imported.
//
// Parse is given the bytes of a CSV file or an Excel workbook (.xlsx) and gives back
// one Row for each person. It takes files as spreadsheets really write them: separated
// by commas, semicolons or tabs; in UTF-8, UTF-16 or Windows-1252; with any kind of
// line end; with days as a spreadsheet's numbers; with headings in the words people
// use. Names keep their apostrophes and accents. ParseOffers reads what is offered
// for a cycle beside it.
//
// What it understood differently from what was typed is in Notes. What has to be
// put right before that person can be imported is in Problems. Both are sentences
// for the reader. Only a file that cannot be read as a list at all is an error,
// and then no row is given.
//
// ParseCouncils does the same for a list of councils, for a region that is none of
// the nine.
//
// The package knows no database and no person: whether somebody is already
// known, and who may import, is decided by the caller. It never panics, whatever
// the bytes are.
package roster
