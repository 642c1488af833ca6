package web

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// What is counted is counted again after twenty times as long as that took; what failed, at once.
func TestCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c counted
		fails := errors.New("no database")
		counts := 0
		look := func() (string, error) {
			var b strings.Builder
			err := c.write(&b, func(b *strings.Builder) error {
				time.Sleep(time.Second)
				counts++
				if counts == 1 {
					return fails
				}
				b.WriteString(strings.Repeat("x", counts))
				return nil
			})
			return b.String(), err
		}
		if text, err := look(); err != fails || text != "" {
			t.Errorf("got %q, %v", text, err)
		}
		for _, tt := range []struct {
			after time.Duration
			want  string
		}{{0, "xx"}, {20 * time.Second, "xx"}, {time.Nanosecond, "xxx"}} {
			time.Sleep(tt.after)
			if text, err := look(); err != nil || text != tt.want {
				t.Errorf("%v later: %q, %v, want %q", tt.after, text, err, tt.want)
			}
		}
	})
}
