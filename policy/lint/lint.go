package lint

import (
	"encoding/json"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
)

// Check returns what is wrong, or likely so, with a configuration. If it is invalid, these
// are its problems alone, as [policy.Config.Validate] reports them. The findings are in the
// order in which the configuration is written as JSON, and have no lines.
func Check(cfg *policy.Config, options Options) []Finding {
	if _, err := cfg.Compile(businesshours.Options{Location: options.Location}); err != nil {
		return invalidFindings(options, err, nil)
	}
	data, err := json.Marshal(cfg)
	if err != nil {
		return invalidFindings(options, err, nil)
	}
	p := newPass(cfg, options, strict.Positions(data))
	return p.findings(false)
}

// CheckText reads a configuration from JSON and returns what is wrong, or likely so, with
// it. If it is invalid, these are its problems alone, as [policy.Parse] reports them. The
// findings are in the order of the text, and have lines.
func CheckText(data []byte, options Options) []Finding {
	cfg, err := parse(data, options)
	if err != nil {
		return invalidFindings(options, err, data)
	}
	p := newPass(cfg, options, strict.Positions(data))
	return p.findings(true)
}

// parse reads a configuration with the zones of the options.
func parse(data []byte, options Options) (*policy.Config, error) {
	if options.Location == nil || len(data) > policy.MaxConfigSize {
		return policy.Parse(data)
	}
	cfg := new(policy.Config)
	if err := cfg.UnmarshalJSON(data); err != nil {
		return nil, err
	}
	_, err := cfg.Compile(businesshours.Options{Location: options.Location})
	return cfg, err
}
