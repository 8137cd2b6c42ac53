package console

import (
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

const auditPerPage = 100

type auditPage struct {
	ui.Page
	Lines  []service.AuditLine
	Number int
	More   bool
}

// ShowAudit shows the log, newest first.
func (h *Handlers) ShowAudit(c *gin.Context) error {
	number, err := strconv.Atoi(c.Query("page"))
	if err != nil || number < 1 {
		number = 1
	}
	entries, err := h.service.Audit(c.Request.Context(), h.Actor(c), consult.AuditFilter{Offset: (number - 1) * auditPerPage, Limit: auditPerPage + 1})
	if err != nil {
		return err
	}
	more := len(entries) > auditPerPage
	if more {
		entries = entries[:auditPerPage]
	}
	lines, err := h.service.NamedAudit(c.Request.Context(), h.Actor(c), entries)
	if err != nil {
		return err
	}
	page := auditPage{Page: h.Page(c, h.site.P.T("console.audit.title"), nil), Lines: lines, Number: number, More: more}
	return reply.OK(c, audit(page))
}

func (p auditPage) table() ui.Table {
	table := ui.Table{Caption: p.Title, CaptionHidden: true, Wide: true, Columns: []ui.Column{{Title: p.P.T("console.column.when"), Whole: true},
		{Title: p.P.T("console.column.who")}, {Title: p.P.T("console.column.what")}, {Title: p.P.T("console.column.record")}}}
	for _, line := range p.Lines {
		entry := line.Entry
		words := entry.Operation
		if key := "audit." + strings.ReplaceAll(entry.Operation, " ", "_"); p.P.Has(key) {
			words = p.P.T(key)
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{{Text: p.P.DateTime(entry.At)}, {Text: entry.ActorName}, {Text: words},
			{Content: auditRecords(p.about(line))}}})
	}
	return table
}

func auditURL(page int) string { return "/console/journal?page=" + strconv.Itoa(page) }

func (p auditPage) pages() ui.Pagination {
	pages := p.Number
	if p.More {
		pages++
	}
	return ui.Pagination{Page: p.Number, Pages: pages, URL: auditURL}
}
