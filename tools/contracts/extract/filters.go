package main

import (
	"strings"
)

// recordClientFilter records the conditions under which list items are kept (data sources).
func (in *Interpreter) recordClientFilter(v *Value) {
	if in.operation == nil {
		return
	}
	for _, c := range in.conditions {
		hasA, hasR := false, false
		walkDeep(c, func(x *Value) {
			if x.Kind == "attr" || x.Kind == "set" {
				hasA = true
			}
			if x.Kind == "reply" && strings.Contains(x.Text, "[]") {
				hasR = true
			}
		}, map[int]bool{}, 0)
		if hasA && hasR {
			in.operation.ClientFilters = append(in.operation.ClientFilters, c)
		}
	}
}

// attach adds list filters (item.Field == x) which hold here to a reply value.
func (in *Interpreter) attach(v *Value) *Value {
	if v == nil {
		return v
	}
	switch v.Kind {
	case "reply":
	case "union":
		return v
	default:
		return v
	}
	i := strings.LastIndex(v.Text, "[]")
	if i < 0 || len(v.Filters) > 0 {
		return v
	}
	pre := v.Text[:i+2]
	var fl []ItemFilter
	for _, c := range in.conditions {
		for _, t := range conjuncts(c) {
			if t.Kind != "cmp" || t.Text != "==" {
				continue
			}
			a, b := withoutCase(t.Args[0]), withoutCase(t.Args[1])
			for _, p := range [][2]*Value{{a, b}, {b, a}} {
				r, o := p[0], p[1]
				if r.Kind == "reply" && r.Call == v.Call && strings.HasPrefix(r.Text, pre) && o.Kind != "reply" && !(o.Kind == "unk" || o.Kind == "ubool" || o.Kind == "nil") {
					if s, ok := o.sconst(); ok && s == "" {
						continue
					}
					fl = append(fl, ItemFilter{strings.TrimPrefix(r.Text[len(pre):], "."), o})
				}
			}
		}
	}
	if len(fl) == 0 {
		return v
	}
	return &Value{Kind: "reply", Call: v.Call, Text: v.Text, Type: v.Type, Filters: fl}
}

// conjuncts lists the conditions that hold all.
func conjuncts(c *Value) []*Value {
	if c.Kind == "and" {
		return c.Args
	}
	if c.Kind == "not" && c.Args[0].Kind == "or" {
		var o []*Value
		for _, a := range c.Args[0].Args {
			o = append(o, not(a))
		}
		return o
	}
	return []*Value{c}
}

// boolOf makes a condition of a value.
func (in *Interpreter) boolOf(v *Value) *Value {
	if v == nil {
		return &Value{Kind: "ubool"}
	}
	if isBool(v) {
		return v
	}
	switch v.Kind {
	case "attr", "reply", "conv", "union":
		if v.Kind == "union" {
			all := true
			for _, a := range v.Args {
				if !isBool(a) {
					all = false
				}
			}
			if all {
				return &Value{Kind: "ubool", Args: v.Args}
			}
		}
		return &Value{Kind: "cmp", Text: "==", Args: []*Value{v, trueValue}}
	}
	return &Value{Kind: "ubool"}
}

// withoutCase drops conversions which do not matter for comparisons.
func withoutCase(v *Value) *Value {
	v = withoutText(v)
	for v.Kind == "conv" && len(v.Args) > 0 && (v.Text == "tolower" || v.Text == "toupper" || v.Text == "int" || v.Text == "str" || v.Text == "title") {
		v = withoutText(v.Args[0])
	}
	return v
}
