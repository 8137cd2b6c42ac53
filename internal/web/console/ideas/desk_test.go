package ideas_test

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// decision is what the page of an idea posts.
func decision(kind service.ModerationKind, more ...string) url.Values {
	form := url.Values{"acte": {string(kind)}}
	for i := 0; i+1 < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return form
}

func TestTextsAreReadBeforeTheyArePublished(t *testing.T) {
	h := open(t, consult.ModerateBefore)
	amina := h.staff(consult.RoleOrganiser)
	_, empty := amina.get(desk)
	amina.says(empty, "Rien à lire pour l’instant", "Réglages de la boîte à idées")
	golden(t, "list_empty", empty)

	first, second := h.drop("Un jardin partagé", "Ouvrir un jardin aux habitants."), h.drop("Des vélos-cargos", "Téléphonez au 06 00 00 00 00.")
	_, waiting := amina.get(desk)
	amina.says(waiting, "À lire 2", "Ouvrir un jardin aux habitants.", "Téléphonez au")
	golden(t, "list", waiting)

	published := amina.act(desk+"/"+string(first.ID), decision(service.ModeratePublish, "retour", "liste", "vu", "waiting", "texte", strconv.Itoa(first.TextVersion)))
	amina.says(published, "L’idée est publiée", "À lire 1")
	if _, body := h.visitor().get(publicBox); !strings.Contains(body, "Un jardin partagé") {
		t.Error("a published idea is not in the box")
	}

	address := desk + "/" + string(second.ID)
	status, body := amina.post(address, decision(service.ModerateRefuse, "note", "Sans numéro"))
	if status != http.StatusUnprocessableEntity {
		t.Fatalf("a refusal without ground: status %d", status)
	}
	amina.says(body, "Choisissez un motif", "Sans numéro")
	golden(t, "idea_invalid", body)
	refused := amina.act(address, decision(service.ModerateRefuse, "ground", "personal", "note", "Retirez le numéro."))
	amina.says(refused, "L’idée est refusée", "Informations personnelles", "Retirez le numéro.", "Publier de nouveau")
	golden(t, "idea_refused", refused)
	amina.says(amina.act(address, decision(service.ModerateRestore)), "L’idée est publiée de nouveau")

	if status, _ := amina.post(address, decision(service.ModerateRestore)); status != http.StatusSeeOther {
		t.Errorf("the same decision again: status %d", status)
	}
	if status, body = amina.post(address, decision(service.ModerateRefuse, "ground", "insult", "vu", "refused")); status != http.StatusConflict {
		t.Errorf("a decision on a text that stands elsewhere: status %d", status)
	}
	amina.says(body, "depuis que vous l’avez lu")
}

func TestCommentsAndAlertsAreDealtWith(t *testing.T) {
	h := open(t, consult.ModerateAfter)
	amina := h.staff(consult.RoleAnalyst)
	idea := h.drop("Un jardin partagé", "Ouvrir un jardin aux habitants.")
	comment := h.comment(idea.ID, "Achetez mon livre")
	h.report(idea.ID, comment.ID, "advertising", "C’est de la publicité")
	h.report(idea.ID, "", "off_topic", "")
	_, list := amina.get(desk)
	amina.says(list, "À lire 2", "Achetez mon livre", "C’est de la publicité", "Sans rapport avec la consultation")
	golden(t, "list_reported", list)

	address := desk + "/" + string(idea.ID)
	_, page := amina.get(address)
	amina.says(page, "Classer sans suite", "Bruno", "Publicité ou démarchage")
	golden(t, "idea", page)
	if strings.Contains(page, "amina@exemple.fr") {
		t.Error("an analyst reads an author's address")
	}
	amina.says(amina.act(address, decision(service.ModerateKeep)), "Les signalements sont classés")
	body := amina.act(address, decision(service.ModerateRefuse, "commentaire", string(comment.ID), "ground", "advertising"))
	amina.says(body, "Le commentaire est refusé", "Publicité ou démarchage")
	if _, body := h.visitor().get(publicBox + "/" + string(idea.ID)); strings.Contains(body, "Achetez mon livre") {
		t.Error("a refused comment is still shown")
	}
	_, empty := amina.get(desk)
	amina.says(empty, "Rien à lire pour l’instant")
}

