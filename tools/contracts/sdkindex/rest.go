package main

import (
	"go/ast"
	"strconv"
	"strings"

	"contracts/sdk"
)

// restPackage reads the SDK of the Log Service or the former one of Container Service. The methods send a request themselves,
//
//	r, err := request(p, "GET", "/machinegroups/"+name, h, nil)
//	err := client.Invoke("", http.MethodGet, "/clusters/"+clusterId, nil, nil, cluster)
//
// or hand over to one of a project or a log store: `ls := convertLogstore(c, project, logstore); return ls.GetIndex()`.
func restPackage(files []*ast.File) *sdk.Package {
	result := sdk.NewPackage()
	methods := map[string]*ast.FuncDecl{} // type.method
	for _, file := range files {
		for _, declaration := range file.Decls {
			switch d := declaration.(type) {
			case *ast.GenDecl:
				addTypes(result, d)
			case *ast.FuncDecl:
				if d.Recv != nil && d.Body != nil {
					methods[typeText(d.Recv.List[0].Type)+"."+d.Name.Name] = d
				}
			}
		}
	}
	for name, d := range methods {
		owner, method, _ := strings.Cut(name, ".")
		switch owner {
		case "Client":
			if function := restRequest(d); function != nil {
				result.Functions[method] = function
			} else if function := delegated(d, methods); function != nil {
				result.Functions[method] = function
			}
		case "LogStore":
			if function := restRequest(d); function != nil {
				result.Functions[name] = function
			}
		}
	}
	return result
}

// restRequest reads a method that sends one request; nil if it does not.
func restRequest(d *ast.FuncDecl) *sdk.Function {
	function := &sdk.Function{Action: d.Name.Name, Args: argumentNames(d), Result: resultType(d)}
	texts := map[string]string{} // local names that hold a path
	ast.Inspect(d.Body, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.AssignStmt:
			if name, ok := n.Lhs[0].(*ast.Ident); ok && len(n.Rhs) == 1 {
				texts[name.Name] = pathText(n.Rhs[0], texts)
			}
		case *ast.CallExpr:
			switch called := typeText(n.Fun); {
			case called == "json.Marshal" && len(n.Args) == 1:
				function.BodyArg = typeText(n.Args[0])
			case (called == "request" || called == "c.request") && len(n.Args) == 5 && function.Path == "":
				function.Method, function.Path = methodName(n.Args[1]), pathText(n.Args[2], texts)
			case called == "client.Invoke" && len(n.Args) == 6 && function.Path == "":
				function.Method, function.Path = methodName(n.Args[1]), pathText(n.Args[2], texts)
				if body := typeText(n.Args[4]); body != "nil" {
					function.BodyArg = body
				}
			}
		}
		return true
	})
	function.Path, _, _ = strings.Cut(strings.ReplaceAll(function.Path, "{?}", "\x00"), "?")
	if function.Path == "" || strings.Contains(function.Path, "\x00") {
		return nil
	}
	return function
}

// delegated reads a method that hands over to one of LogProject or LogStore, in terms of its own arguments.
func delegated(d *ast.FuncDecl, methods map[string]*ast.FuncDecl) *sdk.Function {
	owners, names := map[string]string{}, map[string]string{}
	var found *sdk.Function
	ast.Inspect(d.Body, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.AssignStmt:
			call, ok := n.Rhs[0].(*ast.CallExpr)
			if !ok || len(n.Lhs) != 1 {
				return true
			}
			switch local := typeText(n.Lhs[0]); typeText(call.Fun) {
			case "convert":
				owners[local] = "LogProject"
			case "convertLogstore":
				owners[local] = "LogStore"
				names["s.Name"] = typeText(call.Args[2])
			}
		case *ast.CallExpr:
			selector, ok := n.Fun.(*ast.SelectorExpr)
			if !ok || found != nil {
				return true
			}
			target := methods[owners[typeText(selector.X)]+"."+selector.Sel.Name]
			if target == nil {
				return true
			}
			if found = restRequest(target); found == nil {
				return true
			}
			for i, name := range argumentNames(target) {
				if i < len(n.Args) {
					names[name] = typeText(n.Args[i])
				}
			}
		}
		return true
	})
	if found == nil {
		return nil
	}
	found.Action, found.Args = d.Name.Name, argumentNames(d)
	found.Path = renamed(found.Path, names)
	if name, ok := names[found.BodyArg]; ok {
		found.BodyArg = name
	}
	return found
}

// renamed replaces the names in the placeholders of a path.
func renamed(path string, names map[string]string) string {
	var b strings.Builder
	for path != "" {
		before, rest, ok := strings.Cut(path, "{")
		b.WriteString(before)
		if !ok {
			break
		}
		inner, after, _ := strings.Cut(rest, "}")
		owner, field, _ := strings.Cut(inner, ".")
		if name, ok := names[inner]; ok {
			inner = name
		} else if name, ok := names[owner]; ok && field != "" {
			inner = name + "." + field
		}
		b.WriteString("{" + inner + "}")
		path = after
	}
	return b.String()
}

func argumentNames(d *ast.FuncDecl) []string {
	var names []string
	for _, parameter := range d.Type.Params.List {
		for _, name := range parameter.Names {
			names = append(names, name.Name)
		}
	}
	return names
}

// resultType is the type of what a method returns beside the error, "" where there is none.
func resultType(d *ast.FuncDecl) string {
	if d.Type.Results == nil || len(d.Type.Results.List) < 2 {
		return ""
	}
	return typeText(d.Type.Results.List[0].Type)
}

func methodName(e ast.Expr) string {
	if literal, ok := e.(*ast.BasicLit); ok {
		text, _ := strconv.Unquote(literal.Value)
		return text
	}
	return strings.ToUpper(strings.TrimPrefix(typeText(e), "http.Method"))
}

// pathText reads a path of literals, concatenation and fmt.Sprintf; a name becomes {name}.
func pathText(e ast.Expr, texts map[string]string) string {
	switch x := e.(type) {
	case *ast.BasicLit:
		text, _ := strconv.Unquote(x.Value)
		return text
	case *ast.BinaryExpr:
		return pathText(x.X, texts) + pathText(x.Y, texts)
	case *ast.CallExpr:
		if typeText(x.Fun) != "fmt.Sprintf" || len(x.Args) == 0 {
			break
		}
		text := pathText(x.Args[0], texts)
		for _, arg := range x.Args[1:] {
			at := strings.IndexByte(text, '%')
			if at < 0 || at+2 > len(text) {
				break
			}
			text = text[:at] + pathText(arg, texts) + text[at+2:]
		}
		return text
	case *ast.Ident:
		if text, ok := texts[x.Name]; ok {
			return text
		}
		return "{" + x.Name + "}"
	case *ast.SelectorExpr:
		return "{" + typeText(x) + "}"
	}
	return "{?}"
}
