package pgserver

import (
	"context"
	"errors"
	"fmt"
)

// installDebian installs Debian's or Ubuntu's own package. The caller has
// checked that this is root on such a system and that it is allowed.
func installDebian(ctx context.Context, s search) (program, error) {
	s.log("No PostgreSQL on this machine: installing the package postgresql with apt-get")
	for _, args := range [][]string{{"update", "-q"}, {"install", "-q", "-y", "--no-install-recommends", "postgresql"}} {
		cmd := self().command(ctx, "apt-get", args...)
		cmd.Env = append(cmd.Env, "DEBIAN_FRONTEND=noninteractive")
		if out, err := cmd.CombinedOutput(); err != nil {
			return program{}, fmt.Errorf("apt-get %s did not succeed: %w: %s", args[0], err, out)
		}
	}
	// The package brings the user postgres, but the folder was chosen for the
	// user known before; that one can run it just as well.
	usable, reasons := inspectAll(ctx, onMachine(ctx), s.account)
	if len(usable) == 0 {
		return program{}, errors.Join(errors.New("the package of Debian brought no usable PostgreSQL"), reasons)
	}
	return usable[0], nil
}
