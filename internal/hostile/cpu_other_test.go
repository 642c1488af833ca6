//go:build !unix

package hostile

import "time"

var start = time.Now()

// cpu returns a time that passes no slower than the processor time of this process.
func cpu() time.Duration { return time.Since(start) }
