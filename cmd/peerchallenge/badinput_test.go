package main

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"peerchallenge/web/page"
)

// badBody is one way in which what arrives is not what a page sends.
type badBody struct {
	name, kind string
	body       func(of item) io.Reader
	must       int // the status it must have; 0: any but a fault of ours
}

const urlencoded = "application/x-www-form-urlencoded"

func formOf(change func(v url.Values)) func(of item) io.Reader {
	return func(of item) io.Reader {
		v := plausible(of)
		change(v)
		return strings.NewReader(v.Encode())
	}
}

// each has one value in every field. It is the same for every form, and made once:
// the long ones take longer to make than to refuse.
func each(value string) func(of item) io.Reader {
	text := sync.OnceValue(func() string {
		v := plausible(item{})
		for k := range v {
			v.Set(k, value)
		}
		return v.Encode()
	})
	return func(item) io.Reader { return strings.NewReader(text()) }
}

func raw(s string) func(item) io.Reader { return func(item) io.Reader { return strings.NewReader(s) } }

var badBodies = []badBody{
	{"no fields at all", urlencoded, raw(""), 0},
	{"10,000 fields", urlencoded, raw(strings.Repeat("a=1&", 10000)), http.StatusBadRequest},
	{"10,000 names", urlencoded, func(item) io.Reader {
		var b strings.Builder
		for i := range 10000 {
			fmt.Fprintf(&b, "f%d=1&", i)
		}
		return strings.NewReader(b.String())
	}, http.StatusBadRequest},
	{"invalid UTF-8", urlencoded, raw("words=%ff%fe&title=%ff&body=%c3%28&name=%ff&reason=%80"), http.StatusBadRequest},
	{"NUL bytes", urlencoded, raw("words=a%00b&title=%00&body=%00&name=%00&person=%00&reason=%00"), http.StatusBadRequest},
	{"a broken escape", urlencoded, raw("words=%zz&title=%"), http.StatusBadRequest},
	{"a 5 MB body", urlencoded, raw("words=" + strings.Repeat("a", 5<<20)), http.StatusRequestEntityTooLarge},
	{"JSON", "application/json", raw(`{"words":"x"}`), http.StatusBadRequest},
	{"no content type", "", raw("words=x"), http.StatusBadRequest},
	{"broken multipart", "multipart/form-data; boundary=x", raw("--x\r\nContent-Disposition: form-data; name=\"words\"\r\n\r\nhalf"), http.StatusBadRequest},
	{"multipart without a boundary", "multipart/form-data", raw("words=x"), http.StatusBadRequest},
	{"a file where text belongs", "", fileBody, 0},
	{"100,000 code points", urlencoded, each(strings.Repeat("é", 100000)), http.StatusRequestEntityTooLarge},
	{"100,000 code points of words", urlencoded, formOf(func(v url.Values) {
		for _, k := range []string{"words", "body", "text", "summary", "reason"} {
			v.Set(k, strings.Repeat("é", 30000))
		}
	}), 0},
	{"wrong types", urlencoded, each("not a thing we know"), 0},
	{"ids of nobody", urlencoded, func(of item) io.Reader { return each(uuid.NewString())(of) }, 0},
	{"a number too large", urlencoded, each("99999999999999999999999999"), 0},
	{"a large number", urlencoded, each("9223372036854775807"), 0},
	{"a number that fits in 32 bits", urlencoded, each("2147483648"), 0},
	{"a negative number", urlencoded, each("-1"), 0},
	{"SQL and markup", urlencoded, each(`'); DROP TABLE note; --<script>alert(1)</script>`), 0},
	{"31 February", urlencoded, dates("31", "2", "2027"), 0},
	{"the year 99999", urlencoded, dates("1", "1", "99999"), 0},
	{"the year 0", urlencoded, dates("1", "1", "0"), 0},
	{"a month of letters", urlencoded, dates("1", "first", "2027"), 0},
	{"odd characters", urlencoded, each("\u202e \u200b🏴\U000e0067 ﷽"), 0},
	{"only spaces", urlencoded, each(" \t\n "), 0},
}

func dates(day, month, year string) func(of item) io.Reader {
	return formOf(func(v url.Values) {
		for k := range v {
			switch {
			case strings.HasSuffix(k, "-day"):
				v.Set(k, day)
			case strings.HasSuffix(k, "-month"):
				v.Set(k, month)
			case strings.HasSuffix(k, "-year"):
				v.Set(k, year)
			}
		}
	})
}

func fileBody(of item) io.Reader {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	_ = w.SetBoundary("files") // a boundary of letters is always good
	for k := range plausible(of) {
		part, err := w.CreateFormFile(k, "name\x01.exe")
		if err != nil {
			panic(err) // a buffer takes everything
		}
		_, _ = part.Write([]byte{0, 1, 2, 255}) // likewise
	}
	_ = w.Close()
	return &b
}

