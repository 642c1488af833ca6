//go:build race

package hostile

func init() { slow = true }
