// Command crash runs the journey of the demonstration while it kills the program
// with SIGKILL at random moments, and then looks for everything that the program
// had acknowledged: each text in the database, each file byte for byte, each
// hand-over on its page, and at the end every invariant of `verify`.
//
//	go run ./web/e2e/crash [-kills 50] [-seed 1]
//
// The program brings its own PostgreSQL, with fsync on, as `make run` does.
// Several people write at once; whoever gets no answer asks again, as a person
// would, so that a thing can be there twice but never be missing.
package main
