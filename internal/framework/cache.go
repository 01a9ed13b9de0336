package framework

import (
	"encoding/json"
	"sync"

	"github.com/google/uuid"

	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
)

// versions keeps frameworks that were read from their JSON, which costs more than
// the rest of most pages: a version never changes, so what was read once holds.
// Whoever gets a framework shares its lists and must not change them.
type versions struct {
	mu   sync.Mutex
	read map[uuid.UUID]reference.Framework
}

// mostVersions bounds the memory: a region has a handful, a process few regions.
const mostVersions = 64

var known = versions{read: map[uuid.UUID]reference.Framework{}}

func (v *versions) get(id uuid.UUID) (reference.Framework, bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	f, ok := v.read[id]
	return f, ok
}

func (v *versions) parse(id uuid.UUID, body []byte) (reference.Framework, error) {
	var f reference.Framework
	if err := json.Unmarshal(body, &f); err != nil {
		return reference.Framework{}, problem.Internalf(err, "framework %s", id)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.read) >= mostVersions {
		clear(v.read)
	}
	v.read[id] = f
	return f, nil
}
