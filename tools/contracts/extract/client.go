package main

import (
	"fmt"
	"strconv"
	"strings"

	"contracts/sdk"
)

// newCall starts a call under the conditions that hold here.
func (in *Interpreter) newCall() *Call {
	c := &Call{ID: len(in.calls) + 1, Retry: map[string]bool{}, NotFound: map[string]bool{}, Accepted: map[string]bool{}, NotFoundWhen: map[string]bool{}}
	c.InWait = len(in.waits) > 0
	if in.operation != nil {
		c.Op = in.operation.Name
	}
	if in.frame != nil && in.frame.Declared != nil && in.frame.Declared.Func != nil {
		c.Func = in.frame.Declared.Func.Name
	}
	for _, x := range in.conditions {
		if !isTrivial(x) {
			c.Conditions = append(c.Conditions, x)
		}
	}
	in.calls = append(in.calls, c)
	return c
}

// emitCall makes the call a step of the operation, or of the wait that is being read.
func (in *Interpreter) emitCall(c *Call) *Value {
	if in.operation != nil {
		if len(in.waits) > 0 {
			w := in.waits[len(in.waits)-1]
			w.Calls = append(w.Calls, c)
		} else {
			in.operation.Steps = append(in.operation.Steps, &Step{Kind: "call", Call: c, Conditions: c.Conditions})
		}
	}
	return tuple(&Value{Kind: "reply", Call: c}, &Value{Kind: "err", Call: c})
}

// wireText is a value as it goes on the wire, with {origin} for what is not constant.
func wireText(v *Value) string { return wireTextIn(v, nil) }

func wireTextIn(v *Value, idx map[*Call]int) string {
	if v == nil {
		return ""
	}
	v = withoutText(v)
	switch v.Kind {
	case "const":
		return fmt.Sprint(v.Const)
	case "union":
		var o []string
		for _, a := range v.Args {
			s := wireTextIn(a, idx)
			if s != "" {
				o = append(o, s)
			}
		}
		return strings.Join(unique(o), "|")
	case "nil":
		return ""
	case "cat":
		var b strings.Builder
		for _, a := range v.Args {
			if s, ok := a.sconst(); ok {
				b.WriteString(s)
			} else {
				b.WriteString("{" + origin(a, idx) + "}")
			}
		}
		return b.String()
	case "conv":
		if strings.HasPrefix(v.Text, "map:") {
			var o []string
			for _, p := range strings.Split(v.Text[4:], ";") {
				if i := strings.Index(p, ">"); i >= 0 {
					o = append(o, p[i+1:])
				}
			}
			return strings.Join(unique(o), "|")
		}
		if v.Text == "urlencode" {
			return wireTextIn(v.Args[0], idx)
		}
	}
	return "{" + origin(v, idx) + "}"
}

