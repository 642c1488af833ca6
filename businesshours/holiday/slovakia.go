package holiday

// Zákon 241/1993 Z. z. with the acts of 2023 to 2025 that consolidate public finances: 1
// September is no day off since 2024, 17 November since 2025, 8 May and 15 September are
// none in 2026.
var slovakia = []rule{
	{name: "Deň víťazstva nad fašizmom", on: on(5, 8), until: 2025},
	{name: "Deň víťazstva nad fašizmom", on: on(5, 8), since: 2027},
	{name: "Sviatok Panny Márie Sedembolestnej, patrónky Slovenska", on: on(9, 15), until: 2025},
	{name: "Sviatok Panny Márie Sedembolestnej, patrónky Slovenska", on: on(9, 15), since: 2027},
	{name: "Deň boja za slobodu a demokraciu", on: on(11, 17), since: 2001, until: 2024},
}
