package timeline_test

import (
	"testing"
	"time"

	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/timeline"
)

// crowds is a picture with signs of each kind, which stand for 1 thing an hour after its start, and
// then each hour for 2, 12, 100, 999 and 1000: the last are at the right edge. In one lane signs of
// four kinds meet there.
func crowds() []byte {
	counts := []int{1, 2, 12, 100, 999, 1000}
	start := at(4, 9, 0)
	end, later := start.Add(6*time.Hour), start.Add(7*time.Hour)
	var clocks []sla.ClockAccount
	add := func(metric string, happened func(at time.Time) []happening) {
		cycle := 0
		for hour, n := range counts {
			at := start.Add(time.Duration(hour+1) * time.Hour)
			for range n {
				cycle++
				a := account(metric, cycle, sla.Stopped, at.Add(-time.Minute), happened(at)...)
				a.EndedAt = a.StartedAt // so that no clock seems to overlap the next one
				clocks = append(clocks, a)
			}
		}
	}
	for _, kind := range []sla.Kind{sla.KindRetargeted, sla.KindEscalated, sla.KindReopened, sla.KindBreached, sla.KindStopped, sla.KindCancelled} {
		add(string(kind), func(at time.Time) []happening { return []happening{{at, kind, false}} })
	}
	add("met", func(at time.Time) []happening { return []happening{{at, sla.KindStopped, true}} })
	add("earlier_breach", func(at time.Time) []happening {
		return []happening{{at, sla.KindBreached, false}, {later, sla.KindRetargeted, false}}
	})
	add("earlier_miss", func(at time.Time) []happening {
		return []happening{{at, sla.KindStopped, false}, {later, sla.KindReopened, false}}
	})
	add("earlier_met", func(at time.Time) []happening {
		return []happening{{at, sla.KindStopped, true}, {later, sla.KindReopened, false}}
	})
	clocks = append(clocks,
		account("mixed", 1, sla.Stopped, start, happening{end, sla.KindRetargeted, false}, happening{end, sla.KindBreached, false}),
		account("mixed", 2, sla.Stopped, end.Add(-time.Minute), happening{end, sla.KindStopped, true}),
		account("mixed", 3, sla.Cancelled, end.Add(-time.Minute), happening{end, sla.KindCancelled, false}))
	issue := sla.Issue{ID: "I", CreatedAt: start.Add(-time.Hour)}
	for i, party := range []sla.Party{sla.Customer, sla.Agent, sla.Bot, sla.ThirdParty} {
		for k, n := range []int{1, 2, 100} {
			for range n {
				issue.Events = append(issue.Events, sla.MessageFrom(party, start.Add(time.Duration(30*(3*i+k))*time.Minute)))
			}
		}
	}
	for range 1000 {
		issue.Events = append(issue.Events, sla.MessageFrom(sla.Customer, end))
	}
	issue.Events = append(issue.Events, sla.MessageFrom(sla.Agent, end))
	return timeline.SVG(issue, sla.Explanation{AsOf: later, Clocks: clocks}, timeline.Options{From: start, Until: end})
}

// A sign is as wide as its number needs, and stays inside the picture.
func TestSignsHaveRoomForNumbers(t *testing.T) {
	checkGolden(t, "testdata/crowds.svg", crowds())
}
