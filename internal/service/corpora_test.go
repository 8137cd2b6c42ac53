package service_test

import (
	"context"
	"errors"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// leaving is a store whose reader leaves after some of what changed, in an order that no engine promises.
type leaving struct {
	consult.Store
	after int // rows handed over before; negative: stays to the end
}

var errLeft = errors.New("the reader left")

func (l *leaving) ContributionsSince(ctx context.Context, consultation consult.ID, since int64, take func(*consult.Contribution)) error {
	var all []consult.Contribution
	if err := l.Store.ContributionsSince(ctx, consultation, since, func(c *consult.Contribution) { all = append(all, *c) }); err != nil {
		return err
	}
	for i := range all {
		if i == l.after {
			return errLeft
		}
		take(&all[len(all)-1-i])
	}
	return nil
}

func TestAReaderWhoLeavesHalfwayHidesNoContribution(t *testing.T) {
	ctx, r := context.Background(), codingRoom(t, 5)
	store := &leaving{Store: r.Store, after: 2}
	r.Store = store
	count := func() (int, error) {
		list, err := r.CodingList(ctx, r.amina, "demonstration", service.CodingQuery{}, 1)
		if err != nil {
			return 0, err
		}
		return list.Counts.Contributions, nil
	}
	all := len(r.texts(t, consult.ContributionFilter{ConsultationID: r.consultation.ID}))
	for _, when := range []string{"at the first reading", "once more came", "once again"} {
		store.after = 2
		if _, err := count(); !errors.Is(err, errLeft) {
			t.Fatalf("%s: the reader did not leave: %v", when, err)
		}
		store.after = -1
		if got, err := count(); err != nil || got != all {
			t.Errorf("%s: %d contributions after, want %d (%v)", when, got, all, err)
		}
		if _, err := r.CaptureNotes(ctx, r.amina, "demonstration", table(consult.NewID(), "- Des bancs\n- Des vélos\n- Un marché\n- Des arbres")); err != nil {
			t.Fatal(err)
		}
		all += 4
	}
}
