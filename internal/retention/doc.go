// Package retention is about what is kept: who answers for it, what becomes of it,
// and when.
//
// Before any content (I1) a coordinator records for the cycle who the controllers
// are, the data protection impact assessment and the data sharing agreement; the
// host's director confirms them for the challenge. The fact lies on the challenge,
// where every verb that writes content asks it (access.Verb.Content).
//
// Each kind of thing has a holder, a disclosure status and a day on which it goes
// (I2): Kinds says it in words, the database's information_due computes the day.
// A daily job destroys what is due and leaves proof: what, when, and how many; the
// number is read by those who could read the things themselves.
//
// Requests for information are logged (I3) by the region's coordinator, the host's
// director or link officer. Logging one holds back the destruction of what it may
// cover until it is closed. Who asked is known to the region alone.
//
// A published version that identifies somebody is taken down (I4): one of director
// and coordinator takes it out of sight at once, the other lets its text go for
// good or puts it back. Its hash, its mark and a notice stay.
//
// Everybody can have a copy of what is held about them, and a coordinator can erase
// somebody whose last part has ended (V7).
//
// It writes information_agreement, information_confirmation, information_request,
// information_requester, takedown, and of published_report taken_down_at; the
// database's own functions destroy and erase. It reads all that the copy holds.
package retention
