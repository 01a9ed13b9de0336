package pgserver

import (
	"errors"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// process is a child that is waited for.
type process struct {
	cmd  *exec.Cmd
	done chan struct{} // closed when the child has ended
}

// startProcess starts the child from a thread that lives as long as the child:
// the system's "your parent has died" signal follows the thread, not the
// process, that started it.
func startProcess(cmd *exec.Cmd) (*process, error) {
	p := &process{cmd: cmd, done: make(chan struct{})}
	started := make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait() // how it ended is on cmd.ProcessState
			close(p.done)
		}
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	return p, nil
}

func (p *process) ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

// stop ends a postgres: first in order, then without finishing its writes,
// which its log repairs at the next start.
func (p *process) stop() error {
	for _, try := range []struct {
		signal syscall.Signal
		wait   time.Duration
	}{{syscall.SIGINT, fastShutdown}, {syscall.SIGQUIT, immediateShutdown}, {syscall.SIGKILL, immediateShutdown}} {
		if p.ended() {
			return nil
		}
		if err := p.cmd.Process.Signal(try.signal); err != nil && !p.ended() {
			return refuse(err, "PostgreSQL (process %d) could not be told to stop.", p.cmd.Process.Pid)
		}
		select {
		case <-p.done:
			return nil
		case <-time.After(try.wait):
		}
	}
	return refuse(errors.New("still running after SIGKILL"), "PostgreSQL (process %d) did not stop.", p.cmd.Process.Pid)
}
