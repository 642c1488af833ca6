package sla

import (
	"encoding/base64"
	"fmt"
	"hash/crc32"
	"io"
	"strconv"
	"strings"

	"github.com/punctualgo/punctual/internal/strict"
)

// MaxTrackSize is the number of bytes that the JSON form of a track may have. It holds 100,000
// events of one instant with IDs, or as many changes of a pause condition whose history cannot be
// settled. A usual track has less than a thousandth of it.
const MaxTrackSize = 2 << 20

// maxState is the number of bytes that the state of a track may have. In base64 it is a third
// longer. That leaves room for the rest, and for spaces that a database may add.
const maxState = (MaxTrackSize - 16<<10) / 4 * 3

// trackVersion is the version of the stored form of a track.
const trackVersion = 3

// MarshalJSON implements [json.Marshaler]: an object with "version", "config" (the fingerprint
// of the configuration), "issue" (its ID), "state" and "checksum" (of config, issue and state).
// The state is base64 without padding, and the checksum is CRC-32 in hexadecimal. Neither may be
// spelled in another way. Spaces, and the order of the fields, do not matter.
func (t Track) MarshalJSON() ([]byte, error) {
	if t.state == "" {
		return nil, ErrUnbound
	}
	b := make([]byte, 0, 128+len(t.issue)+base64.RawStdEncoding.EncodedLen(len(t.state)))
	b = strconv.AppendInt(append(b, `{"version":`...), trackVersion, 10)
	b = append(append(append(b, `,"config":"`...), t.config...), `","issue":`...)
	b = append(strict.AppendText(b, t.issue), `,"state":"`...)
	b = base64.RawStdEncoding.AppendEncode(b, []byte(t.state))
	b = append(append(b, `","checksum":"`...), t.checksum()...)
	return append(b, `"}`...), nil
}

// checksum returns a checksum of everything that is stored.
func (t *Track) checksum() string {
	sum := crc32.NewIEEE()
	for _, part := range []string{t.config, "\x00", t.issue, "\x00", t.state} {
		_, _ = io.WriteString(sum, part) // never fails
	}
	return fmt.Sprintf("%08x", sum.Sum32())
}

// UnmarshalJSON implements [json.Unmarshaler]. The track can be used after [Engine.Bind];
// [Engine.Restore] does both. If it fails, the track is empty.
func (t *Track) UnmarshalJSON(data []byte) error {
	*t = Track{}
	if len(data) > MaxTrackSize {
		return ErrTrackTooLarge
	}
	r := strict.NewReader(data)
	u := Track{next: never}
	version, checksum := 0, ""
	r.Object([]string{"version", "config", "issue", "state", "checksum"}, func(name string) {
		switch name {
		case "version":
			version = r.Int()
		case "config":
			u.config = r.Text()
		case "issue":
			u.issue = strings.Clone(r.Text())
		case "state":
			u.state = readState(r)
		case "checksum":
			checksum = r.Text()
		}
	})
	if version != 0 && version != trackVersion { // another version may have other fields
		return &Error{Path: "version", Err: fmt.Errorf("is %d, want %d: %w", version, trackVersion, ErrOtherVersion)}
	}
	if err := r.Close(); err != nil {
		return err
	}
	if version == 0 || checksum != u.checksum() {
		return ErrDamaged
	}
	*t = u
	return nil
}

// readState reads a state in base64. Only the spelling that MarshalJSON writes is one.
func readState(r *strict.Reader) string {
	text := r.Text()
	state, err := base64.RawStdEncoding.Strict().DecodeString(text)
	if err != nil || strings.ContainsAny(text, "\r\n") { // DecodeString skips these
		r.Fail("is not base64 without padding: %w", ErrDamaged)
	}
	return string(state)
}

// Restore returns the track that was stored as data. It fails with [ErrOtherConfig] if the track
// belongs to another configuration, with [ErrOtherVersion] if another version of the library
// stored it, with [ErrTrackTooLarge] if data has more than [MaxTrackSize] bytes, and with
// [ErrDamaged] or an [*Error] if data is not the stored form of a track.
func (e *Engine) Restore(data []byte) (*Track, error) {
	t := new(Track)
	if err := t.UnmarshalJSON(data); err != nil {
		return nil, err
	}
	if err := e.Bind(t); err != nil {
		return nil, err
	}
	return t, nil
}

// Bind gives an unmarshaled track its engine. The errors are those of [Engine.Restore].
func (e *Engine) Bind(t *Track) error {
	if t.config != e.config {
		return fmt.Errorf("track of %s, config %s: %w", strict.Quote(t.config), e.config, ErrOtherConfig)
	}
	t.config = e.config // share one string between all tracks
	t.engine = e
	f, err := t.load()
	if err != nil {
		t.engine = nil
		return err
	}
	defer e.releaseTracked(f)
	t.next = f.nextCheck()
	return nil
}
