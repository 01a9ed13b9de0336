// Package live tells open pages that something has changed, within a moment.
//
// Whoever writes calls TellTx with a topic in the transaction that makes the change;
// PostgreSQL passes it on when that commits, to every process of the program, and
// never when it is rolled back. A Hub holds the one connection that listens, and
// wakes whoever follows the topic.
//
// What travels is the topic's id and nothing else: no content, and not who did it.
// Whoever is woken asks for what has changed as themselves, through the ordinary
// page, and is refused there like anybody (V1). A follower is also woken when the
// connection was lost and is back, since something may have been missed, so being
// woken means "look", not "it has changed".
//
// Following grants nothing: the page that follows asks first who may, and again
// while it goes on (V4). It writes and reads no table.
package live
