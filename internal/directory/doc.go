// Package directory is the people of a region as its coordinator works with
// them: a list, one person's page with the posts they hold and held, adding by
// hand, giving and ending posts, and importing a whole list from a spreadsheet.
//
// Only a coordinator of the region may do or see any of it; to everybody else
// it is not there (V6). Addresses and telephone numbers are read by coordinators
// of the region alone.
//
// A post is directorship or principal social worker of a council, or
// coordination of the region: roles with a first day and perhaps a last one. What
// else somebody can do, such as councillor or expert by experience, is a remark
// on the person; it becomes a role when they join a team.
//
// An import is all or nothing. Preview says line by line what would happen and
// writes nothing; Import takes the same file with the digest that Preview gave,
// reads it again, and refuses when anything would now happen differently.
//
// It writes no table of its own: person does. It reads person, person_contact,
// role_holding, council and challenge.
package directory
