package timeline_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/punctualgo/punctual/sla"
)

// A gap between two bars shows if it is at least 2.5 pixels wide. The title of bars with narrower
// gaps says so.
func TestNarrowGapsDoNotShow(t *testing.T) {
	for _, tt := range []struct {
		gap  float64
		want string
	}{{2.5, "10 112.5"}, {2.4, "10"}} {
		a := account("resolution", 1, sla.Running, minute(10))
		a.Segments = []sla.Segment{segment(sla.SegmentCounted, 10, 110), segment(sla.SegmentHoliday, 110, 110+tt.gap), segment(sla.SegmentCounted, 110+tt.gap, 200)}
		list := drawn(t, grid(nil, a), "rect", "counted")
		if got := places(list); got != tt.want {
			t.Errorf("a gap of %v pixels: bars at %s, want %s", tt.gap, got, tt.want)
		}
		if joined := strings.Contains(list[0].Title, "with gaps too short to show, Mon 4 May 13:10 UTC to Mon 4 May 16:20 UTC"); joined != (len(list) == 1) {
			t.Errorf("a gap of %v pixels: title %q", tt.gap, list[0].Title)
		}
	}
}

// Late time has a heavy edge if it is at least 24 pixels wide.
func TestNarrowLateTimeHasNoEdge(t *testing.T) {
	for width, class := range map[float64]string{24: "late", 23.9: "late thin"} {
		a := account("resolution", 1, sla.Running, minute(10), happening{minute(60), sla.KindBreached, false})
		a.Segments = []sla.Segment{segment(sla.SegmentCounted, 10, 60+width)}
		if got := grid(nil, a); len(drawn(t, got, "rect", class)) != 1 || places(drawn(t, got, "rect", "counted")) != "10" {
			t.Errorf("%v pixels of late time are not %s:\n%s", width, class, got)
		}
	}
}

// Up to 48 bars of a kind are drawn one by one, with a title each. More are drawn together.
func TestManyBarsAreDrawnTogether(t *testing.T) {
	for _, tt := range []struct {
		kind                 sla.SegmentKind
		single, class, title string
	}{
		{sla.SegmentCounted, "rect", "counted", "counted"},
		{sla.SegmentPaused, "rect", "paused", "paused"},
		{sla.SegmentStopped, "path", "gone", "stopped"},
	} {
		var y, height float64
		for _, n := range []int{48, 49} {
			a := account("resolution", 1, sla.Running, minute(0))
			for i := range n {
				a.Segments = append(a.Segments, segment(tt.kind, float64(8*i), float64(8*i+4)), segment(sla.SegmentHoliday, float64(8*i+4), float64(8*i+8)))
			}
			got := grid(nil, a)
			if n == 48 {
				list := drawn(t, got, tt.single, tt.class)
				if len(list) != n || list[47].Title != tt.title+", Mon 4 May 19:16 UTC to Mon 4 May 19:20 UTC" {
					t.Errorf("%d bars: %d %s, the last with title %q", n, len(list), tt.kind, list[len(list)-1].Title)
				}
				y, height = list[0].Y, list[0].Height
				continue
			}
			class := tt.class
			if tt.kind == sla.SegmentCounted {
				class = "counted thin"
			}
			list := drawn(t, got, "path", class)
			if len(list) != 1 || list[0].Title != tt.title+", in 49 parts" || strings.Count(list[0].Data, "M") != n {
				t.Errorf("%d bars: %d %s, %+v", n, len(list), tt.kind, list)
			}
			if list[0].Y != y || height != 0 && !strings.Contains(list[0].Data, fmt.Sprintf("v%vh", height)) {
				t.Errorf("%d bars are not as high as one, %v at %v: %s", n, height, y, list[0].Data)
			}
			// All of them are where the time was.
			for i := range n {
				if want := fmt.Sprintf("M%d ", 20+8*i); !strings.Contains(list[0].Data, want) {
					t.Errorf("no bar begins at %s: %s", want, list[0].Data)
				}
			}
		}
	}
}

// A lane with clocks of more than 3000 schedules has no hours shaded, and a line says so.
func TestManySchedulesAreNotShaded(t *testing.T) {
	for n, want := range map[int]bool{3000: false, 3001: true} {
		clocks := make([]sla.ClockAccount, n)
		for i := range clocks {
			clocks[i] = met(i+1, float64(i)/10, float64(i+1)/10)
			clocks[i].Schedule = fmt.Sprint("desk ", i)
		}
		if got := slices.Contains(labels(t, grid(nil, clocks...)), "Some closed hours are too short to show."); got != want {
			t.Errorf("%d clocks: says that hours are not shaded %t, want %t", n, got, want)
		}
	}
}
