package main

import (
	"regexp"
	"strings"
)

type setLeaf struct {
	attr string
	val  *Value
	when []*Value
}

// flattenSet lists the leaves of what is assigned to an argument.
func flattenSet(attr string, v *Value, conds []*Value, out *[]setLeaf, d int, seen map[int]bool) {
	if v == nil || d > 8 || len(*out) > 1500 {
		return
	}
	switch v.Kind {
	case "map":
		if seen[v.Map.ID] {
			return
		}
		seen[v.Map.ID] = true
		for _, e := range v.Map.Entries {
			k := e.Key
			if k == "" {
				k = "*"
			}
			flattenSet(attr+"."+k, e.Value, append(conds[:len(conds):len(conds)], e.Conditions...), out, d+1, seen)
		}
		delete(seen, v.Map.ID)
		return
	case "list":
		if seen[v.List.ID] {
			return
		}
		seen[v.List.ID] = true
		for _, e := range v.List.Elements {
			flattenSet(attr+"[]", e, conds, out, d+1, seen)
		}
		delete(seen, v.List.ID)
		if len(v.List.Elements) == 0 {
			*out = append(*out, setLeaf{attr, &Value{Kind: "const", Const: "[]"}, conds})
		}
		return
	case "union":
		for _, a := range v.Args {
			flattenSet(attr, a, conds, out, d+1, seen)
		}
		return
	case "conv":
		if v.Text == "str" || v.Text == "list" {
			if a := v.Args[0]; a.Kind == "union" || a.Kind == "map" || a.Kind == "list" {
				flattenSet(attr, a, conds, out, d+1, seen)
				return
			}
		}
	}
	*out = append(*out, setLeaf{attr, v, conds})
}

var reTailIdx = regexp.MustCompile(`(\[\d*\]|@json|@yaml)+$`)

// pathWithoutIndices is a path without indices and keys.
func pathWithoutIndices(s string) string {
	s = reIdxNum.ReplaceAllString(s, "[]")
	s = strings.TrimSuffix(s, ".@value")
	s = strings.TrimSuffix(s, ".@key")
	return reTailIdx.ReplaceAllString(s, "")
}

var invertible = map[string]bool{"str": true, "int": true, "bool": true, "float": true, "json": true, "yaml": true, "join": true, "split": true, "tags": true, "base64": true, "urlencode": true, "urldecode": true, "tolower": true, "toupper": true, "list": true, "sort": true, "ipv6": true, "title": true, "part": true, "elem": true, "eq": true}

func isInvertible(name string) bool {
	if invertible[name] || strings.HasPrefix(name, "map:") {
		return true
	}
	switch name {
	case "jsonata:split", "jsonata:number", "jsonata:string", "jsonata:merge", "jsonata:each":
		return true
	}
	return false
}

// isLinear tells whether x is a calculation with one constant, which can be undone: arith(/,a,=1024).
func isLinear(x *Value) bool {
	if x.Text != "arith" || len(x.Args) != 3 || !strings.Contains("+-*/", x.Args[0].Text) {
		return false
	}
	return x.Args[1].isConst() != x.Args[2].isConst()
}

// conversionsOf lists the conversions between a value and its reply leaves.
func conversionsOf(v *Value) []string {
	var o []string
	var f func(x *Value, d int) bool
	f = func(x *Value, d int) bool {
		if x == nil || d > 10 {
			return false
		}
		if x.Kind == "reply" {
			return true
		}
		has := false
		for _, a := range x.Args {
			if f(a, d+1) {
				has = true
			}
		}
		if x.Kind == "list" {
			for _, a := range x.List.Elements {
				if f(a, d+1) {
					has = true
				}
			}
		}
		if has && x.Kind == "conv" && !isLinear(x) {
			o = append(o, x.Text)
		}
		if has && x.Kind == "len" {
			o = append(o, "len")
		}
		if has && (x.Kind == "cmp" || x.Kind == "and" || x.Kind == "or" || x.Kind == "not" || x.Kind == "present") {
			o = append(o, "eq")
		}
		return has
	}
	f(v, 0)
	return o
}

// replyLeaves lists the reply fields in a value.
func replyLeaves(v *Value) []*Value {
	var o []*Value
	walkDeep(v, func(x *Value) {
		if x.Kind == "reply" {
			o = append(o, x)
		}
	}, map[int]bool{}, 0)
	return o
}

// attrLeaves lists the arguments in a value.
func attrLeaves(v *Value) []*Value {
	var o []*Value
	walkDeep(v, func(x *Value) {
		if x.Kind == "attr" {
			o = append(o, x)
		}
	}, map[int]bool{}, 0)
	return o
}

type parameterUse struct {
	op, name string
	call     int
	from     *Value
	quality  int // 0 exact or invertible, 1 part of a text, 2 other
}

func conversionQuality(v *Value) int {
	v = withoutText(v)
	q := 0
	walk(v, func(x *Value) {
		switch x.Kind {
		case "cat":
			if q < 1 {
				q = 1
			}
		case "conv":
			if !isInvertible(x.Text) && !isLinear(x) {
				q = 2
			}
		case "cmp", "len":
			if q < 1 {
				q = 1
			}
		}
	})
	return q
}
