package holiday

// Government decree after the floods of August 2023.
var slovenia = []rule{
	{name: "Dan solidarnosti", on: once("2023-08-14")},
}
