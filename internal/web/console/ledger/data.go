package ledger

import (
	"time"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// data is the ledger as figures, without a name: what a dashboard or a spreadsheet of the organiser may read.
type data struct {
	Consultation string    `json:"consultation"`
	By           []string  `json:"by"`
	Whole        counts    `json:"whole"`
	Strata       []stratum `json:"strata"` // silent ones first
	Days         []day     `json:"days"`
	Doubles      int       `json:"doubles"`
	Untied       int       `json:"untied"`
}

type counts struct {
	List   int                        `json:"list"`
	Silent int                        `json:"silent"`
	Rate   float64                    `json:"response_rate"`
	Steps  map[consult.LedgerStep]int `json:"steps"`
}

type stratum struct {
	Category  string `json:"category,omitempty"`
	Territory string `json:"territory,omitempty"`
	Size      string `json:"size,omitempty"`
	counts
}

type day struct {
	Date     string `json:"date"`
	Answered int    `json:"answered"`
	Invited  int    `json:"invited"`
	Reminded int    `json:"reminded"`
}

// Data gives the figures of the ledger as JSON.
func (h *Handlers) Data(c *gin.Context) error {
	view, err := h.service.LedgerFigures(c.Request.Context(), h.frame.Actor(c), c.Param("slug"))
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "no-store")
	c.JSON(200, dataOf(view))
	return nil
}

func dataOf(view *service.LedgerView) data {
	made := data{Consultation: view.Consultation.Slug, Whole: countsOf(&view.Whole), Strata: []stratum{}, Days: []day{}, Doubles: view.Doubles, Untied: view.Untied}
	for _, by := range view.By {
		made.By = append(made.By, string(by))
	}
	for i := range view.Strata {
		one := &view.Strata[i]
		made.Strata = append(made.Strata, stratum{one.Category, one.Territory, one.Size, countsOf(one)})
	}
	for _, one := range view.Days {
		made.Days = append(made.Days, day{one.Date.Format(time.DateOnly), one.Answered, one.Invited, one.Reminded})
	}
	return made
}

func countsOf(count *consult.LedgerCount) counts {
	made := counts{List: count.Count, Silent: count.Silent, Rate: count.Rate(), Steps: map[consult.LedgerStep]int{}}
	for _, step := range consult.LedgerSteps() {
		made.Steps[step] = count.At(step)
	}
	return made
}
