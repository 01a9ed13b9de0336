// Package pgserver runs the program's own PostgreSQL, so that `make run` and
// the tests need no database set up by hand.
//
// Start looks for PostgreSQL's programs in a fixed order (see find.go), says
// which it took, makes a data folder named by major version under the folder
// the user chose, and starts `postgres` as a child of this process:
//
//   - on a Unix socket only, in a short folder of its own that no other user
//     may open; there is no network port, so no password is needed;
//   - in a process group of its own, so that Ctrl-C reaches this program and
//     this program stops PostgreSQL in order (SIGINT, its fast shutdown);
//   - never as root, which PostgreSQL refuses: as root the child runs as the
//     owner of an existing data folder, else as `postgres`, else as `nobody`.
//     When that user cannot open the chosen folder, the data lies in a folder
//     under /var/lib named after it.
//
// A lock file beside the data lets one program at a time use it. If a program
// was killed, its PostgreSQL may live on or leave a stale postmaster.pid; the
// next Start stops it or clears it first. Where DATABASE_URL is set, the
// caller uses that and never comes here.
package pgserver
