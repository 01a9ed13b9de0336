package people

import (
	"errors"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/directory"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
)

// readPost reads the fields of a post; what is no date is noted at its field.
func readPost(form page.Form) (directory.NewPost, problem.Fields) {
	n := directory.NewPost{Role: access.Role(form.Line("role")), Council: chosenCouncil(form, "council"), Title: form.Line("title"), Acting: form.Line("acting") == "yes"}
	var fields problem.Fields
	n.Starts = date(form, "starts", &fields)
	n.Ends = date(form, "ends", &fields)
	return n, fields
}

func date(form page.Form, name string, fields *problem.Fields) civil.Date {
	d, err := form.Date(name)
	if err != nil {
		fields.Add(name, err.Error()) // civil's errors are sentences for the reader
	}
	return d
}

// chosenCouncil is the chosen one; Nil for none, and for what is no id, which the
// service then asks for.
func chosenCouncil(form page.Form, name string) uuid.UUID {
	chosen, err := id.Parse(form.Line(name))
	if err != nil {
		return uuid.Nil
	}
	return chosen
}

// readPerson reads the form for somebody new; Invalid when a date is none.
func readPerson(form page.Form) (directory.NewPerson, error) {
	n := directory.NewPerson{Name: form.Line("name"), Email: form.Line("email"), Phone: form.Line("phone"), Job: form.Line("post"),
		Council: chosenCouncil(form, "council"), Invite: form.Line("invite") == "yes"}
	if role := form.Line("role"); role == "" || role == "none" {
		return n, nil
	}
	post, fields := readPost(form)
	n.Post = &post
	if len(fields) == 0 {
		return n, nil
	}
	return n, fields.Err()
}

func asProblem(err error) *problem.Problem {
	var p *problem.Problem
	if errors.As(err, &p) {
		return p
	}
	return nil
}
