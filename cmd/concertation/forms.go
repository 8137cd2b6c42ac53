package main

// FormsCmd gathers the commands on questionnaire files.
type FormsCmd struct {
	Check   FormsCheckCmd   `cmd:"" help:"Vérifier des questionnaires (.xlsx, .yaml)."`
	Convert FormsConvertCmd `cmd:"" help:"Convertir un questionnaire d’un format à l’autre."`
}
