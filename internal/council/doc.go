// Package council keeps the regions and their councils, the elections that a
// coordinator entered or confirmed, the days on which a council takes no visit
// (S3), and school holidays (S4).
//
// Everybody signed in may read them: they are facts of public life. Regions and
// councils are added by the technical operator (see regionsetup); elections,
// closed dates and school holidays by a coordinator of the region. What nobody entered follows from
// the reference data; where that does not know, an election counts as one, and
// is listed to be confirmed.
//
// Only this package writes region, council, council_election,
// council_closed_dates and council_school_holiday.
package council
