package ideas

import (
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// The names of the filters in addresses.
const (
	keyWords     = "mots"
	keyTheme     = "thematique"
	keyTerritory = "territoire"
	keyStatus    = "statut"
	keyOrder     = "tri"
	keyPage      = "page"
	keyDone      = "fait"        // what has just happened, for the notice of the next page
	keyComment   = "commentaire" // of an alert
)

// decodeQuery reads the filters of an address; what makes no sense narrows nothing. A theme is named by its number.
func decodeQuery(c *gin.Context, themes []consult.Theme) service.IdeaQuery {
	q := service.IdeaQuery{Words: c.Query(keyWords), Territory: c.Query(keyTerritory)}
	for _, theme := range themes {
		if strconv.Itoa(theme.Position) == c.Query(keyTheme) {
			q.Theme = theme.ID
		}
	}
	for _, status := range consult.IdeaStatuses() {
		if string(status) == c.Query(keyStatus) {
			q.Status = status
		}
	}
	for _, order := range orders(q) {
		if string(order) == c.Query(keyOrder) {
			q.Order = order
		}
	}
	return q
}

// orders lists the orders that the list can take; the first is the usual one.
func orders(q service.IdeaQuery) []consult.IdeaOrder {
	list := []consult.IdeaOrder{consult.IdeasNewest, consult.IdeasSupported, consult.IdeasDiscussed}
	if q.Words != "" {
		return append([]consult.IdeaOrder{consult.IdeasRelevant}, list...)
	}
	return list
}

// order gives the order shown.
func order(q service.IdeaQuery) consult.IdeaOrder {
	if q.Order != "" {
		return q.Order
	}
	return orders(q)[0]
}

// listKeys are the filters of an address of the list, which the pages of its ideas carry to lead back to it.
var listKeys = []string{keyWords, keyTheme, keyTerritory, keyStatus, keyOrder, keyPage}

// longestList bounds what an idea's address carries of the list: beyond, its page leads back to the whole list.
const longestList = 500

// listOf gives the list that an idea was opened from, as its address tells: «?mots=…», or "" for the whole list.
func listOf(c *gin.Context) string {
	values := url.Values{}
	for _, key := range listKeys {
		if value := c.Query(key); value != "" {
			values.Set(key, value)
		}
	}
	if encoded := values.Encode(); encoded != "" && len(encoded) <= longestList {
		return "?" + encoded
	}
	return ""
}

// with adds what has just happened to the address of a page that carries its list.
func with(list, done string) string {
	if list == "" {
		return "?" + keyDone + "=" + done
	}
	return list + "&" + keyDone + "=" + done
}

// listURL gives the address of a page of the list; theme is the one the query narrows to.
func listURL(slug string, q service.IdeaQuery, theme consult.Theme, page int) string {
	return boxURL(slug) + listQuery(q, theme, page)
}

// listQuery gives the filters of that address, "" for the whole list.
func listQuery(q service.IdeaQuery, theme consult.Theme, page int) string {
	values := url.Values{}
	for key, value := range map[string]string{keyWords: q.Words, keyTerritory: q.Territory,
		keyStatus: string(q.Status), keyOrder: string(q.Order)} {
		if value != "" {
			values.Set(key, value)
		}
	}
	if theme.Position > 0 {
		values.Set(keyTheme, strconv.Itoa(theme.Position))
	}
	if page > 1 {
		values.Set(keyPage, strconv.Itoa(page))
	}
	if len(values) == 0 {
		return ""
	}
	return "?" + values.Encode()
}

func decodePage(c *gin.Context) int {
	page, err := strconv.Atoi(c.Query(keyPage))
	if err != nil {
		return 1
	}
	return page
}

// The addresses of the box.
func boxURL(slug string) string                 { return "/c/" + url.PathEscape(slug) + "/idees" }
func newURL(slug string) string                 { return boxURL(slug) + "/nouvelle" }
func charterURL(slug string) string             { return boxURL(slug) + "/charte" }
func ideaURL(slug string, id consult.ID) string { return boxURL(slug) + "/" + string(id) }

// reportURL leads to the alert on an idea, or on one of its comments.
func reportURL(slug string, idea, comment consult.ID) string {
	address := ideaURL(slug, idea) + "/signaler"
	if comment != "" {
		address += "?" + keyComment + "=" + string(comment)
	}
	return address
}

// root is the own address of an idea's author, and commentRoot that of a comment's.
func root(token string) string        { return "/i/" + token }
func commentRoot(token string) string { return "/commentaire/" + token }
