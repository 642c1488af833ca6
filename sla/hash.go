package sla

import (
	"crypto/sha256"
	"encoding/binary"
	"strconv"
)

// hashID returns a hash of an ID for which nobody can construct collisions.
func hashID(id string) uint64 {
	sum := sha256.Sum256([]byte(id))
	return binary.LittleEndian.Uint64(sum[:])
}

// shortHash returns a short text that stands for an ID.
func shortHash(id string) string { return strconv.FormatUint(hashID(id), 36) }
