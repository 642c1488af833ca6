package holiday

import "time"

// Leyes 2.977 (1915), 19.668 (moved to Mondays), 19.973, 20.148, 20.215 and 20.983 (days
// beside a weekend), 20.299 (31 October), 21.357 (solstice) and 21.482 (2022-09-16). What
// only banks keep, 31 December, is none.
var chile = []rule{
	{name: "Año Nuevo", on: on(1, 1), until: 2016},
	{name: "Año Nuevo", on: on(1, 1), observed: sundayToMonday, since: 2017},
	{name: "Viernes Santo", on: easter(-2)},
	{name: "Sábado Santo", on: easter(-1)},
	{name: "Día del Trabajo", on: on(5, 1)},
	{name: "Día de las Glorias Navales", on: on(5, 21)},
	// The day of the winter solstice in Chile's legal time.
	{name: "Día Nacional de los Pueblos Indígenas", since: 2021, on: listed("2021-06-21 2022-06-21 2023-06-21 " +
		"2024-06-20 2025-06-20 2026-06-21 2027-06-21 2028-06-20 2029-06-20 2030-06-21 2031-06-21 2032-06-20")},
	{name: "San Pedro y San Pablo", on: on(6, 29), moved: lunesChileno},
	{name: "Día de la Virgen del Carmen", on: on(7, 16), since: 2007},
	{name: "Asunción de la Virgen", on: on(8, 15)},
	{name: "Independencia Nacional", on: on(9, 18), observed: shift{time.Tuesday: -1}, since: 2007, until: 2016},
	{name: "Independencia Nacional", on: on(9, 18), observed: shift{time.Tuesday: -1, time.Saturday: -1}, since: 2017},
	{name: "Día de las Glorias del Ejército", on: on(9, 19), observed: shift{time.Thursday: 1}},
	{name: "Feriado extraordinario", on: once("2022-09-16")},
	{name: "Encuentro de Dos Mundos", on: on(10, 12), moved: lunesChileno},
	{name: "Día de las Iglesias Evangélicas y Protestantes", on: on(10, 31), moved: shift{time.Tuesday: -4, time.Wednesday: 2}},
	{name: "Día de Todos los Santos", on: on(11, 1)},
	{name: "Inmaculada Concepción", on: on(12, 8)},
	{name: "Navidad", on: on(12, 25)},
}

var lunesChileno = shift{time.Tuesday: -1, time.Wednesday: -2, time.Thursday: -3, time.Friday: 3}
