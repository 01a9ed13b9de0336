package report

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"

	"peerchallenge/internal/report"
)

// pieces says in words what was taken out and added; the strokes only repeat it.
// It is written here and not as a template, which would add spaces between words.
func pieces(list []report.Piece) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var b strings.Builder
		for _, p := range list {
			words := templ.EscapeString(p.Text)
			switch {
			case p.Out:
				b.WriteString("<del>[taken out: " + words + "]</del>")
			case p.In:
				b.WriteString("<ins>[added: " + words + "]</ins>")
			default:
				b.WriteString(words)
			}
		}
		_, err := io.WriteString(w, b.String())
		return err
	})
}
