package pgserver

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"strings"
	"syscall"
)

// account is the user that PostgreSQL's programs run as.
type account struct {
	name     string
	uid, gid int
	other    bool // another user than this process, which is then root
}

// childAccount is this process's own user, or for root the first of
// `postgres` and `nobody` that the machine has.
func childAccount() (account, error) {
	if os.Geteuid() != 0 {
		return self(), nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			return accountOf(u)
		}
	}
	return account{}, refuse(nil, "PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody: start as another user.")
}

// self is the user of this process.
func self() account {
	return account{name: userName(os.Geteuid()), uid: os.Geteuid(), gid: os.Getegid()}
}

func accountOf(u *user.User) (account, error) {
	uid, errUID := strconv.Atoi(u.Uid)
	gid, errGID := strconv.Atoi(u.Gid)
	if err := errors.Join(errUID, errGID); err != nil {
		return account{}, refuse(err, "The user %s has no number.", u.Username)
	}
	return account{name: u.Username, uid: uid, gid: gid, other: true}, nil
}

// ownerOf is the account for an existing data folder: PostgreSQL runs only as
// its owner. Without such a folder the account stays as it is.
func (a account) ownerOf(data string) (account, error) {
	info, err := os.Stat(data)
	if errors.Is(err, fs.ErrNotExist) {
		return a, nil
	}
	if err != nil {
		return a, refuse(err, "The folder %s cannot be opened.", data)
	}
	st := info.Sys().(*syscall.Stat_t)
	switch {
	case int(st.Uid) == a.uid, a.other && st.Uid == 0:
		return a, nil
	case a.other:
		return account{name: userName(int(st.Uid)), uid: int(st.Uid), gid: int(st.Gid), other: true}, nil
	}
	return a, refuse(nil, "The database in %s belongs to the user %s: start as that user, or choose another DATA_DIR.", data, userName(int(st.Uid)))
}

func userName(uid int) string {
	if u, err := user.LookupId(strconv.Itoa(uid)); err == nil {
		return u.Username
	}
	return strconv.Itoa(uid)
}

// command prepares a program to run as the account, from a folder that every
// user may open.
func (a account) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = "/"
	cmd.Env = childEnvironment(os.Environ())
	cmd.SysProcAttr = &syscall.SysProcAttr{}
	if a.other {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid)}
	}
	return cmd
}

// childEnvironment leaves out PG… settings meant for some other server. With
// LC_ALL=C messages are English, and macOS starts no thread for the locale,
// which postgres would refuse.
func childEnvironment(env []string) []string {
	kept := []string{"LC_ALL=C"}
	for _, e := range env {
		if !strings.HasPrefix(e, "PG") && !strings.HasPrefix(e, "LC_ALL=") {
			kept = append(kept, e)
		}
	}
	return kept
}

// canOpen tells whether the account may pass through the folder. The system
// answers, so that access lists count too.
func (a account) canOpen(folder string) bool {
	return a.command(context.Background(), "test", "-x", folder).Run() == nil
}

// give hands a file or folder that this process made to the account.
func (a account) give(path string) error {
	if !a.other {
		return nil
	}
	return os.Chown(path, a.uid, a.gid)
}
