package service_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/service"
)

// spoke sends a response of a structure to the small questionnaire, and gives it.
func (h *house) spoke(t testing.TB, name, need string, drawbacks ...string) consult.Response {
	t.Helper()
	token := h.begin(t)
	h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"structure"}, "nom": {name}, "freins": drawbacks}))
	h.save(t, token, h.page(t, token, 1, forms.Raw{"besoin": {need}, "publication": {"anonymous"}}))
	a := h.send(t, token)
	h.clock.advance(time.Hour)
	return a.Response
}

// structure adds an organisation to the list.
func (h *house) structure(t testing.TB, name, category, territory string) consult.Organisation {
	t.Helper()
	o, err := h.SaveOrganisation(context.Background(), consult.System(), "essai", consult.Organisation{Name: name, Category: category, Territory: territory}, time.Time{}, "")
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func (h *house) tie(t testing.TB, r consult.Response, o consult.Organisation) {
	t.Helper()
	if err := h.TieResponse(context.Background(), consult.System(), "essai", r.ID, o.ID); err != nil {
		t.Fatal(err)
	}
}

func (h *house) ledger(t testing.TB, query service.LedgerQuery) *service.LedgerView {
	t.Helper()
	view, err := h.Ledger(context.Background(), consult.System(), "essai", query)
	if err != nil {
		t.Fatal(err)
	}
	return view
}

func names(view *service.LedgerView) (all []string) {
	for i := range view.Rows {
		all = append(all, view.Rows[i].Name)
	}
	return all
}

// twoAnswers makes a structure answer twice.
func twoAnswers(t *testing.T) (h *house, o consult.Organisation, first, second consult.Response) {
	t.Helper()
	h = openHouse(t, small())
	o = h.structure(t, "Moulin", "asso", "44")
	first, second = h.spoke(t, "Moulin", "Un local", "argent"), h.spoke(t, "Le Moulin", "Un four", "temps")
	h.tie(t, first, o)
	h.tie(t, second, o)
	return h, o, first, second
}

func (h *house) response(t testing.TB, id consult.ID) consult.Response {
	t.Helper()
	r, err := h.store.Response(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// texts gives what counts of what was written, sorted.
func (h *house) needs(t testing.TB) (all []string) {
	t.Helper()
	contributions, err := h.store.Contributions(context.Background(), consult.ContributionFilter{ConsultationID: h.id})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range contributions {
		all = append(all, c.Body)
	}
	slices.Sort(all)
	return all
}
