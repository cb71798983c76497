package main

import (
	"go/ast"
	"strings"
)

// attributePaths are the paths of arguments that d.Get may mean.
func (in *Interpreter) attributePaths(v *Value) []string {
	v = withoutText(v)
	switch v.Kind {
	case "const":
		if s, ok := v.Const.(string); ok {
			return []string{attributePath(s)}
		}
	case "cat":
		var b strings.Builder
		for _, a := range v.Args {
			if s, ok := a.sconst(); ok {
				b.WriteString(s)
			} else {
				b.WriteString("0")
			}
		}
		return []string{attributePath(b.String())}
	case "union":
		var o []string
		for _, a := range v.Args {
			o = append(o, in.attributePaths(a)...)
		}
		return o
	}
	return nil
}

// attributePath is an argument's path with [] for indices.
func attributePath(s string) string {
	ps := strings.Split(s, ".")
	out := ""
	for _, p := range ps {
		if p == "" {
			continue
		}
		digit := true
		for _, r := range p {
			if r < '0' || r > '9' {
				digit = false
			}
		}
		if digit && out != "" {
			out += "[]"
			continue
		}
		if p == "#" || p == "%" {
			continue
		}
		if out != "" {
			out += "."
		}
		out += p
	}
	return out
}

func (in *Interpreter) attributes(v *Value, t string) *Value {
	var o []*Value
	for _, p := range in.attributePaths(v) {
		o = append(o, &Value{Kind: "attr", Text: p, Type: t})
	}
	if len(o) == 0 {
		return unknown("attr")
	}
	return union(o...)
}

func (in *Interpreter) predicates(v *Value, k string) *Value {
	var o []*Value
	for _, p := range in.attributePaths(v) {
		o = append(o, &Value{Kind: k, Text: p})
	}
	if len(o) == 0 {
		return &Value{Kind: "ubool"}
	}
	return boolOp("or", o...)
}

// method calls a method.
func (in *Interpreter) method(recv *Value, n string, x *ast.CallExpr) *Value {
	switch recv.Kind {
	case "d":
		return in.resourceDataMethod(n, x)
	case "client":
		a := in.args(x)
		return in.clientCall(n, a)
	case "sdkclient":
		return in.sdkCall(recv, n, in.args(x))
	case "meta":
		return unknown("meta." + n)
	case "err":
		in.args(x)
		return unknown("err." + n)
	case "unk":
		a := in.args(x)
		// methods of service types by unique name
		if m := in.uniqueMethod(n); m != nil && len(a) <= 8 {
			return in.serviceCall(m, a, nil)
		}
		in.runClosures(a)
		return conversion("."+n, append([]*Value{recv}, a...)...)
	case "union":
		var o []*Value
		a := in.args(x)
		for i, r := range recv.Args {
			if i > 5 {
				break
			}
			if r.Kind == "map" || r.Kind == "req" || r.Kind == "attr" || r.Kind == "reply" || r.Kind == "conv" {
				o = append(o, first(in.methodOf(r, n, a)))
			}
		}
		return union(o...)
	}
	return in.methodOf(recv, n, in.args(x))
}

// uniqueMethod is the only method of that name, nil if there are several or none.
func (in *Interpreter) uniqueMethod(n string) *Function {
	ms := in.program.Methods[n]
	if len(ms) == 1 {
		for _, m := range ms {
			return m
		}
	}
	return nil
}

