package service

import (
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/french"
	"concertation/internal/intake"
)

// OrganisationFields lists the fields that a column of a list may fill, in the order in which a screen offers them.
func OrganisationFields() []string {
	return []string{"name", "id", "siret", "rna", "category", "territory", "size", "email", "phone", "address", "postcode", "town",
		"contact_name", "contact_role", "contact_email", "contact_phone", "note"}
}

// organisationHeaders are the headers by which people name the columns, folded, when nobody says which is which.
func organisationHeaders() map[string][]string {
	return map[string][]string{
		"name": {"nom", "structure", "raison sociale", "denomination", "organisme", "organisation", "nom de la structure"},
		"id":   {"identifiant", "numero", "reference", "code"}, "siret": {"n siret", "numero siret"}, "rna": {"n rna", "numero rna"},
		"category":  {"categorie", "college", "type", "famille", "statut"},
		"territory": {"territoire", "departement", "dept", "dep"}, "size": {"taille", "effectif", "nombre de salaries", "salaries"},
		"email": {"courriel", "mail", "e mail", "adresse electronique", "adresse mail"}, "phone": {"telephone", "tel"},
		"address": {"adresse", "adresse postale", "rue", "voie"}, "postcode": {"code postal", "cp"}, "town": {"ville", "commune", "localite"},
		"contact_name": {"contact", "nom du contact", "interlocuteur", "referent"}, "contact_role": {"fonction", "fonction du contact"},
		"contact_email": {"courriel du contact", "mail du contact"}, "contact_phone": {"telephone du contact", "tel du contact", "portable"},
		"note": {"remarque", "remarques", "commentaire", "observation", "observations"},
	}
}

// organisationReader turns the rows of a list into organisations.
type organisationReader struct {
	columns     map[string]int // field → column
	ignored     []string
	categories  map[string]string // folded label or code → code
	territories map[string]string
}

func newOrganisationReader(file *intake.File, mapping map[string]string, words *wordings) *organisationReader {
	reader := &organisationReader{columns: map[string]int{}, categories: codesByWord(words.categories), territories: codesByWord(words.territories)}
	used := map[int]bool{}
	folded := map[string]int{}
	for i := len(file.Header) - 1; i >= 0; i-- { // the first of two like headers wins
		folded[french.Fold(file.Header[i])] = i
	}
	for _, field := range OrganisationFields() {
		at := -1
		if column, mapped := mapping[field]; mapped {
			at = file.Column(column)
		} else if at = file.Column(field); at < 0 {
			for _, header := range organisationHeaders()[field] {
				if i, ok := folded[header]; ok && !used[i] {
					at = i
					break
				}
			}
		}
		if at >= 0 {
			reader.columns[field], used[at] = at, true
		}
	}
	for i, header := range file.Header {
		if !used[i] && header != "" {
			reader.ignored = append(reader.ignored, header)
		}
	}
	return reader
}

func codesByWord(choices []CodingChoice) map[string]string {
	codes := map[string]string{}
	for _, choice := range choices {
		codes[french.Fold(choice.Label)] = choice.Value
		codes[french.Fold(choice.Value)] = choice.Value
	}
	return codes
}

// The lengths beyond which a cell is a mistake: a column shifted, a text pasted in the wrong place.
const (
	mostName = 300
	mostCell = 1000
)

// read gives the organisation of a row, and what is wrong with it.
func (r *organisationReader) read(row intake.Row) (consult.Organisation, []consult.FieldError) {
	var faults []consult.FieldError
	fault := func(field, key string) { faults = append(faults, consult.FieldError{Field: field, Key: key}) }
	cell := func(field string) string {
		at, ok := r.columns[field]
		if !ok {
			return ""
		}
		value := cleanCell(row.Cell(at))
		if utf8.RuneCountInString(value) > mostCell {
			fault(field, "organisations.error.long")
			return ""
		}
		return value
	}
	o := consult.Organisation{Key: cell("id"), Name: cell("name"), SIRET: digitsOf(cell("siret")), RNA: strings.ToUpper(joined(cell("rna"))),
		Category: known(r.categories, cell("category")), Territory: known(r.territories, cell("territory")), Size: cell("size"),
		Email: cell("email"), Phone: cell("phone"), Address: cell("address"), Postcode: cell("postcode"), Town: cell("town"), Note: cell("note")}
	contact := consult.Contact{Name: cell("contact_name"), Role: cell("contact_role"), Email: cell("contact_email"), Phone: cell("contact_phone")}
	if contact != (consult.Contact{}) {
		o.Contacts = []consult.Contact{contact}
	}
	switch {
	case o.Name == "":
		fault("name", "organisations.error.no_name")
	case utf8.RuneCountInString(o.Name) > mostName:
		fault("name", "organisations.error.long")
	}
	if o.SIRET != "" && !forms.ValidSIRET(o.SIRET) {
		fault("siret", "organisations.error.siret")
	}
	if o.RNA != "" && !forms.ValidRNA(o.RNA) {
		fault("rna", "organisations.error.rna")
	}
	for field, address := range map[string]string{"email": o.Email, "contact_email": contact.Email} {
		if address != "" && !sendable(address) {
			fault(field, "organisations.error.email")
		}
	}
	return o, faults
}

// cleanCell puts a cell on one line, without what nobody sees: a line break in an address would be a header of a mail.
func cleanCell(value string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(value, ""), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u200d'
	}), " ")
}

// sendable says whether an address can be written to: one address alone, of letters of one script on each side of the
// dots, so that a look-alike of another alphabet does not pass for a known one.
func sendable(address string) bool {
	parsed, err := mail.ParseAddress(address)
	if err != nil || parsed.Address != address || len(address) > 254 {
		return false
	}
	for label := range strings.FieldsFuncSeq(address, func(r rune) bool { return r == '.' || r == '@' || r == '-' }) {
		latin, other := false, false
		for _, r := range label {
			if unicode.IsLetter(r) {
				latin, other = latin || unicode.Is(unicode.Latin, r), other || !unicode.Is(unicode.Latin, r)
			}
		}
		if latin && other {
			return false
		}
	}
	return true
}

func digitsOf(value string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '.' || r == '-' {
			return -1
		}
		return r
	}, value)
}

func joined(value string) string { return strings.ReplaceAll(value, " ", "") }

// known gives the code of a word of the questionnaire, or the word itself when the questionnaire does not know it.
func known(codes map[string]string, word string) string {
	if code, ok := codes[french.Fold(word)]; ok && word != "" {
		return code
	}
	return word
}
