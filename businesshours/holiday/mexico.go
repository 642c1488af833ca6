package holiday

import "time"

// Ley Federal del Trabajo, article 74, as of 2006. Thursday and Friday before Easter, 2
// November and 12 December are holidays of banks only.
var mexico = []rule{
	{name: "Año Nuevo", on: on(1, 1)},
	{name: "Día de la Constitución", on: on(2, 5), until: 2005},
	{name: "Día de la Constitución", on: nth(1, time.Monday, 2), since: 2006},
	{name: "Natalicio de Benito Juárez", on: on(3, 21), until: 2005},
	{name: "Natalicio de Benito Juárez", on: nth(3, time.Monday, 3), since: 2006},
	{name: "Día del Trabajo", on: on(5, 1)},
	{name: "Día de la Independencia", on: on(9, 16)},
	{name: "Día de la Revolución", on: on(11, 20), until: 2005},
	{name: "Día de la Revolución", on: nth(3, time.Monday, 11), since: 2006},
	// Every six years; by the reform of 2014 on 1 October.
	{name: "Transmisión del Poder Ejecutivo Federal", on: once("2000-12-01 2006-12-01 2012-12-01 2018-12-01 " +
		"2024-10-01 2030-10-01 2036-10-01 2042-10-01 2048-10-01 2054-10-01 2060-10-01 2066-10-01 2072-10-01 " +
		"2078-10-01 2084-10-01 2090-10-01 2096-10-01")},
	{name: "Navidad", on: on(12, 25)},
}
