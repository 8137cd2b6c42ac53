package gallery

import (
	"context"
	"fmt"
	"net/url"
	"slices"

	"concertation/forms"
	"concertation/forms/library"
	"concertation/internal/consult"
	"concertation/internal/service"
)

// start is the questionnaire of the demonstration, every the one that has a question of every kind.
const (
	start = "questionnaire"
	every = "toutes-les-questions"
)

// save puts answers in a draft, page by page.
func (f *filling) save(ctx context.Context, token string, pages map[int]forms.Raw) error {
	for section, posted := range pages {
		post := service.PagePost{Section: section, Posted: posted, Force: true}
		if _, err := f.SavePage(ctx, token, post); err != nil {
			return err
		}
	}
	return nil
}

// answering is a draft of the reference questionnaire: a network that goes on to the optional part is asked everything.
func (f *filling) answering(ctx context.Context) error {
	begun, err := f.Begin(ctx, slug, start, "fr")
	if err != nil {
		return err
	}
	if err := f.save(ctx, begun.Token, map[int]forms.Raw{0: {"repond": {"structure"}, "categorie": {"tete_reseau"}}, 3: {"continuer": {"oui"}}}); err != nil {
		return err
	}
	f.add("/c/" + slug + "/q/" + start)
	f.state("consultation terminée", "/c/"+closed+"/q/"+start, 200)
	link := "/r/" + begun.Token
	for step := range 7 {
		f.add(fmt.Sprintf("%s/etape/%d", link, step+1))
	}
	f.state("des réponses manquent", link+"/verification", 200)
	f.under(link, "/pause", "/langue")
	return nil
}

// everyKind is a draft of the questionnaire of every kind of question, some of it wrong.
func (f *filling) everyKind(ctx context.Context) error {
	source, err := library.Source(library.NameEveryKind)
	if err != nil {
		return err
	}
	revision, err := f.UploadQuestionnaire(ctx, f.amina, slug, "", every+".yaml", source)
	if err != nil {
		return err
	}
	if err := f.PublishRevision(ctx, f.amina, revision.ID); err != nil {
		return err
	}
	begun, err := f.Begin(ctx, slug, every, "fr")
	if err != nil {
		return err
	}
	link := "/r/" + begun.Token
	f.add("/c/" + slug + "/q/" + every)
	for step := range 7 {
		if step != 5 { // the page of networks, which this draft does not call for
			f.add(fmt.Sprintf("%s/etape/%d", link, step+1))
		}
	}
	f.state("une question s’est ajoutée", link+"/etape/1?ajout=ville", 200)
	f.refused("valeurs refusées", link+"/etape/3", url.Values{"shown": {"benevoles budget confiance temperature creation"}, "version": {"1"}, "benevoles": {"douze"},
		"temperature": {"90"}, "creation-day": {"30"}, "creation-month": {"2"}, "creation-year": {"2026"}})
	f.refused("case à cocher oubliée", link+"/etape/7", url.Values{"shown": {"publication charte"}, "version": {"1"}, "action": {"submit"}})
	german, err := f.Begin(ctx, slug, every, "de")
	if err != nil {
		return err
	}
	f.state("en allemand", "/r/"+german.Token+"/etape/1", 200)
	return nil
}

// wholeEveryKind answers the questionnaire of every kind, so that it can be sent.
func wholeEveryKind() map[int]forms.Raw {
	return map[int]forms.Raw{
		0: {"membre": {"non"}, "metier": {"autre"}, "metier_autre": {"luthière"}, "departement": {"44"}, "ville": {"nantes"}, "sujets": {"emploi"}, "accord": {"a4"}},
		1: {"classement/emploi": {"1"}, "classement/formation": {"2"}, "classement/locaux": {"3"}, "classement/cooperation": {"4"}, "grille_accueil": {"oui"},
			"points_emploi": {"50"}, "points_formation": {"30"}, "points_locaux": {"20"}},
		2: {"benevoles": {"12"}, "budget": {"1,5"}, "creation": {"1999-04-03"}},
		3: {"recit": {"Un potager partagé entre trois communes, avec l’aide de Madame Petit, 3 rue des Lilas."}, "slogan": {"Semons ensemble"}},
		6: {"publication": {"anonymous"}, "charte": {"OK"}},
	}
}

