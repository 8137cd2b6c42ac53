package storetest

import (
	"fmt"
	"strings"
	"time"

	"concertation/internal/consult"
)

// idea makes an idea whose title is its words; «commun» is in every text.
func (w *world) idea(c *consult.Consultation, title string, changes ...func(*consult.Idea)) consult.Idea {
	w.Helper()
	n := w.number()
	i := consult.Idea{ID: consult.NewID(), ConsultationID: c.ID, Title: title, Proposal: "Texte", Publication: consult.PublicationAnonymous,
		Origin: consult.OriginCollected, Moderation: consult.ModerationPublished, Status: consult.IdeaNew, Reference: fmt.Sprintf("IDEE%04d", n),
		TokenHash: []byte(fmt.Sprintf("idea %027d", n)), Print: "print", TextVersion: 1, CreatedAt: noon.Add(time.Duration(n) * time.Millisecond), ChangedAt: noon,
		TitleStems: title}
	for _, change := range changes {
		change(&i)
	}
	i.BodyStems = strings.TrimSpace(i.BodyStems + " commun")
	w.write(func(tx consult.Tx) error {
		var err error
		if i.Number, err = tx.NextSeq(w.ctx); err != nil {
			return err
		}
		text := consult.Contribution{ID: i.ID, ConsultationID: c.ID, ChangeSeq: i.Number, Kind: consult.KindIdea, Origin: i.Origin,
			Channel: consult.ChannelWeb, Title: i.Title, Body: i.Proposal, Folded: i.Title + " texte", Publication: i.Publication, TextVersion: 1,
			CreatedAt: i.CreatedAt, ChangedAt: noon}
		if err := tx.InsertContribution(w.ctx, &text); err != nil {
			return err
		}
		return tx.InsertIdea(w.ctx, &i)
	})
	i.TitleStems, i.BodyStems = "", ""
	return i
}

// rewrite changes an idea, and checks that it is read so.
func (w *world) rewrite(i *consult.Idea, change func(*consult.Idea)) {
	w.Helper()
	i.TitleStems = i.Title
	change(i)
	w.write(func(tx consult.Tx) error { return tx.UpdateIdea(w.ctx, i) })
	i.TitleStems, i.BodyStems = "", ""
	same(w, must[consult.Idea](w)(w.store.Idea(w.ctx, i.ID)), *i)
}

// found gives what a search finds, the most relevant first; a star ends the beginning of a word.
func (w *world) found(c *consult.Consultation, words string) []consult.ID {
	w.Helper()
	filter := consult.IdeaFilter{ConsultationID: c.ID, Order: consult.IdeasRelevant, Prefix: strings.HasSuffix(words, "*")}
	filter.Stems = strings.Fields(strings.TrimSuffix(words, "*"))
	list := must[[]consult.Idea](w)(w.store.Ideas(w.ctx, filter))
	same(w, must[int](w)(w.store.CountIdeas(w.ctx, filter)), len(list))
	filter.Order = consult.IdeasNewest
	same(w, len(must[[]consult.Idea](w)(w.store.Ideas(w.ctx, filter))), len(list))
	return ids(list)
}

func ids(ideas []consult.Idea) []consult.ID {
	var all []consult.ID
	for _, idea := range ideas {
		all = append(all, idea.ID)
	}
	return all
}

func (w *world) support(id consult.ID, visitor string) (supports int) {
	w.Helper()
	w.write(func(tx consult.Tx) (err error) {
		supports, err = tx.AddSupport(w.ctx, id, []byte(visitor), noon)
		return err
	})
	return supports
}

func (w *world) unsupport(id consult.ID, visitor string) (supports int) {
	w.Helper()
	w.write(func(tx consult.Tx) (err error) {
		supports, err = tx.RemoveSupport(w.ctx, id, []byte(visitor))
		return err
	})
	return supports
}

func (w *world) merge(id, root consult.ID) {
	w.Helper()
	w.write(func(tx consult.Tx) error { return tx.MergeIdea(w.ctx, id, root, noon) })
}

func (w *world) comment(idea consult.ID, moderation consult.Moderation) consult.Comment {
	w.Helper()
	n := w.number()
	c := consult.Comment{ID: consult.NewID(), ConsultationID: must[consult.Idea](w)(w.store.Idea(w.ctx, idea)).ConsultationID, IdeaID: idea,
		Body: "D’accord", Signature: "Bruno", Moderation: moderation, TextVersion: 1, TokenHash: []byte(fmt.Sprintf("comment %024d", n)), CreatedAt: noon.Add(time.Duration(n) * time.Millisecond)}
	w.write(func(tx consult.Tx) error { return tx.InsertComment(w.ctx, &c) })
	return c
}
