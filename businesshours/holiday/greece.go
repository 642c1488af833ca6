package holiday

// Labour Day, where the Ministry of Labour moved it because it fell on a Sunday or into
// Holy Week.
var greece = []rule{
	{name: "Εργατική Πρωτομαγιά", on: on(5, 1), until: 2020},
	{name: "Εργατική Πρωτομαγιά", on: once("2021-05-04 2022-05-02")},
	{name: "Εργατική Πρωτομαγιά", on: on(5, 1), since: 2023, until: 2023},
	{name: "Εργατική Πρωτομαγιά", on: once("2024-05-07")},
	{name: "Εργατική Πρωτομαγιά", on: on(5, 1), since: 2025},
}
