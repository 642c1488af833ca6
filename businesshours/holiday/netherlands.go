package holiday

// Algemene termijnenwet, article 3. Liberation Day is a day off in every fifth year
// only, as the social partners of the Stichting van de Arbeid agreed.
var netherlands = []rule{
	{name: "Bevrijdingsdag", on: once("1990-05-05 1995-05-05 2000-05-05 2005-05-05 2010-05-05 2015-05-05 2020-05-05 " +
		"2025-05-05 2030-05-05 2035-05-05 2040-05-05 2045-05-05 2050-05-05 2055-05-05 2060-05-05 2065-05-05 " +
		"2070-05-05 2075-05-05 2080-05-05 2085-05-05 2090-05-05 2095-05-05 2100-05-05")},
}
