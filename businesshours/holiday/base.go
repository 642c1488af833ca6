package holiday

import (
	"slices"
	"time"

	"github.com/rickar/cal/v2"
)

// without returns a list of package cal but for the holidays of some names: those that
// are none here, or for which there is a rule.
func without(holidays []*cal.Holiday, names ...string) []*cal.Holiday {
	return slices.DeleteFunc(slices.Clone(holidays), func(h *cal.Holiday) bool {
		return slices.Contains(names, h.Name)
	})
}

// appendBase appends the dates of a list of package cal in year.
func appendBase(days []Day, holidays []*cal.Holiday, year int) []Day {
	for _, shared := range holidays {
		h := *shared // Calc writes to the equinoxes of jp
		// An observed date may fall in the year before or after its holiday's; not if
		// that is in the middle of the year.
		first, last := year-1, year+1
		if time.March <= h.Month && h.Month <= time.October {
			first, last = year, year
		}
		for y := first; y <= last; y++ {
			actual, observed := h.Calc(y)
			if actual.IsZero() {
				continue // not kept that year
			}
			if on := dayOf(actual, h.Name); on.Year == year {
				on.Moved = !observed.Equal(actual)
				days = append(days, on)
			}
			if observed.Equal(actual) {
				continue
			}
			if instead := dayOf(observed, h.Name); instead.Year == year {
				instead.Observed = true
				days = append(days, instead)
			}
		}
	}
	return days
}

// dayOf returns the date of t, a midnight in cal.DefaultLoc. Where a clock change
// skips midnight, that instant may lie on the day before: at noon none does.
func dayOf(t time.Time, name string) Day {
	y, m, d := t.Add(12 * time.Hour).Date()
	return Day{Year: y, Month: m, Day: d, Name: name}
}
