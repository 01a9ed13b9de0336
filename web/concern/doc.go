// Package concern is the pages for raising a serious concern (C1): one page for
// everybody on a challenge, the form of the host's contacts, and the page behind
// the link that a contact gets by mail.
package concern