// sent begins a response, fills it and sends it.
func (f *filling) sent(ctx context.Context) (token string, err error) {
	begun, err := f.Begin(ctx, slug, every, "fr")
	if err != nil {
		return "", err
	}
	if err := f.save(ctx, begun.Token, wholeEveryKind()); err != nil {
		return "", err
	}
	a, err := f.Answering(ctx, begun.Token)
	if err != nil {
		return "", err
	}
	outcome, a, err := f.Submit(ctx, begun.Token, a.Stamp(-1))
	if err == nil && outcome != service.Sent {
		err = fmt.Errorf("response not sent (%d): %v", outcome, a.Evaluation.Failures)
	}
	return begun.Token, err
}

// answered are responses that were sent: one that stands, one changed since, one withdrawn.
func (f *filling) answered(ctx context.Context) error {
	var links []string
	for range 3 {
		token, err := f.sent(ctx)
		if err != nil {
			return err
		}
		links = append(links, token)
	}
	f.under("/r/"+links[0], "/confirmation", "/copie", "/devenir", "/retirer")
	f.state("envoyée", "/r/"+links[0]+"/verification", 200)
	f.state("envoyée", "/r/"+links[0]+"/pause", 200)
	if err := f.save(ctx, links[1], map[int]forms.Raw{2: {"benevoles": {"14"}}}); err != nil {
		return err
	}
	f.state("changée depuis l’envoi", "/r/"+links[1]+"/verification", 200)
	if _, err := f.Withdraw(ctx, links[2]); err != nil {
		return err
	}
	f.state("retirée", "/r/"+links[2], 200)
	return nil
}

// together is a response that several people answer, seen by the one who holds it and by another.
func (f *filling) together(ctx context.Context) error {
	begun, err := f.Begin(ctx, slug, every, "fr")
	if err != nil {
		return err
	}
	holder := begun.Token
	alone, err := f.Begin(ctx, slug, every, "fr")
	if err != nil {
		return err
	}
	f.state("seule", "/r/"+alone.Token+"/ensemble", 200)
	f.refused("sans nom", "/r/"+alone.Token+"/ensemble", url.Values{"acte": {"commencer"}, "name": {""}})
	if err := f.StartTeam(ctx, holder, "Amina", "directrice"); err != nil {
		return err
	}
	for _, name := range []string{"Bruno", "Chloé"} {
		if err := f.AddMember(ctx, holder, consult.NewID(), name, ""); err != nil {
			return err
		}
	}
	if err := f.save(ctx, holder, wholeEveryKind()); err != nil {
		return err
	}
	a, err := f.Answering(ctx, holder)
	if err != nil {
		return err
	}
	bruno := slices.IndexFunc(a.Team.Members, func(m consult.Member) bool { return m.Name == "Bruno" })
	other, err := f.MemberLink(ctx, &a.Team.Members[bruno])
	if err != nil {
		return err
	}
	if err := f.CommentDraft(ctx, other, consult.NewID(), "recit", "Dirions-nous aussi un mot du compost ?"); err != nil {
		return err
	}
	f.state("qui tient la réponse", "/r/"+holder+"/ensemble", 200)
	f.state("un autre membre", "/r/"+other+"/ensemble", 200)
	f.state("avec un commentaire", "/r/"+holder+"/etape/4", 200)
	f.state("un autre membre", "/r/"+other+"/verification", 200)
	f.add("/r/"+holder+"/commentaires/recit", "/r/"+holder+"/commentaires/slogan")
	f.refused("vide", "/r/"+holder+"/commentaires/slogan", url.Values{"acte": {"commenter"}, "envoi": {string(consult.NewID())}, "body": {""}})
	return nil
}