// clientCall is a call of a method of the provider's client.
func (in *Interpreter) clientCall(name string, a []*Value) *Value {
	get := func(i int) *Value {
		if i < len(a) {
			return a[i]
		}
		return nilValue
	}
	switch name {
	case "RpcPost", "RpcPostWithEndpoint", "RpcGet":
		c := in.newCall()
		c.Product, c.Version, c.Action = wireText(get(0)), wireText(get(1)), wireText(get(2))
		c.Style = "rpc"
		c.Method = "POST"
		if name == "RpcGet" {
			c.Method = "GET"
		}
		in.flatten(c, "query", get(3))
		in.flatten(c, "body", get(4))
		if name == "RpcPostWithEndpoint" {
			c.Endpoint = get(6)
		}
		return in.emitCall(c)
	case "RoaPost", "RoaPut", "RoaGet", "RoaDelete", "RoaPatch":
		c := in.newCall()
		c.Product, c.Version, c.Path = wireText(get(0)), wireText(get(1)), wireText(get(2))
		c.PathValue = get(2)
		c.Style = "roa"
		c.Method = strings.ToUpper(name[3:])
		in.flatten(c, "query", get(3))
		in.flatten(c, "header", get(4))
		in.flatten(c, "body", get(5))
		return in.emitCall(c)
	case "RoaPostWithApiName", "RoaPutWithApiName", "RoaGetWithApiName", "RoaDeleteWithApiName", "RoaPatchWithApiName":
		c := in.newCall()
		c.Product, c.Version, c.Action, c.Path = wireText(get(0)), wireText(get(1)), wireText(get(2)), wireText(get(3))
		c.PathValue = get(3)
		c.Style = "roa"
		c.Method = strings.ToUpper(strings.TrimSuffix(name[3:], "WithApiName"))
		in.flatten(c, "query", get(4))
		in.flatten(c, "header", get(5))
		in.flatten(c, "body", get(6))
		return in.emitCall(c)
	case "Do":
		c := in.newCall()
		c.Product = wireText(get(0))
		p := get(1)
		if p.Kind == "params" {
			g := func(k string) string { v, _ := in.getKey(p.Map, k); return wireText(v) }
			c.Version, c.Action, c.Method, c.Path, c.Style = g("version"), g("action"), g("method"), g("path"), g("style")
			c.PathValue, _ = in.getKey(p.Map, "path")
		}
		in.flatten(c, "query", get(2))
		in.flatten(c, "body", get(3))
		in.flatten(c, "header", get(4))
		in.flatten(c, "host", get(5))
		return in.emitCall(c)
	case "AccountId":
		return tuple(&Value{Kind: "account"}, &Value{Kind: "err"})
	case "GetCallerIdentity":
		c := in.newCall()
		c.Product, c.Version, c.Action, c.Style, c.Method, c.Client = "Sts", "2015-04-01", "GetCallerIdentity", "rpc", "POST", "sts"
		in.emitCall(c)
		return tuple(&Value{Kind: "reply", Call: c, Type: "sts.GetCallerIdentityResponse"}, &Value{Kind: "err", Call: c})
	case "RunSafelyWithContext":
		in.runClosures(a)
		return nilValue
	}
	if strings.HasPrefix(name, "With") && strings.Contains(name, "Client") {
		for _, x := range a {
			if x.Kind == "func" && x.Func.Lit != nil {
				pkg := strings.TrimSuffix(strings.TrimPrefix(name, "With"), "Client")
				fp := x.Func.Lit.Type.Params.List
				t := ""
				if len(fp) > 0 {
					t = typeText(fp[0].Type)
				}
				sc := &Value{Kind: "sdkclient", Text: pkg, Type: t}
				r := in.invoke(x.Func, []*Value{sc}, nil)
				return r
			}
		}
	}
	if name == "NewCommonRequest" {
		r := &Value{Kind: "req", Type: "common.CommonRequest", Map: in.newMap("").Map}
		in.setKey(r.Map, "Product", stringConst("Product"), get(0))
		in.setKey(r.Map, "Version", stringConst("Version"), get(3))
		return tuple(r, &Value{Kind: "err"})
	}
	if strings.HasPrefix(name, "New") && strings.HasSuffix(name, "Client") {
		p := strings.TrimSuffix(strings.TrimPrefix(name, "New"), "Client")
		if strings.HasPrefix(p, "Tea") {
			if s, ok := get(0).sconst(); ok {
				p = s
			}
		}
		return tuple(&Value{Kind: "sdkclient", Text: p, Type: "tea"}, &Value{Kind: "err"})
	}
	in.runClosures(a)
	return conversion("client."+name, a...)
}

