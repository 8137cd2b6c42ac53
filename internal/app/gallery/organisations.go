package gallery

import (
	"context"
	"net/url"
	"strings"
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

// organisations imports a list.
func (f *filling) organisations(ctx context.Context) error {
	const base = desk + "/structures"
	f.under(base, "", "/nouvelle", "/strates", "/doublons", "/importer")
	f.refused("sans nom", base+"/nouvelle", url.Values{"version": {"0"}, "name": {""}})
	for state, list := range map[string]string{"à vérifier": galleryList, "colonnes décalées": galleryShifted} {
		waiting, err := f.OrganisationsDesk().Receive(ctx, f.amina, slug, "liste.csv", strings.NewReader(list))
		if err != nil {
			return err
		}
		f.state(state, base+"/importer/"+string(waiting.ID), 200)
	}
	done, err := f.imported(ctx, f.OrganisationsDesk(), "structures.csv", galleryList)
	if err != nil {
		return err
	}
	f.state("fini", base+"/importer/"+string(done), 200)
	near, err := f.NearOrganisations(ctx, f.amina, slug)
	if err != nil {
		return err
	}
	for _, pair := range near.Pairs {
		f.under(base+"/"+string(pair.A.ID), "", "/modifier", "/supprimer", "/reunir/"+string(pair.B.ID))
	}
	return nil
}
