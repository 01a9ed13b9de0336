package pgserver

import "syscall"

// dieWithParent has Linux stop postgres in order when this program is killed.
func dieWithParent(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGINT }
