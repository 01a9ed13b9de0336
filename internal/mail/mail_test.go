package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http/httptest"
	"net/smtp"
	"strings"
	"sync"
	"testing"
	"time"

	gosmtp "github.com/emersion/go-smtp"
	"github.com/google/go-cmp/cmp"

	"peerchallenge/internal/clock"
	"peerchallenge/internal/problem"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, clock.London)

func start(t *testing.T) (*Catcher, *Sender) {
	t.Helper()
	c, err := StartCatcher("127.0.0.1:0", clock.At(noon))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	s, err := NewSender(c.Config(), clock.At(noon))
	if err != nil {
		t.Fatal(err)
	}
	return c, s
}

const text = "Dear Siân,\n\nThe draft report for Cyngor Môn is ready:\n- read it\n- mark what is not right\n\nSee <https://example.org/c/1?a=1&b=2>. Thank you.\n.\nA line that begins with a full stop stays."

func TestSend_BothPartsArrive(t *testing.T) {
	c, s := start(t)
	subject := "Draft report for Cyngor Môn – please read it before 3 December 2026, when the time for comments ends"
	if err := s.Send(t.Context(), Message{To: "sian@example.org", Subject: subject, Text: text}); err != nil {
		t.Fatal(err)
	}
	got := c.List()[0]
	want := Caught{
		Number: 1, From: "peer-challenge@localhost.localdomain", To: []string{"sian@example.org"}, Subject: subject, ReceivedAt: noon,
		Text: text + "\n\n-- \n" + footer("Peer Challenge") + "\n",
		HTML: `<!DOCTYPE html>
<html lang="en-GB">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>` + subject + `</title></head>
<body>
<p>Dear Siân,</p>
<p>The draft report for Cyngor Môn is ready:</p>
<ul>
<li>read it</li>
<li>mark what is not right</li>
</ul>
<p>See &lt;<a href="https://example.org/c/1?a=1&amp;b=2">https://example.org/c/1?a=1&amp;b=2</a>&gt;. Thank you.<br>
.<br>
A line that begins with a full stop stays.</p>
<hr>
<p><small>` + footer("Peer Challenge") + `</small></p>
</body>
</html>
`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("caught (-want +got):\n%s", diff)
	}
}

func TestSend_WordsCannotBecomeMarkup(t *testing.T) {
	c, s := start(t)
	err := s.Send(t.Context(), Message{To: "a@example.org", Subject: "</title><script>1</script>", Text: `<script>alert(1)</script> https://example.org/"onclick="x javascript:alert(1)`})
	if err != nil {
		t.Fatal(err)
	}
	html := c.List()[0].HTML
	if strings.Contains(html, "<script") || strings.Contains(html, `"onclick`) || strings.Contains(html, `href="javascript`) {
		t.Error(html)
	}
}

// A line break in a header would let somebody add headers or recipients.
func TestSend_RefusesForgedHeaders(t *testing.T) {
	c, s := start(t)
	good := Message{To: "a@example.org", Subject: "Hello", Text: "Words"}
	for _, c := range []struct {
		field  string
		change func(*Message)
	}{
		{"to", func(m *Message) { m.To = "a@example.org\r\nBcc: b@example.org" }},
		{"to", func(m *Message) { m.To = "a@example.org\nRCPT TO:<b@example.org>" }},
		{"to", func(m *Message) { m.To = "a@example.org, b@example.org" }},
		{"to", func(m *Message) { m.To = "Ann <a@example.org>" }},
		{"to", func(m *Message) { m.To = "a@example.org>" }},
		{"to", func(m *Message) { m.To = "nobody" }},
		{"to", func(m *Message) { m.To = "" }},
		{"subject", func(m *Message) { m.Subject = "Hello\r\nBcc: b@example.org" }},
		{"subject", func(m *Message) { m.Subject = "Hello\nX: y" }},
		{"subject", func(m *Message) { m.Subject = "Hello\rX: y" }},
		{"subject", func(m *Message) { m.Subject = "Hello\u2028X: y" }},
		{"subject", func(m *Message) { m.Subject = "Hello\x00" }},
		{"subject", func(m *Message) { m.Subject = " " }},
		{"subject", func(m *Message) { m.Subject = strings.Repeat("é", 201) }},
		{"text", func(m *Message) { m.Text = "\n" }},
		{"text", func(m *Message) { m.Text = "a\x00b" }},
		{"text", func(m *Message) { m.Text = "caf\xe9" }},
	} {
		m := good
		c.change(&m)
		err := s.Send(t.Context(), m)
		var p *problem.Problem
		if !errors.As(err, &p) || p.Kind != problem.Invalid || len(p.Fields) != 1 || p.Fields[0].Name != c.field || !Permanent(err) {
			t.Errorf("%+v: got %v", m, err)
		}
	}
	if got := c.List(); len(got) > 0 {
		t.Errorf("sent all the same: %+v", got)
	}
	if err := s.Send(t.Context(), good); err != nil {
		t.Errorf("the good one: %v", err)
	}
}

