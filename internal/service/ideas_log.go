package service

import (
	"context"
	"fmt"
	"io"

	"concertation/exports/csv"
	"concertation/internal/consult"
)

// ModerationLogView is the moderation log of a consultation.
type ModerationLogView struct {
	Consultation consult.Consultation
	Entries      []consult.ModerationEntry // newest first
}

// ModerationLog gives who decided what on which text, and why (R1.6).
func (s *Service) ModerationLog(ctx context.Context, actor consult.Actor, slug string) (*ModerationLogView, error) {
	return s.moderationLog(ctx, actor, slug, moderationEntries)
}

func (s *Service) moderationLog(ctx context.Context, actor consult.Actor, slug string, limit int) (*ModerationLogView, error) {
	box, err := s.moderatedBox(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	view := &ModerationLogView{Consultation: box.consultation}
	if view.Entries, err = s.Store.ModerationEntries(ctx, box.consultation.ID, "", limit); err != nil {
		return nil, fmt.Errorf("read the moderation log of %s: %w", slug, err)
	}
	return view, nil
}

// WriteModerationLog writes the whole log as a file for spreadsheets, without any author's text or name.
func (s *Service) WriteModerationLog(ctx context.Context, actor consult.Actor, slug string, out io.Writer) error {
	view, err := s.moderationLog(ctx, actor, slug, 0)
	if err != nil {
		return err
	}
	header := []string{s.P.T("ideas.log.at"), s.P.T("ideas.log.idea"), s.P.T("ideas.log.comment"), s.P.T("ideas.log.act"),
		s.P.T("ideas.log.ground"), s.P.T("ideas.log.note"), s.P.T("ideas.log.actor")}
	rows := make([][]string, len(view.Entries))
	for i, entry := range view.Entries {
		ground := ""
		if entry.Ground != "" {
			ground = s.P.T("ideas.ground." + entry.Ground)
		}
		rows[i] = []string{entry.At.In(paris()).Format("2006-01-02 15:04:05"), string(entry.IdeaID), string(entry.CommentID),
			s.P.T("ideas.act." + entry.Act), ground, s.noteInWords(&entry), entry.ActorName}
	}
	if err := csv.Table(out, csv.French(), header, rows); err != nil {
		return fmt.Errorf("write the moderation log of %s: %w", slug, err)
	}
	return nil
}

// noteInWords gives what a decision says besides its ground: the moderator's own words, the status that an answer gave,
// the idea that another was merged with.
func (s *Service) noteInWords(entry *consult.ModerationEntry) string {
	switch {
	case entry.Note == "":
		return ""
	case entry.Act == "answer":
		return s.P.T("ideas_pages.status." + entry.Note)
	case entry.Act == "merge", entry.Act == "unmerge":
		return s.P.T("ideas.log.with", "idea", entry.Note)
	default:
		return entry.Note
	}
}
