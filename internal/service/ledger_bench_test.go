package service_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/store"
)

// The size that the ledger is held to.
const (
	benchStructures = 10_000
	benchTouches    = 100_000
	benchAnswers    = 3_000
)

// largeLedger fills a store with a list of that size and what happened with it.
func largeLedger(b *testing.B) (*service.Service, *store.Store, consult.ID, []consult.ID) {
	b.Helper()
	ctx := context.Background()
	h := openHouseOn(b, "sqlite:"+filepath.Join(b.TempDir(), "bench.db"), small())
	kinds := []consult.TouchKind{consult.TouchInvited, consult.TouchReminded, consult.TouchReminded, consult.TouchOpened, consult.TouchCalled,
		consult.TouchReached, consult.TouchRegistered, consult.TouchAttended, consult.TouchIdea, consult.TouchBounced}
	answer := h.spoke(b, "Moulin", "Un local")
	var ids []consult.ID
	for from := 0; from < benchStructures; from += 500 {
		err := h.store.Atomic(ctx, func(tx consult.Tx) error {
			ids = ids[:from]
			for i := from; i < from+500; i++ {
				o := consult.Organisation{ID: consult.NewID(), ConsultationID: h.id, Name: fmt.Sprintf("Structure %05d", i), Category: fmt.Sprintf("categorie %d", i%12),
					Territory: fmt.Sprintf("%02d", 40+i%8), Phone: "02 41 00 00 00", Contacts: []consult.Contact{{Name: "Amina", Phone: "06 00 00 00 00"}}, CreatedAt: noon, ChangedAt: noon}
				if err := tx.InsertOrganisation(ctx, &o, o.Name, o.Name); err != nil {
					return err
				}
				ids = append(ids, o.ID)
				for j := range benchTouches / benchStructures {
					kind := kinds[j]
					if i%3 > 0 && j > 4 {
						kind = consult.TouchReminded // two in three stay silent
					}
					touch := consult.Touch{ID: consult.NewID(), ConsultationID: h.id, OrganisationID: o.ID, Kind: kind, Channel: consult.ChannelEmail,
						Source: fmt.Sprint(j), At: noon.AddDate(0, 0, j).Add(time.Duration(i) * time.Second)}
					if err := tx.InsertTouch(ctx, &touch); err != nil {
						return err
					}
				}
				if i < benchAnswers {
					draft := answer
					draft.ID, draft.Reference, draft.TokenHash, draft.Status = consult.NewID(), "", []byte(o.ID), consult.ResponseDraft
					draft.Origin, draft.SubmittedAt, draft.ChangeSeq = consult.OriginImported, time.Time{}, 0
					if err := tx.InsertResponse(ctx, &draft); err != nil {
						return err
					}
					seq, err := tx.NextSeq(ctx)
					if err != nil {
						return err
					}
					if err := tx.SetResponseStatus(ctx, draft.ID, consult.ResponseSubmitted, seq, noon); err != nil {
						return err
					}
					if err := tx.TieResponse(ctx, &consult.ResponseOwner{ResponseID: draft.ID, OrganisationID: o.ID, At: noon}); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return h.Service, h.store.(*store.Store), h.id, ids
}

// The ledger at 10,000 structures and 100,000 touches: on a list that has not changed, after one more touch, and read
// for the first time. The page adds its drawing to the first (see web).
func BenchmarkLedger(b *testing.B) {
	ctx, system := context.Background(), consult.System()
	s, kept, consultation, ids := largeLedger(b)
	show := func(b *testing.B, s *service.Service) {
		view, err := s.Ledger(ctx, system, "essai", service.LedgerQuery{})
		if err != nil || view.Whole.Count != benchStructures || len(view.Rows) != service.LedgerPage {
			b.Fatalf("%d structures, %d rows, %v", view.Whole.Count, len(view.Rows), err)
		}
	}
	show(b, s)
	b.Run("page", func(b *testing.B) {
		for b.Loop() {
			show(b, s)
		}
	})
	b.Run("figures", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.LedgerFigures(ctx, system, "essai"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("page after a touch", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			b.StopTimer()
			touch := consult.Touch{ID: consult.NewID(), ConsultationID: consultation, OrganisationID: ids[i%len(ids)], Kind: consult.TouchOpened, Source: fmt.Sprint("b", i), At: noon}
			if err := kept.Atomic(ctx, func(tx consult.Tx) error { return tx.InsertTouch(ctx, &touch) }); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
			show(b, s)
		}
	})
	b.Run("first reading", func(b *testing.B) {
		for b.Loop() {
			show(b, service.New(kept, service.WithClock(func() time.Time { return noon })))
		}
	})
}
