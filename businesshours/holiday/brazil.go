package holiday

// Lei 14.759 of 2023: a national holiday, where it was one of some states.
var brazil = []rule{
	{name: "Dia da Consciência Negra", on: on(11, 20), since: 2024},
}