// methodOf calls a method of a value whose kind is known.
func (in *Interpreter) methodOf(recv *Value, n string, a []*Value) *Value {
	get := func(i int) *Value {
		if i < len(a) {
			return first(a[i])
		}
		return nilValue
	}
	switch recv.Kind {
	case "map":
		if recv.Type == "StateChangeConf" || recv.Type == "resource.StateChangeConf" {
			if strings.HasPrefix(n, "WaitForState") {
				return in.runWait(recv)
			}
		}
		if strings.HasPrefix(recv.Type, "Invoker") {
			if n == "Run" {
				in.runClosures(a)
				return &Value{Kind: "err", Call: in.lastCall()}
			}
			return nilValue
		}
		// field holding a function
		if f, ok := in.getKey(recv.Map, n); ok && f.Kind == "func" {
			return in.callValue(f, a)
		}
		if ms, ok := in.program.Methods[n]; ok {
			if m, ok := ms[strings.TrimPrefix(recv.Type, "*")]; ok {
				return in.serviceCall(m, a, recv)
			}
			if strings.HasSuffix(recv.Type, "Invoker") && n == "Run" {
				in.runClosures(a)
				return &Value{Kind: "err", Call: in.lastCall()}
			}
			if m := in.uniqueMethod(n); m != nil {
				return in.serviceCall(m, a, recv)
			}
		}
		if n == "List" || n == "Len" {
			return recv
		}
		if strings.HasPrefix(n, "Set") && len(n) > 3 && len(a) == 1 && strings.Contains(recv.Type, ".") {
			in.setField(recv, n[3:], get(0))
			return recv
		}
		in.runClosures(a)
		return conversion("."+n, append([]*Value{recv}, a...)...)
	case "req":
		switch n {
		case "GetActionName":
			return stringConst("action")
		case "GetProduct", "GetLocationServiceCode", "GetVersion":
			if i := strings.Index(recv.Type, "."); i > 0 {
				if p := in.sdkPkg(recv.Type[:i]); p != nil {
					if r, ok := p.Requests[recv.Type[i+1:]]; ok {
						if n == "GetVersion" {
							return stringConst(r.Version)
						}
						return stringConst(r.Product)
					}
				}
			}
			return unknown(n)
		case "InitWithApiInfo":
			for i, k := range []string{"Product", "Version", "ApiName"} {
				in.setKey(recv.Map, k, stringConst(k), get(i))
			}
			return nilValue
		case "SetContentType", "SetScheme", "SetDomain", "TransToAcsRequest":
			return nilValue
		case "SetContent":
			in.setKey(recv.Map, "Content", stringConst("Content"), get(0))
			return nilValue
		case "GetQueryParams":
			return in.field(recv, "QueryParams")
		}
		return nilValue
	case "attr":
		switch n {
		case "List", "Elem", "GetValues":
			return recv
		case "Len":
			return &Value{Kind: "len", Args: []*Value{recv}}
		case "Contains":
			return &Value{Kind: "ubool", Args: a}
		case "Difference":
			o := get(0)
			if recv.Type == "old" {
				return &Value{Kind: "attr", Text: recv.Text, Type: "removed"}
			}
			if o.Kind == "attr" && o.Type == "old" {
				return &Value{Kind: "attr", Text: recv.Text, Type: "added"}
			}
			return recv
		case "Intersection", "Union", "AsValueSlice", "AsValueMap", "AsString", "AsBigFloat":
			return recv
		case "IsNull", "IsKnown":
			s := &Value{Kind: "set", Text: recv.Text}
			if n == "IsNull" {
				return not(s)
			}
			return s
		case "Add", "Remove":
			return nilValue
		case "String":
			return recv
		case "Equal":
			return &Value{Kind: "ubool"}
		}
		return conversion("."+n, append([]*Value{recv}, a...)...)
	case "list":
		switch n {
		case "List":
			return recv
		case "Add":
			recv.List.Elements = append(recv.List.Elements, get(0))
			return nilValue
		case "Len":
			return &Value{Kind: "len", Args: []*Value{recv}}
		case "Contains":
			return &Value{Kind: "ubool", Args: []*Value{recv, get(0)}}
		case "Difference", "Union", "Intersection":
			return recv
		}
	case "reply":
		switch n {
		case "Int64", "Float64":
			return tuple(conversion("int", recv), &Value{Kind: "err"})
		case "String":
			return conversion("str", recv)
		case "GetHttpContentBytes", "GetHttpContentString", "Bytes":
			return conversion("raw", &Value{Kind: "reply", Call: recv.Call, Text: recv.Text})
		case "IsSuccess":
			return &Value{Kind: "ubool"}
		}
		if v := in.logStoreCall(recv, n, a); v != nil {
			return v
		}
		if ms, ok := in.program.Methods[n]; ok && len(ms) == 1 {
			return in.serviceCall(in.uniqueMethod(n), a, recv)
		}
		return conversion("."+n, append([]*Value{recv}, a...)...)
	case "conv":
		switch recv.Text {
		case "jsonata":
			if n == "Eval" {
				if e, ok := recv.Args[0].sconst(); ok {
					return tuple(in.jsonata(e, get(0)), &Value{Kind: "err"})
				}
				return tuple(conversion("jsonata", recv.Args[0], get(0)), &Value{Kind: "err"})
			}
		case "regexp":
			return &Value{Kind: "cmp", Text: "match", Args: append([]*Value{recv}, a...)}
		}
		if strings.HasPrefix(recv.Text, "json.NewDecoder") && n == "Decode" {
			in.unmarshal(recv.Args[0], get(0), "json")
			return &Value{Kind: "err"}
		}
		if n == "Int64" || n == "Float64" {
			return tuple(conversion("int", recv), &Value{Kind: "err"})
		}
		if m := in.uniqueMethod(n); m != nil && strings.HasPrefix(recv.Text, "client.") {
			return in.serviceCall(m, a, nil)
		}
		in.runClosures(a)
		if len(a) == 0 && (n == "Seconds" || n == "Format" || n == "Unix" || n == "String" || n == "List") {
			return recv
		}
		return conversion("."+n, append([]*Value{recv}, a...)...)
	case "const", "idx", "time":
		if n == "Seconds" || n == "Minutes" || n == "Hours" || n == "String" {
			return recv
		}
		return unknown("const." + n)
	case "pkgfn":
		if strings.HasPrefix(recv.Text, "base64.") {
			if strings.HasPrefix(n, "Decode") {
				return tuple(conversion("base64", get(0)), &Value{Kind: "err"})
			}
			return conversion("base64", get(0))
		}
		in.runClosures(a)
		return conversion(recv.Text+"."+n, a...)
	case "nil":
		if m := in.uniqueMethod(n); m != nil && len(a) <= 8 {
			return in.serviceCall(m, a, nil)
		}
		in.runClosures(a)
		return unknown("nil." + n)
	case "ubool", "cmp", "not", "and", "or", "set", "present":
		return conversion("."+n, recv)
	}
	in.runClosures(a)
	return conversion("."+n, append([]*Value{recv}, a...)...)
}

