package service_test

import (
	"context"
	"testing"
	"time"

	"concertation/forms"
)

func TestTalliesTakeWhatIsAtHandAndReadTheRest(t *testing.T) {
	h := openHouse(t, small())
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		h.Follow(ctx)
		close(done)
	}()
	defer func() {
		stop()
		<-done
	}()

	first := answered(t, h, "Des locaux")
	h.send(t, first)
	h.send(t, answered(t, h, "Du temps"))
	h.clock.advance(time.Minute)

	// A withdrawal between submissions: what is at hand has a gap in its sequence.
	if _, err := h.Withdraw(ctx, first); err != nil {
		t.Fatal(err)
	}
	third := answered(t, h, "Des bras")
	h.send(t, third)
	h.save(t, third, h.page(t, third, 1, forms.Raw{"besoin": {"Des bras et des outils"}, "publication": {"named"}}))
	h.send(t, third)

	if got, want := shown(h.engine(t)), recounted(t, h); got != want {
		t.Errorf("counted\n%swant\n%s", got, want)
	}
}
