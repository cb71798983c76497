package main

import (
	"sort"
	"strconv"
	"strings"
)

// seconds is a duration, or the origin of one.
func seconds(v *Value) any {
	if v == nil {
		return nil
	}
	if n, ok := v.iconst(); ok {
		if n > 1000000 {
			return n / 1000000000
		}
		return n
	}
	if v.Kind == "timeout" {
		return "timeout:" + v.Text
	}
	if v.Kind == "nil" {
		return nil
	}
	return origin(v, nil)
}

var schemaTypes = map[string]string{"schema.TypeString": "string", "schema.TypeInt": "int", "schema.TypeBool": "bool", "schema.TypeFloat": "float", "schema.TypeList": "list", "schema.TypeSet": "set", "schema.TypeMap": "map"}

// schemaOf reads a schema.
func (in *Interpreter) schemaOf(v *Value, d int) Object {
	var o Object
	if v == nil || d > 9 {
		return o
	}
	if v.Kind == "union" {
		for _, a := range v.Args {
			if a.Kind == "map" {
				v = a
				break
			}
		}
	}
	if v.Kind != "map" {
		return o
	}
	ents := append([]Entry(nil), v.Map.Entries...)
	sort.SliceStable(ents, func(i, j int) bool { return ents[i].Key < ents[j].Key })
	seen := map[string]bool{}
	for _, e := range ents {
		if e.Key == "" || seen[e.Key] {
			continue
		}
		seen[e.Key] = true
		if a := in.schemaAttribute(e.Value, d); a != nil {
			o = append(o, Member{e.Key, a})
		}
	}
	return o
}

// schemaAttribute reads one argument of a schema.
func (in *Interpreter) schemaAttribute(v *Value, d int) Object {
	if v.Kind == "union" {
		v = v.Args[0]
	}
	if v.Kind != "map" {
		return Object{{"t", "?"}}
	}
	get := func(k string) *Value { x, _ := in.getKey(v.Map, k); return x }
	tru := func(k string) bool {
		x := get(k)
		if x == nil {
			return false
		}
		b, ok := x.Const.(bool)
		return ok && b
	}
	var o Object
	t := "?"
	if x := get("Type"); x != nil {
		if s, ok := x.sconst(); ok {
			t = schemaTypes[s]
		}
	}
	o = append(o, Member{"t", t})
	var fl []string
	for _, p := range [][2]string{{"Required", "required"}, {"Optional", "optional"}, {"Computed", "computed"}, {"ForceNew", "force_new"}, {"Sensitive", "sensitive"}} {
		if tru(p[0]) {
			fl = append(fl, p[1])
		}
	}
	if get("Deprecated") != nil {
		fl = append(fl, "deprecated")
	}
	if get("Removed") != nil {
		fl = append(fl, "removed")
	}
	o = append(o, Member{"f", fl})
	if x := get("Default"); x != nil {
		if x.isConst() {
			o = append(o, Member{"def", x.Const})
		} else {
			o = append(o, Member{"def_from", origin(x, nil)})
		}
	}
	if x := get("DefaultFunc"); x != nil {
		o = append(o, Member{"def_func", true})
	}
	for _, p := range [][2]string{{"MaxItems", "max_items"}, {"MinItems", "min_items"}} {
		if x := get(p[0]); x != nil {
			if n, ok := x.iconst(); ok {
				o = append(o, Member{p[1], n})
			}
		}
	}
	for _, p := range [][2]string{{"ConflictsWith", "conflicts"}, {"ExactlyOneOf", "exactly_one_of"}, {"AtLeastOneOf", "at_least_one_of"}, {"RequiredWith", "required_with"}} {
		if x := get(p[0]); x != nil {
			var l []string
			for _, c := range codesOf(x) {
				s, _ := c.sconst()
				l = append(l, s)
			}
			o = append(o, Member{p[1], l})
		}
	}
	if x := get("ValidateFunc"); x != nil {
		o = append(o, in.validation(x)...)
	}
	if x := get("DiffSuppressFunc"); x != nil {
		n := "inline"
		if x.Kind == "func" && x.Func.Decl != nil {
			n = x.Func.Name
		}
		o = append(o, Member{"suppress", n})
	}
	if get("StateFunc") != nil {
		o = append(o, Member{"state_func", true})
	}
	if get("Set") != nil {
		o = append(o, Member{"set_hash", true})
	}
	if x := get("Elem"); x != nil && x.Kind == "map" {
		if strings.HasSuffix(x.Type, "Resource") {
			s, _ := in.getKey(x.Map, "Schema")
			o = append(o, Member{"block", in.schemaOf(s, d+1)})
		} else {
			e := in.schemaAttribute(x, d+1)
			if e.get("t") == "?" {
				e[0].Value = "string"
			}
			simple := len(e) == 2
			if simple {
				o = append(o, Member{"elem", e.get("t")})
			} else {
				o = append(o, Member{"elem", e})
			}
		}
	}
	return o
}

// validation reads what a validation function demands.
func (in *Interpreter) validation(x *Value) Object {
	var o Object
	if x.Kind == "map" && strings.HasPrefix(x.Type, "validation.") {
		n := strings.TrimPrefix(x.Type, "validation.")
		a := func(i int) *Value { v, _ := in.getKey(x.Map, strconv.Itoa(i)); return v }
		num := func(i int) any {
			if v := a(i); v != nil && v.isConst() {
				return v.Const
			}
			return nil
		}
		switch n {
		case "StringInSlice", "IntInSlice", "validateAllowedStringValue":
			var l []any
			if a(0) != nil {
				for _, e := range listOf(a(0)) {
					if e.isConst() {
						l = append(l, e.Const)
					}
				}
			}
			o = append(o, Member{"enum", l})
			if a(1) != nil && a(1).Const == true {
				o = append(o, Member{"enum_ignore_case", true})
			}
		case "IntBetween", "intBetween", "FloatBetween", "ValidateNullableIntBetween":
			o = append(o, Member{"min", num(0)}, Member{"max", num(1)})
		case "StringLenBetween":
			o = append(o, Member{"min_len", num(0)}, Member{"max_len", num(1)})
		case "IntAtLeast", "FloatAtLeast":
			o = append(o, Member{"min", num(0)})
		case "IntAtMost", "FloatAtMost":
			o = append(o, Member{"max", num(0)})
		case "StringMatch", "StringDoesNotMatch":
			if v := a(0); v != nil && v.Kind == "conv" && len(v.Args) > 0 {
				if s, ok := v.Args[0].sconst(); ok {
					k := "pattern"
					if n == "StringDoesNotMatch" {
						k = "not_pattern"
					}
					o = append(o, Member{k, s})
				}
			}
		case "Any", "All":
			var l []any
			for _, e := range x.Map.Entries {
				l = append(l, in.validation(e.Value))
			}
			o = append(o, Member{lower(n), l})
		default:
			o = append(o, Member{"check", n})
		}
		return o
	}
	n := "inline"
	if x.Kind == "func" && x.Func.Decl != nil {
		n = x.Func.Name
	} else if x.Kind == "pkgfn" {
		n = x.Text
	}
	return Object{{"check", n}}
}

// ---------- canonical calls ----------
