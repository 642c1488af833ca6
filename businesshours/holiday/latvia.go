package holiday

// Likums "Par svētku, atceres un atzīmējamām dienām": the closing day of the song festival
// if it is a Sunday is made up for on Monday, and single days.
var latvia = []rule{
	{name: "Vispārējo latviešu Dziesmu un deju svētku noslēguma diena", on: once("2018-07-09 2023-07-10")},
	{name: "Pāvesta Franciska vizīte", on: once("2018-09-24")},
	{name: "Hokeja izlases bronzas diena", on: once("2023-05-29")},
}
