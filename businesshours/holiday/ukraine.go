package holiday

// Кодекс законів про працю, стаття 73, with laws 3107-IX and 3258-IX of 2023: Christmas
// is on 25 December only, Statehood Day on 15 July, Defenders' Day on 1 October and the Day
// of Remembrance on 8 May. Under martial law, since 2022-02-24, these days are
// kept, but by law 2136-IX they are working days and not made up for.
var ukraine = []rule{
	{name: "Новий Рік", on: on(1, 1), observed: weekendToMonday, free: true, until: 2022},
	{name: "Новий Рік", on: on(1, 1), since: 2023},
	{name: "Різдво Христове", on: on(1, 7), observed: weekendToMonday, free: true, until: 2023},
	{name: "Міжнародний жіночий день", on: on(3, 8), observed: weekendToMonday, free: true, until: 2021},
	{name: "Міжнародний жіночий день", on: on(3, 8), since: 2022},
	{name: "Великдень", on: pascha(0), observed: sundayToMonday, free: true, until: 2021},
	{name: "Великдень", on: pascha(0), since: 2022},
	{name: "День праці", on: on(5, 1), observed: weekendToMonday, free: true, until: 2021},
	{name: "День праці", on: on(5, 1), since: 2022},
	{name: "День праці", on: on(5, 2), until: 2017},
	{name: "День перемоги над нацизмом у Другій світовій війні", on: on(5, 9), observed: weekendToMonday, free: true, until: 2021},
	{name: "День перемоги над нацизмом у Другій світовій війні", on: once("2022-05-09 2023-05-09")},
	{name: "День пам'яті та перемоги над нацизмом у Другій світовій війні", on: on(5, 8), since: 2024},
	{name: "Трійця", on: pascha(49), observed: sundayToMonday, free: true, until: 2021},
	{name: "Трійця", on: pascha(49), since: 2022},
	{name: "День Конституції", on: on(6, 28), observed: weekendToMonday, free: true, until: 2021},
	{name: "День Конституції", on: on(6, 28), since: 2022},
	{name: "День Української Державності", on: on(7, 28), since: 2022, until: 2023},
	{name: "День Української Державності", on: on(7, 15), since: 2024},
	{name: "День Незалежності", on: on(8, 24), observed: weekendToMonday, free: true, until: 2021},
	{name: "День Незалежності", on: on(8, 24), since: 2022},
	{name: "День захисників і захисниць України", on: on(10, 14), observed: weekendToMonday, free: true, since: 2015, until: 2021},
	{name: "День захисників і захисниць України", on: once("2022-10-14")},
	{name: "День захисників і захисниць України", on: on(10, 1), since: 2023},
	{name: "Різдво Христове", on: on(12, 25), observed: weekendToMonday, free: true, since: 2017, until: 2021},
	{name: "Різдво Христове", on: on(12, 25), since: 2022},
}
