package service_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// While a national debate goes on, something changes every second: what everybody reads is counted once a minute.
func TestAmongVeryManyTextsThePublicPageCountsOnceAMinute(t *testing.T) {
	ctx, r := context.Background(), codingRoom(t, 0)
	public := func() int {
		t.Helper()
		view, err := r.PublicConsultation(ctx, "demonstration")
		if err != nil {
			t.Fatal(err)
		}
		return view.Themes[0].Contributions
	}
	add := func(many int) (last consult.ID) {
		t.Helper()
		err := r.store.Atomic(ctx, func(tx consult.Tx) error {
			for range many {
				seq, err := tx.NextSeq(ctx)
				text := consult.Contribution{ID: consult.NewID(), ConsultationID: r.consultation.ID, ChangeSeq: seq, Kind: consult.KindNote,
					Origin: consult.OriginImported, Channel: consult.ChannelWorkshop, Body: "Un banc", Folded: "un banc",
					Publication: consult.PublicationNo, TextVersion: 1, CreatedAt: noon, ChangedAt: noon}
				if err := errors.Join(err, tx.InsertContribution(ctx, &text)); err != nil {
					return err
				}
				last = text.ID
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return last
	}
	under := func(many int) {
		t.Helper()
		for range many {
			r.code(t, r.amina, add(1), service.CodingGive, 1)
		}
	}
	threshold := r.consultation.Settings.Threshold()
	under(threshold)
	if got := public(); got != threshold {
		t.Fatalf("a few texts: %d under the theme, want %d", got, threshold)
	}
	add(20_000)
	if got := public(); got != threshold {
		t.Fatalf("once there are many: %d under the theme, want %d", got, threshold)
	}
	under(2)
	r.clock.advance(30 * time.Second)
	if got := public(); got != threshold {
		t.Errorf("half a minute later: %d under the theme, want %d still", got, threshold)
	}
	r.clock.advance(31 * time.Second)
	if got := public(); got != threshold+2 {
		t.Errorf("a minute later: %d under the theme, want %d", got, threshold+2)
	}
}
