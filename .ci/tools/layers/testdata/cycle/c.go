package cycle

func run(f filler) {
	q := new(queue)
	fill(q)
	f.fill(q)
}
