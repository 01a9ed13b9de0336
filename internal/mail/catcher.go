package mail

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-smtp"

	"peerchallenge/internal/clock"
)

// keep is how many mails a Catcher remembers; older ones are forgotten.
const keep = 500

// Caught is one mail as the Catcher received it. A mail to several people is
// caught once.
type Caught struct {
	Number     int      // 1, 2, 3 … in the order of arrival, never used twice
	From       string   // envelope address
	To         []string // envelope addresses
	Subject    string
	Text, HTML string // the two parts, decoded, lines ending in LF
	ReceivedAt time.Time
}

// Catcher is a mail server that keeps mails in memory instead of delivering
// them. It listens on this machine only.
type Catcher struct {
	server   *smtp.Server
	listener net.Listener
	addr     *net.TCPAddr
	clock    clock.Clock

	mu      sync.Mutex
	mails   []Caught // oldest first
	last    int
	arrived chan struct{} // closed and replaced when a mail arrives
}

// StartCatcher listens on a loopback address, such as "127.0.0.1:0" for any
// free port. Stop it with Close.
func StartCatcher(addr string, clk clock.Clock) (*Catcher, error) {
	return startCatcher(addr, clk, func(*smtp.Server) {})
}

func startCatcher(addr string, clk clock.Clock, configure func(*smtp.Server)) (*Catcher, error) {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("mail: catcher: %w", err)
	}
	bound := listener.Addr().(*net.TCPAddr)
	if !bound.IP.IsLoopback() {
		_ = listener.Close()
		return nil, fmt.Errorf("mail: catcher: %s can be reached from other machines", addr)
	}
	c := &Catcher{listener: listener, addr: bound, clock: clk, arrived: make(chan struct{})}
	c.server = smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &session{catcher: c}, nil }))
	c.server.Domain = "localhost"
	c.server.MaxRecipients = 50
	c.server.MaxMessageBytes = 5 << 20
	c.server.ReadTimeout, c.server.WriteTimeout = timeout, timeout
	c.server.EnableSMTPUTF8 = true
	configure(c.server)
	go c.server.Serve(listener) // ends with Close
	return c, nil
}

// Config is what a Sender needs to send to this catcher.
func (c *Catcher) Config() Config {
	return Config{Host: c.addr.IP.String(), Port: c.addr.Port, TLS: TLSNone, From: "peer-challenge@localhost.localdomain"}
}

// Close stops listening and ends open conversations. What was caught stays.
func (c *Catcher) Close() error {
	// The server only knows its listener once its goroutine runs, so both are closed.
	err := errors.Join(c.listener.Close(), c.server.Close())
	if errors.Is(err, net.ErrClosed) || errors.Is(err, smtp.ErrServerClosed) {
		return nil
	}
	return err
}

// List gives all mails, newest first.
func (c *Catcher) List() []Caught { return c.filter(func(Caught) bool { return true }) }

// For gives the mails to one address, in any case, newest first.
func (c *Catcher) For(address string) []Caught {
	return c.filter(func(m Caught) bool { return m.isTo(address) })
}

func (m Caught) isTo(address string) bool {
	return slices.ContainsFunc(m.To, func(to string) bool { return strings.EqualFold(to, address) })
}

// Get gives the mail of a number, if it is still kept.
func (c *Catcher) Get(number int) (Caught, bool) {
	found := c.filter(func(m Caught) bool { return m.Number == number })
	if len(found) == 0 {
		return Caught{}, false
	}
	return found[0], true
}

func (c *Catcher) filter(wanted func(Caught) bool) []Caught {
	c.mu.Lock()
	defer c.mu.Unlock()
	var all []Caught
	for _, m := range slices.Backward(c.mails) {
		if wanted(m) {
			all = append(all, m)
		}
	}
	return all
}

// Last is the number of the newest mail, 0 before the first. A test notes it
// before it acts, and passes it to WaitFor.
func (c *Catcher) Last() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.last
}

// WaitFor gives the first mail to an address after the mail of that number,
// waiting for it until ctx ends.
func (c *Catcher) WaitFor(ctx context.Context, address string, after int) (Caught, error) {
	for {
		c.mu.Lock()
		arrived := c.arrived
		i := slices.IndexFunc(c.mails, func(m Caught) bool { return m.Number > after && m.isTo(address) })
		if i >= 0 {
			defer c.mu.Unlock()
			return c.mails[i], nil
		}
		c.mu.Unlock()
		select {
		case <-arrived:
		case <-ctx.Done():
			return Caught{}, fmt.Errorf("mail: waiting for a mail to %s: %w", address, ctx.Err())
		}
	}
}

func (c *Catcher) add(m Caught) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last++
	m.Number, m.ReceivedAt = c.last, c.clock.Now()
	c.mails = append(c.mails, m)
	if len(c.mails) > keep {
		c.mails = slices.Delete(c.mails, 0, len(c.mails)-keep)
	}
	close(c.arrived)
	c.arrived = make(chan struct{})
}

// session is one conversation with a client.
type session struct {
	catcher *Catcher
	mail    Caught
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error { s.mail.From = from; return nil }
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.mail.To = append(s.mail.To, to)
	return nil
}
func (s *session) Reset()        { s.mail = Caught{} }
func (s *session) Logout() error { return nil }

func (s *session) Data(r io.Reader) error {
	m := s.mail
	if err := m.read(r); err != nil {
		return &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 6, 0}, Message: "cannot read this mail"}
	}
	s.catcher.add(m)
	return nil
}
