// Package respond is the screens of whoever answers a questionnaire: start page, one page a section, check page,
// confirmation, and what a personal link opens.
//
// Handlers decode, call one service method, and render or redirect; every rule is in service and forms. Nothing here
// decides what is shown, valid or next. Start with handlers.go, then page.go for the way of a post; view.go says what
// is prepared once per revision, question.templ how each kind is shown.
package respond