func TestSend_ServerGone_IsNotPermanent(t *testing.T) {
	c, s := start(t)
	c.Close()
	err := s.Send(t.Context(), Message{To: "a@example.org", Subject: "Hello", Text: "Words"})
	if !problem.Is(err, problem.Internal) || Permanent(err) {
		t.Errorf("got %v", err)
	}
}

func TestSend_RefusedForGood_IsPermanent(t *testing.T) {
	c, err := startCatcher("127.0.0.1:0", clock.At(noon), func(s *gosmtp.Server) {
		s.MaxMessageBytes = 200 // smaller than any of our mails: 552
	})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	s, err := NewSender(c.Config(), clock.At(noon))
	if err != nil {
		t.Fatal(err)
	}
	err = s.Send(t.Context(), Message{To: "a@example.org", Subject: "Hello", Text: "Words"})
	if !problem.Is(err, problem.Internal) || !Permanent(err) {
		t.Errorf("got %v", err)
	}
}

func TestSend_StartTLS(t *testing.T) {
	web := httptest.NewTLSServer(nil) // for its certificate, which is good for 127.0.0.1
	defer web.Close()
	roots := x509.NewCertPool()
	roots.AddCert(web.Certificate())
	secure, err := startCatcher("127.0.0.1:0", clock.At(noon), func(s *gosmtp.Server) {
		s.TLSConfig = &tls.Config{Certificates: web.TLS.Certificates}
	})
	if err != nil {
		t.Fatal(err)
	}
	defer secure.Close()
	plain, _ := start(t)
	for _, c := range []struct {
		name  string
		to    *Catcher
		tls   TLS
		roots *x509.CertPool
		sent  bool
	}{
		{"required and there", secure, "", roots, true},
		{"required, certificate unknown", secure, TLSRequired, nil, false},
		{"required, not there", plain, TLSRequired, roots, false},
		{"if there, there", secure, TLSIfThere, roots, true},
		{"if there, not there", plain, TLSIfThere, roots, true},
	} {
		config := c.to.Config()
		config.TLS, config.Roots = c.tls, c.roots
		s, err := NewSender(config, clock.At(noon))
		if err != nil {
			t.Fatal(err)
		}
		before := c.to.Last()
		err = s.Send(t.Context(), Message{To: "a@example.org", Subject: c.name, Text: "Words"})
		if (err == nil) != c.sent || (c.to.Last() > before) != c.sent {
			t.Errorf("%s: error %v, caught %d", c.name, err, c.to.Last()-before)
		}
	}
}

