package businesshours

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
)

var (
	ordinals = []string{"last", "1st", "2nd", "3rd", "4th", "5th"}
	months   = []string{"", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
)

// parseEvery parses the text of Holiday.Every.
func parseEvery(text string) (yearlyDates, error) {
	if dates := everyFrom(text); dates != nil {
		return dates, nil
	}
	return nil, fmt.Errorf("%s is not a date of each year such as \"12-31\", \"4th thu of nov\", \"last mon of may\", \"2nd sat\" or \"easter\"%s",
		strict.Quote(text), everyHint(text))
}

// everyFrom is parseEvery without an error. It returns nil if text is not valid.
func everyFrom(text string) yearlyDates {
	switch text {
	case "easter":
		return easter{}
	case "orthodox easter":
		return easter{orthodox: true}
	}
	if d, ok := monthDayFrom(text); ok {
		return d
	}
	if n, rest, ok := strings.Cut(text, " "); ok {
		day, month, ofMonth := strings.Cut(rest, " of ")
		d := nthWeekday{n: slices.Index(ordinals, n), weekday: time.Weekday(slices.Index(weekdays[:], day))}
		if ofMonth {
			d.month = time.Month(slices.Index(months[1:], month) + 1)
		}
		if d.n >= 0 && d.weekday >= 0 && ofMonth == (d.month > 0) {
			return d
		}
	}
	return nil
}

// everyHint suggests "4th thu of nov" for "fourth Thursday in November".
func everyHint(text string) string {
	if len(text) > maxHint {
		return ""
	}
	lower := strings.Join(strings.Fields(strings.ToLower(text)), " ")
	switch lower {
	case "good friday":
		return `; write "every": "easter", "plus": -2`
	case "easter monday":
		return `; write "every": "easter", "plus": 1`
	case "ascension", "ascension day":
		return `; write "every": "easter", "plus": 39`
	case "whit monday", "pentecost monday":
		return `; write "every": "easter", "plus": 50`
	case "easter sunday":
		return didYouMean("easter")
	case "orthodox easter sunday", "orthodox-easter", "orthodox_easter", "greek easter":
		return didYouMean("orthodox easter")
	}
	if _, ok := dateFrom(text); ok {
		return "; write it as \"date\""
	}
	if meant := monthDayMeant(text); meant != "" {
		return didYouMean(meant)
	}
	var words []string
	for word := range strings.FieldsSeq(lower) {
		switch word {
		case "the", "of", "in", "each", "every", "month":
			continue
		}
		if i := slices.Index([]string{"first", "second", "third", "fourth", "fifth"}, word); i >= 0 {
			word = ordinals[i+1]
		} else if i := slices.Index([]string{"1", "2", "3", "4", "5"}, strings.TrimSuffix(word, ".")); i >= 0 {
			word = ordinals[i+1]
		} else if day := abbreviated(word, fullWeekdays); day != "" {
			word = day
		} else if month := abbreviated(word, fullMonths); month != "" {
			word = month
		}
		words = append(words, word)
	}
	if len(words) == 1 && slices.Contains(weekdays[:], words[0]) {
		return "; a day that is closed each week needs no entry in weekly"
	}
	if len(words) == 3 {
		words = []string{words[0], words[1], "of", words[2]}
	}
	if meant := strings.Join(words, " "); everyFrom(meant) != nil {
		return didYouMean(meant)
	}
	return ""
}
