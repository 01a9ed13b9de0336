package pgserver

import (
	"fmt"

	"peerchallenge/internal/problem"
)

// refuse is a failure with one plain line for the person at the terminal and
// the cause kept for the log.
func refuse(cause error, format string, args ...any) error {
	return problem.Wrap(problem.Internal, fmt.Sprintf(format, args...), cause)
}
