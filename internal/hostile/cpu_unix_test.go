//go:build unix

package hostile

import (
	"syscall"
	"time"
)

// cpu returns the processor time that this process has taken. Other processes that keep the
// machine busy change it little.
func cpu() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
