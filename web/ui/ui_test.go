package ui

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"
)

// render gives what a part prints, as a document that can be asked.
func render(t *testing.T, c templ.Component) *goquery.Document {
	t.Helper()
	var b strings.Builder
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatalf("render: %v", err)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(b.String()))
	if err != nil {
		t.Fatalf("read what was rendered: %v", err)
	}
	return doc
}

// with renders a part around others.
func with(outer templ.Component, inner ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return outer.Render(templ.WithChildren(ctx, templ.Join(inner...)), w)
	})
}

// one finds exactly one element, or ends the test.
func one(t *testing.T, doc *goquery.Document, selector string) *goquery.Selection {
	t.Helper()
	found := doc.Find(selector)
	if found.Length() != 1 {
		t.Fatalf("%q: want 1 element, got %d", selector, found.Length())
	}
	return found
}

// texts is the words of each element a selector finds, in order.
func texts(doc *goquery.Document, selector string) string {
	return strings.Join(doc.Find(selector).Map(func(_ int, s *goquery.Selection) string { return textOf(s) }), " | ")
}

// textOf is the words of an element with single spaces.
func textOf(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

func equal(t *testing.T, what, want, got string) {
	t.Helper()
	if want != got {
		t.Errorf("%s: want %q, got %q", what, want, got)
	}
}
