package console

import (
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

const auditPerPage = 100

type auditPage struct {
	ui.Page
	Entries []consult.AuditEntry
	Number  int
	More    bool
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
	page := auditPage{Page: h.Page(c, h.site.P.T("console.audit.title"), nil), Entries: entries, Number: number, More: len(entries) > auditPerPage}
	if page.More {
		page.Entries = entries[:auditPerPage]
	}
	return reply.OK(c, audit(page))
}

func (p auditPage) table() ui.Table {
	table := ui.Table{Caption: p.Title, CaptionHidden: true, Wide: true, Columns: []ui.Column{{Title: p.P.T("console.column.when")},
		{Title: p.P.T("console.column.who")}, {Title: p.P.T("console.column.what")}, {Title: p.P.T("console.column.record")}}}
	for _, entry := range p.Entries {
		words := entry.Operation
		if key := "audit." + entry.Operation; p.P.Has(key) {
			words = p.P.T(key)
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{{Text: p.P.DateTime(entry.At)}, {Text: entry.ActorName}, {Text: words}, {Text: p.record(entry.Record)}}})
	}
	return table
}

// record gives the kind of a record in French, and its identifier.
func (p auditPage) record(record string) string {
	kind, id, _ := strings.Cut(record, " ")
	if key := "console.record." + kind; p.P.Has(key) {
		return strings.TrimSpace(p.P.T(key) + " " + id)
	}
	return record
}

func auditURL(page int) string { return "/console/journal?page=" + strconv.Itoa(page) }

func (p auditPage) pages() ui.Pagination {
	pages := p.Number
	if p.More {
		pages++
	}
	return ui.Pagination{Page: p.Number, Pages: pages, URL: auditURL}
}
