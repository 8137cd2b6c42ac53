package service

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"concertation/internal/consult"
)

// CommentDraft says something of an answer to the other members, once however often the same form is posted: id is the
// form's own.
func (s *Service) CommentDraft(ctx context.Context, token string, id consult.ID, question, body string) error {
	body = strings.TrimSpace(strings.ReplaceAll(body, "\r\n", "\n"))
	invalid := func(key string, args ...any) error {
		return &consult.Error{Code: consult.CodeInvalid, Key: "error.invalid",
			Fields: []consult.FieldError{{Field: "body", Key: key, Args: args}}}
	}
	switch {
	case body == "":
		return invalid("respond.team.error.comment")
	case utf8.RuneCountInString(body) > consult.MaxDraftComment:
		return invalid("respond.team.error.long", "most", consult.MaxDraftComment)
	}
	a, err := s.answering(ctx, token)
	if err != nil {
		return err
	}
	if _, known := a.Questionnaire().Question(question); !known {
		return consult.NotFound("error.not_found")
	}
	return s.teamAct(ctx, token, func(tx consult.Tx, t *Together) error {
		comments, err := tx.DraftComments(ctx, t.ResponseID)
		if err != nil {
			return err
		}
		for _, c := range comments {
			if c.ID == id {
				return nil
			}
		}
		if len(comments) >= consult.MostDraftComments {
			return invalid("respond.team.error.comments", "most", consult.MostDraftComments)
		}
		return tx.InsertDraftComment(ctx, &consult.DraftComment{ID: id, ResponseID: t.ResponseID, MemberID: t.Me.ID,
			Question: question, Body: body, CreatedAt: s.Now()})
	})
}

// SettleComment says that a comment was dealt with, or that it was not.
func (s *Service) SettleComment(ctx context.Context, token string, id consult.ID, settled bool) error {
	return s.teamAct(ctx, token, func(tx consult.Tx, t *Together) error {
		var at time.Time
		if settled {
			at = s.Now()
		}
		return tx.SettleDraftComment(ctx, t.ResponseID, id, at)
	})
}
