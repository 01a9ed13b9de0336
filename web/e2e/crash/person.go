package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"
)

// errNoAnswer is what a person gets when the program is gone.
var errNoAnswer = errors.New("no answer")

// person is somebody of the demonstration with a browser's cookies.
type person struct {
	key, base string
	client    *http.Client
	signedIn  bool
}

func newPerson(base, key string) *person {
	jar, _ := cookiejar.New(nil) // never fails without options
	return &person{key: key, base: base, client: &http.Client{Jar: jar, Timeout: 20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

func (p *person) do(ctx context.Context, method, path, kind string, body io.Reader) (int, string, error) {
	ask, err := http.NewRequestWithContext(ctx, method, p.base+path, body)
	if err != nil {
		return 0, "", err
	}
	if kind != "" {
		ask.Header.Set("Content-Type", kind)
	}
	res, err := p.client.Do(ask)
	if err != nil {
		return 0, "", errNoAnswer
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, "", errNoAnswer
	}
	if res.StatusCode >= http.StatusInternalServerError {
		return res.StatusCode, "", fmt.Errorf("%s %s as %s answers %d", method, path, p.key, res.StatusCode)
	}
	return res.StatusCode, string(text), nil
}

func (p *person) signIn(ctx context.Context) error {
	if p.signedIn {
		return nil
	}
	status, _, err := p.do(ctx, http.MethodPost, "/demo/sign-in", formKind, strings.NewReader(url.Values{"person": {p.key}}.Encode()))
	if err == nil && status != http.StatusSeeOther {
		err = fmt.Errorf("sign in as %s: %d", p.key, status)
	}
	p.signedIn = err == nil
	return err
}

const formKind = "application/x-www-form-urlencoded"

// page opens a page that must be there.
func (p *person) page(ctx context.Context, path string) (*goquery.Document, error) {
	if err := p.signIn(ctx); err != nil {
		return nil, err
	}
	status, text, err := p.do(ctx, http.MethodGet, path, "", nil)
	if err != nil {
		return nil, err
	}
	if status != http.StatusOK {
		return nil, fmt.Errorf("%s as %s answers %d", path, p.key, status)
	}
	return goquery.NewDocumentFromReader(strings.NewReader(text))
}

// send opens a page, fills the form that goes to action as a browser would, with
// these fields over what stands there, and sends it. It is acknowledged when the
// program leads on to another page.
func (p *person) send(ctx context.Context, path, action string, fields url.Values) (bool, error) {
	doc, err := p.page(ctx, path)
	for range 2 { // the second time from the page that asks to check
		if err != nil {
			return false, err
		}
		values, ok := formOf(doc, action)
		if !ok {
			return false, fmt.Errorf("%s as %s has no form to %s", path, p.key, action)
		}
		for name, v := range fields {
			values[name] = v
		}
		status, text, err := p.do(ctx, http.MethodPost, action, formKind, strings.NewReader(values.Encode()))
		if err != nil || status != http.StatusOK {
			return status == http.StatusSeeOther, err
		}
		if doc, err = goquery.NewDocumentFromReader(strings.NewReader(text)); err != nil {
			return false, err
		}
		fields = nil
	}
	return false, nil
}

// formOf is what a browser would send with the first button of a form.
func formOf(doc *goquery.Document, action string) (url.Values, bool) {
	form := doc.Find("form[action='" + action + "']").First()
	values := url.Values{}
	form.Find("input[type=hidden], input[type=text], textarea").Each(func(_ int, s *goquery.Selection) {
		values.Set(s.AttrOr("name", ""), s.AttrOr("value", s.Text()))
	})
	return values, form.Length() > 0
}

// upload adds a document.
func (p *person) upload(ctx context.Context, action, title string, file []byte) (bool, error) {
	if err := p.signIn(ctx); err != nil {
		return false, err
	}
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	_ = m.WriteField("title", title) // a buffer takes all
	part, err := m.CreateFormFile("file", title+".txt")
	if err == nil {
		_, err = part.Write(file)
	}
	if err == nil {
		err = m.Close()
	}
	if err != nil {
		return false, err
	}
	status, _, err := p.do(ctx, http.MethodPost, action, m.FormDataContentType(), &body)
	return status == http.StatusSeeOther, err
}

var challengePath = regexp.MustCompile(`^/challenges/[0-9a-f-]{36}$`)

// challenge finds the address of a challenge by its name.
func (p *person) challenge(ctx context.Context, name string) (path string, err error) {
	doc, err := p.page(ctx, "/challenges")
	if err != nil {
		return "", err
	}
	doc.Find("a[href]").Each(func(_ int, a *goquery.Selection) {
		if href := a.AttrOr("href", ""); challengePath.MatchString(href) && strings.Contains(a.Text(), name) {
			path = href
		}
	})
	if path == "" {
		return "", fmt.Errorf("%s has no challenge %s", p.key, name)
	}
	return path, nil
}
