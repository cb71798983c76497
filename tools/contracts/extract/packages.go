package main

import (
	"fmt"
	"strings"
	"unicode"
)

// sprintf reads a format.
func sprintf(a []*Value) *Value {
	if len(a) == 0 {
		return stringConst("")
	}
	f, ok := a[0].sconst()
	if !ok {
		return conversion("sprintf", a...)
	}
	args := a[1:]
	if len(args) == 1 && args[0].Kind == "spread" {
		args = []*Value{args[0].Args[0]}
	}
	var parts []*Value
	cur := ""
	ai := 0
	for i := 0; i < len(f); i++ {
		if f[i] != '%' {
			cur += string(f[i])
			continue
		}
		i++
		if i >= len(f) {
			break
		}
		if f[i] == '%' {
			cur += "%"
			continue
		}
		for i < len(f) && strings.ContainsRune("+-# 0123456789.", rune(f[i])) {
			i++
		}
		if i >= len(f) {
			break
		}
		var v *Value = unknown("fmtarg")
		if ai < len(args) {
			v = args[ai]
		}
		ai++
		if cur != "" {
			parts = append(parts, stringConst(cur))
			cur = ""
		}
		if f[i] == 't' || f[i] == 'd' || f[i] == 's' || f[i] == 'v' || f[i] == 'q' || f[i] == 'f' {
			if b, ok := v.Const.(bool); ok && v.Kind == "const" {
				v = stringConst(fmt.Sprint(b))
			}
		}
		parts = append(parts, v)
	}
	if cur != "" {
		parts = append(parts, stringConst(cur))
	}
	if len(parts) == 1 {
		return textOf(parts[0])
	}
	return cat(parts...)
}

func textOf(v *Value) *Value {
	if v.Kind == "const" {
		return stringConst(fmt.Sprint(v.Const))
	}
	if v.Kind == "union" {
		allc := true
		for _, a := range v.Args {
			if a.Kind != "const" {
				allc = false
			}
		}
		if allc {
			return v
		}
	}
	if v.Kind == "reply" || v.Kind == "union" {
		return conversion("str", v)
	}
	return v
}

