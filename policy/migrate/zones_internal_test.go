package migrate

import (
	"testing"
	"time"
)

func TestRailsZonesExist(t *testing.T) {
	for name, iana := range railsZones {
		if _, err := time.LoadLocation(iana); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