// Whatever arrives at any form, from somebody who may use it, is answered with a
// plain refusal, or does what it legitimately says: never with a fault of ours.
func TestBadInput_EveryForm(t *testing.T) {
	h := openHouse(t, false)
	posts, walls := readPosts(t), readWalls(t)
	for _, r := range h.routes(t) {
		if r.Method != http.MethodPost {
			continue
		}
		letters := []string{""}
		if strings.Contains(r.Pattern, "{challenge}") {
			letters = []string{"A", "D", "C", "L"}
			if sees := walls[r.Pattern].sees; len(sees) > 0 { // the form stands on a page: where it is open is enough
				letters = strings.Split(sees[0].letters[:1], "")
			}
		}
		for _, letter := range letters {
			if h.spoil(t, r, letter, posts[r.Pattern]) {
				break // the form is read before the stage is asked: once is enough
			}
		}
	}
}

// spoil sends everything bad to a form; done tells whether somebody could.
func (h *house) spoil(t *testing.T, r page.Route, letter string, who []term) (done bool) {
	t.Helper()
	clear(h.held) // the form before may have given or ended a part
	of := h.outside(t)
	if letter != "" {
		of = h.item(t, letter)
	}
	path, known := of.fill(r.Pattern)
	if !known && letter != "" {
		return false
	}
	key, ok := h.somebody(t, who, letter, of)
	if !ok {
		return false
	}
	b := h.seats[key].copy()
	if key != "" {
		b = h.signIn(t, key)
	}
	for _, bad := range badBodies {
		kind := bad.kind
		if bad.name == "a file where text belongs" {
			kind = "multipart/form-data; boundary=files"
		}
		doing := fmt.Sprintf("%s: %s", pageName(key, letter, r.Pattern), bad.name)
		got := b.send(path, kind, bad.body(of))
		if got.Code >= 500 || got.Code < 200 {
			t.Errorf("%s: %d", doing, got.Code)
		}
		if bad.must != 0 && (got.Code < 400 || got.Code == http.StatusUnauthorized) && !ignorable(r.Pattern) {
			t.Errorf("%s: %d, want a refusal like %d", doing, got.Code, bad.must)
		}
		h.faults.none(t, doing)
	}
	return true
}

// ignorable are forms with nothing in them: one button. What comes with it is not read.
func ignorable(pattern string) bool {
	return pattern == "/sign-out" || pattern == "/people/{person}/invitation" || strings.HasSuffix(pattern, "/accept-unscanned")
}

// somebody finds a person who may send the form.
func (h *house) somebody(t *testing.T, who []term, letter string, of item) (string, bool) {
	t.Helper()
	for _, key := range h.keys() {
		if holds(who, h.parts(t, key, letter, of), letter) && (key != "" || letter == "") {
			return key, true
		}
	}
	return "", false
}

// Odd addresses get the page, a way to it, or a refusal: never a fault of ours.
func TestBadInput_OddAddresses(t *testing.T) {
	h := openHouse(t, false)
	long := strings.Repeat("x", 10<<10)
	queries := []string{"after=%00", "after=%ff", "after=" + long, "after='%20OR%201=1--", "after=" + uuid.NewString(), "area=nowhere&kind=nothing", "area=%ff%fe",
		"page=-1", "page=99999999999999999999", "q=%27%3B%20DROP%20TABLE%20note%3B--", "q=%F0%9F%8F%B4&source=%E2%80%AE", "q=" + long, "a;b=%zz",
		"person=" + uuid.NewString() + "&role=operator", "month=2027-13&year=0&first=2027-02-31", "back=//evil.example/", "before=99999-01-01", "council=" + uuid.NewString()}
	walls := readWalls(t)
	for _, r := range h.routes(t) {
		if r.Method != http.MethodGet {
			continue
		}
		for _, letter := range lettersOf(r.Pattern)[:1] {
			if letter != "" {
				letter = "C"
			}
			of := h.outside(t)
			if letter != "" {
				of = h.item(t, letter)
			}
			key, ok := h.somebody(t, walls[r.Pattern].sees, letter, of)
			if !ok {
				key = "dass-fact-check"
			}
			path, _ := of.fill(r.Pattern)
			odd := item{}
			for k := range of {
				odd[k] = "%00'%20--"
			}
			crooked, _ := odd.fill(r.Pattern)
			addresses := []string{crooked}
			for _, q := range queries {
				addresses = append(addresses, path+"?"+q)
			}
			for _, address := range addresses {
				if got := h.seats[key].copy().get(address); got.Code >= 500 {
					t.Errorf("%s %.120s: %d", key, address, got.Code)
				}
				h.faults.none(t, key+" "+address[:min(len(address), 120)])
			}
		}
	}
}
