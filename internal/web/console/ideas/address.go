package ideas

import (
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
)

// The names of the filters in addresses.
const (
	keyState = "etat"
	keyWords = "mots"
	keyPage  = "page"
	keyInto  = "vers" // the idea to merge into
)

// stateWords are the states as addresses name them.
var stateWords = map[consult.IdeaState]string{consult.IdeaWaiting: "a-lire", consult.IdeaReported: "signalees", consult.IdeaShown: "publiees",
	consult.IdeaRefused: "refusees", consult.IdeaMerged: "reunies", consult.IdeaWithdrawn: "retirees", consult.IdeaAny: "toutes"}

// stateKeys are the states in the catalogue's keys.
var stateKeys = map[consult.IdeaState]string{consult.IdeaWaiting: "to_read", consult.IdeaReported: "reported", consult.IdeaShown: "shown",
	consult.IdeaRefused: "refused", consult.IdeaMerged: "merged", consult.IdeaWithdrawn: "withdrawn", consult.IdeaAny: "any"}

// decodeState reads the state that an address asks for: what is to be read when it says nothing.
func decodeState(c *gin.Context) consult.IdeaState {
	asked := c.Query(keyState)
	for state, word := range stateWords {
		if word == asked {
			return state
		}
	}
	return consult.IdeaWaiting
}

func decodePage(c *gin.Context) int {
	page, err := strconv.Atoi(c.Query(keyPage))
	if err != nil {
		return 1
	}
	return page
}

// base is where the screens of a box stand.
func base(slug string) string { return "/console/concertations/" + url.PathEscape(slug) + "/idees" }

func ideaURL(slug string, id consult.ID) string { return base(slug) + "/" + string(id) }

// listURL gives the address of a list; the one to read is the first.
func listURL(slug string, state consult.IdeaState, words string, page int) string {
	values := url.Values{}
	if state != consult.IdeaWaiting {
		values.Set(keyState, stateWords[state])
	}
	if words != "" {
		values.Set(keyWords, words)
	}
	if page > 1 {
		values.Set(keyPage, strconv.Itoa(page))
	}
	return withQuery(base(slug), values)
}

// mergeURL leads to the merging of an idea: to choose another, or to see what merging into it would keep.
func mergeURL(slug string, id, into consult.ID, words string) string {
	values := url.Values{}
	if into != "" {
		values.Set(keyInto, string(into))
	}
	if words != "" {
		values.Set(keyWords, words)
	}
	return withQuery(ideaURL(slug, id)+"/reunir", values)
}

func withQuery(path string, values url.Values) string {
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

// publicURL is where anybody reads the idea.
func publicURL(slug string, id consult.ID) string {
	return "/c/" + url.PathEscape(slug) + "/idees/" + string(id)
}
