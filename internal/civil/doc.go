// Package civil holds dates as people in England write and count them: a day in
// a year, without an hour, seen from Europe/London.
//
// A Date is three small numbers. It can be compared with ==, used as a map key,
// kept in a `date` column and sent as JSON ("2027-03-03"). The zero Date means
// "no date": it is NULL in the database, null in JSON and empty in print.
//
// The package also knows the bank holidays of England and Wales, so it can count
// working days (rules S2, S3, F7). From 2024 to 2028 they are the published
// ones; for every other year they are computed from the rules of law and marked
// provisional, because the government can move or add one (a coronation, a
// jubilee). Nobody is asked for permission here: dates are not private.
package civil
