package holiday

// Estatuto de los Trabajadores, article 37.2, Real Decreto 2001/1983, and the lists of
// the regions that the Boletín Oficial del Estado publishes each autumn. In addition to
// the holidays of all of Spain a region has its own, and may keep on Monday what falls on
// a Sunday.

// Andalucía keeps every Sunday's holiday on Monday.
var andalucia = []rule{
	{name: "Año Nuevo", on: on(1, 1), observed: sundayToMonday},
	{name: "Epifanía del Señor", on: on(1, 6), observed: sundayToMonday},
	{name: "Día de Andalucía", on: on(2, 28), observed: sundayToMonday},
	{name: "Jueves Santo", on: easter(-3)},
	{name: "Viernes Santo", on: easter(-2)},
	{name: "Fiesta del Trabajo", on: on(5, 1), observed: sundayToMonday},
	{name: "Asunción de la Virgen", on: on(8, 15), observed: sundayToMonday},
	{name: "Fiesta Nacional de España", on: on(10, 12), observed: sundayToMonday},
	{name: "Todos los Santos", on: on(11, 1), observed: sundayToMonday},
	{name: "Día de la Constitución Española", on: on(12, 6), observed: sundayToMonday},
	{name: "Inmaculada Concepción", on: on(12, 8), observed: sundayToMonday},
	{name: "Natividad del Señor", on: on(12, 25), observed: sundayToMonday},
}

// Cataluña moves none.
var cataluña = []rule{
	{name: "Dilluns de Pasqua Florida", on: easter(1)},
	{name: "Dilluns de Pasqua Granada", on: once("2022-06-06")},
	{name: "Sant Joan", on: on(6, 24)},
	{name: "Diada Nacional de Catalunya", on: on(9, 11)},
	{name: "Sant Esteve", on: on(12, 26)},
}

// Comunidad de Madrid.
var madrid = []rule{
	{name: "Jueves Santo", on: easter(-3)},
	{name: "Fiesta de la Comunidad de Madrid", on: on(5, 2)},
	{name: "Fiesta de la Comunidad de Madrid", on: once("2021-05-03 2027-05-03")},
	{name: "Fiesta trasladada o sustituta", on: listed("2020-11-02 2020-12-07 2021-03-19 2022-07-25 2022-12-26 " +
		"2023-03-20 2024-07-25 2025-07-25 2026-11-02 2026-12-07 2027-03-19")},
}

// País Vasco.
var paísVasco = []rule{
	{name: "San José", on: listed("2020-03-19 2021-03-19 2026-03-19 2027-03-19")},
	{name: "Jueves Santo", on: easter(-3)},
	{name: "Lunes de Pascua", on: easter(1)},
	{name: "Santiago Apóstol", on: once("2020-07-25 2022-07-25 2023-07-25 2024-07-25 2025-07-25")},
	{name: "Vuelta al mundo de Elcano", on: once("2022-09-06")},
}

// Comunitat Valenciana.
var valencia = []rule{
	{name: "San José", on: on(3, 19)},
	{name: "Jueves Santo", on: once("2022-04-14")},
	{name: "Lunes de Pascua", on: easter(1)},
	{name: "San Juan", on: on(6, 24), since: 2020},
	{name: "Día de la Comunitat Valenciana", on: on(10, 9)},
}
