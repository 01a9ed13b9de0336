package pgserver

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
)

var errLocked = errors.New("another program holds the lock")

// lock is the hold on one cluster. The system gives it back when the program
// ends, however it ends; the file stays. Its lines are the holder's process
// number and its socket folder.
type lock struct {
	file   *os.File
	before []string // the lines that a holder left that did not end in order
}

// takeLock answers errLocked at once when somebody else holds the lock.
func takeLock(path string) (*lock, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = errLocked
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	l := &lock{file: file, before: readLines(path)}
	return l, l.note("")
}

// note writes the lines that tell others who holds the lock. The former
// socket folder was read before.
func (l *lock) note(socket string) error {
	text := fmt.Appendf(nil, "%d\n%s\n", os.Getpid(), socket)
	return errors.Join(l.file.Truncate(0), l.writeAt(text))
}

func (l *lock) writeAt(text []byte) error {
	_, err := l.file.WriteAt(text, 0)
	return err
}

// previousSocket is the socket folder of a holder that was killed, or "".
func (l *lock) previousSocket() string {
	if len(l.before) < 2 {
		return ""
	}
	return l.before[1]
}

func (l *lock) release() error {
	return errors.Join(l.file.Truncate(0), l.file.Close())
}

// startedBy names the process that holds the lock, for a message.
func startedBy(path string) string {
	if lines := readLines(path); len(lines) > 0 && lines[0] != "" {
		return " (started by process " + lines[0] + ")"
	}
	return ""
}

// readLines is empty for a file that is not there.
func readLines(path string) []string {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	return strings.Split(string(bytes.TrimSpace(text)), "\n")
}
