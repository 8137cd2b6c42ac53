package sheet

import (
	"concertation/forms"
)

// readSettings reads the one row of the settings sheet; the settings that we do not use are kept.
func (in *interpreter) readSettings(definition *forms.Definition, name string) {
	rows := in.settings.table.Rows
	if len(rows) > 0 {
		in.readSettingsRow(definition, in.settings.row(rows[0]))
	}
	for _, row := range rows[min(1, len(rows)):] {
		if !decoration(row) {
			in.report(forms.SeverityWarning, in.settings, row.Number, "", "forms_files.settings.extra_row")
		}
	}
	if definition.Title.Empty() {
		title := definition.ID
		if title == "" {
			title = clean(name)
		}
		if title != "" {
			definition.Title = forms.Text{definition.DefaultLanguage: title}
		}
		in.issues = append(in.issues, forms.Issue{
			Severity: forms.SeverityWarning, Source: forms.Source{Sheet: "settings"}, Column: "form_title", Key: "forms_files.settings.no_title",
		})
	}
}

func (in *interpreter) readSettingsRow(definition *forms.Definition, r rowView) {
	definition.Title = in.text(r, "form_title")
	definition.ID = code(r.get("form_id"))
	definition.Version = code(r.get("version"))
	for _, c := range r.view.columns {
		value := r.at(c)
		if settingsWords[c.base] || value == "" {
			continue
		}
		if definition.Kept == nil {
			definition.Kept = map[string]string{}
		}
		definition.Kept[c.header] = value
		if !settingsKept[c.base] {
			in.report(forms.SeverityWarning, r.view, r.row.Number, c.header, "forms_files.settings.unused")
		}
	}
}
