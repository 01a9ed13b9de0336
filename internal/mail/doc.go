// Package mail writes the program's e-mails and hands them to a mail server.
//
// A [Message] is plain text to one person: what has happened, where, when and
// a link, never content of a challenge. The part in HTML is made from the same
// text, so that the two cannot differ. [Sender] sends over SMTP and does not
// try again; trying again is the queue's work, which asks [Permanent] first.
//
// [Catcher] is a mail server that keeps what it gets in memory instead of
// delivering it. `make run` and the tests send to it, through the same Sender
// and a real SMTP conversation.
package mail
