package holiday

import (
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/au"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/bg"
	"github.com/rickar/cal/v2/br"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/cy"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/ecb"
	"github.com/rickar/cal/v2/ee"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fi"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/gr"
	"github.com/rickar/cal/v2/hr"
	"github.com/rickar/cal/v2/hu"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/is"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/ke"
	"github.com/rickar/cal/v2/lt"
	"github.com/rickar/cal/v2/lu"
	"github.com/rickar/cal/v2/lv"
	"github.com/rickar/cal/v2/mt"
	"github.com/rickar/cal/v2/mw"
	"github.com/rickar/cal/v2/nc"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/pt"
	"github.com/rickar/cal/v2/ro"
	"github.com/rickar/cal/v2/rs"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/si"
	"github.com/rickar/cal/v2/sk"
	"github.com/rickar/cal/v2/th"
	"github.com/rickar/cal/v2/us"
	"github.com/rickar/cal/v2/za"
)

// calendars are all that there are, sorted by code.
var calendars = []Calendar{
	{code: "ae", rules: emirates},
	{code: "ar", rules: argentina, since: 2018},
	{code: "at", base: at.Holidays},
	{code: "au-ACT", base: au.HolidaysACT},
	{code: "au-NSW", base: au.HolidaysNSW, rules: newSouthWales},
	{code: "au-NT", base: au.HolidaysNT},
	{code: "au-QLD", base: au.HolidaysQLD},
	{code: "au-SA", base: without(au.HolidaysSA, "ANZAC Day"), rules: southAustralia},
	{code: "au-TAS", base: au.HolidaysTAS},
	{code: "au-VIC", base: au.HolidaysVIC},
	{code: "au-WA", base: au.HolidaysWA},
	{code: "be", base: be.Holidays},
	{code: "bg", base: without(bg.Holidays, "Великден",
		"Ден на труда и на международната работническа солидарност"), rules: bulgaria},
	{code: "br", base: without(br.Holidays, "Dia da Consciência Negra"), rules: brazil},
	{code: "ca", rules: canada()},
	{code: "ca-AB", rules: alberta()},
	{code: "ca-BC", rules: britishColumbia()},
	{code: "ca-MB", rules: manitoba()},
	{code: "ca-NB", rules: newBrunswick()},
	{code: "ca-NL", rules: newfoundland()},
	{code: "ca-NS", rules: novaScotia()},
	{code: "ca-NT", rules: northwestTerritories()},
	{code: "ca-NU", rules: nunavut()},
	{code: "ca-ON", rules: ontario()},
	{code: "ca-PE", rules: princeEdwardIsland()},
	{code: "ca-QC", rules: quebec()},
	{code: "ca-SK", rules: saskatchewan()},
	{code: "ca-YT", rules: yukon()},
	{code: "ch", rules: switzerland},
	{code: "ch-AG", base: ch.HolidaysAG, rules: aargau},
	{code: "ch-AI", base: ch.HolidaysAI},
	{code: "ch-AR", base: ch.HolidaysAR},
	{code: "ch-BE", base: ch.HolidaysBE},
	{code: "ch-BL", base: without(ch.HolidaysBL, "Fronleichnam", "Mariä Himmelfahrt")},
	{code: "ch-BS", base: ch.HolidaysBS},
	{code: "ch-FR", base: without(ch.HolidaysFR, "Tag der Arbeit"), rules: fribourg},
	{code: "ch-GE", base: without(ch.HolidaysGE, "Fronleichnam"), rules: geneva},
	{code: "ch-GL", base: ch.HolidaysGL, rules: glarus},
	{code: "ch-GR", base: without(ch.HolidaysGR, "Heilige Drei Könige", "Josefstag", "Fronleichnam",
		"Mariä Himmelfahrt", "Allerheiligen", "Mariä Empfängnis")},
	{code: "ch-JU", base: ch.HolidaysJU, rules: jura},
	{code: "ch-LU", base: without(ch.HolidaysLU, "Josefstag")},
	{code: "ch-NE", base: without(ch.HolidaysNE, "Neujahrstag", "Weihnachtstag"), rules: neuchâtel},
	{code: "ch-NW", base: ch.HolidaysNW},
	{code: "ch-OW", base: ch.HolidaysOW, rules: obwalden},
	{code: "ch-SG", base: ch.HolidaysSG},
	{code: "ch-SH", base: ch.HolidaysSH},
	{code: "ch-SO", base: without(ch.HolidaysSO, "Pfingstmontag", "Zweiter Weihnachtsfeiertag")},
	{code: "ch-SZ", base: ch.HolidaysSZ},
	{code: "ch-TG", base: ch.HolidaysTG},
	{code: "ch-TI", base: ch.HolidaysTI, rules: ticino},
	{code: "ch-UR", base: ch.HolidaysUR},
	{code: "ch-VD", base: ch.HolidaysVD, rules: vaud},
	{code: "ch-VS", base: ch.HolidaysVS},
	{code: "ch-ZG", base: without(ch.HolidaysZG, "Ostermontag", "Pfingstmontag", "Zweiter Weihnachtsfeiertag"), rules: zug},
	{code: "ch-ZH", base: ch.HolidaysZH},
	{code: "cl", rules: chile, since: 2009},
	{code: "co", rules: colombia, since: 1984},
	{code: "cy", base: cy.Holidays},
	{code: "cz", base: cz.Holidays},
	{code: "de", base: de.Holidays},
	{code: "de-BB", base: de.HolidaysBB},
	{code: "de-BE", base: de.HolidaysBE, rules: berlin},
	{code: "de-BW", base: de.HolidaysBW},
	{code: "de-BY", base: de.HolidaysBY},
	{code: "de-HB", base: de.HolidaysHB},
	{code: "de-HE", base: de.HolidaysHE},
	{code: "de-HH", base: de.HolidaysHH},
	{code: "de-MV", base: de.HolidaysMV, rules: mecklenburg},
	{code: "de-NI", base: de.HolidaysNI},
	{code: "de-NW", base: de.HolidaysNW},
	{code: "de-RP", base: de.HolidaysRP},
	{code: "de-SH", base: de.HolidaysSH},
	{code: "de-SL", base: de.HolidaysSL},
	{code: "de-SN", base: de.HolidaysSN},
	{code: "de-ST", base: de.HolidaysST},
	{code: "de-TH", base: de.HolidaysTH},
	{code: "dk", base: without(dk.Holidays, "Grundlovsdag")},
	{code: "ecb", base: ecb.Holidays},
	{code: "ee", base: ee.Holidays},
	{code: "es", base: es.Holidays},
	{code: "es-AN", rules: andalucia},
	{code: "es-CT", base: es.Holidays, rules: cataluña, since: 2020},
	{code: "es-MD", base: es.Holidays, rules: madrid},
	{code: "es-PV", base: es.Holidays, rules: paísVasco},
	{code: "es-VC", base: es.Holidays, rules: valencia, since: 2020},
	{code: "fi", base: fi.Holidays},
	{code: "fr", base: fr.Holidays},
	{code: "gb", base: gb.Holidays, rules: unitedKingdom},
	{code: "gb-ENG", base: gb.Holidays, rules: unitedKingdom},
	{code: "gb-NIR", base: gb.Holidays, rules: northernIreland},
	{code: "gb-SCT", base: without(gb.Holidays, "New Year's Day", "Easter Monday", "Summer Bank Holiday"), rules: scotland},
	{code: "gb-WLS", base: gb.Holidays, rules: unitedKingdom},
	{code: "gr", base: without(gr.Holidays, "Εργατική Πρωτομαγιά"), rules: greece},
	{code: "hk", rules: hongKong},
	{code: "hr", base: hr.Holidays},
	{code: "hu", base: hu.Holidays},
	{code: "ie", base: ie.Holidays},
	{code: "il", rules: israel, since: 1949},
	{code: "in", rules: india},
	{code: "is", base: is.Holidays},
	{code: "it", base: it.Holidays, rules: italy},
	{code: "jp", base: jp.Holidays, since: 1949, until: 2150}, // the equinoxes
	{code: "ke", base: ke.Holidays, rules: kenya},
	{code: "kr", rules: korea},
	{code: "lt", base: lt.Holidays},
	{code: "lu", base: without(lu.Holidays, "Nationalfeierdag"), rules: luxembourg},
	{code: "lv", base: lv.Holidays, rules: latvia},
	{code: "mt", base: mt.Holidays},
	{code: "mw", base: mw.Holidays},
	{code: "mx", rules: mexico},
	{code: "nc", base: nc.Holidays},
	{code: "nl", base: without(nl.Holidays, "Bevrijdingsdag"), rules: netherlands},
	{code: "no", base: no.Holidays},
	{code: "nz", base: newZealandBase, rules: newZealand()},
	{code: "nz-AUK", base: newZealandBase, rules: auckland()},
	{code: "nz-WGN", base: newZealandBase, rules: wellington()},
	{code: "pe", rules: peru, since: 1992},
	{code: "ph", rules: philippines},
	{code: "pl", base: pl.Holidays},
	{code: "pt", base: pt.Holidays},
	{code: "ro", base: ro.Holidays},
	{code: "rs", base: without(rs.Holidays, "Nova godina", "Drugi dan Nove godine", "Dan državnosti", "Drugi dan Dana državnosti",
		"Praznik rada", "Drugi dan Praznika rada", "Vaskršnji ponedeljak", "Dan primirja u Prvom svetskom ratu"), rules: serbia},
	{code: "ru", rules: russia},
	{code: "sa", rules: saudiArabia},
	{code: "se", base: se.Holidays},
	{code: "sg", rules: singapore},
	{code: "si", base: si.Holidays, rules: slovenia},
	{code: "sk", base: without(sk.Holidays, "Deň víťazstva nad fašizmom",
		"Sviatok Panny Márie Sedembolestnej, patrónky Slovenska",
		"Deň boja za slobodu a demokraciu"), rules: slovakia},
	{code: "th", base: th.Holidays, rules: thailand},
	{code: "tr", rules: turkey},
	{code: "ua", rules: ukraine},
	{code: "us", base: us.Holidays},
	{code: "za", base: za.Holidays, rules: southAfrica},
}
