package service

import (
	"strings"
	"unicode"

	"concertation/internal/consult"
	"concertation/internal/french"
	"concertation/internal/intake"
	"concertation/internal/mail"
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
	header      []string
	ignored     []string
	categories  map[string]string // folded label or code → code
	territories map[string]string
}

func newOrganisationReader(file *intake.File, mapping map[string]string, words *wordings) *organisationReader {
	reader := &organisationReader{columns: map[string]int{}, header: file.Header, categories: codesByWord(words.categories), territories: codesByWord(words.territories)}
	used := map[int]bool{}
	guessed := GuessOrganisationColumns(file.Header)
	for _, field := range OrganisationFields() {
		column, said := mapping[field]
		if !said {
			column = guessed[field]
		}
		if at := file.Column(column); column != "" && at >= 0 {
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

// GuessOrganisationColumns proposes the columns of a list for the fields, from the words of its header.
func GuessOrganisationColumns(header []string) map[string]string {
	return guessColumns(header, OrganisationFields(), organisationHeaders())
}

func codesByWord(choices []CodingChoice) map[string]string {
	codes := map[string]string{}
	for _, choice := range choices {
		codes[french.Fold(choice.Label)] = choice.Value
		codes[french.Fold(choice.Value)] = choice.Value
	}
	return codes
}

// read gives the organisation of a row, and what is wrong with it.
func (r *organisationReader) read(row intake.Row) (consult.Organisation, []consult.FieldError) {
	cell := func(field string) string {
		if at, ok := r.columns[field]; ok {
			return row.Cell(at)
		}
		return ""
	}
	var o consult.Organisation
	for _, field := range organisationTexts() {
		*field.of(&o) = cell(field.name)
	}
	o.Contacts = []consult.Contact{{Name: cell("contact_name"), Role: cell("contact_role"), Email: cell("contact_email"), Phone: cell("contact_phone")}}
	tidyOrganisation(&o)
	o.Category, o.Territory = known(r.categories, o.Category), known(r.territories, o.Territory)
	return o, checkOrganisation(&o)
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
	if _, err := mail.ParseAddress(address); err != nil {
		return false
	}
	for label := range strings.FieldsFuncSeq(address, func(r rune) bool { return r == '.' || r == '@' || r == '-' }) {
		if mixedScripts(label) {
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

func upperJoined(value string) string { return strings.ToUpper(strings.ReplaceAll(value, " ", "")) }

// known gives the code of a word of the questionnaire, or the word itself when the questionnaire does not know it.
func known(codes map[string]string, word string) string {
	if code, ok := codes[french.Fold(word)]; ok && word != "" {
		return code
	}
	return word
}

// mixedScripts says whether a word mixes letters of two alphabets: one of them is a look-alike.
func mixedScripts(text string) bool {
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		latin, other := false, false
		for _, r := range word {
			latin, other = latin || unicode.Is(unicode.Latin, r), other || !unicode.Is(unicode.Latin, r)
		}
		if latin && other {
			return true
		}
	}
	return false
}
