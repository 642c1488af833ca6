package timeline

// Sizes in pixels.
const (
	margin      = 16.0
	narrowWidth = 600.0 // narrower pictures have the labels of lanes above them
	labelWidth  = 158.0 // the column with the labels of lanes
	headHeight  = 40.0  // the title
	barHeight   = 22.0
	textRow     = 12.0 // the distance of rows of text
)
