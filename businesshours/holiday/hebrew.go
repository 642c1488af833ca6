package holiday

// roshHashanah is so many days after the Hebrew New Year that falls into the autumn.
// From Nisan, in spring, to the New Year every month has the same length in all years:
// so Passover, 15 Nisan, is roshHashanah(-163).
func roshHashanah(days int) when { return when{kind: onHebrew, day: days} }

// hebrewEpoch is 1 Tishri of the Hebrew year 1.
const hebrewEpoch date = -2092590

// hebrewNewYear returns 1 Tishri of a Hebrew year. It follows the mean new moon, but
// never falls on a Sunday, Wednesday or Friday, and a year never has 356 or 382 days.
func hebrewNewYear(year int) date {
	last, this, next := hebrewNewMoon(year-1), hebrewNewMoon(year), hebrewNewMoon(year+1)
	switch {
	case next-this == 356:
		this += 2
	case this-last == 382:
		this++
	}
	return hebrewEpoch + date(this)
}

// hebrewNewMoon returns the day of the New Year but for the lengths of years, counted
// from the epoch. A month has 29 days and 13753 of a day's 25920 parts; 19 years have
// 235 months.
func hebrewNewMoon(year int) int {
	months := (235*year - 234) / 19
	day := 29*months + (12084+13753*months)/25920
	if 3*(day+1)%7 < 3 {
		day++
	}
	return day
}