func TestIdeasThatSayTheSameAreMergedAndParted(t *testing.T) {
	h := open(t, consult.ModerateAfter)
	amina := h.staff(consult.RoleOrganiser)
	from, into := h.drop("Un jardin partagé", "Ouvrir un jardin aux habitants du quartier."), h.drop("Le jardin du quartier", "Ouvrir un jardin partagé aux habitants.")
	h.drop("Des vélos-cargos", "Aider l’achat de vélos.")
	chloe, diego := service.NewVisitor(), service.NewVisitor()
	h.support(from.ID, chloe)
	h.support(into.ID, chloe, diego)

	merge := desk + "/" + string(from.ID) + "/reunir"
	_, choice := amina.get(merge)
	amina.says(choice, "Idées proches", "Le jardin du quartier", "Comparer les deux")
	golden(t, "merge", choice)
	_, found := amina.get(merge + "?mots=velos")
	amina.says(found, "1 idée", "Des vélos-cargos")
	_, preview := amina.get(merge + "?vers=" + string(into.ID))
	amina.says(preview, "Ce qui est gardé", "de 2 à 3, chaque personne comptant une fois", "Réunir dans l’autre sens")
	golden(t, "merge_preview", preview)

	merged := amina.act(merge, url.Values{"vers": {string(into.ID)}})
	amina.says(merged, "Les deux idées sont réunies", "Une idée réunie ici", "Un jardin partagé", "2 soutiens")
	golden(t, "idea_merged", merged)
	if status, body := amina.post(desk+"/"+string(into.ID)+"/reunir", url.Values{"vers": {string(from.ID)}}); status != http.StatusConflict || !strings.Contains(body, "avec elle-même") {
		t.Errorf("a circle: status %d", status)
	}
	if _, body := h.visitor().get(publicBox + "/" + string(from.ID)); !strings.Contains(body, "a été réunie avec une autre") {
		t.Error("the merged idea's address does not say where it went")
	}
	parted := amina.act(desk+"/"+string(from.ID)+"/separer", url.Values{"retour": {string(into.ID)}})
	amina.says(parted, "Les deux idées sont séparées", "Le jardin du quartier")
	if got := h.idea(from.ID).Supports; got != 1 {
		t.Errorf("parted with %d supports", got)
	}
}

func TestTheOrganiserAnswers(t *testing.T) {
	h := open(t, consult.ModerateAfter)
	amina := h.staff(consult.RoleOrganiser)
	idea := h.drop("Un jardin partagé", "Ouvrir un jardin aux habitants.")
	address := desk + "/" + string(idea.ID)
	body := amina.act(address+"/reponse", url.Values{"status": {"planned"}, "answer": {"Nous la **retenons**."}, "vu": {""}})
	amina.says(body, "La suite donnée est enregistrée", "Retenue", "amina@exemple.fr")
	_, public := h.visitor().get(publicBox + "/" + string(idea.ID))
	if !strings.Contains(public, "<strong>retenons</strong>") || !strings.Contains(public, "Retenue") {
		t.Error("the public page does not give the answer")
	}
	if status, _ := amina.post(address+"/reponse", url.Values{"status": {"planned"}, "answer": {"Autre chose"}, "vu": {""}}); status != http.StatusConflict {
		t.Errorf("an answer given over another one unseen: status %d", status)
	}
	if status, _ := amina.post(address+"/reponse", url.Values{"status": {"rien"}}); status != http.StatusUnprocessableEntity {
		t.Errorf("an unknown status: status %d", status)
	}
	if _, other := h.staff(consult.RoleAnalyst).get(address); strings.Contains(other, "Enregistrer la suite") {
		t.Error("an analyst is offered to answer")
	}
}

func TestTheLogKeepsEachDecisionAndCanBeTaken(t *testing.T) {
	h := open(t, consult.ModerateAfter)
	amina := h.staff(consult.RoleOrganiser)
	_, empty := amina.get(desk + "/journal")
	amina.says(empty, "Aucune décision pour l’instant")
	idea := h.drop("Un jardin partagé", "Ouvrir un jardin aux habitants.")
	amina.act(desk+"/"+string(idea.ID), decision(service.ModerateRefuse, "ground", "personal", "note", "=HYPERLINK(\"http://exemple.fr\")"))
	amina.act(desk+"/"+string(idea.ID), decision(service.ModerateRestore))
	_, page := amina.get(desk + "/journal")
	amina.says(page, "Refus", "Informations personnelles", "Rétablissement", "Amina", "Télécharger le journal", "Un jardin partagé")
	golden(t, "log", page)
	status, file := amina.get(desk + "/journal.csv")
	if status != http.StatusOK || strings.Contains(file, ";=HYPERLINK") || strings.Contains(file, "\"=HYPERLINK") || !strings.Contains(file, "'=HYPERLINK") {
		t.Errorf("the file (status %d) lets a spreadsheet compute a note:\n%s", status, file)
	}
	if strings.Contains(file, "jardin") {
		t.Error("the file holds an author's text")
	}
}

