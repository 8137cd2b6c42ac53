// Package storetest says what a consult.Store must do, whatever the engine: named tests, each on a fresh store.
//
// A rule of the ports that two engines could keep differently belongs here; what only one engine can do (a lock file,
// a disk that is full) does not. Start with run.go.
package storetest

import (
	"testing"

	"concertation/internal/consult"
)

// Run holds a store to the promises of consult.Store. open gives an empty store that the test may close.
func Run(t *testing.T, open func(t *testing.T) consult.Store) {
	for _, suite := range []map[string]func(*world){
		atomicTests, consultationTests, questionnaireTests, responseTests, submissionTests, contributionTests,
		answerTests, assignmentTests, userTests, changeTests, ideaTests,
		maskTests, importTests, attachmentTests, organisationTests, organisationListTests, sitePageTests, participationTests,
		ledgerTests, teamTests, campaignTests, readingTests, mailTests, bounceTests, rightsTests, suppressionTests, retentionTests, bodyTests, eventTests, auditTests,
	} {
		for name, test := range suite {
			t.Run(name, func(t *testing.T) {
				t.Parallel() // each has a store of its own
				test(newWorld(t, open(t)))
			})
		}
	}
}
