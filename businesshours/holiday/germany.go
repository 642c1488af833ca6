package holiday

// Berlin: Gesetz über die Sonn- und Feiertage, single days of remembrance of 8 May 1945.
var berlin = []rule{
	{name: "Tag der Befreiung", on: once("2020-05-08 2025-05-08")},
}

// Mecklenburg-Vorpommern: Feiertagsgesetz, section 2, as of 2023.
var mecklenburg = []rule{
	{name: "Frauentag", on: on(3, 8), since: 2023},
}
