package service_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"testing"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
)

// structureAnswered sends one response of a structure and gives it.
func structureAnswered(t testing.TB, h *house) consult.Response {
	t.Helper()
	token := h.begin(t)
	h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"structure"}}))
	h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"structure"}, "nom": {"Amina"}}))
	h.save(t, token, h.page(t, token, 1, forms.Raw{"besoin": {"Un local"}}))
	return h.send(t, token).Response
}

func TestIdentitiesAreForOrganisersAndTheirReadingIsLogged(t *testing.T) {
	h, ctx := openHouse(t, small()), context.Background()
	amina, bruno, chloe := actor(h.organiser(t)), actor(h.colleague(t, "bruno", consult.RoleAnalyst)), actor(h.colleague(t, "chloe", consult.RoleReader))
	response := structureAnswered(t, h)
	_, err := h.ResponseDetail(ctx, chloe, "essai", response.ID)
	code(t, "a reader opening a response", err, consult.CodeForbidden)
	view, err := h.ResponseDetail(ctx, bruno, "essai", response.ID)
	if err != nil || len(view.Identities) > 0 || view.MayIdentify {
		t.Fatalf("an analyst sees %v, %v", view, err)
	}
	before := logged(t, h, amina, "response.identity")
	view, err = h.ResponseDetail(ctx, amina, "essai", response.ID)
	if err != nil || len(view.Identities) != 1 {
		t.Fatalf("an organiser sees %v, %v", view, err)
	}
	if after := logged(t, h, amina, "response.identity"); before != 0 || after != 1 {
		t.Errorf("the log says it %d then %d times", before, after)
	}
}

func logged(t testing.TB, h *house, actor consult.Actor, operation string) int {
	t.Helper()
	entries, err := h.Audit(context.Background(), actor, consult.AuditFilter{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, entry := range entries {
		if entry.Operation == operation {
			count++
		}
	}
	return count
}

func TestAResponseWithdrawnByAnOrganiserIsNoLongerCounted(t *testing.T) {
	h, ctx := openHouse(t, small()), context.Background()
	amina, bruno := actor(h.organiser(t)), actor(h.colleague(t, "bruno", consult.RoleAnalyst))
	response := structureAnswered(t, h)
	results, err := h.Results(ctx, bruno, "essai", service.ResultsQuery{})
	if err != nil || results.Total != 1 {
		t.Fatalf("%+v responses, %v", results, err)
	}
	code(t, "an analyst withdrawing", h.WithdrawResponse(ctx, bruno, "essai", response.ID, "test"), consult.CodeForbidden)
	code(t, "withdrawing for no reason", h.WithdrawResponse(ctx, amina, "essai", response.ID, "humeur"), consult.CodeInvalid)
	if err := h.WithdrawResponse(ctx, amina, "essai", response.ID, "test"); err != nil {
		t.Fatal(err)
	}
	if results, err = h.Results(ctx, bruno, "essai", service.ResultsQuery{}); err != nil || results.Total != 0 {
		t.Errorf("still %d responses, %v", results.Total, err)
	}
	for want, query := range map[int]service.ResponsesQuery{0: {}, 1: {Withdrawn: true}} {
		if view, err := h.Responses(ctx, bruno, "essai", query, 1); err != nil || view.Count != want {
			t.Errorf("%+v lists %d, want %d, %v", query, view.Count, want, err)
		}
	}
	participation, err := h.Participation(ctx, bruno, "essai", "")
	if err != nil || participation.Submitted != 0 || participation.Withdrawn != 1 {
		t.Errorf("participation %+v, %v", participation, err)
	}
}

func TestResponsesOfAnotherConsultationAndDraftsAreNotShown(t *testing.T) {
	h, ctx := openHouse(t, small()), context.Background()
	amina := actor(h.organiser(t))
	response := structureAnswered(t, h)
	if _, err := h.NewConsultation(ctx, amina, "voisine", "Voisine"); err != nil {
		t.Fatal(err)
	}
	_, err := h.ResponseDetail(ctx, amina, "voisine", response.ID)
	code(t, "a response by another address", err, consult.CodeNotFound)
	code(t, "withdrawing it so", h.WithdrawResponse(ctx, amina, "voisine", response.ID, "test"), consult.CodeNotFound)
	draft := h.answering(t, h.begin(t)).Response
	_, err = h.ResponseDetail(ctx, amina, "essai", draft.ID)
	code(t, "a draft", err, consult.CodeNotFound)
}

// speak gives the house the words of its files.
func (h *house) speak(t testing.TB) {
	t.Helper()
	catalogue, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	h.P = catalogue.In("fr")
}

func TestWhoMayTakeWhichExport(t *testing.T) {
	h, ctx := openHouse(t, small()), context.Background()
	h.speak(t)
	structureAnswered(t, h)
	reader := actor(h.colleague(t, "chloe", consult.RoleReader))
	code(t, "a reader taking the internal workbook", h.ExportWorkbook(ctx, reader, "essai", false, io.Discard), consult.CodeForbidden)
	code(t, "a reader taking the internal data", h.ExportCSV(ctx, reader, "essai", false, io.Discard), consult.CodeForbidden)
	code(t, "the public taking the public workbook here", h.ExportWorkbook(ctx, consult.Actor{}, "essai", true, io.Discard), consult.CodeForbidden)
	for name, write := range map[string]func(context.Context, consult.Actor, string, bool, io.Writer) error{"workbook": h.ExportWorkbook, "CSV": h.ExportCSV} {
		for _, public := range []bool{true, false} {
			var out bytes.Buffer
			if err := write(ctx, consult.System(), "essai", public, &out); err != nil {
				t.Fatalf("%s, public %v: %v", name, public, err)
			}
			if _, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len())); err != nil {
				t.Errorf("%s, public %v, does not open: %v", name, public, err)
			}
		}
	}
}
