package holiday

import "time"

// Bundesverfassung, article 110, makes 1 August a holiday; the others are of the cantons,
// and these are those that every canton keeps.
var switzerland = []rule{
	{name: "Neujahrstag", on: on(1, 1)},
	{name: "Auffahrt", on: easter(39)},
	{name: "Bundesfeiertag", on: on(8, 1), since: 1994},
	{name: "Weihnachtstag", on: on(12, 25)},
}

// The cantons' laws on days of rest. What only some communes keep is left out, but for the
// Catholic part of Fribourg, which is most of it. Graubünden keeps Good Friday by article 2
// of its Ruhetagsgesetz, although some lists leave it out.
var (
	aargau = []rule{
		{name: "Tag der Arbeit", on: on(5, 1)},
	}
	fribourg = []rule{
		{name: "Mariä Empfängnis", on: on(12, 8)},
	}
	geneva = []rule{
		// The Thursday after the first Sunday of September.
		{name: "Jeûne genevois", on: from(time.Thursday, 9, 5)},
		{name: "Restauration de la République", on: on(12, 31)},
	}
	glarus = []rule{
		{name: "Näfelser Fahrt", on: found(näfelserFahrt)},
	}
	jura = []rule{
		{name: "Commémoration du plébiscite jurassien", on: on(6, 23)},
	}
	neuchâtel = []rule{
		{name: "Neujahrstag", on: on(1, 1), observed: sundayToMonday},
		{name: "Instauration de la République", on: on(3, 1)},
		{name: "Weihnachtstag", on: on(12, 25), observed: sundayToMonday},
	}
	obwalden = []rule{
		{name: "Bruder-Klausen-Fest", on: on(9, 25)},
	}
	ticino = []rule{
		{name: "San Pietro e Paolo", on: on(6, 29)},
	}
	vaud = []rule{
		// The Monday after the third Sunday of September.
		{name: "Lundi du Jeûne fédéral", on: from(time.Monday, 9, 16)},
	}
	zug = []rule{
		{name: "Fronleichnam", on: easter(60)},
		{name: "Mariä Himmelfahrt", on: on(8, 15)},
		{name: "Mariä Empfängnis", on: on(12, 8)},
	}
)

// näfelserFahrt is on the first Thursday of April, or the next if that is Maundy Thursday.
func näfelserFahrt(year int) date {
	first := dateOf(year, time.April, 1)
	d := first + date((time.Thursday-first.weekday()+7)%7)
	if d == easterSunday(year)-3 {
		d += 7
	}
	return d
}
