// Package page is what every page needs from a request and gives back to it:
// who asks, the form they sent, the frame around the answer, and the banner for
// the next page. Features build on it; it knows none of them.
//
// A handler decides which page, never whether something is allowed: it calls one
// method of a service for a POST and one read for a GET, and returns the error,
// which web/server turns into a page and logs once.
package page
