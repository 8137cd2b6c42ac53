package consult

// Each gives the texts with what change makes of each, by the name of its field in forms.
func (t Texts) Each(change func(field, text string) string) Texts {
	n := &t.Notice
	for _, one := range []struct {
		field string
		text  *string
	}{
		{"summary", &t.Summary}, {"purpose", &t.Purpose}, {"procedure", &t.Procedure}, {"documents", &t.Documents},
		{"visibility", &t.Visibility}, {"follow_up", &t.FollowUp}, {"next_steps", &t.NextSteps},
		{"notice_controller", &n.Controller}, {"notice_purpose", &n.Purpose}, {"notice_legal_basis", &n.LegalBasis},
		{"notice_compulsory", &n.Compulsory}, {"notice_recipients", &n.Recipients}, {"notice_retention", &n.Retention},
		{"notice_rights", &n.Rights}, {"notice_dpo", &n.DPO}, {"notice_complaint", &n.Complaint},
		{"accessibility_text", &t.Accessibility}, {"legal_notice", &t.LegalNotice}, {"privacy", &t.Privacy}, {"help", &t.Help}, {"contact", &t.Contact},
	} {
		*one.text = change(one.field, *one.text)
	}
	return t
}
