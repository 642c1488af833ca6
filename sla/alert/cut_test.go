package alert

import "testing"

func TestCut(t *testing.T) {
	for _, tt := range []struct{ s, want string }{
		{"", ""}, {"äbc", "äbc"}, {"äbcd", "äbcd"}, {"äbcde", "äbc…"}, {"äbcdef", "äbc…"}, {"äbcdefg", "äbc…"},
	} {
		if got := cut(tt.s, 4); got != tt.want {
			t.Errorf("%q cut to 4 characters is %q, want %q", tt.s, got, tt.want)
		}
	}
}
