package ledger

import (
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/console/part"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// Handlers answers for the screens of the ledger.
type Handlers struct {
	service *service.Service
	frame   part.Frame
	p       *i18n.Printer
}

// New makes the screens inside the console's frame.
func New(s *service.Service, frame part.Frame, p *i18n.Printer) *Handlers {
	return &Handlers{service: s, frame: frame, p: p}
}

// base is where the ledger stands.
func base(slug string) string { return part.Console(slug) + "/suivi" }

// The names of what addresses and forms carry.
const (
	keyCategory  = "categorie"
	keyTerritory = "territoire"
	keySize      = "taille"
	keyShow      = "liste"
	keyPage      = "page"
	keyWords     = "mots"
	fieldCall    = "appel"
	fieldNote    = "note"
	fieldReached = "jointe"
	fieldTo      = "vers"
	fieldKind    = "decision"
	fieldSeen    = "vue"
	fieldKept    = "gardee"
	fieldFrom    = "de-"
	fieldBack    = "retour"
	anchor       = "s-"
)

// sub begins the page of a screen under the ledger, with the way back to it.
func (h *Handlers) sub(c *gin.Context, title string, consultation *consult.Consultation) ui.Page {
	page := h.frame.Page(c, title, consultation)
	page.Back = &ui.Link{Text: h.p.T("ledger.title"), URL: base(consultation.Slug)}
	return page
}

// done says what happened on the next page.
func (h *Handlers) done(c *gin.Context, address, key string, args ...any) error {
	if err := h.frame.Say(c, key, args...); err != nil {
		return err
	}
	return reply.See(c, address)
}

func pageNumber(c *gin.Context) int {
	page, err := strconv.Atoi(c.Query(keyPage))
	if err != nil {
		return 1
	}
	return page
}

func queryOf(values url.Values) service.LedgerQuery {
	page, err := strconv.Atoi(values.Get(keyPage))
	if err != nil {
		page = 1
	}
	return service.LedgerQuery{Category: values.Get(keyCategory), Territory: values.Get(keyTerritory), Size: values.Get(keySize),
		Show: service.LedgerShow(values.Get(keyShow)), Page: page}
}

// queryURL gives the address of a list of the ledger.
func queryURL(slug string, q service.LedgerQuery) string {
	values := url.Values{}
	for key, value := range map[string]string{keyCategory: q.Category, keyTerritory: q.Territory, keySize: q.Size} {
		if value != "" {
			values.Set(key, value)
		}
	}
	if q.Show != "" && q.Show != service.ShowSilent {
		values.Set(keyShow, string(q.Show))
	}
	if q.Page > 1 {
		values.Set(keyPage, strconv.Itoa(q.Page))
	}
	if len(values) == 0 {
		return base(slug)
	}
	return base(slug) + "?" + values.Encode()
}
