package main

import (
	"fmt"
	"go/ast"
	"regexp"
	"strings"
	"unicode"
)

var transparentFn = map[string]bool{
	"expandStringList": true, "convertListStringToListInterface": true, "expandIntList": true, "convertToInterfaceArray": true,
	"StringPointer": true, "BoolPointer": true, "Int32Pointer": true, "Int64Pointer": true, "String": true, "Trim": true,
	"Interface2String": true, "Interface2StrSlice": true, "Str2InterfaceSlice": true, "Unique": true, "filterEmptyStrings": true,
	"convertIntergerToString": true, "convertBoolToString": true, "convertFloat64ToString": true, "NormalizeMap": true, "EscapeColons": true,
	"ConvertIntegerToInt": true, "convertArrayToStringList": true, "Interface2Interface": true, "getOneStringOrAllStringSlice": true,
}

var convFn = map[string]string{
	"formatInt": "int", "formatBool": "bool", "formatFloat64": "float", "convertStringToBool": "bool", "Interface2Bool": "bool",
	"convertObjectToJsonString": "json", "convertMaptoJsonString": "json", "convertMapToJsonStringIgnoreError": "json",
	"convertInterfaceToJsonString": "json", "convertListMapToJsonString": "json", "convertListToJsonString": "json",
	"convertMapFloat64ToJsonString": "json", "convertArrayObjectToJsonString": "json", "convertToJsonWithoutEscapeHTML": "json",
	"convertListToCommaSeparate": "join", "convertArrayToString": "join", "encodeToBase64String": "base64",
	"dataResourceIdHash": "hash", "MD5": "md5", "userDataHashSum": "userdata", "tagsToMap": "tags", "albTagsToMap": "tags",
	"ecsTagsToMap": "tags", "vpcTagsToMap": "tags", "slbTagsToMap": "tags", "essTagsToMap": "tags", "cdnTagsToMap": "tags", "elasticsearchTagsToMap": "tags", "otsTagsToMap": "tags",
	"bytesToTB": "tb", "splitMultiZoneId": "split",
}

var ignoreFn = map[string]bool{"addDebug": true, "writeToFile": true, "debugOn": true}

// caseTable extracts const->const tables of simple conversion functions.
func (in *Interpreter) valueTable(fv *Function) map[string]string {
	if fv.Decl == nil || fv.Decl.Body == nil {
		return nil
	}
	tab := map[string]string{}
	lit := func(e ast.Expr) (string, bool) {
		switch x := e.(type) {
		case *ast.BasicLit:
			v := in.evalOne(x)
			if n, ok := v.iconst(); ok {
				return fmt.Sprint(n), true
			}
			return v.sconst()
		case *ast.Ident:
			if x.Name == "true" || x.Name == "false" {
				return x.Name, true
			}
			if g, ok := in.program.Globals[x.Name]; ok {
				return in.global(x.Name, g).sconst()
			}
		case *ast.CallExpr:
			if len(x.Args) == 1 {
				if b, ok := x.Args[0].(*ast.BasicLit); ok {
					return in.evalOne(b).sconst()
				}
				if id, ok := x.Args[0].(*ast.Ident); ok {
					if g, ok := in.program.Globals[id.Name]; ok {
						return in.global(id.Name, g).sconst()
					}
				}
			}
		}
		return "", false
	}
	ast.Inspect(fv.Decl.Body, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.CaseClause:
			for _, s := range x.Body {
				if r, ok := s.(*ast.ReturnStmt); ok && len(r.Results) >= 1 {
					v, ok2 := lit(r.Results[0])
					for _, e := range x.List {
						if k, ok := lit(e); ok && ok2 {
							tab[k] = v
						}
					}
				}
			}
		case *ast.IfStmt:
			if b, ok := x.Cond.(*ast.BinaryExpr); ok && b.Op.String() == "==" {
				k, ok1 := lit(b.Y)
				if len(x.Body.List) == 1 {
					if r, ok := x.Body.List[0].(*ast.ReturnStmt); ok && len(r.Results) >= 1 {
						if v, ok2 := lit(r.Results[0]); ok1 && ok2 {
							tab[k] = v
						}
					}
				}
			}
		}
		return true
	})
	if len(tab) == 0 {
		return nil
	}
	return tab
}

// tableText writes a table of constants: a>b;c>d.
func (in *Interpreter) tableText(t map[string]string) string {
	var b strings.Builder
	for i, k := range sortedKeys(t) {
		if i > 0 {
			b.WriteString(";")
		}
		b.WriteString(k + ">" + t[k])
	}
	s := b.String()
	if len(s) > 400 {
		s = s[:400]
	}
	return s
}

