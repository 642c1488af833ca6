package holiday

// Ley 51 de 1983, "Ley Emiliani", article 1: all but six holidays are kept on the Monday
// that follows; since 2026 also the day of Our Lady of Chiquinquirá.
var colombia = []rule{
	{name: "Año Nuevo", on: on(1, 1)},
	{name: "Día de los Reyes Magos", on: on(1, 6), moved: toNextMonday},
	{name: "Día de San José", on: on(3, 19), moved: toNextMonday},
	{name: "Jueves Santo", on: easter(-3)},
	{name: "Viernes Santo", on: easter(-2)},
	{name: "Día del Trabajo", on: on(5, 1)},
	{name: "Ascensión del Señor", on: easter(39 + 4)},
	{name: "Corpus Christi", on: easter(60 + 4)},
	{name: "Sagrado Corazón de Jesús", on: easter(68 + 3)},
	{name: "San Pedro y San Pablo", on: on(6, 29), moved: toNextMonday},
	{name: "Virgen de Chiquinquirá", on: on(7, 9), moved: toNextMonday, since: 2026},
	{name: "Día de la Independencia", on: on(7, 20)},
	{name: "Batalla de Boyacá", on: on(8, 7)},
	{name: "Asunción de la Virgen", on: on(8, 15), moved: toNextMonday},
	{name: "Día de la Raza", on: on(10, 12), moved: toNextMonday},
	{name: "Día de Todos los Santos", on: on(11, 1), moved: toNextMonday},
	{name: "Independencia de Cartagena", on: on(11, 11), moved: toNextMonday},
	{name: "Inmaculada Concepción", on: on(12, 8)},
	{name: "Navidad", on: on(12, 25)},
}
