package workbook_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"concertation/exports"
	"concertation/internal/consult"
)

// counted gives an export whose list has these organisations: by stratum, how many, and how many answered.
func counted(t testing.TB, public bool, strata map[[2]string][2]int) *exports.Input {
	in := input(t, public, 0)
	var list []consult.LedgerOrganisation
	var answers []consult.OwnedResponse
	for stratum, many := range strata {
		for i := range many[0] {
			id := consult.ID(fmt.Sprintf("%s-%s-%d", stratum[0], stratum[1], i))
			list = append(list, consult.LedgerOrganisation{ID: id, Name: string(id), Category: stratum[0], Territory: stratum[1]})
			if i < many[1] {
				answers = append(answers, consult.OwnedResponse{ResponseID: id, OrganisationID: id, Status: consult.ResponseSubmitted, SubmittedAt: in.Date})
			}
		}
	}
	ledger := consult.NewLedger(list, in.P.Zone())
	ledger.Respond(answers...)
	in.Ledger = &exports.Ledger{By: []consult.Stratifier{consult.ByCategory, consult.ByTerritory}}
	in.Ledger.Whole, in.Ledger.Strata = consult.CountLines(ledger.Lines(), in.Ledger.By)
	return in
}

// answered reads who answered by stratum, as «Participation» tells it: count, base.
func answered(t testing.TB, in *exports.Input) map[string][2]string {
	rows := rowsOf(t, opened(t, written(t, in)), "Participation")
	read := map[string][2]string{}
	for _, row := range rows {
		if row[0] == "Ont répondu, par strate" {
			read[row[1]] = [2]string{row[2], row[3]}
		}
	}
	return read
}

func TestThePublicWorkbookHidesStrataWhereFewAnsweredOrFewDidNot(t *testing.T) {
	strata := map[[2]string][2]int{{"asso", "44"}: {30, 12}, {"asso", "49"}: {20, 2}, {"coop", "44"}: {25, 10}, {"coop", "49"}: {9, 8}, {"coll", "44"}: {30, 11}, {"coll", "49"}: {22, 9}}
	public, internal := answered(t, counted(t, true, strata)), answered(t, counted(t, false, strata))
	if len(public) != 6 || len(internal) != 6 {
		t.Fatalf("strata told: %v and %v", public, internal)
	}
	for _, stratum := range []string{"Association – Maine-et-Loire", "Coopérative – Maine-et-Loire"} {
		if public[stratum][0] != "Masqué" && public[stratum][0] != "masqué" {
			t.Errorf("%s is published: %v", stratum, public[stratum])
		}
		if _, err := strconv.Atoi(internal[stratum][0]); err != nil {
			t.Errorf("%s is not in the internal workbook: %v", stratum, internal[stratum])
		}
	}
	if public["Association – Maine-et-Loire"][1] != "20" {
		t.Errorf("the base is not the list: %v", public["Association – Maine-et-Loire"])
	}
}

func TestNoSmallCountOfAStratumIsPublished(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		strata := map[[2]string][2]int{}
		for _, category := range []string{"asso", "coop"} {
			for _, territory := range []string{"44", "49"} {
				many := rapid.IntRange(0, 20).Draw(rt, "list")
				strata[[2]string{category, territory}] = [2]int{many, rapid.IntRange(0, many).Draw(rt, "answered")}
			}
		}
		for stratum, told := range answered(t, counted(t, true, strata)) {
			count, err := strconv.Atoi(told[0])
			if err != nil {
				continue // hidden
			}
			base, err := strconv.Atoi(told[1])
			if err != nil || count > 0 && count < 5 || base-count > 0 && base-count < 5 {
				rt.Fatalf("%s: %v is published", stratum, told)
			}
		}
	})
}

func TestOnlyTheInternalWorkbookTellsOfEachStructure(t *testing.T) {
	const sheet = "Suivi par structure"
	if sheets := opened(t, written(t, input(t, true, 40))).GetSheetList(); slices.Contains(sheets, sheet) {
		t.Fatalf("the public workbook has %v", sheets)
	}
	rows := rowsOf(t, opened(t, written(t, input(t, false, 40))), sheet)
	if len(rows) != 81 {
		t.Fatalf("%d rows for 80 structures", len(rows)-1)
	}
}
