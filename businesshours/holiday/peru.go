package holiday

// Decreto Legislativo 713, article 6, with Leyes 31381 (9 December), 31530 (6 August),
// 31788 (7 June) and 31822 (23 July).
var peru = []rule{
	{name: "Año Nuevo", on: on(1, 1)},
	{name: "Jueves Santo", on: easter(-3)},
	{name: "Viernes Santo", on: easter(-2)},
	{name: "Día del Trabajo", on: on(5, 1)},
	{name: "Batalla de Arica y Día de la Bandera", on: on(6, 7), since: 2024},
	{name: "San Pedro y San Pablo", on: on(6, 29)},
	{name: "Día de la Fuerza Aérea del Perú", on: on(7, 23), since: 2023},
	{name: "Fiestas Patrias", on: on(7, 28)},
	{name: "Fiestas Patrias", on: on(7, 29)},
	{name: "Batalla de Junín", on: on(8, 6), since: 2022},
	{name: "Santa Rosa de Lima", on: on(8, 30)},
	{name: "Combate de Angamos", on: on(10, 8)},
	{name: "Día de Todos los Santos", on: on(11, 1)},
	{name: "Inmaculada Concepción", on: on(12, 8)},
	{name: "Batalla de Ayacucho", on: on(12, 9), since: 2022},
	{name: "Navidad", on: on(12, 25)},
}
