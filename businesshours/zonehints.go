package businesshours

import (
	"strings"

	"github.com/punctualgo/punctual/internal/strict"
)

// knownZones are the zones that are suggested for invalid names. A complete list would need
// the zone data, which this package does not include.
var knownZones = strings.Fields(`
	Africa/Accra Africa/Addis_Ababa Africa/Algiers Africa/Cairo Africa/Casablanca Africa/Dakar Africa/Johannesburg Africa/Kampala
	Africa/Lagos Africa/Nairobi Africa/Tunis
	America/Anchorage America/Argentina/Buenos_Aires America/Bogota America/Caracas America/Chicago America/Costa_Rica America/Denver
	America/Detroit America/Edmonton America/Guatemala America/Halifax America/Havana America/Jamaica America/La_Paz America/Lima
	America/Los_Angeles America/Mexico_City America/Montevideo America/Montreal America/New_York America/Panama America/Phoenix
	America/Puerto_Rico America/Santiago America/Sao_Paulo America/St_Johns America/Toronto America/Vancouver America/Winnipeg
	Asia/Almaty Asia/Amman Asia/Baghdad Asia/Bahrain Asia/Baku Asia/Bangkok Asia/Beirut Asia/Colombo Asia/Dhaka Asia/Dubai
	Asia/Ho_Chi_Minh Asia/Hong_Kong Asia/Jakarta Asia/Jerusalem Asia/Karachi Asia/Kathmandu Asia/Kolkata Asia/Kuala_Lumpur Asia/Kuwait
	Asia/Manila Asia/Qatar Asia/Riyadh Asia/Seoul Asia/Shanghai Asia/Singapore Asia/Taipei Asia/Tashkent Asia/Tbilisi Asia/Tehran
	Asia/Tokyo Asia/Yangon Asia/Yerevan
	Atlantic/Azores Atlantic/Canary Atlantic/Reykjavik
	Australia/Adelaide Australia/Brisbane Australia/Darwin Australia/Hobart Australia/Melbourne Australia/Perth Australia/Sydney
	Europe/Amsterdam Europe/Athens Europe/Belgrade Europe/Berlin Europe/Bratislava Europe/Brussels Europe/Bucharest Europe/Budapest
	Europe/Copenhagen Europe/Dublin Europe/Helsinki Europe/Istanbul Europe/Kyiv Europe/Lisbon Europe/Ljubljana Europe/London
	Europe/Luxembourg Europe/Madrid Europe/Malta Europe/Minsk Europe/Moscow Europe/Oslo Europe/Paris Europe/Prague Europe/Riga
	Europe/Rome Europe/Sarajevo Europe/Skopje Europe/Sofia Europe/Stockholm Europe/Tallinn Europe/Vienna Europe/Vilnius Europe/Warsaw
	Europe/Zagreb Europe/Zurich
	Pacific/Auckland Pacific/Fiji Pacific/Honolulu`)

// zonesByAbbreviation maps common abbreviations, in lower case, to a zone that uses them.
var zonesByAbbreviation = map[string]string{
	"acdt": "Australia/Adelaide", "acst": "Australia/Adelaide", "aedt": "Australia/Sydney", "aest": "Australia/Sydney",
	"akdt": "America/Anchorage", "akst": "America/Anchorage", "art": "America/Argentina/Buenos_Aires", "ast": "America/Halifax",
	"adt": "America/Halifax", "awst": "Australia/Perth", "brt": "America/Sao_Paulo", "bst": "Europe/London",
	"cat": "Africa/Johannesburg", "cdt": "America/Chicago", "cest": "Europe/Berlin", "cet": "Europe/Berlin", "cst": "America/Chicago",
	"eat": "Africa/Nairobi", "edt": "America/New_York", "eest": "Europe/Athens", "eet": "Europe/Athens", "est": "America/New_York",
	"gmt": "Europe/London", "gst": "Asia/Dubai", "hkt": "Asia/Hong_Kong", "hst": "Pacific/Honolulu", "idt": "Asia/Jerusalem",
	"ist": "Asia/Kolkata", "jst": "Asia/Tokyo", "kst": "Asia/Seoul", "mdt": "America/Denver", "mez": "Europe/Berlin",
	"mesz": "Europe/Berlin", "msk": "Europe/Moscow", "mst": "America/Denver", "ndt": "America/St_Johns", "nst": "America/St_Johns",
	"nzdt": "Pacific/Auckland", "nzst": "Pacific/Auckland", "pdt": "America/Los_Angeles", "pkt": "Asia/Karachi",
	"pst": "America/Los_Angeles", "sast": "Africa/Johannesburg", "sgt": "Asia/Singapore", "wat": "Africa/Lagos",
	"west": "Europe/Lisbon", "wet": "Europe/Lisbon", "wib": "Asia/Jakarta",
	"et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles",
	"est5edt": "America/New_York", "cst6cdt": "America/Chicago", "mst7mdt": "America/Denver", "pst8pdt": "America/Los_Angeles",
}

