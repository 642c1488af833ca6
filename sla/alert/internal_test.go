package alert

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/internal/threshold"
	"github.com/punctualgo/punctual/sla"
)

// cut keeps whole characters, and an ellipsis counts as one.
func TestCut(t *testing.T) {
	for _, tt := range []struct{ s, want string }{
		{"", ""}, {"äbc", "äbc"}, {"äbcd", "äbcd"}, {"äbcde", "äbc…"}, {"äbcdef", "äbc…"}, {"äbcdefg", "äbc…"},
	} {
		if got := cut(tt.s, 4); got != tt.want {
			t.Errorf("%q cut to 4 characters is %q, want %q", tt.s, got, tt.want)
		}
	}
}

// cut keeps what people see as one character whole.
func TestCutKeepsClusters(t *testing.T) {
	for _, tt := range []struct{ s, want string }{
		{"abcde\u0301", "abc…"},
		{"abcd\u0301e", "abc…"},
		{"abc\u0301de", "ab…"},
		{"ab\u0301\u0302\u0303\u0304\u0305", "a…"},
		{"a\u0301\u0301\u0301\u0301\u0301", "…"},
		{"ab👍🏽cd", "ab…"},
		{"abc👍🏽", "abc…"},
		{"a👩‍👩‍👧", "a…"},
		{"ab👍🏻cd", "ab…"},
		{"ab👍🏿cd", "ab…"},
		{"ab🇫🇷🇩🇪", "ab…"},
		{"ab🇦🇺cd", "ab…"},
		{"ab🇿🇦cd", "ab…"},
		{"a🇫🇷🇩🇪", "a🇫🇷…"},
		{"🇫🇷🇩🇪🇮🇹", "🇫🇷…"},
		{"ab\xff\xff\xff", "ab\xff…"},
	} {
		got := cut(tt.s, 4)
		if got != tt.want {
			t.Errorf("%q cut to 4 characters is %q, want %q", tt.s, got, tt.want)
		}
		if again := cut(got, 4); again != got {
			t.Errorf("%q is cut again, to %q", got, again)
		}
	}
}

// A text in one line is the words of the text, as far as they fit.
func TestLine(t *testing.T) {
	for _, tt := range []struct{ s, want string }{
		{"", ""}, {" \t\n", ""}, {"a\r\nb", "a b"}, {"  a  b  ", "a b"}, {"a\u200b b\u202e", "a b"}, {"abcd \x00\xff ", "abcd"},
		{"ab  cd", "ab …"}, {"ab  c", "ab c"}, {"abcd e", "abc…"}, {"abcdefghijkl", "abc…"},
	} {
		if got := line(tt.s, 4); got != tt.want {
			t.Errorf("%q in a line of 4 characters is %q, want %q", tt.s, got, tt.want)
		}
	}
}

// A link is a web address of at most 2,000 bytes, without what could end it early.
func TestLink(t *testing.T) {
	longest := "https://example.com/" + strings.Repeat("x", 1980)
	for _, tt := range []struct{ s, want string }{
		{"", ""}, {"http://example.com", "http://example.com"}, {"https://example.com/i/4?a=1&b=_2_", "https://example.com/i/4?a=1&b=_2_"},
		{"javascript:alert(1)", ""}, {"//example.com", ""}, {"ftp://example.com", ""}, {"https://example.com/\uFFFD", ""},
		{"https://example.com/a b\r\n<c>|d\"", "https://example.com/abcd"},
		{longest, longest}, {longest + "x", ""},
	} {
		if got := link(tt.s); got != tt.want {
			t.Errorf("the link of %q is %q, want %q", tt.s, got, tt.want)
		}
	}
}

