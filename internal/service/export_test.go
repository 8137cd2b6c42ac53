package service

// BoxDue is boxDue, for its test.
var BoxDue = boxDue
