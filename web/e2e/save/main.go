// Command save measures saving one answer of a self-assessment (check, version,
// commit) on a running `serve` that was seeded for measuring; see .ci/bench.
// Sixteen directors save again and again, each a prompt of their own, always on the
// version that the save before made. It prints saves a second and CPU for each.
//
//	go run ./web/e2e/save http://127.0.0.1:18080 PID 8s
package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const writers = 16

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 3 {
		return errors.New("usage: save address pid duration")
	}
	base, pid := args[0], args[1]
	long, err := time.ParseDuration(args[2])
	if err != nil {
		return err
	}
	var all []*writer
	for council := 1; len(all) < writers; council++ {
		if place := (council-1)%17 + 1; place%5 != 0 { // the seed has every fifth council preparing
			continue
		}
		w, err := signIn(base, fmt.Sprintf("bench-dass-%d", council))
		if err != nil {
			return err
		}
		all = append(all, w)
	}
	if _, _, err := together(all, time.Second); err != nil { // warm
		return err
	}
	before, err := cpu(pid)
	if err != nil {
		return err
	}
	saves, took, err := together(all, long)
	if err != nil {
		return err
	}
	after, err := cpu(pid)
	if err != nil {
		return err
	}
	fmt.Printf("saving one answer: %.1f a second, %.3f ms of CPU each (program and database), %d saved, none refused\n",
		float64(saves)/took.Seconds(), (after-before).Seconds()*1000/float64(saves), saves)
	return nil
}

// together lets all write for that long; one refusal ends it.
func together(all []*writer, long time.Duration) (saves int64, took time.Duration, err error) {
	var (
		group sync.WaitGroup
		n     atomic.Int64
		first = make(chan error, len(all))
		start = time.Now()
	)
	for _, w := range all {
		group.Go(func() {
			for time.Since(start) < long {
				if err := w.save(); err != nil {
					first <- err
					return
				}
				n.Add(1)
			}
		})
	}
	group.Wait()
	took = time.Since(start)
	select {
	case err = <-first:
	default:
	}
	return n.Load(), took, err
}

// writer is one director with one prompt.
type writer struct {
	client  *http.Client
	prompt  string
	version int
	saved   int
}

var (
	challenges = regexp.MustCompile(`href="(/challenges/[0-9a-f-]{36})"`)
	prompts    = regexp.MustCompile(`href="(/challenges/[0-9a-f-]{36}/self-assessment/prompts/[^"/]+)"`)
	areas      = regexp.MustCompile(`href="(/challenges/[0-9a-f-]{36}/self-assessment/areas/[^"/]+)"`)
	version    = regexp.MustCompile(`name="version" value="(\d+)"`)
)

func signIn(base, person string) (*writer, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	w := &writer{client: &http.Client{Jar: jar, Timeout: 30 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	resp, err := w.client.PostForm(base+"/demo/sign-in", url.Values{"person": {person}})
	if err != nil {
		return nil, err
	}
	_ = resp.Body.Close() // only its cookie is wanted
	challenge, err := w.find(base+"/challenges", challenges)
	if err != nil {
		return nil, err
	}
	area, err := w.find(base+challenge+"/self-assessment", areas)
	if err != nil {
		return nil, err
	}
	prompt, err := w.find(base+area, prompts)
	if err != nil {
		return nil, err
	}
	w.prompt = base + prompt
	now, err := w.find(w.prompt, version)
	if err != nil {
		return nil, err
	}
	_, err = fmt.Sscan(now, &w.version)
	return w, err
}

// find reads a page and gives the first match.
func (w *writer) find(page string, what *regexp.Regexp) (string, error) {
	resp, err := w.client.Get(page)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return "", err
	}
	found := what.FindSubmatch(body)
	if found == nil {
		return "", fmt.Errorf("%s (%s) has no %s", page, resp.Status, what)
	}
	return string(found[1]), nil
}

func (w *writer) save() error {
	text := fmt.Sprintf("Save number %d. %s", w.saved, strings.Repeat("We expect to spend it. ", 20))
	resp, err := w.client.PostForm(w.prompt, url.Values{"text": {text}, "version": {fmt.Sprint(w.version)}})
	if err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, resp.Body) // so that the connection is used again
	if err := resp.Body.Close(); err != nil {
		return err
	}
	if resp.StatusCode != http.StatusSeeOther {
		return fmt.Errorf("save %d of %s: %s", w.saved, w.prompt, resp.Status)
	}
	w.saved, w.version = w.saved+1, w.version+1
	return nil
}
