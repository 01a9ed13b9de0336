// Package account is how people come in, go out, and look after their own
// account: signing in by e-mail or password, choosing a new password, the
// welcome behind an invitation, and the page about oneself.
//
// No page here tells whether an address is known (V6): status, words and size
// are the same for both. A link in an e-mail is only looked at by GET and used
// by POST, since programs that check mails open every link.
package account
