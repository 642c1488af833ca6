package businesshours

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
)

var weekdays = [7]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// parseDays parses "mon" or "mon-fri". A range may pass the end of the week.
func parseDays(text string) (first time.Weekday, n int, err error) {
	from, to, isRange := strings.Cut(text, "-")
	if !isRange {
		to = from
	}
	a, b := slices.Index(weekdays[:], from), slices.Index(weekdays[:], to)
	if a < 0 || b < 0 || isRange && a == b {
		return 0, 0, fmt.Errorf("%s is not a day or a range of days such as \"mon\" or \"mon-fri\"%s", strict.Quote(text), daysHint(text))
	}
	return time.Weekday(a), (b-a+7)%7 + 1, nil
}

// daysHint suggests "mon-fri" for "Monday-Friday" and "weekdays".
func daysHint(text string) string {
	if len(text) > maxHint {
		return ""
	}
	lower := strings.ToLower(text)
	if strings.ContainsAny(lower, ",;+&/") {
		return "; write an entry for each day"
	}
	switch strings.ReplaceAll(lower, " ", "") {
	case "weekday", "weekdays", "workdays", "businessdays":
		return didYouMean("mon-fri")
	case "weekend", "weekends":
		return didYouMean("sat-sun")
	case "daily", "everyday", "all", "*":
		return didYouMean("mon-sun")
	}
	first, last, isRange := strings.Cut(strings.NewReplacer("–", "-", "—", "-", " to ", "-").Replace(lower), "-")
	first, last = dayMeant(strings.TrimSpace(first)), dayMeant(strings.TrimSpace(last))
	switch {
	case first == "" || isRange && last == "":
		return ""
	case isRange && first != last:
		return didYouMean(first + "-" + last)
	}
	return didYouMean(first)
}

// dayMeant returns the day of the week that a lower-case text means, or "".
func dayMeant(text string) string { return abbreviated(text, fullWeekdays) }
