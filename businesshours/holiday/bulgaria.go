package holiday

// Labour Code, article 154: since 2017 a holiday on a weekend is made up for on the next
// working day, which is not Easter Monday.
var bulgaria = []rule{
	{name: "Великден", on: pascha(1)},
	{name: "Ден на труда и на международната работническа солидарност", on: on(5, 1), until: 2016},
	{name: "Ден на труда и на международната работническа солидарност", on: on(5, 1),
		observed: weekendToMonday, free: true, since: 2017},
}
