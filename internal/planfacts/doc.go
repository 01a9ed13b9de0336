// Package planfacts reads what the plan of a cycle depends on, and puts it as the
// planner's problem: councils with their closed dates, elections, school holidays
// and wishes (S1 to S4), people with what they offer and their conflicts (T1 to T8),
// the visits there are already, and what coordinators have pinned.
//
// All of it is read at once, under the sight of the coordinator who asks; to
// everybody but the coordinators of the cycle's region the cycle is missing. A visit
// that is being read for, or is over, is history: it stays as it is, counts for
// fairness (T7) and for the fortnight of its people (S3), and is no longer planned.
// A date that is agreed or near stays as if pinned.
//
// It writes nothing. It reads cycle, framework, council, council_closed_dates,
// council_election, council_school_holiday, person, person_contact, role_holding, challenge, team_member,
// declaration, task and plan_pin by join, and what was gathered through package
// offer.
package planfacts