func TestNewSender_RefusesBadConfiguration(t *testing.T) {
	good := Config{Host: "mail.example.org", Port: 587, From: "a@example.org"}
	if _, err := NewSender(good, clock.System{}); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Config){
		"no host":               func(c *Config) { c.Host = "" },
		"no port":               func(c *Config) { c.Port = 0 },
		"no sender":             func(c *Config) { c.From = "" },
		"forged sender":         func(c *Config) { c.From = "a@example.org\r\nBcc: b@example.org" },
		"forged name":           func(c *Config) { c.FromName = "A\nBcc: b@example.org" },
		"unknown protection":    func(c *Config) { c.TLS = "some" },
		"password in the clear": func(c *Config) { c.TLS, c.User, c.Password = TLSNone, "a", "b" },
	} {
		c := good
		change(&c)
		if _, err := NewSender(c, clock.System{}); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestCatcher_OnThisMachineOnly(t *testing.T) {
	if c, err := StartCatcher("0.0.0.0:0", clock.System{}); err == nil {
		c.Close()
		t.Error("listens to other machines")
	}
}

func TestCatcher_ListsAndFinds(t *testing.T) {
	c, s := start(t)
	for i, to := range []string{"ann@example.org", "bob@example.org", "ann@example.org"} {
		if err := s.Send(t.Context(), Message{To: to, Subject: fmt.Sprint("Mail ", i+1), Text: "Words"}); err != nil {
			t.Fatal(err)
		}
	}
	var all, ann []string
	for _, m := range c.List() {
		all = append(all, m.Subject)
	}
	for _, m := range c.For("Ann@Example.org") {
		ann = append(ann, m.Subject)
	}
	if diff := cmp.Diff([][]string{{"Mail 3", "Mail 2", "Mail 1"}, {"Mail 3", "Mail 1"}}, [][]string{all, ann}); diff != "" {
		t.Errorf("subjects (-want +got):\n%s", diff)
	}
	if m, ok := c.Get(2); !ok || m.Subject != "Mail 2" {
		t.Errorf("number 2: %+v", m)
	}
	if _, ok := c.Get(4); ok {
		t.Error("number 4 is there")
	}
}

func TestCatcher_KeepsTheLast500(t *testing.T) {
	c, _ := start(t)
	for range 503 {
		c.add(Caught{To: []string{"a@example.org"}})
	}
	all := c.List()
	if len(all) != 500 || all[0].Number != 503 || all[499].Number != 4 {
		t.Errorf("%d mails, %d to %d", len(all), all[0].Number, all[len(all)-1].Number)
	}
}

func TestCatcher_WaitFor(t *testing.T) {
	c, s := start(t)
	send := func(to, subject string) {
		if err := s.Send(t.Context(), Message{To: to, Subject: subject, Text: "Words"}); err != nil {
			t.Error(err)
		}
	}
	send("ann@example.org", "before")
	after := c.Last()
	var wg sync.WaitGroup
	wg.Go(func() { send("bob@example.org", "somebody else's"); send("ann@example.org", "the one") })
	m, err := c.WaitFor(t.Context(), "ann@example.org", after)
	if err != nil || m.Subject != "the one" {
		t.Errorf("got %q, error %v", m.Subject, err)
	}
	wg.Wait()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.WaitFor(ctx, "ann@example.org", c.Last()); !errors.Is(err, context.Canceled) {
		t.Errorf("none to come: %v", err)
	}
}

// Other programs' mails are read as well: one part, base64, no type.
func TestCatcher_ReadsOtherMails(t *testing.T) {
	c, _ := start(t)
	for i, raw := range []string{
		"Subject: =?iso-8859-1?Q?M=F4n?=\r\n\r\nplain words\r\n",
		"Subject: x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+SGVs\r\nbG88L3A+\r\n",
	} {
		if err := smtp.SendMail(c.addr.String(), nil, "a@example.org", []string{"b@example.org", "c@example.org"}, []byte(raw)); err != nil {
			t.Fatal(i, err)
		}
	}
	got := []string{c.List()[1].Subject, c.List()[1].Text, c.List()[0].HTML, strings.Join(c.List()[0].To, " ")}
	if diff := cmp.Diff([]string{"Môn", "plain words\n", "<p>Hello</p>", "b@example.org c@example.org"}, got); diff != "" {
		t.Errorf("read (-want +got):\n%s", diff)
	}
}
