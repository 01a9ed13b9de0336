package e2e

import "testing"

func TestTry(t *testing.T) {
	scripts(t, func(t *testing.T, j *journey) {
		v := j.as("dass-preparing")
		v.sees("Ashcombe 2027").follow("Ashcombe 2027")
		t.Log(v.path(), v.watch.bytes, v.watch.requests)
	})
}