// callOfError is the call whose error is among the arguments.
func (in *Interpreter) callOfError(a []*Value) *Call {
	for _, x := range a {
		if x == nil {
			continue
		}
		if x.Kind == "err" && x.Call != nil {
			return x.Call
		}
		if x.Kind == "union" {
			for _, y := range x.Args {
				if y.Kind == "err" && y.Call != nil {
					return y.Call
				}
			}
		}
	}
	return nil
}

func snakeToCamel(s string) string {
	var b strings.Builder
	for _, p := range strings.Split(s, "_") {
		if p == "" {
			continue
		}
		r := []rune(p)
		r[0] = unicode.ToUpper(r[0])
		b.WriteString(string(r))
	}
	return b.String()
}

// isNotFoundMessage tells whether a text is one of the provider's for what is gone.
func (in *Interpreter) isNotFoundMessage(v *Value) bool {
	s, ok := v.sconst()
	return ok && strings.HasPrefix(s, "[ERROR] Resource not found") || ok && strings.Contains(strings.ToLower(s), "resourcenotfound") || ok && strings.HasPrefix(s, "ResourceNotfound")
}

// callFunction calls a function of the provider; well-known ones are replaced by what they mean.
func (in *Interpreter) callFunction(fv *Function, a []*Value) *Value {
	n := fv.Name
	get := func(i int) *Value {
		if i < len(a) {
			return first(a[i])
		}
		return nilValue
	}
	if ignoreFn[n] {
		return nilValue
	}
	if transparentFn[n] {
		return get(0)
	}
	if c, ok := convFn[n]; ok {
		switch c {
		case "int", "float":
			in.use(get(0), "number", false) // nil and digits in a text are taken, too
		case "bool":
			in.use(get(0), "bool", false)
			if x := get(0); x.Kind == "conv" && strings.HasPrefix(x.Text, "map:") {
				in.use(withoutText(x.Args[0]), "string", true) // only words of the table are taken
			}
		}
		if c == "tags" && get(0).Kind == "list" {
			if e := spreadElem(in, get(0)); e.Kind == "reply" {
				return conversion("tags", &Value{Kind: "reply", Call: e.Call, Text: strings.TrimSuffix(e.Text, "[]"), Filters: e.Filters})
			} else if e.Kind != "nil" {
				return conversion("tags", e)
			}
		}
		if c == "join" {
			sep := get(1)
			if sep.Kind == "nil" {
				sep = stringConst(",")
			}
			return conversion("join", get(0), sep)
		}
		return conversion(c, get(0))
	}
	switch n {
	case "expandSingletonToList":
		l := in.newList()
		l.List.Static = true
		l.List.Elements = []*Value{get(0)}
		return l
	case "IsNil", "IsEmpty":
		v := get(0)
		if v.Kind == "attr" {
			return not(&Value{Kind: "set", Text: v.Text})
		}
		if v.Kind == "map" || v.Kind == "list" {
			return &Value{Kind: "ubool"}
		}
		return not(&Value{Kind: "present", Args: []*Value{v}})
	case "NotFoundError", "ossNotFoundError", "NotFoundErrorV2":
		return &Value{Kind: "notfound", Call: in.callOfError(a)}
	case "IsExpectedErrors", "IsExpectedErrorCodes", "isExpectedErrors":
		return &Value{Kind: "errin", Call: in.callOfError(a), Args: codesOf(get(1))}
	case "NeedRetry", "NoCodeRegexRetry", "IsThrottling":
		return &Value{Kind: "needretry", Call: in.callOfError(a)}
	case "buildClientToken":
		return &Value{Kind: "token"}
	case "ParseResourceId", "ParseResourceIds", "ParseResourceIdN", "ParseSlbListenerId", "ParseResourceIdWithEscaped":
		return tuple(in.split(get(0), ":"), &Value{Kind: "err"})
	case "BuildStateConf":
		m := in.newMap("StateChangeConf")
		for i, k := range []string{"Pending", "Target", "Timeout", "Delay", "Refresh"} {
			in.setKey(m.Map, k, stringConst(k), get(i))
		}
		return m
	case "BuildStateConfByTimes":
		m := in.newMap("StateChangeConf")
		for i, k := range []string{"Pending", "Target", "Timeout", "Delay", "Refresh"} {
			in.setKey(m.Map, k, stringConst(k), get(i))
		}
		return m
	case "incrementalWait":
		return noopFunction
	case "WrapError", "WrapErrorf", "WrapComplexError":
		e := &Value{Kind: "err", Flag: true, Call: in.callOfError(a)}
		for _, x := range a {
			if x != nil && (x.Kind == "err" && x.Text == "notfound" || in.isNotFoundMessage(x)) {
				e.Text = "notfound"
			}
		}
		if n == "WrapErrorf" && len(a) > 4 {
			if m, ok := a[1].sconst(); ok && strings.Contains(m, "attribute by path") || ok && strings.Contains(m, "failed to get") {
				if pth, ok := a[3].sconst(); ok {
					r := in.jsonPath(first(a[4]), pth)
					if strings.HasSuffix(pth, "[*]") {
						in.use(r, "list", false)
					} else {
						in.use(r, "", true)
					}
				}
			}
		}
		if n == "WrapErrorf" && len(a) > 1 && in.isNotFoundMessage(a[1]) && !(a[0] != nil && a[0].Text == "notfound") {
			in.recordNotFound(e.Call)
		}
		return e
	case "NotFoundErr", "GetNotFoundErrorFromString":
		in.recordNotFound(nil)
		return &Value{Kind: "err", Flag: true, Text: "notfound"}
	case "Error", "GetTimeErrorFromString":
		return &Value{Kind: "err", Flag: true}
	case "parsingTags":
		return tuple(&Value{Kind: "attr", Text: "tags", Type: "map"}, &Value{Kind: "attr", Text: "tags", Type: "removed"})
	case "parsingTemplateTags":
		return tuple(&Value{Kind: "attr", Text: "template_tags", Type: "map"}, &Value{Kind: "attr", Text: "template_tags", Type: "removed"})
	case "ignoredTags", "tagIgnored":
		return &Value{Kind: "ubool"}
	case "expandTagsToMap", "expandTagsToMapWithTags":
		k := "Tag"
		if n == "expandTagsToMapWithTags" {
			k = "Tags"
		}
		src := "tags"
		walkDeep(get(1), func(v *Value) {
			if v.Kind == "attr" {
				src = strings.SplitN(v.Text, ".", 2)[0]
			}
		}, map[int]bool{}, 0)
		in.setIndex(get(0), stringConst(k+"[].Key"), attribute(src+".@key"))
		in.setIndex(get(0), stringConst(k+"[].Value"), attribute(src+".@value"))
		return get(0)
	case "ConvertTags", "ConvertLowercaseTags", "ConvertTagsForKms":
		ks := map[string][2]string{"ConvertTags": {"Key", "Value"}, "ConvertLowercaseTags": {"key", "value"}, "ConvertTagsForKms": {"TagKey", "TagValue"}}[n]
		v := get(0)
		kk, vv := in.rangeElem(in.hintMap(v))
		m := in.newMap("")
		in.setKey(m.Map, ks[0], stringConst(ks[0]), kk)
		in.setKey(m.Map, ks[1], stringConst(ks[1]), vv)
		l := in.newList()
		l.List.Elements = []*Value{m}
		return l
	case "isPagingRequest":
		return &Value{Kind: "set", Text: "page_number"}
	case "setPagingRequest":
		in.setIndex(get(1), stringConst("PageNumber"), intConst(1))
		in.setIndex(get(1), stringConst("PageSize"), get(2))
		return nilValue
	case "mapMerge", "MergeMaps":
		if get(0).Kind == "map" && get(1).Kind == "map" {
			for _, e := range get(1).Map.Entries {
				in.setKey(get(0).Map, e.Key, e.KeyValue, e.Value)
			}
		}
		return get(0)
	case "terraformToAPI":
		if s, ok := get(0).sconst(); ok {
			return stringConst(snakeToCamel(s))
		}
	case "Case2Camel":
		if s, ok := get(0).sconst(); ok {
			return stringConst(snakeToCamel(s))
		}
	case "FirstLower":
		if s, ok := get(0).sconst(); ok && s != "" {
			return stringConst(strings.ToLower(s[:1]) + s[1:])
		}
	case "convertJsonStringToStringList": // whatever its name says: it panics unless it gets a list of numbers
		in.use(get(0), "list", true)
		return get(0)
	case "convertJsonStringToMap", "convertJsonStringToObject", "convertJsonStringToList":
		return in.parsed(get(0), "json")
	case "convertYamlToObject":
		return in.parsed(get(0), "yaml")
	case "rpcParam":
		return in.requestParameters("rpc", get(0), get(1), get(2), nil)
	case "roaParam":
		return in.requestParameters("roa", get(0), get(1), get(2), get(3))
	case "xmlParam":
		return in.requestParameters("roa-xml", get(0), get(1), get(2), get(3))
	case "jsonXmlParam":
		return in.requestParameters("roa-jsonxml", get(0), get(1), get(2), get(3))
	case "xmlJsonParam":
		return in.requestParameters("roa-xmljson", get(0), get(1), get(2), get(3))
	case "NewInvoker", "PvtzInvoker":
		return in.newMap("Invoker")
	case "compressIPv6OrCIDR":
		return conversion("ipv6", get(0))
	case "SplitSlice", "expandArrayToMap":
		if n == "SplitSlice" {
			l := in.newList()
			l.List.Elements = []*Value{get(0)}
			return l
		}
	case "compareMapWithIgnoreEquivalent", "compareJsonTemplateAreEquivalent", "compareYamlTemplateAreEquivalent", "IsSubCollection", "IsSlicesValuesEqual":
		return &Value{Kind: "ubool", Args: a}
	case "InArray":
		var o []*Value
		for _, e := range listOf(get(1)) {
			if !e.isConst() {
				return &Value{Kind: "ubool", Args: a}
			}
			o = append(o, in.compare("==", get(0), e))
		}
		if len(o) == 0 {
			return &Value{Kind: "ubool", Args: a}
		}
		return boolOp("or", o...)
	case "IsPagingRequest":
		return &Value{Kind: "ubool"}
	case "randIntRange":
		return &Value{Kind: "time"}
	case "StringInSlice", "IntInSlice", "IntBetween", "intBetween", "IntAtLeast", "IntAtMost", "StringLenBetween", "StringMatch", "StringDoesNotMatch", "FloatBetween", "FloatAtLeast", "FloatAtMost", "StringLenAtLeast", "validateAllowedStringValue", "validateAllowedSplitStringValue", "ValidateNullableIntBetween", "StringDoesNotContainAny", "ValidateRFC3339TimeString", "validateStringConvertInt64":
		m := in.newMap("validation." + n)
		for i, x := range a {
			in.setKey(m.Map, fmt.Sprint(i), intConst(int64(i)), x)
		}
		return m
	}
	// CRUD functions of the same resource
	if in.entity != nil && in.operation != nil {
		for opn, fn := range in.entity.OperationFunctions {
			if fn == n && opn != in.operation.Name {
				in.operation.Steps = append(in.operation.Steps, &Step{Kind: "then", Then: opn, Conditions: in.suffix(nil)})
				return &Value{Kind: "err"}
			}
		}
	}
	// simple conversions
	if len(a) >= 1 && len(a) <= 2 {
		x := get(0)
		if x.Kind == "attr" || x.Kind == "reply" || x.Kind == "conv" || x.Kind == "union" || x.Kind == "unk" || x.Kind == "part" {
			if res := fv.Decl.Type.Results; res != nil && len(res.List) >= 1 {
				if t := in.valueTable(fv); t != nil && !in.callsClient(fv) && in.simpleSwitch(fv) {
					return conversion("map:"+in.tableText(t), x)
				}
			}
		}
	}
	if regexp.MustCompile(`^(validate|resourceAli.*Hash|.*Hash$)`).MatchString(n) {
		return conversion("fn:"+n, a...)
	}
	r := in.invoke(fv, a, nil)
	return r
}

