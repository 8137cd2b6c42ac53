package workbook

// proposals writes «Propositions d’action»: a row per statement that proposes an action, the counts those of the action.
func (b *book) proposals(name string) error {
	p := b.input.P
	columns := []column{
		{p.T("exports.proposal.action"), 44, asLongText}, {p.T("exports.proposal.themes"), 36, asLongText},
		{p.T("exports.proposal.text"), 80, asWholeText}, {p.T("exports.column.statements"), 12, asInteger},
		{p.T("exports.column.contributions"), 14, asInteger}, {p.T("exports.column.contributors"), 14, asInteger},
		{p.T("exports.column.participants"), 16, asInteger}, {p.T("exports.proposal.by"), 22, asLongText},
		{p.T("exports.proposal.at"), 13, asDate}, {p.T("exports.proposal.note"), 40, asLongText},
	}
	var lines [][]cell
	for _, proposal := range b.input.Proposals {
		texts := proposal.Texts
		if len(texts) == 0 {
			texts = []string{""}
		}
		for _, words := range texts {
			lines = append(lines, []cell{text(proposal.Title), b.orNone(proposal.Themes), b.orNone(words),
				count(proposal.Counts.Statements), count(proposal.Counts.Contributions), count(proposal.Counts.Contributors),
				count(proposal.Counts.Participants), b.orNone(proposal.By), moment(proposal.At), b.orNone(proposal.Note)})
		}
	}
	_, err := b.table(name, columns, each(lines, func(line []cell) []cell { return line }))
	return err
}
