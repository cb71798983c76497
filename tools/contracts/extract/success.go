package main

import (
	"regexp"
	"strings"
)

// successField matches the names of fields that say whether a request succeeded.
var successField = regexp.MustCompile(`(?i)^(code|success|is_?success|succeeded|errcode|error_?code|http_?status_?code)$`)

// recordFailure notes what a reply must say, of the conditions under which the provider returns an error: fields without
// which there is one (jsonpath.Get, strconv.ParseBool), and the words that tell success.
func (in *Interpreter) recordFailure(conditions []*Value, notFound bool) {
	for i := len(conditions) - 1; i >= 0; i-- {
		c := conditions[i]
		if in.residuals[c] {
			continue
		}
		for _, cause := range disjuncts(c) {
			switch {
			case cause.Kind == "errnil" && cause.Flag:
				for _, missing := range cause.Args {
					in.use(missing, "", true)
				}
			case !notFound:
				recordSuccessWord(cause)
			}
		}
		return // the innermost condition is the reason, those around it are circumstances
	}
}

// recordSuccessWord reads `reply["Code"] != "200"` and `reply["Success"] == "false"`.
func recordSuccessWord(cause *Value) {
	if cause.Kind == "not" && cause.Args[0].Kind == "cmp" && cause.Args[0].Text == "==" && cause.Args[0].Args[1] == trueValue {
		cause = &Value{Kind: "cmp", Text: "!=", Args: []*Value{cause.Args[0].Args[0], stringConst("true")}} // !reply.Success
	}
	if cause.Kind != "cmp" {
		return
	}
	for i, reply := range cause.Args {
		if reply.Kind != "reply" || reply.Call == nil || strings.Contains(reply.Text, "[") {
			continue
		}
		isSuccess := successField.MatchString(lastSegment(reply.Text))
		// 200 only: other numbers are codes that are expected of failures (edas: 601)
		if number, ok := cause.Args[1-i].iconst(); ok && number == 200 && cause.Text == "!=" && isSuccess {
			reply.Call.succeedsWith(reply.Text, number)
		}
		word, ok := cause.Args[1-i].sconst()
		if !ok {
			continue
		}
		switch {
		case cause.Text == "==" && word == "false":
			reply.Call.succeedsWith(reply.Text, true)
		case cause.Text == "!=" && word == "true":
			reply.Call.succeedsWith(reply.Text, true)
		case cause.Text == "!=" && word != "" && isSuccess:
			reply.Call.succeedsWith(reply.Text, word)
		}
	}
}

// succeedsWith notes the value of a field without which a reply is a failure.
func (c *Call) succeedsWith(field string, word any) {
	if c.Success == nil {
		c.Success = map[string]any{}
	}
	c.Success[field] = word
	c.use(field, "", false)
}

// saysSuccess tells whether a condition only says that the request has not failed.
func saysSuccess(c *Value) bool {
	for _, t := range conjuncts(c) {
		if t.Kind != "cmp" || len(t.Args) != 2 {
			return false
		}
		reply, other := t.Args[0], t.Args[1]
		if reply.Kind != "reply" {
			reply, other = other, reply
		}
		word, ok := other.sconst()
		if !ok || reply.Kind != "reply" || !successField.MatchString(lastSegment(reply.Text)) {
			return false
		}
		if (t.Text != "==" || word == "false") && (t.Text != "!=" || word != "false") {
			return false
		}
	}
	return true
}

// disjuncts lists the conditions of which each alone suffices.
func disjuncts(c *Value) []*Value {
	switch {
	case c.Kind == "or":
		return c.Args
	case c.Kind == "not" && c.Args[0].Kind == "and":
		var out []*Value
		for _, a := range c.Args[0].Args {
			out = append(out, not(a))
		}
		return out
	}
	return []*Value{c}
}
