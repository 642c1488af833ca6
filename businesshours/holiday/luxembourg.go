package holiday

// Code du travail, article L. 232-2: 23 June, and since the law of 25 April 2019
// Europe Day.
var luxembourg = []rule{
	{name: "Europadag", on: on(5, 9), since: 2019},
	{name: "Nationalfeierdag", on: on(6, 23)},
}
