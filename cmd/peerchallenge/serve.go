package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"

	"github.com/alexedwards/scs/pgxstore"

	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/demo"
	"peerchallenge/internal/files"
	"peerchallenge/internal/journey"
	"peerchallenge/internal/mail"
	"peerchallenge/internal/outbox"
	"peerchallenge/web/server"
)

// app is the running program's parts.
type app struct {
	config   config
	db       *database
	clock    clock.Clock
	store    *files.Local
	services services
	sender   *mail.Sender
	catcher  *mail.Catcher // in demonstration mode
	sessions *pgxstore.PostgresStore
	log      *slog.Logger
}

func openApp(ctx context.Context, c config, out io.Writer) (*app, error) {
	a := &app{config: c, clock: clock.System{}, log: slog.New(slog.NewTextHandler(os.Stderr, nil))}
	if c.Demo {
		day, err := c.demoDay()
		if err != nil {
			return nil, err
		}
		a.clock = day
	}
	var err error
	if a.db, err = openDatabase(ctx, c, out); err != nil {
		return nil, err
	}
	if a.store, err = files.NewLocal(filepath.Join(c.DataDir, "files")); err == nil {
		a.services = newServices(a.db.app, a.clock, a.store, c)
		err = a.openMail()
	}
	if err == nil && c.Demo {
		err = a.tellStory(ctx, out)
	}
	if err != nil {
		a.close()
		return nil, err
	}
	return a, nil
}

func (a *app) openMail() error {
	c := mail.Config{Host: a.config.SMTPHost, Port: a.config.SMTPPort, TLS: mail.TLS(a.config.SMTPTLS), User: a.config.SMTPUser,
		Password: a.config.SMTPPassword, From: a.config.MailFrom, FromName: "Peer Challenge"}
	if a.config.Demo {
		var err error
		if a.catcher, err = mail.StartCatcher("127.0.0.1:0", a.clock); err != nil {
			return err
		}
		c = a.catcher.Config()
		c.From, c.FromName = a.config.MailFrom, "Peer Challenge"
	}
	if c.Host == "" {
		return nil // mails wait in the queue until a server is named
	}
	var err error
	a.sender, err = mail.NewSender(c, a.clock)
	return err
}

// tellStory loads the demonstration region into an empty database.
func (a *app) tellStory(ctx context.Context, out io.Writer) error {
	empty, err := (&demo.Visitor{DB: a.db.app}).Empty(ctx)
	if err != nil || !empty {
		return err
	}
	fmt.Fprintln(out, "Loading the demonstration region …")
	owner, err := a.db.ownerPool(ctx)
	if err != nil {
		return err
	}
	defer owner.Close()
	return demo.Load(ctx, a.db.app, owner, func(b db.Beginner, clk clock.Clock) demo.Services {
		return newServices(b, clk, a.store, a.config).Services
	})
}

func (a *app) close() {
	if a.catcher != nil {
		_ = a.catcher.Close() // nothing of it is kept
	}
	if a.sessions != nil {
		a.sessions.StopCleanup() // before the pool it works on goes
	}
	a.db.close()
}

// serve answers for the website until the context ends.
func serve(ctx context.Context, c config, out io.Writer) error {
	c.serving = true
	a, err := openApp(ctx, c, out)
	if err != nil {
		return err
	}
	defer a.close()
	listener, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("cannot listen on %s (set ADDR to another address): %w", c.Addr, err)
	}
	handler, err := a.handler()
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\n  %s\n  %s\n  data: %s\n\n", c.BaseURL, a.db.describe, a.db.where)
	background, stop := context.WithCancel(ctx)
	var jobs sync.WaitGroup
	a.startJobs(background, &jobs)
	defer jobs.Wait()
	defer stop()
	if os.Getenv("GOGC") == "" { // collect half as often: a few MiB for a tenth of the time
		debug.SetGCPercent(200)
	}
	return a.answer(ctx, listener, handler)
}

func (a *app) handler() (http.Handler, error) {
	features := newFeatures(a.services, a.db.public, a.config)
	if a.config.Demo {
		if err := a.addDemo(&features); err != nil {
			return nil, err
		}
	}
	a.sessions = pgxstore.New(a.db.app)
	s := &server.Server{Config: server.Config{Secure: a.config.Secure, Demo: a.config.Demo}, Clock: a.clock, People: a.services.People,
		Sessions: server.NewSessions(a.sessions, a.config.Secure), Log: a.log, Routes: server.Table(features)}
	return s.Handler(), nil
}

func (a *app) answer(ctx context.Context, l net.Listener, h http.Handler) error {
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(a.log.Handler(), slog.LevelWarn)}
	srv.RegisterOnShutdown(a.services.changes.Close) // a stream is never done by itself
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	// requests under way are finished, for a few seconds
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 8*time.Second)
	defer cancel()
	if err := srv.Shutdown(grace); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

// startJobs starts what runs beside the website: the mail queue, the planner, what
// tells open pages of changes, and once an hour the work of the day.
func (a *app) startJobs(ctx context.Context, jobs *sync.WaitGroup) {
	if a.sender != nil {
		worker := &outbox.Worker{DB: a.db.app, Clock: a.clock, Sender: a.sender, Log: a.log}
		jobs.Go(func() { worker.Run(ctx) })
	}
	jobs.Go(func() { a.services.proposing.Worker.Run(ctx) })
	a.services.changes.Connect = a.db.listener
	jobs.Go(func() { a.services.changes.Run(ctx) })
	jobs.Go(func() {
		ticker := time.NewTicker(time.Hour)
		defer ticker.Stop()
		for {
			a.dayWork(ctx)
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
		}
	})
}

// dayWork is idempotent; a late run never changes what is allowed.
func (a *app) dayWork(ctx context.Context) {
	for name, work := range map[string]func() error{
		"keys":      func() error { return a.services.Journey.Keys(ctx) },
		"stages":    func() error { _, err := a.services.Journey.Advance(ctx); return err },
		"follow-up": func() error { return a.services.FollowUp.Remind(ctx, journey.Job) },
		"practice":  func() error { return a.services.Practice.CloseDue(ctx, journey.Job) },
		"comments":  func() error { _, err := a.services.Accuracy.SettleDue(ctx, journey.Job); return err },
		"reminders": func() error { _, err := a.services.Reminders.Send(ctx); return err },
		"surveys":   func() error { return a.services.Evaluation.DayWork(ctx, journey.Job) },
		"retention": func() error { _, err := a.services.Retention.DestroyDue(ctx); return err },
		"tries":     func() error { return a.services.People.ForgetTries(ctx) },
		"files":     func() error { _, err := a.services.Documents.Tidy(ctx); return err },
		"uploads":   func() error { _, err := a.store.Sweep(ctx, 24*time.Hour); return err },
	} {
		if err := work(); err != nil && ctx.Err() == nil {
			a.log.Error("work of the day", "what", name, "err", err)
		}
	}
}
