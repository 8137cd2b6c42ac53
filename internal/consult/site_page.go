package consult

import (
	"context"
	"time"
)

// SitePageName names one of the pages that the law asks for (R3.7).
type SitePageName string

// The pages by law.
const (
	PageAccessibility SitePageName = "accessibility"
	PageLegal         SitePageName = "legal"
	PagePrivacy       SitePageName = "privacy"
	PageMap           SitePageName = "map"
	PageHelp          SitePageName = "help"
	PageContact       SitePageName = "contact"
)

// SitePageNames lists the pages by law, in the order of the footer.
func SitePageNames() []SitePageName {
	return []SitePageName{PageAccessibility, PageLegal, PagePrivacy, PageMap, PageHelp, PageContact}
}

// SitePage is a page by law of the whole site, as its organiser wrote it.
type SitePage struct {
	Name      SitePageName
	Body      string // Markdown
	ByName    string // who wrote it; "": the command line
	ChangedAt time.Time
}

// Page gives the text that a consultation has of its own for a page by law; nil for the map, which is the site's.
func (t *Texts) Page(name SitePageName) *string {
	switch name {
	case PageAccessibility:
		return &t.Accessibility
	case PageLegal:
		return &t.LegalNotice
	case PagePrivacy:
		return &t.Privacy
	case PageHelp:
		return &t.Help
	case PageContact:
		return &t.Contact
	default:
		return nil
	}
}

// SitePageReader is how the pages of the whole site are read.
type SitePageReader interface {
	SitePage(ctx context.Context, name SitePageName) (SitePage, error) // CodeNotFound: it has the default text
	SitePages(ctx context.Context) ([]SitePage, error)                 // those that are written, by name
}

// SitePageWriter is how the pages of the whole site are written.
type SitePageWriter interface {
	PutSitePage(ctx context.Context, page *SitePage) error
	DeleteSitePage(ctx context.Context, name SitePageName) error // back to the default text; CodeNotFound when it has it
}
