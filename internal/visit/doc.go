// Package visit is the three days on site: which kinds of people the lead wants
// to meet, the programme of sessions, who is invited, the briefing each group
// gets before it meets, the questions the team takes along, what people tell the
// team afterwards, what is on today, and the conversation at the end of each day
// (O1 to O6).
//
// The host builds the programme: its director and link officer. Until they share
// it, it is theirs; everybody on the challenge learns how many sessions there are
// for each kind of people, and no more. Once shared, the team and the visiting
// PSWs read it as it stands, and whoever a change concerns is told. Senior leaders
// see time, kind and size band (O5). Sharing is a mark on the programme and not a
// sealed copy: a programme is mended to the last minute, and everybody must read
// the same one.
//
// Names of those invited are read by the group's organiser alone: a key to one
// locked part of the host's room. Of people who draw on care and carers no name
// is kept; the database refuses it.
//
// What people tell the team by the open page of a briefing has no name and goes
// to the team alone. The daily conversation is read by the team and the host's
// director, is not part of the report, and goes when the notes go (O4).
//
// It writes the visit_ tables and reads besides: person, team_member, room_key,
// role_holding, and how many notes somebody took at a session.
package visit
