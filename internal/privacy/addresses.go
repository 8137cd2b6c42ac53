package privacy

import (
	"regexp"
	"strings"
)

// A postal address is a number in a street, whatever its writing, with its postcode and town where they follow; or a
// postcode and a town after a word that announces an address.
var (
	streetForm = regexp.MustCompile(`\b\d{1,4}(?:[ \x{a0}]?(?i:bis|ter|quater|[a-d]))?[ \x{a0}]?,?[ \x{a0}]+` +
		`(?i:rue|avenue|av\.?|boulevard|bd\.?|bld\.?|place|pl\.|all[ée]es?|chemin|ch\.|impasse|imp\.|route|rte\.?|quai|cours|passage|square|sente|sentier|venelle|r[ée]sidence|lotissement|hameau|lieu[ -]dit|mail|esplanade|villa|cit[ée])` +
		`[ \x{a0}]+(?:(?i:de|du|des|la|le|les|l['’]|d['’]|à|aux?|et|en|sur|sous)[ \x{a0}]*)*` +
		`[\p{L}\p{N}][\p{L}\p{N}'’\-]*(?:[ \x{a0}](?:(?:de|du|des|la|le|les|et|en|aux?)[ \x{a0}])*\p{Lu}[\p{L}\p{N}'’\-]*){0,4}` +
		`(?:[ \x{a0}]*[,\n–-]?[ \x{a0}]*(?:F-)?\d{5}(?:[ \x{a0}]+\p{Lu}[\p{L}'’\-]*(?:[ \x{a0}-](?:(?:sur|sous|en|de|du|la|le|les|lès)[ \x{a0}-])*\p{Lu}[\p{L}'’\-]*){0,4})?)?`)
	boxForm = regexp.MustCompile(`\b(?:BP|CS|(?i:bo[iî]te postale))[ \x{a0}]?\d{1,6}(?:[ \x{a0}]*[,\n–-]?[ \x{a0}]*\d{5}[ \x{a0}]+\p{L}[\p{L}'’\-]*)?`)
)

func addresses(text string) []Finding {
	if !strings.ContainsAny(text, figures) {
		return nil
	}
	return append(matches(text, streetForm, Address, nil), matches(text, boxForm, Address, nil)...)
}
