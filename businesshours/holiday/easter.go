package holiday

import "time"

// easterSunday returns the date of Easter in the Gregorian calendar, by the algorithm
// of Meeus, Jones and Butcher.
func easterSunday(year int) date {
	a, b, c := year%19, year/100, year%100
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return dateOf(year, time.Month(n/31), n%31+1)
}

// orthodoxEasterSunday returns the date of Easter in the Julian calendar, by the
// algorithm of Meeus, as a date of the Gregorian one.
func orthodoxEasterSunday(year int) date {
	d := (19*(year%19) + 15) % 30
	n := d + (2*(year%4)+4*(year%7)-d+34)%7 + 114
	julian := dateOf(year, time.Month(n/31), n%31+1)
	return julian + date(year/100-year/400-2)
}
