// Package server is the outer wall of the website: the router, the order of the
// middleware, the route table, the gates and the page for every refusal.
//
// The order: recover; request id and log; headers; static files; then for
// public pages nothing more, and for all others session, cross-origin guard,
// who asks, the gate, the handler. Errors come back to one place (errors.go),
// which chooses status and page and logs once.
package server
