package service_test

import (
	"context"
	"testing"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/corpus"
)

// answered sends a response of a structure in somebody's name, and gives its token.
func (h *house) answered(t testing.TB, name, need string) string {
	t.Helper()
	token := h.begin(t)
	h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"structure"}, "nom": {name}, "freins": {"argent", "temps"}, "age": {"12"}}))
	h.save(t, token, h.page(t, token, 1, forms.Raw{"besoin": {need}, "publication": {"anonymous"}}))
	h.send(t, token)
	return token
}

// opened opens a case on every record found for sure.
func (b *box) opened(t testing.TB, query string) consult.RightsCase {
	t.Helper()
	found, err := b.FindPerson(context.Background(), b.organiser, query)
	if err != nil {
		t.Fatal(err)
	}
	var refs []consult.RecordRef
	for _, one := range found {
		refs = append(refs, one.Ref)
	}
	opened, err := b.OpenRightsCase(context.Background(), b.organiser, refs)
	if err != nil {
		t.Fatal(err)
	}
	return opened
}

func (b *box) atomic(t testing.TB, f func(consult.Tx) error) {
	t.Helper()
	if err := b.store.Atomic(context.Background(), f); err != nil {
		t.Fatal(err)
	}
}

// code gives a theme to a text.
func (b *box) code(t testing.TB, text, theme consult.ID) {
	t.Helper()
	b.atomic(t, func(tx consult.Tx) error {
		return tx.InsertAssignment(context.Background(), &consult.Assignment{ID: consult.NewID(), ConsultationID: b.id, ContributionID: text, StatementID: text,
			ThemeID: theme, CoderID: b.analyst.User, Round: 1, State: consult.AssignmentConfirmed, TextVersion: 1, GridVersion: 1, At: noon})
	})
}

// counts gives how many contributions, contributors and codings count.
func (b *box) counts(t testing.TB) [3]int {
	t.Helper()
	ctx := context.Background()
	filter := consult.ContributionFilter{ConsultationID: b.id}
	contributions, err := b.store.CountContributions(ctx, filter)
	if err != nil {
		t.Fatal(err)
	}
	texts, err := b.store.Contributions(ctx, filter)
	if err != nil {
		t.Fatal(err)
	}
	contributors := corpus.Of(texts).Count(&filter, corpus.Beside{}).Contributors
	coded, err := b.store.CountContributions(ctx, consult.ContributionFilter{ConsultationID: b.id, ThemeID: b.themes[0].ID})
	if err != nil {
		t.Fatal(err)
	}
	return [3]int{contributions, contributors, coded}
}
