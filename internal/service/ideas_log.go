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
	Titles       map[consult.ID]string     // of the ideas decided on, as they are called now; none of an idea that is gone
}

// ModerationLog gives who decided what on which text, and why (R1.6).
func (s *Service) ModerationLog(ctx context.Context, actor consult.Actor, slug string) (*ModerationLogView, error) {
	view, err := s.moderationLog(ctx, actor, slug, moderationEntries)
	if err != nil {
		return nil, err
	}
	if view.Titles, err = s.titlesOf(ctx, view.Entries); err != nil {
		return nil, fmt.Errorf("name the ideas of the moderation log of %s: %w", slug, err)
	}
	return view, nil
}

// titlesOf gives the titles of the ideas that decisions are about: one question to the store for all of them.
func (s *Service) titlesOf(ctx context.Context, entries []consult.ModerationEntry) (map[consult.ID]string, error) {
	asked := map[consult.ID]bool{}
	var refs []consult.AuditRef
	for i := range entries {
		if id := entries[i].IdeaID; !asked[id] {
			asked[id] = true
			refs = append(refs, consult.AuditRef{Kind: consult.AuditIdea, ID: id})
		}
	}
	names, err := s.Store.AuditNames(ctx, refs)
	if err != nil {
		return nil, err
	}
	titles := make(map[consult.ID]string, len(names))
	for i := range names {
		titles[names[i].Ref.ID] = names[i].Title
	}
	return titles, nil
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
