// Package reference holds the facts about England that the product needs before
// anybody has typed anything: the 153 councils with adult social services duties
// and who their neighbours are, the nine regions, election days, the glossary, and
// a starter framework (areas, prompts, document list, offsets) that a region
// copies and then changes.
//
// Everything is compiled in from the files in data/ and read once, when first
// asked for. Nothing here is private, nothing is ever changed while the program
// runs, and no function needs an actor. Slices that are handed out are shared:
// do not alter what is inside them.
//
// Where the data does not know something, the answer says so: NotKnown for an
// election, 0 for a number of adults. Nothing was made up. Sources lists where
// each file came from and what it cannot tell, for the page "About the data".
//
// data/election_years.csv, data/former_councils.csv and the wording of Sources
// were made for this project; the other files are copies of the gathered data.
package reference
