package timeline

import (
	"encoding/hex"
	"hash/fnv"
	"strconv"
	"time"

	"github.com/punctualgo/punctual/sla"
)

// idOf returns a name for a picture that differs between the pictures on a page: it depends on
// the issue, the present, how the clocks stand, and the options.
func idOf(issue string, x *sla.Explanation, options *Options) string {
	h := fnv.New64a()
	b := make([]byte, 0, 256)
	flush := func() {
		h.Write(b)
		b = b[:0]
	}
	number := func(n int64) { b = append(strconv.AppendInt(b, n, 36), ' ') }
	instant := func(t time.Time) {
		number(t.Unix())
		number(int64(t.Nanosecond()))
	}
	text := func(s string) {
		number(int64(len(s)))
		b = append(b, s...)
	}
	text(issue)
	instant(x.AsOf)
	instant(options.From)
	instant(options.Until)
	number(int64(options.Width))
	text(strconv.FormatBool(options.EachCycle))
	if options.Zone != nil {
		text(options.Zone.String())
	}
	for _, m := range options.Metrics {
		text(m)
		flush()
	}
	for i := range x.Clocks {
		a := &x.Clocks[i]
		text(a.Metric)
		text(a.Policy)
		number(int64(a.Cycle))
		number(int64(a.Target))
		number(int64(a.Elapsed))
		flush()
	}
	flush()
	return hex.EncodeToString(h.Sum(nil)[:6])
}
