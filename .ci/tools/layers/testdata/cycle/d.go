package cycle

type filler interface{ fill(*queue) }
