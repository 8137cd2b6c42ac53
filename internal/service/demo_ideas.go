package service

import (
	"context"
	"math/rand/v2"
	"time"

	"concertation/internal/consult"
)

// demoIdea is a fictitious idea with those who support it and what they say.
type demoIdea struct {
	idea     consult.Idea
	text     consult.Contribution
	visitors [][]byte
	comments []consult.Comment
}

func (d *demo) ideas(ctx context.Context, from, to int) error {
	grid, err := d.service.Store.ThemeGrid(ctx, d.consultation.ID)
	if err != nil {
		return err
	}
	chunk := make([]demoIdea, 0, to-from)
	for i := from; i < to; i++ {
		chunk = append(chunk, d.idea(&grid, i))
	}
	err = d.service.Store.Atomic(ctx, func(tx consult.Tx) error {
		for i := range chunk {
			if err := chunk[i].write(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
	d.service.ideasChanged()
	return err
}

// write lays the idea unless it is there. One laid as a text alone becomes an idea.
func (one *demoIdea) write(ctx context.Context, tx consult.Tx) error {
	if _, err := tx.Idea(ctx, one.idea.ID); consult.CodeOf(err) != consult.CodeNotFound {
		return err
	}
	idea, text := one.idea, one.text
	var err error
	if idea.Number, err = tx.NextSeq(ctx); err != nil {
		return err
	}
	text.ChangeSeq = idea.Number
	_, err = tx.Contribution(ctx, text.ID)
	switch {
	case err == nil:
		err = tx.ReviseContribution(ctx, &text)
	case consult.CodeOf(err) == consult.CodeNotFound:
		err = tx.InsertContribution(ctx, &text)
	}
	if err != nil {
		return err
	}
	idea.TextVersion = text.TextVersion
	if err := tx.InsertIdea(ctx, &idea); err != nil {
		return err
	}
	for _, visitor := range one.visitors {
		if _, err := tx.AddSupport(ctx, idea.ID, visitor, idea.CreatedAt); err != nil {
			return err
		}
	}
	for i := range one.comments {
		if err := tx.InsertComment(ctx, &one.comments[i]); err != nil {
			return err
		}
	}
	return nil
}

// idea makes an idea of the box: what is found, what is proposed, for whom; some have an answer.
func (d *demo) idea(grid *consult.ThemeGrid, i int) demoIdea {
	random := d.random("idea", i)
	at := d.moment(random)
	id, key := d.identify("idea", i, at)
	theme := random.IntN(len(d.texts.Themes))
	texts := &d.texts.Themes[theme]
	d.choose(random, demoText{source: id}, []int{theme})
	persona := newPersona(random, i)
	idea := consult.Idea{ID: id, ConsultationID: d.consultation.ID, Title: pick(random, texts.Ideas),
		Observation: pick(random, texts.Findings), Proposal: pick(random, texts.Proposals),
		Category: persona.category, Territory: persona.territory, Publication: consult.PublicationAnonymous,
		Origin: consult.OriginDemonstration, Moderation: consult.ModerationPublished, Status: consult.IdeaNew,
		Reference: d.reference(i), TokenHash: key[:], Print: "demonstration", TextVersion: 1, CreatedAt: at, ChangedAt: at}
	if random.Float64() < 0.6 {
		idea.Proposal += " " + pick(random, texts.Reasons)
	}
	if random.Float64() < 0.8 { // the others do not know
		idea.ThemeID, _ = themeOf(grid, theme)
	}
	if random.Float64() < 0.6 {
		idea.Beneficiaries = pick(random, demoBeneficiaries())
	}
	if random.Float64() < 0.4 {
		idea.Bearer = pick(random, demoBearers())
	}
	if random.Float64() < 0.25 {
		reply := pick(random, demoReplies())
		idea.Status, idea.Answer, idea.AnsweredAt = reply.status, reply.words, d.until(random, at)
	}
	d.service.stemmed(&idea)
	one := demoIdea{idea: idea, text: contributionOf(&idea)}
	for n := range int(random.ExpFloat64() * 6) {
		_, visitor := d.identify("visitor of "+string(id), n, at)
		one.visitors = append(one.visitors, visitor[:])
	}
	for n := range random.IntN(3) * random.IntN(2) {
		said := d.until(random, at)
		comment, _ := d.identify("comment on "+string(id), n, said)
		one.comments = append(one.comments, consult.Comment{ID: comment, ConsultationID: d.consultation.ID, IdeaID: id,
			Body: pick(random, texts.Reasons), Moderation: consult.ModerationPublished, CreatedAt: said})
	}
	return one
}

// until draws a moment between at and the laying of the demonstration.
func (d *demo) until(random *rand.Rand, at time.Time) time.Time {
	return at.Add(time.Duration(random.Float64() * float64(d.consultation.CreatedAt.Sub(at)))).Truncate(time.Millisecond)
}

func demoBeneficiaries() []string {
	return []string{"Les petites associations", "Les salariés du secteur", "Les bénévoles", "Les porteurs de projet",
		"Les habitants des communes rurales", "Les jeunes en recherche d’emploi", "Les collectivités et leurs partenaires"}
}

func demoBearers() []string {
	return []string{"Un réseau départemental", "Une coopérative à créer", "Plusieurs structures ensemble", "Une collectivité volontaire",
		"À trouver ensemble"}
}

// demoReply is a fictitious answer of the organiser.
type demoReply struct {
	status consult.IdeaStatus
	words  string
}

func demoReplies() []demoReply {
	return []demoReply{
		{consult.IdeaStudied, "Réponse fictive. Cette idée est étudiée avec les réseaux concernés."},
		{consult.IdeaStudied, "Réponse fictive. Un groupe de travail l’examinera lors de sa prochaine réunion."},
		{consult.IdeaPlanned, "Réponse fictive. Cette idée est reprise dans le projet de plan d’actions."},
		{consult.IdeaStarted, "Réponse fictive. Un premier essai a commencé dans un territoire volontaire."},
		{consult.IdeaDone, "Réponse fictive. Ce que propose cette idée existe désormais."},
		{consult.IdeaDeclined, "Réponse fictive. Cette idée ne relève pas des compétences de l’organisateur."},
	}
}
