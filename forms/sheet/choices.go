package sheet

import (
	"strings"

	"concertation/forms"
)

// ignoredChoiceColumns are shown by other tools and not by us.
var ignoredChoiceColumns = words(`image audio video big_image media geometry guidance_hint`)

// readChoices fills the lists. Columns that we do not know are kept: a choice_filter may read them.
func (in *interpreter) readChoices() {
	v := in.choices
	if v.table.Absent() {
		return
	}
	for _, word := range []string{"list_name", "name"} {
		if len(v.byBase[word]) == 0 {
			in.report(forms.SeverityError, v, v.table.HeaderRow, "", "forms_files.column.missing", "column", word)
		}
	}
	if len(v.byBase["list_name"]) == 0 || len(v.byBase["name"]) == 0 {
		return
	}
	for _, c := range v.columns {
		word, _, _ := strings.Cut(c.base, "::")
		if ignoredChoiceColumns[word] && v.table.used(c.index) {
			in.report(forms.SeverityWarning, v, v.table.firstRowWith(c.index), c.header, "forms_files.column.unused")
		}
	}
	for _, row := range v.table.Rows {
		if !decoration(row) {
			in.readChoice(v.row(row))
		}
	}
}

func (in *interpreter) readChoice(r rowView) {
	list := code(r.get("list_name"))
	choice := forms.Choice{Name: choiceName(r.get("name")), Label: in.text(r, "label"), Source: r.source()}
	switch {
	case list == "":
		in.report(forms.SeverityWarning, r.view, r.row.Number, r.header("list_name"), "forms_files.choice.no_list")
		return
	case choice.Name == "":
		in.report(forms.SeverityError, r.view, r.row.Number, r.header("name"), "forms_files.choice.no_name")
		return
	}
	if choice.Label.Empty() {
		in.report(forms.SeverityWarning, r.view, r.row.Number, r.header("label"), "forms_files.choice.no_label",
			"name", shorten(choice.Name))
		choice.Label = forms.Text{in.languages[0]: choice.Name}
	}
	in.checkReferences(r, "label")
	choice.Exclusive = in.flag(r, "exclusive", forms.SeverityError)
	for _, c := range r.view.columns {
		if value := r.at(c); value != "" && !choicesWords[c.base] {
			if choice.Extra == nil {
				choice.Extra = map[string]string{}
			}
			choice.Extra[c.header] = value
		}
	}
	in.lists[list] = append(in.lists[list], choice)
}

// decoration says whether a row is blank or one of the ===== rows of the XLSForm documentation.
func decoration(row Row) bool {
	for _, value := range row.Values {
		if value = trim(value); value != "" {
			return strings.HasPrefix(value, "===")
		}
	}
	return true
}