// packageCall calls a function of another package.
func (in *Interpreter) packageCall(alias, path, n string, a []*Value) *Value {
	raw := a
	a = spreadless(a)
	get := func(i int) *Value {
		if i < len(a) {
			return first(a[i])
		}
		return nilValue
	}
	full := alias + "." + n
	switch alias {
	case "log", "debug":
		return nilValue
	case "fmt":
		switch n {
		case "Sprint":
			if len(a) == 1 {
				return textOf(get(0))
			}
			return cat(a...)
		case "Sprintf":
			return sprintf(raw)
		case "Errorf":
			return &Value{Kind: "err", Flag: true, Call: in.callOfError(a)}
		}
		return nilValue
	case "strings":
		switch n {
		case "Split", "SplitN":
			if s, ok := get(1).sconst(); ok {
				return in.split(get(0), s)
			}
			return conversion("split", get(0), get(1))
		case "Join":
			return conversion("join", get(0), get(1))
		case "HasPrefix", "HasSuffix", "Contains", "EqualFold":
			s, ok1 := get(0).sconst()
			t, ok2 := get(1).sconst()
			if ok1 && ok2 {
				switch n {
				case "HasPrefix":
					return boolConst(strings.HasPrefix(s, t))
				case "HasSuffix":
					return boolConst(strings.HasSuffix(s, t))
				case "Contains":
					return boolConst(strings.Contains(s, t))
				case "EqualFold":
					return boolConst(strings.EqualFold(s, t))
				}
			}
			return &Value{Kind: "cmp", Text: strings.ToLower(n), Args: []*Value{withoutText(get(0)), withoutText(get(1))}}
		case "TrimSpace", "Trim", "TrimRight", "TrimLeft":
			return get(0)
		case "TrimPrefix", "TrimSuffix", "ToLower", "ToUpper", "Title":
			s, ok1 := get(0).sconst()
			t, _ := get(1).sconst()
			if ok1 {
				switch n {
				case "TrimPrefix":
					return stringConst(strings.TrimPrefix(s, t))
				case "TrimSuffix":
					return stringConst(strings.TrimSuffix(s, t))
				case "ToLower":
					return stringConst(strings.ToLower(s))
				case "ToUpper":
					return stringConst(strings.ToUpper(s))
				case "Title":
					return stringConst(strings.Title(s))
				}
			}
			if len(a) > 1 {
				return conversion(strings.ToLower(n), get(0), get(1))
			}
			return conversion(strings.ToLower(n), get(0))
		case "Replace", "ReplaceAll":
			s, o := get(0).sconst()
			f, o2 := get(1).sconst()
			t, o3 := get(2).sconst()
			if o && o2 && o3 {
				return stringConst(strings.ReplaceAll(s, f, t))
			}
			return conversion("replace", get(0), get(1), get(2))
		}
	case "strconv":
		switch n {
		case "Itoa", "FormatInt", "FormatBool", "FormatFloat", "FormatUint", "Quote":
			if get(0).Kind == "reply" {
				return conversion("str", get(0))
			}
			if get(0).isConst() {
				return stringConst(fmt.Sprint(get(0).Const))
			}
			return get(0)
		case "Atoi", "ParseInt", "ParseUint":
			return tuple(conversion("int", get(0)), errorWithout(get(0)))
		case "ParseBool":
			return tuple(conversion("bool", get(0)), errorWithout(get(0)))
		case "ParseFloat":
			return tuple(conversion("float", get(0)), errorWithout(get(0)))
		}
	case "time":
		switch n {
		case "Duration":
			return get(0)
		case "Sleep":
			return nilValue
		case "Now", "Unix", "After", "Since":
			return &Value{Kind: "time"}
		case "Parse", "ParseInLocation":
			return tuple(conversion("time", get(1)), &Value{Kind: "err"})
		}
		return &Value{Kind: "time"}
	case "json", "yaml", "xml":
		switch n {
		case "Marshal", "MarshalIndent":
			return tuple(conversion(alias, get(0)), &Value{Kind: "err"})
		case "Unmarshal":
			// handled as pointer target by callMethod wrapper
			in.unmarshal(get(0), get(1), alias)
			return &Value{Kind: "err"}
		case "NewDecoder", "NewEncoder":
			return conversion(alias+"."+n, a...)
		case "Number":
			return get(0)
		}
	case "jsonpath":
		if n == "Get" {
			if s, ok := get(0).sconst(); ok {
				v := in.jsonPath(get(1), s)
				return tuple(v, pathError(v, s))
			}
			p := wireText(get(0))
			if strings.Contains(p, "|") && !strings.Contains(p, "{") {
				var o []*Value
				for _, q := range strings.Split(p, "|") {
					o = append(o, in.jsonPath(get(1), q))
				}
				return tuple(union(o...), &Value{Kind: "err"})
			}
			if p != "" {
				return tuple(in.jsonPath(get(1), p), &Value{Kind: "err"})
			}
			return tuple(conversion("jsonpath", get(0), get(1)), &Value{Kind: "err"})
		}
	case "jsonata":
		return conversion("jsonata", a...)
	case "resource", "retry":
		switch n {
		case "Retry", "RetryContext":
			before := len(in.calls)
			var f *Value
			for _, x := range a {
				if x.Kind == "func" {
					f = x
				}
			}
			if f != nil {
				in.invoke(f.Func, nil, nil)
			}
			var c *Call
			if len(in.calls) > before {
				c = in.calls[len(in.calls)-1]
			}
			return &Value{Kind: "err", Call: c}
		case "RetryableError":
			in.recordRetry(get(0))
			return &Value{Kind: "err", Flag: true, Call: in.callOfError(a), Text: get(0).Text}
		case "NonRetryableError":
			return &Value{Kind: "err", Flag: true, Call: in.callOfError(a), Text: get(0).Text}
		case "UniqueId", "PrefixedUniqueId":
			return &Value{Kind: "uid"}
		case "ComposeTestCheckFunc":
			return nilValue
		}
	case "schema":
		switch n {
		case "NewSet":
			return get(1)
		case "CopySet":
			return get(0)
		case "DefaultTimeout":
			return get(0)
		}
	case "tea", "util", "oss", "utils", "dara":
		switch n {
		case "String", "Int", "Int64", "Int32", "Bool", "StringValue", "IntValue", "Int64Value", "Int32Value", "BoolValue", "ToString", "StringSlice", "StringSliceValue", "Float64", "Float64Value", "ToMap", "Uint64", "Float32":
			return get(0)
		case "ToJSONString":
			return conversion("json", get(0))
		}
	case "requests":
		switch n {
		case "NewInteger", "NewInteger64", "NewBoolean", "NewFloat", "NewString", "Integer", "Boolean", "Float":
			return get(0)
		case "NewCommonRequest":
			return &Value{Kind: "req", Type: "common.CommonRequest", Map: in.newMap("").Map}
		}
	case "base64":
		return get(0)
	case "url":
		if n == "QueryEscape" || n == "PathEscape" {
			return conversion("urlencode", get(0))
		}
		if n == "QueryUnescape" || n == "PathUnescape" {
			return conversion("urldecode", get(0))
		}
	case "regexp":
		if n == "MatchString" {
			return &Value{Kind: "cmp", Text: "match", Args: a}
		}
		return conversion("regexp", a...)
	case "errors":
		if n == "New" || n == "Wrap" || n == "Errorf" {
			return &Value{Kind: "err", Flag: true}
		}
		return &Value{Kind: "ubool"}
	case "reflect":
		return &Value{Kind: "ubool", Args: a}
	case "uuid":
		return &Value{Kind: "uid"}
	case "hashcode", "hash", "sha256", "md5", "hex", "crc32":
		return conversion("hash", a...)
	case "sort":
		return nilValue
	case "context":
		return unknown("context")
	case "helper":
		return conversion("helper."+n, a...)
	case "sjson":
		if n == "Set" && len(a) == 3 && a[0].Kind == "const" {
			a[0] = conversion("json", in.newMap(""))
		}
		if n == "Set" && len(a) == 3 && a[0].Kind == "conv" && a[0].Text == "json" && a[0].Args[0].Map != nil {
			if k, ok := get(1).sconst(); ok {
				in.setKey(a[0].Args[0].Map, wireName("x." + k)[2:], stringConst(k), get(2))
				return tuple(a[0], &Value{Kind: "err"})
			}
		}
		return tuple(conversion("sjson."+n, a...), &Value{Kind: "err"})
	case "lo":
		in.runClosures(a)
		return get(0)
	case "validation":
		m := in.newMap("validation." + n)
		for i, x := range a {
			in.setKey(m.Map, fmt.Sprint(i), intConst(int64(i)), x)
		}
		return m
	case "connectivity":
		in.runClosures(a)
		return conversion(full, a...)
	}
	// typed SDK request constructors
	if strings.HasPrefix(n, "Create") && strings.HasSuffix(n, "Request") && strings.Contains(path, "alibaba-cloud-sdk-go/services") {
		return &Value{Kind: "req", Type: alias + "." + strings.TrimPrefix(n, "Create"), Map: in.newMap("").Map}
	}
	if strings.Contains(path, "alibaba-cloud-sdk-go/services") {
		return unknown(full)
	}
	// conversions such as pkg.Type(x)
	if len(a) == 1 && n != "" && unicode.IsUpper(rune(n[0])) && (strings.Contains(path, "aliyungo") || strings.Contains(path, "sdk")) && a[0].Kind != "func" {
		return get(0)
	}
	in.runClosures(a)
	if len(a) == 0 {
		return unknown(full)
	}
	return conversion("fn:"+full, a...)
}

