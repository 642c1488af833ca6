package main

import (
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/sla/timeline"
)

// addPictureFlags adds the flags that say how to draw a picture of an issue, and returns a
// function that reads them.
func (c *command) addPictureFlags() (options func() (timeline.Options, error)) {
	width := c.Int("svg-width", 0, "draw the picture this many `pixels` wide")
	metrics := c.String("svg-metrics", "", "draw only these `metrics`, with commas between them")
	from := c.String("svg-from", "", "draw from this `instant`, in RFC 3339")
	until := c.String("svg-until", "", "draw until this `instant`, in RFC 3339")
	cycles := c.Bool("svg-cycles", false, "draw a lane for each cycle of a metric")
	return func() (o timeline.Options, err error) {
		o = timeline.Options{Width: *width, EachCycle: *cycles}
		if *metrics != "" {
			o.Metrics = strings.Split(*metrics, ",")
		}
		for _, f := range []struct {
			name, text string
			at         *time.Time
		}{{"from", *from, &o.From}, {"until", *until, &o.Until}} {
			if f.text == "" {
				continue
			}
			if *f.at, err = strict.ParseTime(f.text); err != nil {
				return o, usageError("-svg-" + f.name + ": " + err.Error())
			}
		}
		return o, nil
	}
}