// resourceDataMethod is a method of schema.ResourceData.
func (in *Interpreter) resourceDataMethod(n string, x *ast.CallExpr) *Value {
	a := in.args(x)
	get := func(i int) *Value {
		if i < len(a) {
			return first(a[i])
		}
		return nilValue
	}
	switch n {
	case "Get":
		return in.attributes(get(0), "")
	case "GetOk", "GetOkExists":
		return tuple(in.attributes(get(0), ""), in.predicates(get(0), "set"))
	case "GetChange":
		return tuple(in.attributes(get(0), "old"), in.attributes(get(0), ""))
	case "HasChange", "HasChangeExcept":
		return in.predicates(get(0), "changed")
	case "HasChanges", "HasChangesExcept":
		var o []*Value
		for _, v := range spreadless(a) {
			o = append(o, in.predicates(v, "changed"))
		}
		return boolOp("or", o...)
	case "Id":
		return idValue
	case "IsNewResource":
		return &Value{Kind: "new"}
	case "SetId":
		v := get(0)
		if s, ok := v.sconst(); ok && s == "" {
			return nilValue
		}
		if in.operation != nil {
			in.operation.Steps = append(in.operation.Steps, &Step{Kind: "id", Value: v, Conditions: in.suffix(nil)})
		}
		return nilValue
	case "Set":
		if in.operation != nil {
			for _, p := range in.attributePaths(get(0)) {
				v := get(1)
				in.operation.Sets = append(in.operation.Sets, Assignment{p, v, in.suffix(nil)})
			}
		}
		return &Value{Kind: "err"}
	case "Timeout":
		if s, ok := get(0).sconst(); ok {
			return &Value{Kind: "timeout", Text: strings.ToLower(strings.TrimPrefix(s, "schema.Timeout"))}
		}
		return &Value{Kind: "timeout"}
	case "Partial", "SetPartial", "MarkNewResource":
		return nilValue
	case "GetRawConfig", "GetRawState", "GetRawPlan":
		return &Value{Kind: "attr", Text: ""}
	case "GetRawConfigAt":
		return attribute("")
	}
	return unknown("d." + n)
}
