package main

import "testing"

func TestWindowsZonesExist(t *testing.T) {
	for name := range windowsZones {
		if _, err := findZone(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
