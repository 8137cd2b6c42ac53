package respond

import (
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"concertation/forms"
	"concertation/internal/service"
	"concertation/internal/web/reply"
)

// The actions of a page's buttons: the first is what Enter does.
const (
	actionNext   = "next"
	actionBack   = "back"
	actionLater  = "later"
	actionSubmit = "submit"
)

// decodePage reads a page's post. Dates come in three fields and are put together; everything is kept as typed.
func decodePage(c *gin.Context, section int) (service.PagePost, error) {
	posted, err := reply.Form(c)
	if err != nil {
		return service.PagePost{}, err
	}
	return service.PagePost{
		Section: section,
		Posted:  decodeRaw(posted),
		Shown:   strings.Fields(posted.Get(fieldShown)),
		Stamp:   service.ParseStamp(posted.Get(fieldVersion)),
		Force:   posted.Get(fieldForce) != "",
		Submit:  posted.Get(fieldAction) == actionSubmit,
	}, nil
}

// The suffixes of a date's three fields, as ui.DateInput names them.
const (
	suffixDay   = "-day"
	suffixMonth = "-month"
	suffixYear  = "-year"
)

// decodeRaw gives the posted values by question. The service takes those of the section and no other. The three fields of
// a date are read last: they prevail over a whole date posted beside them.
func decodeRaw(posted url.Values) forms.Raw {
	raw := make(forms.Raw, len(posted))
	for name, values := range posted {
		switch name {
		case fieldShown, fieldVersion, fieldAction, fieldForce:
			continue
		}
		raw[questionName(name)] = values
	}
	for name := range posted {
		if date, isDay := strings.CutSuffix(name, suffixDay); isDay && posted.Has(date+suffixMonth) && posted.Has(date+suffixYear) {
			raw[questionName(date)] = []string{joinDate(posted.Get(date+suffixYear), posted.Get(date+suffixMonth), posted.Get(name))}
		}
	}
	return raw
}

// questionName is the inverse of fieldName.
func questionName(field string) string {
	if name, prefixed := strings.CutPrefix(field, "q-"); prefixed && fieldName(name) == field {
		return name
	}
	return field
}

// joinDate puts a date's three fields together as forms reads them; splitDate gives them back, wrong or not.
func joinDate(year, month, day string) string {
	year, month, day = strings.TrimSpace(year), strings.TrimSpace(month), strings.TrimSpace(day)
	if year == "" && month == "" && day == "" {
		return ""
	}
	return year + "-" + twoDigits(month) + "-" + twoDigits(day)
}

func splitDate(date string) (year, month, day string) {
	parts := strings.SplitN(date, "-", 3)
	for len(parts) < 3 {
		parts = append(parts, "")
	}
	return parts[0], strings.TrimPrefix(parts[1], "0"), strings.TrimPrefix(parts[2], "0")
}

func twoDigits(text string) string {
	if len(text) == 1 && text[0] >= '0' && text[0] <= '9' {
		return "0" + text
	}
	return text
}
