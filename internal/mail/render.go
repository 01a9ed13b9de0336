package mail

import (
	"bytes"
	"html/template"
	"regexp"
	"strings"
)

// plainText gives the text as it is sent: tidy line ends, and below it who
// sends this and why there is so little in it.
func (m Message) plainText(product string) string {
	return tidy(m.Text) + "\n\n-- \n" + footer(product) + "\n"
}

func footer(product string) string {
	return "You get this e-mail from " + product + " because you take part in a peer challenge. " +
		"It only says that something is there for you; to read it, sign in. Nobody reads replies to this address."
}

func tidy(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	return strings.TrimSpace(text)
}

var page = template.Must(template.New("mail").Parse(`<!DOCTYPE html>
<html lang="en-GB">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{.Subject}}</title></head>
<body>
{{range .Blocks}}{{if .List}}<ul>
{{range .Lines}}<li>{{template "line" .}}</li>
{{end}}</ul>
{{else}}<p>{{range $i, $line := .Lines}}{{if $i}}<br>
{{end}}{{template "line" $line}}{{end}}</p>
{{end}}{{end}}<hr>
<p><small>{{.Footer}}</small></p>
</body>
</html>
{{define "line"}}{{range .}}{{if .Link}}<a href="{{.Text}}">{{.Text}}</a>{{else}}{{.Text}}{{end}}{{end}}{{end}}`))

// block is a paragraph or a list; its lines are made of words and links.
type block struct {
	List  bool
	Lines [][]span
}

type span struct {
	Text string
	Link bool
}

// html gives the same text as a small page.
func (m Message) html(product string) (string, error) {
	var b bytes.Buffer
	err := page.Execute(&b, struct {
		Subject, Footer string
		Blocks          []block
	}{m.Subject, footer(product), blocks(tidy(m.Text))})
	return b.String(), err
}

func blocks(text string) []block {
	var all []block
	fresh := true // an empty line was met: a new block begins
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			fresh = true
			continue
		}
		item, isItem := strings.CutPrefix(line, "- ")
		if fresh || all[len(all)-1].List != isItem {
			all = append(all, block{List: isItem})
		}
		last := &all[len(all)-1]
		last.Lines = append(last.Lines, spans(item))
		fresh = false
	}
	return all
}

// link finds web addresses; a full stop or bracket that ends the sentence is
// not part of one.
var link = regexp.MustCompile(`https?://[^\s<>"]*[^\s<>".,;:!?)\]’”']`)

func spans(line string) []span {
	var all []span
	at := 0
	for _, found := range link.FindAllStringIndex(line, -1) {
		if found[0] > at {
			all = append(all, span{Text: line[at:found[0]]})
		}
		all = append(all, span{Text: line[found[0]:found[1]], Link: true})
		at = found[1]
	}
	if at < len(line) {
		all = append(all, span{Text: line[at:]})
	}
	return all
}
