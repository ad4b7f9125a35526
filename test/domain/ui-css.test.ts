import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { checkCss } from '../../src/domain/ui-css.ts'
import { serviceError } from '../harness.ts'

const template = `.logo-customizable {
	max-width: 60%;
	max-height: 30%;
}
.banner-customizable { padding: 25px 0px 25px 0px; background-color: lightgray; }
.submitButton-customizable { font-size: 14px; font-weight: bold; margin: 20px 0px 10px 0px; height: 40px; color: #fff; }
.submitButton-customizable:hover, .idpButton-customizable:hover { color: #fff; background-color: #286090; }
.inputField-customizable:focus { border-color: #66afe9; outline: 0; }
.passwordCheck-notValid-customizable { color: #DF3312; }
.background-customizable { background-color: #fff; }`

suite('draws', () => {
  for (const [name, css] of [
    ['nothing', ''],
    ['the template', template],
    ['comments', '/* a */ .label-customizable { /* b */ color: red /* c */ } /* d */'],
    ['rules without declarations', '.label-customizable{}.legalText-customizable{ ; ; }'],
    [
      'functions that compute',
      '.label-customizable{background:linear-gradient(#fff, rgba(0,0,0,.5));width:calc(1px + 2%)}',
    ],
    ['importance', '.label-customizable{color:red !important}'],
    ['an image within the URL', '.logo-customizable{background:url("data:image/png;base64,AAAA") no-repeat}'],
    ['properties of browsers', '.label-customizable{-webkit-box-shadow:none;-moz-appearance:none}'],
    ['fonts by name', '.label-customizable{font:12px/1.5 "Amazon Ember",Arial,sans-serif}'],
    ['names in other letters', '.label-customizable{COLOR:RED;Background:RGB(0,0,0)}'],
  ] as const) {
    test(name, () => checkCss(css))
  }
})

suite('V39: refuses', () => {
  const rule = (inside: string) => `.label-customizable{${inside}}`
  const rows: [string, string, string][] = [
    ['another class', '.x{}', 'only the classes of the template may be selected'],
    ['a name of JavaScript', '.__proto__{}', 'only the classes of the template may be selected'],
    ['an escape in a class', '.label-customiz\\61 ble{}', 'only the classes of the template may be selected'],
    ['an element', 'input{}', 'only the classes of the template may be selected'],
    ['everything', '*{}', 'only the classes of the template may be selected'],
    ['an attribute', 'input[value^=a]{}', 'only the classes of the template may be selected'],
    [
      'one of several that may not be',
      '.label-customizable, body{}',
      'only the classes of the template may be selected',
    ],
    [
      'a class with an attribute',
      '.inputField-customizable[value^=a]{}',
      'only a class, or one with its state, may be selected',
    ],
    ['what is within a class', '.label-customizable input{}', 'only a class, or one with its state, may be selected'],
    [
      'a state that is not of the class',
      '.label-customizable:hover{}',
      'only a class, or one with its state, may be selected',
    ],
    [
      'a state that selects',
      '.submitButton-customizable:has(input){}',
      'only a class, or one with its state, may be selected',
    ],
    [
      'what is before a class',
      '.label-customizable::before{content:"x"}',
      'only a class, or one with its state, may be selected',
    ],
    ...[
      '@import "x";',
      '@media print{}',
      '@supports (a:b){}',
      '@page{}',
      '@font-face{src:url(x)}',
      '@charset "utf-7";',
    ].map((css): [string, string, string] => [css, css, 'only rules for classes are allowed']),
    ['a URL', rule('background:url(https://evil.example)'), 'only images within the URL are allowed'],
    ['a URL on this host', rule('background:url(/logout)'), 'only images within the URL are allowed'],
    ['a URL with a script', rule('background:url("javascript:x")'), 'only images within the URL are allowed'],
    [
      'an SVG within the URL',
      rule('background:url(data:image/svg+xml;base64,AAAA)'),
      'only images within the URL are allowed',
    ],
    [
      'HTML within the URL',
      rule('background:url(data:text/html;base64,AAAA)'),
      'only images within the URL are allowed',
    ],
    ['a URL in other letters', rule('background:URL(//evil.example)'), 'only images within the URL are allowed'],
    [
      'a set of images',
      rule('background:image-set("https://evil.example" 1x)'),
      'the function image-set is not allowed',
    ],
    ['a source', rule('background:src("https://evil.example")'), 'the function src is not allowed'],
    ['an expression', rule('width:expression(alert(1))'), 'the function expression is not allowed'],
    ['an attribute as a value', rule('width:attr(value)'), 'the function attr is not allowed'],
    ['a variable', rule('color:var(--x)'), 'the function var is not allowed'],
    ["a property of one's own", rule('--x:url(https://evil.example)'), 'the property --x is not allowed'],
    ['behavior', rule('behavior:url(x.htc)'), 'the property behavior is not allowed'],
    ['a binding', rule('-moz-binding:url(x.xml)'), 'the property -moz-binding is not allowed'],
    ['content', rule('content:"x"'), 'the property content is not allowed'],
    ['an animation', rule('animation:x 1s'), 'the property animation is not allowed'],
    ['the hack of a star', rule('*zoom:1'), 'the property *zoom is not allowed'],
    ['an escape in a property', rule('c\\6flor:red'), 'the property c\\6flor is not allowed'],
    ['a filter of old browsers', rule('filter:progid:X(a=b)'), 'it cannot be read'],
    ['a rule in a rule', rule('color:red;.x{color:red}'), 'it cannot be read'],
    ['a rule in a rule, by its parent', rule('&:hover{color:red}'), 'rules cannot be nested'],
    ['the end of the element', '</style><script>', 'markup is not allowed'],
    ['the end of the element in a string', rule('font-family:"</style>"'), 'markup is not allowed'],
    ['the end of the element in a comment', '/*</style>*/', 'markup is not allowed'],
    ['a comment of HTML', `<!-- ${rule('')} -->`, 'markup is not allowed'],
    ['an open comment', `${rule('color:red')}/*`, 'it does not end'],
    ['one brace more', `${rule('color:red')}}`, 'it cannot be read'],
    ['nesting without end', rule(`width:${'calc('.repeat(30_000)}`), 'it is nested too deeply'],
    ['closed and open without end', `${')'.repeat(60_000)}${'('.repeat(60_000)}`, 'it is nested too deeply'],
  ]
  for (const [name, css, reason] of rows) {
    test(name, () =>
      assert.rejects(checkCss(css), serviceError('InvalidParameterException', `Invalid CSS at line 1: ${reason}`)),
    )
  }

  for (const css of [
    rule('color:red').slice(0, -1),
    rule('color:"red').slice(0, -1),
    rule('background:url(x').slice(0, -1),
    '.label-customizable',
  ]) {
    test(`what is left open: ${css}`, () => assert.rejects(checkCss(css), serviceError('InvalidParameterException')))
  }

  test('and names the line', () =>
    assert.rejects(
      checkCss(`${template}\n\n.label-customizable {\n  color: red;\n  behavior: url(x);\n}`),
      serviceError('InvalidParameterException', 'Invalid CSS at line 14: the property behavior is not allowed'),
    ))
})
