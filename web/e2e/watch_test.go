package e2e

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/go-rod/rod"
	"github.com/go-rod/rod/lib/proto"
)

// watch listens to what a browser window complains about. It works with scripts
// off too, since the browser tells it, not the page.
type watch struct {
	sync.Mutex
	noSignal bool         // the journey cut the network: what then fails to load is no complaint
	expected map[int]bool // statuses of a script's own requests that the journey asks for
	wrong    []string     // complaints
	kinds    map[proto.NetworkRequestID]proto.NetworkResourceType
	requests []string                          // addresses
	bytes    map[proto.NetworkResourceType]int // over the wire, headers included
}

func watchOver(page *rod.Page) *watch {
	w := &watch{expected: map[int]bool{}}
	w.forget()
	go page.EachEvent(w.logged, w.issue, w.thrown, w.response, w.loaded)()
	return w
}

// forget begins a new count of requests and bytes, as each page does: an icon of
// the page before may come late.
func (w *watch) forget() {
	w.requests, w.kinds, w.bytes = nil, map[proto.NetworkRequestID]proto.NetworkResourceType{}, map[proto.NetworkResourceType]int{}
}

func (w *watch) complain(format string, args ...any) {
	w.wrong = append(w.wrong, fmt.Sprintf(format, args...))
}

// logged hears the console. That a page came with an error status is asked page
// by page, so the console's remark about it is passed over.
func (w *watch) logged(e *proto.LogEntryAdded) {
	w.Lock()
	defer w.Unlock()
	if w.noSignal && strings.Contains(e.Entry.Text, "ERR_INTERNET_DISCONNECTED") {
		return
	}
	if e.Entry.Level == proto.LogLogEntryLevelError && !strings.HasPrefix(e.Entry.Text, "Failed to load resource: the server responded with a status of") {
		w.complain("console: %s %s", e.Entry.Text, e.Entry.URL)
	}
}

func (w *watch) issue(e *proto.AuditsIssueAdded) {
	w.Lock()
	defer w.Unlock()
	if d := e.Issue.Details.ContentSecurityPolicyIssueDetails; d != nil {
		w.complain("content security policy: %s %s", d.ViolatedDirective, d.BlockedURL)
	}
}

func (w *watch) thrown(e *proto.RuntimeExceptionThrown) {
	w.Lock()
	defer w.Unlock()
	w.complain("script: %s", e.ExceptionDetails.Text)
}

func (w *watch) response(e *proto.NetworkResponseReceived) {
	w.Lock()
	defer w.Unlock()
	if e.Type == proto.NetworkResourceTypeDocument {
		w.forget()
	}
	w.requests = append(w.requests, e.Response.URL)
	w.kinds[e.RequestID] = e.Type
	if e.Type != proto.NetworkResourceTypeDocument && e.Response.Status >= 400 && !w.expected[e.Response.Status] {
		w.complain("status %d: %s", e.Response.Status, e.Response.URL)
	}
}

func (w *watch) loaded(e *proto.NetworkLoadingFinished) {
	w.Lock()
	defer w.Unlock()
	w.bytes[w.kinds[e.RequestID]] += int(e.EncodedDataLength)
}

// expect lets a script's own request end with this status.
func (w *watch) expect(status int) {
	w.Lock()
	defer w.Unlock()
	w.expected[status] = true
}

// report fails the test for every complaint.
func (w *watch) report(t *testing.T, who string) {
	t.Helper()
	w.Lock()
	defer w.Unlock()
	for _, what := range w.wrong {
		t.Errorf("%s: %s", who, what)
	}
	w.wrong = nil
}
