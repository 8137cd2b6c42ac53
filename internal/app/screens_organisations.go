package app

import (
	"context"
	"strings"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// galleryList is a list of structures as somebody brings one, with a duplicate and a mistake; galleryShifted has its
// columns out of place.
const (
	galleryList = "Structure;SIRET;Collège;Département;Courriel;Contact;Commune;Code postal\n" +
		"Atelier du Bocage;;Association;49;bonjour@exemple.fr;Amina Exemple;Cholet;49300\n" +
		"Scop Ateliers du bocage;;Association;49;;Bruno Exemple;Cholet;49300\n" +
		"Zeste;73282932000074;Coopérative;44;zeste@exemple.fr;;Nantes;44000\n" +
		"Cuisine du Port;12345678901234;Association;44;;;Nantes;44000\n"
	galleryShifted = "Structure;SIRET;Courriel\n73282932000074;zeste@exemple.fr;\n35600000000048;port@exemple.fr;\n"
)

// galleryOrganisations imports a list, and gives the paths of its screens within the consultation.
func galleryOrganisations(ctx context.Context, s *service.Service, email string) ([]string, error) {
	user, err := s.Store.UserByEmail(ctx, email)
	if err != nil {
		return nil, err
	}
	const slug, base = "demonstration", "/structures"
	actor, desk := consult.Actor{User: user.ID, Role: user.Role}, s.OrganisationsDesk()
	paths := []string{base, base + "/nouvelle", base + "/strates", base + "/doublons", base + "/importer"}
	for _, list := range []string{galleryList, galleryShifted} {
		waiting, err := desk.Receive(ctx, actor, slug, "liste.csv", strings.NewReader(list))
		if err != nil {
			return nil, err
		}
		paths = append(paths, base+"/importer/"+string(waiting.ID))
	}
	done, err := desk.Receive(ctx, actor, slug, "structures.csv", strings.NewReader(galleryList))
	if err != nil {
		return nil, err
	}
	if err := desk.Start(ctx, actor, slug, done.ID); err != nil {
		return nil, err
	}
	s.Idle()
	near, err := s.NearOrganisations(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	paths = append(paths, base+"/importer/"+string(done.ID))
	for _, pair := range near.Pairs {
		one := base + "/" + string(pair.A.ID)
		paths = append(paths, one, one+"/modifier", one+"/supprimer", one+"/reunir/"+string(pair.B.ID))
	}
	return paths, nil
}
