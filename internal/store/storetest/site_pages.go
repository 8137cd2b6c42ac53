package storetest

import (
	"time"

	"concertation/internal/consult"
)

var sitePageTests = map[string]func(*world){
	"a page of the site is written anew, and goes back to nothing": func(w *world) {
		_, err := w.store.SitePage(w.ctx, consult.PageLegal)
		w.code(consult.CodeNotFound, err)
		page := consult.SitePage{Name: consult.PageLegal, Body: "## Éditeur", ByName: "Amina", ChangedAt: noon}
		w.write(func(tx consult.Tx) error { return tx.PutSitePage(w.ctx, &page) })
		page.Body, page.ByName, page.ChangedAt = "## Hébergeur", "Bruno", noon.Add(time.Hour)
		help := consult.SitePage{Name: consult.PageHelp, Body: "Aide", ChangedAt: noon}
		w.write(func(tx consult.Tx) error { return tx.PutSitePage(w.ctx, &page) })
		w.write(func(tx consult.Tx) error { return tx.PutSitePage(w.ctx, &help) })
		same(w, must[consult.SitePage](w)(w.store.SitePage(w.ctx, consult.PageLegal)), page)
		same(w, must[[]consult.SitePage](w)(w.store.SitePages(w.ctx)), []consult.SitePage{help, page})
		remove := func(tx consult.Tx) error { return tx.DeleteSitePage(w.ctx, consult.PageLegal) }
		w.write(remove)
		w.refused(consult.CodeNotFound, remove)
	},
}
