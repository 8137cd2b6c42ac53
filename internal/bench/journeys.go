package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"strconv"
	"strings"
	"time"

	"concertation/forms"
)

// onePageJourneys measures complete journeys: start page, « Commencer », the page, the post, the confirmation.
func (r *submitRun) onePageJourneys(ctx context.Context, server, _ *process) ([]Row, error) {
	got, err := drive(ctx, server, r.options.Clients, r.options.Journeys, func(c *client, i int) error {
		token, err := begin(c, onePage)
		if err != nil {
			return err
		}
		if err := expect(303)(c.post("/r/"+token+"/etape/1", r.bodies[i%len(r.bodies)])); err != nil {
			return err
		}
		return expect(200)(c.get("/r/"+token+"/confirmation", false))
	})
	if err != nil {
		return nil, err
	}
	return journeyRows(ctx, server, "one_page", got, onePageBudget)
}

// sevenStepJourneys measures the reference questionnaire: each page fetched and posted, the check page, the sending.
func (r *submitRun) sevenStepJourneys(ctx context.Context, server, _ *process) ([]Row, error) {
	got, err := drive(ctx, server, r.options.Clients, r.options.Journeys/4, func(c *client, i int) error {
		raw := Fill(r.seven, rand.New(rand.NewPCG(7, uint64(i))))
		raw["pour_aller_plus_loin"] = nil
		return sevenSteps(c, r.seven, raw)
	})
	if err != nil {
		return nil, err
	}
	return journeyRows(ctx, server, "seven_step", got, sevenStepBudget)
}

// sevenSteps walks a questionnaire page by page as the server leads.
func sevenSteps(c *client, questionnaire *forms.Questionnaire, raw forms.Raw) error {
	token, err := begin(c, sevenStep)
	if err != nil {
		return err
	}
	evaluation := questionnaire.Evaluate(raw, time.Now())
	version := 1
	for _, section := range evaluation.Steps() {
		path := "/r/" + token + "/etape/" + strconv.Itoa(section+1)
		if err := expect(200)(c.get(path, false)); err != nil {
			return err
		}
		form := pageForm(questionnaire, section, raw, strconv.Itoa(version), nil)
		if err := expect(303)(c.post(path, form)); err != nil {
			return err
		}
		version++
	}
	got, err := c.get("/r/"+token+"/verification", true)
	if err != nil {
		return err
	}
	stamp := between(string(got.body), `name="version" value="`, `"`)
	return expect(303)(c.post("/r/"+token+"/envoyer", "version="+stamp))
}

// journeyRows counts what the server writes after the load as well.
func journeyRows(ctx context.Context, server *process, name string, got figures, budget float64) ([]Row, error) {
	after, err := server.rest(ctx)
	if err != nil {
		return nil, err
	}
	got.cpu += after
	return []Row{
		rate(name+"_journeys", got.perSecond(), 0, "réponses/s"),
		cost(name+"_cpu", 1000/got.perCPUSecond(), budget, "ms de processeur"),
		rate(name+"_journey_p50", milliseconds(got.p50), 0, "ms"),
		rate(name+"_journey_p95", milliseconds(got.p95), 0, "ms"),
		rate(name+"_journey_p99", milliseconds(got.p99), 0, "ms"),
	}, nil
}

// begin opens a response as a visitor does and gives its token.
func begin(c *client, questionnaire string) (string, error) {
	path := "/c/" + Slug + "/q/" + questionnaire
	if err := expect(200)(c.get(path, false)); err != nil {
		return "", err
	}
	got, err := c.post(path+"/commencer", "")
	if err := expect(303)(got, err); err != nil {
		return "", err
	}
	token := between(got.location+"/", "/r/", "/")
	if token == "" {
		return "", fmt.Errorf("begin: no link in %q", got.location)
	}
	if _, err := c.get(got.location, false); err != nil {
		return "", err
	}
	return token, nil
}

// pageForm encodes the post of one page.
func pageForm(questionnaire *forms.Questionnaire, section int, raw forms.Raw, version string, more url.Values) string {
	form := url.Values{"version": {version}}
	for name, values := range more {
		form[name] = values
	}
	evaluation := questionnaire.Evaluate(raw, time.Now())
	form["shown"] = []string{strings.Join(evaluation.Shown(section), " ")}
	for _, field := range questionnaire.Fields(section) {
		if values := raw[field]; len(values) > 0 {
			form[field] = values
		}
	}
	return form.Encode()
}
