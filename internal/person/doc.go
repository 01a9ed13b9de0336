// Package person holds who there is: people and how to reach them, the roles
// they hold, and how they show that they are who they say.
//
// A person signs in with a password, or with a link or a six-digit code sent by
// e-mail; most come twice a year, so the e-mail comes first. Only hashes are
// kept: of a password by argon2id, of links and codes by SHA-256. Each link and
// code works once. Before somebody has signed in the service acts as the job
// "sign-in", which the database lets into the tables of this package alone.
//
// What is said to a visitor never tells whether an address is known (V6): the
// answer is the same, and about the same work is done for both.
//
// A session carries the person's session epoch. A reset or a changed password
// raises it, and every session of an older epoch has ended (V4).
//
// Roles are dated and never deleted: HoldTx begins one, EndTx ends one, and both
// make the keys follow at once. People are added by coordinators, by the
// directors and link officers of a host, and by the operator; the database's
// policies say within which reach.
//
// The package writes person, person_contact, credential, sign_in_token,
// sign_in_attempt and role_holding. It joins to region, council and challenge
// for their names.
package person
