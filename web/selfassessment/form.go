package selfassessment

import (
	"strconv"

	"peerchallenge/internal/problem"
	"peerchallenge/internal/selfassessment"
	"peerchallenge/web/page"
)

// readText reads an answer as it was sent.
func readText(form page.Form) selfassessment.Text {
	return selfassessment.Text{Base: number(form.Line("version")), Words: form.Text("text"), Ready: form.Line("do") == "ready"}
}

// number reads a version; anything else is 0.
func number(s string) int {
	n, err := strconv.ParseInt(s, 10, 32)
	if err != nil || n < 0 {
		return 0
	}
	return int(n)
}

// asError gives a problem as an error; a nil problem is no error.
func asError(p *problem.Problem) error {
	if p == nil {
		return nil
	}
	return p
}

// errorsOf gives what an error summary shows.
func errorsOf(p *problem.Problem) ([]problem.Field, string) {
	if p == nil {
		return nil, ""
	}
	if len(p.Fields) > 0 {
		return p.Fields, ""
	}
	return nil, p.Message
}
