package info

import (
	"peerchallenge/internal/retention"
	"peerchallenge/web/ui"
)

// howLong is what is kept, until when, and what becomes of it (I2): from the list
// that the page of each challenge shows, so that the two cannot differ.
func howLong() (rows [][]ui.Cell) {
	for _, k := range append([]retention.Kind{retention.Gathered}, retention.Kinds...) {
		rows = append(rows, ui.Cells(k.Name, k.Not, k.Becomes))
	}
	return rows
}
