package businesshours_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

func TestConf(t *testing.T) {
	f, _ := os.Open("/work/shared/conformance/hours.jsonl.gz")
	z, _ := gzip.NewReader(f)
	sc := bufio.NewScanner(z)
	sc.Buffer(nil, 1<<20)
	bad := 0
	for sc.Scan() {
		var c struct {
			ID        string
			Schedules []businesshours.Schedule
			Schedule  string
			At        time.Time
			Op        string
			Until     time.Time
			Duration  string
			Want      any
		}
		if err := json.Unmarshal(sc.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		set, err := businesshours.Compile(c.Schedules)
		if err != nil {
			t.Fatal(c.ID, err)
		}
		cal, _ := set.Calendar(c.Schedule)
		var got any
		switch c.Op {
		case "between":
			got = cal.Between(c.At, c.Until).String()
		case "add":
			d, _ := time.ParseDuration(c.Duration)
			u, err := cal.Add(c.At, d)
			got = u.Format(time.RFC3339Nano)
			if err != nil {
				got = err.Error()
			}
		case "open":
			got = cal.Open(c.At)
		case "next_open":
			u, err := cal.NextOpen(c.At)
			got = u.Format(time.RFC3339Nano)
			if err != nil {
				got = nil
			}
		case "next_close":
			u, err := cal.NextClose(c.At)
			got = u.Format(time.RFC3339Nano)
			if err != nil {
				got = nil
			}
		case "spans":
			l := [][2]string{}
			for s := range cal.Spans(c.At, c.Until) {
				l = append(l, [2]string{s.Start.Format(time.RFC3339Nano), s.End.Format(time.RFC3339Nano)})
			}
			got = l
		}
		g, _ := json.Marshal(got)
		w, _ := json.Marshal(c.Want)
		if string(g) != string(w) {
			bad++
			if bad < 10 {
				t.Errorf("%s %s: got %s want %s", c.ID, c.Op, g, w)
			}
		}
	}
	t.Log("bad", bad)
}