// Of a digest a webhook lists as much as fits beside the alert itself, which must fit with an empty
// digest.
func TestListed(t *testing.T) {
	alert := Alert{ID: "digest"}
	var whole [5]int // lengths with so many listed
	for n := range whole {
		if n > 0 {
			alert.Digest = append(alert.Digest, Alert{ID: strings.Repeat("x", n)})
		}
		text, left, err := alert.listed(MaxWebhook)
		if err != nil || left.Digest != 0 {
			t.Fatalf("of %d alerts %d are left out, %v", n, left.Digest, err)
		}
		whole[n] = len(text)
	}
	for room := range whole[4] + 10 {
		text, left, err := alert.listed(room)
		if fits := room >= whole[0]+len(`,"digest":[]`); (err == nil) != fits {
			t.Errorf("%d bytes in %d: %v", whole[0], room, err)
		}
		if err != nil {
			continue
		}
		n := 4 - left.Digest
		if len(text) > room || len(text) != whole[n] {
			t.Errorf("%d of 4 alerts, in %d bytes, are in %d: %s", n, whole[n], room, text)
		}
		if n < 4 && whole[n+1] < room {
			t.Errorf("in %d bytes there are %d alerts, and room for another: they would have %d", room, n, whole[n+1])
		}
	}
}

// A step warns if it, or its repeat, lies ahead of the breach.
func TestStepsAheadOfTheBreachWarn(t *testing.T) {
	for _, tt := range []struct {
		at     string
		every  time.Duration
		repeat int
		want   bool
	}{
		{"75%", 0, 0, true},
		{"75%", 30 * time.Minute, 1, true}, // 3h30m
		{"75%", 30 * time.Minute, 2, false},
		{"75%", 20 * time.Minute, 2, true},
		{"75%", 20 * time.Minute, 3, false},
		{"75%", time.Hour, 1, false},
		{"75%", time.Hour - 1, 1, true},
		{"1h before", time.Minute, 59, true},
		{"1h before", time.Minute, 60, false},
		{"75%", 0, 2, true}, // the configuration no longer repeats it
		{"100%", 0, 0, false},
		{"100%", 0, 2, false},
		{"breach", time.Hour, 3, false},
		{"1h after", 0, 0, false},
	} {
		at, err := threshold.Parse(tt.at)
		if err != nil {
			t.Fatal(err)
		}
		s := step{threshold: at, every: tt.every}
		if got := s.warns(4*time.Hour, tt.repeat); got != tt.want {
			t.Errorf("%s every %v, repeat %d: warns is %v, want %v", tt.at, tt.every, tt.repeat, got, tt.want)
		}
	}
}

// The clock of a transition is found by metric, cycle and policy. Where the policy of a clock has
// changed, it is found by metric and cycle.
func TestFindClock(t *testing.T) {
	for _, tt := range []struct {
		clocks string // metric, cycle and policy
		want   string
	}{
		{"", "missing"},
		{"n1p n3p", "missing"},
		{"m1p", "missing"},
		{"m2p", "m2p"},
		{"m1p m2p m3p", "m2p"},
		{"m2p m3p", "m2p"},
		{"n2p m2q", "m2q"},   // the policy changed
		{"m2q m2p", "m2p"},   // each policy has a clock
		{"m2q m3p", "later"}, // each policy has a clock, that of p is another cycle by now
		{"m3p m2q", "later"},
		{"m3q", "later"}, // another cycle, of another policy
		{"n3p m1p", "missing"},
	} {
		var r sla.Result
		for _, s := range []byte(tt.clocks) {
			switch {
			case s == 'm' || s == 'n':
				r.Clocks = append(r.Clocks, sla.Clock{Metric: string(s)})
			case s >= '0' && s <= '9':
				r.Clocks[len(r.Clocks)-1].Cycle = int(s - '0')
			case s != ' ':
				r.Clocks[len(r.Clocks)-1].Policy = string(s)
			}
		}
		c, found := findClock(&r, &sla.Transition{Metric: "m", Cycle: 2, Policy: "p"})
		got := map[clockMatch]string{clockMissing: "missing", clockReplaced: "later", clockFound: fmt.Sprintf("%s%d%s", c.Metric, c.Cycle, c.Policy)}[found]
		if got != tt.want {
			t.Errorf("of %q: got %s, want %s", tt.clocks, got, tt.want)
		}
	}
}
