// Package reminder reminds people by mail of what they have to do: seven days
// before, on the day, and three days after, counted in calendar days; and tells
// the coordinator when nobody has begun on something that is near or due.
//
// It runs as the job "reminders", once an hour; before eight in the morning in
// London it does nothing. Each person gets one mail a day at most, with all of
// that person's reminders in it: what, on which challenge, when, and a link, never
// content. Each reminder is recorded by itself, for one task and one person, and
// each person's mail is a transaction of its own, so that one that cannot be sent
// holds up no other. A late run sends once what is due; a date that moved is
// reminded of anew. Challenges that are postponed, withdrawn or closed are silent.
//
// It writes reminder and reminder_digest; it reads task, challenge and room_key.
package reminder
