package consult

import "github.com/google/uuid"

// ID identifies a record: a UUIDv7 in its 36-character form, so that identifiers sort by time of creation.
type ID string

// NewID makes an identifier.
func NewID() ID {
	id, err := uuid.NewV7()
	if err != nil {
		panic("consult: no randomness: " + err.Error())
	}
	return ID(id.String())
}

// ParseID reads an identifier from an address; anything else is CodeNotFound, as a wrong address is.
func ParseID(text string) (ID, error) {
	id, err := uuid.Parse(text)
	if err != nil || len(text) != 36 {
		return "", NotFound("error.not_found")
	}
	return ID(id.String()), nil
}
