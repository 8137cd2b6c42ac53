package gallery

import (
	"context"
	"net/url"
	"strings"

	"concertation/internal/consult"
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
	return f.broughtBack(ctx, base)
}

// broughtBack has somebody erased at their request, and a list that names them again.
func (f *filling) broughtBack(ctx context.Context, base string) error {
	const list = "Structure;Contact;Courriel du contact\nRecyclerie du Port;Chloé Exemple;chloe@exemple.fr\n"
	if _, err := f.imported(ctx, f.OrganisationsDesk(), "contacts.csv", list); err != nil {
		return err
	}
	found, err := f.FindPerson(ctx, f.amina, "chloe@exemple.fr")
	if err != nil {
		return err
	}
	var records []consult.RecordRef
	for _, one := range found {
		records = append(records, one.Ref)
	}
	asked, err := f.OpenRightsCase(ctx, f.amina, records)
	if err != nil {
		return err
	}
	if err := f.EraseRecords(ctx, f.amina, asked.ID); err != nil {
		return err
	}
	waiting, err := f.OrganisationsDesk().Receive(ctx, f.amina, slug, "contacts.csv", strings.NewReader(list))
	if err != nil {
		return err
	}
	f.state("une personne effacée revient", base+"/importer/"+string(waiting.ID), 200)
	f.state("demande effacée", "/console/droits/"+string(asked.ID), 200)
	f.refused("contact effacé", base+"/nouvelle", url.Values{"version": {"0"}, "name": {"Recyclerie"}, "contact_name-1": {"Chloé"}, "contact_email-1": {"chloe@exemple.fr"}})
	return nil
}
