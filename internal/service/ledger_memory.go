package service

import (
	"context"
	"fmt"
	"sync"

	"concertation/internal/consult"
)

// ledgerMemory keeps the ledger of each consultation, in step with the store: what it reads of a store that has not
// changed is one row, and of one that has, what came after. Every process that serves keeps its own the same way.
type ledgerMemory struct {
	mutex sync.Mutex
	of    map[consult.ID]*keptLedger
}

type keptLedger struct {
	mutex  sync.Mutex
	mark   consult.LedgerMark
	ledger *consult.Ledger // nil: nothing read yet
}

func (m *ledgerMemory) kept(consultation consult.ID) *keptLedger {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.of == nil {
		m.of = map[consult.ID]*keptLedger{}
	}
	if m.of[consultation] == nil {
		m.of[consultation] = &keptLedger{}
	}
	return m.of[consultation]
}

// withLedger lends the ledger of a consultation, with everything committed before the call. Nothing of it may be kept
// but copies.
func (s *Service) withLedger(ctx context.Context, consultation consult.ID, f func(*consult.Ledger) error) error {
	kept := s.ledgers.kept(consultation)
	kept.mutex.Lock()
	defer kept.mutex.Unlock()
	if err := s.followLedger(ctx, consultation, kept); err != nil {
		return fmt.Errorf("read the ledger: %w", err)
	}
	return f(kept.ledger)
}

func (s *Service) followLedger(ctx context.Context, consultation consult.ID, kept *keptLedger) error {
	mark, err := s.Store.LedgerMark(ctx, consultation)
	if err != nil || kept.ledger != nil && mark == kept.mark {
		return err
	}
	whole := kept.ledger == nil || mark.Taken != kept.mark.Taken
	ledger, after := kept.ledger, kept.mark.Seq
	if whole || mark.List != kept.mark.List {
		list, err := s.Store.LedgerOrganisations(ctx, consultation)
		if err != nil {
			return err
		}
		if whole {
			ledger, after = consult.NewLedger(list, paris()), -1
		} else {
			ledger.Relist(list)
		}
	}
	touches, err := s.Store.LedgerTouches(ctx, consultation, after, mark.Seq)
	if err != nil {
		return err
	}
	var responses []consult.OwnedResponse
	if whole {
		responses, err = s.Store.OwnedResponses(ctx, consultation)
	} else {
		responses, err = s.Store.LedgerResponses(ctx, consultation, after)
	}
	if err != nil {
		return err
	}
	ledger.Touch(touches...)
	ledger.Respond(responses...)
	kept.ledger, kept.mark = ledger, mark
	return nil
}
