package strict

import "time"

// parseUsualTime parses instants in their usual form: in UTC, and without a fraction of a second.
// It reports false for all others, and for what is no instant. Package time takes several times
// as long, and most of what a decoder does is to parse instants: see BenchmarkParseTime.
func parseUsualTime(s string) (time.Time, bool) {
	if len(s) != len("2006-01-02T15:04:05Z") || s[4] != '-' || s[7] != '-' || s[10] != 'T' || s[13] != ':' || s[16] != ':' || s[19] != 'Z' {
		return time.Time{}, false
	}
	century, month, day := twoDigits(s, 0), twoDigits(s, 5), twoDigits(s, 8)
	year := century*100 + twoDigits(s, 2)
	hour, minute, second := twoDigits(s, 11), twoDigits(s, 14), twoDigits(s, 17)
	if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month) || hour > 23 || minute > 59 || second > 59 {
		return time.Time{}, false
	}
	if month <= 2 { // count years from March, so that a leap day is the last one
		year, month = year-1, month+12
	}
	days := 365*year + year/4 - year/100 + year/400 + (153*month-457)/5 + day - 719469
	return time.Unix(int64(days)*86400+int64(hour*3600+minute*60+second), 0).UTC(), true
}

// twoDigits returns the number that the two digits of s at i are, or a very large one if they are
// no digits.
func twoDigits(s string, i int) int {
	tens, ones := s[i]-'0', s[i+1]-'0'
	if tens > 9 || ones > 9 {
		return 1 << 20
	}
	return int(tens)*10 + int(ones)
}

// daysOf returns the number of days of a month.
func daysOf(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}
