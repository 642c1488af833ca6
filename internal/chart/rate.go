package chart

import (
	"math"
	"strconv"

	"github.com/punctualgo/punctual/internal/human"
)

// A Rate is a share with the interval in which it may lie. There is none if N is 0.
type Rate struct {
	N, Good         int64
	Rate, Low, High float64
}

// few reports whether a rate rests on so few records that it may be off by more than ten
// points.
func (r *Rate) few() bool { return r.High-r.Low > 0.2 }

// words says what r is.
func (r *Rate) words() string {
	if r.N == 0 {
		return "nothing to judge"
	}
	return Percent(r.Rate) + ", " + Count(r.Good) + " of " + Count(r.N) + "; 95% interval " + interval(r.Low, r.High)
}

func interval(low, high float64) string {
	whole := func(f float64) string { return strconv.FormatFloat(f*100, 'f', 0, 64) }
	return whole(low) + "–" + whole(high) + "%"
}

// A Goal is the share that is promised.
type Goal struct {
	Share float64
	Text  string // such as "95%"
}

// A Name is that of a row or panel.
type Name struct {
	Text    string
	Missing bool // it stands for a value that is missing
}

// Percent writes a share, rounded down, so that 100% is all.
func Percent(share float64) string {
	return strconv.FormatFloat(math.Floor(share*1000+1e-9)/10, 'f', 1, 64) + "%"
}

// Count writes a number with separators of thousands.
func Count(n int64) string {
	return human.Count(n)
}

// A percentAxis shows shares from a floor to 1.
type percentAxis struct {
	floor      float64
	start, end float64 // the places of floor and 1
}

// at returns the place of a share. Those below the floor are at the floor.
func (a *percentAxis) at(share float64) float64 {
	share = min(max(share, a.floor), 1)
	return a.start + (share-a.floor)/(1-a.floor)*(a.end-a.start)
}

// ticks are the shares with a label.
func (a *percentAxis) ticks() (shares []float64) {
	step := 0.25
	switch a.floor {
	case 0.5:
		step = 0.1
	case 0.8, 0.9:
		step = (1 - a.floor) / 4
	}
	for i := 0; ; i++ {
		share := a.floor + float64(i)*step
		if share > 1.0001 {
			return shares
		}
		shares = append(shares, share)
	}
}

// floorOf returns where an axis begins that shows rates with their intervals, and a goal.
func floorOf(goal *Goal, each func(yield func(*Rate))) float64 {
	least := 1.0
	if goal != nil {
		least = goal.Share
	}
	each(func(r *Rate) {
		if r.N > 0 {
			least = min(least, r.Low)
		}
	})
	for _, floor := range []float64{0.9, 0.8, 0.5} {
		if least >= floor {
			return floor
		}
	}
	return 0
}

// label writes a share for an axis.
func label(share float64) string {
	return strconv.FormatFloat(math.Round(share*1000)/10, 'f', -1, 64) + "%"
}
