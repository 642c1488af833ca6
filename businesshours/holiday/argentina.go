package holiday

import "time"

// Ley 27.399 (2017): the holidays of its article 6 are kept on the Monday before if they
// fall on a Tuesday or Wednesday, on the Monday after if on a Thursday or Friday. Each
// year the government proclaims up to three days for tourism: decrees 717/2019, 947/2020,
// 789/2021, 764/2022, 106/2023 and 1027/2024, resolution 164/2025. Since decree 614/2025 it
// may move a holiday that falls on a weekend, as resolution 139/2025 did to 2025-10-10.
var argentina = []rule{
	{name: "Año Nuevo", on: on(1, 1)},
	{name: "Carnaval", on: easter(-48), since: 2011},
	{name: "Carnaval", on: easter(-47), since: 2011},
	{name: "Día Nacional de la Memoria por la Verdad y la Justicia", on: on(3, 24), since: 2006},
	{name: "Día del Veterano y de los Caídos en la Guerra de Malvinas", on: on(4, 2), until: 2019},
	{name: "Día del Veterano y de los Caídos en la Guerra de Malvinas", on: once("2020-03-31")}, // decree 297/2020
	{name: "Día del Veterano y de los Caídos en la Guerra de Malvinas", on: on(4, 2), since: 2021},
	{name: "Jueves Santo", on: easter(-3)}, // not working, as article 4 has it
	{name: "Viernes Santo", on: easter(-2)},
	{name: "Día del Trabajador", on: on(5, 1)},
	{name: "Día de la Revolución de Mayo", on: on(5, 25)},
	{name: "Paso a la Inmortalidad del General Martín Miguel de Güemes", on: on(6, 17), moved: güemes, since: 2016},
	{name: "Paso a la Inmortalidad del General Manuel Belgrano", on: on(6, 20)},
	{name: "Día de la Independencia", on: on(7, 9)},
	{name: "Paso a la Inmortalidad del General José de San Martín", on: on(8, 17), moved: trasladable},
	{name: "Día del Respeto a la Diversidad Cultural", on: on(10, 12), moved: trasladable, until: 2024},
	{name: "Día del Respeto a la Diversidad Cultural", on: once("2025-10-10")},
	{name: "Día del Respeto a la Diversidad Cultural", on: on(10, 12), moved: trasladable, since: 2026},
	{name: "Día de la Soberanía Nacional", on: on(11, 20), moved: trasladable, since: 2010},
	{name: "Inmaculada Concepción de María", on: on(12, 8)},
	{name: "Navidad", on: on(12, 25)},
	{name: "Feriado con fines turísticos", on: listed("2018-04-30 2018-12-24 2018-12-31 " +
		"2019-07-08 2019-08-19 2019-10-14 2020-03-23 2020-07-10 2020-12-07 2021-05-24 2021-10-08 2021-11-22 " +
		"2022-10-07 2022-11-21 2022-12-09 2023-05-26 2023-06-19 2023-10-13 2024-04-01 2024-06-21 2024-10-11 " +
		"2025-05-02 2025-08-15 2025-11-21 2026-03-23 2026-07-10 2026-12-07")},
	{name: "Censo nacional", on: once("2022-05-18")},                                   // Ley 24.254
	{name: "Campeonato mundial de fútbol", on: once("2022-12-20")},                     // decree 842/2022
	{name: "Feriado por el atentado contra la vicepresidenta", on: once("2022-09-02")}, // decree 573/2022
}

var (
	trasladable = shift{time.Tuesday: -1, time.Wednesday: -2, time.Thursday: 4, time.Friday: 3}
	// güemes stays on a Friday: the Monday after is 20 June, a holiday itself.
	güemes = shift{time.Tuesday: -1, time.Wednesday: -2, time.Thursday: 4}
)
