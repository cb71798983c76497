package main

import (
	"encoding/json"
	"fmt"
	"sort"
	"strings"
)

// origin renders a value in the small origin grammar (see README).
func origin(v *Value, idx map[*Call]int) string { return originAt(v, idx, 0) }

func originAt(v *Value, idx map[*Call]int, d int) string {
	if v == nil {
		return "?"
	}
	if d > 6 {
		return "?"
	}
	switch v.Kind {
	case "const":
		b, _ := json.Marshal(v.Const)
		s := string(b)
		if len(s) > 160 {
			s = s[:150] + "...\""
		}
		return "=" + s
	case "nil":
		return "=null"
	case "op":
		return v.Text
	case "attr":
		switch v.Type {
		case "old", "added", "removed":
			return "attr." + v.Type + ":" + v.Text
		}
		return "attr:" + v.Text
	case "id":
		return "id"
	case "idparts":
		return "id[]"
	case "idpart":
		s := fmt.Sprintf("id[%d]", v.Index)
		if v.Index < 0 {
			s = "id[n]"
		}
		if v.Separator != ":" {
			s += "sep(" + v.Separator + ")"
		}
		return s
	case "region", "account", "token", "time", "uid":
		return v.Kind
	case "timeout":
		return "timeout:" + v.Text
	case "reply":
		n := -1
		if idx != nil {
			if i, ok := idx[v.Call]; ok {
				n = i
			}
		}
		s := fmt.Sprintf("reply:%d:%s", n, v.Text)
		if n < 0 {
			s = "reply:?:" + v.Text
		}
		return s
	case "union":
		var o []string
		seen := map[string]bool{}
		for _, a := range v.Args {
			s := originAt(a, idx, d+1)
			if !seen[s] {
				seen[s] = true
				o = append(o, s)
			}
		}
		if len(o) == 1 {
			return o[0]
		}
		if len(o) > 24 {
			o = append(o[:24], "?")
		}
		return "any(" + strings.Join(o, ",") + ")"
	case "cat":
		var o []string
		for _, a := range v.Args {
			o = append(o, originAt(a, idx, d+1))
		}
		return "cat(" + strings.Join(o, ",") + ")"
	case "conv":
		var o []string
		for _, a := range v.Args {
			o = append(o, originAt(a, idx, d+1))
		}
		return v.Text + "(" + strings.Join(o, ",") + ")"
	case "map":
		return "obj"
	case "list":
		var o []string
		for _, e := range v.List.Elements {
			o = append(o, originAt(e, idx, d+1))
		}
		sort.Strings(o)
		if len(o) == 0 {
			return "=[]"
		}
		if len(o) > 6 {
			o = append(o[:6], "?")
		}
		return "list(" + strings.Join(o, ",") + ")"
	case "len":
		return "len(" + originAt(v.Args[0], idx, d+1) + ")"
	case "cmp":
		return "cmp(" + v.Text + "," + originAt(v.Args[0], idx, d+1) + "," + originAt(v.Args[1], idx, d+1) + ")"
	case "set", "changed", "new", "errin", "notfound", "needretry", "errnil", "present", "and", "or", "not", "ubool":
		return "bool(" + conditionTextIn(v, idx) + ")"
	case "req":
		return "obj"
	}
	return "?"
}

func conditionText(v *Value) string { return conditionTextIn(v, nil) }

func conditionTextIn(v *Value, idx map[*Call]int) string {
	s := conditionTextAt(v, idx, 0)
	if len(s) > 420 {
		var at []string
		seen := map[string]bool{}
		walk(v, func(x *Value) {
			k := ""
			switch x.Kind {
			case "set":
				k = "set:" + x.Text
			case "changed":
				k = "changed:" + x.Text
			}
			if k != "" && !seen[k] {
				seen[k] = true
				at = append(at, k)
			}
		})
		sort.Strings(at)
		if len(at) > 40 {
			at = at[:40]
		}
		return "?(" + strings.Join(at, ",") + ")"
	}
	return s
}

func conditionTextAt(v *Value, idx map[*Call]int, d int) string {
	if d > 8 || v == nil {
		return "?"
	}
	switch v.Kind {
	case "const":
		return fmt.Sprint(v.Const)
	case "set":
		return "set:" + v.Text
	case "changed":
		return "changed:" + v.Text
	case "new":
		return "new"
	case "errin":
		var o []string
		for _, a := range v.Args {
			if s, ok := a.sconst(); ok {
				o = append(o, s)
			}
		}
		return "err:" + strings.Join(o, "/")
	case "notfound":
		return "err.notfound"
	case "needretry":
		return "err.throttled"
	case "errnil":
		if v.Flag {
			return "err"
		}
		return "!err"
	case "present":
		return "has(" + originAt(v.Args[0], idx, 2) + ")"
	case "cmp":
		a, b := v.Args[0], v.Args[1]
		if a.Kind == "len" && v.Text == "==" {
			if n, ok := b.iconst(); ok && n == 0 {
				return "empty(" + originAt(a.Args[0], idx, 2) + ")"
			}
		}
		if a.Kind == "len" && v.Text == "!=" {
			if n, ok := b.iconst(); ok && n == 0 {
				return "!empty(" + originAt(a.Args[0], idx, 2) + ")"
			}
		}
		return v.Text + "(" + originAt(a, idx, 2) + "," + originAt(b, idx, 2) + ")"
	case "not":
		s := conditionTextAt(v.Args[0], idx, d+1)
		if strings.ContainsAny(s, "|&") && !strings.HasPrefix(s, "(") {
			s = "(" + s + ")"
		}
		if strings.HasPrefix(s, "!") {
			return s[1:]
		}
		return "!" + s
	case "and", "or":
		sep := "&"
		if v.Kind == "or" {
			sep = "|"
		}
		var o []string
		for _, a := range v.Args {
			if v.Kind == "and" && isTrivial(a) {
				continue
			}
			s := conditionTextAt(a, idx, d+1)
			if a.Kind == "and" || a.Kind == "or" {
				s = "(" + s + ")"
			}
			o = append(o, s)
		}
		if len(o) == 0 {
			return ""
		}
		return strings.Join(o, sep)
	case "ubool":
		return "?"
	}
	return "?"
}
