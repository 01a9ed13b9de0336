// Package concern is the way to raise a serious concern: that a person may be at
// risk, or serious wrongdoing (C1). Anybody on a challenge can, in one step, at any
// stage, also when the challenge was ended; nothing can override it.
//
// It records that a concern was raised, when, to whom, and that they acknowledged
// it. What it is about is never written here: that goes by the host's own procedure,
// by telephone. Who raised it, the lead and the contact see the record; the contact
// by a link in a mail, since they may be no user. When it is about leaders of the
// council it goes to the second contact, and the first learns nothing of it.
//
// The contacts are the host's: its director or link officer enters them while
// preparing. It writes concern and concern_contact, and reads room_key and person.
package concern
