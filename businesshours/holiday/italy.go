package holiday

// Legge 8 ottobre 2025, n. 151: Saint Francis of Assisi, from 2026.
var italy = []rule{
	{name: "San Francesco d'Assisi", on: on(10, 4), since: 2026},
}
