package gallery

import (
	"context"
	"net/http"

	"concertation/internal/web"
)

// errors are the pages of what may go wrong: two that the site gives by itself, then one of each.
func (f *filling) errors(context.Context) error {
	f.state("adresse inconnue", "/page-absente", http.StatusNotFound)
	f.state("lien personnel inconnu", "/r/lien-inconnu", http.StatusNotFound)
	for _, page := range web.ErrorPages() {
		f.state("", errorPrefix+"/"+page.Name, page.Status)
	}
	return nil
}
