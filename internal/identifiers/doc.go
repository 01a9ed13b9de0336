// Package identifiers finds in a text what could point to a person (P1, O3).
//
// Two questions, two answers. Stops finds number-like identifiers: NHS and
// National Insurance numbers, dates of birth, telephone numbers, e-mail addresses,
// postcodes and case numbers. A text that holds one is not kept; Explain says why,
// and what was typed stays in the box. Names finds words that may be somebody's
// name. Nobody can tell for certain, so a page asks "Is this a person?" and keeps
// the answer: Open leaves out the names that somebody said are no person.
//
// It knows no database and no page, only text.
package identifiers
