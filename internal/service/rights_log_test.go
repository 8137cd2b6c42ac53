package service_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"concertation/internal/consult"
)

func TestTheLogOfRightsTellsNothingOfThePerson(t *testing.T) {
	b := openBox(t)
	ctx := context.Background()
	b.answered(t, "Zénobie Quetzal", "Un local")
	opened := b.opened(t, "quetzal")
	for _, act := range []func() error{
		func() error { return b.HoldRecords(ctx, b.organiser, opened.ID, consult.HoldFrozen) },
		func() error { return b.EraseRecords(ctx, b.organiser, opened.ID) },
		func() error { return b.CloseRightsCase(ctx, b.organiser, opened.ID) },
	} {
		if err := act(); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.EraseRecords(ctx, b.organiser, opened.ID); consult.CodeOf(err) != consult.CodeConflict {
		t.Errorf("a closed case: %v", err)
	}
	log, err := b.store.Audit(ctx, consult.AuditFilter{})
	if err != nil {
		t.Fatal(err)
	}
	var operations []string
	for _, entry := range log {
		if strings.HasPrefix(entry.Operation, "rights.") {
			operations = append(operations, entry.Operation)
		}
		if strings.Contains(fmt.Sprint(entry), "Quetzal") {
			t.Errorf("%v", entry)
		}
	}
	if got := fmt.Sprint(operations); got != "[rights.close rights.erase rights.freeze rights.open]" {
		t.Error(got)
	}
	entries, err := b.store.RightsEntries(ctx, opened.ID)
	if err != nil || len(entries) != 4 || entries[2].Records != 1 {
		t.Errorf("%v, %v", entries, err)
	}
}
