package coding

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// The names of the filters in addresses.
const (
	keyKind      = "nature"
	keyQuestion  = "question"
	keyCategory  = "categorie"
	keyTerritory = "territoire"
	keyTheme     = "thematique"
	keyUncoded   = "a_coder"
	keyWords     = "mots"
	keyPage      = "page"
	keyStatement = "enonce"
	keySuggested = "proposee"
	keyChannel   = "canal"
	keySession   = "seance"
	keyCoder     = "analyste"
	keySince     = "du"
	keyUntil     = "au"
	keyScoreMin  = "score_min"
	keyScoreMax  = "score_max"
	keyAmong     = "parmi"
	keySeries    = "serie"
)

// decodeQuery reads the filters of an address; what makes no sense narrows nothing.
func decodeQuery(c *gin.Context) service.CodingQuery {
	query := service.CodingQuery{Kind: consult.ContributionKind(c.Query(keyKind)), Question: c.Query(keyQuestion),
		Category: c.Query(keyCategory), Territory: c.Query(keyTerritory), Uncoded: c.Query(keyUncoded) != "", Words: c.Query(keyWords),
		Channel: consult.Channel(c.Query(keyChannel)), Since: c.Query(keySince), Until: c.Query(keyUntil),
		ScoreMin: c.Query(keyScoreMin), ScoreMax: c.Query(keyScoreMax), Among: service.CodingAmong(c.Query(keyAmong)), Series: c.Query(keySeries)}
	for key, id := range map[string]*consult.ID{keySuggested: &query.Suggested, keySession: &query.Session, keyCoder: &query.Coder} {
		if read, err := consult.ParseID(c.Query(key)); err == nil {
			*id = read
		}
	}
	if theme, err := consult.ParseID(c.Query(keyTheme)); err == nil {
		query.Theme = theme
	}
	return query
}

func decodePage(c *gin.Context) int {
	page, err := strconv.Atoi(c.Query(keyPage))
	if err != nil {
		return 1
	}
	return page
}

// encodeQuery writes the filters and the page for an address, «?» included; "" when there is nothing to say.
func encodeQuery(query service.CodingQuery, page int) string {
	values := url.Values{}
	for key, value := range map[string]string{keyKind: string(query.Kind), keyQuestion: query.Question,
		keyCategory: query.Category, keyTerritory: query.Territory, keyTheme: string(query.Theme), keyWords: query.Words,
		keySuggested: string(query.Suggested), keyChannel: string(query.Channel), keySession: string(query.Session),
		keyCoder: string(query.Coder), keySince: query.Since, keyUntil: query.Until, keySeries: query.Series,
		keyScoreMin: query.ScoreMin, keyScoreMax: query.ScoreMax, keyAmong: string(query.Among)} {
		if value != "" {
			values.Set(key, value)
		}
	}
	if query.Uncoded {
		values.Set(keyUncoded, "oui")
	}
	if page > 1 {
		values.Set(keyPage, strconv.Itoa(page))
	}
	if len(values) == 0 {
		return ""
	}
	return "?" + values.Encode()
}

// base is where the screens of a consultation stand.
func base(slug string) string { return "/console/concertations/" + url.PathEscape(slug) }

func listURL(slug string, query service.CodingQuery, page int) string {
	return base(slug) + "/contributions" + encodeQuery(query, page)
}

// nextURL leads to the first contribution to code.
func nextURL(slug string, query service.CodingQuery) string {
	return base(slug) + "/contributions/suivante" + encodeQuery(query, 0)
}

func contributionURL(slug string, id consult.ID, query service.CodingQuery) string {
	return base(slug) + "/contributions/" + string(id) + encodeQuery(query, 0)
}

// statementURL leads to a part of a contribution; "" leads to its first.
func statementURL(slug string, id, statement consult.ID, query service.CodingQuery) string {
	address := contributionURL(slug, id, query)
	if statement == "" || statement == id {
		return address
	}
	sign := "?"
	if strings.Contains(address, "?") {
		sign = "&"
	}
	return address + sign + keyStatement + "=" + string(statement)
}

func actionsURL(slug string) string { return base(slug) + "/actions-proposees" }

func gridURL(slug string) string { return base(slug) + "/grille" }

func themesURL(slug string) string { return base(slug) + "/thematiques" }

func themeURL(slug string, theme consult.ID, page int) string {
	address := base(slug) + "/thematiques/" + string(theme)
	if page > 1 {
		address += "?" + keyPage + "=" + strconv.Itoa(page)
	}
	return address
}
