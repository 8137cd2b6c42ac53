package expression

import (
	"math"
	"time"
)

// Scope gives an expression what it reads.
type Scope interface {
	// Value gives the answer to a question: "" when blank or not relevant; codes parted by spaces.
	Value(name string) Value
	// Column gives a column of the choice being filtered, "" elsewhere.
	Column(name string) string
	// Current gives the value of «.».
	Current() Value
	// Today gives the day it is.
	Today() time.Time
}

// Choices is what a Scope also does where it knows the wordings of choices.
type Choices interface {
	// ChoiceLabel gives the wording of a choice of a question, the code when it has none.
	ChoiceLabel(question, code string) string
}

// Evaluate gives the value of the expression.
func (e *Expression) Evaluate(scope Scope) Value { return e.root.value(scope) }

// True says whether the expression holds.
func (e *Expression) True(scope Scope) bool { return e.root.value(scope).Bool() }

type node interface{ value(Scope) Value }

type literal struct{ of Value }

func (n literal) value(Scope) Value { return n.of }

type reference string

func (n reference) value(scope Scope) Value { return scope.Value(string(n)) }

type column string

func (n column) value(scope Scope) Value { return Text(scope.Column(string(n))) }

type current struct{}

func (current) value(scope Scope) Value { return scope.Current() }

type binary struct {
	operator    string
	left, right node
}

func (n *binary) value(scope Scope) Value {
	left := n.left.value(scope)
	switch n.operator {
	case "or":
		return Truth(left.Bool() || n.right.value(scope).Bool())
	case "and":
		return Truth(left.Bool() && n.right.value(scope).Bool())
	}
	right := n.right.value(scope)
	switch n.operator {
	case "=":
		return Truth(equal(left, right))
	case "!=":
		return Truth(!equal(left, right))
	case "<":
		return Truth(less(left, right))
	case ">":
		return Truth(less(right, left))
	case "<=":
		return Truth(left.Float() <= right.Float())
	case ">=":
		return Truth(left.Float() >= right.Float())
	case "+":
		return Number(left.Float() + right.Float())
	case "-":
		return Number(left.Float() - right.Float())
	case "*":
		return Number(left.Float() * right.Float())
	case "div":
		return Number(left.Float() / right.Float())
	default: // mod: the sign of the dividend, as XPath
		return Number(math.Mod(left.Float(), right.Float()))
	}
}
