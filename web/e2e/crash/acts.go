package main

import (
	"context"
	"fmt"
	"net/url"
	"strings"
)

// act is something people do again and again; it gives what must be found later
// once it is acknowledged.
type act struct {
	who, challenge string
	do             func(ctx context.Context, p *person, home, token string) (acknowledged bool, err error)
	kept           string // SQL that counts the token
}

var acts = []act{
	{"expert-on-site", "Dunmere 2027", func(ctx context.Context, p *person, home, token string) (bool, error) {
		return p.send(ctx, home+"/notes", home+"/notes", url.Values{"body": {"Heard by the door: " + token}, "source": {"heard"}})
	}, `SELECT count(*) FROM note WHERE body LIKE '%' || $1`},
	{"senior-manager-on-site", "Dunmere 2027", func(ctx context.Context, p *person, home, token string) (bool, error) {
		return p.send(ctx, home+"/findings/new", home+"/findings/new", url.Values{"title": {"A finding " + token}, "kind": {"strength"}, "area": {"use_of_resources"}})
	}, `SELECT count(*) FROM finding WHERE title LIKE '%' || $1`},
	{"dass-preparing", "Ashcombe 2027", func(ctx context.Context, p *person, home, token string) (bool, error) {
		prompt := home + "/self-assessment/prompts/SA1.1"
		return p.send(ctx, prompt, prompt, url.Values{"text": {"The budget is being written down. " + token}})
	}, `SELECT count(*) FROM prose_version WHERE body LIKE '%' || $1`},
	{"chief-executive-fact-check", "Calderwick 2027", func(ctx context.Context, p *person, home, token string) (bool, error) {
		return p.send(ctx, home+"/comments/new", home+"/comments/new", url.Values{"kind": {"perspective"}, "passage": {"summary"}, "words": {"We see it so: " + token}})
	}, `SELECT count(*) FROM comment_draft WHERE words LIKE '%' || $1`},
	{"link-officer-preparing", "Ashcombe 2027", func(ctx context.Context, p *person, home, token string) (bool, error) {
		return p.upload(ctx, home+"/documents/add", token, fileOf(token))
	}, `SELECT count(*) FROM document d JOIN document_version v ON v.document_id = d.id WHERE d.title = $1`},
}

// fileOf is a file of about 100 kB that differs for each token.
func fileOf(token string) []byte {
	return []byte(strings.Repeat(token+" writes a line of words.\n", 3000))
}

// step is something that happens once in a journey, in this order; seen is on the
// page once it has happened.
type step struct {
	who, challenge, path, action string
	fields                       url.Values
	seenAt, seen                 string
}

var steps = []step{
	{"lead-drafting", "Wrenhaven 2027", "/report/hand-over", "/report/hand-over", nil, "/draft-report", "Wrenhaven’s teams know one another"},
	{"expert-finalising", "Stavenholm 2027", "/sign-off", "/sign-off", url.Values{"kind": {"signed"}, "confirm": {"yes"}}, "/sign-off", "Hamid Rezaei"},
	{"lead-finalising", "Stavenholm 2027", "/sign-off", "/sign-off", url.Values{"kind": {"signed"}, "confirm": {"yes"}}, "/sign-off", "Sunita Raichura"},
	{"lead-finalising", "Stavenholm 2027", "/finalise", "/finalise", nil, "/final-report", "Final report"},
}

// take does a step unless it has been done, and tells whether it was acknowledged.
func (s step) take(ctx context.Context, p *person, home string) (bool, error) {
	return p.send(ctx, home+s.path, home+s.action, s.fields)
}

// done looks whether the step has happened.
func (s step) done(ctx context.Context, p *person, home string) error {
	doc, err := p.page(ctx, home+s.seenAt)
	if err != nil {
		return err
	}
	if !strings.Contains(doc.Text(), s.seen) {
		return fmt.Errorf("%s: %s was acknowledged, and %q is not on %s", s.challenge, s.action, s.seen, s.seenAt)
	}
	return nil
}
