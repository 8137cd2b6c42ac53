package sheet

import (
	"regexp"
	"strings"

	"concertation/forms"
)

// rowRole says what a row of the survey sheet is.
type rowRole uint8

const (
	roleUnknown rowRole = iota
	roleQuestion
	roleBeginGroup
	roleEndGroup
	roleBeginRepeat
	roleEndRepeat
	roleMetadata    // collected by the device of other tools
	roleUnsupported // a question we cannot ask
	roleExternal    // choices in another file
)

// rowType is the type column understood.
type rowType struct {
	role    rowRole
	kind    forms.Kind
	list    string
	orOther bool
	format  forms.Format
}

var (
	selectOne      = regexp.MustCompile(`(?i)^(?:select[ _]?one|select1|(?:add )?select one prompt using)(?: from)? (.+)$`)
	selectMultiple = regexp.MustCompile(`(?i)^(?:select[ _]multiple|select all that apply|(?:add )?select multiple prompt using)(?: from)? (.+)$`)
	ranking        = regexp.MustCompile(`(?i)^(?:odk:)?rank(?: from)? (.+)$`)
	external       = regexp.MustCompile(`(?i)^(?:select[ _](?:one|multiple)[ _](?:from[ _]file|external)|xml-external|csv-external)\b`)
	orOther        = regexp.MustCompile(`(?i) or[ _](?:specify[ _])?other$`)
	structure      = regexp.MustCompile(`(?i)^(begin|end)[ _](group|repeat|loop)$`)
)

var plainTypes = map[string]forms.Kind{
	"text": forms.ShortText, "string": forms.ShortText, "add text prompt": forms.ShortText,
	"integer": forms.Integer, "int": forms.Integer, "add integer prompt": forms.Integer,
	"decimal": forms.Decimal, "add decimal prompt": forms.Decimal, "range": forms.Range,
	"date": forms.Date, "add date prompt": forms.Date,
	"note": forms.Note, "add note prompt": forms.Note,
	"acknowledge": forms.Acknowledge, "trigger": forms.Acknowledge, "add acknowledge prompt": forms.Acknowledge,
	"calculate": forms.Hidden, "hidden": forms.Hidden, "add calculate prompt": forms.Hidden,
}

var (
	metadataTypes = words(`start end today deviceid device_id username email phonenumber simserial subscriberid imei
		audit start-geopoint background-geopoint instanceid`)
	unsupportedTypes = words(`geopoint geotrace geoshape gps location time datetime image photo audio background-audio
		video file barcode osm percentage`)
)

// readType understands the type column.
func readType(value string) rowType {
	value = code(value)
	lower := strings.ToLower(value)
	if external.MatchString(value) {
		return rowType{role: roleExternal}
	}
	if match := structure.FindStringSubmatch(lower); match != nil {
		return rowType{role: structureRole(match[1], match[2])}
	}
	for _, choice := range []struct {
		pattern *regexp.Regexp
		kind    forms.Kind
	}{{selectOne, forms.SelectOne}, {selectMultiple, forms.SelectMultiple}, {ranking, forms.Rank}} {
		if match := choice.pattern.FindStringSubmatch(value); match != nil {
			list := orOther.ReplaceAllString(match[1], "")
			return rowType{role: roleQuestion, kind: choice.kind, list: list, orOther: list != match[1]}
		}
	}
	spaced := strings.ReplaceAll(lower, "_", " ")
	if spaced == "phone number" {
		return rowType{role: roleQuestion, kind: forms.ShortText, format: forms.FormatPhone}
	}
	if kind, ok := plainTypes[spaced]; ok {
		return rowType{role: roleQuestion, kind: kind}
	}
	first, _, _ := strings.Cut(lower, " ")
	switch {
	case metadataTypes[lower] || strings.HasPrefix(lower, "uri:"):
		return rowType{role: roleMetadata}
	case unsupportedTypes[first] || unsupportedTypes[strings.ReplaceAll(lower, " ", "")]:
		return rowType{role: roleUnsupported}
	}
	return rowType{}
}

func structureRole(edge, what string) rowRole {
	switch {
	case edge == "begin" && what == "group":
		return roleBeginGroup
	case edge == "end" && what == "group":
		return roleEndGroup
	case edge == "begin":
		return roleBeginRepeat
	}
	return roleEndRepeat
}
