package access

import "fmt"

// Actor is who asks: a person, a named job of the program, or the public
// (the zero value). It is identity only; roles are read inside the transaction.
type Actor struct {
	person [16]byte
	job    string
}

// Person is the actor for a signed-in person.
func Person(id [16]byte) Actor { return Actor{person: id} }

// Job is the actor for a job of the program; the database has policies for
// each by name.
func Job(name string) Actor { return Actor{job: name} }

// Public is the actor for somebody who is not signed in.
func Public() Actor { return Actor{} }

// PersonID is the person's id, and whether the actor is a person at all.
func (a Actor) PersonID() ([16]byte, bool) { return a.person, a.person != [16]byte{} }

// JobName is the job's name, empty for people and the public.
func (a Actor) JobName() string { return a.job }

// UUID spells the person's id for the database; empty for jobs and the public.
func (a Actor) UUID() string {
	if a.person == [16]byte{} {
		return ""
	}
	p := a.person
	return fmt.Sprintf("%x-%x-%x-%x-%x", p[0:4], p[4:6], p[6:8], p[8:10], p[10:16])
}
