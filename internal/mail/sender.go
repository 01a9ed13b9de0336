package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"time"

	gomail "github.com/wneessen/go-mail"

	"peerchallenge/internal/clock"
	"peerchallenge/internal/problem"
)

// TLS says how the way to the mail server is protected.
type TLS string

// The ways to protect it.
const (
	TLSRequired TLS = "starttls" // STARTTLS, or nothing is sent; the default
	TLSIfThere  TLS = "optional" // STARTTLS when the server offers it
	TLSImplicit TLS = "implicit" // TLS from the first byte, usually port 465
	TLSNone     TLS = "none"     // plain; for a server on this machine only
)

// Config names the mail server and the sender.
type Config struct {
	Host     string
	Port     int
	TLS      TLS    // empty means TLSRequired
	User     string // empty: no signing in
	Password string
	From     string         // the sender's address
	FromName string         // the product's name, shown beside the address
	Roots    *x509.CertPool // own certificate authorities; nil means the system's
}

// timeout ends a conversation with a server that no longer answers.
const timeout = 30 * time.Second

// Sender sends messages through one mail server. It is safe for use by several
// goroutines: each message is a conversation of its own.
type Sender struct {
	config Config
	clock  clock.Clock
}

// NewSender checks the configuration; it does not call the server.
func NewSender(c Config, clk clock.Clock) (*Sender, error) {
	if c.TLS == "" {
		c.TLS = TLSRequired
	}
	if c.FromName == "" {
		c.FromName = "Peer Challenge"
	}
	s := &Sender{config: c, clock: clk}
	switch {
	case !isAddress(c.From):
		return nil, fmt.Errorf("mail: %q is not an address to send from", c.From)
	case !isLine(c.FromName):
		return nil, fmt.Errorf("mail: %q is not a sender's name", c.FromName)
	case c.User != "" && c.TLS == TLSNone:
		return nil, errors.New("mail: a password is never sent without TLS")
	}
	if _, err := s.client(); err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	return s, nil
}

// Send hands one message to the server and returns when the server has taken
// it. A message that can never be sent is Invalid; everything else that goes
// wrong is Internal, and Permanent tells whether to try again.
func (s *Sender) Send(ctx context.Context, m Message) error {
	if err := m.Check(); err != nil {
		return err
	}
	msg, err := s.compose(m)
	if err != nil {
		return problem.Internalf(err, "mail: write")
	}
	client, err := s.client()
	if err == nil {
		err = client.DialAndSendWithContext(ctx, msg)
	}
	if err != nil {
		return problem.Internalf(err, "mail: send")
	}
	return nil
}

// Permanent tells whether trying again is useless: the message is not valid,
// or the server refused it for good, for an unknown mailbox say.
func Permanent(err error) bool {
	var refused *gomail.SendError
	if errors.As(err, &refused) {
		return refused.ErrorCode() >= 500 && refused.ErrorCode() < 600
	}
	return problem.Is(err, problem.Invalid)
}

func (s *Sender) compose(m Message) (*gomail.Msg, error) {
	msg := gomail.NewMsg()
	html, err := m.html(s.config.FromName)
	err = errors.Join(err, msg.FromFormat(s.config.FromName, s.config.From), msg.To(m.To))
	if err != nil {
		return nil, err
	}
	msg.Subject(m.Subject)
	msg.SetDateWithValue(s.clock.Now())
	msg.SetMessageID()
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // keeps absence notes from answering
	msg.SetGenHeader("Content-Language", "en-GB")
	msg.SetBodyString(gomail.TypeTextPlain, m.plainText(s.config.FromName))
	msg.AddAlternativeString(gomail.TypeTextHTML, html)
	return msg, nil
}

// client makes the library's client, which holds one conversation.
func (s *Sender) client() (*gomail.Client, error) {
	c := s.config
	options := []gomail.Option{
		gomail.WithPort(c.Port), gomail.WithTimeout(timeout),
		gomail.WithTLSConfig(&tls.Config{ServerName: c.Host, RootCAs: c.Roots, MinVersion: tls.VersionTLS12}),
	}
	switch c.TLS {
	case TLSRequired:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case TLSIfThere:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	case TLSImplicit:
		options = append(options, gomail.WithSSL())
	case TLSNone:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		return nil, fmt.Errorf("%q is no way to protect mail: starttls, optional, implicit or none", c.TLS)
	}
	if c.User != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(c.User), gomail.WithPassword(c.Password))
	}
	return gomail.NewClient(c.Host, options...)
}
