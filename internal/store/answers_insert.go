package store

import (
	"context"
	"fmt"
	"strings"

	"concertation/internal/consult"
)

// answerShared is what the contributions of one sending have in common.
type answerShared struct {
	consultation, response, questionnaire consult.ID
	seq                                   int64
	kind, origin, channel                 string
	category, territory, publication      string
	created, changed                      int64
}

func sharedOf(c *consult.Contribution) answerShared {
	return answerShared{c.ConsultationID, c.ResponseID, c.QuestionnaireID, c.ChangeSeq, string(c.Kind), string(c.Origin),
		string(c.Channel), text(c.Category), text(c.Territory), string(c.Publication), c.CreatedAt.UnixMilli(), c.ChangedAt.UnixMilli()}
}

// insertAnswers writes the new contributions of a response with one statement, in which what they share is bound once:
// handing values over is a good part of what an insert costs.
func (t *transaction) insertAnswers(ctx context.Context, all []*consult.Contribution) error {
	shared := sharedOf(all[0])
	args := append(make([]any, 0, answersShared+answerOwn*len(all)), string(shared.consultation), shared.seq, shared.kind,
		shared.origin, shared.channel, string(shared.response), string(shared.questionnaire), shared.category,
		shared.territory, shared.publication, stamp(all[0].CreatedAt), stamp(all[0].ChangedAt))
	for _, c := range all {
		if sharedOf(c) != shared || c.SessionID != "" || !c.RetractedAt.IsZero() || c.AuthorKey != "" {
			return t.insertContributions(ctx, all)
		}
		if c.ID == "" {
			c.ID = consult.NewID()
		}
		args = append(args, string(c.ID), text(c.Question), c.Item, text(c.Title), text(c.Body), text(c.Folded), c.TextVersion)
	}
	if _, err := t.exec(ctx, t.session.answersText(len(all)), args...); err != nil {
		return fmt.Errorf("insert contributions: %w", err)
	}
	return nil
}

const (
	answersShared = 12
	answerOwn     = 7

	insertAnswersHead = `
INSERT INTO contributions (consultation_id, change_seq, kind, origin, channel, response_id, questionnaire_id, category,
  territory, publication, created_at, changed_at, id, question, item, title, body, folded, text_version)
VALUES `
)

// answersText gives the INSERT of so many answers, composed once per number of them.
func (s *session) answersText(rows int) string {
	key := insertKey{insertAnswersHead, rows}
	if known, ok := s.inserts[key]; ok {
		return known
	}
	var out strings.Builder
	out.WriteString(insertAnswersHead)
	for row := range rows {
		if row > 0 {
			out.WriteString(", ")
		}
		for column := range answersShared + answerOwn {
			number := column + 1
			if column >= answersShared {
				number += row * answerOwn
			}
			fmt.Fprintf(&out, "%c$%d", "(,"[min(column, 1)], number)
		}
		out.WriteString(")")
	}
	s.inserts[key] = out.String()
	return s.inserts[key]
}
