package service_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/service"
)

func TestOnlyAPassWrittenHereAndStillGoodNamesAVisitor(t *testing.T) {
	ctx := context.Background()
	b := openBox(t)
	pass, err := b.VisitorPass(ctx)
	if err != nil {
		t.Fatal(err)
	}
	other, err := b.VisitorPass(ctx)
	if err != nil {
		t.Fatal(err)
	}
	number, err := b.VisitorOf(ctx, pass)
	if err != nil || len(number) != 26 {
		t.Fatalf("a fresh pass names %q: %v", number, err)
	}
	signed, seal, _ := strings.Cut(pass, ".")
	_, otherSeal, _ := strings.Cut(other, ".")
	for name, forged := range map[string]string{"none": "", "no seal": signed, "blank seal": signed + ".", "another's seal": signed + "." + otherSeal,
		"another number": strings.Repeat("a", 26) + signed[26:] + "." + seal, "a later end": signed[:26] + "zzzzzzz." + seal,
		"no end": signed[:26] + "." + seal, "as long as a book": strings.Repeat("a", 100_000) + "." + seal, "signs": "é'\"\x00." + seal} {
		if got, err := b.VisitorOf(ctx, forged); consult.CodeOf(err) != consult.CodeForbidden {
			t.Errorf("%s: names %q, %v", name, got, err)
		}
	}
	b.clock.advance(service.VisitorAge - time.Second)
	if _, err := b.VisitorOf(ctx, pass); err != nil {
		t.Errorf("a second before its end: %v", err)
	}
	b.clock.advance(time.Second)
	if _, err := b.VisitorOf(ctx, pass); consult.CodeOf(err) != consult.CodeForbidden {
		t.Errorf("once ended: %v", err)
	}
}
