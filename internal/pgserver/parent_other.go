//go:build !linux

package pgserver

import "syscall"

// dieWithParent does nothing: only Linux tells a child that its parent was
// killed. The next start stops what was left.
func dieWithParent(*syscall.SysProcAttr) {}
