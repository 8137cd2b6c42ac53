package service

import (
	"context"
	"fmt"
	"time"

	"concertation/internal/consult"
)

// sweepEvery is how often what nobody came back for is removed.
const sweepEvery = time.Hour

// attachmentKept is how long the pieces of an attachment that never became whole are kept.
const attachmentKept = 24 * time.Hour

// Sweep removes, now and every hour until ctx ends, files that were never imported and attachments cut short.
func (s *Service) Sweep(ctx context.Context) {
	ticker := time.NewTicker(sweepEvery)
	defer ticker.Stop()
	for {
		if err := s.SweepNow(ctx); err != nil && ctx.Err() == nil {
			s.Log.Error("sweep", "cause", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// SweepNow is one round of Sweep.
func (s *Service) SweepNow(ctx context.Context) error {
	consultations, err := s.Store.Consultations(ctx)
	if err != nil {
		return fmt.Errorf("sweep: %w", err)
	}
	for _, consultation := range consultations {
		if err := s.dropLeftImports(ctx, consultation.ID); err != nil {
			return fmt.Errorf("sweep: %w", err)
		}
		if err := s.dropCutAttachments(ctx, consultation.ID); err != nil {
			return fmt.Errorf("sweep: %w", err)
		}
	}
	return nil
}

// dropCutAttachments removes attachments whose last piece never came.
func (s *Service) dropCutAttachments(ctx context.Context, consultation consult.ID) error {
	all, err := s.Store.AttachmentsOf(ctx, consultation)
	if err != nil {
		return err
	}
	for _, one := range all {
		if one.Whole || s.Now().Sub(one.At) < attachmentKept {
			continue
		}
		err := s.Store.Atomic(ctx, func(tx consult.Tx) error { return tx.DeleteAttachment(ctx, one.ID) })
		if err != nil && consult.CodeOf(err) != consult.CodeNotFound {
			return err
		}
	}
	return nil
}
