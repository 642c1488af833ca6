package stats

import (
	"errors"
	"math"
	"math/big"
	"strings"
)

// wilsonZ is the quantile of the normal distribution for an interval of 95 %.
const wilsonZ = 1.959963984540054

// Wilson returns the bounds of the 95 % Wilson score interval for good of n, n > 0. Products
// are rounded one by one, so that all processors give the same bytes.
func Wilson(good, n int64) (low, high float64) {
	p, m := float64(good)/float64(n), float64(n)
	z2 := float64(wilsonZ * wilsonZ)
	center := p + z2/(2*m)
	spread := float64(p*(1-p))/m + z2/(4*float64(m*m))
	half := float64(wilsonZ * math.Sqrt(spread))
	scale := 1 + z2/m
	low, high = (center-half)/scale, (center+half)/scale
	if good == 0 {
		low = 0
	}
	if good == n {
		high = 1
	}
	return low, high
}

// A Percentage is an exact share, from 0 % to 100 %. Its zero value is 0 %.
type Percentage struct{ share big.Rat }

var errPercentage = errors.New(`is not a percentage up to 100%, such as "95%" or "99.9%"`)

// maxPercentage is how many characters a percentage may have.
const maxPercentage = 24

// ParsePercentage parses a decimal percentage, such as "99.9%".
func ParsePercentage(text string) (Percentage, error) {
	number, ok := strings.CutSuffix(text, "%")
	whole, fraction, point := strings.Cut(number, ".")
	if !ok || len(text) > maxPercentage || !digits(whole) || point && !digits(fraction) {
		return Percentage{}, errPercentage
	}
	var p Percentage
	p.share.SetString(number)
	p.share.Quo(&p.share, big.NewRat(100, 1))
	if p.share.Cmp(big.NewRat(1, 1)) > 0 {
		return Percentage{}, errPercentage
	}
	return p, nil
}

// digits reports whether s is digits and nothing else.
func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// Percents returns the percentage in whole percents, rounded down.
func (p *Percentage) Percents() int64 {
	hundred := new(big.Rat).Mul(&p.share, big.NewRat(100, 1))
	return new(big.Int).Div(hundred.Num(), hundred.Denom()).Int64()
}

// ReachedBy reports whether good of n is the share or more.
func (p *Percentage) ReachedBy(good, n int64) bool {
	return n > 0 && new(big.Rat).SetFrac64(good, n).Cmp(&p.share) >= 0
}

// Left returns how many more may be bad, of n that are counted and of which good are good,
// before the share is missed: what it allows less those that are bad.
func (p *Percentage) Left(good, n int64) int64 {
	bad := new(big.Rat).Sub(big.NewRat(1, 1), &p.share)
	bad.Mul(bad, new(big.Rat).SetInt64(n))
	return new(big.Int).Div(bad.Num(), bad.Denom()).Int64() - (n - good)
}
