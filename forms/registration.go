package forms

// ValidSIRET says whether 14 digits, without spaces, are the number of an establishment (Luhn's key, or La Poste's).
func ValidSIRET(siret string) bool { return validSIRET(siret) }

// ValidRNA says whether a text is the number of an association in the national register: W and 9 digits or letters.
func ValidRNA(rna string) bool { return validRNA(rna) }
