package holiday

import "time"

// Zakon o državnim i drugim praznicima, article 3a: if a day of a state holiday falls on
// a Sunday, the next working day is free. Those of the churches are not made up for.
var serbia = []rule{
	{name: "Nova godina", on: on(1, 1), observed: firstOfTwo},
	{name: "Drugi dan Nove godine", on: on(1, 2), observed: sundayToMonday},
	{name: "Dan državnosti", on: on(2, 15), observed: firstOfTwo},
	{name: "Drugi dan Dana državnosti", on: on(2, 16), observed: sundayToMonday},
	{name: "Praznik rada", on: on(5, 1), observed: firstOfTwo, free: true},
	{name: "Drugi dan Praznika rada", on: on(5, 2), observed: sundayToMonday, free: true},
	{name: "Vaskršnji ponedeljak", on: pascha(1)},
	{name: "Dan primirja u Prvom svetskom ratu", on: on(11, 11), observed: sundayToMonday, since: 2012},
}

// firstOfTwo makes up for a Sunday after the Monday that is a holiday as well.
var firstOfTwo = shift{time.Sunday: 2}
