// Package demo tells the fictional story of the demonstration region: Middle
// Shires, fourteen invented councils and their people, with one cycle and
// challenges at several stages. It tells it through the services, as the people
// of the story, on the days on which they would have acted, in one transaction:
// the region is there wholly or not at all.
//
// Nobody and nothing in it is real; no invented finding is attached to a real
// council. It is loaded only in demonstration mode, into an empty database.
package demo