// pathError is the error of jsonpath.Get: a key that is missing is one, unless it is looked for in all items of a list.
func pathError(v *Value, path string) *Value {
	if strings.Contains(strings.TrimSuffix(path, "[*]"), "*") || strings.Contains(path, "?(") {
		return &Value{Kind: "err"}
	}
	return errorWithout(v)
}

// errorWithout is an error that there is when the reply has no such field.
func errorWithout(v *Value) *Value {
	v = withoutText(v)
	if v.Kind != "reply" {
		return &Value{Kind: "err"}
	}
	return &Value{Kind: "err", Args: []*Value{v}}
}

// unmarshal assigns a parsed document to a variable (by replacing the content of the map or list it holds).
func (in *Interpreter) unmarshal(src, dst *Value, how string) {
	p := in.parsed(src, how)
	for s := in.scope; s != nil; s = s.outer {
		for k, v := range s.names {
			if v == dst && (v.Kind == "map" || v.Kind == "list" || v.Kind == "nil" || v.Kind == "req") && v != nilValue {
				s.names[k] = p
				return
			}
		}
	}
}

// recordRetry notes the codes for which a call is repeated.
func (in *Interpreter) recordRetry(e *Value) {
	base := in.frame.Base
	cs := in.conditions[min(base, len(in.conditions)):]
	found := false
	for _, c := range cs {
		walk(c, func(v *Value) {
			call := v.Call
			if call == nil {
				call = e.Call
			}
			if call == nil {
				return
			}
			switch v.Kind {
			case "errin":
				found = true
				for _, a := range v.Args {
					if s, ok := a.sconst(); ok {
						call.Retry[s] = true
					}
				}
			case "needretry":
				found = true
				call.Throttle = true
			}
		})
	}
	if !found && e.Call != nil {
		e.Call.RetryAll = true
	}
}