func TestTheBoxIsSet(t *testing.T) {
	h := open(t, consult.ModerateAfter)
	amina := h.staff(consult.RoleOrganiser)
	_, page := amina.get(desk + "/reglages")
	amina.says(page, "Recevoir des idées", "Avant publication")
	golden(t, "settings", page)
	amina.says(amina.act(desk+"/reglages", url.Values{"open": {"oui"}, "supports": {"oui"}, "moderation": {"before"}}), "Les réglages sont enregistrés")
	found, err := h.store.ConsultationBySlug(context.Background(), "demonstration")
	if err != nil {
		t.Fatal(err)
	}
	if set := found.Settings; !set.IdeaBox || !set.IdeaSupports || set.IdeaComments || set.IdeaModeration != consult.ModerateBefore || set.Invited == 0 && set.CellThreshold != 0 {
		t.Errorf("set to %+v", set)
	}
	amina.act(desk+"/reglages", url.Values{"moderation": {"after"}})
	if status, _ := h.visitor().get(publicBox + "/nouvelle"); status != http.StatusSeeOther {
		t.Errorf("a closed box still takes ideas: status %d", status)
	}
}

func TestWhoMayDoWhat(t *testing.T) {
	h := open(t, consult.ModerateAfter)
	idea, other := h.drop("Un jardin partagé", "Ouvrir un jardin."), h.drop("Un autre jardin", "En ouvrir un autre.")
	address := "/" + string(idea.ID)
	people := map[consult.Role]*person{"": h.visitor()}
	for _, role := range consult.Roles() {
		people[role] = h.staff(role)
	}
	const yes, no, door = http.StatusOK, http.StatusForbidden, http.StatusSeeOther
	for _, c := range []struct {
		what                                string
		path                                string
		form                                url.Values // nil: a page
		organiser, analyst, reader, visitor int
	}{
		{"reads the queue", "", nil, yes, yes, no, door},
		{"reads an idea", address, nil, yes, yes, no, door},
		{"reads the log", "/journal", nil, yes, yes, no, door},
		{"takes the log", "/journal.csv", nil, yes, yes, no, door},
		{"looks for what to merge", address + "/reunir", nil, yes, yes, no, door},
		{"sees the settings", "/reglages", nil, yes, no, no, door},
		{"refuses an idea", address, decision(service.ModerateRefuse, "ground", "insult"), door, door, no, door},
		{"restores it", address, decision(service.ModerateRestore), door, door, no, door},
		{"merges it", address + "/reunir", url.Values{"vers": {string(other.ID)}}, door, door, no, door},
		{"parts it", address + "/separer", url.Values{}, door, door, no, door},
		{"answers it", address + "/reponse", url.Values{"status": {"studied"}, "answer": {""}}, door, no, no, door},
		{"sets the box", "/reglages", url.Values{"open": {"oui"}, "moderation": {"after"}}, door, no, no, door},
	} {
		for role, want := range map[consult.Role]int{consult.RoleOrganiser: c.organiser, consult.RoleAnalyst: c.analyst, consult.RoleReader: c.reader, "": c.visitor} {
			t.Run(string(role)+" "+c.what, func(t *testing.T) {
				var status int
				var answer string
				if c.form == nil {
					status, answer = people[role].get(desk + c.path)
				} else {
					status, answer = people[role].post(desk+c.path, c.form)
				}
				if status != want {
					t.Errorf("status %d, want %d", status, want)
				}
				if role == "" && c.form != nil && !strings.HasPrefix(answer, "/console/connexion") {
					t.Errorf("a stranger is led to %q", answer)
				}
			})
		}
	}
	if got := h.idea(idea.ID); got.Moderation != consult.ModerationPublished || got.MergedInto != "" {
		t.Errorf("left as %s, merged into %q", got.Moderation, got.MergedInto)
	}
	if status, _ := people[consult.RoleReader].get("/console/concertations/demonstration"); status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	if _, body := people[consult.RoleReader].get("/console/concertations/demonstration"); strings.Contains(body, desk+`"`) {
		t.Error("a reader is shown a way to what they may not do")
	}
}

func TestTextsOfAuthorsAreInertAtTheDesk(t *testing.T) {
	h := open(t, consult.ModerateBefore)
	amina := h.staff(consult.RoleOrganiser)
	const hostile = `<script>alert(1)</script><img src=x onerror=alert(1)>"'>`
	idea := h.drop(hostile, hostile)
	for _, path := range []string{"", "/" + string(idea.ID), "/" + string(idea.ID) + "/reunir", "?etat=toutes&mots=" + url.QueryEscape(hostile)} {
		if status, body := amina.get(desk + path); status != http.StatusOK || strings.Contains(body, "<script>alert") || strings.Contains(body, "<img src=x") {
			t.Errorf("%s: status %d, a text became markup", path, status)
		}
	}
}
