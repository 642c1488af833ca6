package holiday

import (
	"fmt"
	"slices"
	"strings"

	"github.com/punctualgo/punctual/internal/strict"
)

// Codes lists the code of every calendar, sorted.
func Codes() []string {
	codes := make([]string, len(calendars))
	for i, c := range calendars {
		codes[i] = c.code
	}
	return codes
}

// Lookup returns the calendar of a code. The error for an unknown code says which
// there are for its country, or suggests the nearest one.
func Lookup(code string) (*Calendar, error) {
	i, ok := slices.BinarySearchFunc(calendars, code, func(c Calendar, code string) int {
		return strings.Compare(c.code, code)
	})
	if !ok {
		return nil, fmt.Errorf("unknown holiday calendar %s; %s", strict.Quote(code), hint(code))
	}
	return &calendars[i], nil
}

// hint says which code may have been meant by one that is unknown.
func hint(code string) string {
	codes := Codes()
	spelled := strings.ReplaceAll(code, "_", "-")
	for _, c := range codes {
		if strings.EqualFold(c, spelled) {
			return fmt.Sprintf("did you mean %q?", c)
		}
	}
	if there := calendarsOf(strings.ToLower(spelled), codes); there != "" {
		return there
	}
	if strings.EqualFold(code, "uk") { // its code on the Internet
		return `did you mean "gb"?`
	}
	if suggestion := strict.DidYouMean(code, codes); suggestion != "" {
		return strings.TrimPrefix(suggestion, "; ")
	}
	return `codes are such as "us", "gb" or "de-BY", and countries without one give their holidays as dates`
}

// calendarsOf says which calendars there are for the country of a code, if any.
func calendarsOf(code string, codes []string) string {
	country, _, _ := strings.Cut(code, "-")
	var regions []string
	for _, c := range codes {
		if strings.HasPrefix(c, country+"-") {
			regions = append(regions, c)
		}
	}
	own := slices.Contains(codes, country)
	switch {
	case own && regions != nil:
		return fmt.Sprintf("there is %s, and its %s %s", country, regionWord(country), strings.Join(regions, ", "))
	case own:
		return fmt.Sprintf("there is %s, without regions", country)
	case regions != nil:
		return fmt.Sprintf("there are the %s %s", regionWord(country), strings.Join(regions, ", "))
	}
	return ""
}

// regionWord is what a country calls its regions.
func regionWord(country string) string {
	switch country {
	case "au", "de":
		return "states"
	case "ca":
		return "provinces"
	case "ch":
		return "cantons"
	case "gb":
		return "countries"
	}
	return "regions"
}
