package outbox

import "peerchallenge/internal/problem"

// isEmpty tells that no mail was due, which is the usual case and no error.
func isEmpty(err error) bool { return problem.Is(err, problem.NotFound) }
