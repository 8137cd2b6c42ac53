package respond

import "github.com/a-h/templ"

// remembered writes a question from memory where nothing distinguishes it from the blank one.
func (p *pageView) remembered(q *questionView) templ.Component {
	if !p.untouched(q) {
		return question(p, q)
	}
	return q.blank.Of(func() templ.Component { return question(p, q) })
}
