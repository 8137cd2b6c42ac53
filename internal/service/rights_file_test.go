package service_test

import (
	"context"
	"fmt"
	"testing"

	"concertation/internal/consult"
)

func TestWhatARespondentReadIsTheNoticeOfTheirDay(t *testing.T) {
	b := openBox(t)
	ctx := context.Background()
	write := func(purpose string) {
		b.clock.advance(1)
		consultation, err := b.store.Consultation(ctx, b.id)
		if err != nil {
			t.Fatal(err)
		}
		consultation.Texts.Notice.Purpose, consultation.ChangedAt = purpose, b.clock.Now()
		b.atomic(t, func(tx consult.Tx) error { return tx.UpdateConsultation(ctx, &consultation) })
	}
	b.answered(t, "Zénobie Quetzal", "Un local")
	for _, purpose := range []string{"Écouter", "Écouter", "Écouter et décider"} {
		b.clock.advance(1e9)
		write(purpose)
		b.answered(t, "Yann "+purpose, "Un local")
	}
	for name, want := range map[string]string{"quetzal": "1 ", "yann ecouter decider": "3 Écouter et décider"} {
		file, err := b.PersonFile(ctx, b.organiser, b.opened(t, name).ID)
		if err != nil {
			t.Fatal(err)
		}
		notice := file.Records[0].Notice
		if got := fmt.Sprint(notice.Number, " ", notice.Notice.Purpose); got != want {
			t.Errorf("%s read %q, want %q", name, got, want)
		}
	}
}
