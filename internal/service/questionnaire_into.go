package service

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"concertation/forms"
	"concertation/internal/consult"
)

// IntoNew says that a file is a new questionnaire, whatever its form_id. No questionnaire has it for a slug.
const IntoNew = "new"

// questionnaireFor gives which of a consultation's questionnaires a file is a revision of, -1 for a new one: what into
// says, or else the one whose latest revision has the file's form_id, or else the one whose slug comes from it.
func questionnaireFor(ctx context.Context, tx consult.Tx, all []consult.Questionnaire, into string, definition *forms.Definition) (int, error) {
	bySlug := func(slug string) int {
		return slices.IndexFunc(all, func(q consult.Questionnaire) bool { return q.Slug == slug })
	}
	if into == IntoNew {
		return -1, nil
	}
	if into != "" {
		at := bySlug(into)
		if at < 0 {
			return -1, consult.Invalid(consult.FieldError{Field: "into", Key: "questionnaire.error.into", Args: []any{"slug", into}})
		}
		return at, nil
	}
	own, found := bySlug(questionnaireSlug(definition)), -1
	if definition.ID == "" {
		return own, nil
	}
	for i := range all {
		revisions, err := tx.Revisions(ctx, all[i].ID)
		if err != nil {
			return -1, err
		}
		if len(revisions) > 0 && revisions[0].Definition.ID == definition.ID && (found < 0 || i == own) {
			found = i
		}
	}
	if found < 0 {
		return own, nil
	}
	return found, nil
}

// freshSlug gives slug, or the first after it with a number that no questionnaire has.
func freshSlug(slug string, all []consult.Questionnaire) string {
	fresh := slug
	for n := 2; slices.ContainsFunc(all, func(q consult.Questionnaire) bool { return q.Slug == fresh }); n++ {
		fresh = slug + "-" + strconv.Itoa(n)
	}
	return fresh
}

// questionnaireSlug makes an address of the form's id.
func questionnaireSlug(definition *forms.Definition) string {
	var slug strings.Builder
	for _, r := range strings.ToLower(definition.ID) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			slug.WriteRune(r)
		case slug.Len() > 0 && !strings.HasSuffix(slug.String(), "-"):
			slug.WriteByte('-')
		}
	}
	made := strings.Trim(slug.String(), "-")
	if len(made) > 60 {
		made = strings.Trim(made[:60], "-")
	}
	if made == "" || made == IntoNew {
		return "questionnaire"
	}
	return made
}
