package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// program is the built program with its folder; it is killed and started again.
type program struct {
	binary, data, address string
	running               *exec.Cmd
	log                   *os.File
}

func build(ctx context.Context, folder string) (*program, error) {
	p := &program{binary: filepath.Join(folder, "peerchallenge"), data: filepath.Join(folder, "data")}
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", p.binary, "./cmd/peerchallenge").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("go build: %w\n%s", err, out)
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p.address = l.Addr().String()
	if err := l.Close(); err != nil {
		return nil, err
	}
	p.log, err = os.Create(filepath.Join(folder, "log"))
	return p, err
}

func (p *program) url() string { return "http://" + p.address }

func (p *program) environment() []string {
	return append(os.Environ(), "DEMO=1", "DATABASE_URL=", "OWNER_DATABASE_URL=", "INSTALL_POSTGRES=1", "DATA_DIR="+p.data, "ADDR="+p.address, "BASE_URL="+p.url())
}

// start starts the program and waits until it answers.
func (p *program) start(ctx context.Context) error {
	p.running = exec.Command(p.binary, "serve")
	p.running.Env, p.running.Stdout, p.running.Stderr = p.environment(), p.log, p.log
	if err := p.running.Start(); err != nil {
		return err
	}
	for range 3600 {
		ask, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url()+"/healthz", nil)
		if err != nil {
			return err
		}
		if res, err := http.DefaultClient.Do(ask); err == nil {
			res.Body.Close()
			if res.StatusCode < http.StatusBadRequest {
				return nil
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("the program did not answer within three minutes; see %s", p.log.Name())
}

// kill ends it as a lost power supply would, its PostgreSQL left alone.
func (p *program) kill() error {
	if err := p.running.Process.Signal(syscall.SIGKILL); err != nil {
		return err
	}
	_ = p.running.Wait() // it says that it was killed
	return nil
}

// stop ends it in order.
func (p *program) stop() error {
	if err := p.running.Process.Signal(syscall.SIGINT); err != nil {
		return err
	}
	return p.running.Wait()
}

// verify runs the program's own check beside it.
func (p *program) verify(ctx context.Context) (string, error) {
	c := exec.CommandContext(ctx, p.binary, "verify")
	c.Env = p.environment()
	out, err := c.CombinedOutput()
	return string(out), err
}