func (in *Interpreter) simpleSwitch(fv *Function) bool {
	n := 0
	ok := true
	ast.Inspect(fv.Decl.Body, func(x ast.Node) bool {
		switch x.(type) {
		case *ast.ForStmt, *ast.RangeStmt, *ast.FuncLit:
			ok = false
		case ast.Stmt:
			n++
		}
		return true
	})
	return ok
}

// callsClient tells whether a function sends requests.
func (in *Interpreter) callsClient(fv *Function) bool {
	r := false
	ast.Inspect(fv.Decl.Body, func(x ast.Node) bool {
		if s, ok := x.(*ast.SelectorExpr); ok {
			if strings.HasPrefix(s.Sel.Name, "Rpc") || strings.HasPrefix(s.Sel.Name, "Roa") || strings.HasPrefix(s.Sel.Name, "With") {
				r = true
			}
		}
		return true
	})
	return r
}

func (in *Interpreter) hintMap(v *Value) *Value {
	switch v.Kind {
	case "attr":
		return &Value{Kind: "attr", Text: v.Text, Type: "map"}
	case "reply":
		return &Value{Kind: "reply", Call: v.Call, Text: v.Text, Type: "map", Filters: v.Filters}
	}
	return v
}

// parsed is the content of a text in JSON or YAML.
func (in *Interpreter) parsed(v *Value, how string) *Value {
	v = withoutText(v)
	switch v.Kind {
	case "attr":
		return &Value{Kind: "attr", Text: v.Text + "@" + how}
	case "reply":
		return in.replyAt(v, v.Text+"@"+how, "")
	case "conv":
		if v.Text == how || v.Text == "raw" {
			return v.Args[0]
		}
	case "union":
		var o []*Value
		for _, a := range v.Args {
			o = append(o, in.parsed(a, how))
		}
		return union(o...)
	}
	return conversion("parse_"+how, v)
}

// requestParameters are the arguments of Do, as the helpers of the provider make them.
func (in *Interpreter) requestParameters(style string, method, version, action, path *Value) *Value {
	m := in.newMap("params")
	m.Kind = "params"
	set := func(k string, v *Value) {
		if v != nil {
			in.setKey(m.Map, k, stringConst(k), v)
		}
	}
	set("style", stringConst(style))
	set("method", method)
	set("version", version)
	set("action", action)
	set("path", path)
	return m
}
