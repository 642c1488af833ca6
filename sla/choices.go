package sla

import "unsafe"

// choices returns picks as results show them.
func (w *narrator) choices(picks []pick) (list []Choice) {
	for i := range picks {
		k := &picks[i]
		c := Choice{k.what, w.program.fieldNames[k.slot], k.value.Plain(), k.byDefault}
		w.spend(int(unsafe.Sizeof(c)) + sizeOfValue(c.Got))
		list = append(list, c)
	}
	return list
}

// untargeted says why no policy that applies has a target for a metric, given the fields after
// the last event. It returns "" if one has.
func (w *narrator) untargeted(metric int) string {
	var without, unchosen []string
	for i := range w.lanes {
		for _, k := range w.lanes[i].matching {
			p := &w.program.policies[k]
			targets := &p.targets[metric]
			if len(targets.all) == 0 {
				without = append(without, quiet(p.id))
				continue
			}
			t := targets.choice.pick(w.fields.values)
			if t != nil && t.apply(&w.fields, w.now, new(applied)).target != nil {
				return ""
			}
			for _, c := range w.choices(targets.picks(w.fields.values)) {
				if c.Default {
					unchosen = append(unchosen, c.missing(p.id))
				}
			}
		}
	}
	switch {
	case len(unchosen) > 0:
		return unchosen[0]
	case len(without) == 0:
		return "no policy applies"
	case len(without) == 1:
		return "policy " + without[0] + ", which applies, has no target for it"
	}
	return "policies that apply have no target for it: " + cutList(without)
}

// missing says that a policy has nothing for the value of the field.
func (c Choice) missing(policyID string) string {
	found := c.Field + " is " + valueText(c.Got)
	if c.Got == nil {
		found = c.Field + " has no value"
	}
	name := "target"
	if c.What == "schedule" {
		name = "schedule"
	}
	return found + ", for which policy " + quiet(policyID) + " has no " + name + " and no default"
}