// zonesByCity maps cities that are not part of a zone name, in lower case, to their zone.
var zonesByCity = map[string]string{
	"abu_dhabi": "Asia/Dubai", "atlanta": "America/New_York", "austin": "America/Chicago", "bangalore": "Asia/Kolkata",
	"barcelona": "Europe/Madrid", "beijing": "Asia/Shanghai", "bengaluru": "Asia/Kolkata", "bern": "Europe/Zurich",
	"boston": "America/New_York", "buenos_aires": "America/Argentina/Buenos_Aires", "calgary": "America/Edmonton",
	"cape_town": "Africa/Johannesburg", "chennai": "Asia/Kolkata", "cologne": "Europe/Berlin", "dallas": "America/Chicago",
	"delhi": "Asia/Kolkata", "edinburgh": "Europe/London", "frankfurt": "Europe/Berlin", "geneva": "Europe/Zurich",
	"hamburg": "Europe/Berlin", "hanoi": "Asia/Bangkok", "houston": "America/Chicago", "hyderabad": "Asia/Kolkata", "kiev": "Europe/Kyiv",
	"manchester": "Europe/London", "miami": "America/New_York", "milan": "Europe/Rome", "mumbai": "Asia/Kolkata",
	"munich": "Europe/Berlin", "new_delhi": "Asia/Kolkata", "nyc": "America/New_York", "osaka": "Asia/Tokyo",
	"philadelphia": "America/New_York", "pune": "Asia/Kolkata", "rio_de_janeiro": "America/Sao_Paulo", "salt_lake_city": "America/Denver",
	"san_diego": "America/Los_Angeles", "san_francisco": "America/Los_Angeles", "seattle": "America/Los_Angeles",
	"shenzhen": "Asia/Shanghai", "tel_aviv": "Asia/Jerusalem", "washington": "America/New_York", "wellington": "Pacific/Auckland",
}

// zoneHint explains what to write instead of an invalid zone name.
func zoneHint(text string) string {
	const ianaName = `; write "UTC", or an IANA name with an area, such as "America/New_York"`
	if len(text) > maxHint {
		return ianaName
	}
	lower := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(text)), " ", "_")
	switch lower {
	case "utc", "z", "zulu", "utc+0", "utc+00:00", "utc±0", "+00:00", "uct":
		return didYouMean("UTC")
	case "local", "localtime":
		return "; the machine's own zone is not accepted, because results would depend on the machine" + ianaName
	}
	if zone := zonesByAbbreviation[lower]; zone != "" {
		return ": it is an abbreviation; write an IANA name such as " + strict.Quote(zone)
	}
	offset := strings.TrimPrefix(strings.TrimPrefix(lower, "utc"), "gmt")
	if offset != "" && strings.Trim(offset, "+-−0123456789:") == "" {
		return ": it is an offset from UTC, which ignores clock changes; write an IANA name such as \"Europe/Berlin\""
	}
	if zone := zonesByCity[lower[strings.LastIndexByte(lower, '/')+1:]]; zone != "" {
		return didYouMean(zone)
	}
	var cities []string
	for _, zone := range knownZones {
		city := zone[strings.LastIndexByte(zone, '/')+1:]
		if strings.EqualFold(zone, lower) || strings.EqualFold(city, lower[strings.LastIndexByte(lower, '/')+1:]) {
			return didYouMean(zone)
		}
		cities = append(cities, city)
	}
	if strings.Contains(lower, "/") {
		if hint := strict.DidYouMean(text, knownZones); hint != "" {
			return hint
		}
	} else if hint := strict.DidYouMean(text, cities); hint != "" {
		for i, city := range cities {
			if hint == didYouMean(city) {
				return didYouMean(knownZones[i])
			}
		}
	}
	return ianaName
}