// sdkCall is a call of a typed SDK client method.
func (in *Interpreter) sdkCall(recv *Value, name string, a []*Value) *Value {
	if name == "ProcessCommonRequest" && len(a) > 0 && a[0].Map != nil {
		c := in.newCall()
		g := func(k string) string { v, _ := in.getKey(a[0].Map, k); return wireText(v) }
		c.Product, c.Version, c.Action = g("Product"), g("Version"), g("ApiName")
		if c.Product == "" {
			c.Product = recv.Text
		}
		c.Style, c.Method = "rpc", g("Method")
		if p := g("PathPattern"); p != "" {
			c.Style, c.Path = "roa", p
		}
		if v, ok := in.getKey(a[0].Map, "QueryParams"); ok {
			in.flatten(c, "query", v)
		}
		if v, ok := in.getKey(a[0].Map, "FormParams"); ok {
			in.flatten(c, "body", v)
		}
		if v, ok := in.getKey(a[0].Map, "PathParams"); ok {
			in.flatten(c, "path", v)
		}
		c.Client = "common"
		return in.emitCall(c)
	}
	if strings.HasPrefix(name, "DoRequest") || strings.HasPrefix(name, "DoROARequest") || name == "CallApi" {
		c := in.newCall()
		c.Product = recv.Text
		i := 0
		if strings.HasSuffix(name, "WithAction") {
			c.Action = wireText(a[0])
			i = 1
			c.Style = "roa"
			if len(a) > 5 {
				c.Version, c.Method, c.Path = wireText(a[1]), wireText(a[3]), wireText(a[5])
				for j, w := range []string{"query", "header", "body"} {
					if 6+j < len(a) {
						in.flatten(c, w, a[6+j])
					}
				}
			}
			return in.emitCall(c)
		}
		_ = i
		if len(a) >= 9 { // roa: version, protocol, method, auth, path, query, headers, body, runtime
			c.Style = "roa"
			c.Version, c.Method, c.Path = wireText(a[0]), wireText(a[2]), wireText(a[4])
			in.flatten(c, "query", a[5])
			in.flatten(c, "header", a[6])
			in.flatten(c, "body", a[7])
		} else if len(a) >= 7 {
			c.Style = "rpc"
			c.Action, c.Method, c.Version = wireText(a[0]), wireText(a[2]), wireText(a[3])
			in.flatten(c, "query", a[5])
			in.flatten(c, "body", a[6])
		}
		return in.emitCall(c)
	}
	if p := in.sdkPkg(sdk.TeaCS); p != nil && recv.Text == "RoaCs" {
		if f, ok := p.Functions[name]; ok {
			c := in.newCall()
			c.Product, c.Version, c.Action, c.Method, c.Style, c.Client = "CS", f.Version, f.Action, f.Method, "roa", sdk.TeaCS
			pv := []*Value{}
			rest := f.Path
			for rest != "" {
				i := strings.Index(rest, "{")
				j := strings.Index(rest, "}")
				if i < 0 || j < i {
					pv = append(pv, stringConst(rest))
					break
				}
				if i > 0 {
					pv = append(pv, stringConst(rest[:i]))
				}
				var v *Value = unknown("pathparam")
				for k, n := range f.Args {
					if n == rest[i+1:j] && k < len(a) {
						v = a[k]
					}
				}
				pv = append(pv, v)
				rest = rest[j+1:]
			}
			c.PathValue = cat(pv...)
			c.Path = wireText(c.PathValue)
			for i, n := range f.Args {
				if i >= len(a) {
					break
				}
				if n == "request" {
					if a[i].Map != nil {
						for _, e := range a[i].Map.Entries {
							if w, ok := f.Query[e.Key]; ok {
								in.flattenInto(c, "query", w, e.Value, e.Conditions, 0, map[int]bool{}, sdk.TeaCS, strings.TrimPrefix(typeOfField(p, a[i].Type, e.Key), "[]"))
							} else {
								w := e.Key
								if b, ok := f.Body[e.Key]; ok {
									w = b
								} else if st, ok := p.Structs[strings.TrimPrefix(a[i].Type, sdk.TeaCS+".")]; ok && len(st[e.Key]) > 0 {
									w = st[e.Key][0]
								} else {
									w = camelToSnake(w)
								}
								in.flattenInto(c, "body", w, e.Value, e.Conditions, 0, map[int]bool{}, sdk.TeaCS, strings.TrimPrefix(typeOfField(p, a[i].Type, e.Key), "[]"))
							}
						}
					}
					continue
				}
			}
			t := tuple(&Value{Kind: "reply", Call: c, Type: sdk.TeaCS + "." + name + "Response"}, &Value{Kind: "err", Call: c})
			in.emitCall(c)
			return t
		}
	}
	// typed request
	for _, x := range a {
		if x.Kind == "req" {
			i := strings.Index(x.Type, ".")
			pkg, ty := x.Type[:i], x.Type[i+1:]
			c := in.newCall()
			c.Client = pkg
			if p := in.sdkPkg(pkg); p != nil {
				if r, ok := p.Requests[ty]; ok {
					c.Product, c.Version, c.Action, c.Style, c.Path, c.Method = r.Product, r.Version, r.Action, r.Style, r.Path, r.Method
					in.flattenRequest(c, x, pkg, r.Fields)
				} else {
					c.Product, c.Action = pkg, name
					c.Style = "rpc"
					in.flatten(c, "query", x)
				}
			} else {
				c.Product, c.Action, c.Style = pkg, name, "sdk"
				in.flatten(c, "query", x)
			}
			if v, ok := in.getKey(x.Map, "Method"); ok && c.Method == "" {
				c.Method = wireText(v)
			}
			if v, ok := in.getKey(x.Map, "QueryParams"); ok {
				in.flatten(c, "query", v)
			}
			if v, ok := in.getKey(x.Map, "FormParams"); ok {
				in.flatten(c, "body", v)
			}
			t := tuple(&Value{Kind: "reply", Call: c, Type: pkg + "." + strings.TrimSuffix(ty, "Request") + "Response"}, &Value{Kind: "err", Call: c})
			in.emitCall(c)
			return t
		}
	}
	if recv.Text == "Log" {
		if v := in.logCall(name, a); v != nil {
			return v
		}
	}
	if recv.Text == "Cs" {
		if v := in.containerCall(name, a); v != nil {
			return v
		}
	}
	// other SDKs: method name only
	c := in.newCall()
	c.Product = recv.Text
	c.Action = name
	c.Style = "sdk"
	c.Client = recv.Type
	for i, x := range a {
		if x.Kind == "map" || x.Kind == "list" {
			in.flatten(c, "arg", x)
			continue
		}
		if x.Kind == "func" || x.Kind == "unk" {
			continue
		}
		c.Parameters = append(c.Parameters, Param{"#" + strconv.Itoa(i), "arg", x, nil})
	}
	in.runClosures(a)
	return in.emitCall(c)
}

func typeOfField(p *sdk.Package, t, f string) string {
	if st, ok := p.Structs[strings.TrimPrefix(t, sdk.TeaCS+".")]; ok && len(st[f]) > 1 {
		return st[f][1]
	}
	return ""
}

func camelToSnake(s string) string {
	var b strings.Builder
	for i, r := range s {
		if r >= 'A' && r <= 'Z' {
			if i > 0 {
				b.WriteByte('_')
			}
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}
